//! One order for one endpoint of one person: its life, when it is tried again, and when the person's next
//! channel is. The rules are here and are pure; which parcel stands where is in the registry, because a parcel
//! names a person. The journal has counts of parcels alone.

use crate::ids::ChannelId;
use crate::limits::{PARCEL_ATTEMPTS_ALONE, PARCEL_ATTEMPTS_MAX, REST_MS_MAX, REST_MS_MIN};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a parcel stands: a closed list, drawn in the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Due now, or again after a rest.
    Waiting,
    /// With the channel; after a crash it is due again under the same number.
    Sending,
    /// The channel took it, and somebody is expected to answer.
    Expected,
    /// Final, unless it comes back: the channel took it.
    Taken,
    /// Final: somebody answered.
    Answered,
    /// Final: it was taken and came back.
    Bounced,
    /// Final: the endpoint is not there any more.
    Gone,
    /// Final: the channel will never take it.
    Refused,
    /// Final: nobody answered in time.
    Unanswered,
    /// Final: no attempt was taken.
    GivenUp,
    /// Final: it held no longer before it left.
    Overtaken,
}

/// What a channel says of a parcel at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took it.
    Taken,
    /// The endpoint is not there any more.
    Gone {
        /// Why, for people.
        why: String,
    },
    /// It will never take it.
    Refused {
        /// Why, for people.
        why: String,
    },
    /// Not now.
    Later {
        /// Why, for people.
        why: String,
        /// How long it asks to rest, in milliseconds, if it says.
        rest_ms: Option<i64>,
    },
}

/// What a parcel can go through besides a channel's outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is handed to its channel.
    Begun,
    /// The program stopped while it was with the channel.
    Crashed,
    /// Somebody answered.
    Answered,
    /// It came back.
    Bounced,
    /// The time to answer is over.
    Lapsed,
    /// It holds no longer.
    Overtaken,
}

/// Where a parcel stands after something, and when it is looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it stands.
    pub stage: Stage,
    /// When it is due again, or counts as unanswered.
    pub at: Option<Timestamp>,
}

/// What of a parcel its rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its number in the registry: what jitter is made from.
    pub number: u64,
    /// Where it stands.
    pub stage: Stage,
    /// How often it was begun.
    pub attempt: u8,
    /// How long somebody may take to answer, where one is expected to, in milliseconds.
    pub answer_ms_max: Option<u32>,
}

impl Stage {
    /// All of them, in the order of a parcel's life.
    pub const ALL: [Self; 11] = [
        Self::Waiting,
        Self::Sending,
        Self::Expected,
        Self::Taken,
        Self::Answered,
        Self::Bounced,
        Self::Gone,
        Self::Refused,
        Self::Unanswered,
        Self::GivenUp,
        Self::Overtaken,
    ];

    /// Its name in the registry, in counts and in the manual.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Expected => "expected",
            Self::Taken => "taken",
            Self::Answered => "answered",
            Self::Bounced => "bounced",
            Self::Gone => "gone",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
            Self::GivenUp => "given_up",
            Self::Overtaken => "overtaken",
        }
    }

    /// The stage of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }

    /// Whether nothing more is done by itself.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Waiting | Self::Sending | Self::Expected => false,
            Self::Taken
            | Self::Answered
            | Self::Bounced
            | Self::Gone
            | Self::Refused
            | Self::Unanswered
            | Self::GivenUp
            | Self::Overtaken => true,
        }
    }

    /// Whether the person's next channel is tried.
    pub const fn escalates(self) -> bool {
        match self {
            Self::Bounced | Self::Gone | Self::Refused | Self::Unanswered | Self::GivenUp => true,
            Self::Waiting
            | Self::Sending
            | Self::Expected
            | Self::Taken
            | Self::Answered
            | Self::Overtaken => false,
        }
    }
}

impl Parcel {
    /// Whether the person's next channel is tried after a step: when this one has failed, and when it has failed
    /// so often that nobody should wait for it alone.
    pub fn passes_on(&self, step: &Step) -> bool {
        let waits_long = step.stage == Stage::Waiting && self.attempt == PARCEL_ATTEMPTS_ALONE;
        step.stage.escalates() || waits_long
    }

    /// Where it stands after its channel has spoken. Only a parcel that is with its channel is spoken of.
    pub fn after(&self, outcome: &Outcome, now: Timestamp) -> Option<Step> {
        if self.stage != Stage::Sending {
            return None;
        }
        let (stage, at) = match outcome {
            Outcome::Taken => match self.answer_ms_max {
                None => (Stage::Taken, None),
                Some(ms) => (Stage::Expected, Some(now.plus_ms(i64::from(ms)))),
            },
            Outcome::Gone { .. } => (Stage::Gone, None),
            Outcome::Refused { .. } => (Stage::Refused, None),
            Outcome::Later { .. } if self.attempt >= PARCEL_ATTEMPTS_MAX => (Stage::GivenUp, None),
            Outcome::Later { rest_ms: asked, .. } => {
                let rest_ms = rest_ms(self.attempt, self.number).max(asked.unwrap_or(0));
                (Stage::Waiting, Some(now.plus_ms(rest_ms.min(REST_MS_MAX))))
            }
        };
        Some(Step { stage, at })
    }

    /// Where it stands after something else; `None` where that changes nothing.
    pub fn turned(&self, turn: Turn, now: Timestamp) -> Option<Step> {
        let (stage, at) = match (turn, self.stage) {
            (Turn::Begun, Stage::Waiting) => (Stage::Sending, None),
            (Turn::Crashed, Stage::Sending) => (Stage::Waiting, Some(now)),
            (
                Turn::Answered,
                Stage::Waiting
                | Stage::Sending
                | Stage::Expected
                | Stage::Taken
                | Stage::Unanswered
                | Stage::GivenUp,
            ) => (Stage::Answered, None),
            (Turn::Bounced, Stage::Expected | Stage::Taken) => (Stage::Bounced, None),
            (Turn::Lapsed, Stage::Expected) => (Stage::Unanswered, None),
            (Turn::Overtaken, Stage::Waiting | Stage::Sending) => (Stage::Overtaken, None),
            (
                Turn::Begun
                | Turn::Crashed
                | Turn::Answered
                | Turn::Bounced
                | Turn::Lapsed
                | Turn::Overtaken,
                _,
            ) => return None,
        };
        Some(Step { stage, at })
    }
}

/// The rest after a failed attempt, in milliseconds: twice the one before, a quarter more or less, by a number
/// that is another for each parcel and the same after every crash.
pub fn rest_ms(attempt: u8, number: u64) -> i64 {
    let doubled = u32::from(attempt.saturating_sub(1)).min(20);
    let rest_ms = (REST_MS_MIN << doubled).min(REST_MS_MAX);
    let quarter = rest_ms / 4;
    let spread = scattered(number ^ (u64::from(attempt) << 56)) % (2 * quarter.unsigned_abs() + 1);
    (rest_ms - quarter).saturating_add_unsigned(spread)
}

/// Spreads numbers that follow each other over all numbers (the finisher of SplitMix64).
const fn scattered(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// How many parcels of an alert stand where on one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<Stage, u64>);

/// The same for every channel.
pub type Tally = BTreeMap<ChannelId, Counts>;

impl Counts {
    /// Adds parcels that stand somewhere.
    pub fn add(&mut self, stage: Stage, parcels: u64) {
        if parcels > 0 {
            *self.0.entry(stage).or_default() += parcels;
        }
    }

    /// How many stand there.
    pub fn at(&self, stage: Stage) -> u64 {
        self.0.get(&stage).copied().unwrap_or(0)
    }

    /// How many something is still done about.
    pub fn open(&self) -> u64 {
        let open = self.0.iter().filter(|(stage, _)| !stage.is_final());
        open.map(|(_, parcels)| parcels).sum()
    }

    /// How many were reached, as far as the channel can tell.
    pub fn reached(&self) -> u64 {
        self.at(Stage::Taken) + self.at(Stage::Answered) + self.at(Stage::Expected)
    }

    /// How many were not.
    pub fn failed(&self) -> u64 {
        let failed = self.0.iter().filter(|(stage, _)| stage.escalates());
        failed.map(|(_, parcels)| parcels).sum()
    }

    /// Each stage that any stands at.
    pub fn iter(&self) -> impl Iterator<Item = (Stage, u64)> + '_ {
        self.0.iter().map(|(stage, parcels)| (*stage, *parcels))
    }
}

#[cfg(test)]
mod tests;
