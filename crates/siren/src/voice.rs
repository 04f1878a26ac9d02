//! What the siren says of itself, under its own signature.

use crate::challenges::Challenges;
use crate::clock;
use crate::config::Config;
use crate::vitals::Vital;
use ed25519_dalek::SigningKey;
use tokio::sync::watch;
use vigie_core::ids::SirenId;
use vigie_core::siren::{Hello, ORDER_VERSION, Pulse, sign_hello, sign_pulse};

/// Signs hellos and pulses.
#[derive(Clone)]
pub(crate) struct Voice {
    siren: SirenId,
    epoch: u32,
    key: SigningKey,
    /// The lowest counters taken next: live, exercise.
    counters: watch::Receiver<(u64, u64)>,
    challenges: Challenges,
}

impl Voice {
    pub(crate) fn new(
        config: &Config,
        key: SigningKey,
        counters: watch::Receiver<(u64, u64)>,
        challenges: Challenges,
    ) -> Self {
        Self {
            siren: config.siren.clone(),
            epoch: config.epoch,
            key,
            counters,
            challenges,
        }
    }

    /// An introduction that returns a challenge.
    pub(crate) fn hello(&self, nonce: &str) -> String {
        let (next_ctr, next_ctr_exercise) = *self.counters.borrow();
        let hello = Hello {
            v: ORDER_VERSION,
            siren: self.siren.clone(),
            nonce: nonce.to_owned(),
            at: clock::now(),
            next_ctr,
            next_ctr_exercise,
            epoch: self.epoch,
            software: concat!("vigie-siren ", env!("CARGO_PKG_VERSION")).to_owned(),
            challenge: self.challenges.newest(),
        };
        sign_hello(&hello, &self.key)
    }

    /// How the siren is, for the same challenge.
    pub(crate) fn pulse(&self, nonce: &str, vital: &Vital) -> String {
        let pulse = Pulse {
            v: ORDER_VERSION,
            siren: self.siren.clone(),
            nonce: nonce.to_owned(),
            at: clock::now(),
            alerts_sha256: vital.alerts_sha256.clone(),
            condition: vital.condition.clone(),
            challenge: self.challenges.newest(),
        };
        sign_pulse(&pulse, &self.key)
    }
}
