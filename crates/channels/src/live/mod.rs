//! The live wire: signed bulletins to everyone who is connected.
//!
//! Limits: a connection that falls [`Hub::kept`] bulletins behind is told to start again from a
//! number instead of being waited for. Reference: docs/manual/live-wire.md.

mod hub;
mod render;

pub use hub::{Frame, Hub, Publish, Seat};
pub use render::{LiveAlert, bulletin, heartbeat, live_list};
