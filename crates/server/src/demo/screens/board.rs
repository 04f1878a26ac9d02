//! What all screens together have seen: who has which alert since when, and what was found in it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use vigie_core::wording::Act;

/// Reasons of forged texts that are kept; the rest is counted.
const REASONS_MAX: usize = 5;

/// One arrival.
#[derive(Clone, Copy, Debug)]
pub(in crate::demo) struct Arrived {
    pub(in crate::demo) screen: usize,
    pub(in crate::demo) alert: u64,
    pub(in crate::demo) act: Act,
    pub(in crate::demo) at_us: i64,
}

/// What was found in the bulletins of one alert, counted over screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Signature right.
    pub believed: usize,
    /// A headline and an instruction in each language of the site.
    pub in_every_language: usize,
    /// Status exercise, and the mark before every headline.
    pub marked_exercise: usize,
}

/// What is known of one alert on all screens.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// What it does.
    pub act: Act,
    /// When each screen that has it got it first, in microseconds since 1970, by screen.
    pub arrived_us: BTreeMap<usize, i64>,
    /// Bulletins received, doubles included.
    pub received: usize,
    /// What was found in them.
    pub verdicts: Verdicts,
}

#[derive(Debug, Default)]
struct Seen {
    connected: usize,
    alerts: BTreeMap<u64, Sighting>,
    heartbeats: usize,
    forged: usize,
    reasons: Vec<String>,
    last_failure: Option<String>,
}

/// The board on which every screen notes what it sees.
#[derive(Debug)]
pub struct Board {
    seen: Mutex<Seen>,
    changed: watch::Sender<u64>,
}

impl Board {
    pub(in crate::demo) fn new() -> Self {
        Self {
            seen: Mutex::default(),
            changed: watch::channel(0).0,
        }
    }

    /// Changes whenever anything was noted.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Screens that are connected.
    pub fn connected(&self) -> usize {
        self.seen().connected
    }

    /// How many screens have this alert.
    pub fn reached(&self, alert: u64) -> usize {
        let seen = self.seen();
        seen.alerts.get(&alert).map_or(0, |s| s.arrived_us.len())
    }

    /// What is known of each alert.
    pub fn sightings(&self) -> BTreeMap<u64, Sighting> {
        self.seen().alerts.clone()
    }

    /// What is known of one alert.
    pub fn sighting(&self, alert: u64) -> Option<Sighting> {
        self.seen().alerts.get(&alert).cloned()
    }

    /// Whether every bulletin that was received has been judged.
    pub fn is_judged(&self) -> bool {
        let seen = self.seen();
        let received: usize = seen.alerts.values().map(|s| s.received).sum();
        let judged: usize = seen.alerts.values().map(|s| s.verdicts.believed).sum();
        judged + seen.forged >= received
    }

    /// Signed texts that were believed, those that were not, and why.
    pub fn signatures(&self) -> (usize, usize, Vec<String>) {
        let seen = self.seen();
        let bulletins: usize = seen.alerts.values().map(|s| s.verdicts.believed).sum();
        (
            bulletins + seen.heartbeats,
            seen.forged,
            seen.reasons.clone(),
        )
    }

    /// Why the last connection that could not be opened was not.
    pub fn last_failure(&self) -> Option<String> {
        self.seen().last_failure.clone()
    }

    pub(super) fn came(&self) {
        self.note(|seen| seen.connected += 1);
    }

    pub(super) fn went(&self) {
        self.note(|seen| seen.connected -= 1);
    }

    pub(super) fn failed_to_open(&self, why: &str) {
        self.note(|seen| seen.last_failure = Some(why.to_owned()));
    }

    pub(in crate::demo) fn arrived(&self, arrived: Arrived) {
        self.note(|seen| {
            let sighting = seen.alerts.entry(arrived.alert).or_insert(Sighting {
                act: arrived.act,
                arrived_us: BTreeMap::new(),
                received: 0,
                verdicts: Verdicts::default(),
            });
            sighting.received += 1;
            sighting
                .arrived_us
                .entry(arrived.screen)
                .or_insert(arrived.at_us);
        });
    }

    pub(in crate::demo) fn judged(&self, alert: u64, verdicts: Verdicts) {
        self.note(|seen| {
            if let Some(sighting) = seen.alerts.get_mut(&alert) {
                sighting.verdicts.believed += verdicts.believed;
                sighting.verdicts.in_every_language += verdicts.in_every_language;
                sighting.verdicts.marked_exercise += verdicts.marked_exercise;
            }
        });
    }

    pub(super) fn believed_heartbeat(&self) {
        self.seen().heartbeats += 1;
    }

    pub(in crate::demo) fn forged(&self, why: &str) {
        self.note(|seen| {
            seen.forged += 1;
            if seen.reasons.len() < REASONS_MAX {
                seen.reasons.push(why.to_owned());
            }
        });
    }

    fn note(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen());
        self.changed.send_modify(|n| *n += 1);
    }

    /// No holder of the lock can fail between two of its counts.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived(screen: usize, at_us: i64) -> Arrived {
        Arrived {
            screen,
            alert: 7,
            act: Act::Alert,
            at_us,
        }
    }

    #[test]
    fn the_first_arrival_on_a_screen_counts_and_a_double_is_no_second_screen() {
        let board = Board::new();
        board.arrived(arrived(0, 10));
        board.arrived(arrived(0, 99));
        board.arrived(arrived(1, 20));
        assert_eq!(board.reached(7), 2);
        let sighting = board.sighting(7).unwrap();
        assert_eq!(sighting.arrived_us[&0], 10);
        assert_eq!(sighting.received, 3);
        assert!(!board.is_judged());
    }

    #[test]
    fn a_forged_text_is_judged_too_and_its_reason_kept() {
        let board = Board::new();
        board.arrived(arrived(0, 10));
        board.forged("bulletin: signature does not fit");
        assert!(board.is_judged());
        let (believed, forged, reasons) = board.signatures();
        assert_eq!((believed, forged, reasons.len()), (0, 1, 1));
    }
}
