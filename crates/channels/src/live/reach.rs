//! Where a listener stands, and which listeners a bulletin is for: those in its area first, the nearest to the
//! danger before others, then those around it, then whoever gave no place or asked for everything.

use super::zones::{Said, is_about, names, number_of};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};
use vigie_core::audience::cells::{Cell, LEVEL_MAX};
use vigie_core::audience::select::{Lies, Placed, Selection};
use vigie_core::ids::ZoneId;
use vigie_core::site::Site;
use vigie_fanout::{Group, Reach, To};

/// Where the kind of a group stands in its number: 0 gave no place, 1 a cell, 2 a zone, 3 is there for others.
const KIND: u32 = 56;
/// The bit of those who want what is elsewhere too, last.
const ALSO_ELSEWHERE: u64 = 1 << 48;
const LEVEL: u32 = 32;
const CELL: u64 = 1 << KIND;
const ZONE: u64 = 2 << KIND;
/// The relays: many wait behind each, so they come before everybody.
pub const RELAYS: Group = Group(3 << KIND);
/// Turns: those within come by their distance in metres, then those near, then those whose cell is in the cover that
/// heartbeats tell, then all others.
const NEAR: u64 = 1 << 32;
const COVERED: u64 = (1 << 33) - 1;
const OTHERS: u64 = 1 << 33;

/// What a listener said of its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Nothing: it gets everything.
    Anywhere,
    /// A cell.
    In(Cell, Elsewhere),
    /// A zone of the site.
    Zone(ZoneId, Elsewhere),
    /// A relay: it gets everything, for those behind it.
    ForOthers,
}

/// Whether a listener with a place wants the bulletins of other places too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// No.
    Unwanted,
    /// Yes, behind all others.
    Wanted,
}

impl Stands {
    /// The group of all who stand there.
    pub fn group(&self) -> Group {
        let also = |elsewhere| match elsewhere {
            Elsewhere::Unwanted => 0,
            Elsewhere::Wanted => ALSO_ELSEWHERE,
        };
        match self {
            Self::Anywhere => Group(0),
            Self::ForOthers => RELAYS,
            Self::In(cell, elsewhere) => {
                let level = u64::from(cell.level()) << LEVEL;
                Group(CELL | also(*elsewhere) | level | u64::from(cell.code()))
            }
            Self::Zone(zone, elsewhere) => {
                Group(ZONE | also(*elsewhere) | u64::from(number_of(zone)))
            }
        }
    }
}

/// Everybody, the relays first.
pub fn relays_first() -> To {
    #[derive(Debug)]
    struct RelaysFirst([RangeInclusive<Group>; 1]);
    impl Reach for RelaysFirst {
        fn ranges(&self) -> &[RangeInclusive<Group>] {
            &self.0
        }
        fn turn(&self, group: Group) -> Option<u64> {
            Some(u64::from(group != RELAYS))
        }
    }
    To::These(Arc::new(RelaysFirst([Group(0)..=Group(u64::MAX)])))
}

/// The cell that a group stands for, if it stands for one.
pub fn cell_of(group: Group) -> Option<Cell> {
    let level = u8::try_from(group.0 >> LEVEL & 0xFF).ok()?;
    let code = u32::try_from(group.0 & 0xFFFF_FFFF).ok()?;
    (group.0 >> KIND == 1).then(|| Cell::of(level, code))?
}

/// By what it is known which zones a warning is about.
#[derive(Clone, Debug)]
pub enum By {
    /// The site's own borders.
    Borders(Option<Arc<Site>>),
    /// The word of its bulletins.
    Word(Said),
}

/// Whom a bulletin is for. What it takes to know that is worked out once somebody with a place listens.
#[derive(Debug)]
struct Warned<A> {
    selection: Selection<A>,
    by: By,
    /// The zones of the site, and whether the warning is about them.
    zones: OnceLock<BTreeMap<u32, bool>>,
    ranges: OnceLock<Vec<RangeInclusive<Group>>>,
    cover: OnceLock<Vec<Cell>>,
}

/// The cells whose listeners get a bulletin about these areas, as heartbeats tell it; none where everybody gets it.
pub fn cover<A: Placed>(areas: Vec<A>) -> Option<Vec<String>> {
    let cells = Selection::of(areas)?.cover();
    Some(cells.iter().map(ToString::to_string).collect())
}

/// Whom a bulletin about these areas is for.
pub fn to<A>(areas: Vec<A>, by: By) -> To
where
    A: Placed + fmt::Debug + Send + Sync + 'static,
{
    let Some(selection) = Selection::of(areas) else {
        return To::Everyone;
    };
    To::These(Arc::new(Warned {
        selection,
        by,
        zones: OnceLock::new(),
        ranges: OnceLock::new(),
        cover: OnceLock::new(),
    }))
}

impl<A: Placed> Warned<A> {
    fn cover(&self) -> &[Cell] {
        self.cover.get_or_init(|| self.selection.cover())
    }

    fn is_about(&self, zone: u32) -> bool {
        let site = match &self.by {
            By::Borders(site) => site.as_deref(),
            By::Word(said) => return said.is_about(zone),
        };
        let zones = self.zones.get_or_init(|| {
            let mut about = BTreeMap::new();
            for (site, id) in site
                .iter()
                .flat_map(|site| names(site).map(move |id| (site, id)))
            {
                *about.entry(number_of(id)).or_insert(false) |= is_about(&self.selection, site, id);
            }
            about
        });
        // A zone that the site never had is told everything rather than nothing.
        zones.get(&zone).copied().unwrap_or(true)
    }
}

impl<A: Placed + fmt::Debug + Send + Sync> Reach for Warned<A> {
    fn ranges(&self) -> &[RangeInclusive<Group>] {
        self.ranges.get_or_init(|| {
            let all = |from: u64| Group(from)..=Group(from | (ALSO_ELSEWHERE - 1));
            let mut ranges = vec![
                Group(0)..=Group(0),
                all(CELL | ALSO_ELSEWHERE),
                all(ZONE),
                all(ZONE | ALSO_ELSEWHERE),
                RELAYS..=RELAYS,
            ];
            // The globe itself, for who gave no letter of a cell, is no cell that one can name.
            for (level, codes) in self.selection.ranges() {
                debug_assert!(level <= LEVEL_MAX, "there are no finer cells");
                let from = CELL | u64::from(level) << LEVEL;
                let (first, last) = (u64::from(*codes.start()), u64::from(*codes.end()));
                ranges.push(Group(from | first)..=Group(from | last));
            }
            // All of the cover besides: each cell of it, those around it and the parts of it.
            for cell in self.cover() {
                for level in 1..=LEVEL_MAX {
                    let from = CELL | u64::from(level) << LEVEL;
                    let (own, code) = (cell.level(), u64::from(cell.code()));
                    let (first, last) = if level <= own {
                        let code = code >> (5 * (own - level));
                        (code, code)
                    } else {
                        let deeper = 5 * (level - own);
                        (code << deeper, ((code + 1) << deeper) - 1)
                    };
                    ranges.push(Group(from | first)..=Group(from | last));
                }
            }
            ranges
        })
    }

    fn turn(&self, group: Group) -> Option<u64> {
        if group == RELAYS {
            return Some(0);
        }
        let otherwise = match group.0 & ALSO_ELSEWHERE {
            0 if group.0 != 0 => None,
            _ => Some(OTHERS),
        };
        if group.0 >> KIND == 2 {
            let zone = u32::try_from(group.0 & 0xFFFF_FFFF).unwrap_or(0);
            return if self.is_about(zone) {
                Some(0)
            } else {
                otherwise
            };
        }
        let cell = cell_of(group);
        let is_covered = |cell: &Cell| self.cover().iter().any(|one| one.overlaps(*cell));
        let lies = cell.and_then(|cell| self.selection.lies(cell));
        match lies {
            Some(Lies::Within(metres)) => Some(u64::from(metres)),
            Some(Lies::Near(metres)) => Some(NEAR + u64::from(metres)),
            None if cell.as_ref().is_some_and(is_covered) => Some(COVERED),
            None => otherwise,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vigie_core::audience::area::{Area, Circle, Point, Ring};
    use vigie_core::site::{Former, Zone};

    fn point(lat: f64, lon: f64) -> Point {
        Point::from_degrees(lat, lon).unwrap()
    }

    fn zone(south: f64, west: f64) -> Zone {
        let (north, east) = (south + 0.1, west + 0.1);
        let corners = [
            (south, west),
            (south, east),
            (north, east),
            (north, west),
            (south, west),
        ];
        let ring = Ring::new(corners.map(|(lat, lon)| point(lat, lon)).to_vec()).unwrap();
        Zone::of(BTreeMap::new(), ring, 0)
    }

    fn warned() -> To {
        let area = Area {
            circles: vec![Circle(point(33.3, 44.4), 2_000)],
            ..Area::default()
        };
        let nothing = json!({ "id": "site", "name": "", "sender": "", "languages": [], "zones": {}, "sirens": {},
            "sensors": {}, "officers": {}, "feeds": {}, "words": {} });
        let mut site: Site = serde_json::from_value(nothing).unwrap();
        site.zones.insert(ZoneId::new("here"), zone(33.25, 44.35));
        site.zones.insert(ZoneId::new("there"), zone(36.0, 43.0));
        for (name, south, west) in [("here once", 33.25, 44.35), ("there once", 36.0, 43.0)] {
            let former = Former {
                rings: vec![zone(south, west).ring],
                ..Former::default()
            };
            site.former.insert(ZoneId::new(name), former);
        }
        to(vec![area], By::Borders(Some(Arc::new(site))))
    }

    fn cell(lat: f64, lon: f64, elsewhere: Elsewhere) -> Group {
        Stands::In(Cell::at(point(lat, lon)), elsewhere).group()
    }

    #[test]
    fn who_is_in_the_area_comes_first_and_who_is_elsewhere_only_if_it_asked() {
        let To::These(reach) = warned() else {
            panic!("it has a place")
        };
        let zone = |name: &str, elsewhere| Stands::Zone(ZoneId::new(name), elsewhere).group();
        let in_order = [
            Stands::ForOthers.group(),
            cell(33.3, 44.4, Elsewhere::Unwanted),
            cell(33.36, 44.4, Elsewhere::Wanted),
            Stands::Anywhere.group(),
        ];
        let turns = in_order.map(|group| reach.turn(group).unwrap());
        assert!(
            turns.is_sorted() && turns[1] < turns[2] && turns[2] < turns[3],
            "{turns:?}"
        );
        for (group, reached) in [
            (cell(36.0, 43.0, Elsewhere::Unwanted), false),
            (cell(36.0, 43.0, Elsewhere::Wanted), true),
            (zone("here", Elsewhere::Unwanted), true),
            (zone("there", Elsewhere::Unwanted), false),
            (zone("there", Elsewhere::Wanted), true),
            (zone("never of the site", Elsewhere::Unwanted), true),
            (zone("here once", Elsewhere::Unwanted), true),
            (zone("there once", Elsewhere::Unwanted), false),
        ] {
            assert_eq!(reach.turn(group).is_some(), reached, "{group:?}");
        }
    }

    #[test]
    fn the_ranges_hold_every_group_that_has_a_turn() {
        let To::These(reach) = warned() else {
            panic!("it has a place")
        };
        for lat in [33.2, 33.28, 33.3, 33.34, 33.4, 34.0] {
            for elsewhere in [Elsewhere::Unwanted, Elsewhere::Wanted] {
                let group = cell(lat, 44.4, elsewhere);
                let is_in = reach.ranges().iter().any(|range| range.contains(&group));
                assert!(is_in || reach.turn(group).is_none(), "{lat} {elsewhere:?}");
            }
        }
        let all = [
            Stands::Anywhere.group(),
            Stands::ForOthers.group(),
            Stands::Zone(ZoneId::new("x"), Elsewhere::Unwanted).group(),
        ];
        assert!(
            all.iter()
                .all(|group| reach.ranges().iter().any(|range| range.contains(group)))
        );
    }

    #[test]
    fn a_cell_comes_back_from_its_group() {
        let here = Cell::named("svzt").unwrap();
        let group = Stands::In(here, Elsewhere::Wanted).group();
        assert_eq!(cell_of(group), Some(here));
        assert_eq!(cell_of(Stands::Anywhere.group()), None);
        assert_eq!(
            cell_of(Stands::Zone(ZoneId::new("x"), Elsewhere::Wanted).group()),
            None
        );
    }
}
