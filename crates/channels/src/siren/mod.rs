//! Sirens: signed orders down, signed answers up, on a WebSocket of their own and through an MQTT broker.
//!
//! Limits: one order must fit one packet of a slow modem (`ORDER_BYTES_MAX`); a siren that does not
//! take an order within [`HAND_OVER_MS_MAX`] counts as not reached. Neither way is trusted: what is said is
//! signed at both ends. Reference: docs/manual/siren-orders.md.

mod bridge;
mod broker;
mod links;
mod orders;
mod render;
mod spoken;

pub use bridge::{Bridge, Coming};
pub use broker::{Broker, BrokerConfig};
pub use links::{HAND_OVER_MS_MAX, Left, Link, Links, ToSiren};
pub use render::order;
pub use spoken::Said;
