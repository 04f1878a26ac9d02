//! The siren tests itself: without a sound each night, with one when it is ordered. What came of it goes out with the
//! next pulse.

use super::Agent;
use crate::clock;
use crate::config::{Config, MicrophoneConfig};
use crate::self_test::{Testing, standing};
use std::io;
use tracing::{error, info};
use vigie_core::siren::{AnswerWhat, Fitness, Order, Program, SelfTest, TestKind, TestResult};

/// What came of a test; never, while there is none.
pub(super) async fn tried(testing: &mut Option<Testing>) -> TestResult {
    match testing {
        Some(testing) => testing.result().await,
        None => std::future::pending().await,
    }
}

impl Agent {
    /// The test of each night, without a sound. First the disk, which the next order needs first.
    pub(super) async fn test_itself(&mut self) {
        if self.vitals.is_sounding() || self.testing.is_some() {
            self.tell_test(TestKind::Silent, TestResult::Busy);
            return;
        }
        let is_saved = match self.machine.memory().cloned() {
            Some(memory) => self.save(memory).await,
            None => Err(io::Error::other("the counter is lost")),
        };
        match is_saved {
            Ok(()) => self.testing = Some(Testing::start(&self.config)),
            Err(e) => {
                error!("the disk does not pass its test: {e}");
                self.tell_test(TestKind::Silent, TestResult::Disk);
            }
        }
    }

    pub(super) fn take_trial(&mut self, result: TestResult) {
        self.testing = None;
        match result {
            TestResult::Passed => self.vitals.sound(Fitness::Works),
            TestResult::Output => self.vitals.sound(Fitness::Broken),
            _ => {}
        }
        self.tell_test(TestKind::Silent, self.with_the_rest(result));
    }

    /// An order needs the output at once: a test waits for the next night.
    pub(super) async fn end_trial(&mut self) {
        if let Some(testing) = self.testing.take() {
            testing.end().await;
            self.tell_test(TestKind::Silent, TestResult::Busy);
        }
    }

    /// What came of a test that people could hear, once it is over.
    pub(super) fn take_audible(&self, order: &Order, what: AnswerWhat) {
        if !matches!(order.program, Program::Test { .. }) {
            return;
        }
        let is_heard = |known| self.machine.happened(order).any(|what| what == known);
        let result = match what {
            AnswerWhat::Refused { .. } => TestResult::Output,
            AnswerWhat::Ended if is_heard(AnswerWhat::NotHeard) => TestResult::NotHeard,
            AnswerWhat::Ended
                if is_heard(AnswerWhat::Heard)
                    || self.config.microphone == MicrophoneConfig::None =>
            {
                TestResult::Passed
            }
            // It was stopped before anybody could tell.
            AnswerWhat::Ended => TestResult::Busy,
            AnswerWhat::Accepted
            | AnswerWhat::Started
            | AnswerWhat::Heard
            | AnswerWhat::NotHeard => return,
        };
        self.tell_test(TestKind::Audible, self.with_the_rest(result));
    }

    /// A test is passed only when power, case and clock are right too.
    fn with_the_rest(&self, result: TestResult) -> TestResult {
        if result != TestResult::Passed {
            return result;
        }
        let Config { power, case, .. } = &self.config;
        standing(power.as_ref(), case.as_ref(), self.vitals.clock_ahead_ms())
    }

    fn tell_test(&self, kind: TestKind, result: TestResult) {
        info!(?kind, ?result, "tested itself");
        let at = clock::now();
        self.vitals.tested(SelfTest { at, kind, result });
    }
}
