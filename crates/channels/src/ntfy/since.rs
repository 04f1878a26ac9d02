//! From where on a listener wants to hear: a message, a time, a duration, everything, or nothing old.

use super::message;
use std::fmt;
use vigie_core::ids::AlertId;
use vigie_core::time::Timestamp;

/// From where on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Nothing was said: what people are being warned of now, as on the live wire.
    Unsaid,
    /// Nothing that is there already.
    Nothing,
    /// All that is kept.
    All,
    /// The last one alone.
    Latest,
    /// What came after this one.
    After(AlertId),
    /// What was sent at this time or later.
    From(Timestamp),
}

/// A text that says no such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinceFault(String);

impl fmt::Display for SinceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "since={:?} is not understood; give the id of a message, a time in seconds since 1970, a duration such as 10m, `all`, `latest` or `none`",
            self.0
        )
    }
}

impl Since {
    /// Reads it as it was asked at `now`.
    pub fn read(text: Option<&str>, now: Timestamp) -> Result<Self, SinceFault> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Self::Unsaid);
        };
        let read = match text {
            "all" => Some(Self::All),
            "none" => Some(Self::Nothing),
            "latest" => Some(Self::Latest),
            _ => message::number(text)
                .map(Self::After)
                .or_else(|| unix_s(text).map(Self::From))
                .or_else(|| duration_ms(text).map(|ms| Self::From(now.plus_ms(-ms))))
                // The id of a message from another server: whoever has it has missed everything of ours.
                .or_else(|| is_strange_id(text).then_some(Self::All)),
        };
        read.ok_or_else(|| SinceFault(text.chars().take(32).collect()))
    }
}

fn unix_s(text: &str) -> Option<Timestamp> {
    let seconds: i64 = text.parse().ok()?;
    Some(Timestamp::from_unix_ms(seconds.checked_mul(1_000)?))
}

/// `1h30m`, `45s`, `2d`.
fn duration_ms(text: &str) -> Option<i64> {
    let mut left = text;
    let mut sum: i64 = 0;
    while !left.is_empty() {
        let unit_at = left.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = left.get(..unit_at)?.parse().ok()?;
        let (unit, rest) = left.get(unit_at..)?.split_at_checked(1)?;
        let unit_ms = match unit {
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        sum = sum.checked_add(count.checked_mul(unit_ms)?)?;
        left = rest;
    }
    Some(sum)
}

fn is_strange_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_since_is_read() {
        let now = Timestamp::from_unix_ms(10_000_000);
        let from = |ms| Ok(Since::From(Timestamp::from_unix_ms(ms)));
        for (text, read) in [
            (None, Ok(Since::Unsaid)),
            (Some(""), Ok(Since::Unsaid)),
            (Some("all"), Ok(Since::All)),
            (Some("none"), Ok(Since::Nothing)),
            (Some("latest"), Ok(Since::Latest)),
            (Some("v00000000041"), Ok(Since::After(AlertId(41)))),
            (Some("9000"), from(9_000_000)),
            (Some("10m"), from(9_400_000)),
            (Some("1h30m5s"), from(10_000_000 - 5_405_000)),
            (Some("1d"), from(10_000_000 - 86_400_000)),
            (Some("nFS3knfcQ1xe"), Ok(Since::All)),
        ] {
            assert_eq!(Since::read(text, now), read, "{text:?}");
        }
        for bad in [
            "yesterday",
            "10",
            "10x",
            "m",
            "99999999999999999d",
            "v41",
            "-1h",
            "é",
        ] {
            let read = Since::read(Some(bad), now);
            assert!(read.is_err() == (bad != "10"), "{bad}: {read:?}");
        }
    }
}
