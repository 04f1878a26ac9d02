//! How a siren is reached: two ways that share nothing, so that one cut cable silences nobody.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A way to a siren.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Its own connection to the server.
    Wire,
    /// An MQTT broker.
    Mqtt,
}

impl Way {
    /// How many there are.
    pub const COUNT: usize = 2;
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wire => "wire",
            Self::Mqtt => "mqtt",
        })
    }
}
