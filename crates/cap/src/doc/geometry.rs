//! Places on the globe as CAP writes them: latitude first, decimal degrees, WGS 84.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A point in degrees. On the wire `lat,lon`, the opposite of GeoJSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub lat: f64,
    /// Degrees east, -180 to 180.
    pub lon: f64,
}

/// A ring of positions: at least four, the last equal to the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polygon(pub Vec<Position>);

/// A disc on the globe.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circle {
    /// Its centre.
    pub centre: Position,
    /// Its radius in kilometres; 0 is a point.
    pub radius_km: f64,
}

/// A text that names no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAPlace {
    found: String,
    wanted: &'static str,
}

impl fmt::Display for NotAPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is not {}", self.found, self.wanted)
    }
}

impl std::error::Error for NotAPlace {}

impl Position {
    /// A point by degrees north and east.
    pub const fn new(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }
}

impl Polygon {
    /// Whether the last position is the first.
    pub fn is_closed(&self) -> bool {
        self.0.len() > 1 && self.0.first() == self.0.last()
    }
}

/// A finite decimal number; `inf`, `nan` and the like are words.
pub(crate) fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    short_decimal(text).or_else(|| {
        let finite = |value: &f64| value.is_finite();
        text.parse()
            .ok()
            .filter(finite)
            .filter(|_| text.bytes().all(plain))
    })
}

/// A number of few digits, as every coordinate is: a polygon has hundreds. Its digits and the power of ten by which they
/// are divided are both exact, so that the quotient is the nearest number there is (Clinger 1990).
fn short_decimal(text: &str) -> Option<f64> {
    /// A whole number of so many digits is exact.
    const DIGITS_MAX: usize = 15;
    const POWERS: [f64; DIGITS_MAX + 1] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let (sign, written) = match text.as_bytes() {
        [b'-', written @ ..] => (-1.0, written),
        written => (1.0, written),
    };
    let mut digits = 0_u64;
    let mut point = None;
    for (nth, byte) in written.iter().enumerate().take(DIGITS_MAX + 2) {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(nth),
            _ => return None,
        }
    }
    let digits_count = written.len() - usize::from(point.is_some());
    let places = point.map_or(0, |point| written.len() - point - 1);
    if !(1..=DIGITS_MAX).contains(&digits_count) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact")]
    let value = digits as f64 / POWERS[places];
    Some(sign * value)
}

impl FromStr for Position {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        // Split by hand: to search a dozen bytes takes longer to prepare than to do.
        let comma = text.bytes().position(|byte| byte == b',');
        comma
            .and_then(|at| Some(Self::new(number(&text[..at])?, number(&text[at + 1..])?)))
            .ok_or_else(|| NotAPlace {
                found: text.to_owned(),
                wanted: "a position \"lat,lon\"",
            })
    }
}

impl FromStr for Polygon {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        /// Of a position with the blank after it: most have more, and the list seldom grows.
        const POSITION_BYTES: usize = 12;
        let mut ring = Vec::with_capacity(text.len() / POSITION_BYTES + 1);
        for position in text.split_ascii_whitespace() {
            ring.push(position.parse()?);
        }
        Ok(Self(ring))
    }
}

impl FromStr for Circle {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        text.split_once(' ')
            .and_then(|(centre, radius)| {
                Some(Self {
                    centre: centre.parse().ok()?,
                    radius_km: number(radius)?,
                })
            })
            .ok_or_else(|| NotAPlace {
                found: text.to_owned(),
                wanted: "a circle \"lat,lon radius\"",
            })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.lat, self.lon)
    }
}

impl fmt::Display for Polygon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, position) in self.0.iter().enumerate() {
            write!(f, "{}{position}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.centre, self.radius_km)
    }
}

// In JSON as in CAP, a text with the latitude first: two bare numbers would be taken for GeoJSON's order.
macro_rules! serde_as_text {
    ($($place:ty),+) => {$(
        impl Serialize for $place {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $place {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

serde_as_text!(Position, Polygon, Circle);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_polygon_writes_back_the_text_it_was_read_from() {
        let text = "33.2983,44.395 33.2983,44.4052 33.3061,44.4052 33.2983,44.395";
        let ring: Polygon = text.parse().unwrap();
        assert!(ring.is_closed());
        assert_eq!(ring.to_string(), text);
    }

    #[test]
    fn words_are_not_numbers() {
        assert!("NaN,inf".parse::<Position>().is_err());
        assert!("1,2,3,4".parse::<Polygon>().is_err());
        assert!("1,2".parse::<Circle>().is_err());
    }

    proptest! {
        #[test]
        fn numbers_of_few_digits_are_read_as_those_of_many(text in "-?[0-9]{0,10}\\.?[0-9]{0,10}") {
            let slow: Option<f64> = text.parse().ok();
            prop_assert_eq!(number(&text).map(f64::to_bits), slow.map(f64::to_bits));
        }

        #[test]
        fn places_read_back(lat in proptest::num::f64::NORMAL, lon in -180.0..180.0_f64) {
            let circle = Circle { centre: Position::new(lat, lon), radius_km: 12.5 };
            prop_assert_eq!(circle.to_string().parse::<Circle>(), Ok(circle));
        }
    }
}
