//! The keys that every channel signs with.

use ed25519_dalek::SigningKey;
use vigie_core::siren::{Order, Role};
use vigie_core::status::Status;

/// The keys that Vigie signs with: one for what is real, one for exercises, one that
/// silences, never one for two.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Signs what is real, and heartbeats.
    pub live: SigningKey,
    /// Signs exercises.
    pub exercise: SigningKey,
    /// Signs what silences sirens.
    pub stop: SigningKey,
}

impl Keys {
    /// The key for a status.
    pub fn of(&self, status: Status) -> &SigningKey {
        match status {
            Status::Actual => &self.live,
            Status::Exercise => &self.exercise,
        }
    }

    /// The key for an order to a siren.
    pub fn of_order(&self, order: &Order) -> &SigningKey {
        match Role::of(order) {
            Role::Live => &self.live,
            Role::Exercise => &self.exercise,
            Role::Stop => &self.stop,
        }
    }
}
