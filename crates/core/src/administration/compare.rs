//! Two sites side by side: what of the second one person may put in force, and what is left for two.
//!
//! One person takes power away from officers and lets less of a feed through, or nothing. Whatever gives power, and
//! whatever makes the site quieter or deaf, needs two: a siren, a sensor, a zone or a language that is
//! gone silences people as surely as a forged alarm frightens them, and is seen later.

use crate::audience::area::{Area, Ring};
use crate::audience::shape::outside_m2;
use crate::decision::severity_rank;
use crate::ids::{OfficerId, ZoneId};
use crate::refusal::km2;
use crate::site::{
    AsOf, ChannelRule, DraftClock, FeedRule, HookRule, Officer, SensorPost, SirenPost, Site, Zone,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Lines that people are shown of one change; whoever changes more reads the configuration itself.
const LINES_MAX: usize = 200;

/// The site in force with everything that one person may take away from it on the way to another.
pub fn narrowed(from: &Site, to: &Site) -> Site {
    let feeds = from.feeds.iter().filter_map(|(id, rule)| {
        let becomes = to.feeds.get(id)?;
        Some((id.clone(), rule.narrowed(becomes)))
    });
    let officers = from.officers.iter().filter_map(|(id, officer)| {
        let becomes = to.officers.get(id)?;
        Some((id.clone(), officer.narrowed(becomes, to)))
    });
    let mut site = Site {
        feeds: feeds.collect(),
        officers: officers.collect(),
        ..from.clone()
    };
    site.drafts = asking(from, &site.officers);
    site
}

/// The clock on drafts of a site, without deputies who are gone: they are asked nothing.
fn asking(site: &Site, officers: &BTreeMap<OfficerId, Officer>) -> Option<DraftClock> {
    let mut clock = site.drafts.clone()?;
    clock
        .deputies
        .retain(|deputy| officers.contains_key(deputy));
    (!clock.deputies.is_empty()).then_some(clock)
}

/// What is left for two people on the way from a site to another, one line each; none when nothing is.
pub fn left_for_two(from: &Site, to: &Site) -> Vec<String> {
    let mut says = Vec::new();
    said(from, to, &mut says);
    clocks(from, to, &mut says);
    for (id, zone) in &to.zones {
        match from.zones.get(id) {
            None => says.push(format!(
                "zone {id} is added: {} km², about {} people",
                km2(zone.size_m2()),
                zone.people
            )),
            Some(known) => known.differs(id, zone, &mut says),
        }
    }
    for (id, zone) in from
        .zones
        .iter()
        .filter(|(id, _)| !to.zones.contains_key(*id))
    {
        says.push(format!("zone {id} is taken out: {}", left_of(zone, to)));
    }
    for (id, officer) in &to.officers {
        match from.officers.get(id) {
            None => says.push(format!("officer {id} is added: {}", officer.described())),
            Some(known) => known.wider(id, officer, &mut says),
        }
    }
    posts(
        "siren",
        &from.sirens,
        &to.sirens,
        SirenPost::described,
        &mut says,
    );
    gone(
        "siren",
        &from.sirens,
        &to.sirens,
        "it sounds no more",
        &mut says,
    );
    posts(
        "sensor",
        &from.sensors,
        &to.sensors,
        SensorPost::described,
        &mut says,
    );
    gone(
        "sensor",
        &from.sensors,
        &to.sensors,
        "it is heard no more",
        &mut says,
    );
    for (id, feed) in &to.feeds {
        match from.feeds.get(id) {
            None => says.push(format!(
                "feed {id} is added: relays from {}, drafts from {}, read from {}",
                feed.relay_from,
                feed.draft_from,
                feed.read_from()
            )),
            Some(known) => known.differs(id, feed, &mut says),
        }
    }
    ways_out(from, to, &mut says);
    let more = says.len().saturating_sub(LINES_MAX);
    if more > 0 {
        says.truncate(LINES_MAX);
        says.push(format!("and {more} more: read the configuration itself"));
    }
    says
}

/// How people and programs of others are reached: any difference counts.
fn ways_out(from: &Site, to: &Site, says: &mut Vec<String>) {
    let (was, becomes) = (&from.channels, &to.channels);
    posts("channel", was, becomes, ChannelRule::described, says);
    gone("channel", was, becomes, "nobody is reached by it", says);
    let (was, becomes) = (&from.hooks, &to.hooks);
    posts("hook", was, becomes, HookRule::described, says);
    gone("hook", was, becomes, "it is told nothing", says);
}

/// What people are told, and in whose name: any difference counts.
fn said(from: &Site, to: &Site, says: &mut Vec<String>) {
    for (what, was, becomes) in [
        ("id", &from.id, &to.id),
        ("name", &from.name, &to.name),
        ("sender", &from.sender, &to.sender),
    ] {
        if was != becomes {
            says.push(format!(
                "the site's {what} becomes {becomes:?}, it was {was:?}"
            ));
        }
    }
    if from.languages != to.languages {
        says.push(format!("the languages become {}", listed(&to.languages)));
    }
    for danger in keys(&from.words, &to.words) {
        match (from.words.get(danger), to.words.get(danger)) {
            (None, Some(_)) => says.push(format!("words for {danger} are added")),
            (Some(_), None) => says.push(format!("the words for {danger} are taken away")),
            (Some(was), Some(becomes)) if was != becomes => {
                let languages = keys(&was.languages, &becomes.languages).into_iter();
                let other = languages.filter(|language| {
                    was.languages.get(*language) != becomes.languages.get(*language)
                });
                let other: Vec<_> = other.collect();
                let of = if other.is_empty() {
                    "its codes or tone".to_owned()
                } else {
                    listed(&other)
                };
                says.push(format!("what is said of {danger} changes: {of}"));
            }
            (Some(_) | None, _) => {}
        }
    }
    for language in keys(&from.phrases, &to.phrases) {
        if from.phrases.get(language) != to.phrases.get(language) {
            says.push(format!(
                "what is said of every danger alike changes: {language}"
            ));
        }
    }
    for cause in keys(&from.causes, &to.causes) {
        if from.causes.get(cause) != to.causes.get(cause) {
            says.push(format!(
                "the sentence for the cause {} changes",
                cause.as_str()
            ));
        }
    }
}

/// When a deputy is asked, and how much a second person is shown at once.
fn clocks(from: &Site, to: &Site, says: &mut Vec<String>) {
    if asking(from, &to.officers) != to.drafts {
        says.push(to.drafts.as_ref().map_or_else(
            || "no deputy is asked any more when nobody moves a draft".to_owned(),
            |clock| {
                format!(
                    "when nobody moves a draft for {} s, these are asked: {}",
                    clock.escalate_after_s,
                    listed(&clock.deputies)
                )
            },
        ));
    }
    if from.turns != to.turns {
        says.push(format!(
            "a second person is shown {} drafts of an officer at once and one more every {} s, it was {} and {} s",
            to.turns.at_once, to.turns.every_s, from.turns.at_once, from.turns.every_s
        ));
    }
}

/// What is there no more, and what follows from that.
fn gone<K: Ord + Display, V>(
    what: &str,
    from: &BTreeMap<K, V>,
    to: &BTreeMap<K, V>,
    so: &str,
    says: &mut Vec<String>,
) {
    let gone = from.keys().filter(|id| !to.contains_key(*id));
    says.extend(gone.map(|id| format!("{what} {id} is taken out: {so}")));
}

/// What becomes of the ground of a zone that is taken out.
fn left_of(zone: &Zone, to: &Site) -> String {
    let area = Area {
        polygons: zone.rings().cloned().collect(),
        ..Area::default()
    };
    let there = to
        .zones
        .iter()
        .filter(|(_, other)| area.covers_some_of(other.rings()));
    let there: Vec<&ZoneId> = there.map(|(there, _)| there).collect();
    if there.is_empty() {
        return "nobody there is warned".to_owned();
    }
    let rings = there
        .iter()
        .filter_map(|id| to.zones.get(*id))
        .flat_map(Zone::rings);
    let bare_m2 = outside_m2(&area.polygons, rings);
    let bare = if bare_m2 > 0 {
        format!("; in {} km² of it nobody is warned", km2(bare_m2))
    } else {
        String::new()
    };
    format!(
        "where it was, {} warn; whoever follows it goes on hearing of its ground{bare}",
        listed(&there)
    )
}

impl Zone {
    fn differs(&self, id: &impl Display, to: &Self, says: &mut Vec<String>) {
        let same = |a: &Self, b: &Self| a.rings().all(|ring| b.rings().any(|one| one == ring));
        if !(same(self, to) && same(to, self)) {
            let lies_in = |ring: &Ring| self.rings().any(|before| ring.lies_in(before));
            let how = if to.rings().all(lies_in) {
                "covers less, so fewer are warned"
            } else {
                "reaches further"
            };
            says.push(format!(
                "zone {id} {how}: {} km², it was {} km²",
                km2(to.size_m2()),
                km2(self.size_m2())
            ));
        }
        if to.parent != self.parent {
            says.push(match &to.parent {
                Some(parent) => format!("zone {id} becomes part of {parent}"),
                None => format!("zone {id} is part of no zone any more"),
            });
        }
        if to.geocodes != self.geocodes {
            says.push(format!(
                "zone {id} has other codes: {}",
                listed(
                    to.geocodes
                        .iter()
                        .map(|(name, value)| format!("{name} {value}"))
                        .collect::<Vec<_>>()
                        .as_slice()
                )
            ));
        }
        if (to.version, &to.replaces) != (self.version, &self.replaces) {
            says.push(format!("zone {id} is another drawing of its authority"));
        }
        if to.people != self.people {
            let how = if to.people < self.people {
                "less"
            } else {
                "more"
            };
            says.push(format!(
                "zone {id} counts {} people, it was {}: caps on people bind {how}",
                to.people, self.people
            ));
        }
        if to.names != self.names {
            says.push(format!("zone {id} is called otherwise in some language"));
        }
    }
}

impl Officer {
    /// A zone that the other site does not have is taken from the site and not from the officer: until two people
    /// have agreed to that, it can be warned.
    fn narrowed(&self, to: &Self, site: &Site) -> Self {
        let zones = self.zones.iter();
        let zones = zones.filter(|id| to.zones.contains(*id) || !site.zones.contains_key(*id));
        Self {
            roles: self.roles.intersection(&to.roles).copied().collect(),
            zones: zones.cloned().collect(),
            statuses: self.statuses.intersection(&to.statuses).copied().collect(),
            people_max: self.people_max.min(to.people_max),
            person: self.person.clone(),
        }
    }

    fn wider(&self, id: &impl Display, to: &Self, says: &mut Vec<String>) {
        let roles: Vec<_> = to
            .roles
            .difference(&self.roles)
            .copied()
            .map(role)
            .collect();
        if !roles.is_empty() {
            says.push(format!("officer {id} becomes {}", listed(&roles)));
        }
        let zones: Vec<_> = to.zones.difference(&self.zones).collect();
        if !zones.is_empty() {
            says.push(format!("officer {id} may also act in {}", listed(&zones)));
        }
        let statuses: Vec<_> = to.statuses.difference(&self.statuses).collect();
        if !statuses.is_empty() {
            says.push(format!(
                "officer {id} may also act in {}",
                listed(&statuses)
            ));
        }
        if to.people_max > self.people_max {
            says.push(format!(
                "officer {id} may warn {} people, it was {}",
                to.people_max, self.people_max
            ));
        }
        if to.person != self.person {
            says.push(format!("officer {id} is another person"));
        }
    }

    fn described(&self) -> String {
        let roles: Vec<_> = self.roles.iter().copied().map(role).collect();
        let statuses: Vec<_> = self.statuses.iter().collect();
        format!(
            "{}, in {}, for {}, at most {} people",
            listed(&roles),
            listed(&self.zones.iter().collect::<Vec<_>>()),
            listed(&statuses),
            self.people_max
        )
    }
}

fn role(role: crate::site::Role) -> String {
    format!("{role:?}").to_lowercase()
}

impl SirenPost {
    fn described(&self) -> String {
        format!("zone {}, key {}", self.zone, self.key)
    }
}

impl SensorPost {
    fn described(&self) -> String {
        format!("zone {}, recognises {}", self.zone, self.danger)
    }
}

impl ChannelRule {
    fn described(&self) -> String {
        let paid = self.per_day_max.map_or_else(
            || "without a budget".to_owned(),
            |max| format!("at most {max} orders a day besides what saves lives"),
        );
        match self.answer_ms_max {
            None => paid,
            Some(ms) => format!("{paid}, answered within {ms} ms"),
        }
    }
}

impl HookRule {
    fn described(&self) -> String {
        let statuses: Vec<_> = self.statuses.iter().collect();
        format!("on {}, for {}", self.host, listed(&statuses))
    }
}

impl FeedRule {
    fn narrowed(&self, to: &Self) -> Self {
        let higher = |a: &String, b: &String| {
            if severity_rank(b) > severity_rank(a) {
                b.clone()
            } else {
                a.clone()
            }
        };
        Self {
            relay_from: higher(&self.relay_from, &to.relay_from),
            draft_from: higher(&self.draft_from, &to.draft_from),
            only_here: self.only_here || to.only_here,
            exercises: self.exercises && to.exercises,
            as_of: match (self.as_of, to.as_of) {
                (AsOf::Sent, AsOf::Sent) => AsOf::Sent,
                (AsOf::Now, _) | (_, AsOf::Now) => AsOf::Now,
            },
            keys: believed(&self.keys, &to.keys),
            address: self.address.clone(),
        }
    }

    fn differs(&self, id: &impl Display, to: &Self, says: &mut Vec<String>) {
        if self.address != to.address {
            says.push(format!(
                "feed {id} is read from {}, it was {}; from the next start after two people agree",
                to.read_from(),
                self.read_from()
            ));
        }
        let moved = Self {
            address: to.address.clone(),
            ..self.narrowed(to)
        };
        if moved != *to {
            says.push(format!("feed {id} may bring more than before"));
        }
    }

    fn read_from(&self) -> &str {
        self.address
            .as_deref()
            .unwrap_or("an address that was not kept")
    }
}

/// The keys that are believed before two people agree: none that was not, and never again what is unsigned.
fn believed(from: &BTreeSet<String>, to: &BTreeSet<String>) -> BTreeSet<String> {
    if from.is_empty() {
        return to.clone();
    }
    let both: BTreeSet<String> = from.intersection(to).cloned().collect();
    if both.is_empty() { from.clone() } else { both }
}

/// Things that stand somewhere and are one thing whole: any difference counts.
fn posts<K: Ord + Display, P: PartialEq>(
    what: &str,
    from: &BTreeMap<K, P>,
    to: &BTreeMap<K, P>,
    described: impl Fn(&P) -> String,
    says: &mut Vec<String>,
) {
    for (id, post) in to {
        match from.get(id) {
            None => says.push(format!("{what} {id} is added: {}", described(post))),
            Some(known) if known != post => {
                says.push(format!("{what} {id} becomes another: {}", described(post)));
            }
            Some(_) => {}
        }
    }
}

fn keys<'a, K: Ord, V>(from: &'a BTreeMap<K, V>, to: &'a BTreeMap<K, V>) -> BTreeSet<&'a K> {
    from.keys().chain(to.keys()).collect()
}

fn listed(things: &[impl Display]) -> String {
    if things.is_empty() {
        return "none".to_owned();
    }
    let things: Vec<String> = things.iter().map(ToString::to_string).collect();
    things.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_never_makes_a_feed_believe_a_key_or_what_is_unsigned() {
        let keys = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        for (from, to, until_two_agree) in [
            (&["a", "b"][..], &["b", "c"][..], &["b"][..]),
            (&["a"], &["c"], &["a"]),
            (&["a"], &[], &["a"]),
            (&[], &["a"], &["a"]),
        ] {
            let believed = believed(&keys(from), &keys(to));
            assert_eq!(believed, keys(until_two_agree), "{from:?} to {to:?}");
        }
    }
}
