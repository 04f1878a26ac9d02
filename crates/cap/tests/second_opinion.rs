//! Our profiles beside another validator's: on every real message that both read, they find the same, but for
//! the differences listed here, each with its reason.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::{Mode, Profile, profile, read};

/// The other validator's rule and ours.
type Pairs = &'static [(&'static str, &'static str)];

/// The other validator's name of a profile, ours, and the rules that mean the same.
const SAME: &[(&str, Profile, Pairs)] = &[
    (
        "google",
        Profile::Google,
        &[
            ("UPDATE_OR_CANCEL_MUST_REFERENCE", "GOOGLE-REFERENCES"),
            ("INFO_IS_REQUIRED", "GOOGLE-INFO"),
            ("CATEGORIES_MUST_MATCH", "GOOGLE-CATEGORIES"),
            ("EVENT_CODES_MUST_MATCH", "GOOGLE-EVENT-CODES"),
            ("DESCRIPTION_IS_REQUIRED", "GOOGLE-DESCRIPTION"),
            ("WEB_IS_REQUIRED", "GOOGLE-WEB"),
            ("EXPIRES_IS_REQUIRED", "GOOGLE-EXPIRES"),
            ("EFFECTIVE_NOT_AFTER_EXPIRES", "GOOGLE-EFFECTIVE"),
            ("AREA_IS_REQUIRED", "GOOGLE-AREA"),
            ("CIRCLE_POLYGON_OR_GEOCODE_IS_REQUIRED", "GOOGLE-PLACE"),
            ("EVENTS_IN_SAME_LANGUAGE_SHOULD_MATCH", "GOOGLE-EVENTS"),
            ("CIRCLE_POLYGON_ENCOURAGED", "GOOGLE-SHAPE"),
            ("SENDER_NAME_STRONGLY_RECOMMENDED", "GOOGLE-SENDER-NAME"),
            ("RESPONSE_TYPE_STRONGLY_RECOMMENDED", "GOOGLE-RESPONSE"),
            ("INSTRUCTION_STRONGLY_RECOMMENDED", "GOOGLE-INSTRUCTION"),
            ("CONTACT_IS_RECOMMENDED", "GOOGLE-CONTACT"),
            ("HEADLINE_TOO_LONG", "GOOGLE-HEADLINE"),
            ("TEST_ALERT_DISCOURAGED", "GOOGLE-TEST"),
            ("SENT_INCLUDES_UTC_TIMEZONE", "GOOGLE-ZONE"),
        ],
    ),
    (
        "IPAWSv1.0",
        Profile::Ipaws,
        &[
            ("VERSION_CODE_REQUIRED", "IPAWS-CODE"),
            ("UPDATE_OR_CANCEL_MUST_REFERENCE", "IPAWS-REFERENCES"),
            ("SAME_EVENT_CODE_REQUIRED", "IPAWS-SAME-EVENT"),
            ("EXPIRES_IS_REQUIRED", "IPAWS-EXPIRES"),
            ("AREA_IS_REQUIRED", "IPAWS-AREA"),
            ("EVENT_CODES_MUST_MATCH", "IPAWS-EVENT-CODES"),
            ("CATEGORIES_MUST_MATCH", "IPAWS-CATEGORIES"),
            ("AREA_SAME_GEOCODE_RECOMMENDED", "IPAWS-SAME-PLACE"),
            ("INFO_INSTRUCTION_RECOMMENDED", "IPAWS-INSTRUCTION"),
            ("INFO_DESCRIPTION_RECOMMENDED", "IPAWS-DESCRIPTION"),
        ],
    ),
    (
        "profile:CAP-CP:1.0",
        Profile::CapCp,
        &[
            ("VERSION_CODE_REQUIRED", "CAPCP-CODE"),
            ("RECOGNIZED_EVENT_CODE_REQUIRED", "CAPCP-EVENT"),
            ("AREA_GEOCODE_IS_REQUIRED", "CAPCP-LOCATION"),
            ("AREA_IS_REQUIRED", "CAPCP-AREA"),
            ("IS_REQUIRED", "CAPCP-INFO"),
            ("EVENT_CODES_MUST_MATCH", "CAPCP-EVENT-CODES"),
            ("ENGLISH_AND_FRENCH", "CAPCP-LANGUAGES"),
            ("EXPIRES_STRONGLY_RECOMMENDED", "CAPCP-EXPIRES"),
            ("CIRCLE_POLYGON_ENCOURAGED", "CAPCP-SHAPE"),
        ],
    ),
    (
        "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0",
        Profile::CapAu,
        &[
            ("VERSION_CODE_REQUIRED", "CAPAU-CODE"),
            ("ONE_AUTHORIZED_EVENT_CODE_PER_ALERT", "CAPAU-ONE-CODE"),
            ("AREA_GEOCODE_IS_RECOMMENDED", "CAPAU-GEOCODE"),
            ("AREA_IS_REQUIRED", "CAPAU-AREA"),
            ("INFO_IS_REQUIRED", "CAPAU-INFO"),
            ("EVENT_CODES_MUST_MATCH", "CAPAU-EVENT-CODES"),
            ("CATEGORIES_MUST_MATCH", "CAPAU-CATEGORIES"),
            ("EVENTS_IN_SAME_LANGUAGE_MUST_MATCH", "CAPAU-EVENTS"),
            ("SENDER_SHOULD_BE_EMAIL", "CAPAU-SENDER"),
            ("TEST_ALERT_WILL_NOT_BE_BROADCAST", "CAPAU-TEST"),
            (
                "DO_NOT_USE_EFFECTIVE_WITH_MSGTYPE_CANCEL",
                "CAPAU-EFFECTIVE",
            ),
        ],
    ),
];

/// Where we differ: our rule, the part of the path it is about, and why.
const DIFFERENT: &[(&str, &str, &str)] = &[
    (
        "CAPCP-LANGUAGES",
        "no_info_tag",
        "a Cancel without info speaks no language; it needs none",
    ),
    (
        "CAPCP-EXPIRES",
        "optional-properties",
        "a time that cannot be read is no time; they count the text",
    ),
    ("GOOGLE-EXPIRES", "optional-properties", "as above"),
    ("IPAWS-EXPIRES", "optional-properties", "as above"),
    (
        "GOOGLE-ZONE",
        "optional-properties",
        "sent cannot be read; UTC stands in for it",
    ),
    (
        "GOOGLE-ZONE",
        "wetterdienst-dwd",
        "sent is missing; UTC stands in for it",
    ),
    (
        "CAPAU-ONE-CODE",
        "australia_bom",
        "the Bureau of Meteorology names the list by its URN, which they do not know",
    ),
    (
        "IPAWS-SAME-PLACE",
        "TropicalCyclone20150808",
        "a code SAME of a wrong form is IPAWS-SAME-PLACE-FORM",
    ),
];

#[test]
fn another_validator_finds_the_same_in_every_real_message() {
    let Some(root) = common::root() else { return };
    let verdicts = std::fs::read_to_string(root.join("verdicts/google-cap-library.jsonl"));
    let Ok(verdicts) = verdicts else {
        panic!("verdicts/google-cap-library.jsonl is not in the corpus")
    };
    let files: BTreeMap<String, Vec<u8>> = common::corpus().into_iter().collect();
    let (mut same, mut differences) = (0, Vec::new());
    for line in verdicts.lines() {
        let verdict: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = verdict["file"]
            .as_str()
            .unwrap_or_default()
            .trim_start_matches("data/")
            .to_owned();
        let Some(bytes) = files.get(&name).filter(|_| verdict["status"] == "parsed") else {
            continue;
        };
        let reading = read(bytes, Mode::Lenient);
        let [alert] = reading.alerts.as_slice() else {
            panic!("{name} has {} alerts", reading.alerts.len())
        };
        for (theirs, ours, rules) in SAME {
            let said: BTreeSet<&str> = verdict[theirs]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|reason| reason[1].as_str())
                .collect();
            let found: BTreeSet<&str> = profile::check(*ours, &alert.alert)
                .iter()
                .map(|finding| finding.rule.id)
                .collect();
            for (their, our) in *rules {
                if said.contains(their) == found.contains(our) {
                    same += 1;
                } else if !DIFFERENT
                    .iter()
                    .any(|(rule, part, _)| rule == our && name.contains(part))
                {
                    differences.push(format!(
                        "{our} in {name}: we {}, they {}",
                        found.contains(our),
                        said.contains(their)
                    ));
                }
            }
        }
    }
    println!(
        "{same} verdicts are the same, {} rules differ for a reason",
        DIFFERENT.len()
    );
    assert!(
        differences.is_empty(),
        "{}\n{} differ",
        differences.join("\n"),
        differences.len()
    );
}

#[test]
fn every_name_that_another_validator_gave_a_real_message_is_in_the_table_of_names() {
    let Some(root) = common::root() else { return };
    let known: BTreeSet<&str> = include_str!("names.txt")
        .lines()
        .filter_map(|line| Some(line.split_once(" | ")?.0))
        .collect();
    let verdicts = std::fs::read_to_string(root.join("verdicts/google-cap-library.jsonl")).unwrap();
    for line in verdicts.lines() {
        let verdict: serde_json::Value = serde_json::from_str(line).unwrap();
        let lists = verdict.as_object().unwrap().values();
        let reasons = lists.filter_map(serde_json::Value::as_array).flatten();
        for name in reasons.filter_map(|reason| reason[1].as_str()) {
            assert!(known.contains(name), "{name} in {}", verdict["file"]);
        }
    }
}
