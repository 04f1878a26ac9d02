//! United States: CAP 1.2 IPAWS Profile 1.0 (OASIS committee specification, 2009; 47 CFR 10 and 11 for the texts).

use super::shared::{
    has, has_area, has_references, infos, local_time, named, same_categories, same_event_codes,
};
use crate::check::Found;
use crate::doc::{Alert, Info};
use crate::finding::Place;
use crate::rule::rules;

/// The `code` by which a message claims this profile.
pub const CODE: &str = "IPAWSv1.0";

rules! {
    VERSION = "IPAWS-CODE" Error "IPAWS Profile 1.0, code",
        "the message names the profile",
        "add <code>IPAWSv1.0</code>";
    REFERENCES = "IPAWS-REFERENCES" Error "IPAWS Profile 1.0, references",
        "an Update or Cancel references every earlier message that has not expired",
        "add references";
    ZONE = "IPAWS-ZONE" Warning "IPAWS Profile 1.0, sent and expires",
        "times carry the local offset, which is never zero in the United States",
        "write the local offset, such as -05:00";
    CATEGORIES = "IPAWS-CATEGORIES" Error "IPAWS Profile 1.0, info",
        "all infos have the same categories",
        "use the categories of the first info";
    EVENT_CODES = "IPAWS-EVENT-CODES" Error "IPAWS Profile 1.0, info",
        "all infos have the same event codes",
        "use the event codes of the first info";
    SAME_EVENT = "IPAWS-SAME-EVENT" Error "IPAWS Profile 1.0, eventCode; 47 CFR 11.31",
        "an info has exactly one event code named SAME, of three characters",
        "add eventCode SAME with the code of 47 CFR 11.31, such as CEM";
    EXPIRES = "IPAWS-EXPIRES" Error "IPAWS Profile 1.0, expires",
        "an info says when it expires",
        "add expires";
    AREA = "IPAWS-AREA" Error "IPAWS Profile 1.0, area",
        "an info has an area",
        "add area";
    SAME_PLACE_FORM = "IPAWS-SAME-PLACE-FORM" Error "IPAWS Profile 1.0, geocode; 47 CFR 11.31",
        "a geocode named SAME has six digits: part, state, county",
        "write PSSCCC, 000000 for the whole country";
    SAME_PLACE = "IPAWS-SAME-PLACE" Advice "IPAWS Profile 1.0, geocode",
        "an area has a geocode named SAME",
        "add geocode SAME with six digits";
    ORIGINATOR = "IPAWS-EAS-ORG" Warning "IPAWS Profile 1.0, parameter EAS-ORG; 47 CFR 11.31",
        "an info has one parameter EAS-ORG: PEP, CIV, WXR or EAS",
        "add parameter EAS-ORG, CIV for a civil authority";
    CMAM = "IPAWS-CMAM" Error "47 CFR 10.430; IPAWS Profile 1.0, parameter CMAMtext",
        "CMAMtext has 90 characters at most, CMAMlongtext 360",
        "shorten it";
    CHANNEL = "IPAWS-BLOCKCHANNEL" Warning "IPAWS Profile 1.0, parameter BLOCKCHANNEL",
        "BLOCKCHANNEL is EAS, NWEM, CMAS, PUBLIC or CAPEXCH",
        "use one of these";
    POSITIONS = "IPAWS-POSITIONS" Warning "ATIS-0700009; IPAWS Profile 1.0, polygon",
        "a polygon has fewer than 100 positions",
        "simplify it";
    IGNORED = "IPAWS-IGNORED" Advice "IPAWS Profile 1.0, effective and onset",
        "effective and onset are left out: a message takes effect when it is issued",
        "leave it out";
    DESCRIPTION = "IPAWS-DESCRIPTION" Advice "IPAWS Profile 1.0, description",
        "an info has a description",
        "add description";
    INSTRUCTION = "IPAWS-INSTRUCTION" Advice "IPAWS Profile 1.0, instruction",
        "an info has an instruction",
        "add instruction";
}

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let named_here = alert.codes.iter().any(|code| code == CODE);
    found.unless(named_here, &VERSION, Place::ALERT.one("code"), || {
        format!("there is no code {CODE}")
    });
    local_time(Some(alert.sent), Place::ALERT.one("sent"), &ZONE, found);
    has_references(alert, &REFERENCES, found);
    same_categories(alert, &CATEGORIES, found);
    same_event_codes(alert, &EVENT_CODES, found);
    for (place, info) in infos(alert) {
        has(info.expires.as_ref(), place.one("expires"), &EXPIRES, found);
        local_time(info.expires, place.one("expires"), &ZONE, found);
        has_area(place, info, &AREA, found);
        has(
            info.description.as_ref(),
            place.one("description"),
            &DESCRIPTION,
            found,
        );
        has(
            info.instruction.as_ref(),
            place.one("instruction"),
            &INSTRUCTION,
            found,
        );
        for (name, moment) in [("effective", info.effective), ("onset", info.onset)] {
            found.unless(moment.is_none(), &IGNORED, place.one(name), || {
                format!("{name} is ignored")
            });
        }
        codes(place, info, found);
        parameters(place, info, found);
        areas(place, info, found);
    }
}

fn codes(place: Place, info: &Info, found: &mut Found) {
    let same: Vec<&str> = info
        .event_codes
        .iter()
        .filter(|code| code.value_name == "SAME")
        .map(|code| code.value.as_str())
        .collect();
    let sound = matches!(same.as_slice(), [code] if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    found.unless(sound, &SAME_EVENT, place.one("eventCode"), || {
        match same.as_slice() {
            [] => "there is no event code SAME".to_owned(),
            [code] => format!("the event code SAME is \"{code}\""),
            more => format!("{} event codes SAME", more.len()),
        }
    });
}

fn parameters(place: Place, info: &Info, found: &mut Found) {
    let at = |nth| place.part("parameter", nth);
    let originators: Vec<&str> = info.parameter("EAS-ORG").collect();
    let sound = matches!(originators.as_slice(), ["PEP" | "CIV" | "WXR" | "EAS"]);
    found.unless(sound, &ORIGINATOR, place, || match originators.as_slice() {
        [] => "there is no parameter EAS-ORG".to_owned(),
        some => format!("EAS-ORG is {}", some.join(", ")),
    });
    for (name, characters_max) in [("CMAMtext", 90), ("CMAMlongtext", 360)] {
        for (place, text) in named(&info.parameters, name, at) {
            let characters = text.chars().count();
            found.unless(characters <= characters_max, &CMAM, place, || {
                format!("{name} has {characters} characters")
            });
        }
    }
    for (place, channel) in named(&info.parameters, "BLOCKCHANNEL", at) {
        let known = ["EAS", "NWEM", "CMAS", "PUBLIC", "CAPEXCH"].contains(&channel);
        found.unless(known, &CHANNEL, place, || format!("\"{channel}\""));
    }
}

fn areas(place: Place, info: &Info, found: &mut Found) {
    for (nth, area) in info.areas.iter().enumerate() {
        let place = place.part("area", nth);
        let mut codes = 0;
        for (place, code) in named(&area.geocodes, "SAME", |nth| place.nth("geocode", nth)) {
            codes += 1;
            let sound = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
            found.unless(sound, &SAME_PLACE_FORM, place, || format!("\"{code}\""));
        }
        found.unless(codes > 0, &SAME_PLACE, place, || {
            "there is no geocode SAME".to_owned()
        });
        for (nth, ring) in area.polygons.iter().enumerate() {
            let positions = ring.0.len();
            found.unless(
                positions < 100,
                &POSITIONS,
                place.nth("polygon", nth),
                || format!("{positions} positions"),
            );
        }
    }
}
