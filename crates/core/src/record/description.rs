//! What an incident is, as an officer classifies it: its kind, when and where, each as exactly as it is known.

use crate::audience::area::Point;
use crate::ids::{IncidentKind, OfficerId, ZoneId};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How exactly a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimePrecision {
    /// To the second: measured.
    Exact,
    /// Within a quarter of an hour: "about four in the morning".
    About,
    /// Some time in the six hours around it: "before dawn".
    PartOfDay,
    /// Some time that day.
    Day,
    /// Some time that week.
    Week,
    /// Some time that month.
    Month,
    /// Some time that year.
    Year,
}

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

/// A time, and how exactly it is known. Of a day, a week, a month or a year it is the beginning, in the
/// place's own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The time.
    pub at: Timestamp,
    /// How exactly.
    pub precision: TimePrecision,
}

impl When {
    /// The earliest and the latest that it may have been. Months and years are taken at their longest.
    pub fn span(self) -> (Timestamp, Timestamp) {
        let (before_ms, after_ms) = match self.precision {
            TimePrecision::Exact => (0, 0),
            TimePrecision::About => (15 * MINUTE_MS, 15 * MINUTE_MS),
            TimePrecision::PartOfDay => (180 * MINUTE_MS, 180 * MINUTE_MS),
            TimePrecision::Day => (0, DAY_MS - 1),
            TimePrecision::Week => (0, 7 * DAY_MS - 1),
            TimePrecision::Month => (0, 31 * DAY_MS - 1),
            TimePrecision::Year => (0, 366 * DAY_MS - 1),
        };
        (self.at.plus_ms(-before_ms), self.at.plus_ms(after_ms))
    }
}

/// How exactly a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacePrecision {
    /// To the building.
    Exact,
    /// Within a kilometre: "near the embassy".
    Near,
    /// Somewhere in the town.
    Town,
    /// Somewhere in the region.
    Region,
    /// Somewhere in the country.
    Country,
}

impl PlacePrecision {
    /// How far off the point may be, in metres: what a town, a region and a country usually measure.
    pub fn within_m(self) -> f64 {
        match self {
            Self::Exact => 50.0,
            Self::Near => 1_000.0,
            Self::Town => 10_000.0,
            Self::Region => 100_000.0,
            Self::Country => 1_000_000.0,
        }
    }
}

/// A place as it was said, and how exactly it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// In words: "near the embassy, in the centre of the capital".
    pub name: String,
    /// Where that is, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// How exactly.
    pub precision: PlacePrecision,
}

/// A row of somebody's table of incidents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// Which table, by a name the officer gave it.
    pub table: String,
    /// The row's own identifier in it.
    pub row: String,
}

impl Row {
    /// Both as one name; the table's has no slash.
    pub fn key(&self) -> String {
        format!("{}/{}", self.table, self.row)
    }
}

/// What an incident is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// What kind, by a name that tallies count by: `rocket_attack`.
    pub kind: IncidentKind,
    /// One line for people.
    pub title: String,
    /// Real, or of an exercise.
    pub status: Status,
    /// When it happened.
    pub when: When,
    /// Where.
    pub place: Spot,
    /// The zones of the site that it is about; empty when it happened elsewhere.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub zones: BTreeSet<ZoneId>,
    /// The row that it was taken from, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<Row>,
}

/// A description with its hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    /// Number of the entry.
    pub n: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: OfficerId,
    /// Why it was described anew; empty the first time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What it says.
    pub description: Description,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarse_time_is_a_span_and_an_exact_one_is_itself() {
        let at = Timestamp::from_unix_ms(1_702_000_800_000);
        let span = |precision| When { at, precision }.span();
        assert_eq!(span(TimePrecision::Exact), (at, at));
        assert_eq!(
            span(TimePrecision::About),
            (at.plus_ms(-900_000), at.plus_ms(900_000))
        );
        let (first, last) = span(TimePrecision::Day);
        assert_eq!((first, last.since_ms(first)), (at, 86_399_999));
    }

    #[test]
    fn each_coarser_precision_spans_more() {
        let at = Timestamp::from_unix_ms(0);
        let widths = [
            TimePrecision::Exact,
            TimePrecision::About,
            TimePrecision::PartOfDay,
            TimePrecision::Day,
            TimePrecision::Week,
            TimePrecision::Month,
            TimePrecision::Year,
        ]
        .map(|precision| {
            let (first, last) = When { at, precision }.span();
            last.since_ms(first)
        });
        assert!(widths.is_sorted());
    }
}
