//! What is said to have happened, each line with who says so; never overwritten.

use crate::ids::{AssertionId, OfficerId, ReportId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What an assertion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// What happened.
    Event,
    /// Dead, injured, unharmed.
    Casualties,
    /// What is broken.
    Damage,
    /// Whether and how people were warned.
    Warning,
    /// What an authority ordered or asked for.
    Order,
    /// Anything else.
    Other,
}

/// How far a line is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Somebody says so.
    Reported,
    /// Several independent sources say so.
    Corroborated,
    /// We know it.
    Confirmed,
    /// Others say otherwise.
    Disputed,
    /// Its source took it back.
    Withdrawn,
}

/// One line of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// What it is about.
    pub about: About,
    /// The line itself, as said.
    pub statement: String,
    /// Who says so, for people: "spokesperson of the embassy".
    pub reported_by: String,
    /// The reports it rests on.
    pub reports: Vec<ReportId>,
    /// When it is said to have been so.
    pub said_at: Option<Timestamp>,
    /// How far it is believed.
    pub standing: Standing,
}

/// What is said of who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "claim", rename_all = "snake_case")]
pub enum Claim {
    /// Nobody has claimed it, as of a time: the absence is dated too.
    Nobody {
        /// As of when.
        as_of: Timestamp,
        /// Who says so.
        reported_by: String,
        /// The reports it rests on.
        reports: Vec<ReportId>,
    },
    /// Somebody says that they did it.
    Claimed {
        /// Who.
        by: String,
        /// Through which channel.
        channel: String,
        /// The reports it rests on.
        reports: Vec<ReportId>,
    },
    /// Somebody says that others did it.
    Attributed {
        /// To whom.
        to: String,
        /// Who says so.
        reported_by: String,
        /// The reports it rests on.
        reports: Vec<ReportId>,
    },
}

/// A line with its number and its hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line<T> {
    /// Its number.
    pub id: AssertionId,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who recorded it.
    pub by: OfficerId,
    /// What it says.
    pub said: T,
    /// Who took it back, if somebody did; the line stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// Who took a line back, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: OfficerId,
    /// Why.
    pub reason: String,
}
