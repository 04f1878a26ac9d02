//! What travels on the live wire, as a client reads it. Members that are not known are passed over:
//! the wire may grow, and a client of an older version must go on warning.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde::Deserialize;
use std::collections::BTreeMap;
use vigie_channels::live::zones::Zones;
use vigie_core::audience::area::{Area, Circle, Point, Ring};
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
    pub area: Where,
    /// What it says.
    pub texts: BTreeMap<Language, Texts>,
    /// Which zones it is about.
    #[serde(default)]
    pub zones: Option<Zones>,
}

/// Where, as the wire writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Where {
    /// For people.
    pub desc: String,
    /// Rings, in micro-degrees.
    #[serde(default)]
    pub polygons: Vec<Vec<Point>>,
    /// Latitude and longitude of the middle in micro-degrees, and metres.
    #[serde(default)]
    pub circles: Vec<(i32, i32, u32)>,
    /// Codes of other authorities.
    #[serde(default)]
    pub geocodes: Vec<(String, String)>,
}

impl Where {
    /// The area; one of no place, which is for everybody, where any part of it is not on the globe.
    pub fn area(&self) -> Area {
        let middle = |(lat, lon, metres): &(i32, i32, u32)| {
            let point = Point::from_degrees(f64::from(*lat) / 1e6, f64::from(*lon) / 1e6);
            Some(Circle(point.ok()?, *metres))
        };
        let circles: Option<Vec<Circle>> = self.circles.iter().map(middle).collect();
        circles.map_or_else(Area::default, |circles| Area {
            desc: self.desc.clone(),
            polygons: self
                .polygons
                .iter()
                .cloned()
                .flat_map(Ring::foreign)
                .collect(),
            circles,
            geocodes: self.geocodes.clone(),
        })
    }
}

/// What is live, said every few seconds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Heartbeat {
    /// Version of the wire.
    pub v: u64,
    /// By the server's clock.
    pub at: Timestamp,
    /// Seconds within which another follows.
    #[serde(default = "usual_s")]
    pub every_s: u32,
    /// Number of the server's last journal entry.
    pub n: u64,
    /// Each live warning by its last bulletin.
    pub live: Vec<LiveEntry>,
    /// The sum of the list of zones in force.
    #[serde(default)]
    pub zones: Option<String>,
}

fn usual_s() -> u32 {
    10
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
