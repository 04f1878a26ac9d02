//! Real or exercise: the one word that every order, page and file must show.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a danger is real. There is no default: somebody or something must say which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A real danger: people must act.
    Actual,
    /// An exercise: nobody is in danger, and everything that people see or hear says so.
    Exercise,
}

impl Status {
    /// The word as people read it: `ACTUAL` or `EXERCISE`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "ACTUAL",
            Self::Exercise => "EXERCISE",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_in_capitals_and_written_in_lower_case() {
        assert_eq!(Status::Exercise.to_string(), "EXERCISE");
        assert_eq!(
            serde_json::to_string(&Status::Actual).ok().as_deref(),
            Some(r#""actual""#)
        );
    }

    #[test]
    fn any_other_word_is_refused() {
        for word in ["\"Actual\"", "\"test\"", "\"\"", "null"] {
            assert!(serde_json::from_str::<Status>(word).is_err(), "{word}");
        }
    }
}
