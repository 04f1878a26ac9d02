//! When a siren says how it is, on one way.

use crate::link::Pace;
use crate::vitals::{Vital, Vitals};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Shortest time between two pulses on one way, however much changes.
const PULSES_APART: Duration = Duration::from_secs(1);

/// When the next pulse is due on one way: in its time, or at once when something changed, but never twice in a second.
pub(crate) struct Heartbeat {
    watched: watch::Receiver<Vital>,
    every: Duration,
    next: Instant,
    last: Option<Instant>,
}

impl Heartbeat {
    /// Nothing was said on this way yet.
    pub(crate) fn new(pace: Pace, vitals: &Vitals) -> Self {
        Self {
            watched: vitals.watched(),
            every: Duration::from_millis(pace.pulse_ms),
            next: Instant::now(),
            last: None,
        }
    }

    /// Returns when a pulse is due.
    pub(crate) async fn is_due(&mut self) {
        tokio::select! {
            () = sleep_until(self.next) => return,
            changed = self.watched.changed() => if changed.is_err() {
                // The siren is being switched off: there is nothing left to say.
                std::future::pending::<()>().await;
            },
        }
        // What changed together is one pulse.
        self.next = Instant::now();
        if let Some(last) = self.last {
            self.next = last + PULSES_APART.min(self.every);
            sleep_until(self.next).await;
        }
    }

    /// What to say; the next is due later.
    pub(crate) fn taken(&mut self) -> Vital {
        let now = Instant::now();
        (self.last, self.next) = (Some(now), now + self.every);
        self.watched.borrow_and_update().clone()
    }
}
