//! Signatures: made and verified both ways with xmlsec1, on real messages, and against those who forge them.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod changes;
#[path = "../common/mod.rs"]
mod common;
mod forgeries;
mod interop;
mod keys;
mod real;
mod wrapping;
mod xmlsec;

/// A message that obeys every rule.
pub const EXEMPLARY: &str = include_str!("../exemplary.xml");
