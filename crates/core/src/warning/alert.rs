//! One message of a warning as it goes out: it says by its type whether it is real, and has a short code
//! that people compare.

use super::Content;
use crate::ids::{AlertId, WarningId};
use crate::status::Status;
use serde::{Deserialize, Serialize};

/// One issued message of a warning; never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its number: that of its journal entry.
    pub id: AlertId,
    /// The warning it belongs to.
    pub warning: WarningId,
    /// What it says.
    pub content: Content,
}

impl Alert {
    /// The alert as a type that says whether it is real: what every way out takes.
    pub fn outgoing(&self) -> Outgoing<'_> {
        match self.content.status {
            Status::Actual => Outgoing::Actual(ActualAlert(self)),
            Status::Exercise => Outgoing::Exercise(ExerciseAlert(self)),
        }
    }

    /// The short code that people compare and look up: eight characters of the CAP message's hash,
    /// without letters that are mistaken for digits.
    pub fn code(&self) -> String {
        short_code(&self.content.cap.sha256)
    }
}

/// Eight characters of a SHA-256 (hexadecimal), in two groups, in an alphabet without I, L, O and U.
pub fn short_code(sha256_hex: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let number = u64::from_str_radix(sha256_hex.get(..10).unwrap_or("0"), 16).unwrap_or(0);
    let mut code: String = (0..8)
        .rev()
        .map(|i| char::from(ALPHABET[usize::try_from((number >> (i * 5)) & 31).unwrap_or(0)]))
        .collect();
    code.insert(4, '-');
    code
}

/// An alert that says whether it is real; made by [`Alert::outgoing`] alone.
#[derive(Clone, Copy, Debug)]
pub enum Outgoing<'a> {
    /// A real danger.
    Actual(ActualAlert<'a>),
    /// An exercise.
    Exercise(ExerciseAlert<'a>),
}

/// An alert about a real danger.
#[derive(Clone, Copy, Debug)]
pub struct ActualAlert<'a>(&'a Alert);

/// An alert of an exercise.
#[derive(Clone, Copy, Debug)]
pub struct ExerciseAlert<'a>(&'a Alert);

impl<'a> ActualAlert<'a> {
    /// The alert inside.
    pub fn alert(self) -> &'a Alert {
        self.0
    }
}

impl<'a> Outgoing<'a> {
    /// The alert inside.
    pub fn alert(self) -> &'a Alert {
        match self {
            Self::Actual(ActualAlert(alert)) | Self::Exercise(ExerciseAlert(alert)) => alert,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_code_has_no_letter_that_looks_like_a_digit() {
        let code = short_code("ffffffffffffffff");
        assert_eq!(code, "ZZZZ-ZZZZ");
        assert_eq!(short_code("00000000010000"), "0000-0001");
    }
}
