//! The list of rules in the manual is the list in the program, and every sentence of the standards has its rules.
//!
//! `VIGIE_GOLDEN=write cargo test -p vigie-cap --test manual` writes the chapter anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use vigie_cap::{Level, rules, subjects};

const CHAPTER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/manual/cap-rules.md"
);
const DEMANDS: &str = include_str!("demands.txt");
const NAMES: &str = include_str!("names.txt");

/// The lines of a table, cut at its bars.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split(" | ").collect())
}

/// The rules named in a cell; none where it says why there are none.
fn named(cell: &'static str) -> Vec<&'static str> {
    match cell.strip_prefix("- ") {
        Some(why) => {
            assert!(why.len() > 10, "no reason: {cell}");
            Vec::new()
        }
        None => cell.split(' ').collect(),
    }
}

#[test]
fn every_sentence_of_the_standards_names_rules_that_exist_and_every_rule_has_its_sentence() {
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    let mut held = BTreeSet::new();
    for row in rows(DEMANDS) {
        let [source, sentence, cell] = row.as_slice() else {
            panic!("{row:?} has not three parts");
        };
        assert!(!source.is_empty() && sentence.len() > 5, "{row:?}");
        held.extend(named(cell));
    }
    let unknown: Vec<_> = held.difference(&known).collect();
    assert!(unknown.is_empty(), "no rules: {unknown:?}");
    let without: Vec<_> = known.difference(&held).collect();
    assert!(without.is_empty(), "rules without a sentence: {without:?}");
}

#[test]
fn every_name_of_another_validator_has_a_rule_or_a_reason() {
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    let mut names = BTreeSet::new();
    for row in rows(NAMES) {
        let [name, cell] = row.as_slice() else {
            panic!("{row:?} has not two parts");
        };
        assert!(names.insert(*name), "{name} twice");
        let rules = named(cell);
        assert!(rules.iter().all(|rule| known.contains(rule)), "{row:?}");
    }
}

#[test]
fn the_chapter_of_the_manual_lists_the_rules_as_they_are() {
    let written = chapter();
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(CHAPTER, &written).unwrap();
    }
    let kept = std::fs::read_to_string(CHAPTER).unwrap();
    assert!(
        written == kept,
        "docs/manual/cap-rules.md is not what the rules are: write it anew with VIGIE_GOLDEN=write"
    );
}

fn chapter() -> String {
    let all = rules();
    let of = |level: Level| all.iter().filter(|rule| rule.level == level).count();
    let mut text = format!(
        "# Rules for CAP\n\n\
         What `vigie cap check` and the crate `vigie-cap` look for: {} rules, {} of them errors, {} warnings, {} advice.\n\
         `vigie cap rules` prints them too, `vigie cap rules --format json` for programs. This chapter is written from\n\
         the program by a test.\n\n\
         An **error** makes other readers refuse the message or take it for something else. A **warning** is readable\n\
         and probably not what was meant. **Advice** would serve people better. The rules of a profile count only for\n\
         whoever asks with `--profile`.\n",
        all.len(),
        of(Level::Error),
        of(Level::Warning),
        of(Level::Advice),
    );
    for subject in subjects() {
        let _ = write!(
            text,
            "\n## {}: {}\n\n| Rule | Level | Demands that | Source | To mend it |\n|---|---|---|---|---|\n",
            subject.name, subject.about
        );
        for rule in subject.rules {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                rule.id,
                rule.level,
                cell(rule.says),
                cell(rule.clause),
                cell(rule.mend)
            );
        }
    }
    text.push_str(
        "\n## What the standards demand, and the rules that hold a message to it\n\n\
         | Source | Demand | Rules |\n|---|---|---|\n",
    );
    for row in rows(DEMANDS) {
        let rules = row[2]
            .strip_prefix("- ")
            .map_or_else(|| row[2].replace(' ', ", "), |why| format!("none: {why}"));
        let _ = writeln!(text, "| {} | {} | {rules} |", cell(row[0]), cell(row[1]));
    }
    text.push_str(
        "\n## By another name\n\n\
         What google/cap-library calls a fault, and what finds it here.\n\n\
         | There | Here |\n|---|---|\n",
    );
    for row in rows(NAMES) {
        let rules = row[1]
            .strip_prefix("- ")
            .map_or_else(|| row[1].replace(' ', ", "), |why| format!("none: {why}"));
        let _ = writeln!(text, "| {} | {rules} |", row[0]);
    }
    text
}

/// A text inside a table: no bar may end it, and no tag may vanish.
fn cell(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('|', "\\|")
}
