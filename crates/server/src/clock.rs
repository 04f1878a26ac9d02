//! The one place where the program asks for the time.

use vigie_core::time::Timestamp;

/// The time by the system's clock.
pub fn now() -> Timestamp {
    Timestamp::from_unix_ms(jiff::Timestamp::now().as_millisecond())
}
