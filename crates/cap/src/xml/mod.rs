//! The text layer: bytes to characters, characters to tags, with every limit that hostile input calls for.

pub(crate) mod characters;
pub(crate) mod encoding;
mod limits;
mod names;
pub mod rules;
mod scopes;
pub(crate) mod swift;
mod tokens;
pub(crate) mod walk;

pub use limits::Limits;
