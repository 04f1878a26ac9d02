//! How the siren is, for its pulses: each part that is used says how it went, each way what it holds, and whoever
//! sends pulses is told when something changed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use vigie_core::siren::{Case, Condition, Fitness, Power, Seat, SelfTest, alerts_sha256};

/// Being thrown off so often in [`CONTESTED_IN`] is no broken line: somebody uses our name.
const CONTESTED_TIMES: usize = 3;
/// The time in which it is counted, and after which the place counts as left in peace again.
const CONTESTED_IN: Duration = Duration::from_mins(1);

/// What a pulse says, as it is known now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Vital {
    pub(crate) alerts_sha256: String,
    pub(crate) condition: Condition,
    /// Whether it sounds, for whoever shows it.
    pub(crate) is_sounding: bool,
}

/// The parts of the siren tell it how they are; clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Vitals {
    said: watch::Sender<Vital>,
    /// By how much the siren's clock is ahead of the server's, in ms, as last seen.
    clock_ahead_ms: Arc<Mutex<Option<i64>>>,
}

impl Vitals {
    /// A siren of which nothing is known yet.
    pub(crate) fn new() -> Self {
        Self {
            said: watch::Sender::new(Vital {
                alerts_sha256: alerts_sha256("[]"),
                condition: Condition::default(),
                is_sounding: false,
            }),
            clock_ahead_ms: Arc::default(),
        }
    }

    /// Tells whenever something changed.
    pub(crate) fn watched(&self) -> watch::Receiver<Vital> {
        self.said.subscribe()
    }

    /// The server's list of live alerts, byte for byte.
    pub(crate) fn holds(&self, list: &str) {
        let sum = alerts_sha256(list);
        self.change(|vital| vital.alerts_sha256 = sum);
    }

    pub(crate) fn sound(&self, fitness: Fitness) {
        self.change(|vital| vital.condition.sound = fitness);
    }

    pub(crate) fn sounding(&self, is_sounding: bool) {
        self.change(|vital| vital.is_sounding = is_sounding);
    }

    pub(crate) fn voice(&self, fitness: Fitness) {
        self.change(|vital| vital.condition.voice = fitness);
    }

    pub(crate) fn disk(&self, fitness: Fitness) {
        self.change(|vital| vital.condition.disk = fitness);
    }

    pub(crate) fn broker(&self, seat: Seat) {
        self.change(|vital| vital.condition.broker = seat);
    }

    pub(crate) fn power(&self, power: Power) {
        self.change(|vital| vital.condition.power = power);
    }

    pub(crate) fn case(&self, case: Case) {
        self.change(|vital| vital.condition.case = case);
    }

    pub(crate) fn tested(&self, test: SelfTest) {
        self.change(|vital| vital.condition.tested = Some(test));
    }

    /// Whether the siren sounds.
    pub(crate) fn is_sounding(&self) -> bool {
        self.said.borrow().is_sounding
    }

    /// The server's clock was seen.
    pub(crate) fn clock_seen(&self, ahead_ms: i64) {
        let known = self.clock_ahead_ms.lock();
        *known.unwrap_or_else(PoisonError::into_inner) = Some(ahead_ms);
    }

    /// By how much the siren's clock is ahead of the server's, in ms, if that was ever seen.
    pub(crate) fn clock_ahead_ms(&self) -> Option<i64> {
        let known = self.clock_ahead_ms.lock();
        *known.unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody is told of what did not change.
    fn change(&self, change: impl FnOnce(&mut Vital)) {
        self.said.send_if_modified(|vital| {
            let before = vital.clone();
            change(vital);
            *vital != before
        });
    }
}

/// Tells a place at the broker that is fought for from a line that breaks.
#[derive(Debug, Default)]
pub(crate) struct Place {
    thrown_off: VecDeque<Instant>,
    is_connected: bool,
}

impl Place {
    pub(crate) fn connected(&mut self) {
        self.is_connected = true;
    }

    /// The connection ended, or could not be made.
    pub(crate) fn lost(&mut self, now: Instant) {
        if std::mem::replace(&mut self.is_connected, false) {
            self.thrown_off.push_back(now);
        }
        if self.thrown_off.len() > CONTESTED_TIMES {
            self.thrown_off.pop_front();
        }
    }

    pub(crate) fn seat(&mut self, now: Instant) -> Seat {
        while self
            .thrown_off
            .front()
            .is_some_and(|at| now - *at > CONTESTED_IN)
        {
            self.thrown_off.pop_front();
        }
        match (self.is_connected, self.thrown_off.len()) {
            (_, CONTESTED_TIMES..) => Seat::Contested,
            (true, _) => Seat::Held,
            (false, _) => Seat::Away,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_thrown_off_three_times_in_a_minute_has_a_rival_and_who_cannot_connect_has_none() {
        let mut place = Place::default();
        let now = Instant::now();
        for _ in 0..5 {
            place.lost(now);
        }
        assert_eq!(place.seat(now), Seat::Away);
        for _ in 0..3 {
            place.connected();
            assert_eq!(place.seat(now), Seat::Held);
            place.lost(now);
        }
        assert_eq!(place.seat(now), Seat::Contested);
        place.connected();
        assert_eq!(place.seat(now), Seat::Contested);
        let later = now + CONTESTED_IN + Duration::from_secs(1);
        assert_eq!(place.seat(later), Seat::Held);
    }

    #[test]
    fn what_did_not_change_is_told_to_nobody() {
        let vitals = Vitals::new();
        let mut watched = vitals.watched();
        watched.mark_unchanged();
        vitals.holds("[]");
        vitals.sound(Fitness::Untried);
        assert!(!watched.has_changed().unwrap());
        vitals.holds("[1]");
        assert!(watched.has_changed().unwrap());
    }
}
