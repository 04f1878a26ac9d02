//! What the engine has counted since the program started, by the words of the house.
//!
//! Counters of one process, for a monitoring system that takes differences; the journal is the account.

use super::turn::Decided;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use vigie_core::fact::Fact;
use vigie_core::refusal::Refusal;

/// The counters.
#[derive(Debug, Default)]
pub struct Tally {
    reports: AtomicU64,
    decisions: AtomicU64,
    refusals: Mutex<BTreeMap<&'static str, u64>>,
    delivery_attempts: AtomicU64,
    receipts: AtomicU64,
    record_lines: AtomicU64,
}

/// The counters at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Reports taken, those of other authorities included.
    pub reports: u64,
    /// Inputs that became facts.
    pub decisions: u64,
    /// Inputs that were refused, by rule.
    pub refusals: BTreeMap<&'static str, u64>,
    /// Attempts to deliver whose outcome is known.
    pub delivery_attempts: u64,
    /// Answers of sirens, screens and people.
    pub receipts: u64,
    /// Assertions, claims, and what was thought of them later.
    pub record_lines: u64,
}

impl Tally {
    /// Counts the answer to one input.
    pub fn count(&self, answer: &Result<Decided, Refusal>) {
        match answer {
            Ok(decided) => {
                if !decided.facts.is_empty() {
                    one_more(&self.decisions);
                }
                decided.facts.iter().for_each(|fact| self.fact(fact));
            }
            Err(refusal) => {
                let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
                *refusals.entry(refusal.rule()).or_default() += 1;
            }
        }
    }

    fn fact(&self, fact: &Fact) {
        match fact {
            Fact::ReportReceived { .. } | Fact::CapTaken { .. } => one_more(&self.reports),
            Fact::DeliveryAttempted { .. } => one_more(&self.delivery_attempts),
            Fact::SirenAnswered { .. }
            | Fact::ScreensReached { .. }
            | Fact::HeadcountAnswered { .. } => one_more(&self.receipts),
            Fact::AssertionRecorded { .. }
            | Fact::ClaimRecorded { .. }
            | Fact::AssertionWithdrawn { .. }
            | Fact::AssertionJudged { .. }
            | Fact::AssertionSupported { .. }
            | Fact::AssertionsOpposed { .. } => one_more(&self.record_lines),
            // The other facts are decisions, counted as such, or follow from the passing of time.
            _ => {}
        }
    }

    /// The counters now.
    pub fn counted(&self) -> Counted {
        let now = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counted {
            reports: now(&self.reports),
            decisions: now(&self.decisions),
            refusals: self
                .refusals
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            delivery_attempts: now(&self.delivery_attempts),
            receipts: now(&self.receipts),
            record_lines: now(&self.record_lines),
        }
    }
}

fn one_more(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_core::headcount::Reply;
    use vigie_core::ids::{HeadcountId, PersonRef};

    #[test]
    fn each_answer_is_counted_under_its_word() {
        let tally = Tally::default();
        let answered = Fact::HeadcountAnswered {
            headcount: HeadcountId(1),
            person: PersonRef::new("p"),
            reply: Reply::Safe,
        };
        tally.count(&Ok(Decided {
            first: 5,
            facts: vec![answered],
        }));
        tally.count(&Ok(Decided {
            first: 5,
            facts: Vec::new(),
        }));
        tally.count(&Err(Refusal::NoArea));
        let counted = tally.counted();
        assert_eq!(
            (counted.decisions, counted.receipts, counted.reports),
            (1, 1, 0)
        );
        assert_eq!(counted.refusals, BTreeMap::from([("no_area", 1)]));
    }
}
