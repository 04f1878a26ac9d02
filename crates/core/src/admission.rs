//! How often one authority may put something before a second person: a bucket of turns that fills by
//! itself. Whoever has none left waits for the next, and is told when it comes; nothing is refused, and
//! what saves lives waits for nobody.

use crate::delivery::Lane;
use crate::ids::OfficerId;
use crate::shelf::Shelf;
use crate::site::TurnRule;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::Content;
use serde::{Deserialize, Serialize};

/// When the bucket of each authority is full again; whoever is not named has a full one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Turns(Shelf<OfficerId, Timestamp>);

impl Turns {
    /// When what an authority submits at `now` has its turn: at once, or later.
    pub fn next(&self, rule: TurnRule, by: &OfficerId, now: Timestamp) -> Timestamp {
        let at_once_ms = i64::from(rule.at_once.saturating_sub(1)) * turn_ms(rule);
        now.max(self.full_at(by, now).plus_ms(-at_once_ms))
    }

    /// One turn is taken, at once or ahead of its time.
    pub(crate) fn take(&mut self, rule: TurnRule, by: &OfficerId, now: Timestamp) {
        let full_at = self.full_at(by, now).plus_ms(turn_ms(rule));
        self.0.insert(by.clone(), full_at);
    }

    fn full_at(&self, by: &OfficerId, now: Timestamp) -> Timestamp {
        self.0.get(by).map_or(now, |full_at| (**full_at).max(now))
    }
}

fn turn_ms(rule: TurnRule) -> i64 {
    i64::from(rule.every_s) * 1_000
}

/// Whether people may be hurt while it waits. An exercise can wait.
pub fn saves_lives(content: &Content) -> bool {
    content.status == Status::Actual && Lane::of(content) == Lane::Life
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: TurnRule = TurnRule {
        at_once: 10,
        every_s: 6,
    };
    const TURN_MS: i64 = 6_000;
    const TURNS_AT_ONCE: u32 = RULE.at_once;

    #[test]
    fn so_many_have_their_turn_at_once_and_then_one_after_the_other() {
        let (mut turns, by) = (Turns::default(), OfficerId::new("amal"));
        let now = Timestamp::from_unix_ms(1_000);
        let mut waits = Vec::new();
        for _ in 0..TURNS_AT_ONCE + 3 {
            waits.push(turns.next(RULE, &by, now).since_ms(now));
            turns.take(RULE, &by, now);
        }
        let (at_once, later) = waits.split_at(TURNS_AT_ONCE as usize);
        assert!(at_once.iter().all(|wait_ms| *wait_ms == 0), "{waits:?}");
        assert_eq!(later, [TURN_MS, 2 * TURN_MS, 3 * TURN_MS]);
        assert_eq!(
            turns.next(RULE, &OfficerId::new("basil"), now),
            now,
            "each for itself"
        );
    }

    #[test]
    fn a_site_says_how_many_turns_there_are_and_how_often() {
        let rule = TurnRule {
            at_once: 1,
            every_s: 60,
        };
        let (mut turns, by) = (Turns::default(), OfficerId::new("amal"));
        let now = Timestamp::from_unix_ms(0);
        turns.take(rule, &by, now);
        assert_eq!(turns.next(rule, &by, now), now.plus_s(60));
        turns.take(rule, &by, now);
        assert_eq!(turns.next(rule, &by, now), now.plus_s(120));
    }

    proptest! {
        /// As a bucket that is looked at every millisecond would give them.
        #[test]
        fn turns_come_as_a_bucket_that_fills_gives_them(
            pauses_ms in prop::collection::vec(prop_oneof![Just(0), 0..3 * TURN_MS, 0..30 * TURN_MS], 1..80),
        ) {
            let (mut turns, by) = (Turns::default(), OfficerId::new("amal"));
            let mut now = Timestamp::from_unix_ms(0);
            let mut given: Vec<Timestamp> = Vec::new();
            for pause_ms in pauses_ms {
                now = now.plus_ms(pause_ms);
                let turn = turns.next(RULE, &by, now);
                turns.take(RULE, &by, now);
                prop_assert!(turn >= now, "no turn lies in the past");
                prop_assert!(given.last().is_none_or(|last| *last <= turn), "nobody overtakes");
                given.push(turn);
                // Never more within a span than those at once and what has filled since.
                for (n, first) in given.iter().enumerate() {
                    let span = given[n..].iter().filter(|at| at.since_ms(*first) <= turn.since_ms(*first));
                    let most = i64::from(TURNS_AT_ONCE) + turn.since_ms(*first) / TURN_MS;
                    prop_assert!(i64::try_from(span.count()).is_ok_and(|count| count <= most));
                }
                // And never later than the bucket allows: the turn before last was no further away.
                let waited_for = given.len().checked_sub(1 + TURNS_AT_ONCE as usize);
                let earliest = waited_for.map_or(now, |n| given[n].plus_ms(TURN_MS)).max(now);
                prop_assert!(turn <= earliest.max(given.iter().rev().nth(1).map_or(now, |last| last.plus_ms(TURN_MS))));
            }
        }
    }
}
