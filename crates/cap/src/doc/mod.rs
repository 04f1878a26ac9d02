//! The typed document: what a CAP message says, once it has been read.
//!
//! Names are those of the standard. A value that the standard closes is a closed enum; a value that may be
//! absent is an `Option`; free text carries no outer white space. The document can hold a message that breaks
//! rules (an alert without an area, a ring that does not close): [`crate::check()`] says so.

mod date_time;
mod enums;
mod geometry;
mod lists;

pub use date_time::{DateTime, TimeFlaw};
pub use enums::{
    Category, Certainty, MsgType, NotListed, ResponseType, Scope, Severity, Status, Urgency,
};
pub(crate) use geometry::number;
pub use geometry::{Circle, NotAPlace, Polygon, Position};
pub use lists::{join_quoted, split_quoted};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The language of an `info` that names none (CAP 1.2, §3.2.2).
pub const LANGUAGE_DEFAULT: &str = "en-US";

/// One CAP message: one immutable step in the story of one danger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alert {
    /// Names this message among those of its sender: no spaces, commas, `<` or `&`.
    pub identifier: String,
    /// Who sent it, worldwide unique, often like an e-mail address; same restrictions as the identifier.
    pub sender: String,
    /// When it was sent, with the sender's own offset from UTC.
    pub sent: DateTime,
    /// Whether it is real, an exercise or a test.
    pub status: Status,
    /// What it does to earlier messages.
    pub msg_type: MsgType,
    /// The operator or device it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// For whom it is.
    pub scope: Scope,
    /// The rule that limits a `Restricted` message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restriction: Option<String>,
    /// The recipients of a `Private` message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Flags agreed among users; profiles name themselves here.
    #[serde(default, rename = "code", skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The purpose of an exercise or the reason of an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The earlier messages that this one is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Names of incidents that several messages share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<String>,
    /// What is told: one for each language, or for each time and place of the same event.
    #[serde(default, rename = "info", skip_serializing_if = "Vec::is_empty")]
    pub infos: Vec<Info>,
}

impl Alert {
    /// An alert with the required elements alone.
    pub fn new(
        identifier: &str,
        sender: &str,
        sent: DateTime,
        kind: (Status, MsgType, Scope),
    ) -> Self {
        Self {
            identifier: identifier.to_owned(),
            sender: sender.to_owned(),
            sent,
            status: kind.0,
            msg_type: kind.1,
            source: None,
            scope: kind.2,
            restriction: None,
            addresses: Vec::new(),
            codes: Vec::new(),
            note: None,
            references: Vec::new(),
            incidents: Vec::new(),
            infos: Vec::new(),
        }
    }

    /// The triple by which other messages refer to this one.
    pub fn reference(&self) -> Reference {
        Reference {
            sender: self.sender.clone(),
            identifier: self.identifier.clone(),
            sent: self.sent,
        }
    }

    /// The last moment at which any info is still valid; `None` if one of them names no end, or there is none.
    pub fn expires(&self) -> Option<DateTime> {
        let ends: Option<Vec<DateTime>> = self.infos.iter().map(|info| info.expires).collect();
        ends?.into_iter().max()
    }
}

/// What is told about one event, in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Info {
    /// RFC 3066 language code; absent means [`LANGUAGE_DEFAULT`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Kinds of event; at least one is required.
    #[serde(default, rename = "category", skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// The type of event, in words.
    pub event: String,
    /// What people are asked to do.
    #[serde(
        default,
        rename = "responseType",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub response_types: Vec<ResponseType>,
    /// How soon action is needed.
    pub urgency: Urgency,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// For whom it is meant, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Codes of the event in other systems.
    #[serde(default, rename = "eventCode", skip_serializing_if = "Vec::is_empty")]
    pub event_codes: Vec<NameValue>,
    /// From when the information holds; absent means from `sent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<DateTime>,
    /// When the event is expected to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onset: Option<DateTime>,
    /// After this the information is void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<DateTime>,
    /// The originator, as people know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// One short line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The hazard, in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What to do, in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// Absolute URI of a page with more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Values that other systems add.
    #[serde(default, rename = "parameter", skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<NameValue>,
    /// Files that go with it.
    #[serde(default, rename = "resource", skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// Where it holds.
    #[serde(default, rename = "area", skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Area>,
}

impl Info {
    /// The language, by default [`LANGUAGE_DEFAULT`].
    pub fn language(&self) -> &str {
        self.language.as_deref().unwrap_or(LANGUAGE_DEFAULT)
    }

    /// The values of every parameter of this name, in order.
    pub fn parameter<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        NameValue::values(&self.parameters, name)
    }
}

/// One place: the union of its polygons, circles and geocodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Area {
    /// The place, in words.
    pub area_desc: String,
    /// Closed rings.
    #[serde(default, rename = "polygon", skip_serializing_if = "Vec::is_empty")]
    pub polygons: Vec<Polygon>,
    /// Discs.
    #[serde(default, rename = "circle", skip_serializing_if = "Vec::is_empty")]
    pub circles: Vec<Circle>,
    /// Codes of places in other systems.
    #[serde(default, rename = "geocode", skip_serializing_if = "Vec::is_empty")]
    pub geocodes: Vec<NameValue>,
    /// Feet above mean sea level: the exact level, or the lower one if there is a ceiling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altitude: Option<f64>,
    /// Feet above mean sea level: the upper level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<f64>,
}

impl Area {
    /// An area known by words alone.
    pub fn new(area_desc: &str) -> Self {
        Self {
            area_desc: area_desc.to_owned(),
            ..Self::default()
        }
    }
}

/// A file that goes with an alert: a picture, a recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    /// What the file is, in words.
    pub resource_desc: String,
    /// RFC 2046 type and subtype; required by CAP 1.2, empty if the message had none.
    #[serde(default)]
    pub mime_type: String,
    /// Approximate size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where the file is: absolute, or a relative name for the content of `derefUri`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The file itself in base64, for one-way links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deref_uri: Option<String>,
    /// SHA-1 of the file, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A value with the name of the list or system it belongs to. Both are short and there are many of them: a
/// [`SmolStr`] of up to 23 bytes is kept in place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameValue {
    /// The list or system.
    pub value_name: SmolStr,
    /// The value in it.
    pub value: SmolStr,
}

impl NameValue {
    /// A named value.
    pub fn new(value_name: &str, value: &str) -> Self {
        Self {
            value_name: value_name.into(),
            value: value.into(),
        }
    }

    /// The values of every pair of this name, in order.
    pub fn values<'a>(pairs: &'a [Self], name: &'a str) -> impl Iterator<Item = &'a str> {
        pairs
            .iter()
            .filter(move |pair| pair.value_name == name)
            .map(|pair| pair.value.as_str())
    }
}

/// The triple that names one message in the world.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The sender of that message.
    pub sender: String,
    /// Its identifier.
    pub identifier: String,
    /// When it was sent.
    pub sent: DateTime,
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{},{}", self.sender, self.identifier, self.sent)
    }
}
