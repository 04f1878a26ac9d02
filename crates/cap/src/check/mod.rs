//! Checks a document against the rules of the standard that go beyond the schema.

mod area;
mod geometry;
mod info;
mod message;
pub mod rules;
mod text;

use crate::doc::Alert;
use crate::finding::{Finding, Place};
use crate::rule::Rule;
use std::borrow::Cow;

/// Everything in this alert that the standard does not allow or advises against: the first thousand, if it is more.
pub fn check(alert: &Alert) -> Vec<Finding> {
    check_at_most(alert, FINDINGS_MAX)
}

/// As [`check`], up to so many findings.
pub(crate) fn check_at_most(alert: &Alert, findings_max: usize) -> Vec<Finding> {
    let mut found = Found {
        findings_max,
        ..Found::default()
    };
    message::check(alert, &mut found);
    for (nth, info) in alert.infos.iter().enumerate() {
        let place = Place::info(nth);
        info::check(alert, info, place, &mut found);
        for (nth, one) in info.areas.iter().enumerate() {
            area::check(one, place.part("area", nth), &mut found);
        }
    }
    area::check_neighbours(alert, &mut found);
    text::check(alert, &mut found);
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
    /// Says so if the rule does not hold.
    pub(crate) fn unless<T: Into<Cow<'static, str>>>(
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

    pub(crate) fn say(
        &mut self,
        rule: &'static Rule,
        place: Place,
        found: impl Into<Cow<'static, str>>,
    ) {
        if self.findings.len() < self.findings_max {
            self.findings.push(Finding::new(rule, place, found));
        }
    }
}
