//! What came of many messages, counted by verdict and rule, with what was not taken and why.

use super::folder::File;
use super::taking::Outcome;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Messages that were not taken and are named in a summary; the counts have all of them.
const NAMED_MAX: usize = 1_000;
/// Of these, how many of each rule a person is shown.
const SHOWN_MAX: usize = 3;

/// A message that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotTaken {
    /// The file.
    pub file: String,
    /// Its identifier, if one could be read.
    pub identifier: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of many messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files read.
    pub files: u64,
    /// By verdict, then by rule.
    pub counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// What was refused or could not be read; the first 1,000.
    pub not_taken: Vec<NotTaken>,
}

impl Summary {
    /// Counts a file.
    pub fn add(&mut self, file: &File) {
        self.files += 1;
        for taken in &file.taken {
            let (verdict, rule) = taken.outcome.named();
            let rules = self.counts.entry(verdict.to_owned()).or_default();
            *rules.entry(rule.to_owned()).or_default() += 1;
            let lost = matches!(
                taken.outcome,
                Outcome::Refused { .. } | Outcome::Unreadable { .. }
            );
            if lost && self.not_taken.len() < NAMED_MAX {
                self.not_taken.push(NotTaken {
                    file: file.path.display().to_string(),
                    identifier: taken.identifier.clone(),
                    outcome: taken.outcome.clone(),
                });
            }
        }
    }

    /// How many messages it counts.
    pub fn messages(&self) -> u64 {
        self.counts.values().flat_map(BTreeMap::values).sum()
    }

    /// In one line.
    pub fn line(&self) -> String {
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(verdict, rules)| format!("{} {verdict}", rules.values().sum::<u64>()))
            .collect();
        format!("{} files: {}", self.files, counts.join(", "))
    }

    /// For people: a line for each verdict and rule, then what was not taken and why.
    pub fn text(&self) -> String {
        let mut text = format!("{} files, {} messages\n", self.files, self.messages());
        for (verdict, rules) in &self.counts {
            let _ = writeln!(text, "  {:>6} {verdict}", rules.values().sum::<u64>());
            if rules.len() > 1 || !rules.contains_key("relay") && !rules.contains_key("cap_seen") {
                for (rule, count) in rules {
                    let _ = writeln!(text, "         {count:>6} {rule}");
                }
            }
        }
        let mut by_rule: BTreeMap<(&str, &str), Vec<&NotTaken>> = BTreeMap::new();
        for one in &self.not_taken {
            by_rule.entry(one.outcome.named()).or_default().push(one);
        }
        for ((verdict, rule), all) in by_rule {
            for one in all.iter().take(SHOWN_MAX) {
                let _ = writeln!(text, "{}: {}", one.file, one.outcome);
            }
            if all.len() > SHOWN_MAX {
                let _ = writeln!(
                    text,
                    "and {} more {verdict} ({rule})",
                    all.len() - SHOWN_MAX
                );
            }
        }
        text
    }
}
