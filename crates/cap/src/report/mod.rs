//! Findings for people and for machines: pure functions from what was read to text.

mod human;
mod json;
mod sarif;
mod summary;

pub use human::human;
pub use json::json;
pub use sarif::sarif;
pub use summary::{Summary, Verdict};

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
