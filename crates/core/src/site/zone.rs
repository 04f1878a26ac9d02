//! Zones: named ground. An authority draws it anew, cuts it in two, joins two and renames them; whoever follows
//! a name goes on hearing of all the ground that it ever stood for, and of the zones that took its place.

use super::Site;
use crate::audience::area::{Area, Point, Ring};
use crate::ids::{Language, ZoneId};
use crate::limits::{FORMER_RINGS_MAX, SITE_ENTRIES_MAX};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far from a site's zones a place still seems to be meant, in micro-degrees: some 200 km.
const NEAR_E6: u32 = 2_000_000;

/// A named area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Its name by language.
    pub names: BTreeMap<Language, String>,
    /// Its border.
    pub ring: Ring,
    /// Further rings, where it is not of one piece: islands, or the parts that a zone with a hole was cut into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Ring>,
    /// How many people are usually in it: an estimate, and said to be one.
    pub people: u64,
    /// The zone that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ZoneId>,
    /// Which drawing of it this is, as its authority counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// What authorities call it: name and value of each code, as CAP has them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub geocodes: BTreeSet<(String, String)>,
    /// Zones whose place it takes, by its authority's own word.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub replaces: BTreeSet<ZoneId>,
}

/// What a name stood for that stands for it no more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Its ground, in the drawings that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rings: Vec<Ring>,
    /// The zones that say of themselves that they took its place.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub heirs: BTreeSet<ZoneId>,
}

impl Zone {
    /// A zone of one ring and nothing else.
    pub fn of(names: BTreeMap<Language, String>, ring: Ring, people: u64) -> Self {
        Self {
            names,
            ring,
            more: Vec::new(),
            people,
            parent: None,
            version: None,
            geocodes: BTreeSet::new(),
            replaces: BTreeSet::new(),
        }
    }

    /// All its rings.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> + Clone {
        std::iter::once(&self.ring).chain(&self.more)
    }

    /// Its size in square metres.
    pub fn size_m2(&self) -> u64 {
        self.rings().map(Ring::size_m2).fold(0, u64::saturating_add)
    }

    /// Whether a point lies in it; its border counts as inside.
    pub fn contains(&self, point: Point) -> bool {
        self.rings().any(|ring| ring.contains(point))
    }

    /// Whether any of it lies in an area.
    pub fn meets(&self, area: &Area) -> bool {
        self.rings().any(|ring| area.meets(ring))
    }

    /// Its name in a language, or the first name there is.
    pub fn name_in(&self, language: &Language) -> &str {
        self.names
            .get(language)
            .or_else(|| self.names.values().next())
            .map_or("", String::as_str)
    }
}

impl Site {
    /// Whether a name is a zone's, or was one's.
    pub fn knows_zone(&self, id: &ZoneId) -> bool {
        self.zones.contains_key(id) || self.former.contains_key(id)
    }

    /// Whether a place is within some two degrees of a zone.
    pub fn is_near(&self, place: Point) -> bool {
        let near = |a: i32, b: i32| a.abs_diff(b) <= NEAR_E6;
        let corners = self
            .zones
            .values()
            .flat_map(Zone::rings)
            .flat_map(Ring::points);
        corners.into_iter().any(|corner| {
            near(corner.lat_e6(), place.lat_e6()) && near(corner.lon_e6(), place.lon_e6())
        })
    }

    /// Whether corners lie at this site the other way round, and none of them as it stands.
    pub fn seem_swapped<'a>(&self, corners: impl Iterator<Item = &'a Point> + Clone) -> bool {
        let mut as_they_stand = corners.clone();
        let mut swapped = corners.map(|at| at.swapped());
        !as_they_stand.any(|at| self.is_near(*at))
            && swapped.all(|at| at.is_some_and(|at| self.is_near(at)))
    }

    /// All ground that whoever follows a name hears of: that of the zone, what else it ever stood for, and
    /// that of the zones which took its place. None of a name that no zone ever had.
    pub fn ground_of(&self, id: &ZoneId) -> Vec<&Ring> {
        let mut ground = Vec::new();
        let mut open = vec![id];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            ground.extend(self.zones.get(id).into_iter().flat_map(Zone::rings));
            if let Some(former) = self.former.get(id) {
                ground.extend(&former.rings);
                open.extend(&former.heirs);
            }
        }
        ground
    }

    /// An area with the ground that its codes name, as far as zones of the site have these codes.
    #[must_use]
    pub fn drawn(&self, mut area: Area) -> Area {
        if area.geocodes.is_empty() {
            return area;
        }
        let is_named = |zone: &&Zone| {
            area.geocodes
                .iter()
                .any(|code| zone.geocodes.contains(code))
        };
        let zones = self.zones.values().filter(is_named);
        let rings = zones.flat_map(Zone::rings);
        let new: Vec<Ring> = rings
            .filter(|ring| !area.polygons.contains(ring))
            .cloned()
            .collect();
        area.polygons.extend(new);
        area
    }

    /// Some zones and all that are part of them.
    pub fn with_parts(&self, zones: &BTreeSet<ZoneId>) -> BTreeSet<ZoneId> {
        let mut all = zones.clone();
        let parts = |all: &BTreeSet<ZoneId>| -> Vec<ZoneId> {
            let is_part = |(id, zone): &(&ZoneId, &Zone)| {
                zone.parent.as_ref().is_some_and(|id| all.contains(id)) && !all.contains(*id)
            };
            let parts = self.zones.iter().filter(is_part);
            parts.map(|(id, _)| id.clone()).collect()
        };
        loop {
            let parts = parts(&all);
            if parts.is_empty() {
                return all;
            }
            all.extend(parts);
        }
    }
}

/// What the names of a site stood for once, when another takes its place: nothing of it is forgotten but the
/// oldest of very many drawings.
pub(crate) fn former(before: &Site, site: &Site) -> BTreeMap<ZoneId, Former> {
    let mut former = before.former.clone();
    let mut known = |id: &ZoneId, note: &mut dyn FnMut(&mut Former)| {
        if former.contains_key(id) || former.len() < SITE_ENTRIES_MAX {
            note(former.entry(id.clone()).or_default());
        }
    };
    for (id, zone) in &before.zones {
        let now = site.zones.get(id);
        let is_there = |ring: &Ring| now.is_some_and(|zone| zone.rings().any(|one| one == ring));
        let gone: Vec<&Ring> = zone.rings().filter(|ring| !is_there(ring)).collect();
        if gone.is_empty() {
            continue;
        }
        known(id, &mut |former| {
            for ring in &gone {
                if !former.rings.contains(ring) {
                    former.rings.push((*ring).clone());
                }
            }
            let too_many = former.rings.len().saturating_sub(FORMER_RINGS_MAX);
            former.rings.drain(..too_many);
        });
    }
    for (id, zone) in &site.zones {
        for old in zone.replaces.iter().filter(|old| *old != id) {
            if before.knows_zone(old) {
                known(old, &mut |former| {
                    former.heirs.insert(id.clone());
                });
            }
        }
    }
    former
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The ground between two hundredths of a degree east of 44°.
    fn zone(west: u16, east: u16) -> Zone {
        let degrees = |hundredths: u16| 44.0 + f64::from(hundredths) / 100.0;
        let (west, east) = (degrees(west), degrees(east));
        let corners = [
            (33.0, west),
            (33.0, east),
            (34.0, east),
            (34.0, west),
            (33.0, west),
        ];
        let points = corners.map(|(lat, lon)| Point::from_degrees(lat, lon).unwrap());
        Zone::of(BTreeMap::new(), Ring::new(points.into()).unwrap(), 1)
    }

    fn id(name: &str) -> ZoneId {
        ZoneId::new(name)
    }

    fn site(zones: impl IntoIterator<Item = (&'static str, Zone)>) -> Site {
        let nothing = serde_json::json!({ "id": "site", "name": "", "sender": "", "languages": [], "zones": {},
            "sirens": {}, "sensors": {}, "officers": {}, "feeds": {}, "words": {} });
        let mut site: Site = serde_json::from_value(nothing).unwrap();
        site.zones = zones
            .into_iter()
            .map(|(name, zone)| (id(name), zone))
            .collect();
        site
    }

    fn after(before: &Site, mut site: Site) -> Site {
        site.former = former(before, &site);
        site
    }

    fn hears(site: &Site, name: &str, hundredth: f64) -> bool {
        let at = Point::from_degrees(33.5, 44.0 + hundredth / 100.0).unwrap();
        site.ground_of(&id(name))
            .iter()
            .any(|ring| ring.contains(at))
    }

    #[test]
    fn whoever_follows_a_zone_that_is_cut_joined_or_drawn_in_hears_of_all_its_ground() {
        let first = site([("a", zone(0, 10)), ("b", zone(10, 20)), ("c", zone(20, 30))]);
        // Cut: a. Joined: b with c. Drawn in: c.
        let second = after(
            &first,
            site([
                ("a-1", zone(0, 5)),
                ("a-2", zone(5, 10)),
                ("b", zone(10, 25)),
                ("c", zone(25, 30)),
            ]),
        );
        for (name, hundredth, heard) in [
            ("a", 2.0, true),
            ("a", 7.0, true),
            ("a", 12.0, false),
            ("b", 12.0, true),
            ("b", 23.0, true),
            ("c", 23.0, true),
            ("c", 27.0, true),
            ("a-1", 7.0, false),
        ] {
            assert_eq!(hears(&second, name, hundredth), heard, "{name} {hundredth}");
        }
        assert!(second.knows_zone(&id("a")) && !second.knows_zone(&id("d")));
        assert_eq!(
            former(&second, &second),
            second.former,
            "said again it says the same"
        );
    }

    #[test]
    fn whoever_follows_a_zone_that_was_renamed_twice_hears_of_the_one_that_took_its_place() {
        let replacing = |old: &str, zone: Zone| Zone {
            replaces: [id(old)].into(),
            ..zone
        };
        let first = site([("old", zone(0, 10))]);
        let second = after(&first, site([("new", replacing("old", zone(2, 12)))]));
        let third = after(&second, site([("newer", replacing("new", zone(4, 14)))]));
        for hundredth in [1.0, 11.0, 13.0] {
            assert!(hears(&third, "old", hundredth), "{hundredth}");
        }
        assert!(!hears(&third, "newer", 1.0));
    }

    #[test]
    fn a_code_has_the_ground_of_the_zones_that_bear_it() {
        let code = ("WARNCELLID".to_owned(), "105".to_owned());
        let coded = Zone {
            geocodes: [code.clone()].into(),
            ..zone(0, 10)
        };
        let site = site([("a", coded), ("b", zone(10, 20))]);
        let area = Area {
            geocodes: vec![code, ("FIPS".to_owned(), "105".to_owned())],
            ..Area::default()
        };
        assert_eq!(site.drawn(area).polygons, [zone(0, 10).ring]);
        assert!(site.drawn(Area::default()).is_empty());
    }

    #[test]
    fn a_zone_comes_with_its_parts_and_theirs() {
        let part = |of: &str| Zone {
            parent: Some(id(of)),
            ..zone(0, 10)
        };
        let site = site([
            ("land", zone(0, 10)),
            ("town", part("land")),
            ("quay", part("town")),
            ("sea", zone(0, 1)),
        ]);
        let all = site.with_parts(&[id("land")].into());
        assert_eq!(all, [id("land"), id("quay"), id("town")].into());
    }

    proptest! {
        #[test]
        fn no_follower_of_any_name_is_silent_about_ground_that_it_had(
            versions in proptest::collection::vec(
                proptest::collection::btree_map(0..6_usize, (0..40_u16, 1..20_u16), 0..6), 1..6),
        ) {
            const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
            let drawn = versions.iter().map(|zones| {
                site(zones.iter().map(|(name, (west, wide))| (NAMES[*name], zone(*west, west + wide))))
            });
            let last = drawn.reduce(|before, site| after(&before, site)).unwrap();
            for zones in &versions {
                for (name, (west, wide)) in zones {
                    let middle = f64::from(*west) + f64::from(*wide) / 2.0;
                    prop_assert!(hears(&last, NAMES[*name], middle));
                }
            }
        }
    }
}
