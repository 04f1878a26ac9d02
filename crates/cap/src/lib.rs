//! The Common Alerting Protocol: reads everything real, writes only what is right, and tells the difference.
//!
//! CAP is how authorities tell machines of a danger. This crate reads versions 1.0, 1.1 and 1.2 as they are
//! found in the world ([`read()`]), says what is wrong with each and how to mend it ([`check()`]), and writes
//! canonical CAP 1.2 ([`write()`]). It is pure: bytes in, values out; no clock, no network, no threads, nothing
//! global.
//!
//! ```
//! let reading = vigie_cap::read(b"<alert>", vigie_cap::Mode::Lenient);
//! assert_eq!(reading.findings[0].rule.id, "XML-TRUNCATED");
//! ```
//!
//! Hand-written on purpose: the CAP reader is a single pass over quick-xml's tokens, because no schema-driven
//! reader both keeps what a wrong message says and names the line where it is wrong.

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
    ];
    let profiles = Profile::ALL.map(Profile::rules);
    general
        .into_iter()
        .chain(profiles)
        .flatten()
        .copied()
        .collect()
}
