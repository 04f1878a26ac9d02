//! Checks a document against the rules of the standard that go beyond the schema.

mod area;
mod geometry;
mod info;
mod message;
pub mod rules;
mod text;

use crate::doc::Alert;
use crate::element::Element;
use crate::finding::{Finding, Place, What};
use crate::rule::Rule;

/// Everything in this alert that the standard does not allow or advises against: the first thousand, if it is more.
pub fn check(alert: &Alert) -> Vec<Finding> {
    check_at_most(alert, Texts::Any, FINDINGS_MAX)
}

/// What is known of the texts of an alert before they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// Nothing.
    Any,
    /// They stood in XML as they are: without forbidden characters, without `<` and without `&`.
    Plain,
}

/// As [`check`], up to so many findings.
pub(crate) fn check_at_most(alert: &Alert, texts: Texts, findings_max: usize) -> Vec<Finding> {
    let mut found = Found {
        findings_max,
        ..Found::default()
    };
    message::check(alert, &mut found);
    for (nth, info) in alert.infos.iter().enumerate() {
        let place = Place::info(nth);
        info::check(alert, info, place, &mut found);
        for (nth, one) in info.areas.iter().enumerate() {
            area::check(one, place.part(Element::Area, nth), &mut found);
        }
    }
    area::check_neighbours(alert, &mut found);
    // Plain texts hold nothing that its rules look for.
    if texts == Texts::Any {
        text::check(alert, &mut found);
    }
    found.findings
}

/// Findings of one check: an alert made by a stranger must not cost more memory than it is worth.
const FINDINGS_MAX: usize = 1_000;

/// Collects findings.
pub(crate) struct Found {
    pub(crate) findings: Vec<Finding>,
    findings_max: usize,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            findings: Vec::new(),
            findings_max: FINDINGS_MAX,
        }
    }
}

impl Found {
    /// Lets the next check find as much as one check may.
    pub(crate) fn make_room(&mut self) {
        self.findings_max = self.findings.len() + FINDINGS_MAX;
    }

    /// Says so if the rule does not hold.
    pub(crate) fn unless<T: Into<What>>(
        &mut self,
        holds: bool,
        rule: &'static Rule,
        place: Place,
        found: impl FnOnce() -> T,
    ) {
        if !holds && self.findings.len() < self.findings_max {
            self.say(rule, place, found());
        }
    }

    pub(crate) fn say(&mut self, rule: &'static Rule, place: Place, found: impl Into<What>) {
        if self.findings.len() < self.findings_max {
            self.findings.push(Finding::new(rule, place, found));
        }
    }
}
