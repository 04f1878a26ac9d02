//! Keeps the manual's table of failures true: every row names a test that exists, or says that its
//! answer is open.

use super::map::{holds_test, is_test_name, paths_in, ticked};
use super::{Finding, Page};

const TABLE: &str = "docs/manual/lessons.md";

/// Rows begin with one of these and a number: failures, and what people ask for.
const KINDS: [(char, usize); 2] = [('L', 21), ('U', 21)];

/// Rows that name nothing, name what is not there, or are missing.
pub(crate) fn check(pages: &[Page]) -> Vec<Finding> {
    let Some(table) = pages.iter().find(|page| page.path == TABLE) else {
        return vec![Finding::new(
            TABLE,
            "does not exist: write what answers each failure",
        )];
    };
    let mut findings = Vec::new();
    for (at, line) in table.text.lines().enumerate() {
        let Some(name) = row(line) else {
            continue;
        };
        let files = paths_in(line);
        let words = ticked(line).into_iter();
        let tests: Vec<&str> = words.filter(|word| is_test_name(word)).collect();
        if tests.is_empty() && !line.contains("**open**") {
            let what = format!("{name} names no test: give one, or say that it is open");
            findings.push(Finding::on_line(TABLE, at + 1, what));
        }
        let there = |test: &str| {
            let named = pages.iter().filter(|page| files.contains(&page.path));
            named.into_iter().any(|page| holds_test(page, test))
        };
        for test in tests.into_iter().filter(|test| !there(test)) {
            let what = format!("{name} names the test {test}, which is in no file of that row");
            findings.push(Finding::on_line(TABLE, at + 1, what));
        }
    }
    for (kind, count) in KINDS {
        for number in 1..=count {
            let name = format!("{kind}{number}");
            if !table.text.lines().any(|line| row(line) == Some(&name)) {
                findings.push(Finding::new(TABLE, format!("has no row {name}")));
            }
        }
    }
    findings
}

fn row(line: &str) -> Option<&str> {
    let cell = line.strip_prefix("| ")?.split(" |").next()?;
    let digits = cell.strip_prefix(KINDS.map(|(kind, _)| kind))?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// A whole table whose row L2 is the given one.
    fn found(second: &str) -> Vec<Finding> {
        let mut text = String::new();
        for (kind, count) in KINDS {
            for number in 1..=count {
                match (kind, number) {
                    ('L', 2) => writeln!(text, "{second}").unwrap(),
                    _ => writeln!(text, "| {kind}{number} | x | **open**: nothing | |").unwrap(),
                }
            }
        }
        let pages = [
            Page::new(TABLE, &text),
            Page::new("crates/a/tests/b.rs", "fn the_law_is_kept() {}"),
        ];
        check(&pages)
    }

    #[test]
    fn a_row_with_its_test_is_true() {
        let row = "| L2 | x | y | `crates/a/tests/b.rs` `the_law_is_kept` |";
        assert_eq!(found(row), []);
    }

    #[test]
    fn a_row_without_a_test_or_with_one_that_is_gone_is_found() {
        assert_eq!(found("| L2 | x | y | |").len(), 1);
        assert_eq!(
            found("| L2 | x | y | `crates/a/tests/b.rs` `the_law_is_gone` |").len(),
            1
        );
        assert_eq!(
            found("| L2 | x | y | `crates/a/tests/c.rs` `the_law_is_kept` |").len(),
            1
        );
        assert_eq!(found("| other | x | y | |").len(), 1, "the row is missing");
    }
}
