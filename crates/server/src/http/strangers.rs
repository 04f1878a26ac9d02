//! How much those may ask for of whom nothing is known: so much at once from one address, so much in an hour, and so
//! much of all together. What costs us a message to somebody is counted; reading is not.
//!
//! Addresses are counted in memory alone and forgotten within the hour. An IPv6 address counts by its first 64 bits.

use super::addresses::counted_as;
use super::problem::Problem;
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What one address may ask for in an hour: a family that signs up for everything, behind one address.
const OF_ADDRESS_MAX: f64 = 30.0;
/// What all together may ask for in a minute: ten thousand in an hour, which a push service and a disk bear.
const OF_ALL_MAX: f64 = 200.0;
/// An hour.
const HOUR: Duration = Duration::from_hours(1);
/// A minute.
const MINUTE: Duration = Duration::from_mins(1);
/// Addresses that are remembered at once; beyond them only all together are counted.
const REMEMBERED_MAX: usize = 100_000;

/// What was asked for of late.
#[derive(Debug)]
pub struct Strangers(Mutex<Asked>);

#[derive(Debug)]
struct Asked {
    of_all: Bucket,
    each: BTreeMap<IpAddr, Bucket>,
    swept: Instant,
}

/// Fills evenly, holds so much, and lets as much out.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn full(max: f64, at: Instant) -> Self {
        Self { left: max, at }
    }

    /// What is in it at a time.
    fn holds(&self, max: f64, within: Duration, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + max * since / within.as_secs_f64()).min(max)
    }

    fn take(&mut self, max: f64, within: Duration, now: Instant) -> bool {
        let left = self.holds(max, within, now);
        let is_some = left >= 1.0;
        *self = Self {
            left: if is_some { left - 1.0 } else { left },
            at: now,
        };
        is_some
    }
}

impl Default for Strangers {
    fn default() -> Self {
        let now = Instant::now();
        Self(Mutex::new(Asked {
            of_all: Bucket::full(OF_ALL_MAX, now),
            each: BTreeMap::new(),
            swept: now,
        }))
    }
}

impl Strangers {
    /// Lets one request of this address through, or says when to come back.
    pub fn admit(&self, address: IpAddr) -> Result<(), Problem> {
        self.admit_at(address, Instant::now())
    }

    fn admit_at(&self, address: IpAddr, now: Instant) -> Result<(), Problem> {
        let mut asked = self.lock();
        if now.saturating_duration_since(asked.swept) >= MINUTE {
            asked.swept = now;
            asked
                .each
                .retain(|_, bucket| bucket.holds(OF_ADDRESS_MAX, HOUR, now) < OF_ADDRESS_MAX);
        }
        let address = counted_as(address);
        let is_known = asked.each.contains_key(&address);
        if is_known || asked.each.len() < REMEMBERED_MAX {
            let full = Bucket::full(OF_ADDRESS_MAX, now);
            let bucket = asked.each.entry(address).or_insert(full);
            if !bucket.take(OF_ADDRESS_MAX, HOUR, now) {
                return Err(too_many(
                    "your address has asked for this very often; wait some minutes",
                ));
            }
        }
        if !asked.of_all.take(OF_ALL_MAX, MINUTE, now) {
            return Err(too_many(
                "very many ask for this at present; try again in a minute",
            ));
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        // A poisoned lock only means that another thread panicked between two counts.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn too_many(detail: &str) -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_has_its_share_of_an_hour_and_others_have_theirs() {
        let (strangers, begin) = (Strangers::default(), Instant::now());
        let asked = |address: &str, times: usize, after_s: u64| {
            let at = begin + Duration::from_secs(after_s);
            (0..times)
                .filter(|_| strangers.admit_at(ip(address), at).is_ok())
                .count()
        };
        assert_eq!(asked("203.0.113.7", 100, 0), 30);
        assert_eq!(asked("203.0.113.8", 1, 0), 1);
        assert_eq!(asked("2001:db8::1", 20, 0), 20);
        assert_eq!(
            asked("2001:db8::ffff:1", 20, 0),
            10,
            "the same sixty-four bits"
        );
        assert_eq!(asked("203.0.113.7", 100, 600), 5, "one every two minutes");
        assert_eq!(asked("203.0.113.7", 100, 7_200), 30);
    }

    #[test]
    fn all_together_have_a_share_too_and_nobody_is_remembered_for_long() {
        let (strangers, begin) = (Strangers::default(), Instant::now());
        let many = |at: Instant| {
            let each = (0..=255_u8).filter(|i| {
                strangers
                    .admit_at(IpAddr::from([198, 51, 100, *i]), at)
                    .is_ok()
            });
            each.count()
        };
        assert_eq!(many(begin), 200);
        assert_eq!(many(begin + MINUTE), 200);
        let _ = strangers.admit_at(ip("203.0.113.7"), begin + 3 * HOUR);
        assert_eq!(strangers.lock().each.len(), 1);
    }
}
