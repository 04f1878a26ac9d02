//! What travels on the live wire, as a client reads it. Members that are not known are passed over:
//! the wire may grow, and a client of an older version must go on warning.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde::Deserialize;
use std::collections::BTreeMap;
use vigie_core::ids::Language;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::wording::{Act, Texts};

/// An alert on the live wire.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Bulletin {
    /// Version of the wire.
    pub v: u64,
    /// Its number; a client resumes by it.
    pub n: u64,
    /// The warning it belongs to.
    pub warning: u64,
    /// The alert it carries.
    pub alert: u64,
    /// What it does.
    pub act: Act,
    /// Real or exercise.
    pub status: Status,
    /// The danger.
    pub danger: String,
    /// When it was made.
    pub sent: Timestamp,
    /// When it stops to hold.
    #[serde(default)]
    pub expires: Option<Timestamp>,
    /// Who warns.
    pub source: String,
    /// The short code that people compare.
    pub code: String,
    /// Where.
    pub area: Named,
    /// What it says.
    pub texts: BTreeMap<Language, Texts>,
}

/// An area by its name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// For people.
    pub desc: String,
}

/// What is live, said every few seconds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Heartbeat {
    /// Version of the wire.
    pub v: u64,
    /// By the server's clock.
    pub at: Timestamp,
    /// Number of the server's last journal entry.
    pub n: u64,
    /// Each live warning by its last bulletin.
    pub live: Vec<LiveEntry>,
}

/// One live warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct LiveEntry {
    /// Which.
    pub warning: u64,
    /// The number of its last bulletin.
    pub n: u64,
    /// What that did.
    pub act: Act,
    /// Real or exercise.
    pub status: Status,
}

/// What a signed text claims to be, before anything is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Unproven {
    /// The number.
    pub n: u64,
    /// The alert.
    pub alert: u64,
    /// What it does.
    pub act: Act,
}

/// What a bulletin claims to be; proves nothing.
pub fn unproven(jws: &str) -> Option<Unproven> {
    let payload = B64.decode(jws.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}
