//! What the compiler cannot see: which crate may know which, whether the map is true, whether files
//! stay short, whether links lead somewhere, whether words that mean "later" crept in.
//!
//! Every check is a function from texts to findings, so that each is tested with a planted fault.

mod arrows;
mod borders;
mod code;
mod length;
mod lessons;
mod links;
mod map;
mod words;

use crate::cargo::Graph;
use crate::fault::Fault;
use crate::site::Site;
use std::fmt;

/// One thing that is not as it must be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// File, relative to the root; with `:line` where there is one.
    at: String,
    /// What is wrong and what to do.
    what: String,
}

impl Finding {
    fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            what: what.into(),
        }
    }

    fn on_line(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self::new(format!("{file}:{line}"), what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// A tracked text file.
#[derive(Debug)]
pub(crate) struct Page {
    /// Relative to the root, with `/`.
    path: String,
    /// The whole of it.
    text: String,
}

impl Page {
    #[cfg(test)]
    fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    fn is(&self, extension: &str) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, found)| found == extension)
    }
}

/// Runs every check and prints what each found.
pub(crate) fn run() -> Result<(), Fault> {
    let site = Site::here();
    let pages = read_pages(&site)?;
    let graph = Graph::of(&site)?;
    let exists = |path: &str| site.at(path).exists();
    let checks: [(&str, Vec<Finding>); 7] = [
        ("arrows between crates", arrows::check(&graph)),
        ("borders inside crates", borders::check(&pages)),
        ("the map", map::check(&pages, exists)),
        ("the lessons", lessons::check(&pages)),
        ("links", links::check(&pages, exists)),
        ("lengths", length::check(&pages)),
        ("words", words::check(&pages, &site.root)),
    ];
    let mut total = 0;
    for (name, mut findings) in checks {
        findings.sort();
        total += findings.len();
        match findings.len() {
            0 => println!("tidy: {name}: ok"),
            count => println!("tidy: {name}: {count} to mend"),
        }
        for finding in findings {
            println!("  {finding}");
        }
    }
    if total == 0 {
        Ok(())
    } else {
        Err(Fault::new(
            format!("{total} findings in {} files looked at", pages.len()),
            "mend each line above; a rule that is wrong is changed in xtask/src/tidy, with its reason",
        ))
    }
}

/// Findings as printed, for tests to search.
#[cfg(test)]
fn printed(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn read_pages(site: &Site) -> Result<Vec<Page>, Fault> {
    let mut pages = Vec::new();
    for path in site.files()? {
        if let Some(text) = site.text(&path)? {
            pages.push(Page { path, text });
        }
    }
    Ok(pages)
}
