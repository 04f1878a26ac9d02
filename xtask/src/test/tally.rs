//! Counts tests from what their runners print. A runner that ran nothing is a fault: a suite that
//! cannot fail is worse than none.

use crate::fault::Fault;
use crate::run::{Ran, plain};
use std::fmt;
use std::ops::Add;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Ran and held.
    pub(crate) passed: usize,
    /// Ran and did not hold.
    pub(crate) failed: usize,
}

impl Tally {
    /// For a step that never came to its tests.
    pub(crate) fn one_failed() -> Self {
        Self {
            passed: 0,
            failed: 1,
        }
    }

    /// For a step that failed outside its tests.
    pub(crate) fn at_least_one_failed(self) -> Self {
        Self {
            failed: self.failed.max(1),
            ..self
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.passed, self.failed) {
            (0, 0) => f.write_str("no tests of its own"),
            (passed, 0) => write!(f, "{passed} passed"),
            (passed, failed) => write!(f, "{passed} passed, {failed} failed"),
        }
    }
}

/// Tests of a `cargo test` run: each binary ends with
/// `test result: ok. 3 passed; 0 failed; 0 ignored; …`.
pub(crate) fn cargo_test(ran: &Ran) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    let mut ignored = 0;
    for line in &ran.all {
        let line = plain(line);
        let Some(counts) = line.trim().strip_prefix("test result: ") else {
            continue;
        };
        for count in counts.split([';', '.']) {
            match numbered(count) {
                Some((number, "passed")) => tally.passed += number,
                Some((number, "failed")) => tally.failed += number,
                Some((number, "ignored")) => ignored += number,
                _ => {}
            }
        }
    }
    if ignored > 0 {
        return Err(Fault::new(
            format!("{ignored} tests are ignored"),
            "a test that does not run is not a test: make it run, or remove it",
        ));
    }
    settled(tally, ran, "cargo test")
}

/// Tests of a node runner: it ends with `# pass 3` or `ℹ pass 3`, and the same for `fail`.
pub(crate) fn node_test(ran: &Ran) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    let mut left_out = 0;
    for line in &ran.all {
        let line = plain(line);
        let Some(count) = line.trim().strip_prefix(['#', 'ℹ']) else {
            continue;
        };
        let Some((word, number)) = count.trim().split_once(' ') else {
            continue;
        };
        let Ok(number) = number.trim().parse::<usize>() else {
            continue;
        };
        match word {
            "pass" => tally.passed += number,
            "fail" | "cancelled" => tally.failed += number,
            "skipped" | "todo" => left_out += number,
            _ => {}
        }
    }
    if left_out > 0 {
        return Err(Fault::new(
            format!("{left_out} tests in web/ are skipped"),
            "a test that does not run is not a test: make it run, or remove it",
        ));
    }
    settled(tally, ran, "the node test runner")
}

/// A count that agrees with the exit code and is not nothing.
fn settled(tally: Tally, ran: &Ran, runner: &str) -> Result<Tally, Fault> {
    match &ran.failure {
        Some(why) if tally.failed == 0 => Err(Fault::new(
            format!("{runner} failed before it could count ({why})"),
            "read its last lines above: usually something does not compile or did not start",
        )),
        None if tally.passed == 0 => Err(Fault::new(
            format!("{runner} ran no test"),
            "see that the tests are where the runner looks for them",
        )),
        _ => Ok(tally),
    }
}

/// `" 3 passed"` as a number and its word; the word before a full stop (`ok. 3 passed`) is cut off
/// by the caller.
fn numbered(count: &str) -> Option<(usize, &str)> {
    let (number, word) = count.trim().split_once(' ')?;
    Some((number.parse().ok()?, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(lines: &[&str], failure: Option<&str>) -> Ran {
        Ran {
            stdout: Vec::new(),
            all: lines.iter().map(|line| (*line).to_owned()).collect(),
            failure: failure.map(str::to_owned),
        }
    }

    #[test]
    fn every_binary_of_a_cargo_run_counts() {
        let output = ran(
            &[
                "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out; \
                 finished in 0.01s",
                "test result: \u{1b}[31mFAILED\u{1b}[0m. 4 passed; 2 failed; 0 ignored; 0 measured",
            ],
            Some("exit status: 101"),
        );
        assert_eq!(
            cargo_test(&output),
            Ok(Tally {
                passed: 7,
                failed: 2
            })
        );
    }

    #[test]
    fn an_ignored_test_is_a_fault() {
        let output = ran(&["test result: ok. 3 passed; 0 failed; 1 ignored;"], None);
        assert!(cargo_test(&output).is_err());
    }

    #[test]
    fn a_run_without_tests_is_a_fault() {
        let output = ran(&["test result: ok. 0 passed; 0 failed; 0 ignored;"], None);
        assert!(cargo_test(&output).is_err());
        assert!(node_test(&ran(&[], None)).is_err());
    }

    #[test]
    fn a_run_that_does_not_compile_is_a_fault_though_nothing_failed() {
        let output = ran(
            &["test result: ok. 3 passed; 0 failed; 0 ignored;"],
            Some("exit status: 101"),
        );
        assert!(cargo_test(&output).is_err());
    }

    #[test]
    fn both_forms_of_the_node_runner_count() {
        let expected = Ok(Tally {
            passed: 5,
            failed: 1,
        });
        for mark in ["#", "ℹ"] {
            let lines = [format!("{mark} pass 5"), format!("{mark} fail 1")];
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            assert_eq!(node_test(&ran(&lines, Some("exit status: 1"))), expected);
        }
    }

    #[test]
    fn a_skipped_page_test_is_a_fault() {
        assert!(node_test(&ran(&["# pass 5", "# skipped 1"], None)).is_err());
    }
}
