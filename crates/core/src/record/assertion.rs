//! What is said to have happened, each line with who says so; never overwritten.

use super::description::{Spot, When};
use super::quantity::Quantity;
use crate::ids::{AssertionId, IncidentId, OfficerId, ReportId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// Who and what is there: soldiers in the country, ships in the port.
    Forces,
    /// What happened before: "the first since October", "more than 70 similar attacks".
    Past,
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
    /// The sentences that say it, as an officer marked them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// When it happened, and how exactly that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where, and how exactly that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Spot>,
    /// How many, as said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Which salvo or impact of the incident, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salvo: Option<u16>,
    /// Until when it is known to have been so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
}

impl Assertion {
    /// A line that says only this.
    pub fn plain(about: About, statement: &str, reported_by: &str) -> Self {
        Self {
            about,
            statement: statement.to_owned(),
            reported_by: reported_by.to_owned(),
            reports: Vec::new(),
            said_at: None,
            standing: Standing::Reported,
            marks: Vec::new(),
            when: None,
            place: None,
            quantity: None,
            salvo: None,
            as_of: None,
        }
    }

    /// The reports that it rests on, each once.
    pub fn rests_on(&self) -> BTreeSet<ReportId> {
        let marked = self.marks.iter().map(|mark| mark.report);
        self.reports.iter().copied().chain(marked).collect()
    }
}

/// A sentence of a report that says something: from and to in bytes of the text that was kept, and the words
/// themselves, so that the line can be read when the text was erased. The edge compares them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Of which report.
    pub report: ReportId,
    /// First byte.
    pub from: u32,
    /// The byte behind the last.
    pub to: u32,
    /// The words between them.
    pub quote: String,
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
        /// How far it is believed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credibility: Option<Credibility>,
    },
    /// Somebody says that others did it.
    Attributed {
        /// To whom.
        to: String,
        /// Who says so.
        reported_by: String,
        /// The reports it rests on.
        reports: Vec<ReportId>,
        /// On what ground, as they say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<String>,
    },
}

/// How far what somebody claims is believed (NATO STANAG 2511, the numbers 1 to 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credibility {
    /// Confirmed by other sources.
    Confirmed,
    /// Probably true.
    ProbablyTrue,
    /// Possibly true.
    PossiblyTrue,
    /// Doubtful.
    Doubtful,
    /// Improbable.
    Improbable,
    /// Its truth cannot be judged.
    CannotBeJudged,
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
    /// What was thought of it later, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<Judgement>,
    /// Lines that say otherwise: shown beside it, never in its place.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub opposed: BTreeSet<AssertionId>,
    /// The incident that it was recorded of, when another took it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_from: Option<IncidentId>,
}

impl<T> Line<T> {
    /// A line as it is recorded.
    pub fn new(id: AssertionId, at: Timestamp, by: OfficerId, said: T) -> Self {
        Self {
            id,
            at,
            by,
            said,
            withdrawn: None,
            judged: Vec::new(),
            opposed: BTreeSet::new(),
            came_from: None,
        }
    }
}

/// What somebody thought of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: OfficerId,
    /// How far it is believed from here on.
    pub standing: Standing,
    /// Why.
    pub reason: String,
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
