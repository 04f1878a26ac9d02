//! The sum of many files: how many, of whom, what was broken how often.

use super::human::visible;
use crate::finding::Finding;
use crate::read::Reading;
use crate::rule::{Level, Rule};
use crate::xml::characters::short;
use std::collections::BTreeMap;
use std::fmt;

/// Senders counted apart; the others are counted together. Memory stays the same over a million files.
const SENDERS_MAX: usize = 1_000;
/// Senders shown to people, the worst first; all are in the JSON.
const SENDERS_SHOWN_MAX: usize = 20;

/// What is to be said of one file, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing at the level of an error.
    #[default]
    Clean,
    /// Something at the level of an error.
    Broken,
    /// Nothing could be read.
    Unreadable,
}

impl Verdict {
    /// The verdict in a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Broken => "broken",
            Self::Unreadable => "unreadable",
        }
    }

    /// The exit code of a program that checked it.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Broken => 1,
            Self::Unreadable => 2,
        }
    }
}

impl Reading {
    /// What is to be said of this file.
    pub fn verdict(&self) -> Verdict {
        match (self.has_errors(), self.alerts.is_empty()) {
            (false, _) => Verdict::Clean,
            (true, false) => Verdict::Broken,
            // Withheld by strict reading is not unreadable.
            (true, true)
                if self
                    .findings
                    .iter()
                    .any(|finding| finding.rule.id == "CAP-STRICT") =>
            {
                Verdict::Broken
            }
            (true, true) => Verdict::Unreadable,
        }
    }
}

/// Sums up as files are checked, in constant memory.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Files seen.
    pub files: u64,
    /// Alerts read from them.
    pub alerts: u64,
    /// The worst verdict on any file.
    pub verdict: Verdict,
    rules: BTreeMap<&'static str, (&'static Rule, u64)>,
    senders: BTreeMap<String, (u64, u64)>,
}

impl Summary {
    /// Counts one file, with findings of profiles and chains beside its own.
    pub fn add(&mut self, reading: &Reading, more: &[Finding]) {
        self.files += 1;
        self.alerts += reading.alerts.len() as u64;
        let broken = more.iter().any(|finding| finding.level() == Level::Error);
        let verdict = if broken {
            reading.verdict().max(Verdict::Broken)
        } else {
            reading.verdict()
        };
        self.verdict = self.verdict.max(verdict);
        for finding in reading.all_findings().chain(more) {
            self.rules
                .entry(finding.rule.id)
                .or_insert((finding.rule, 0))
                .1 += 1;
        }
        for alert in &reading.alerts {
            let errors = alert
                .findings
                .iter()
                .filter(|finding| finding.level() == Level::Error)
                .count();
            // A stranger may write as much as fits an alert.
            let sender = short(&alert.alert.sender);
            let known = self.senders.len() < SENDERS_MAX || self.senders.contains_key(&sender);
            let sender = if known { sender } else { "(others)".to_owned() };
            let entry = self.senders.entry(sender).or_default();
            entry.0 += 1;
            entry.1 += errors as u64;
        }
    }

    /// Counts findings that concern several files at once.
    pub fn add_more(&mut self, findings: &[Finding]) {
        for finding in findings {
            if finding.level() == Level::Error {
                self.verdict = self.verdict.max(Verdict::Broken);
            }
            self.rules
                .entry(finding.rule.id)
                .or_insert((finding.rule, 0))
                .1 += 1;
        }
    }

    /// Counts a file whose bytes were never seen.
    pub fn add_unread(&mut self, finding: &Finding) {
        self.files += 1;
        if finding.level() == Level::Error {
            self.verdict = Verdict::Unreadable;
        }
        self.rules
            .entry(finding.rule.id)
            .or_insert((finding.rule, 0))
            .1 += 1;
    }

    /// Each rule that was broken and how often, errors first, the most frequent first.
    pub fn by_rule(&self) -> Vec<(&'static Rule, u64)> {
        let mut rules: Vec<(&'static Rule, u64)> = self.rules.values().copied().collect();
        rules.sort_by_key(|(rule, count)| (rule.level, u64::MAX - count, rule.id));
        rules
    }

    /// Each sender with the number of its alerts and of the errors in them, the most errors first.
    pub fn by_sender(&self) -> Vec<(&str, u64, u64)> {
        let mut senders: Vec<(&str, u64, u64)> = self
            .senders
            .iter()
            .map(|(sender, (alerts, errors))| (sender.as_str(), *alerts, *errors))
            .collect();
        senders.sort_by_key(|(sender, alerts, errors)| {
            (u64::MAX - errors, u64::MAX - alerts, *sender)
        });
        senders
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} files, {} alerts: {}",
            self.files,
            self.alerts,
            self.verdict.as_str()
        )?;
        for (rule, count) in self.by_rule() {
            writeln!(
                f,
                "{count:>8}  {:<8} {:<24} {}",
                rule.level.as_str(),
                rule.id,
                rule.says
            )?;
        }
        let senders = self.by_sender();
        if !senders.is_empty() {
            writeln!(f, "  alerts    errors  sender")?;
        }
        for (sender, alerts, errors) in senders.iter().take(SENDERS_SHOWN_MAX) {
            writeln!(f, "{alerts:>8}  {errors:>8}  {}", visible(sender))?;
        }
        if let Some(more) = senders.len().checked_sub(SENDERS_SHOWN_MAX + 1) {
            writeln!(f, "{:>20}{} more senders", "", more + 1)?;
        }
        Ok(())
    }
}
