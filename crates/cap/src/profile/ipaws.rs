//! United States: CAP 1.2 IPAWS Profile 1.0 (OASIS committee specification, 2009; 47 CFR 10 and 11 for the texts).

use super::shared::{
    has, has_area, has_references, infos, local_time, named, same_categories, same_event_codes,
};
use crate::check::Found;
use crate::doc::{Alert, DateTime, Info, MsgType};
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::rules;

/// The `code` by which a message claims this profile.
pub const CODE: &str = "IPAWSv1.0";

/// The event codes of 47 CFR 11.31(e).
const EVENTS: &str = "EAN NIC NPT RMT RWT ADR AVA AVW BLU BZW CAE CDW CEM CFA CFW DMO DSW EQW EVI EWW FFA FFS FFW FLA \
    FLS FLW FRW FSW FZW HLS HMW HUA HUW HWA HWW LAE LEW MEP NMN NUW RHW SMW SPS SPW SQW SSA SSW SVA SVR SVS TOA TOE \
    TOR TRA TRW TSA TSW VOW WSA WSW";
/// The numbers of states and territories (FIPS 5-2), of the stretches of coast, and 00 for the whole country.
const STATES: &str = "00 01 02 04 05 06 08 09 10 11 12 13 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 \
    36 37 38 39 40 41 42 44 45 46 47 48 49 50 51 53 54 55 56 57 58 59 60 61 64 65 66 68 69 70 72 73 74 75 77 78 91 92 93 \
    94 96 97 98";
/// Zones of the United States and their summer times.
const ZONES: &str =
    "EST EDT CST CDT MST MDT PST PDT AKST AKDT HST HDT HAST HADT AST ADT ChST CHST SST UTC";
/// The classes of wireless alerts (47 CFR 10.400).
const HANDLINGS: [&str; 6] = [
    "Imminent Threat",
    "National",
    "Child Abduction",
    "Presidential",
    "Public Safety",
    "WEA Test",
];

rules! {
    VERSION = "IPAWS-CODE" Error "IPAWS Profile 1.0, code",
        "the message names the profile",
        "add <code>IPAWSv1.0</code>";
    REFERENCES = "IPAWS-REFERENCES" Error "IPAWS Profile 1.0, references",
        "an Update or Cancel references every earlier message that has not expired",
        "add references";
    ZONE = "IPAWS-ZONE" Advice "google/cap-library, profile IPAWS (the profile's text says nothing of it)",
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
    EVENT_LIST = "IPAWS-EVENT-LIST" Warning "47 CFR 11.31(e)",
        "the event code SAME is one of those of the Emergency Alert System",
        "use a code of 47 CFR 11.31(e), such as CEM";
    INFO = "IPAWS-INFO" Error "IPAWS Profile 1.0, info",
        "an Alert or Update for broadcasters or phones has an info",
        "add info";
    EXPIRES = "IPAWS-EXPIRES" Error "IPAWS Profile 1.0, expires",
        "an info says when it expires",
        "add expires";
    AREA = "IPAWS-AREA" Error "IPAWS Profile 1.0, area",
        "an info has an area",
        "add area";
    SAME_PLACE_FORM = "IPAWS-SAME-PLACE-FORM" Error "IPAWS Profile 1.0, geocode; 47 CFR 11.31",
        "a geocode named SAME has six digits: part, state, county (whether there is such a county is not looked up)",
        "write PSSCCC, 000000 for the whole country";
    SAME_PLACE = "IPAWS-SAME-PLACE" Advice "IPAWS Profile 1.0, geocode",
        "an area has a geocode named SAME",
        "add geocode SAME with six digits";
    ORIGINATOR = "IPAWS-EAS-ORG" Warning "IPAWS Profile 1.0, parameter EAS-ORG; 47 CFR 11.31",
        "an info has one parameter EAS-ORG: PEP, CIV, WXR or EAS",
        "add parameter EAS-ORG, CIV for a civil authority";
    STATE = "IPAWS-STATE" Warning "47 CFR 11.31(f)",
        "the second and third digit of SAME are a state or a stretch of coast",
        "write PSSCCC with the number of the state, 00 for the whole country";
    LOCATIONS = "IPAWS-LOCATIONS" Warning "47 CFR 11.31(c)",
        "an info names 31 places by SAME at most",
        "send several messages";
    EAS_TEXT = "IPAWS-EAS-TEXT" Advice "ECIG CAP to EAS Implementation Guide 1.0, 2.1.2 and 3.6; 1800 by practice",
        "EASText has 1800 characters at most",
        "shorten it";
    STATION = "IPAWS-EAS-STN-ID" Warning "47 CFR 11.31(c); IPAWS Profile 1.0, parameter EAS-STN-ID",
        "EAS-STN-ID has eight characters at most, no hyphen and no plus",
        "write / for a hyphen, and shorten it";
    TIMEZONE = "IPAWS-TIMEZONE" Advice "IPAWS Profile 1.0, parameter timezone",
        "timezone is the abbreviation of a zone of the United States",
        "write for example EST";
    HANDLING = "IPAWS-WEA-HANDLING" Advice "47 CFR 10.400; National Weather Service, CAP documentation, WEAHandling",
        "WEAHandling names a class of wireless alert",
        "write for example Imminent Threat";
    CMAM = "IPAWS-CMAM" Error "47 CFR 10.430; National Weather Service, CAP documentation, CMAMtext and CMAMlongtext",
        "CMAMtext has 90 characters at most, CMAMlongtext 360",
        "shorten it";
    WEA_EXPIRES = "IPAWS-WEA-EXPIRES" Warning "J-STD-101, expiry of a wireless alert: 24 hours by the practice of IPAWS-OPEN (the profile's text says nothing of it)",
        "what goes to phones expires within 24 hours of being sent",
        "set expires earlier, and send an Update before then if the danger lasts";
    CHANNEL = "IPAWS-BLOCKCHANNEL" Advice "FEMA IPAWS-OPEN, parameter BLOCKCHANNEL (the profile's text says nothing of it)",
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
    found.unless(
        named_here,
        &VERSION,
        Place::ALERT.one(Element::Code),
        || "there is no code IPAWSv1.0",
    );
    local_time(
        Some(alert.sent),
        Place::ALERT.one(Element::Sent),
        &ZONE,
        found,
    );
    has_references(alert, &REFERENCES, found);
    let ends = !matches!(alert.msg_type, MsgType::Alert | MsgType::Update);
    found.unless(
        ends || !alert.infos.is_empty(),
        &INFO,
        Place::ALERT.one(Element::Info),
        || "there is no info",
    );
    same_categories(alert, &CATEGORIES, found);
    same_event_codes(alert, &EVENT_CODES, found);
    for (place, info) in infos(alert) {
        has(
            place,
            &[(info.expires.is_some(), Element::Expires, &EXPIRES)],
            found,
        );
        local_time(info.expires, place.one(Element::Expires), &ZONE, found);
        has_area(place, info, &AREA, found);
        has(
            place,
            &[
                (
                    info.description.is_some(),
                    Element::Description,
                    &DESCRIPTION,
                ),
                (
                    info.instruction.is_some(),
                    Element::Instruction,
                    &INSTRUCTION,
                ),
            ],
            found,
        );
        let ignored = [
            (Element::Effective, info.effective),
            (Element::Onset, info.onset),
        ];
        for (element, moment) in ignored {
            found.unless(moment.is_none(), &IGNORED, place.one(element), || {
                What::Ignored(element)
            });
        }
        codes(place, info, found);
        originator(place, info, found);
        let mut names = info.parameters.iter().map(|pair| pair.value_name.as_str());
        if names.any(is_ours) {
            parameters(place, info, found);
            handling(place, info, found);
            phones(alert.sent, place, info, found);
        }
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
    found.unless(
        sound,
        &SAME_EVENT,
        place.one(Element::EventCode),
        || match same.as_slice() {
            [] => What::Said("there is no event code SAME"),
            [code] => format!("the event code SAME is \"{code}\"").into(),
            more => format!("{} event codes SAME", more.len()).into(),
        },
    );
    if let ([code], true) = (same.as_slice(), sound) {
        let known = EVENTS.split(' ').any(|known| known == *code);
        found.unless(known, &EVENT_LIST, place.one(Element::EventCode), || {
            format!("the event code SAME is \"{code}\"")
        });
    }
}

/// Whether a parameter is judged here, beside EAS-ORG.
fn is_ours(name: &str) -> bool {
    matches!(
        name,
        "CMAMtext"
            | "CMAMlongtext"
            | "BLOCKCHANNEL"
            | "EASText"
            | "EAS-STN-ID"
            | "timezone"
            | "WEAHandling"
    )
}

fn originator(place: Place, info: &Info, found: &mut Found) {
    let originators: Vec<&str> = info.parameter("EAS-ORG").collect();
    let sound = matches!(originators.as_slice(), ["PEP" | "CIV" | "WXR" | "EAS"]);
    found.unless(sound, &ORIGINATOR, place, || match originators.as_slice() {
        [] => What::NoParameter("EAS-ORG"),
        some => format!("EAS-ORG is {}", some.join(", ")).into(),
    });
}

fn parameters(place: Place, info: &Info, found: &mut Found) {
    let at = |nth| place.part(Element::Parameter, nth);
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
        found.unless(known, &CHANNEL, place, || What::quoted(channel));
    }
}

/// What is told to broadcasters and phones beside the text.
fn handling(place: Place, info: &Info, found: &mut Found) {
    let at = |nth| place.part(Element::Parameter, nth);
    for (place, text) in named(&info.parameters, "EASText", at) {
        let characters = text.chars().count();
        found.unless(characters <= 1800, &EAS_TEXT, place, || {
            format!("EASText has {characters} characters")
        });
    }
    for (place, station) in named(&info.parameters, "EAS-STN-ID", at) {
        let sound = station.chars().count() <= 8 && !station.contains(['-', '+']);
        found.unless(sound, &STATION, place, || What::quoted(station));
    }
    for (place, zone) in named(&info.parameters, "timezone", at) {
        let known = ZONES.split(' ').any(|known| known == zone);
        found.unless(known, &TIMEZONE, place, || What::quoted(zone));
    }
    for (place, class) in named(&info.parameters, "WEAHandling", at) {
        let known = HANDLINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(class));
        found.unless(known, &HANDLING, place, || What::quoted(class));
    }
}

/// What phones are to show is not shown for longer than networks keep it.
fn phones(sent: DateTime, place: Place, info: &Info, found: &mut Found) {
    const SHOWN_MAX_S: i64 = 24 * 60 * 60;
    let for_phones = |name: &str| matches!(name, "CMAMtext" | "CMAMlongtext" | "WEAHandling");
    let mut names = info.parameters.iter().map(|pair| &pair.value_name);
    let late = info
        .expires
        .filter(|expires| expires.unix_s() - sent.unix_s() > SHOWN_MAX_S);
    if let Some(expires) = late.filter(|_| names.any(|name| for_phones(name))) {
        let what = format!("sent {sent}, expires {expires}");
        found.say(&WEA_EXPIRES, place.one(Element::Expires), what);
    }
}

fn areas(place: Place, info: &Info, found: &mut Found) {
    let whole = place;
    let mut places = 0;
    for (nth, area) in info.areas.iter().enumerate() {
        let place = place.part(Element::Area, nth);
        let mut codes = 0;
        for (place, code) in named(&area.geocodes, "SAME", |nth| {
            place.nth(Element::Geocode, nth)
        }) {
            codes += 1;
            let sound = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
            found.unless(sound, &SAME_PLACE_FORM, place, || What::quoted(code));
            let state = code
                .get(1..3)
                .is_some_and(|state| STATES.split(' ').any(|known| known == state));
            found.unless(state || !sound, &STATE, place, || What::quoted(code));
        }
        places += codes;
        found.unless(codes > 0, &SAME_PLACE, place, || "there is no geocode SAME");
        for (nth, ring) in area.polygons.iter().enumerate() {
            let positions = ring.0.len();
            found.unless(
                positions < 100,
                &POSITIONS,
                place.nth(Element::Polygon, nth),
                || format!("{positions} positions"),
            );
        }
    }
    found.unless(places <= 31, &LOCATIONS, whole, || {
        format!("{places} places")
    });
}
