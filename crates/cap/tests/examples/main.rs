//! Every rule has a message that breaks it and one that keeps it.
//!
//! `EXEMPLARY` obeys the standard and all profiles but one at once. A broken example changes it as little as breaks
//! one rule. A sound one is the exemplary message, or, where that does not come near the rule, a change of it that
//! comes as near as one can without breaking it. A rule without both fails the first test.

mod chains;
mod feeds;
mod files;
mod messages;
mod sound;

use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc::Alert;
use vigie_cap::{Finding, Mode, Profile, feed, profile, read, rules};

const EXEMPLARY: &str = include_str!("../exemplary.xml");

/// Pieces of the exemplary message and what stands in their place, the first of each.
type Edits = &'static [(&'static str, &'static str)];

/// What is found in an example of a rule that breaks it, and in one that keeps it.
struct Example {
    rule: &'static str,
    broken: Vec<Finding>,
    sound: Vec<Finding>,
}

#[test]
fn every_rule_has_an_example_that_breaks_it_and_one_that_keeps_it() {
    let mut examples: BTreeMap<&str, Vec<Example>> = BTreeMap::new();
    let all = [
        messages::examples(),
        files::examples(),
        feeds::examples(),
        chains::examples(),
    ];
    // XML holds no such character: a document made by hand can.
    let noted = |note: &str| {
        let mut alert = alert("urn:oid:2.49.0.1.124.0.2023.2", &[]);
        alert.note = Some(note.to_owned());
        vigie_cap::check(&alert)
    };
    let by_hand = Example {
        rule: "CAP-CHARACTER",
        broken: noted("a\u{0}b"),
        sound: noted("a\tb"),
    };
    for example in all.into_iter().flatten().chain([by_hand]) {
        examples.entry(example.rule).or_default().push(example);
    }
    let mut wrong = Vec::new();
    // Those of signatures have their examples in `tests/signing`: none can be shown without keys.
    for rule in rules()
        .into_iter()
        .filter(|rule| !rule.id.starts_with("SIG-"))
    {
        let of_rule = |finding: &&Finding| finding.rule == rule;
        let Some(of) = examples.remove(rule.id) else {
            wrong.push(format!("{} has no example", rule.id));
            continue;
        };
        for example in of {
            match example.broken.iter().find(of_rule) {
                None => wrong.push(format!("{} is not found: {:#?}", rule.id, example.broken)),
                Some(hit) if hit.found.text().is_empty() || hit.mend().is_empty() => {
                    wrong.push(format!("{} says nothing: {hit}", rule.id));
                }
                Some(_) => {}
            }
            if let Some(hit) = example.sound.iter().find(of_rule) {
                wrong.push(format!("{} is found where it is kept: {hit}", rule.id));
            }
        }
    }
    for rule in examples.keys() {
        wrong.push(format!("{rule} has an example and is no rule"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_exemplary_message_breaks_no_rule() {
    let found = findings(EXEMPLARY.as_bytes());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_two_rules_share_a_name() {
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(known.len(), rules().len());
}

#[test]
fn rules_are_written_as_one_sentence_with_its_source() {
    for rule in rules() {
        for text in [rule.clause, rule.says, rule.mend] {
            assert!(
                !text.is_empty() && !text.ends_with('.') && !text.contains('\n'),
                "{}: {text}",
                rule.id
            );
        }
    }
}

#[test]
fn what_is_written_holds_no_character_that_xml_forbids() {
    let mut alert = alert("urn:oid:2.49.0.1.124.0.2023.2", &[]);
    alert.note = Some("a\u{0}b".to_owned());
    assert!(vigie_cap::write(&alert).contains("<note>ab</note>"));
}

/// Everything that is found in a text: by reading, as a feed, by every profile that the exemplary message can obey.
fn findings(text: &[u8]) -> Vec<Finding> {
    let mut found = feed::findings(text, &read(text, Mode::Lenient));
    for mode in [Mode::Lenient, Mode::Strict] {
        let reading = read(text, mode);
        found.extend(reading.all_findings().cloned());
        for alert in &reading.alerts {
            // An Update is not for GOV.UK.
            let profiles = Profile::ALL
                .into_iter()
                .filter(|one| *one != Profile::GovUk);
            for one in profiles {
                let mut more = profile::check(one, &alert.alert);
                alert.locate(&mut more);
                found.append(&mut more);
            }
        }
    }
    found
}

/// The exemplary message with the first of each piece replaced.
fn changed(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(EXEMPLARY.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the message");
        text.replacen(from, to, 1)
    })
}

/// The exemplary message, changed, under another identifier.
fn alert(identifier: &str, edits: &[(&str, &str)]) -> Alert {
    let text = changed(edits).replace("urn:oid:2.49.0.1.124.0.2023.2", identifier);
    read(text.as_bytes(), Mode::Lenient).alerts.remove(0).alert
}
