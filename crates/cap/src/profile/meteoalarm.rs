//! Europe's weather services: MeteoAlarm, as its members write it.

use super::shared::{infos, is_english, spoken};
use crate::check::Found;
use crate::doc::{Alert, Info, NameValue, Severity};
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::rules;

rules! {
    LEVEL = "METEOALARM-LEVEL" Error "MeteoAlarm CAP profile, awareness_level",
        "an info has one parameter awareness_level: number; colour; severity",
        "write 1; green; Minor, 2; yellow; Moderate, 3; orange; Severe or 4; red; Extreme";
    TYPE = "METEOALARM-TYPE" Error "MeteoAlarm CAP profile, awareness_type",
        "an info has one parameter awareness_type: number; name",
        "write for example 1; Wind";
    SEVERITY = "METEOALARM-SEVERITY" Warning "MeteoAlarm CAP profile, awareness_level and severity",
        "the severity is that of the level",
        "use the severity of the level";
    PLACE = "METEOALARM-PLACE" Error "MeteoAlarm CAP profile, geocode",
        "an area has a geocode EMMA_ID, NUTS2 or NUTS3, or a polygon",
        "add geocode EMMA_ID";
    CODE_FORM = "METEOALARM-CODE-FORM" Warning "MeteoAlarm CAP profile, geocode",
        "an EMMA_ID begins with the two letters of its country, a NUTS2 has four characters, a NUTS3 five (whether there is such a region is not looked up)",
        "write the code of the region, such as FR433";
    TWICE = "METEOALARM-TWICE" Advice "MeteoAlarm CAP profile, info",
        "a message has one info for each language",
        "put the areas into one info, or send two messages";
    ENGLISH = "METEOALARM-ENGLISH" Warning "MeteoAlarm CAP profile, language",
        "a message speaks English beside its own language",
        "add an info with language en-GB";
}

/// Earlier infos that each is compared with: real messages have a handful, and all with all costs the square.
const SIBLINGS_MAX: usize = 32;

const LEVELS: [(&str, &str, Severity); 4] = [
    ("1", "green", Severity::Minor),
    ("2", "yellow", Severity::Moderate),
    ("3", "orange", Severity::Severe),
    ("4", "red", Severity::Extreme),
];

/// Number and name, compared without case, blanks and hyphens: members differ in these. There is no 11.
const TYPES: [(&str, &str); 12] = [
    ("1", "wind"),
    ("2", "snowice"),
    ("3", "thunderstorm"),
    ("4", "fog"),
    ("5", "hightemperature"),
    ("6", "lowtemperature"),
    ("7", "coastalevent"),
    ("8", "forestfire"),
    ("9", "avalanches"),
    ("10", "rain"),
    ("12", "flooding"),
    ("13", "rainflood"),
];

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let english = alert.infos.iter().any(is_english);
    found.unless(
        english || alert.infos.is_empty(),
        &ENGLISH,
        Place::ALERT.one(Element::Info),
        || spoken(alert),
    );
    for (place, info) in infos(alert) {
        let before = alert.infos.iter().take(usize::from(place.info_nth()) - 1);
        let twice = before
            .take(SIBLINGS_MAX)
            .any(|other| other.language() == info.language());
        found.unless(!twice, &TWICE, place, || {
            format!("another info in {}", info.language())
        });
        level(place, info, found);
        let written: Vec<&str> = info.parameter("awareness_type").collect();
        found.unless(
            matches!(written.as_slice(), [one] if is_type(one)),
            &TYPE,
            place,
            || shown("awareness_type", &written),
        );
        for (nth, area) in info.areas.iter().enumerate() {
            let within = place.part(Element::Area, nth);
            for (nth, code) in area.geocodes.iter().enumerate() {
                found.unless(
                    is_formed(code),
                    &CODE_FORM,
                    within.nth(Element::Geocode, nth),
                    || format!("{} \"{}\"", code.value_name, code.value),
                );
            }
            let coded = |code: &NameValue| {
                matches!(code.value_name.as_str(), "EMMA_ID" | "NUTS2" | "NUTS3")
            };
            let placed = area.geocodes.iter().any(coded) || !area.polygons.is_empty();
            found.unless(
                placed,
                &PLACE,
                place.part(Element::Area, nth),
                || "no geocode of MeteoAlarm and no polygon",
            );
        }
    }
}

fn level(place: Place, info: &Info, found: &mut Found) {
    let written: Vec<&str> = info.parameter("awareness_level").collect();
    let known = match written.as_slice() {
        [one] => LEVELS.iter().find(|(number, colour, severity)| {
            let parts: Vec<&str> = one.split(';').map(str::trim).collect();
            matches!(parts.as_slice(), [n, c, s] if n == number && c.eq_ignore_ascii_case(colour) && s.eq_ignore_ascii_case(severity.as_str()))
        }),
        _ => None,
    };
    match known {
        None => found.say(&LEVEL, place, shown("awareness_level", &written)),
        Some((_, colour, severity)) => {
            found.unless(
                info.severity == *severity,
                &SEVERITY,
                place.one(Element::Severity),
                || {
                    format!(
                        "{} with the level {colour}, which is {severity}",
                        info.severity
                    )
                },
            );
        }
    }
}

fn is_type(text: &str) -> bool {
    let plain = |text: &str| text.to_ascii_lowercase().replace([' ', '-'], "");
    let Some((number, name)) = text.split_once(';') else {
        return false;
    };
    TYPES
        .iter()
        .any(|(known, meaning)| *known == number.trim() && *meaning == plain(name))
}

/// Whether a code of a region has the form of its list; codes of other lists are not judged.
fn is_formed(code: &NameValue) -> bool {
    let region_bytes = match code.value_name.as_str() {
        "EMMA_ID" => 1..=5,
        "NUTS2" => 2..=2,
        "NUTS3" => 3..=3,
        _ => return true,
    };
    let (country, region) = code.value.split_at_checked(2).unwrap_or_default();
    !country.is_empty()
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && region_bytes.contains(&region.len())
}

fn shown(name: &'static str, written: &[&str]) -> What {
    if written.is_empty() {
        What::NoParameter(name)
    } else {
        format!("{name} is \"{}\"", written.join("\", \"")).into()
    }
}
