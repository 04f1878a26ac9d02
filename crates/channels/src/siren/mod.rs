//! Sirens on the live wire: one WebSocket each, signed orders down, signed answers up.
//!
//! Limits: one order must fit one packet of a slow modem (`ORDER_BYTES_MAX`); a siren that does not
//! take an order within [`HAND_OVER_MS_MAX`] counts as not reached. Reference:
//! docs/manual/siren-orders.md.

mod links;
mod render;

pub use links::{HAND_OVER_MS_MAX, Link, Links, ToSiren};
pub use render::order;
