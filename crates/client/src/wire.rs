//! What travels, as docs/manual/live-wire.md says it. Members that are not known are passed over.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A warning's message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Bulletin {
    /// The form; 1.
    pub v: u32,
    /// The number to resume by.
    pub n: u64,
    /// The story that it is of.
    pub warning: u64,
    /// `alert`, `update`, `all_clear`, `retraction` or `expiry`.
    pub act: String,
    /// `actual` or `exercise`.
    pub status: String,
    /// The danger, by its code.
    pub danger: String,
    /// Milliseconds since 1970.
    pub sent: i64,
    /// When it stops to hold unless renewed.
    pub expires: Option<i64>,
    /// The short code that people compare.
    pub code: String,
    /// Where.
    pub area: Area,
    /// What it says, by language tag.
    pub texts: BTreeMap<String, Text>,
}

/// The union of rings, circles and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Area {
    /// What people call it.
    #[serde(default)]
    pub desc: String,
    /// Rings of latitude and longitude in millionths of a degree.
    #[serde(default)]
    pub polygons: Vec<Vec<[i32; 2]>>,
    /// Latitude and longitude of the middle in millionths of a degree, and the radius in metres.
    #[serde(default)]
    pub circles: Vec<[i64; 3]>,
    /// Codes of others, name and value.
    #[serde(default)]
    pub geocodes: Vec<(String, String)>,
}

/// What it says in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Text {
    /// What and where.
    pub headline: String,
    /// What is known.
    #[serde(default)]
    pub description: String,
    /// What to do.
    #[serde(default)]
    pub instruction: String,
}

/// The sign of life.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Heartbeat {
    /// The form; 1.
    pub v: u32,
    /// The server's clock.
    pub at: i64,
    /// Another follows within so many seconds.
    #[serde(default = "ten")]
    pub every_s: u32,
    /// The journal's number that the list stands on.
    pub n: u64,
    /// What is live.
    pub live: Vec<Live>,
}

/// A live warning, by its last bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Live {
    /// The warning.
    pub warning: u64,
    /// Its last bulletin.
    pub n: u64,
    /// `actual` or `exercise`.
    pub status: String,
    /// Cells that get it; none where everybody does.
    #[serde(default)]
    pub cells: Option<Vec<String>>,
}

const fn ten() -> u32 {
    10
}
