//! Other people's readers: what we write they read without complaint, and where they and we differ on real messages
//! there is a reason. The figures stand in docs/manual/cap-interop.md.
//!
//! `VIGIE_READERS` names the folder of a Python environment that holds `requirements.txt`; `cargo xtask test install`
//! makes it. Without it these tests say that they compared nothing; in CI they fail.
//! `VIGIE_GOLDEN=write cargo test -p vigie-cap --test interop` writes the chapter anew.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails where it stands"
)]

#[path = "../common/mod.rs"]
mod common;

mod chapter;
mod readers;
mod reasons;
mod sarif;

use chapter::{Real, Written};
use readers::Answer;
use std::collections::BTreeMap;
use std::path::Path;
use vigie_cap::doc::Alert;
use vigie_cap::{Finding, Level, Mode, Wrapper, read, write};

const CHAPTER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/manual/cap-interop.md"
);

#[test]
fn what_we_write_is_read_by_all_and_every_difference_on_real_messages_has_its_reason() {
    let (Some(environment), Some(root)) = (readers::environment(), common::root()) else {
        return;
    };
    let mut wrong = Vec::new();
    let written = written(&environment, &root, &mut wrong);
    let real = real(&environment, &root, &mut wrong);
    assert!(
        wrong.is_empty(),
        "{} differences without a reason:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let text = chapter::chapter(&written, &real);
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(CHAPTER, &text).unwrap();
    }
    let kept = std::fs::read_to_string(CHAPTER).unwrap();
    assert!(
        text == kept,
        "docs/manual/cap-interop.md is not what was found: look at the difference, then write it anew with \
         VIGIE_GOLDEN=write\n{text}"
    );
}

fn errors<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = findings
        .filter(|finding| finding.level() == Level::Error)
        .map(|finding| finding.rule.id)
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// Every sound real message, written by us, and what each reader says of it.
fn written(environment: &Path, root: &Path, wrong: &mut Vec<String>) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let originals = tempfile::tempdir().unwrap();
    let mut alerts: BTreeMap<String, Alert> = BTreeMap::new();
    for (name, bytes) in common::corpus() {
        for one in read(&bytes, Mode::Lenient).alerts {
            // A wrong value stays wrong when it is written: who refuses it is right.
            if one.stand_ins.is_empty() && errors(vigie_cap::check(&one.alert).iter()).is_empty() {
                let file = format!("{:04}.xml", alerts.len());
                std::fs::write(folder.path().join(&file), write(&one.alert)).unwrap();
                std::fs::write(originals.path().join(&file), &one.xml).unwrap();
                alerts.insert(file, one.alert);
            }
        }
        assert!(!name.is_empty());
    }
    assert!(alerts.len() > 200, "only {} sound messages", alerts.len());
    let answers = readers::ask(environment, root, folder.path());
    let of_originals = readers::ask(environment, root, originals.path());
    let reads_original = |answer: &Answer| {
        let mut same = of_originals
            .iter()
            .filter(|one| (&one.reader, &one.file) == (&answer.reader, &answer.file));
        same.any(|one| one.ok)
    };
    let mut written = Written {
        messages: alerts.len(),
        ..Written::default()
    };
    for answer in &answers {
        let alert = &alerts[&answer.file];
        if answer.ok {
            wrong.extend(misread(answer, alert));
            written.read(&answer.reader);
        } else if reads_original(answer) {
            // Then the fault is in our writing.
            wrong.push(format!(
                "{} reads the original of {} and not what we write: {}",
                answer.reader, alert.identifier, answer.why
            ));
        } else if let Some(reason) = reasons::of_ours(answer, alert) {
            written.beyond(&answer.reader, reason);
        } else {
            wrong.push(format!(
                "{} of {}: {}",
                answer.reader, alert.identifier, answer.why
            ));
        }
    }
    written
}

/// Whether the reader took a message for another than it is.
fn misread(answer: &Answer, alert: &Alert) -> Option<String> {
    let facts = answer.facts.as_ref()?;
    // White space around a value is nobody's.
    let same = |text: &Option<String>, ours: Option<&str>| {
        text.as_deref().map(str::trim) == ours.map(str::trim)
    };
    let event = alert.infos.first().map(|info| info.event.as_str());
    let right = same(&facts.identifier, Some(&alert.identifier))
        && same(&facts.sender, Some(&alert.sender))
        && same(&facts.event, event)
        && facts.infos.is_none_or(|infos| infos == alert.infos.len());
    (!right).then(|| format!("{} took {} for {facts:?}", answer.reader, alert.identifier))
}

/// What each reader and we say of every real file with one message, or with none where one should be.
fn real(environment: &Path, root: &Path, wrong: &mut Vec<String>) -> Real {
    let folder = tempfile::tempdir().unwrap();
    let mut names = BTreeMap::new();
    let mut ours: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for (name, bytes) in common::corpus() {
        let reading = read(&bytes, Mode::Lenient);
        // Feeds and distributions are not what these readers promise to read.
        if reading.wrapper != Wrapper::Bare {
            continue;
        }
        let file = format!("{:04}.xml", names.len());
        std::fs::write(folder.path().join(&file), &bytes).unwrap();
        ours.insert(file.clone(), errors(reading.all_findings()));
        names.insert(file, name);
    }
    let mut real = Real {
        files: names.len(),
        ..Real::default()
    };
    for answer in readers::ask(environment, root, folder.path()) {
        let (name, refused) = (&names[&answer.file], &ours[&answer.file]);
        match (answer.ok, refused.is_empty()) {
            (true, true) => real.of(&answer.reader).both += 1,
            (false, false) => real.of(&answer.reader).neither += 1,
            (true, false) => {
                let reason = reasons::of_our_refusal(refused);
                real.of(&answer.reader).they_alone(reason, name);
            }
            (false, true) => match reasons::of_their_refusal(&answer) {
                Some(reason) => real.of(&answer.reader).we_alone(reason.to_owned(), name),
                None => wrong.push(format!("{} of {name}: {}", answer.reader, answer.why)),
            },
        }
    }
    real
}
