//! ntfy's protocol.

use serde::{Deserialize, Serialize};

/// ntfy's protocol, for its apps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ntfy {
    /// Whether only holders of a token may listen this way.
    pub token_needed: bool,
    /// Who may listen this way at once. Each costs a descriptor and some 20 KB: more than on the live wire.
    pub connections_max: usize,
}

impl Default for Ntfy {
    fn default() -> Self {
        Self {
            token_needed: false,
            connections_max: 2_000,
        }
    }
}
