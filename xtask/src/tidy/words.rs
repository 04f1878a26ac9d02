//! Words that do not belong in finished work: what is put off, what panics, what hides a lint or a
//! test, and where on one person's machine it was written.

use super::code::{self, is_punct, is_word};
use super::{Finding, Page};
use proc_macro2::TokenTree;
use std::path::Path;

/// Marks of work put off. In pieces, so that this file does not hold them.
const PUT_OFF: [&str; 3] = [
    concat!("FIX", "ME"),
    concat!("TO", "DO:"),
    concat!("XX", "X:"),
];

/// Macros that stop a program or print from its inside.
const MACROS: [(&str, &str); 3] = [
    ("todo", "write it, or refuse with a reason"),
    ("unimplemented", "write it, or refuse with a reason"),
    ("dbg", "remove it, or use tracing"),
];

/// Methods that panic.
const PANICS: [&str; 2] = ["unwrap", "expect"];

/// Calls that hide a test from the run, in pieces for the same reason.
const HIDDEN_TESTS: [&str; 6] = [
    concat!("test", ".skip("),
    concat!("it", ".skip("),
    concat!("describe", ".skip("),
    concat!("test", ".only("),
    concat!("it", ".only("),
    concat!("describe", ".only("),
];

/// Folders that are nobody's machine in particular.
const COMMON_FOLDERS: [&str; 8] = [
    "/", "/tmp", "/var/tmp", "/opt", "/srv", "/home", "/mnt", "/usr/src",
];

/// Every such word in the repository.
pub(crate) fn check(pages: &[Page], root: &Path) -> Vec<Finding> {
    let machine = machine_paths(root);
    let mut findings = Vec::new();
    for page in pages {
        if page.is("rs") {
            in_rust(page, &mut findings);
        }
        if ["ts", "js", "mjs"]
            .iter()
            .any(|extension| page.is(extension))
        {
            in_lines(page, &HIDDEN_TESTS, &mut findings, |word| {
                format!("`{word}` hides tests from the run: remove it")
            });
        }
        in_lines(page, &PUT_OFF, &mut findings, |word| {
            format!("`{word}` puts work off: do it, or say in the manual what is not there")
        });
        for (at, line) in page.text.lines().enumerate() {
            for path in &machine {
                if mentions_path(line, path) {
                    findings.push(Finding::on_line(
                        &page.path,
                        at + 1,
                        format!("`{path}` is a path of one machine: write it relative to the root"),
                    ));
                }
            }
        }
    }
    findings
}

fn in_lines(
    page: &Page,
    words: &[&str],
    findings: &mut Vec<Finding>,
    what: impl Fn(&str) -> String,
) {
    for (at, line) in page.text.lines().enumerate() {
        for word in words.iter().filter(|word| line.contains(**word)) {
            findings.push(Finding::on_line(&page.path, at + 1, what(word)));
        }
    }
}

fn in_rust(page: &Page, findings: &mut Vec<Finding>) {
    // What cannot be read as Rust is reported by the check of borders.
    let Ok(code) = code::read(&page.path, &page.text) else {
        return;
    };
    let mut found = |tree: &TokenTree, what: String| {
        findings.push(Finding::on_line(&page.path, code::line_of(tree), what));
    };
    code::each_level(&code.all, &mut |trees| {
        for (at, tree) in trees.iter().enumerate() {
            for (name, remedy) in MACROS {
                if is_word(Some(tree), name) && is_punct(trees.get(at + 1), '!') {
                    found(tree, format!("`{name}!` does not ship: {remedy}"));
                }
            }
            if is_punct(Some(tree), '#') {
                match attribute(trees, at).as_deref() {
                    Some("allow") => found(
                        tree,
                        "a bare allow hides a lint for ever: use #[expect(lint, reason = \"…\")]"
                            .to_owned(),
                    ),
                    Some("ignore") => found(
                        tree,
                        "an ignored test is not a test: make it run, or remove it".to_owned(),
                    ),
                    _ => {}
                }
            }
        }
    });
    code::each_level(&code.shipped, &mut |trees| {
        for (at, tree) in trees.iter().enumerate() {
            for name in PANICS {
                let called = matches!(trees.get(at + 2), Some(TokenTree::Group(_)));
                if is_punct(Some(tree), '.') && is_word(trees.get(at + 1), name) && called {
                    found(
                        tree,
                        format!("`.{name}(…)` panics outside tests: return what went wrong"),
                    );
                }
            }
        }
    });
}

/// The first word of the attribute that begins at this `#`.
fn attribute(trees: &[TokenTree], at: usize) -> Option<String> {
    let inner = if is_punct(trees.get(at + 1), '!') {
        at + 2
    } else {
        at + 1
    };
    let Some(TokenTree::Group(group)) = trees.get(inner) else {
        return None;
    };
    match group.stream().into_iter().next() {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

/// Homes of people, this checkout, and the folder that holds it.
fn machine_paths(root: &Path) -> Vec<String> {
    let mut paths: Vec<String> = ["home", "root", "Users"]
        .iter()
        .map(|name| format!("/{name}/"))
        .collect();
    for folder in [Some(root), root.parent()].into_iter().flatten() {
        let folder = folder.to_string_lossy();
        if !COMMON_FOLDERS.contains(&folder.as_ref()) {
            paths.push(format!("{folder}/"));
        }
    }
    paths
}

/// Whether the line holds this absolute path, and not the tail of a longer relative one.
fn mentions_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphanumeric() || "._-/}>".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::printed;

    fn found(path: &str, text: &str) -> String {
        printed(&check(&[Page::new(path, text)], Path::new("/builds/vigie")))
    }

    #[test]
    fn work_put_off_is_found_in_code_and_in_comments() {
        assert!(found("a.rs", "fn f() { todo!() }").contains("`todo!`"));
        assert!(found("a.rs", "fn f() { unimplemented!(\"x\") }").contains("`unimplemented!`"));
        assert!(found("a.md", &format!("{}: later", PUT_OFF[0])).contains("puts work off"));
    }

    #[test]
    fn a_panic_is_found_outside_tests_only() {
        assert!(found("a.rs", "fn f() { g().unwrap(); }").contains("panics"));
        assert!(found("a.rs", "fn f() { g().expect(\"x\"); }").contains("panics"));
        assert_eq!(found("a.rs", "#[test] fn f() { g().unwrap(); }"), "");
        assert_eq!(found("a.rs", "fn f() { g().unwrap_or(1); }"), "");
        assert_eq!(found("a.rs", "// .unwrap()\nfn f() {}"), "");
    }

    #[test]
    fn a_hidden_lint_or_test_is_found() {
        assert!(found("a.rs", "#[allow(dead_code)] fn f() {}").contains("bare allow"));
        assert!(found("a.rs", "#![allow(dead_code)]").contains("bare allow"));
        assert!(found("a.rs", "#[test] #[ignore] fn f() {}").contains("ignored test"));
        assert!(found("a.mjs", &format!("{}'x')", HIDDEN_TESTS[0])).contains("hides tests"));
        assert_eq!(
            found("a.rs", "#[expect(dead_code, reason = \"x\")] fn f() {}"),
            ""
        );
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        assert!(found("a.md", "see /builds/vigie/crates").contains("one machine"));
        assert!(found("a.md", "see /builds/other").contains("one machine"));
        assert!(found("a.md", &format!("see /{}/ann/x", "home")).contains("one machine"));
        assert_eq!(
            found("a.md", "see crates/builds/x and https://a.b/builds/x"),
            ""
        );
    }
}
