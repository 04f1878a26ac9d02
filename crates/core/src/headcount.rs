//! The roll call: who is expected, who answered, who is missing. Pseudonyms and counts only.

use crate::ids::{HeadcountId, PersonRef, WarningId};
use crate::shelf::Shelf;
use crate::site::Roster;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What somebody says of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// I am safe.
    Safe,
    /// I need help.
    NeedHelp,
}

/// One roll call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// Its number.
    pub id: HeadcountId,
    /// The warning that began it.
    pub warning: WarningId,
    /// When it began.
    pub opened: Timestamp,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// The people expected: the roster as it was.
    pub expected: Arc<Roster>,
    /// The last answer of those who answered, and when it came.
    pub answers: Shelf<PersonRef, (Reply, Timestamp)>,
}

/// How a roll call stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// People on the roster.
    pub expected: u64,
    /// Said that they are safe.
    pub safe: u64,
    /// Said that they need help.
    pub need_help: u64,
    /// Have not answered.
    pub missing: u64,
}

impl Headcount {
    /// Whether somebody is expected to answer.
    pub fn expects(&self, person: &PersonRef) -> bool {
        self.expected.people.contains(person)
    }

    /// How it stands.
    pub fn count(&self) -> Count {
        let expected = self.expected.people.len() as u64;
        let mut count = Count {
            expected,
            missing: expected.saturating_sub(self.answers.len() as u64),
            ..Count::default()
        };
        for answer in self.answers.values() {
            match answer.0 {
                Reply::Safe => count.safe += 1,
                Reply::NeedHelp => count.need_help += 1,
            }
        }
        count
    }
}
