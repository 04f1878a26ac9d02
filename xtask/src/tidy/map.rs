//! Keeps ARCHITECTURE.md true: what it names exists, what exists is named, and each invariant names
//! the test that defends it.

use super::{Finding, Page};
use std::collections::BTreeSet;

const MAP: &str = "ARCHITECTURE.md";

/// Fewer rows than this answer nobody's question.
const ROWS_MIN: usize = 15;

/// Backticked words that begin like this are paths of the repository.
const TOP: &[&str] = &[
    "crates/",
    "docs/",
    "web/",
    "xtask/",
    "words/",
    "scenarios/",
    ".ci/",
    ".cargo/",
];

/// Every line of the map that is not true, and every folder that it leaves out.
pub(crate) fn check(pages: &[Page], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let Some(map) = pages.iter().find(|page| page.path == MAP) else {
        return vec![Finding::new(MAP, "does not exist: write the map")];
    };
    let mut findings = Vec::new();
    for (at, line) in map.text.lines().enumerate() {
        for path in paths_in(line) {
            if !exists(path.trim_end_matches('/')) {
                findings.push(Finding::on_line(
                    MAP,
                    at + 1,
                    format!("names {path}, which does not exist"),
                ));
            }
        }
    }
    findings.extend(left_out(map, pages));
    findings.extend(undefended(map, pages));
    findings.extend(unanswered(map));
    findings
}

/// Crates and their folders of modules that the map does not name.
fn left_out(map: &Page, pages: &[Page]) -> Vec<Finding> {
    let named: BTreeSet<String> = map.text.lines().flat_map(paths_in).collect();
    let mut folders = BTreeSet::new();
    for page in pages.iter().filter(|page| page.is("rs")) {
        let parts: Vec<&str> = page.path.split('/').collect();
        if let ["crates", name, "src", rest @ ..] = parts.as_slice() {
            folders.insert(format!("crates/{name}"));
            if let [module, inside, ..] = rest
                && *inside != "tests.rs"
            {
                folders.insert(format!("crates/{name}/src/{module}"));
            }
        }
    }
    folders
        .into_iter()
        .filter(|folder| {
            let inside = format!("{folder}/");
            !named
                .iter()
                .any(|path| path.trim_end_matches('/') == folder || path.starts_with(&inside))
        })
        .map(|folder| Finding::new(MAP, format!("does not name {folder}: say what it is for")))
        .collect()
}

/// Invariants (`| I1 | … |`) without a test that exists.
fn undefended(map: &Page, pages: &[Page]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = 0;
    for (at, line) in map.text.lines().enumerate() {
        let Some(number) = invariant(line) else {
            continue;
        };
        seen += 1;
        let files = paths_in(line);
        let tests: Vec<&str> = ticked(line)
            .into_iter()
            .filter(|word| is_test_name(word))
            .collect();
        if tests.is_empty() {
            findings.push(Finding::on_line(
                MAP,
                at + 1,
                format!("{number} names no test: give `path` and `name_of_the_test`"),
            ));
        }
        for test in tests {
            let there = pages
                .iter()
                .filter(|page| files.contains(&page.path))
                .any(|page| holds_test(page, test));
            if !there {
                findings.push(Finding::on_line(
                    MAP,
                    at + 1,
                    format!("{number} names the test {test}, which is in no file of that row"),
                ));
            }
        }
    }
    if seen == 0 {
        findings.push(Finding::new(
            MAP,
            "has no table of invariants (rows `| I1 | … |`)",
        ));
    }
    findings
}

/// Rows of the "Where is…" table that lead nowhere.
fn unanswered(map: &Page) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut rows = 0;
    let table = map
        .text
        .lines()
        .enumerate()
        .skip_while(|(_, line)| !line.starts_with("## Where is"))
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "))
        .filter(|(_, line)| line.starts_with('|') && !line.starts_with("|-"))
        .skip(1);
    for (at, line) in table {
        if line.starts_with("| -") {
            continue;
        }
        rows += 1;
        if paths_in(line).is_empty() {
            findings.push(Finding::on_line(MAP, at + 1, "this row names no path"));
        }
    }
    if rows < ROWS_MIN {
        findings.push(Finding::new(
            MAP,
            format!("\"Where is…\" has {rows} rows; {ROWS_MIN} are the least that help a newcomer"),
        ));
    }
    findings
}

fn invariant(line: &str) -> Option<&str> {
    let cell = line.strip_prefix("| ")?.split(" |").next()?;
    let digits = cell.strip_prefix('I')?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(cell)
}

/// Test names are sentences: at least three words, joined by underscores in Rust.
pub(super) fn is_test_name(word: &str) -> bool {
    let rust = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    word.split(if rust { '_' } else { ' ' }).count() >= 3
}

pub(super) fn holds_test(page: &Page, test: &str) -> bool {
    if page.is("rs") {
        page.text.contains(&format!("fn {test}("))
    } else {
        page.text.contains(&format!("\"{test}\""))
    }
}

/// The backticked words of a line.
pub(super) fn ticked(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// Paths of the repository among them, `{a,b}` spread out.
pub(super) fn paths_in(line: &str) -> Vec<String> {
    ticked(line)
        .into_iter()
        .filter(|word| {
            let at_root = !word.contains(['/', ' '])
                && [".md", ".toml", ".lock"]
                    .iter()
                    .any(|end| word.ends_with(end));
            (at_root || TOP.iter().any(|top| word.starts_with(top))) && !word.contains([' ', '<'])
        })
        .flat_map(spread)
        .collect()
}

fn spread(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let Some((choices, after)) = rest.split_once('}') else {
        return vec![path.to_owned()];
    };
    choices
        .split(',')
        .flat_map(|choice| spread(&format!("{before}{}{after}", choice.trim())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::printed;
    use std::fmt::Write as _;

    /// A map that is true, with the given extra line.
    fn found(extra: &str) -> Vec<Finding> {
        let mut text = "# Map\n`crates/a/src/b/`\n\n| I1 | x | `crates/a/src/b/c.rs` \
                        `the_law_is_kept` |\n"
            .to_owned();
        writeln!(
            text,
            "{extra}\n\n## Where is…\n\n| question | place |\n|---|---|"
        )
        .unwrap();
        for _ in 0..ROWS_MIN {
            writeln!(text, "| this | `crates/a/src/b/c.rs` |").unwrap();
        }
        let pages = [
            Page::new(MAP, &text),
            Page::new("crates/a/src/b/c.rs", "fn the_law_is_kept() {}"),
        ];
        check(&pages, |path| {
            pages
                .iter()
                .any(|page| page.path == path || page.path.starts_with(&format!("{path}/")))
        })
    }

    #[test]
    fn a_true_map_is_clean() {
        assert_eq!(found(""), []);
    }

    #[test]
    fn a_path_that_is_gone_is_found() {
        assert_eq!(found("see `crates/a/src/gone.rs`").len(), 1);
        assert_eq!(found("see `crates/a/src/b/{c,gone}.rs`").len(), 1);
        assert_eq!(found("see `GONE.md`").len(), 1);
    }

    #[test]
    fn an_address_of_the_server_is_no_path() {
        assert_eq!(found("`/live` `GET /api/v1/warnings` `vigie demo`"), []);
    }

    #[test]
    fn an_invariant_without_its_test_is_found() {
        assert_eq!(
            found("| I2 | nobody checks | `crates/a/src/b/c.rs` |").len(),
            1
        );
        let line = "| I2 | x | `crates/a/src/b/c.rs` `the_law_is_gone` |";
        assert_eq!(found(line).len(), 1);
    }

    #[test]
    fn a_test_of_the_pages_is_a_sentence_in_quotes() {
        let page = Page::new("web/a.test.ts", "test(\"a lost link is told\", () => {})");
        assert!(is_test_name("a lost link is told"));
        assert!(holds_test(&page, "a lost link is told"));
        assert!(!holds_test(&page, "a lost link is hidden"));
    }

    #[test]
    fn a_module_that_the_map_leaves_out_is_found() {
        let map = Page::new(MAP, "# Map");
        let stray = Page::new("crates/z/src/m/x.rs", "");
        let text = printed(&left_out(&map, &[stray]));
        assert!(
            text.contains("crates/z:") && text.contains("crates/z/src/m:"),
            "{text}"
        );
    }

    #[test]
    fn a_table_that_answers_nothing_is_found() {
        let map = Page::new(
            MAP,
            "## Where is…\n\n| q | p |\n|---|---|\n| this | there |\n",
        );
        assert_eq!(unanswered(&map).len(), 2);
    }
}
