//! Canada: CAP Canadian Profile, introduction and rule set 0.4, in force as 1.0.
//!
//! The lists of events and of locations (Statistics Canada) change each year and are not part of this crate: a
//! code is checked for its form, and a location for its province.

use super::shared::{
    has, has_area, has_info, has_references, has_shape, infos, local_time, named, same_event_codes,
    spoken, who_and_what_to_do,
};
use crate::check::Found;
use crate::doc::{Alert, Info};
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::rules;

/// How the `code` begins by which a message claims this profile.
pub const CODE: &str = "profile:CAP-CP:";

/// The country, its provinces and territories in the Standard Geographical Classification.
const PROVINCES: [&str; 14] = [
    "01", "10", "11", "12", "13", "24", "35", "46", "47", "48", "59", "60", "61", "62",
];

rules! {
    VERSION = "CAPCP-CODE" Error "CAP-CP 0.4, rule 3",
        "the message names the profile and its version",
        "add <code>profile:CAP-CP:0.4</code>";
    INFO = "CAPCP-INFO" Error "CAP-CP 0.4, rule 5",
        "a message to the public has an info",
        "add info";
    REFERENCES = "CAPCP-REFERENCES" Error "CAP-CP 0.4, rule 12",
        "an Update or Cancel references every active message",
        "add references";
    EVENT_CODES = "CAPCP-EVENT-CODES" Error "CAP-CP 0.4, rule 2",
        "a message is about one event: all infos have the same event codes",
        "use the event codes of the first info";
    EVENT = "CAPCP-EVENT" Error "CAP-CP 0.4, rule 8",
        "an info has an event code of the profile's list",
        "add eventCode profile:CAP-CP:Event:0.4";
    EVENT_FORM = "CAPCP-EVENT-FORM" Warning "CAP-CP 0.4, rule 8",
        "an event code of the profile has four to twelve characters without a space (whether the list has it is not looked up)",
        "use a code of the profile's list, such as terrorism";
    AREA = "CAPCP-AREA" Error "CAP-CP 0.4, rule 10",
        "an info has an area",
        "add area";
    LOCATION = "CAPCP-LOCATION" Error "CAP-CP 0.4, rule 9",
        "an area has a geocode of the profile's list of places",
        "add geocode profile:CAP-CP:Location:0.3";
    LOCATION_FORM = "CAPCP-LOCATION-FORM" Error "CAP-CP 0.4, location references; Statistics Canada SGC",
        "a place is a Standard Geographical Classification of 2, 4 or 7 digits (whether there is such a place is not looked up)",
        "write the code of Statistics Canada";
    PROVINCE = "CAPCP-PROVINCE" Warning "CAP-CP 0.4, location references; Statistics Canada SGC",
        "a place begins with the number of a province or territory, from 10 to 62, or is 01 for the country",
        "write the code of Statistics Canada";
    LANGUAGES = "CAPCP-LANGUAGES" Warning "CAP-CP 0.4, rule 6",
        "a message speaks English and French",
        "add an info with language en-CA and one with fr-CA";
    MINOR_CHANGE = "CAPCP-MINOR-CHANGE" Error "CAP-CP 0.4, rule 16",
        "MinorChange is none, text, correction, resource, layer or other",
        "use one of these";
    AUTO_TRANSLATED = "CAPCP-AUTO-TRANSLATED" Error "CAP-CP 0.4, rule 17",
        "AutoTranslated is yes or no, and stands once in an info",
        "write yes if no person translated it, and say it once";
    BROADCAST = "CAPCP-BROADCAST" Error "SOREM layer 1.0",
        "Broadcast_Immediately is Yes or No",
        "write Yes or No";
    WIRELESS = "CAPCP-WIRELESS" Error "SOREM layer 2.0",
        "WirelessImmediate is Yes or No",
        "write Yes or No";
    WIRELESS_TEXT = "CAPCP-WIRELESS-TEXT" Advice "SOREM layer 2.0; 600 by practice",
        "a message that goes to phones at once says what they show, in 600 characters at most",
        "add parameter layer:SOREM:2.0:WirelessText, or shorten it";
    LOCATION_STATUS = "CAPCP-LOCATION-STATUS" Advice "EC-MSC-SMC layers 1.0 and 1.1, as Environment Canada sends them",
        "Alert_Location_Status is active, ended, cancelled, transitioned_out or testing",
        "use one of these";
    ZONE = "CAPCP-ZONE" Advice "CAP-CP 0.4, rule 4",
        "times carry the local offset, which is never zero in Canada",
        "write the local offset, such as -05:00";
    EXPIRES = "CAPCP-EXPIRES" Advice "CAP-CP 0.4, rule 13",
        "an info says when it expires",
        "add expires";
    SENDER_NAME = "CAPCP-SENDER-NAME" Advice "CAP-CP 0.4, rule 14",
        "an info names its sender",
        "add senderName";
    RESPONSE = "CAPCP-RESPONSE" Advice "CAP-CP 0.4, rule 15",
        "an info asks for a response",
        "add responseType";
    INSTRUCTION = "CAPCP-INSTRUCTION" Advice "CAP-CP 0.4, rule 15",
        "an info has an instruction",
        "add instruction";
    SHAPE = "CAPCP-SHAPE" Advice "CAP-CP 0.4, rule 18",
        "an area is drawn: the polygon or circle is the more exact",
        "add polygon or circle";
}

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let claimed = alert.codes.iter().any(|code| code.starts_with(CODE));
    found.unless(
        claimed,
        &VERSION,
        Place::ALERT.one(Element::Code),
        || "there is no code profile:CAP-CP:…",
    );
    has_info(alert, &INFO, found);
    has_references(alert, &REFERENCES, found);
    same_event_codes(alert, &EVENT_CODES, found);
    let speaks = |tags: &[&str]| {
        let mut spoken = alert.infos.iter().map(Info::language);
        spoken.any(|language| tags.iter().any(|tag| tag.eq_ignore_ascii_case(language)))
    };
    // An info without language is in en-US, and read in Canada.
    let both = speaks(&["en-CA", "en-US"]) && speaks(&["fr-CA"]);
    found.unless(
        alert.infos.is_empty() || both,
        &LANGUAGES,
        Place::ALERT.one(Element::Info),
        || spoken(alert),
    );
    local_time(
        Some(alert.sent),
        Place::ALERT.one(Element::Sent),
        &ZONE,
        found,
    );
    for (place, info) in infos(alert) {
        one(place, info, found);
    }
}

fn one(place: Place, info: &Info, found: &mut Found) {
    let listed = info
        .event_codes
        .iter()
        .any(|code| code.value_name.starts_with("profile:CAP-CP:Event:"));
    found.unless(
        listed,
        &EVENT,
        place.one(Element::EventCode),
        || "there is no event code of the profile",
    );
    for (nth, code) in info.event_codes.iter().enumerate() {
        let short = (4..=12).contains(&code.value.chars().count())
            && !code.value.contains(char::is_whitespace);
        let ours = code.value_name.starts_with("profile:CAP-CP:Event:");
        found.unless(
            !ours || short,
            &EVENT_FORM,
            place.part(Element::EventCode, nth),
            || What::quoted(&code.value),
        );
    }
    has_area(place, info, &AREA, found);
    has(
        place,
        &[(info.expires.is_some(), Element::Expires, &EXPIRES)],
        found,
    );
    let rules = [&SENDER_NAME, &RESPONSE, &INSTRUCTION];
    has(place, &who_and_what_to_do(info, rules), found);
    has_shape(place, info, &SHAPE, found);
    let mut names = info.parameters.iter().map(|pair| &pair.value_name);
    if names.any(|name| name.starts_with("profile:CAP-CP:") || name.starts_with("layer:")) {
        parameters(place, info, found);
    }
    areas(place, info, found);
}

fn parameters(place: Place, info: &Info, found: &mut Found) {
    let at = |nth| place.part(Element::Parameter, nth);
    for name in [
        "profile:CAP-CP:0.4:MinorChange",
        "profile:CAP-CP:1.0:MinorChange",
    ] {
        for (place, value) in named(&info.parameters, name, at) {
            let known =
                ["none", "text", "correction", "resource", "layer", "other"].contains(&value);
            found.unless(known, &MINOR_CHANGE, place, || What::quoted(value));
        }
    }
    translated(place, info, found);
    for (place, value) in named(
        &info.parameters,
        "layer:SOREM:1.0:Broadcast_Immediately",
        at,
    ) {
        found.unless(matches!(value, "Yes" | "No"), &BROADCAST, place, || {
            What::quoted(value)
        });
    }
    layers(place, info, found);
}

fn areas(place: Place, info: &Info, found: &mut Found) {
    for (nth, area) in info.areas.iter().enumerate() {
        let place = place.part(Element::Area, nth);
        let mut listed = false;
        for (nth, code) in area.geocodes.iter().enumerate() {
            if code.value_name.starts_with("profile:CAP-CP:Location:") {
                listed = true;
                let digits = code.value.bytes().all(|byte| byte.is_ascii_digit());
                let sound = digits && matches!(code.value.len(), 2 | 4 | 7);
                found.unless(
                    sound,
                    &LOCATION_FORM,
                    place.nth(Element::Geocode, nth),
                    || What::quoted(&code.value),
                );
                let province = code
                    .value
                    .get(..2)
                    .is_some_and(|two| PROVINCES.contains(&two));
                found.unless(
                    province || !sound,
                    &PROVINCE,
                    place.nth(Element::Geocode, nth),
                    || What::quoted(&code.value),
                );
            }
        }
        found.unless(
            listed,
            &LOCATION,
            place,
            || "there is no geocode of the profile",
        );
    }
}

/// Whether a machine made the text of an info.
fn translated(place: Place, info: &Info, found: &mut Found) {
    let at = |nth| place.part(Element::Parameter, nth);
    for name in [
        "profile:CAP-CP:0.4:AutoTranslated",
        "profile:CAP-CP:1.0:AutoTranslated",
    ] {
        for (nth, (place, value)) in named(&info.parameters, name, at).enumerate() {
            let known = ["yes", "no"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(value));
            found.unless(known, &AUTO_TRANSLATED, place, || What::quoted(value));
            found.unless(nth == 0, &AUTO_TRANSLATED, place, || "said again");
        }
    }
}

/// What layers add for broadcasters and phone networks.
fn layers(place: Place, info: &Info, found: &mut Found) {
    let at = |nth| place.part(Element::Parameter, nth);
    let mut immediate = false;
    for (place, value) in named(&info.parameters, "layer:SOREM:2.0:WirelessImmediate", at) {
        let known = ["Yes", "No"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(value));
        found.unless(known, &WIRELESS, place, || What::quoted(value));
        immediate |= value.eq_ignore_ascii_case("Yes");
    }
    let mut said = false;
    for (place, value) in named(&info.parameters, "layer:SOREM:2.0:WirelessText", at) {
        said = true;
        let characters = value.chars().count();
        found.unless(characters <= 600, &WIRELESS_TEXT, place, || {
            format!("{characters} characters")
        });
    }
    found.unless(
        said || !immediate,
        &WIRELESS_TEXT,
        place,
        || "WirelessImmediate without WirelessText",
    );
    for status in [
        "layer:EC-MSC-SMC:1.0:Alert_Location_Status",
        "layer:EC-MSC-SMC:1.1:Alert_Location_Status",
    ] {
        for (place, value) in named(&info.parameters, status, at) {
            let known = matches!(
                value,
                "active" | "ended" | "cancelled" | "transitioned_out" | "testing"
            );
            found.unless(known, &LOCATION_STATUS, place, || What::quoted(value));
        }
    }
}
