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
pub mod feed;
pub mod finding;
pub mod geojson;
pub mod profile;
pub mod read;
pub mod report;
pub mod rule;
#[cfg(feature = "sign")]
pub mod sign;
pub mod write;
pub mod xml;

pub use check::check;
pub use finding::{Finding, Place};
pub use profile::Profile;
pub use read::{Mode, ReadAlert, Reading, Unplaced, Version, Wrapper, read, read_within};
pub use rule::{Level, Rule};
pub use write::write;
pub use xml::Limits;

/// Every rule there is: of XML, of the schema, of the standard's text, of chains, of feeds, of each profile.
pub fn rules() -> Vec<&'static Rule> {
    let general = [
        xml::rules::RULES,
        read::rules::RULES,
        check::rules::RULES,
        chain::RULES,
        feed::rules::RULES,
        #[cfg(feature = "sign")]
        sign::rules::RULES,
    ];
    let profiles = Profile::ALL.map(Profile::rules);
    general
        .into_iter()
        .chain(profiles)
        .flatten()
        .copied()
        .collect()
}
