//! A warning: the whole story of one danger, and the immutable CAP messages it consists of.

mod agreed;
mod alert;

use crate::audience::area::Area;
use crate::class::Class;
use crate::delivery::Reason;
use crate::hand::Hand;
use crate::ids::{
    AlertId, Danger, FeedId, Language, OfficerId, StandingOrderId, WarningId, ZoneId,
};
use crate::limits::{NAGS_MAX, UNCONFIRMED_NAG_MS};
use crate::state::marks::Marks;
use crate::status::Status;
use crate::time::Timestamp;
use crate::vetting::LeftOut;
use crate::wording::{Act, Cause, Note, SlotValue, Texts};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use agreed::{Change, Corrections, Proposal, Revision, approval_sha256};
pub use alert::{ActualAlert, Alert, ExerciseAlert, Outgoing, short_code};

/// Who made a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// This site.
    Own,
    /// Another authority, taken from a feed and relayed as it is.
    Feed(FeedId),
}

/// The CAP message itself, as it left or came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapMessage {
    /// CAP `identifier`.
    pub identifier: String,
    /// CAP `sender`.
    pub sender: String,
    /// CAP `sent`, byte for byte.
    pub sent: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// The bytes.
    pub xml: String,
}

impl CapMessage {
    /// The triple by which others refer to it.
    pub fn triple(&self) -> Triple {
        Triple(format!("{},{},{}", self.sender, self.identifier, self.sent))
    }
}

/// `sender,identifier,sent`: the key of a CAP message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Triple(pub String);

/// One message, before it has a number: what two people see and agree to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it does.
    pub act: Act,
    /// Whether the danger is real.
    pub status: Status,
    /// Who made it.
    pub origin: Origin,
    /// Alert or pre-alert.
    #[serde(default, skip_serializing_if = "Class::is_alert")]
    pub class: Class,
    /// Whether sirens sound it.
    pub sounds: bool,
    /// When it was made.
    pub sent: Timestamp,
    /// When it no longer holds, unless renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// The danger: our code, or the other authority's `event`.
    pub danger: String,
    /// CAP `urgency`.
    pub urgency: String,
    /// CAP `severity`.
    pub severity: String,
    /// CAP `certainty`.
    pub certainty: String,
    /// Who warns, for people.
    pub source: String,
    /// Where.
    pub area: Area,
    /// What it says.
    pub texts: BTreeMap<Language, Texts>,
    /// The sum of the words that it was written from, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<Language, String>,
    /// The sum of what it says beside them, the same for every danger, by language: titles, values, notes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub common: BTreeMap<Language, String>,
    /// Languages of the site that it does not speak, and why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Language, LeftOut>,
    /// What an update changes, so that nobody is told again what they know.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub changes: BTreeSet<Change>,
    /// Zones that an update adds: its sirens sound there alone unless all are to sound again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub added: BTreeSet<ZoneId>,
    /// The first warning of the event that it is of, where the event has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<WarningId>,
    /// The CAP message.
    pub cap: CapMessage,
}

impl Content {
    /// Whether it is an update that sounds in the zones it adds and nowhere else.
    pub(crate) fn only_adds_zones(&self) -> bool {
        let sounds_everywhere = [Change::Danger, Change::Sound];
        self.sounds
            && !self.added.is_empty()
            && sounds_everywhere
                .iter()
                .all(|change| !self.changes.contains(change))
    }
}

/// What an officer asks for before anything is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The danger.
    pub danger: Danger,
    /// Where.
    pub zones: BTreeSet<ZoneId>,
    /// Real or exercise.
    pub status: Status,
    /// How long it holds, in seconds.
    pub valid_s: u32,
    /// Values that the danger's texts say, by slot: `minutes`, `distance_m`, `direction`, `phone`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: BTreeMap<String, SlotValue>,
    /// What the officer adds, in one language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

impl Draft {
    /// A draft with nothing added to its words.
    pub fn new(
        danger: Danger,
        zones: impl IntoIterator<Item = ZoneId>,
        status: Status,
        valid_s: u32,
    ) -> Self {
        Self {
            danger,
            zones: zones.into_iter().collect(),
            status,
            valid_s,
            slots: BTreeMap::new(),
            note: None,
        }
    }
}

/// Where a warning stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Written, not shown to a second person.
    Draft,
    /// Submitted, and waits for its turn to be shown to a second person.
    Queued,
    /// Waits for a second person.
    Submitted,
    /// Given back to its author to mend.
    Returned,
    /// Turned down.
    Rejected,
    /// People are being warned.
    Live,
    /// Over.
    Ended,
}

/// How a warning ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// An officer said that it is over.
    AllClear,
    /// It was false.
    Retracted,
    /// Nobody renewed it: no longer confirmed.
    Expired,
}

/// The whole story of one danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Its number.
    pub id: WarningId,
    /// Who made it.
    pub origin: Origin,
    /// Real or exercise; never changes.
    pub status: Status,
    /// Alert or pre-alert.
    pub class: Class,
    /// The danger: our code, or the other authority's `event`.
    pub danger: String,
    /// Our zones; empty for a relayed warning.
    pub zones: BTreeSet<ZoneId>,
    /// How long each message holds, in seconds.
    pub valid_s: u32,
    /// Values that its texts say, by slot.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: BTreeMap<String, SlotValue>,
    /// What an officer added, in one language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Where it stands.
    pub stage: Stage,
    /// When it was opened.
    pub opened: Timestamp,
    /// Who drafted it, if a person did.
    pub drafted_by: Option<OfficerId>,
    /// Everyone who wrote or submitted any of it: none of them may approve it, by this name or another.
    pub hands: Vec<Hand>,
    /// Which standing order fired it, if one did.
    pub fired_by: Option<StandingOrderId>,
    /// The first warning of its event, unless it is the first itself.
    #[serde(default)]
    pub event: Option<WarningId>,
    /// Who else asked for it.
    #[serde(default)]
    pub joined_by: Marks<OfficerId>,
    /// How often somebody asked for it again.
    #[serde(default)]
    pub joined: u64,
    /// Who submitted it before its turn, and when that comes.
    #[serde(default)]
    pub queued: Option<(Hand, Timestamp)>,
    /// The message that waits for a second person, and who submitted it.
    pub submitted: Option<(Hand, Box<Content>)>,
    /// Who approved it.
    pub approved: Option<Hand>,
    /// Who turned it down, and why.
    pub rejected: Option<(Hand, String)>,
    /// Who gave it back, and why; until it is submitted again.
    #[serde(default)]
    pub returned: Option<(Hand, String)>,
    /// The words of both ends, agreed on or about to be.
    #[serde(default)]
    pub corrections: Option<Box<Corrections>>,
    /// The update that waits for a second person.
    #[serde(default)]
    pub proposal: Option<Box<Proposal>>,
    /// Who has it in hand while it is not out; nobody while any approver may take it.
    #[serde(default)]
    pub holder: Option<OfficerId>,
    /// Since when.
    #[serde(default)]
    pub held_since: Timestamp,
    /// When a deputy is asked, if nobody moves it until then.
    #[serde(default)]
    pub escalates_at: Option<Timestamp>,
    /// Deputies who were asked because nobody moved it.
    #[serde(default)]
    pub escalated: Vec<OfficerId>,
    /// Size of the area that was drafted, in square metres.
    #[serde(default)]
    pub drafted_m2: u64,
    /// Who confirmed it after it fired without a human.
    pub confirmed: Option<Hand>,
    /// How often officers were reminded that it is unconfirmed.
    pub nags: u8,
    /// Who was asked by name to confirm or retract it, since nobody else answered.
    pub deputy: Option<OfficerId>,
    /// When it was last fired or a reminder went out.
    pub nagged: Timestamp,
    /// Its messages, oldest first.
    pub alerts: Vec<AlertId>,
    /// When it stops to hold.
    pub expires: Option<Timestamp>,
    /// How and when it ended, and by whom unless by the clock or another authority.
    pub ended: Option<(End, Timestamp, Option<Hand>)>,
    /// The journal entry with which it was ended or rejected.
    pub closed_by: Option<u64>,
    /// Why it was false, if somebody said so.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// The second person who looked at an end that one gave alone.
    #[serde(default)]
    pub end_confirmed: Option<Hand>,
}

impl Warning {
    /// Whether people are being warned.
    pub fn is_live(&self) -> bool {
        self.stage == Stage::Live
    }

    /// When something happens to it by itself, and what: it expires, officers are reminded, or a
    /// deputy is asked.
    pub fn wakes_at(&self) -> Option<(Timestamp, Reason)> {
        let expires = self.expires.filter(|_| self.is_live());
        let expires = expires.map(|at| (at, Reason::Expiry));
        let is_unconfirmed = self.is_unconfirmed() || self.is_end_unconfirmed();
        let nags = (is_unconfirmed && self.nags < NAGS_MAX)
            .then(|| (self.nagged.plus_ms(UNCONFIRMED_NAG_MS), Reason::Unconfirmed));
        let held = self.escalates_at.map(|at| (at, Reason::Held));
        let turn = self.queued.as_ref().map(|(_, at)| (*at, Reason::Turn));
        expires
            .into_iter()
            .chain(turn)
            .chain(nags)
            .chain(held)
            .min_by_key(|(at, _)| *at)
    }

    /// Whether it waits for somebody to write or approve it.
    pub fn is_pending(&self) -> bool {
        matches!(
            self.stage,
            Stage::Draft | Stage::Queued | Stage::Submitted | Stage::Returned
        )
    }

    /// The first warning of its event: many that overlap are one event.
    pub fn event(&self) -> WarningId {
        self.event.unwrap_or(self.id)
    }

    /// Whether one person alone ended it and no second has looked.
    pub fn is_end_unconfirmed(&self) -> bool {
        matches!(self.ended, Some((_, _, Some(_)))) && self.end_confirmed.is_none()
    }

    /// Somebody else has it in hand: the clock starts anew, and the deputies may be asked again.
    pub(crate) fn held(&mut self, by: Option<OfficerId>, at: Timestamp) {
        self.holder = by;
        self.held_since = at;
        self.escalated.clear();
    }

    /// Somebody wrote or submitted some of it.
    pub(crate) fn touched(&mut self, hand: Hand) {
        if !self.hands.iter().any(|before| before.is_as(&hand)) {
            self.hands.push(hand);
        }
    }

    /// Everyone who had a hand in what waits for approval.
    pub(crate) fn waiting_hands(&self) -> impl Iterator<Item = &Hand> {
        let submitter = self.submitted.iter().map(|(hand, _)| hand);
        let of_warning = self.hands.iter().chain(submitter);
        let proposer = self.proposal.iter().map(|proposal| &proposal.hand);
        of_warning
            .filter(|_| self.proposal.is_none())
            .chain(proposer)
    }

    /// The hash that a second person agrees to, while something waits for one.
    pub fn approval_sha256(&self) -> Option<String> {
        if let Some(proposal) = &self.proposal {
            return Some(proposal.sha256());
        }
        let (_, content) = self.submitted.as_ref()?;
        Some(approval_sha256(content, self.corrections.as_deref()))
    }

    /// Whether it fired without a human and nobody has confirmed it.
    pub fn is_unconfirmed(&self) -> bool {
        self.is_live() && self.fired_by.is_some() && self.confirmed.is_none()
    }
}
