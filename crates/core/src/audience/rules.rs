//! When somebody is not to be disturbed, and when a place counts that they care about. What threatens a
//! life asks nobody's leave.

use crate::decision::standing_order::hours::Hours;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vigie_cap::doc::{Severity, Urgency};

/// One person's rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Not to be disturbed then, unless a life is threatened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quiet: Vec<Hours>,
    /// When a kind of place counts, such as a school on weekdays; one that is not named always does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<String, Vec<Hours>>,
}

/// Whether a danger threatens lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peril {
    /// It does, or nobody says that it does not.
    Life,
    /// It is said to be lesser, or later.
    Lesser,
}

/// For how long somebody is where they were seen, without a doubt, in milliseconds: an hour's walk or a short
/// drive.
pub const SIGHT_FRESH_MS: i64 = 3_600_000;

/// For how long they may still be there, in milliseconds. In doubt somebody is warned, and it is said of how many
/// there is doubt; who was elsewhere for a week is not there.
pub const SIGHT_KEPT_MS: i64 = 7 * 86_400_000;

/// How much is to be given on where somebody was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// They are there.
    Fresh,
    /// They may be there; it counts when no other place of theirs does.
    Old,
    /// They are not there.
    Over,
}

impl Sight {
    /// Of somebody who was seen at a time. Clocks that run ahead make nobody vanish.
    pub fn of(seen_at: Timestamp, now: Timestamp) -> Self {
        let age_ms = now.since_ms(seen_at);
        if age_ms <= SIGHT_FRESH_MS {
            Self::Fresh
        } else if age_ms < SIGHT_KEPT_MS {
            Self::Old
        } else {
            Self::Over
        }
    }
}

impl Peril {
    /// Of an info. What is unknown threatens lives until somebody says otherwise.
    pub fn of(severity: Severity, urgency: Urgency) -> Self {
        let is_lesser = matches!(severity, Severity::Moderate | Severity::Minor)
            || matches!(urgency, Urgency::Future | Urgency::Past);
        if is_lesser { Self::Lesser } else { Self::Life }
    }
}

impl Rules {
    /// Reads what the registry keeps; nothing at all is no rules. `None` if it is of another form.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        serde_json::from_str(text).ok()
    }

    /// What is wrong with them.
    pub fn fault(&self) -> Option<String> {
        let hours = self.quiet.iter().chain(self.places.values().flatten());
        hours.into_iter().find_map(Hours::fault)
    }

    /// Whether a place of this kind counts at a time.
    pub fn count_at(&self, kind: &str, now: Timestamp) -> bool {
        let schedule = self.places.get(kind);
        schedule.is_none_or(|hours| hours.iter().any(|hours| hours.hold(now)))
    }

    /// Whether the person is to be left alone.
    pub fn silence(&self, peril: Peril, now: Timestamp) -> bool {
        match peril {
            Peril::Life => false,
            Peril::Lesser => self.quiet.iter().any(|hours| hours.hold(now)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours(from_min: u16, to_min: u16) -> Hours {
        Hours {
            time_zone: "Europe/Paris".to_owned(),
            from_min,
            to_min,
            days: std::collections::BTreeSet::new(),
        }
    }

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().unwrap();
        Timestamp::from_unix_ms(at.as_millisecond())
    }

    #[test]
    fn a_night_is_quiet_for_what_can_wait() {
        let rules = Rules {
            quiet: vec![hours(22 * 60, 6 * 60)],
            ..Rules::default()
        };
        let (night, noon) = (at("2026-01-03T23:00:00Z"), at("2026-01-03T11:00:00Z"));
        assert!(rules.silence(Peril::Lesser, night));
        assert!(!rules.silence(Peril::Lesser, noon));
        assert!(!rules.silence(Peril::Life, night));
    }

    #[test]
    fn a_school_counts_while_it_is_open_and_a_home_always() {
        let rules =
            Rules::parse(r#"{"places":{"school":[{"time_zone":"Europe/Paris","from_min":480,"to_min":960,"days":["mon"]}]}}"#)
                .unwrap();
        assert_eq!(rules.fault(), None);
        let (monday, night) = (at("2026-01-05T09:00:00Z"), at("2026-01-05T20:00:00Z"));
        assert!(rules.count_at("school", monday) && !rules.count_at("school", night));
        assert!(rules.count_at("home", night));
    }

    #[test]
    fn what_nobody_calls_lesser_threatens_lives() {
        use {Severity as S, Urgency as U};
        assert_eq!(Peril::of(S::Unknown, U::Unknown), Peril::Life);
        assert_eq!(Peril::of(S::Extreme, U::Immediate), Peril::Life);
        assert_eq!(Peril::of(S::Minor, U::Immediate), Peril::Lesser);
        assert_eq!(Peril::of(S::Severe, U::Future), Peril::Lesser);
    }

    proptest! {
        #[test]
        fn no_rule_silences_what_threatens_lives(
            quiet in proptest::collection::vec((0..1440_u16, 1..=1440_u16), 0..6),
            now in 0..4_000_000_000_000_i64,
        ) {
            let quiet = quiet.into_iter().map(|(from, to)| hours(from, to)).collect();
            let rules = Rules { quiet, ..Rules::default() };
            prop_assert!(!rules.silence(Peril::Life, Timestamp::from_unix_ms(now)));
        }
    }
}
