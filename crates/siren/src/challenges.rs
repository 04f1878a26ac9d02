//! The challenges that the siren gives the server, each of some bytes of chance: an order that returns one is of now,
//! whatever the siren's clock shows. Kept in memory alone, so that none outlives a power cut.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use tracing::warn;
use vigie_core::siren::{Challenge, WINDOW_MS_MAX};

/// A challenge is given for so long; then there is a new one.
const GIVEN_FOR: Duration = Duration::from_secs(10);
/// No order may return one that is older: none has a longer window.
const KEPT: Duration = Duration::from_millis(WINDOW_MS_MAX.unsigned_abs());

/// What was given of late, newest last; clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Challenges(Arc<Mutex<VecDeque<(String, Instant)>>>);

impl Challenges {
    /// The newest, to be given to the server; nothing when the machine has no chance to give.
    pub(crate) fn newest(&self) -> Option<String> {
        self.newest_at(Instant::now())
    }

    /// All that an order may still return.
    pub(crate) fn fresh(&self) -> Vec<Challenge> {
        self.fresh_at(Instant::now())
    }

    fn newest_at(&self, now: Instant) -> Option<String> {
        // A holder that panicked left a list that is whole.
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((nonce, at)) = given.back()
            && now - *at < GIVEN_FOR
        {
            return Some(nonce.clone());
        }
        let mut chance = [0u8; 16];
        if let Err(e) = getrandom::fill(&mut chance) {
            warn!("failed to make a challenge, so the clock alone decides: {e}");
            return None;
        }
        let nonce = hex::encode(chance);
        given.retain(|(_, at)| now - *at < KEPT);
        given.push_back((nonce.clone(), now));
        Some(nonce)
    }

    fn fresh_at(&self, now: Instant) -> Vec<Challenge> {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = given.iter().filter(|(_, at)| now - *at < KEPT);
        fresh
            .map(|(nonce, at)| Challenge {
                nonce: nonce.clone(),
                age_ms: u64::try_from((now - *at).as_millis()).unwrap_or(u64::MAX),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_given_for_ten_seconds_and_known_for_two_minutes() {
        let challenges = Challenges::default();
        let began = Instant::now();
        let first = challenges.newest_at(began).unwrap();
        let nearly = began + GIVEN_FOR - Duration::from_millis(1);
        assert_eq!(challenges.newest_at(nearly), Some(first.clone()));
        let second = challenges.newest_at(began + GIVEN_FOR).unwrap();
        assert_ne!(first, second);
        let known = challenges.fresh_at(began + GIVEN_FOR);
        assert_eq!((known[0].nonce.clone(), known[0].age_ms), (first, 10_000));
        let known = challenges.fresh_at(began + KEPT);
        let known: Vec<String> = known.into_iter().map(|c| c.nonce).collect();
        assert_eq!(known, [second]);
    }

    #[test]
    fn the_list_does_not_grow_for_ever() {
        let challenges = Challenges::default();
        let began = Instant::now();
        for n in 0..1_000 {
            challenges.newest_at(began + n * GIVEN_FOR);
        }
        assert!(challenges.0.lock().unwrap().len() <= 13);
    }
}
