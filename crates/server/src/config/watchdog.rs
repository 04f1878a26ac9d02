//! Who is told, again and again, that this server works.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The dead-man's signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Watchdog {
    /// An address outside that calls somebody when this server falls silent; empty for none.
    pub url: String,
    /// Whether it may be in this machine or a private network: it, and nothing else.
    pub inside: bool,
    /// A file that is written anew each time, for a program of this machine that looks at its age; empty for none.
    pub file: PathBuf,
    /// Seconds between two signals.
    pub every_s: u32,
}

impl Default for Watchdog {
    fn default() -> Self {
        Self {
            url: String::new(),
            inside: false,
            file: PathBuf::new(),
            every_s: 30,
        }
    }
}
