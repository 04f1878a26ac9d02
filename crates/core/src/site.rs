//! The place that is warned: its zones, sirens, sensors, officers, feeds and words. Declared whole,
//! as one fact, so that a replay knows what was known then.

use crate::audience::area::{Area, Point};
use crate::delivery::Lane;
use crate::ids::{
    ChannelId, Danger, FeedId, HookId, Language, OfficerId, PersonRef, SensorId, SirenId, ZoneId,
};
use crate::limits::{TURN_S, TURNS_AT_ONCE};
use crate::status::Status;
use crate::wording::{Cause, DangerWords, Phrases};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) mod zone;

pub use zone::{Former, Zone};

/// One site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Short name, part of every CAP identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// CAP `sender`: like an e-mail address, without spaces, commas, `<` and `&`.
    pub sender: String,
    /// Languages that every warning should have, in the order in which they are shown.
    pub languages: Vec<Language>,
    /// Named areas.
    pub zones: BTreeMap<ZoneId, Zone>,
    /// What names of zones stood for in the sites before this one. Nobody declares it: a site that takes
    /// another's place is given it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub former: BTreeMap<ZoneId, Former>,
    /// Sirens.
    pub sirens: BTreeMap<SirenId, SirenPost>,
    /// Sensors.
    pub sensors: BTreeMap<SensorId, SensorPost>,
    /// Officers.
    pub officers: BTreeMap<OfficerId, Officer>,
    /// Feeds of other authorities and what may be done with them.
    pub feeds: BTreeMap<FeedId, FeedRule>,
    /// What may be said, by danger.
    pub words: BTreeMap<Danger, DangerWords>,
    /// What is said of every danger alike, by language; journals from before this was declared have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub phrases: BTreeMap<Language, Phrases>,
    /// Why a warning was false, by cause and language: one sentence each, added to a retraction.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub causes: BTreeMap<Cause, BTreeMap<Language, String>>,
    /// The clock on what is not out yet, if the site has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafts: Option<DraftClock>,
    /// How much of one officer a second person is shown at once.
    #[serde(default, skip_serializing_if = "TurnRule::is_default")]
    pub turns: TurnRule,
    /// The ways to registered people.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<ChannelId, ChannelRule>,
    /// Programs of others that are told of every warning.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hooks: BTreeMap<HookId, HookRule>,
}

/// Where a siren stands and what its answers are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SirenPost {
    /// The zone that it sounds for.
    pub zone: ZoneId,
    /// Where it stands.
    pub place: Point,
    /// Its Ed25519 public key, 64 hexadecimal digits.
    pub key: String,
}

/// What a sensor may report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SensorPost {
    /// The zone that it watches.
    pub zone: ZoneId,
    /// The danger that it recognises.
    pub danger: Danger,
}

/// What an officer may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes and submits warnings; may give the all clear and retract.
    Drafter,
    /// Approves what another wrote; may give the all clear and retract.
    Approver,
    /// Writes the record: reports, assertions, claims.
    Recorder,
    /// Reads everything, changes nothing.
    Auditor,
}

/// An officer, by a name that says nothing about the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Where they may do it.
    pub zones: BTreeSet<ZoneId>,
    /// In which status; whoever trains need not be able to send for real.
    pub statuses: BTreeSet<Status>,
    /// How many people one of their warnings may reach.
    pub people_max: u64,
    /// The person behind the name, as a pseudonym; the name itself where none is given. Two officers
    /// are two people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
}

/// The clock on what is not out yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftClock {
    /// How long nobody may move a draft or a submission before a deputy is asked, in seconds.
    pub escalate_after_s: u32,
    /// Who is asked, in this order.
    pub deputies: Vec<OfficerId>,
}

/// How much of one officer a second person is shown at once; what saves lives waits for no turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnRule {
    /// So many at once.
    pub at_once: u32,
    /// And one more after so many seconds.
    pub every_s: u32,
}

impl Default for TurnRule {
    /// What can be read in a minute, and the time that it takes to read one more.
    fn default() -> Self {
        Self {
            at_once: TURNS_AT_ONCE,
            every_s: TURN_S,
        }
    }
}

impl TurnRule {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over references"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// As of when a feed's messages are judged to be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsOf {
    /// Now: an expired message is ignored.
    Now,
    /// The message's own `sent`: for archives that are read in or played again.
    Sent,
}

/// What a way to registered people may be used for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRule {
    /// Most orders of one day (UTC) that save no lives: what the provider is paid for. No limit without it; what
    /// saves lives, and its end, is never held back by money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day_max: Option<u64>,
    /// How long somebody may take to answer before their next channel is tried, in milliseconds; nobody is
    /// expected to answer on a channel without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_ms_max: Option<u32>,
}

/// A program of others that is told of every warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookRule {
    /// The host that it runs on; where exactly is a secret of the configuration.
    pub host: String,
    /// Whether it hears of what is real, of exercises, or both.
    pub statuses: BTreeSet<Status>,
}

/// What may be done with the messages of one feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRule {
    /// From this CAP severity on a message is relayed as it is.
    pub relay_from: String,
    /// From this CAP severity on it becomes a draft for an officer; below it is ignored.
    pub draft_from: String,
    /// Only messages that meet a zone of the site, where their area has a shape.
    pub only_here: bool,
    /// Whether the feed's exercises are shown (as exercises).
    pub exercises: bool,
    /// As of when expiry is judged.
    pub as_of: AsOf,
    /// Where its messages are read from: an address, or `folder`. None in sites declared before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The keys of its authority, each by the SHA-256 of its public key, hexadecimal. With any, what none
    /// of them signed is shown to nobody by itself.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub keys: BTreeSet<String>,
}

/// Who is expected to answer a headcount; pseudonyms only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// The people.
    pub people: BTreeSet<PersonRef>,
}

impl Site {
    /// The area of some zones, named in `language`; unknown zones are left out.
    pub fn area_of<'a>(
        &self,
        zones: impl IntoIterator<Item = &'a ZoneId>,
        language: &Language,
    ) -> Area {
        let zones: Vec<&Zone> = zones
            .into_iter()
            .filter_map(|id| self.zones.get(id))
            .collect();
        Area {
            desc: zones
                .iter()
                .map(|zone| zone.name_in(language))
                .collect::<Vec<_>>()
                .join(", "),
            polygons: zones
                .iter()
                .flat_map(|zone| zone.rings())
                .cloned()
                .collect(),
            ..Area::default()
        }
    }

    /// Whether people may be hurt by a danger, as its words say.
    pub fn is_grave(&self, danger: &Danger) -> bool {
        let words = self.words.get(danger);
        words.is_some_and(|words| Lane::is_grave(&words.cap.severity))
    }

    /// The language that is shown first.
    pub fn first_language(&self) -> Language {
        let first = self.languages.first().cloned();
        first.unwrap_or_else(|| Language::new("en"))
    }

    /// The sirens of some zones and of all that are part of them, in the order of their names.
    pub fn sirens_in(&self, zones: &BTreeSet<ZoneId>) -> Vec<SirenId> {
        let zones = self.with_parts(zones);
        self.sirens
            .iter()
            .filter(|(_, post)| zones.contains(&post.zone))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// How many people are usually in some zones.
    pub fn people_in(&self, zones: &BTreeSet<ZoneId>) -> u64 {
        zones
            .iter()
            .filter_map(|id| self.zones.get(id))
            .fold(0, |sum, zone| sum.saturating_add(zone.people))
    }
}
