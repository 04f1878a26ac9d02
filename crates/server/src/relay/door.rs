//! What the ways in of a relay hold.

use super::known::Known;
use crate::live::{At, Door};
use axum::extract::FromRef;
use std::sync::Arc;
use vigie_core::time::Timestamp;

/// What the handlers of a relay hold.
pub struct Relay {
    /// Who is let in.
    pub door: Arc<Door>,
    /// What is known.
    pub known: Arc<Known>,
    /// When the program started.
    pub started: Timestamp,
}

impl FromRef<Arc<Relay>> for At {
    fn from_ref(relay: &Arc<Relay>) -> Self {
        Self(Arc::clone(&relay.door))
    }
}
