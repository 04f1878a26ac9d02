//! The account of what happened: reach, gaps and times; headcount; assertions and claims; how often before.

pub mod account;
pub mod assertion;
pub mod description;
pub mod quantity;
pub mod tally;
pub mod unfit;

use crate::ids::{AssertionId, IncidentId, OfficerId, WarningId};
use crate::shelf::Shelf;
use crate::time::Timestamp;
use assertion::{Assertion, Claim, Line};
use description::{Described, Description};
use serde::{Deserialize, Serialize};

/// What happened once, whatever number of salvos and warnings it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// When it was opened.
    pub opened: Timestamp,
    /// Its warnings.
    pub warnings: Vec<WarningId>,
    /// What is said to have happened, oldest first.
    pub assertions: Shelf<AssertionId, Line<Assertion>>,
    /// What is said of who did it, oldest first.
    pub claims: Shelf<AssertionId, Line<Claim>>,
    /// What it is, every time somebody said so, oldest first; the last counts.
    #[serde(default)]
    pub described: Vec<Described>,
    /// Whose part it became, when it turned out to be the same as another.
    #[serde(default)]
    pub merged: Option<Merged>,
    /// The incident that it was split from.
    #[serde(default)]
    pub split_from: Option<IncidentId>,
}

/// That one incident is part of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Of which.
    pub into: IncidentId,
    /// Number of the entry.
    pub n: u64,
    /// When.
    pub at: Timestamp,
    /// Who said so.
    pub by: OfficerId,
    /// Why.
    pub reason: String,
}

impl Incident {
    /// An incident without anything.
    pub fn new(id: IncidentId, at: Timestamp) -> Self {
        Self {
            id,
            opened: at,
            warnings: Vec::new(),
            assertions: Shelf::default(),
            claims: Shelf::default(),
            described: Vec::new(),
            merged: None,
            split_from: None,
        }
    }

    /// What it is, as last said.
    pub fn description(&self) -> Option<&Description> {
        self.described.last().map(|said| &said.description)
    }

    /// What it was, as said up to an entry.
    pub fn described_by(&self, n: u64) -> Option<&Described> {
        self.described.iter().rev().find(|said| said.n <= n)
    }

    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.assertions.len() + self.claims.len()
    }
}
