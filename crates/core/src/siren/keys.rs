//! The keys of the server that a siren obeys, each for what it may ask and for nothing else.

use super::order::{Order, Program};
use crate::jws;
use crate::status::Status;
use ed25519_dalek::VerifyingKey;

/// The three keys of the server that a siren obeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
    live: VerifyingKey,
    exercise: VerifyingKey,
    stop: VerifyingKey,
}

/// What a key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What sounds and is real.
    Live,
    /// What sounds and is an exercise or a test.
    Exercise,
    /// What silences. Whoever stole it can make no siren sound, and whoever stole another can silence none.
    Stop,
}

impl Role {
    /// The role of the key that an order must be signed by.
    pub const fn of(order: &Order) -> Self {
        match (order.program, order.status) {
            (Program::Stop, _) => Self::Stop,
            (_, Status::Actual) => Self::Live,
            (_, Status::Exercise) => Self::Exercise,
        }
    }
}

impl DeviceKeys {
    /// Nothing when two are the same: then an exercise could pass for the real thing, or a stop for a sound.
    pub fn new(live: VerifyingKey, exercise: VerifyingKey, stop: VerifyingKey) -> Option<Self> {
        let is_apart = live != exercise && live != stop && exercise != stop;
        is_apart.then_some(Self {
            live,
            exercise,
            stop,
        })
    }

    /// The key of what is real; beats are signed by it too.
    pub const fn live(&self) -> &VerifyingKey {
        &self.live
    }

    /// The key that a text names, and what it may sign.
    pub(super) fn claimed_by(&self, text: &str) -> Option<(&VerifyingKey, Role)> {
        let id = jws::claimed_key_id(text)?;
        [
            (&self.live, Role::Live),
            (&self.exercise, Role::Exercise),
            (&self.stop, Role::Stop),
        ]
        .into_iter()
        .find(|(key, _)| jws::key_id(key) == id)
    }
}
