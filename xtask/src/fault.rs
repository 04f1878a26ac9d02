//! One form for everything that goes wrong here: what happened, and what to do about it.

use std::fmt;

/// What failed and the way out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    what: String,
    remedy: String,
}

impl Fault {
    /// `what` finishes "failed to …" or states the finding; `remedy` is an order to the reader.
    pub(crate) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// A file that could not be read.
    pub(crate) fn reading(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("failed to read {}: {error}", path.display()),
            "see that the file exists and that you may read it",
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  what to do: {}", self.what, self.remedy)
    }
}

impl std::error::Error for Fault {}
