//! Where people are kept, and how many live where.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How many live where, registered or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PopulationConfig {
    /// A grid of people, GeoTIFF or CSV in degrees of WGS 84; empty for none.
    pub grid: PathBuf,
    /// Whose estimate it is and of when; shown beside every number. Empty: the name of the file.
    pub source: String,
}

impl PopulationConfig {
    /// What is shown beside a number.
    pub fn name(&self) -> String {
        if self.source.is_empty() {
            let name = self.grid.file_name().unwrap_or_default();
            return name.to_string_lossy().into_owned();
        }
        self.source.clone()
    }
}

/// Where people are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RegistryConfig {
    /// A PostgreSQL with PostGIS that several nodes share, as PostgreSQL writes connections:
    /// `host=/run/postgresql dbname=vigie user=vigie`. Empty: people are kept in `state`.
    pub shared: String,
    /// Country of phone numbers without `+`, two letters.
    pub country: String,
    /// Time zone of quiet hours and of schedules for which a list names none, such as `Asia/Baghdad`.
    pub time_zone: String,
}
