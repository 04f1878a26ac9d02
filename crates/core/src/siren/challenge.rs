//! Whether an order is of now. A siren whose clock is right sees it by the order's window. One whose clock is wrong,
//! after a winter without power, sees it by a challenge of its own that the order returns: who signed the order had
//! the challenge then, so the order is no older than the challenge.

use super::RefusalReason;
use super::machine::{CLOCK_SLACK_MS, WINDOW_MS_MAX};
use super::order::Order;
use crate::time::Timestamp;

/// A challenge that the siren gave the server, and how long ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// What an order must return.
    pub nonce: String,
    /// Its age in milliseconds, by a clock that nobody sets.
    pub age_ms: u64,
}

/// Whether an order may be obeyed now, by the siren's clock or by one of its challenges.
pub(super) fn check_time(
    now: Timestamp,
    order: &Order,
    challenges: &[Challenge],
) -> Result<(), RefusalReason> {
    let window_ms = order.expires.since_ms(order.not_before);
    if !(1..=WINDOW_MS_MAX).contains(&window_ms) {
        Err(RefusalReason::Window)
    } else if returns_a_fresh_one(order, window_ms, challenges) {
        Ok(())
    } else if now >= order.expires {
        Err(RefusalReason::Expired)
    } else if order.not_before.since_ms(now) > CLOCK_SLACK_MS {
        Err(RefusalReason::TooEarly)
    } else {
        Ok(())
    }
}

/// Whether it returns a challenge that is younger than its window is long: so it is within its window, whatever the
/// clocks show.
fn returns_a_fresh_one(order: &Order, window_ms: i64, challenges: &[Challenge]) -> bool {
    let window_ms = window_ms.unsigned_abs();
    order.nonce.as_ref().is_some_and(|nonce| {
        challenges
            .iter()
            .any(|known| known.nonce == *nonce && known.age_ms < window_ms)
    })
}
