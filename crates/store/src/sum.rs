//! A SHA-256 sum as the journal writes it: `sha256:` and 64 lower-case hex digits.
//!
//! One type for every place where the store names bytes by their sum, so that a sum is never
//! confused with a key, a token or a plain string.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// The SHA-256 sum of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256Sum(pub [u8; 32]);

impl Sha256Sum {
    /// What the first entry names as its predecessor: 32 zero bytes, the sum of nothing known.
    pub const ZERO: Self = Self([0; 32]);

    /// The sum of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 64 lower-case hex digits, as bytes, without allocating.
    #[must_use]
    pub fn hex(&self) -> [u8; 64] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        hex
    }

    /// Reads 64 lower-case hex digits; upper case is refused, because only one spelling is canonical.
    #[must_use]
    pub fn from_hex(hex: &[u8]) -> Option<Self> {
        let mut sum = [0; 32];
        let mut wrong = 0;
        if hex.len() != 64 {
            return None;
        }
        for (byte, pair) in sum.iter_mut().zip(hex.chunks_exact(2)) {
            let (high, low) = (NIBBLES[usize::from(pair[0])], NIBBLES[usize::from(pair[1])]);
            wrong |= high | low;
            *byte = high << 4 | low;
        }
        (wrong < 16).then_some(Self(sum))
    }
}

/// Value of each lower-case hex digit, 255 for every other byte: every line read passes here 64 times.
const NIBBLES: [u8; 256] = {
    let mut values = [255; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

impl fmt::Display for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.hex()
            .iter()
            .try_for_each(|digit| fmt::Write::write_char(f, char::from(*digit)))
    }
}

impl fmt::Debug for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Sha256Sum {
    type Err = NotASum;

    fn from_str(text: &str) -> Result<Self, NotASum> {
        text.strip_prefix("sha256:")
            .and_then(|hex| Self::from_hex(hex.as_bytes()))
            .ok_or(NotASum)
    }
}

impl Serialize for Sha256Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A text that is not `sha256:` followed by 64 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASum;

impl fmt::Display for NotASum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected sha256: followed by 64 lower-case hex digits")
    }
}

impl std::error::Error for NotASum {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_written_as_sha256sum_would_and_read_back() {
        let sum = Sha256Sum::of(b"abc");
        let text = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sum.to_string(), text);
        assert_eq!(text.parse(), Ok(sum));
    }

    #[test]
    fn only_the_one_canonical_spelling_is_read() {
        let upper = Sha256Sum::of(b"abc").to_string().to_uppercase();
        assert_eq!(upper.parse::<Sha256Sum>(), Err(NotASum));
        assert_eq!("sha256:00".parse::<Sha256Sum>(), Err(NotASum));
    }
}
