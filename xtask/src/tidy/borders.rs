//! Which module may know which, where the crate border is not enough: the core touches nothing that
//! runs, a channel never reaches a channel, HTTP never reaches a channel, and the journal never
//! reaches the registry of people.

use super::code::{self, Mention};
use super::{Finding, Page};
use std::collections::BTreeSet;

/// Under this folder, no path may begin (or end) like this.
struct Border {
    folder: &'static str,
    starts: &'static [&'static [&'static str]],
    ends: &'static [&'static [&'static str]],
    why: &'static str,
}

const BORDERS: &[Border] = &[
    Border {
        folder: "crates/core/src/",
        starts: &[
            &["std", "fs"],
            &["std", "net"],
            &["std", "env"],
            &["std", "thread"],
            &["std", "process"],
            &["std", "time", "Instant"],
            &["std", "time", "SystemTime"],
            &["tokio"],
        ],
        ends: &[
            &["Timestamp", "now"],
            &["Zoned", "now"],
            &["Instant", "now"],
            &["SystemTime", "now"],
        ],
        why: "the core does no I/O and reads no clock; take it as a value",
    },
    Border {
        folder: "crates/server/src/http/",
        starts: &[&["vigie_channels"], &["crate", "courier"]],
        ends: &[],
        why: "nothing is sent because a request came in; it is sent because the journal says so",
    },
    Border {
        folder: "crates/store/src/journal",
        starts: &[
            &["crate", "registry"],
            &["super", "registry"],
            &["super", "super", "registry"],
            &["rusqlite"],
        ],
        ends: &[],
        why: "the journal is never erased, the registry of people must be erasable",
    },
];

const CHANNELS: &str = "crates/channels/src/";
/// The folder in it that is no channel, but what all of them are.
const PATTERN: &str = "pattern";

/// Every mention that crosses a border.
pub(crate) fn check(pages: &[Page]) -> Vec<Finding> {
    let channels: BTreeSet<&str> = pages.iter().filter_map(channel_of).collect();
    let mut findings = Vec::new();
    for page in pages.iter().filter(|page| page.is("rs")) {
        let code = match code::read(&page.path, &page.text) {
            Ok(code) => code,
            Err(error) => {
                findings.push(Finding::new(
                    &page.path,
                    format!("failed to read it as Rust: {error}; see what cargo check says"),
                ));
                continue;
            }
        };
        let mentions = code::mentions(&code.shipped);
        for border in BORDERS {
            if page.path.starts_with(border.folder) {
                let crossing = mentions.iter().filter(|mention| {
                    border.starts.iter().any(|path| mention.starts(path))
                        || border.ends.iter().any(|path| mention.ends(path))
                });
                findings.extend(crossing.map(|mention| crossed(page, mention, border.why)));
            }
        }
        if let Some(own) = channel_of(page) {
            let crossing = mentions.iter().filter(|mention| {
                reached_channel(mention)
                    .is_some_and(|other| other != own && channels.contains(other))
            });
            findings.extend(crossing.map(|mention| {
                let why =
                    "a channel never reaches a channel; falling back is a decision of the core";
                crossed(page, mention, why)
            }));
        }
    }
    findings
}

fn crossed(page: &Page, mention: &Mention, why: &str) -> Finding {
    Finding::on_line(
        &page.path,
        mention.line,
        format!("may not mention {}: {why}", mention.text()),
    )
}

/// The channel whose folder holds this file.
fn channel_of(page: &Page) -> Option<&str> {
    let inside = page.path.strip_prefix(CHANNELS)?;
    let channel = inside.split_once('/').map(|(channel, _)| channel);
    channel.filter(|folder| *folder != PATTERN)
}

/// The module just under the crate's root that a path leads to, if it leaves its own.
fn reached_channel(mention: &Mention) -> Option<&str> {
    let from_root = mention
        .path
        .iter()
        .position(|segment| segment != "super" && segment != "crate" && segment != "self")?;
    (from_root > 0).then(|| mention.path[from_root].as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<Finding> {
        let other = Page::new("crates/channels/src/push/mod.rs", "");
        check(&[Page::new(path, text), other])
    }

    #[test]
    fn a_clock_in_the_core_is_found_but_not_in_its_tests() {
        let text = "fn f() { std::time::Instant::now(); }";
        assert_eq!(found("crates/core/src/due.rs", text).len(), 1);
        let text = "#[cfg(test)] mod tests { fn f() { std::fs::read(\"golden\"); } }";
        assert_eq!(found("crates/core/src/due.rs", text), []);
    }

    #[test]
    fn an_imported_clock_in_the_core_is_found() {
        let text = "use jiff::Timestamp; fn f() { let now = Timestamp::now(); }";
        assert_eq!(found("crates/core/src/due.rs", text).len(), 1);
    }

    #[test]
    fn a_channel_that_reaches_a_channel_is_found() {
        for text in [
            "use crate::push::send;",
            "use crate::{push, order};",
            "use super::super::push::send;",
        ] {
            assert_eq!(
                found("crates/channels/src/sms/send.rs", text).len(),
                1,
                "{text}"
            );
        }
        assert_eq!(
            found(
                "crates/channels/src/sms/send.rs",
                "use crate::order; use super::render;"
            ),
            []
        );
    }

    #[test]
    fn a_request_that_sends_is_found() {
        let text = "use vigie_channels::siren::Link;";
        assert_eq!(found("crates/server/src/http/warnings.rs", text).len(), 1);
        assert_eq!(found("crates/server/src/courier.rs", text), []);
    }

    #[test]
    fn a_journal_that_reaches_the_registry_is_found() {
        let text = "use crate::{disk::Disk, registry::Person};";
        assert_eq!(found("crates/store/src/journal/segment.rs", text).len(), 1);
    }

    #[test]
    fn a_file_that_is_not_rust_is_found() {
        assert_eq!(found("crates/core/src/due.rs", "fn f( {").len(), 1);
    }
}
