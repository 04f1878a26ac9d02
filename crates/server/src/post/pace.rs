//! How many orders a provider may be given now: so many a minute, and as many at once as it takes side by side.

use std::time::{Duration, Instant};
use vigie_channels::pattern::Limits;

/// The pace of one channel (the generic cell rate algorithm).
#[derive(Debug)]
pub(super) struct Pace {
    each: Duration,
    burst: u32,
    /// When everything that was given would have been given at an even pace.
    even: Instant,
}

impl Pace {
    pub(super) fn new(limits: Limits, now: Instant) -> Self {
        Self {
            each: Duration::from_mins(1) / limits.per_minute_max.max(1),
            burst: u32::try_from(limits.at_once).unwrap_or(u32::MAX).max(1),
            even: now,
        }
    }

    /// How many may be given now.
    pub(super) fn free(&self, now: Instant) -> usize {
        if self.each.is_zero() {
            return self.burst as usize;
        }
        let ahead = self.even.saturating_duration_since(now);
        let room = (self.each * self.burst).saturating_sub(ahead);
        let free = room.as_nanos() / self.each.as_nanos();
        usize::try_from(free)
            .unwrap_or(usize::MAX)
            .min(self.burst as usize)
    }

    /// Notes that so many were given.
    pub(super) fn give(&mut self, orders: usize, now: Instant) {
        let orders = u32::try_from(orders).unwrap_or(u32::MAX);
        self.even = self.even.max(now) + self.each * orders;
    }

    /// How long to wait until another may be given.
    pub(super) fn rest(&self, now: Instant) -> Duration {
        let room = self.each * self.burst.saturating_sub(1);
        self.even
            .saturating_duration_since(now)
            .saturating_sub(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_gets_a_burst_and_then_its_pace() {
        let began = Instant::now();
        let at = |s| began + Duration::from_secs(s);
        let limits = Limits {
            at_once: 4,
            per_minute_max: 60,
        };
        let mut pace = Pace::new(limits, began);
        assert_eq!(pace.free(at(0)), 4);
        pace.give(4, at(0));
        assert_eq!(
            (pace.free(at(0)), pace.rest(at(0))),
            (0, Duration::from_secs(1))
        );
        assert_eq!((pace.free(at(1)), pace.rest(at(1))), (1, Duration::ZERO));
        let given = (1..=60).fold(0, |given, s| {
            let free = pace.free(at(s));
            pace.give(free, at(s));
            given + free
        });
        assert_eq!(given, 60);
    }
}
