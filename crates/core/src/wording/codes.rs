//! What a danger and its acts are called elsewhere, as the site declares it: CAP, SAME, three bytes.

use super::{Act, DangerWords};
use crate::status::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vigie_words::{Book, Reality, narrow};

/// CAP's closed words for a danger, as CAP spells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapCodes {
    /// `category`: `Security`, `Fire`, …
    pub category: String,
    /// `responseType` of an alert: `Shelter`, `Evacuate`, …
    pub response: String,
    /// `urgency`.
    pub urgency: String,
    /// `severity`.
    pub severity: String,
    /// `certainty`.
    pub certainty: String,
}

/// What one act of a danger is called elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActCodes {
    /// CAP `category`.
    pub categories: Vec<String>,
    /// CAP `responseType`.
    pub responses: Vec<String>,
    /// CAP `urgency`.
    pub urgency: String,
    /// CAP `severity`.
    pub severity: String,
    /// CAP `certainty`.
    pub certainty: String,
    /// SAME event code and Vigie's three bytes (hexadecimal), by status: an exercise has others.
    pub events: BTreeMap<Status, EventCodes>,
}

/// The event codes of one act in one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventCodes {
    /// SAME (47 CFR 11.31).
    pub same: String,
    /// Danger, act and status in three bytes, hexadecimal: see [`vigie_words::narrow`].
    pub vigie: String,
}

impl ActCodes {
    pub(super) fn of(book: &Book, danger: &str, act: Act) -> Option<Self> {
        let codes = book.codes();
        let cap = codes.cap(danger, act.in_words())?;
        let event = |status: Status| {
            let (reality, of) = match status {
                Status::Actual => (Reality::Actual, act.in_words()),
                // A receiver that looks at nothing but this code must not take an exercise for real.
                Status::Exercise => (Reality::Exercise, vigie_words::Act::Exercise),
            };
            let vigie = narrow::encode(codes, danger, act.in_words(), reality)?;
            let codes = EventCodes {
                same: codes.same(danger, of)?.to_owned(),
                vigie: hex::encode(vigie),
            };
            Some((status, codes))
        };
        Some(Self {
            categories: cap.category,
            responses: cap.response,
            urgency: cap.urgency,
            severity: cap.severity,
            certainty: cap.certainty,
            events: [Status::Actual, Status::Exercise]
                .into_iter()
                .filter_map(event)
                .collect(),
        })
    }

    /// What is said of an act where the site declared none.
    pub(super) fn undeclared(words: &DangerWords, act: Act) -> Self {
        let cap = &words.cap;
        let (response, urgency, severity, certainty) = match act {
            Act::Alert | Act::Update => (
                cap.response.as_str(),
                cap.urgency.as_str(),
                cap.severity.as_str(),
                cap.certainty.as_str(),
            ),
            Act::AllClear | Act::Retraction => ("AllClear", "Past", "Minor", "Observed"),
            Act::Expiry => ("Monitor", "Unknown", "Unknown", "Unknown"),
        };
        Self {
            categories: vec![cap.category.clone()],
            responses: vec![response.to_owned()],
            urgency: urgency.to_owned(),
            severity: severity.to_owned(),
            certainty: certainty.to_owned(),
            events: BTreeMap::new(),
        }
    }
}
