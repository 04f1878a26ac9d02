//! The state of one listener's link: what it has, whether it lives, and when it comes back. The caller holds the
//! clock, in milliseconds since any moment, and the chance, from 0 to just under 1.

use crate::cell::{Cell, concerns};
use crate::wire::{Heartbeat, Live};
use std::collections::BTreeSet;

/// Numbers remembered to drop doubles: far more than a server keeps.
const SEEN_MAX: usize = 10_000;
/// Grace behind two heartbeats, in milliseconds.
const GRACE_MS: u64 = 1_000;
/// What two heartbeats and the grace are before one has said how often it comes.
const LOST_AFTER_MS: u64 = 21_000;
/// Shortest rest before coming back, in milliseconds: a server that starts again is given a breath.
const REST_MIN_MS: u64 = 200;
/// Longest, in milliseconds: a warning must not wait longer for its reader.
const REST_MAX_MS: u64 = 10_000;

/// What may be said of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Not connected, or nothing heard yet. Nothing may be said of what goes on.
    Connecting,
    /// A heartbeat came in time.
    Alive,
    /// Two heartbeats are missing. Never green.
    LinkLost,
}

/// When and from where to connect again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Rest so long first, in milliseconds.
    pub rest_ms: u64,
    /// Ask for what came after this number; without one for what is live.
    pub since: Option<u64>,
}

/// One listener's link.
#[derive(Clone, Debug)]
pub struct Link {
    cell: Option<Cell>,
    last: Option<u64>,
    seen: BTreeSet<u64>,
    beat_at: Option<i64>,
    live: Vec<Live>,
    heard_ms: u64,
    lost_after_ms: u64,
    tries: u32,
    is_open: bool,
}

impl Link {
    /// A link that begins now; with the cell that the server was given, if it was given one.
    pub fn new(now_ms: u64, cell: Option<Cell>) -> Self {
        Self {
            cell,
            last: None,
            seen: BTreeSet::new(),
            beat_at: None,
            live: Vec::new(),
            heard_ms: now_ms,
            lost_after_ms: LOST_AFTER_MS,
            tries: 0,
            is_open: false,
        }
    }

    /// A bulletin that was believed. False when it came before.
    pub fn bulletin(&mut self, n: u64) -> bool {
        if !self.seen.insert(n) {
            return false;
        }
        if self.seen.len() > SEEN_MAX {
            self.seen.pop_first();
        }
        self.last = self.last.max(Some(n));
        true
    }

    /// A heartbeat that was believed. One that was heard before is no sign of life: it may be a recording.
    pub fn heartbeat(&mut self, heartbeat: &Heartbeat, now_ms: u64) {
        if self.beat_at.is_some_and(|at| heartbeat.at < at) {
            return;
        }
        if self.beat_at == Some(heartbeat.at) {
            // The server's latest, given once more to who came back: it extends nothing.
            self.is_open = true;
            return;
        }
        self.beat_at = Some(heartbeat.at);
        self.heard_ms = now_ms;
        self.lost_after_ms = 2_000 * u64::from(heartbeat.every_s) + GRACE_MS;
        self.live.clone_from(&heartbeat.live);
        self.tries = 0;
        self.is_open = true;
    }

    /// The connection ended or gave nothing: when to come back. Not all in the same moment.
    pub fn closed(&mut self, chance: f64) -> Next {
        self.is_open = false;
        let rest_ms = rest_ms(self.tries, chance);
        self.tries = self.tries.saturating_add(1);
        Next {
            rest_ms,
            since: self.last,
        }
    }

    /// What may be said now.
    pub fn state(&self, now_ms: u64) -> LinkState {
        if now_ms.saturating_sub(self.heard_ms) >= self.lost_after_ms {
            LinkState::LinkLost
        } else if self.is_open && self.beat_at.is_some() {
            LinkState::Alive
        } else {
            LinkState::Connecting
        }
    }

    /// What the last heartbeat names, what this listener should have, and has not: warnings in force whose text is
    /// missing. What went to other cells is not among them.
    pub fn missing(&self) -> Vec<u64> {
        let comes = |live: &&Live| self.cell.as_ref().is_none_or(|cell| concerns(live, cell));
        let named = self.live.iter().filter(comes).map(|live| live.n);
        named.filter(|n| !self.seen.contains(n)).collect()
    }
}

/// How long to rest before try number `tries`, from 0: spread over the whole range, so that a hundred thousand readers
/// of one server do not come back in the same moment.
pub fn rest_ms(tries: u32, chance: f64) -> u64 {
    let most = REST_MAX_MS.min(1_000 << tries.min(10));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "at most 10,000"
    )]
    let rest = (chance.clamp(0.0, 1.0) * (most - REST_MIN_MS) as f64).round() as u64;
    REST_MIN_MS + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn beat(at: i64, live: Vec<Live>) -> Heartbeat {
        Heartbeat {
            v: 1,
            at,
            every_s: 10,
            n: 9,
            live,
        }
    }

    fn live(n: u64, cells: Option<&[&str]>) -> Live {
        let cells = cells.map(|cells| cells.iter().map(|cell| (*cell).to_owned()).collect());
        Live {
            warning: n,
            n,
            status: "exercise".to_owned(),
            cells,
        }
    }

    #[test]
    fn two_missed_heartbeats_are_a_lost_link_and_one_is_not() {
        let mut link = Link::new(0, None);
        assert_eq!(link.state(20_999), LinkState::Connecting);
        assert_eq!(link.state(21_000), LinkState::LinkLost);
        link.heartbeat(&beat(1, vec![]), 30_000);
        assert_eq!(link.state(50_999), LinkState::Alive);
        assert_eq!(link.state(51_000), LinkState::LinkLost);
        // A recording brings nothing back to life, and neither does the same once more.
        link.heartbeat(&beat(0, vec![]), 51_000);
        link.heartbeat(&beat(1, vec![]), 51_000);
        assert_eq!(link.state(51_000), LinkState::LinkLost);
        link.heartbeat(&beat(2, vec![]), 52_000);
        assert_eq!(link.state(52_000), LinkState::Alive);
        link.closed(0.5);
        assert_eq!(link.state(52_001), LinkState::Connecting);
    }

    #[test]
    fn it_comes_back_by_number_and_not_with_everybody_else() {
        let mut link = Link::new(0, None);
        assert_eq!(
            link.closed(0.0),
            Next {
                rest_ms: 200,
                since: None
            }
        );
        assert!(link.bulletin(7) && !link.bulletin(7) && link.bulletin(5));
        assert_eq!(
            link.closed(0.5),
            Next {
                rest_ms: 1_100,
                since: Some(7)
            }
        );
        for _ in 0..20 {
            assert!((200..=10_000).contains(&link.closed(0.999).rest_ms));
        }
        link.heartbeat(&beat(1, vec![]), 0);
        assert!(
            link.closed(0.999).rest_ms <= 1_000,
            "a heartbeat begins anew"
        );
    }

    #[test]
    fn what_went_to_other_cells_is_not_missing() {
        let here = Place {
            lat: 33.3025,
            lon: 44.395,
            ..Place::default()
        };
        let named = vec![
            live(3, None),
            live(4, Some(&["svzt6"])),
            live(5, Some(&["u4pru"])),
        ];
        let mut link = Link::new(0, Some(Cell::of(&here, 5)));
        link.heartbeat(&beat(1, named.clone()), 0);
        assert_eq!(link.missing(), [3, 4]);
        link.bulletin(4);
        assert_eq!(link.missing(), [3]);
        let mut everywhere = Link::new(0, None);
        everywhere.heartbeat(&beat(1, named), 0);
        assert_eq!(everywhere.missing(), [3, 4, 5]);
    }
}
