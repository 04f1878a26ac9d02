//! The zones of a site: those that are written in the configuration, and those of a file beside it.

use super::site::{SiteConfig, ZoneConfig};
use crate::zones::DrawnZone;
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::audience::area::{Point, Ring};
use vigie_core::ids::{Language, ZoneId};
use vigie_core::site::Zone;

pub(super) fn zones(from: &SiteConfig, faults: &mut Vec<String>) -> BTreeMap<ZoneId, Zone> {
    let mut zones = BTreeMap::new();
    let drawn = |corners: &Vec<(f64, f64)>| {
        let points = corners.iter();
        let points = points.map(|(lat, lon)| Point::from_degrees(*lat, *lon));
        Result::and_then(points.collect(), Ring::new)
    };
    for (id, zone) in &from.zone {
        if let Some(why) = above(from, id, zone) {
            faults.push(format!("site.zone.{id}.parent: {why}"));
        }
        let ring = drawn(&zone.ring);
        let more: Result<Vec<Ring>, _> = zone.more.iter().map(drawn).collect();
        let codes = zone.geocode.iter();
        let codes =
            codes.flat_map(|(name, values)| values.iter().map(move |v| (name.clone(), v.clone())));
        match ring.and_then(|ring| Ok((ring, more?))) {
            Ok((ring, more)) => {
                let drawn = Zone {
                    names: zone.name.clone(),
                    ring,
                    more,
                    people: zone.people,
                    parent: zone.parent.clone(),
                    version: zone.version,
                    geocodes: codes.collect(),
                    replaces: zone.replaces.clone(),
                };
                zones.insert(id.clone(), drawn);
            }
            Err(fault) => faults.push(format!("site.zone.{id}.ring: {fault}")),
        }
        for language in from
            .languages
            .iter()
            .filter(|l| !zone.name.contains_key(*l))
        {
            faults.push(format!(
                "site.zone.{id}.name has no name in {language}; add one"
            ));
        }
    }
    zones
}

/// What is wrong with the zones that a zone is part of.
fn above(from: &SiteConfig, id: &ZoneId, zone: &ZoneConfig) -> Option<String> {
    let mut seen = BTreeSet::from([id]);
    let mut parent = zone.parent.as_ref();
    while let Some(above) = parent {
        if !seen.insert(above) {
            return Some(format!("its parents lead in a circle by {above}"));
        }
        let Some(zone) = from.zone.get(above) else {
            return Some(format!("there is no zone {above}"));
        };
        parent = zone.parent.as_ref();
    }
    None
}

/// Adds the zones of a file to those that are written in the configuration.
pub(super) fn add_zones(site: &mut SiteConfig, drawn: Vec<DrawnZone>, faults: &mut Vec<String>) {
    for zone in drawn {
        let id = ZoneId::new(zone.id.clone());
        if site.zone.contains_key(&id) {
            faults.push(format!(
                "site.zone.{id} is also in the zone file; take it out of one of them"
            ));
            continue;
        }
        let config = zone_config(zone, &site.languages);
        site.zone.insert(id, config);
    }
}

fn zone_config(zone: DrawnZone, languages: &[Language]) -> ZoneConfig {
    let name = match zone.name {
        Some(serde_json::Value::Object(names)) => {
            let names = names.into_iter();
            let text = |(l, name): (String, serde_json::Value)| {
                Some((Language::new(l), name.as_str()?.to_owned()))
            };
            names.filter_map(text).collect()
        }
        // A name of a place is the same in every language until somebody says otherwise.
        one => {
            let name = one.as_ref().and_then(serde_json::Value::as_str);
            let name = name.unwrap_or(&zone.id);
            languages
                .iter()
                .map(|l| (l.clone(), name.to_owned()))
                .collect()
        }
    };
    let corners = |ring: Ring| ring.points().iter().map(|point| point.degrees()).collect();
    let mut rings = zone.rings.into_iter().map(corners);
    ZoneConfig {
        name,
        ring: rings.next().unwrap_or_default(),
        more: rings.collect(),
        people: zone.people.unwrap_or_default(),
        parent: zone.parent.map(ZoneId::new),
        version: zone.version,
        geocode: zone.geocodes,
        replaces: zone.replaces.into_iter().map(ZoneId::new).collect(),
    }
}
