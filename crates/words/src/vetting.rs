//! Who has looked at a text. A text is proposed until somebody of the place has read it aloud to those
//! it is for; any later change makes it proposed again.

use serde::{Deserialize, Serialize};

/// That somebody vetted what is said of a danger in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vetted {
    /// The danger.
    pub danger: String,
    /// The language.
    pub language: String,
    /// What was read: [`crate::Book::digest_in`] at the time.
    pub sha256: String,
    /// Who: a name or an office, as the site wants it in the record.
    pub by: String,
    /// When, `2026-11-22`.
    pub on: String,
}

/// Where the texts of a danger in a language stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nobody of the place has vetted them: for exercises alone.
    Proposed,
    /// Somebody vetted them, and they have changed since.
    Changed(&'a Vetted),
    /// Vetted as they are.
    Vetted(&'a Vetted),
}

impl Standing<'_> {
    /// Whether the texts may be used for a real danger.
    pub const fn is_vetted(&self) -> bool {
        matches!(self, Self::Vetted(_))
    }
}
