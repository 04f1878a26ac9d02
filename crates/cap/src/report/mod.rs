//! Findings for people and for machines: pure functions from what was read to text.

mod catalogue;
mod human;
mod json;
mod sarif;
mod summary;
mod unread;

pub use catalogue::{catalogue, catalogue_json};
pub use human::human;
pub use json::json;
pub use sarif::Sarif;
pub use summary::{Summary, Verdict};
pub use unread::{RULES, Unread};

use crate::finding::Finding;

/// What was found in one file.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The path or address of the file.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What was found in it, in any order.
    pub findings: &'a [Finding],
}
