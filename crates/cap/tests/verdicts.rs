//! The verdict on every real message and feed, reviewed and kept: `golden/verdicts.txt`.
//!
//! `VIGIE_GOLDEN=write cargo test -p vigie-cap --test verdicts` writes the file anew; the difference is then
//! reviewed like any other change.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use vigie_cap::{Finding, Level, Mode, Profile, Reading, feed, profile, read};

/// What a reader of the file should know first.
const HEAD: &str = "\
# The verdict on every real message and feed: the file, what it is, then by level each rule with its number of findings;
# the same for it as a feed, and for each profile that one of its messages claims.
# How it was reviewed: every file with an error, and one of each other kind, was read beside its findings. Times and
# rings were looked for a second time by twenty lines of Python; xmllint and another validator are asked by tests
# (schema.rs, second_opinion.rs), six other readers by interop. What was found too much was mended in the rules: a
# Cancel without info is sound for IPAWS, the list of CAP-AU has two names, 01 is Canada, a missing status is no Draft,
# an object identifier under 2.49.0.0 is what WMO's own composer writes and therefore advice.
";

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/verdicts.txt");

#[test]
fn the_verdict_on_every_real_message_is_the_reviewed_one() {
    let corpus = common::corpus();
    if corpus.is_empty() {
        return;
    }
    let mut verdicts = HEAD.to_owned();
    for (name, bytes) in corpus {
        let reading = read(&bytes, Mode::Lenient);
        verdict(&mut verdicts, &name, &reading);
        let of_feed = feed::findings(&bytes, &reading);
        levels(&mut verdicts, "feed ", &of_feed.iter().collect::<Vec<_>>());
    }
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(GOLDEN, &verdicts).unwrap();
    }
    let kept = std::fs::read_to_string(GOLDEN).unwrap();
    for (is, was) in verdicts.lines().zip(kept.lines()) {
        assert_eq!(is, was, "review with VIGIE_GOLDEN=write");
    }
    assert_eq!(
        verdicts.lines().count(),
        kept.lines().count(),
        "review with VIGIE_GOLDEN=write"
    );
}

/// `file: wrapper, alerts` and below it, by level, each rule with the number of its findings; then the same for each
/// profile that an alert of the file claims.
fn verdict(out: &mut String, name: &str, reading: &Reading) {
    let mut versions: Vec<String> = reading
        .alerts
        .iter()
        .map(|alert| alert.version.to_string())
        .collect();
    versions.dedup();
    let signatures: u32 = reading.alerts.iter().map(|alert| alert.signatures).sum();
    let _ = write!(
        out,
        "{name}: {}, alerts {}",
        reading.wrapper,
        reading.alerts.len()
    );
    if !versions.is_empty() {
        let _ = write!(out, ", CAP {}", versions.join(" "));
    }
    if signatures > 0 {
        let _ = write!(out, ", signatures {signatures}");
    }
    let unplaced: usize = reading
        .alerts
        .iter()
        .map(|alert| alert.unplaced.len())
        .sum();
    if unplaced > 0 {
        let _ = write!(out, ", unplaced {unplaced}");
    }
    let stand_ins: Vec<&str> = reading
        .alerts
        .iter()
        .flat_map(|alert| alert.stand_ins.iter().copied())
        .collect();
    if !stand_ins.is_empty() {
        let _ = write!(out, ", stand-ins {}", stand_ins.join(" "));
    }
    out.push('\n');
    levels(out, "", &reading.all_findings().collect::<Vec<_>>());
    for one in Profile::ALL {
        let claiming = reading
            .alerts
            .iter()
            .filter(|alert| profile::claimed(&alert.alert).contains(&one));
        let found: Vec<Finding> = claiming
            .flat_map(|alert| profile::check(one, &alert.alert))
            .collect();
        levels(out, &format!("{one} "), &found.iter().collect::<Vec<_>>());
    }
}

fn levels(out: &mut String, of: &str, findings: &[&Finding]) {
    for level in [Level::Error, Level::Warning, Level::Advice] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.level() == level) {
            *counts.entry(finding.rule.id).or_default() += 1;
        }
        if !counts.is_empty() {
            let listed: Vec<String> = counts
                .iter()
                .map(|(id, count)| format!("{id} {count}"))
                .collect();
            let _ = writeln!(out, "  {of}{level}: {}", listed.join(", "));
        }
    }
}
