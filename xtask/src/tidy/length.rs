//! Files stay short enough to be read at one sitting. A longer one is in a list, with its reason, so
//! that length is a decision and not an accident.

use super::{Finding, Page};
use std::collections::BTreeMap;

/// No file of code is longer, whatever the reason.
const LINES_MAX: usize = 1000;

/// A longer file must be in the list.
const LINES_UNEXPLAINED_MAX: usize = 400;

/// One line per long file: `path: reason`.
const LIST: &str = "xtask/long-files.txt";

const CODE: &[&str] = &["rs", "ts", "js", "mjs", "css", "html", "py", "sh"];

/// Every file that is too long, and every line of the list that explains nothing.
pub(crate) fn check(pages: &[Page]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let reasons = read_list(pages, &mut findings);
    let code = || {
        pages
            .iter()
            .filter(|page| CODE.iter().any(|extension| page.is(extension)))
    };
    for page in code() {
        let lines = page.text.lines().count();
        if lines > LINES_MAX {
            findings.push(Finding::new(
                &page.path,
                format!("has {lines} lines; none may have over {LINES_MAX}: split it by idea"),
            ));
        } else if lines > LINES_UNEXPLAINED_MAX && !reasons.contains_key(page.path.as_str()) {
            findings.push(Finding::new(
                &page.path,
                format!(
                    "has {lines} lines; over {LINES_UNEXPLAINED_MAX} it is split by idea, or listed \
                     in {LIST} with the reason why it is one idea"
                ),
            ));
        }
    }
    for (listed, line) in reasons {
        let still_long = code()
            .any(|page| page.path == listed && page.text.lines().count() > LINES_UNEXPLAINED_MAX);
        if !still_long {
            findings.push(Finding::on_line(
                LIST,
                line,
                format!("{listed} is not over {LINES_UNEXPLAINED_MAX} lines: remove the line"),
            ));
        }
    }
    findings
}

fn read_list<'a>(pages: &'a [Page], findings: &mut Vec<Finding>) -> BTreeMap<&'a str, usize> {
    let list = pages
        .iter()
        .find(|page| page.path == LIST)
        .map_or("", |page| page.text.as_str());
    let mut reasons = BTreeMap::new();
    for (at, line) in list.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once(": ") {
            Some((path, reason)) if reason.split_whitespace().count() >= 3 => {
                reasons.insert(path, at + 1);
            }
            _ => findings.push(Finding::on_line(
                LIST,
                at + 1,
                "write it as `path: reason`, with a reason that a reader can judge",
            )),
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(path: &str, lines: usize) -> Page {
        Page::new(path, &"x\n".repeat(lines))
    }

    #[test]
    fn a_file_over_four_hundred_lines_needs_a_reason() {
        assert_eq!(check(&[long("a.rs", 400)]), []);
        assert_eq!(check(&[long("a.rs", 401)]).len(), 1);
        let list = Page::new(LIST, "# why\na.rs: one table of codes\n");
        assert_eq!(check(&[long("a.rs", 401), list]), []);
    }

    #[test]
    fn no_reason_excuses_a_thousand_lines() {
        let list = Page::new(LIST, "a.rs: one table of codes\n");
        assert_eq!(check(&[long("a.rs", 1001), list]).len(), 1);
    }

    #[test]
    fn a_reason_for_a_short_or_missing_file_is_found() {
        let list = Page::new(LIST, "a.rs: one table of codes\nb.rs: one table of codes\n");
        assert_eq!(check(&[long("a.rs", 10), list]).len(), 2);
    }

    #[test]
    fn a_reason_that_says_nothing_is_found() {
        let list = Page::new(LIST, "a.rs: long\n");
        assert_eq!(check(&[list]).len(), 1);
    }
}
