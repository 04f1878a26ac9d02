//! Alert or pre-alert: what is there, and what may come. A pre-alert has words and a tone of its own,
//! never sounds over an alert, and becomes one on the same thread.

use serde::{Deserialize, Serialize};

/// How sure a warning is of its danger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// It is there: act at once.
    #[default]
    Alert,
    /// It may come: be near shelter.
    PreAlert,
}

impl Class {
    /// Whether it is an alert: what is left unsaid in facts.
    pub fn is_alert(&self) -> bool {
        matches!(self, Self::Alert)
    }
}
