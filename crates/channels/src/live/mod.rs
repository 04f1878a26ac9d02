//! The live wire: signed bulletins to everyone who is connected.
//!
//! Limits: a connection that falls [`vigie_fanout::Settings::waiting_max`] frames behind loses the oldest and is told from
//! which number to ask again, instead of being waited for. Reference: docs/manual/live-wire.md.

pub mod frame;
mod hub;
pub mod reach;
mod render;
pub mod zones;

pub use hub::{Hub, Publish, Seat};
pub use render::{Beat, LiveAlert, bulletin, heartbeat, list_text, live_list};
