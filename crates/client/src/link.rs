//! The state of one listener's link: what it has, whether it lives, and when it comes back. The caller holds the
//! clock, in milliseconds since any moment, and the chance, from 0 to just under 1.

use crate::cell::{Cell, concerns};
use crate::wire::{Bulletin, Heartbeat, Live};
use std::collections::BTreeMap;

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

/// What something that came is to a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Came {
    /// It is news.
    New,
    /// It came before.
    Known,
    /// It is news, and shows that the server was restored from a backup and gives numbers again: drop every bulletin
    /// of before, and connect again.
    Anew,
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
    /// The codes of what was seen: two of one number are of two journals.
    seen: BTreeMap<u64, String>,
    beat_at: Option<i64>,
    beat_n: u64,
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
            seen: BTreeMap::new(),
            beat_at: None,
            beat_n: 0,
            live: Vec::new(),
            heard_ms: now_ms,
            lost_after_ms: LOST_AFTER_MS,
            tries: 0,
            is_open: false,
        }
    }

    /// A bulletin that was believed.
    pub fn bulletin(&mut self, bulletin: &Bulletin) -> Came {
        let n = bulletin.n;
        let known = self.seen.get(&n).map(|code| *code == bulletin.code);
        let came = match known {
            Some(true) => return Came::Known,
            Some(false) => {
                self.forget();
                Came::Anew
            }
            None => Came::New,
        };
        self.seen.insert(n, bulletin.code.clone());
        if self.seen.len() > SEEN_MAX {
            self.seen.pop_first();
        }
        self.last = self.last.max(Some(n));
        came
    }

    /// A heartbeat that was believed. One that was heard before is no sign of life: it may be a recording.
    pub fn heartbeat(&mut self, heartbeat: &Heartbeat, now_ms: u64) -> Came {
        if self.beat_at.is_some_and(|at| heartbeat.at < at) {
            return Came::Known;
        }
        if self.beat_at == Some(heartbeat.at) {
            // The server's latest, given once more to who came back: it extends nothing.
            self.is_open = true;
            return Came::Known;
        }
        let came = if heartbeat.n < self.beat_n {
            self.forget();
            Came::Anew
        } else {
            Came::New
        };
        self.beat_at = Some(heartbeat.at);
        self.beat_n = heartbeat.n;
        self.heard_ms = now_ms;
        self.lost_after_ms = 2_000 * u64::from(heartbeat.every_s) + GRACE_MS;
        self.live.clone_from(&heartbeat.live);
        self.tries = 0;
        self.is_open = true;
        came
    }

    /// Numbers begin anew.
    fn forget(&mut self) {
        self.seen.clear();
        self.last = None;
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
        named.filter(|n| !self.seen.contains_key(n)).collect()
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
    use crate::wire::Area;

    fn beat(at: i64, live: Vec<Live>) -> Heartbeat {
        Heartbeat {
            v: 1,
            at,
            every_s: 10,
            n: 9,
            live,
        }
    }

    fn came(link: &mut Link, n: u64, code: &str) -> Came {
        link.bulletin(&Bulletin {
            v: 1,
            n,
            warning: n,
            act: "alert".to_owned(),
            status: "exercise".to_owned(),
            danger: "rockets".to_owned(),
            sent: 1,
            expires: None,
            code: code.to_owned(),
            area: Area::default(),
            texts: BTreeMap::new(),
        })
    }

    fn heard(link: &mut Link, beat: &Heartbeat, now_ms: u64) {
        assert_ne!(link.heartbeat(beat, now_ms), Came::Anew);
    }

    #[test]
    fn a_server_that_gives_its_numbers_again_is_begun_anew_with() {
        let mut link = Link::new(0, None);
        assert_eq!(came(&mut link, 7, "AAAA-AAAA"), Came::New);
        assert_eq!(came(&mut link, 7, "AAAA-AAAA"), Came::Known);
        assert_eq!(came(&mut link, 9, "BBBB-BBBB"), Came::New);
        assert_eq!(came(&mut link, 7, "CCCC-CCCC"), Came::Anew);
        assert_eq!(link.closed(0.0).since, Some(7), "nothing of before counts");
        heard(&mut link, &beat(1, vec![]), 0);
        let restored = Heartbeat {
            n: 8,
            ..beat(2, vec![live(7, None)])
        };
        assert_eq!(link.heartbeat(&restored, 0), Came::Anew);
        assert_eq!((link.closed(0.0).since, link.missing()), (None, vec![7]));
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
        heard(&mut link, &beat(1, vec![]), 30_000);
        assert_eq!(link.state(50_999), LinkState::Alive);
        assert_eq!(link.state(51_000), LinkState::LinkLost);
        // A recording brings nothing back to life, and neither does the same once more.
        heard(&mut link, &beat(0, vec![]), 51_000);
        heard(&mut link, &beat(1, vec![]), 51_000);
        assert_eq!(link.state(51_000), LinkState::LinkLost);
        heard(&mut link, &beat(2, vec![]), 52_000);
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
        assert_eq!(came(&mut link, 7, "x"), Came::New);
        assert_eq!(came(&mut link, 5, "y"), Came::New);
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
        heard(&mut link, &beat(1, vec![]), 0);
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
        heard(&mut link, &beat(1, named.clone()), 0);
        assert_eq!(link.missing(), [3, 4]);
        assert_eq!(came(&mut link, 4, "x"), Came::New);
        assert_eq!(link.missing(), [3]);
        let mut everywhere = Link::new(0, None);
        heard(&mut everywhere, &beat(1, named), 0);
        assert_eq!(everywhere.missing(), [3, 4, 5]);
    }
}
