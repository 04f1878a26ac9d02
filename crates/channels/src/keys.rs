//! The keys that every channel signs with.

use ed25519_dalek::SigningKey;
use vigie_core::status::Status;

/// The keys that Vigie signs with: one for what is real, one for exercises, never one for both.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Signs what is real, and heartbeats.
    pub live: SigningKey,
    /// Signs exercises.
    pub exercise: SigningKey,
}

impl Keys {
    /// The key for a status.
    pub fn of(&self, status: Status) -> &SigningKey {
        match status {
            Status::Actual => &self.live,
            Status::Exercise => &self.exercise,
        }
    }
}
