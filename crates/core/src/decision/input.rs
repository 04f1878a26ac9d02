//! Everything that can come in, as values.

use super::command::Command;
use crate::administration::Token;
use crate::fact::Pairing;
use crate::headcount::Reply;
use crate::ids::{
    AlertId, ChangeId, DeliveryId, FeedId, HeadcountId, OfficerId, PersonRef, SirenId,
};
use crate::report::Report;
use crate::siren::{AnswerWhat, Condition, Doubt, Way};
use crate::site::{Roster, Site};
use crate::time::Timestamp;

/// Everything that can come in.
#[derive(Clone, Debug)]
pub enum Input {
    /// The site as configured.
    Declare(Box<Site>),
    /// The tokens of the registry that are valid now, all of them.
    Tokens(Vec<Token>),
    /// Who is expected to answer.
    Roster(Roster),
    /// We were told something.
    Report(Box<Report>),
    /// A CAP message came from a feed; read at the edge, judged here.
    Cap(Box<Foreign>),
    /// An officer decides. A refusal of it goes into the journal.
    Officer {
        /// Who.
        by: OfficerId,
        /// What.
        command: Command,
    },
    /// A courier says what came of an attempt.
    Outcome {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// What came of it.
        outcome: crate::delivery::Outcome,
    },
    /// How many people stand where with an alert, as the registry counts them.
    Carried {
        /// Which delivery.
        delivery: DeliveryId,
        /// All of them, counted anew.
        people: crate::delivery::Tally,
    },
    /// A siren's answer, its signature checked at the edge.
    SirenAnswer {
        /// The siren.
        siren: SirenId,
        /// The `order` number it names.
        delivery: DeliveryId,
        /// What it says.
        what: AnswerWhat,
        /// When, by its clock.
        device_at: Timestamp,
        /// The lowest counter it will take.
        next_ctr: u64,
    },
    /// The way to a siren came up or was lost.
    SirenLink {
        /// The siren.
        siren: SirenId,
        /// Whether it is up.
        up: bool,
        /// Its pairing, when it said so.
        pairing: Option<Pairing>,
    },
    /// One way to a siren came up or was lost.
    SirenWay {
        /// The siren.
        siren: SirenId,
        /// The way.
        way: Way,
        /// Whether it is up.
        up: bool,
        /// Why it was lost.
        why: String,
    },
    /// Texts to a siren, or in its name, were not believed. The edge counts, so that a flood is a few lines.
    SirenDoubt {
        /// The siren.
        siren: SirenId,
        /// Who did not believe them, and why.
        doubt: Doubt,
        /// SHA-256 of the last of them.
        sha256: String,
        /// How many.
        times: u32,
    },
    /// How a siren says that it is, its signature checked at the edge.
    SirenCondition {
        /// The siren.
        siren: SirenId,
        /// How it is.
        condition: Condition,
    },
    /// Screens have said that they show an alert.
    Reach {
        /// Which alert.
        alert: AlertId,
        /// How many were connected.
        connected: u64,
        /// How many have said so.
        acked: u64,
    },
    /// Somebody on the roster answered.
    Safe {
        /// Which roll call.
        headcount: HeadcountId,
        /// Who.
        person: PersonRef,
        /// What.
        reply: Reply,
    },
    /// Whoever holds the site's key puts a change in force that no two people could agree to. The edge has
    /// checked the signature.
    ByKey {
        /// Which.
        change: ChangeId,
        /// The hash of what was seen.
        sha256: String,
        /// Why.
        reason: String,
    },
    /// Time has passed.
    Clock,
}

/// A CAP message of another authority, as read at the edge.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// From where.
    pub feed: FeedId,
    /// What it says.
    pub alert: vigie_cap::doc::Alert,
    /// Its bytes as text.
    pub xml: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// What is wrong with it, at error level, one line each.
    pub errors: Vec<String>,
    /// Whether a key of its feed signed exactly what was read.
    pub signature: Signature,
}

/// What is known of the signature of a foreign message. The key is compared with those of its feed again,
/// where it is decided what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// The feed has no keys, and nobody looked.
    Unchecked,
    /// What was read is what this key signed: SHA-256 of the public key, hexadecimal.
    By(String),
    /// It is not signed, or not by a key of its feed.
    Missing(String),
}
