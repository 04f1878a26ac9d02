//! The siren's clock, asked in one place.

use std::time::{SystemTime, UNIX_EPOCH};
use vigie_core::time::Timestamp;

/// The time; a clock before 1970 is shown as 1970, and every order is then too early.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_unix_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
