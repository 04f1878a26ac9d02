//! Why an exercise could not be played. A broken promise is no fault: it is what an exercise finds.

use crate::listen::NoAnswer;
use std::fmt;

/// Why an exercise could not be played: what failed, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    /// Finishes "failed to …" or says what is missing.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<NoAnswer> for Fault {
    fn from(no_answer: NoAnswer) -> Self {
        Self(no_answer.to_string())
    }
}
