//! When each alert was decided, on disk, on its way to the first siren and on the live wire, in
//! microseconds: for the record of an exercise and for benchmarks. Kept in memory alone.

use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use vigie_core::ids::AlertId;

/// Alerts whose times are kept.
const KEPT_MAX: usize = 1_000;

/// Microseconds since 1970-01-01 UTC by the system's clock.
pub fn unix_us() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}

/// The times of one alert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Times {
    /// Decided, in memory.
    pub decided_us: Option<i64>,
    /// On disk.
    pub synced_us: Option<i64>,
    /// The first order on the wire: written to a siren's socket, or confirmed by the broker.
    pub first_order_us: Option<i64>,
    /// The last one.
    pub last_order_us: Option<i64>,
    /// The bulletin handed to the connections.
    pub bulletin_us: Option<i64>,
}

/// The times of the latest alerts.
#[derive(Debug, Default)]
pub struct Timings(Mutex<BTreeMap<AlertId, Times>>);

impl Timings {
    /// Notes that an order of an alert is on the wire.
    pub fn ordered(&self, alert: AlertId, at_us: i64) {
        self.change(alert, |times| {
            times.first_order_us.get_or_insert(at_us);
            times.last_order_us = times.last_order_us.max(Some(at_us));
        });
    }

    /// Notes a time of an alert; the first note counts.
    pub fn note(
        &self,
        alert: AlertId,
        which: impl FnOnce(&mut Times) -> &mut Option<i64>,
        at_us: i64,
    ) {
        self.change(alert, |times| {
            which(times).get_or_insert(at_us);
        });
    }

    fn change(&self, alert: AlertId, change: impl FnOnce(&mut Times)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(alert).or_default());
        if all.len() > KEPT_MAX {
            all.pop_first();
        }
    }

    /// All times, oldest alert first.
    pub fn all(&self) -> Vec<(AlertId, Times)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(alert, times)| (*alert, *times)).collect()
    }
}
