//! A link in a Markdown file leads somewhere: pictures, notes and chapters that are gone are found
//! before a reader finds them.

use super::{Finding, Page};

/// Every relative link to a file that is not there.
pub(crate) fn check(pages: &[Page], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in pages.iter().filter(|page| page.is("md")) {
        for (at, line) in outside_code(&page.text) {
            for target in targets(line) {
                let path = resolve(&page.path, target);
                if !path.as_deref().is_some_and(&exists) {
                    findings.push(Finding::on_line(
                        &page.path,
                        at,
                        format!("links to {target}, which does not exist"),
                    ));
                }
            }
        }
    }
    findings
}

/// Lines with their numbers from 1, without fenced blocks.
fn outside_code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then_some((at + 1, line))
    })
}

/// Targets inside the repository: `](path)` and `src="path"`.
fn targets(line: &str) -> Vec<&str> {
    let ends = [("](", ')'), ("src=\"", '"')];
    let mut found = Vec::new();
    for (opening, closing) in ends {
        for piece in line.split(opening).skip(1) {
            let target = piece.split(closing).next().unwrap_or_default();
            let path = target.split(['#', ' ']).next().unwrap_or_default();
            let elsewhere = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
            if !elsewhere {
                found.push(path);
            }
        }
    }
    found
}

/// The target as a path from the root; `None` when it leaves the repository.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&[Page::new("docs/manual/a.md", text)], |path| {
            path == "docs/console.png" || path == "docs/manual/b.md"
        })
        .len()
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        assert_eq!(found("[gone](c.md)"), 1);
        assert_eq!(found("<img src=\"gone.png\">"), 1);
        assert_eq!(found("[out](../../../secret)"), 1);
    }

    #[test]
    fn a_link_that_leads_somewhere_is_clean() {
        let text =
            "[b](b.md#part) ![c](../console.png \"title\") [x](https://example.org/y) [z](#z)";
        assert_eq!(found(text), 0);
    }

    #[test]
    fn code_is_not_a_link() {
        assert_eq!(found("```\nlet a = b[0](c.md);\n```"), 0);
    }
}
