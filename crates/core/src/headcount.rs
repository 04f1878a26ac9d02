//! The roll call: who is expected, who answered, who is missing. Pseudonyms and counts only.

use crate::ids::{HeadcountId, PersonRef, WarningId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The people expected, with their last answer and when it came.
    pub answers: BTreeMap<PersonRef, Option<(Reply, Timestamp)>>,
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
    /// How it stands.
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        for answer in self.answers.values() {
            count.expected += 1;
            match answer {
                Some((Reply::Safe, _)) => count.safe += 1,
                Some((Reply::NeedHelp, _)) => count.need_help += 1,
                None => count.missing += 1,
            }
        }
        count
    }
}
