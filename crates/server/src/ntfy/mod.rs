//! ntfy's protocol, the half that listens: its apps, Home Assistant and scripts subscribe to a zone as to a topic.
//!
//! The paths are those of ntfy's own server, because its apps can add nothing to them: `/compound/json`. The same
//! are under `/ntfy`, for a zone whose name is a path of ours. Nothing comes in this way.

mod account;
mod follow;
mod listener;
mod refused;
mod speak;

pub(crate) use account::{account, auth, health, page, publish, publish_one, stats, version};
pub use follow::Places;
pub(crate) use speak::{json, raw, sse, ws};
