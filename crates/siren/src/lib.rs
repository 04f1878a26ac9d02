//! The program on the mast: it verifies each order by itself, sounds, listens, and answers.
//!
//! The rules are in `vigie_core::siren`; here is what they need from the world, in reading order:
//! who the siren is, what survives a power cut, how it sounds and listens, the ways on which it talks, and the
//! agent that ties them together. No web server is in the crate: a siren opens no port.

mod agent;
mod challenges;
mod clock;
pub mod config;
mod convention;
mod disk;
mod doubles;
mod ear;
mod hearing;
mod heartbeat;
mod home_assistant;
pub mod identity;
mod link;
mod microphone;
mod mqtt;
mod outbox;
mod output;
mod player;
mod self_test;
mod senses;
mod slots;
mod speech;
mod tone;
mod vitals;
mod voice;

pub use agent::{Fault, run, run_at};
pub use config::Config;
pub use convention::Convention;
pub use ear::{DECIDE_MS_MAX, Ear, GIVE_UP_MS};
pub use link::Pace;
pub use microphone::Microphone;
pub use tone::{SAMPLE_RATE_HZ, Synth};
