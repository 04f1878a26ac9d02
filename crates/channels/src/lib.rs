//! Every way out, one folder each. A channel takes what is due, renders it (pure, with the status in
//! the type), sends it, and returns an outcome; it knows neither engine nor store nor another channel.

mod bulletin;
#[cfg(test)]
mod contract;
pub mod email;
pub mod every;
pub mod folder;
#[cfg(test)]
mod golden;
pub mod keys;
pub mod live;
pub mod ntfy;
pub mod pattern;
pub mod said;
#[cfg(test)]
mod sample;
pub mod siren;
pub mod sms;
pub mod web_push;
pub mod webhook;
