//! What a client may say of the live wire, and no more: the rules of `docs/manual/live-wire.md` as a
//! value that is told what came and what time it is. Silence is not safety, an end is said and never
//! inferred, and of two bulletins of one warning the greater number holds.

use super::bulletin::{Bulletin, Heartbeat, LiveEntry};
use std::collections::BTreeMap;
use vigie_core::time::Timestamp;
use vigie_core::wording::Act;

/// Grace behind two heartbeats.
const GRACE_MS: u64 = 1_000;
/// Silence that counts as lost before a heartbeat has said how soon another follows: two of ten seconds.
pub const LOST_AFTER_MS: u64 = 20_000 + GRACE_MS;
/// How long a bulletin that a heartbeat names may be late before it is asked for.
pub const MISSING_GRACE_MS: u64 = 1_000;
/// How often one missing bulletin is asked for.
const MISSING_ASKS_MAX: u8 = 3;
/// Ended warnings that are kept to be shown.
const ENDED_KEPT: usize = 5;

/// How the link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not yet heard.
    Connecting,
    /// A heartbeat came in time.
    Alive,
    /// Two heartbeats are missing: nothing may be said of what is going on.
    Lost,
}

/// How a warning that is held stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// People are being warned.
    Live,
    /// A bulletin said that it ended.
    Ended,
    /// It is gone from the server's list, and no bulletin said why: not an all clear.
    EndedUnseen,
}

/// A warning as held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its last bulletin.
    pub bulletin: Bulletin,
    /// How it stands.
    pub standing: Standing,
}

/// What is known of one server. Times are milliseconds of a clock that never goes back.
#[derive(Clone, Debug)]
pub struct Picture {
    link: Link,
    /// When the last heartbeat came, or this began.
    alive_at_ms: u64,
    beat: Option<Heartbeat>,
    held: BTreeMap<u64, Held>,
    last_n: Option<u64>,
    asked: BTreeMap<u64, u8>,
    refused: u64,
}

impl Picture {
    /// Nothing is known yet.
    pub fn new(now_ms: u64) -> Self {
        Self {
            link: Link::Connecting,
            alive_at_ms: now_ms,
            beat: None,
            held: BTreeMap::new(),
            last_n: None,
            asked: BTreeMap::new(),
            refused: 0,
        }
    }

    /// How the link stands.
    pub fn link(&self) -> Link {
        self.link
    }

    /// Milliseconds since the last sign of life.
    pub fn silent_ms(&self, now_ms: u64) -> u64 {
        now_ms.saturating_sub(self.alive_at_ms)
    }

    /// The server's clock at its last heartbeat.
    pub fn last_beat(&self) -> Option<Timestamp> {
        self.beat.as_ref().map(|beat| beat.at)
    }

    /// Warnings, newest first: live ones and the last ended ones.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        let mut all: Vec<&Held> = self.held.values().collect();
        all.sort_by_key(|held| std::cmp::Reverse(held.bulletin.n));
        all.into_iter()
    }

    /// Live warnings whose text has not come.
    pub fn missing(&self) -> Vec<u64> {
        let live = self.beat.iter().flat_map(|beat| &beat.live);
        let is_held = |entry: &&LiveEntry| {
            let held = self.held.get(&entry.warning);
            held.is_some_and(|held| held.bulletin.n >= entry.n)
        };
        live.filter(|entry| !is_held(entry))
            .map(|entry| entry.n)
            .collect()
    }

    /// Texts that were not believed.
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// The greatest number received.
    pub fn last_n(&self) -> Option<u64> {
        self.last_n
    }

    /// A proven bulletin came. Says whether it is news.
    pub fn bulletin(&mut self, bulletin: Bulletin) -> bool {
        self.last_n = self.last_n.max(Some(bulletin.n));
        let known = self.held.get(&bulletin.warning);
        if known.is_some_and(|known| known.bulletin.n >= bulletin.n) {
            return false;
        }
        let standing = if bulletin.act.ends() {
            Standing::Ended
        } else {
            Standing::Live
        };
        let held = Held { bulletin, standing };
        self.held.insert(held.bulletin.warning, held);
        self.forget();
        true
    }

    /// A proven heartbeat came. One that is not newer than the last may be a recording: it is no sign
    /// of life.
    pub fn heartbeat(&mut self, beat: Heartbeat, now_ms: u64) {
        if self.last_beat().is_some_and(|last| beat.at <= last) {
            return;
        }
        for held in self.held.values_mut() {
            let listed = beat
                .live
                .iter()
                .any(|entry| entry.warning == held.bulletin.warning);
            if held.standing == Standing::Live && held.bulletin.n <= beat.n && !listed {
                held.standing = Standing::EndedUnseen;
            }
        }
        self.alive_at_ms = now_ms;
        self.link = Link::Alive;
        self.beat = Some(beat);
    }

    /// A text was not believed.
    pub fn disbelieved(&mut self) {
        self.refused += 1;
    }

    /// The connection ended; what is known stays until it is too old.
    pub fn disconnected(&mut self) {
        if self.link == Link::Alive {
            self.link = Link::Connecting;
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now_ms: u64) {
        let every_s = self.beat.as_ref().map(|beat| u64::from(beat.every_s));
        let lost_after_ms = every_s.map_or(LOST_AFTER_MS, |every_s| 2_000 * every_s + GRACE_MS);
        if self.silent_ms(now_ms) >= lost_after_ms {
            self.link = Link::Lost;
        }
    }

    /// The number after which to ask again, when a bulletin that a heartbeat named is late.
    pub fn ask_after(&mut self, now_ms: u64) -> Option<u64> {
        if self.silent_ms(now_ms) < MISSING_GRACE_MS {
            return None;
        }
        let asked = |n: &u64| self.asked.get(n).copied().unwrap_or(0);
        let late: Vec<u64> = self
            .missing()
            .into_iter()
            .filter(|n| asked(n) < MISSING_ASKS_MAX)
            .collect();
        for n in &late {
            *self.asked.entry(*n).or_default() += 1;
        }
        late.into_iter().min().map(|n| n.saturating_sub(1))
    }

    fn forget(&mut self) {
        let mut ended: Vec<(u64, u64)> = self
            .held
            .values()
            .filter(|held| held.standing != Standing::Live)
            .map(|held| (held.bulletin.n, held.bulletin.warning))
            .collect();
        ended.sort_unstable();
        let surplus = ended.len().saturating_sub(ENDED_KEPT);
        for (_, warning) in ended.into_iter().take(surplus) {
            self.held.remove(&warning);
        }
    }
}

/// What an act is called, for people.
pub fn act_shown(act: Act) -> &'static str {
    match act {
        Act::Alert => "ALERT",
        Act::Update => "UPDATE",
        Act::AllClear => "ALL CLEAR",
        Act::Retraction => "FALSE ALARM",
        Act::Expiry => "NOT RENEWED (no all clear)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use vigie_core::status::Status;

    fn bulletin(n: u64, warning: u64, act: Act) -> Bulletin {
        Bulletin {
            v: 1,
            n,
            warning,
            alert: n,
            act,
            status: Status::Exercise,
            danger: "rockets".into(),
            sent: Timestamp::from_unix_ms(1),
            expires: None,
            source: "us".into(),
            code: "ABCD-EFGH".into(),
            area: crate::listen::Where {
                desc: "here".into(),
                ..crate::listen::Where::default()
            },
            texts: BTreeMap::new(),
            zones: None,
        }
    }

    fn beat(at: i64, n: u64, live: &[(u64, u64)]) -> Heartbeat {
        let entry = |(warning, n): &(u64, u64)| LiveEntry {
            warning: *warning,
            n: *n,
            act: Act::Alert,
            status: Status::Exercise,
        };
        Heartbeat {
            v: 1,
            at: Timestamp::from_unix_ms(at),
            every_s: 10,
            n,
            live: live.iter().map(entry).collect(),
            zones: None,
        }
    }

    fn standings(picture: &Picture) -> Vec<(u64, Standing)> {
        let of = |held: &Held| (held.bulletin.warning, held.standing);
        picture.held().map(of).collect()
    }

    #[test]
    fn silence_is_called_lost_and_only_a_new_heartbeat_ends_it() {
        let mut picture = Picture::new(0);
        picture.heartbeat(beat(100, 1, &[]), 1_000);
        assert_eq!(picture.link(), Link::Alive);
        picture.tick(1_000 + LOST_AFTER_MS - 1);
        assert_eq!(picture.link(), Link::Alive);
        picture.tick(1_000 + LOST_AFTER_MS);
        assert_eq!(picture.link(), Link::Lost);
        picture.heartbeat(beat(100, 1, &[]), 30_000);
        assert_eq!(picture.link(), Link::Lost, "a recording is no sign of life");
        picture.heartbeat(beat(101, 1, &[]), 30_000);
        assert_eq!(picture.link(), Link::Alive);
    }

    #[test]
    fn how_long_silence_may_be_is_what_the_server_said() {
        let mut picture = Picture::new(0);
        let hasty = Heartbeat {
            every_s: 2,
            ..beat(100, 1, &[])
        };
        picture.heartbeat(hasty, 1_000);
        picture.tick(5_999);
        assert_eq!(picture.link(), Link::Alive);
        picture.tick(6_000);
        assert_eq!(picture.link(), Link::Lost);
    }

    #[test]
    fn a_later_bulletin_of_another_warning_does_not_hide_one_that_is_missing() {
        let mut picture = Picture::new(0);
        picture.bulletin(bulletin(9, 9, Act::Alert));
        picture.heartbeat(beat(1, 9, &[(7, 7), (9, 9)]), 10);
        assert_eq!(picture.missing(), [7]);
    }

    #[test]
    fn a_server_that_never_speaks_is_lost_and_not_merely_connecting() {
        let mut picture = Picture::new(500);
        picture.tick(500 + LOST_AFTER_MS);
        assert_eq!(picture.link(), Link::Lost);
    }

    #[test]
    fn the_greater_number_holds_whatever_comes_first() {
        let mut picture = Picture::new(0);
        assert!(picture.bulletin(bulletin(9, 7, Act::AllClear)));
        assert!(!picture.bulletin(bulletin(7, 7, Act::Alert)));
        assert_eq!(standings(&picture), [(7, Standing::Ended)]);
    }

    #[test]
    fn a_warning_that_leaves_the_list_has_ended_unseen() {
        let mut picture = Picture::new(0);
        picture.bulletin(bulletin(7, 7, Act::Alert));
        picture.heartbeat(beat(1, 6, &[]), 10);
        assert_eq!(standings(&picture), [(7, Standing::Live)]);
        picture.heartbeat(beat(2, 8, &[]), 20);
        assert_eq!(standings(&picture), [(7, Standing::EndedUnseen)]);
    }

    #[test]
    fn a_bulletin_that_a_heartbeat_names_is_asked_for_three_times() {
        let mut picture = Picture::new(0);
        picture.heartbeat(beat(1, 8, &[(7, 7)]), 10);
        assert_eq!(picture.missing(), [7]);
        assert_eq!(picture.ask_after(500), None);
        for _ in 0..3 {
            assert_eq!(picture.ask_after(2_000), Some(6));
        }
        assert_eq!(picture.ask_after(2_000), None);
        picture.bulletin(bulletin(7, 7, Act::Alert));
        assert!(picture.missing().is_empty());
    }
}
