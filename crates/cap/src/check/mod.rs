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

/// Everything in this alert that the standard does not allow or advises against.
pub fn check(alert: &Alert) -> Vec<Finding> {
    let mut found = Found::default();
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

/// Collects findings.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) findings: Vec<Finding>,
}

impl Found {
    /// Says so if the rule does not hold.
    pub(crate) fn unless(
        &mut self,
        holds: bool,
        rule: &'static Rule,
        place: Place,
        found: impl FnOnce() -> String,
    ) {
        if !holds {
            self.say(rule, place, found());
        }
    }

    pub(crate) fn say(&mut self, rule: &'static Rule, place: Place, found: impl Into<String>) {
        self.findings.push(Finding::new(rule, place, found));
    }
}
