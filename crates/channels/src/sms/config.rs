//! What of text messages is configured.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Text messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder that a gateway empties.
    pub folder: PathBuf,
    /// Messages of a day besides those that save lives; no limit without it.
    #[serde(default)]
    pub per_day_max: Option<u64>,
}

impl Config {
    /// Everything that is wrong with it, one line each.
    pub fn faults(&self) -> Vec<String> {
        if self.folder.as_os_str().is_empty() {
            vec!["folder is empty; name the folder that the gateway empties".to_owned()]
        } else {
            Vec::new()
        }
    }
}
