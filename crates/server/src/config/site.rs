//! The place that is warned, as it is configured, and the site that it declares.

use super::CapFeed;
use super::Config;
use super::words::Said;
use super::zones::zones;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use vigie_channels::every;
use vigie_core::audience::area::Point;
use vigie_core::ids::{
    ChannelId, Danger, Language, OfficerId, PersonRef, SensorId, SirenId, ZoneId, is_name,
};
use vigie_core::jws;
use vigie_core::limits::{
    DEPUTIES_MAX, DRAFT_CLOCK_S_MAX, DRAFT_CLOCK_S_MIN, SIRENS_MAX, SITE_ENTRIES_MAX, TURN_S_MAX,
    TURNS_AT_ONCE_MAX,
};
use vigie_core::site::{
    ChannelRule, DraftClock, Officer, Role, SensorPost, SirenPost, Site, TurnRule,
};
use vigie_core::status::Status;
use vigie_core::wording::{Cause, DangerWords};

/// The place that is warned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Short name, part of every CAP identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// CAP `sender`.
    pub sender: String,
    /// Languages, the first shown first.
    pub languages: Vec<Language>,
    /// A GeoJSON file with zones besides those that are written here; `vigie import` writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_file: Option<PathBuf>,
    /// Zones by name.
    #[serde(default)]
    pub zone: BTreeMap<ZoneId, ZoneConfig>,
    /// Sirens by name.
    #[serde(default)]
    pub siren: BTreeMap<SirenId, SirenConfig>,
    /// Sensors by name.
    #[serde(default)]
    pub sensor: BTreeMap<SensorId, SensorConfig>,
    /// Officers by name.
    #[serde(default)]
    pub officer: BTreeMap<OfficerId, OfficerConfig>,
    /// Why a warning was false, one sentence for each cause and language, added to a retraction.
    #[serde(default)]
    pub cause: BTreeMap<Cause, BTreeMap<Language, String>>,
    /// The clock on drafts and submissions; none without it.
    #[serde(default)]
    pub drafts: Option<DraftClock>,
    /// How much of one officer a second person is shown at once.
    #[serde(default)]
    pub turns: TurnRule,
}

/// A zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneConfig {
    /// Name by language.
    pub name: BTreeMap<Language, String>,
    /// Corners as `[latitude, longitude]` in degrees, the last equal to the first.
    pub ring: Vec<(f64, f64)>,
    /// How many people are usually there.
    pub people: u64,
    /// Further rings, where it is not of one piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Vec<(f64, f64)>>,
    /// The zone that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ZoneId>,
    /// Which drawing of it this is, as its authority counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// What authorities call it: values by the name of the code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub geocode: BTreeMap<String, BTreeSet<String>>,
    /// Zones whose place it takes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub replaces: BTreeSet<ZoneId>,
}

/// A siren.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SirenConfig {
    /// Its zone.
    pub zone: ZoneId,
    /// Where it stands, `[latitude, longitude]` in degrees.
    pub place: (f64, f64),
    /// Its public key: `vigie-siren --print-key` on the mast prints it.
    pub key: String,
}

/// A sensor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensorConfig {
    /// Its zone.
    pub zone: ZoneId,
    /// The danger it recognises.
    pub danger: Danger,
}

/// An officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerConfig {
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Where; empty for every zone.
    #[serde(default)]
    pub zones: BTreeSet<ZoneId>,
    /// Real, exercise, or both.
    pub statuses: BTreeSet<Status>,
    /// How many people one warning of theirs may reach.
    pub people_max: u64,
    /// The person behind the name, as a pseudonym; two officers are two people.
    #[serde(default)]
    pub person: Option<PersonRef>,
}

/// The site that a configuration declares; what is wrong with it goes to `faults`.
pub(super) fn declared(config: &Config, said: Said, faults: &mut Vec<String>) -> Site {
    let from = &config.site;
    if !is_name(&from.id) {
        faults.push(format!(
            "site.id {:?} must be 1 to 64 of a-z A-Z 0-9 . _ -",
            from.id
        ));
    }
    if from.sender.is_empty() || from.sender.contains([' ', ',', '<', '&']) {
        faults.push(format!(
            "site.sender {:?} must not be empty nor have spaces, commas, < or & (CAP 1.2, 3.2.1)",
            from.sender
        ));
    }
    if from.languages.is_empty() {
        faults.push("site.languages is empty; name at least one".to_owned());
    }
    for (what, count, limit) in [
        ("zones", from.zone.len(), SITE_ENTRIES_MAX),
        ("sirens", from.siren.len(), SIRENS_MAX),
        ("sensors", from.sensor.len(), SITE_ENTRIES_MAX),
        ("officers", from.officer.len(), SITE_ENTRIES_MAX),
    ] {
        if count > limit {
            faults.push(format!(
                "site has {count} {what}; at most {limit} are accepted"
            ));
        }
    }
    let named = from
        .zone
        .keys()
        .map(|n| ("zone", n.as_str()))
        .chain(from.siren.keys().map(|n| ("siren", n.as_str())))
        .chain(from.sensor.keys().map(|n| ("sensor", n.as_str())))
        .chain(from.officer.keys().map(|n| ("officer", n.as_str())));
    for hook in config.hook.keys().filter(|hook| !is_name(hook.as_str())) {
        faults.push(format!(
            "hook.{hook:?}: the name must be 1 to 64 of a-z A-Z 0-9 . _ -"
        ));
    }
    for (what, name) in named.filter(|(_, name)| !is_name(name)) {
        faults.push(format!(
            "site.{what} {name:?}: the name must be 1 to 64 of a-z A-Z 0-9 . _ -"
        ));
    }
    if from.zone.is_empty() {
        faults.push("site.zone has no zone; without an area nobody can be warned".to_owned());
    }
    clock(from, faults);
    turns(from, faults);
    people(from, faults);
    Site {
        id: from.id.clone(),
        name: from.name.clone(),
        sender: from.sender.clone(),
        languages: from.languages.clone(),
        zones: zones(from, faults),
        former: BTreeMap::new(),
        sirens: sirens(from, faults),
        sensors: sensors(from, &said.words, faults),
        officers: officers(from, faults),
        feeds: config
            .intake
            .cap_feed
            .iter()
            .map(|feed| (feed.name.clone(), CapFeed::rule(feed)))
            .collect(),
        words: said.words,
        phrases: said.phrases,
        causes: causes(from, said.causes),
        drafts: from.drafts.clone(),
        turns: from.turns,
        channels: channels(config),
        hooks: every::hook_rules(&config.hook),
    }
}

/// Browsers are woken as soon as the public may sign up.
fn channels(config: &Config) -> BTreeMap<ChannelId, ChannelRule> {
    let push = (ChannelId::new(every::PUSH), ChannelRule::default());
    let push = config.signup.open.then_some(push);
    config.channel.rules().into_iter().chain(push).collect()
}

/// Why a warning was false: a site's own sentences over those of the words.
fn causes(
    from: &SiteConfig,
    mut said: BTreeMap<Cause, BTreeMap<Language, String>>,
) -> BTreeMap<Cause, BTreeMap<Language, String>> {
    for (cause, own) in &from.cause {
        said.entry(*cause).or_default().extend(own.clone());
    }
    said
}

/// The clock on drafts asks officers who exist, and not before anyone could have read one.
fn clock(from: &SiteConfig, faults: &mut Vec<String>) {
    let Some(clock) = &from.drafts else {
        return;
    };
    if !(DRAFT_CLOCK_S_MIN..=DRAFT_CLOCK_S_MAX).contains(&clock.escalate_after_s) {
        faults.push(format!(
            "site.drafts.escalate_after_s {} is not between {DRAFT_CLOCK_S_MIN} and {DRAFT_CLOCK_S_MAX}",
            clock.escalate_after_s
        ));
    }
    if clock.deputies.is_empty() || clock.deputies.len() > DEPUTIES_MAX {
        faults.push(format!(
            "site.drafts.deputies names {}; name 1 to {DEPUTIES_MAX} officers, the first asked first",
            clock.deputies.len()
        ));
    }
    for deputy in &clock.deputies {
        if !from.officer.contains_key(deputy) {
            faults.push(format!(
                "site.drafts.deputies: there is no officer {deputy}"
            ));
        }
    }
}

/// A turn is neither never nor nothing.
fn turns(from: &SiteConfig, faults: &mut Vec<String>) {
    let TurnRule { at_once, every_s } = from.turns;
    for (key, value, max) in [
        ("at_once", at_once, TURNS_AT_ONCE_MAX),
        ("every_s", every_s, TURN_S_MAX),
    ] {
        if !(1..=max).contains(&value) {
            faults.push(format!(
                "site.turns.{key} {value} is not between 1 and {max}"
            ));
        }
    }
}

/// Two officers are two people: nobody agrees with themselves under another name.
fn people(from: &SiteConfig, faults: &mut Vec<String>) {
    let mut known: BTreeMap<&PersonRef, &OfficerId> = BTreeMap::new();
    for (id, officer) in &from.officer {
        let Some(person) = &officer.person else {
            continue;
        };
        if let Some(other) = known.insert(person, id) {
            faults.push(format!(
                "site.officer.{other} and site.officer.{id} are the same person {person}; give one officer both roles"
            ));
        }
    }
}

fn sirens(from: &SiteConfig, faults: &mut Vec<String>) -> BTreeMap<SirenId, SirenPost> {
    let mut sirens = BTreeMap::new();
    let mut keys: BTreeMap<&str, &SirenId> = BTreeMap::new();
    for (id, siren) in &from.siren {
        known_zone(from, &format!("site.siren.{id}"), &siren.zone, faults);
        if jws::public_key_from_hex(&siren.key).is_none() {
            faults.push(format!(
                "site.siren.{id}.key is not a public key of 64 hexadecimal digits; `vigie-siren --print-key` prints it"
            ));
        }
        if let Some(other) = keys.insert(siren.key.as_str(), id) {
            faults.push(format!(
                "site.siren.{id}.key is also that of {other}; each siren makes its own"
            ));
        }
        match Point::from_degrees(siren.place.0, siren.place.1) {
            Ok(place) => {
                let post = SirenPost {
                    zone: siren.zone.clone(),
                    place,
                    key: siren.key.clone(),
                };
                sirens.insert(id.clone(), post);
            }
            Err(fault) => faults.push(format!("site.siren.{id}.place: {fault}")),
        }
    }
    sirens
}

fn sensors(
    from: &SiteConfig,
    words: &BTreeMap<Danger, DangerWords>,
    faults: &mut Vec<String>,
) -> BTreeMap<SensorId, SensorPost> {
    let mut sensors = BTreeMap::new();
    for (id, sensor) in &from.sensor {
        known_zone(from, &format!("site.sensor.{id}"), &sensor.zone, faults);
        if !words.contains_key(&sensor.danger) {
            faults.push(format!(
                "site.sensor.{id}.danger {:?} has no words; add a file to the words folder",
                sensor.danger.as_str()
            ));
        }
        sensors.insert(
            id.clone(),
            SensorPost {
                zone: sensor.zone.clone(),
                danger: sensor.danger.clone(),
            },
        );
    }
    sensors
}

fn officers(from: &SiteConfig, faults: &mut Vec<String>) -> BTreeMap<OfficerId, Officer> {
    let mut officers = BTreeMap::new();
    for (id, officer) in &from.officer {
        for zone in &officer.zones {
            known_zone(from, &format!("site.officer.{id}"), zone, faults);
        }
        if officer.roles.is_empty() {
            faults.push(format!(
                "site.officer.{id}.roles is empty; choose of drafter, approver, recorder, auditor"
            ));
        }
        let zones = if officer.zones.is_empty() {
            from.zone.keys().cloned().collect()
        } else {
            officer.zones.clone()
        };
        officers.insert(
            id.clone(),
            Officer {
                roles: officer.roles.clone(),
                zones,
                statuses: officer.statuses.clone(),
                people_max: officer.people_max,
                person: officer.person.clone(),
            },
        );
    }
    officers
}

fn known_zone(from: &SiteConfig, at: &str, zone: &ZoneId, faults: &mut Vec<String>) {
    if !from.zone.contains_key(zone) {
        let known: Vec<&str> = from.zone.keys().map(ZoneId::as_str).collect();
        faults.push(format!(
            "{at}: there is no zone {:?}; there are {}",
            zone.as_str(),
            known.join(", ")
        ));
    }
}
