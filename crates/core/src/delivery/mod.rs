//! Carrying an alert to a target: the life of one delivery is one closed enum with final states.
//!
//! Planned → (attempt) → Sent → Accepted → Heard; a failed or unanswered attempt rests and is tried
//! again with a new counter, until it is given up loudly. A newer message for the same target
//! overtakes what has not sounded yet.

mod due;
mod escalation;
mod lane;
pub mod parcel;

pub(crate) use due::lapses_at;
pub use due::{Due, Reason, Room, Work, due, due_beside, wake_at};
pub use escalation::Watch;
pub(crate) use escalation::{Neighbours, escalates_at};
pub use lane::{Channel, Lane, Rank};
pub use parcel::{Counts, Tally};

use crate::ids::{AlertId, DeliveryId, HookId, SirenId, WarningId};
use crate::limits::{HOOK_ATTEMPTS_MAX, SIREN_ATTEMPTS_MAX, SIREN_RESTS_MS};
use crate::siren::{AnswerWhat, RefusalReason};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whom an alert is carried to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "to", content = "name", rename_all = "snake_case")]
pub enum Target {
    /// One siren.
    Siren(SirenId),
    /// Everyone on the live wire.
    Live,
    /// Everybody in the registry whom it concerns, over whichever channel reaches them. Who they are is
    /// never in the journal.
    People,
    /// A program of others.
    Hook(HookId),
    /// The folder of files that other software reads.
    Folder,
}

impl Target {
    /// Short name for people.
    pub fn shown(&self) -> String {
        match self {
            Self::Siren(id) => id.to_string(),
            Self::Live => "live".to_owned(),
            Self::People => "people".to_owned(),
            Self::Hook(id) => id.to_string(),
            Self::Folder => "folder".to_owned(),
        }
    }
}

/// What a channel answered at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Handed to the wire; for the live wire, to so many connections.
    HandedOver {
        /// Connections it was handed to.
        to: u64,
    },
    /// Could not be handed over.
    Failed {
        /// Why, for people.
        why: String,
    },
    /// Will never be taken: no attempt follows.
    Refused {
        /// Why, for people.
        why: String,
    },
}

/// Where a delivery stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "life", rename_all = "snake_case")]
pub enum Life {
    /// Due at once.
    Planned,
    /// Due again at a time.
    Resting {
        /// When.
        until: Timestamp,
    },
    /// Handed over; an answer is expected.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// The siren believed it and acts.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// Registered people are being reached; how many were is in [`Delivery::people`].
    Carrying {
        /// Since when.
        at: Timestamp,
    },
    /// Final, until a mail comes back: of everybody it is known whether they were reached.
    Carried {
        /// When.
        at: Timestamp,
    },
    /// Final: proof that it sounded.
    Heard {
        /// When.
        at: Timestamp,
    },
    /// Final: handed over to a channel that gives no further proof.
    Published {
        /// When.
        at: Timestamp,
    },
    /// Final: accepted, and nothing was heard.
    Silent {
        /// When that was found.
        at: Timestamp,
    },
    /// Final: the siren's own rules said no.
    Refused {
        /// When.
        at: Timestamp,
        /// Its reason.
        reason: RefusalReason,
    },
    /// Final: no way was found.
    GivenUp {
        /// When.
        at: Timestamp,
        /// Why, for people.
        why: String,
    },
    /// Final: a newer message for the same target took its place before it was proven.
    Overtaken {
        /// When.
        at: Timestamp,
    },
}

impl Life {
    /// Whether nothing more will be done.
    pub const fn is_final(&self) -> bool {
        self.stage().is_final()
    }

    /// Where it stands, without when and why.
    pub const fn stage(&self) -> Stage {
        match self {
            Self::Planned => Stage::Planned,
            Self::Resting { .. } => Stage::Resting,
            Self::Sent { .. } => Stage::Sent,
            Self::Accepted { .. } => Stage::Accepted,
            Self::Carrying { .. } => Stage::Carrying,
            Self::Carried { .. } => Stage::Carried,
            Self::Heard { .. } => Stage::Heard,
            Self::Published { .. } => Stage::Published,
            Self::Silent { .. } => Stage::Silent,
            Self::Refused { .. } => Stage::Refused,
            Self::GivenUp { .. } => Stage::GivenUp,
            Self::Overtaken { .. } => Stage::Overtaken,
        }
    }
}

/// Where a delivery stands, by name alone: see [`Life`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is described at Life, whose names they are"
)]
pub enum Stage {
    Planned,
    Resting,
    Sent,
    Accepted,
    Carrying,
    Carried,
    Heard,
    Published,
    Silent,
    Refused,
    GivenUp,
    Overtaken,
}

impl Stage {
    /// All of them, in the order of a delivery's life.
    pub const ALL: [Self; 12] = [
        Self::Planned,
        Self::Resting,
        Self::Sent,
        Self::Accepted,
        Self::Carrying,
        Self::Carried,
        Self::Heard,
        Self::Published,
        Self::Silent,
        Self::Refused,
        Self::GivenUp,
        Self::Overtaken,
    ];

    /// Whether nothing more will be done.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Planned | Self::Resting | Self::Sent | Self::Accepted | Self::Carrying => false,
            Self::Carried
            | Self::Heard
            | Self::Published
            | Self::Silent
            | Self::Refused
            | Self::GivenUp
            | Self::Overtaken => true,
        }
    }

    /// Its name in records, metrics and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Resting => "resting",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Carrying => "carrying",
            Self::Carried => "carried",
            Self::Heard => "heard",
            Self::Published => "published",
            Self::Silent => "silent",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
            Self::Overtaken => "overtaken",
        }
    }
}

/// One alert on its way to one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number; a siren's order carries it, so that twice is heard once.
    pub id: DeliveryId,
    /// What is carried.
    pub alert: AlertId,
    /// The warning that it belongs to.
    pub warning: WarningId,
    /// Real or exercise.
    pub status: Status,
    /// How urgent it is.
    pub lane: Lane,
    /// To whom.
    pub target: Target,
    /// Where it stands.
    pub life: Life,
    /// The attempt that is due or under way, from 1.
    pub attempt: u8,
    /// The siren's counter for this attempt; 0 for other targets.
    pub ctr: u64,
    /// When this attempt became due: the order's `not_before`.
    pub due_from: Timestamp,
    /// When it was planned.
    pub planned: Timestamp,
    /// The attempt with which the present series began: 1, or the one after a siren came back.
    pub series: u8,
    /// When it was first handed over.
    pub sent: Option<Timestamp>,
    /// When the siren first said that its sound output runs.
    pub started: Option<Timestamp>,
    /// When it was first heard.
    pub heard: Option<Timestamp>,
    /// When the siren first said that it is silent again.
    pub ended: Option<Timestamp>,
    /// How many people stand where, by channel; nothing for other targets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: Tally,
    /// Whether somebody is told when its siren stays silent.
    #[serde(default, skip_serializing_if = "Watch::is_off")]
    pub watch: Watch,
    /// The silent siren that this one sounds for, outside its own ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in_for: Option<SirenId>,
}

/// What follows from a failed or unanswered attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Try again then.
    Retry(Timestamp),
    /// Give up.
    GiveUp,
}

/// When the attempt of a delivery that just failed is followed by another.
pub(crate) fn next_attempt(delivery: &Delivery, now: Timestamp) -> Next {
    let failed = delivery
        .attempt
        .saturating_sub(delivery.series)
        .saturating_add(1);
    let rest = match &delivery.target {
        Target::Siren(_) if failed >= SIREN_ATTEMPTS_MAX => return Next::GiveUp,
        Target::Siren(_) => SIREN_RESTS_MS
            .get(usize::from(failed.saturating_sub(1)))
            .copied()
            .unwrap_or(1_000),
        Target::Hook(_) if failed >= HOOK_ATTEMPTS_MAX => return Next::GiveUp,
        Target::Hook(_) => parcel::rest_ms(failed, delivery.id.0),
        // A file system that is full may be emptied, a registry may answer again: these are tried for as
        // long as it takes.
        Target::Live | Target::People | Target::Folder => (500 << failed.min(7)).min(60_000),
    };
    Next::Retry(now.plus_ms(rest))
}

/// Whether a siren's refusal may be cured by a new order with a new counter and window.
pub(crate) const fn is_curable(reason: RefusalReason) -> bool {
    matches!(
        reason,
        RefusalReason::Replayed | RefusalReason::Expired | RefusalReason::TooEarly
    )
}

/// Whether an answer adds something to what is known of a delivery: an answer that a network brings
/// a hundred times is written down once.
pub(crate) fn is_news(delivery: &Delivery, what: AnswerWhat) -> bool {
    let life = &delivery.life;
    match what {
        AnswerWhat::Accepted => matches!(
            life,
            Life::Planned | Life::Resting { .. } | Life::Sent { .. }
        ),
        AnswerWhat::Started => delivery.started.is_none(),
        AnswerWhat::Heard => !matches!(life, Life::Heard { .. }),
        AnswerWhat::NotHeard => !matches!(life, Life::Heard { .. } | Life::Silent { .. }),
        AnswerWhat::Ended => delivery.ended.is_none(),
        // Of an order that was accepted a second copy is refused as a replay: that says nothing new.
        AnswerWhat::Refused { reason } => match life {
            Life::Planned | Life::Resting { .. } | Life::Sent { .. } => true,
            Life::Accepted { .. } => !is_curable(reason),
            Life::Carrying { .. }
            | Life::Carried { .. }
            | Life::Heard { .. }
            | Life::Published { .. }
            | Life::Silent { .. }
            | Life::Refused { .. }
            | Life::GivenUp { .. }
            | Life::Overtaken { .. } => false,
        },
    }
}
