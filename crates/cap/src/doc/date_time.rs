//! A moment as CAP writes it: to the second, with the sender's own offset from UTC.

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A moment and the offset its sender wrote it with.
///
/// Compared by moment first, then by offset: the same moment in two zones is two values, because a reference
/// names another message by the very text of its `sent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime {
    unix_s: i64,
    offset_min: i16,
}

/// How a written moment departs from `YYYY-MM-DDThh:mm:ss±hh:mm`, though it can be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFlaw {
    /// A fraction of a second; it is dropped.
    Fraction,
    /// A letter for the zone, such as `Z`.
    LetterZone,
    /// UTC written `+00:00`; it must be `-00:00`.
    PlusZero,
    /// No zone at all; UTC is assumed.
    NoZone,
    /// No seconds; zero is assumed.
    NoSeconds,
    /// A separator that is not the standard's: a blank for `T`, a zone without colon.
    Separator,
}

/// XML Schema allows no more than fourteen hours from UTC.
const OFFSET_MAX_MIN: i16 = 14 * 60;
/// 0001-01-01T00:00:00 and 9999-12-31T23:59:59 in UTC, a day inside so that every offset still has four digits of year.
const UNIX_RANGE_S: (i64, i64) = (-62_135_596_800 + 86_400, 253_402_300_799 - 86_400);

impl DateTime {
    /// A moment by seconds since 1970-01-01T00:00:00Z and minutes east of UTC; `None` outside the years 1 to
    /// 9999 or more than 14 hours from UTC.
    pub fn new(unix_s: i64, offset_min: i16) -> Option<Self> {
        let within = unix_s >= UNIX_RANGE_S.0 && unix_s <= UNIX_RANGE_S.1;
        (within && offset_min.abs() <= OFFSET_MAX_MIN).then_some(Self { unix_s, offset_min })
    }

    /// A moment in UTC by milliseconds since 1970-01-01T00:00:00Z, cut to the second; the first or last
    /// representable moment if it lies outside the years 1 to 9999.
    pub fn from_unix_ms(unix_ms: i64) -> Self {
        Self {
            unix_s: unix_ms
                .div_euclid(1000)
                .clamp(UNIX_RANGE_S.0, UNIX_RANGE_S.1),
            offset_min: 0,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_s(self) -> i64 {
        self.unix_s
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_ms(self) -> i64 {
        self.unix_s * 1000
    }

    /// Minutes east of UTC as the sender wrote it.
    pub fn offset_min(self) -> i16 {
        self.offset_min
    }

    /// Reads a moment however sloppily written, and says what is wrong with the writing; `None` if no moment
    /// can be made out.
    pub fn read(text: &str) -> Option<(Self, Vec<TimeFlaw>)> {
        let mut flaws = Vec::new();
        let mut rest = Cursor(text.trim().as_bytes());
        let (year, month, day) = (rest.number(4)?, rest.after(b"-", 2)?, rest.after(b"-", 2)?);
        if rest.eat(b" \t\n\rt") {
            while rest.eat(b" \t\n\r") {}
            flaws.push(TimeFlaw::Separator);
        } else if !rest.eat(b"T") {
            return None;
        }
        let (hour, minute) = (rest.number(2)?, rest.after(b":", 2)?);
        let second = if let Some(second) = rest.after(b":", 2) {
            second
        } else {
            flaws.push(TimeFlaw::NoSeconds);
            0
        };
        if rest.eat(b".") {
            while rest.digit().is_some() {}
            flaws.push(TimeFlaw::Fraction);
        }
        let offset_min = rest.zone(&mut flaws)?;
        let unix_s = utc_seconds([year, month, day], [hour, minute, second])?;
        Some((
            Self::new(unix_s - i64::from(offset_min) * 60, offset_min)?,
            flaws,
        ))
    }
}

/// Seconds from 1970 of a civil time taken as UTC. Midnight may be written `24:00:00` (XML Schema).
fn utc_seconds(date: [i16; 3], time: [i16; 3]) -> Option<i64> {
    let [month, day] = [i8::try_from(date[1]).ok()?, i8::try_from(date[2]).ok()?];
    let days = i64::from(time == [24, 0, 0]);
    let hour = if days == 1 {
        0
    } else {
        i8::try_from(time[0]).ok()?
    };
    let (minute, second) = (i8::try_from(time[1]).ok()?, i8::try_from(time[2]).ok()?);
    let civil = civil::Date::new(date[0], month, day).ok()?;
    let clock = civil::Time::new(hour, minute, second, 0).ok()?;
    let moment = jiff::tz::Offset::UTC
        .to_timestamp(civil.to_datetime(clock))
        .ok()?;
    Some(moment.as_second() + days * 86_400)
}

/// What is left to read of a written moment.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn eat(&mut self, any_of: &[u8]) -> bool {
        let here = self.0.first().is_some_and(|byte| any_of.contains(byte));
        if here {
            self.0 = &self.0[1..];
        }
        here
    }

    fn digit(&mut self) -> Option<i16> {
        let digit = self.0.first().filter(|byte| byte.is_ascii_digit())?;
        self.0 = &self.0[1..];
        Some(i16::from(digit - b'0'))
    }

    /// Exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i16> {
        (0..digits).try_fold(0, |sum, _| Some(sum * 10 + self.digit()?))
    }

    fn after(&mut self, separator: &[u8], digits: usize) -> Option<i16> {
        self.eat(separator).then(|| self.number(digits)).flatten()
    }

    /// The zone at the end, in minutes east of UTC.
    fn zone(&mut self, flaws: &mut Vec<TimeFlaw>) -> Option<i16> {
        while self.eat(b" ") {
            flaws.push(TimeFlaw::Separator);
        }
        if self.0.is_empty() {
            flaws.push(TimeFlaw::NoZone);
            return Some(0);
        }
        if matches!(self.0, b"Z" | b"z" | b"UTC" | b"GMT") {
            flaws.push(TimeFlaw::LetterZone);
            return Some(0);
        }
        let east = self.eat(b"+");
        if !east && !self.eat(b"-") {
            return None;
        }
        let hours = self.number(2)?;
        if !self.eat(b":") {
            flaws.push(TimeFlaw::Separator);
        }
        let minutes = if self.0.is_empty() {
            0
        } else {
            self.number(2)?
        };
        if !self.0.is_empty() || minutes > 59 {
            return None;
        }
        let total = hours * 60 + minutes;
        if east && total == 0 {
            flaws.push(TimeFlaw::PlusZero);
        }
        Some(if east { total } else { -total })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local_s = self.unix_s + i64::from(self.offset_min) * 60;
        // Always in range: the constructors keep a day's distance from the ends.
        let stamp = jiff::Timestamp::from_second(local_s).map_err(|_| fmt::Error)?;
        let local = jiff::tz::Offset::UTC.to_datetime(stamp);
        let (sign, minutes) = if self.offset_min > 0 {
            ('+', self.offset_min)
        } else {
            ('-', -self.offset_min)
        };
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            local.year(),
            local.month(),
            local.day(),
            local.hour(),
            local.minute(),
            local.second(),
            minutes / 60,
            minutes % 60
        )
    }
}

/// A text that is not `YYYY-MM-DDThh:mm:ss±hh:mm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAMoment(String);

impl fmt::Display for NotAMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not a moment written YYYY-MM-DDThh:mm:ss±hh:mm, UTC being -00:00",
            self.0
        )
    }
}

impl std::error::Error for NotAMoment {}

impl FromStr for DateTime {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        match Self::read(text) {
            Some((moment, flaws)) if flaws.is_empty() && text.trim().len() == text.len() => {
                Ok(moment)
            }
            _ => Err(NotAMoment(text.to_owned())),
        }
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (String, Vec<TimeFlaw>) {
        let (moment, flaws) = DateTime::read(text).unwrap();
        (moment.to_string(), flaws)
    }

    #[test]
    fn a_moment_keeps_the_offset_of_its_sender() {
        assert_eq!(
            read("2023-12-08T04:10:00+03:00"),
            ("2023-12-08T04:10:00+03:00".into(), vec![])
        );
        assert_eq!(
            DateTime::from_unix_ms(1_702_008_600_999).to_string(),
            "2023-12-08T04:10:00-00:00"
        );
    }

    #[test]
    fn sloppy_writing_is_understood_and_named() {
        use TimeFlaw::{Fraction, LetterZone, NoSeconds, NoZone, PlusZero, Separator};
        let utc = "2023-12-08T04:10:00-00:00";
        assert_eq!(
            read(" 2023-12-08T04:10:00Z\n"),
            (utc.into(), vec![LetterZone])
        );
        assert_eq!(
            read("2023-12-08T04:10:00+00:00"),
            (utc.into(), vec![PlusZero])
        );
        assert_eq!(
            read("2023-12-08 04:10:00.123"),
            (utc.into(), vec![Separator, Fraction, NoZone])
        );
        assert_eq!(
            read("2023-12-08T04:10-0000"),
            (utc.into(), vec![NoSeconds, Separator])
        );
        assert_eq!(
            read("2023-12-07T24:00:00-00:00").0,
            "2023-12-08T00:00:00-00:00"
        );
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "yesterday",
            "2023-13-08T04:10:00-00:00",
            "2023-12-08",
            "2023-12-08T04:10:00,00:00",
        ] {
            assert_eq!(DateTime::read(text), None, "{text}");
        }
        assert!("2023-12-08T04:10:00Z".parse::<DateTime>().is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(unix_s in UNIX_RANGE_S.0..=UNIX_RANGE_S.1, offset in -840_i16..=840) {
            let moment = DateTime::new(unix_s, offset).unwrap();
            prop_assert_eq!(moment.to_string().parse::<DateTime>(), Ok(moment));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9TZ:+ .-]{0,30}") {
            let _ = DateTime::read(&text);
        }
    }
}
