//! What we were told: by whom, about where and when, and how sure. The words themselves stay in the
//! registry, where they can be erased; the journal has their hash.

use crate::audience::area::Point;
use crate::ids::{Danger, Language, OfficerId, ReportId, SensorId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who told us.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A sensor, with the number of its reading: each higher than the one before.
    Sensor {
        /// Which.
        sensor: SensorId,
        /// Number of the reading.
        reading: u64,
    },
    /// A duty officer.
    Officer {
        /// Who.
        officer: OfficerId,
    },
    /// A spokesperson of a named body.
    Spokesperson {
        /// Of what.
        of: String,
    },
    /// A newspaper, agency or broadcaster.
    Press {
        /// Which.
        outlet: String,
    },
    /// Something published by a member of the public.
    SocialMedia {
        /// Where.
        platform: String,
    },
}

impl Source {
    /// Short name for people.
    pub fn shown(&self) -> String {
        match self {
            Self::Sensor { sensor, .. } => format!("sensor {sensor}"),
            Self::Officer { officer } => format!("officer {officer}"),
            Self::Spokesperson { of } => format!("spokesperson of {of}"),
            Self::Press { outlet } => outlet.clone(),
            Self::SocialMedia { platform } => format!("social media ({platform})"),
        }
    }
}

/// How sure the source is, in CAP's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Seen, heard or measured.
    Observed,
    /// More likely than not.
    Likely,
    /// Possible.
    Possible,
    /// Not stated.
    Unknown,
}

/// What a sensor says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// It works, and there is no danger.
    Fine,
    /// It does not work: what it does not say means nothing.
    Faulty,
}

/// A report as it comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Who told us.
    pub source: Source,
    /// What danger it speaks of, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger: Option<Danger>,
    /// Where, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Point>,
    /// When it is said to have happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Timestamp>,
    /// How sure the source is.
    pub confidence: Confidence,
    /// SHA-256 of the text, hexadecimal; the text itself is in the registry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_sha256: Option<String>,
    /// Language of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What a sensor says of itself; such a report speaks of no danger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<Health>,
}

impl Report {
    /// What a sensor says when it says no more than that it has seen, heard or measured something.
    pub fn of_sensor(sensor: SensorId, reading: u64) -> Self {
        Self {
            source: Source::Sensor { sensor, reading },
            danger: None,
            place: None,
            said_at: None,
            confidence: Confidence::Observed,
            text_sha256: None,
            language: None,
            health: None,
        }
    }
}

/// A report that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its number.
    pub id: ReportId,
    /// When we took it.
    pub at: Timestamp,
    /// What it says.
    pub report: Report,
}
