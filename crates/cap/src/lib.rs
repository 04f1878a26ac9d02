#![doc = include_str!("../README.md")]
//!
//! # Design
//!
//! It is pure: bytes in, values out; no clock, no network, no threads, nothing global. Hand-written on purpose: the
//! CAP reader is a single pass over the tags, because no schema-driven reader both keeps what a wrong
//! message says and names the line where it is wrong.

pub mod chain;
pub mod check;
pub mod compact;
pub mod doc;
pub mod element;
pub mod feed;
pub mod finding;
pub mod geojson;
mod place;
pub mod profile;
pub mod read;
pub mod report;
pub mod rule;
#[cfg(feature = "sign")]
pub mod sign;
pub mod write;
pub mod xml;

pub use check::check;
pub use element::Element;
pub use finding::{Finding, Place, What};
pub use profile::Profile;
pub use read::{Mode, ReadAlert, Reading, Unplaced, Version, Wrapper, read, read_within};
pub use rule::{Level, Rule};
pub use write::write;
pub use xml::Limits;

/// What a group of rules is about: reading, the schema, the text, chains, feeds, or one profile.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Its name, which for a profile is that of the command line.
    pub name: &'static str,
    /// What its rules are about, in a few words.
    pub about: &'static str,
    /// Its rules.
    pub rules: &'static [&'static Rule],
}

/// Every rule there is, by subject: files, XML, the schema, the standard's text, chains, feeds, each profile.
pub fn subjects() -> Vec<Subject> {
    let subject = |name, about, rules| Subject { name, about, rules };
    let general = [
        subject("file", "files that could not be read at all", report::RULES),
        subject("xml", "XML, and reading it safely", xml::rules::RULES),
        subject(
            "schema",
            "which elements, in which order, with which values",
            read::rules::RULES,
        ),
        subject(
            "text",
            "the standard's text beyond its schema",
            check::rules::RULES,
        ),
        subject(
            "chain",
            "a message beside the messages it references",
            chain::RULES,
        ),
        subject(
            "feed",
            "Atom, RSS and distributions that carry messages",
            feed::rules::RULES,
        ),
        #[cfg(feature = "sign")]
        subject(
            "signature",
            "what a message that is to be trusted looks like",
            sign::rules::RULES,
        ),
    ];
    let profiles = Profile::ALL.map(|one| subject(one.as_str(), one.about(), one.rules()));
    general.into_iter().chain(profiles).collect()
}

/// Whether one fault for each law of the fuzzer is built in: only for the fuzzer, and only where it asks for it.
#[expect(
    unexpected_cfgs,
    reason = "what every fuzzer of Rust sets, and cargo does not know"
)]
const PLANTED: bool = cfg!(all(fuzzing, feature = "planted"));

/// Every rule there is.
pub fn rules() -> Vec<&'static Rule> {
    let every = subjects().into_iter().flat_map(|subject| subject.rules);
    every.copied().collect()
}
