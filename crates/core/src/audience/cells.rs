//! Coarse places: a listener gives its cell and not its position, and nothing finer is ever kept.
//!
//! A cell is a geohash of at most five characters, about 5 km by 5 km, because every platform has code for
//! them and a person can shorten one by hand: each character less is an area 32 times as large.

use super::area::{AreaFault, Point};
use super::morton::{Grid, spread};
use std::collections::BTreeMap;
use std::fmt;

/// The finest cell that is kept: about 4.9 by 4.9 km at the equator, a few thousand people in most places.
pub const LEVEL_MAX: u8 = 5;
const LETTERS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
const BITS: u8 = 5;
/// Of the finest cell: the first bit is one of longitude, and then they take turns.
const LON_BITS: u8 = (LEVEL_MAX * BITS).div_ceil(2);
const LAT_BITS: u8 = LEVEL_MAX * BITS / 2;

/// A cell: so many characters of a geohash, as a number. Level 0 is the globe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    level: u8,
    code: u32,
}

/// A part of the globe between two parallels and two meridians, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Southern edge.
    pub south: f64,
    /// Western edge.
    pub west: f64,
    /// Northern edge.
    pub north: f64,
    /// Eastern edge.
    pub east: f64,
}

impl Cell {
    /// The whole globe.
    pub const GLOBE: Self = Self { level: 0, code: 0 };

    /// The finest cell that a point lies in.
    pub fn at(point: Point) -> Self {
        Self::of_grid(Grid::of(point))
    }

    /// The finest cell that a place of the grid lies in. In whole numbers: every border of a cell is where
    /// halving the globe puts it.
    pub(super) fn of_grid(at: Grid) -> Self {
        const LON_CELLS: u64 = 1 << LON_BITS;
        const LAT_CELLS: u64 = 1 << LAT_BITS;
        // The last meridian and the pole belong to the cell before them.
        let lon = (u64::from(at.x) * LON_CELLS / 360_000_000).min(LON_CELLS - 1);
        let lat = (u64::from(at.y) * LAT_CELLS / 180_000_000).min(LAT_CELLS - 1);
        #[expect(clippy::cast_possible_truncation, reason = "25 bits")]
        let code = (spread(lon as u32) | spread(lat as u32) << 1) as u32;
        Self {
            level: LEVEL_MAX,
            code,
        }
    }

    /// A cell by its name; what is longer than the finest is cut, and forgotten.
    pub fn named(name: &str) -> Result<Self, CellFault> {
        let fault = || CellFault {
            name: name.chars().take(16).collect(),
        };
        if name.is_empty() || name.len() > 12 {
            return Err(fault());
        }
        let mut cell = Self::GLOBE;
        for letter in name.bytes() {
            let letter = letter.to_ascii_lowercase();
            let place = LETTERS.iter().position(|known| *known == letter);
            let place = place
                .and_then(|place| u8::try_from(place).ok())
                .ok_or_else(fault)?;
            if cell.level < LEVEL_MAX {
                cell = cell.child(place);
            }
        }
        Ok(cell)
    }

    /// A cell of its level and number; none when there is no such.
    pub fn of(level: u8, code: u32) -> Option<Self> {
        let exists = level <= LEVEL_MAX && u64::from(code) < 1 << (level * BITS);
        exists.then_some(Self { level, code })
    }

    /// How many characters its name has.
    pub const fn level(self) -> u8 {
        self.level
    }

    /// Its number among those of its level.
    pub const fn code(self) -> u32 {
        self.code
    }

    /// The cell that it is one thirty-second of; none for the globe.
    pub fn parent(self) -> Option<Self> {
        Some(Self {
            level: self.level.checked_sub(1)?,
            code: self.code >> BITS,
        })
    }

    /// Whether one of the two is the other or a part of it.
    pub fn overlaps(self, other: Self) -> bool {
        let (coarse, fine) = if self.level <= other.level {
            (self, other)
        } else {
            (other, self)
        };
        fine.code >> ((fine.level - coarse.level) * BITS) == coarse.code
    }

    /// The thirty-two parts of it; none of the finest.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let parts = if self.level < LEVEL_MAX { 32 } else { 0 };
        (0..parts).map(move |part| self.child(part))
    }

    fn child(self, part: u8) -> Self {
        Self {
            level: self.level + 1,
            code: self.code << BITS | u32::from(part),
        }
    }

    /// Where it lies.
    pub fn bounds(self) -> Bounds {
        let mut bounds = Bounds {
            south: -90.0,
            west: -180.0,
            north: 90.0,
            east: 180.0,
        };
        let bits = self.level * BITS;
        for bit in 0..bits {
            let is_upper = self.code >> (bits - 1 - bit) & 1 == 1;
            let (low, high) = if bit % 2 == 0 {
                (&mut bounds.west, &mut bounds.east)
            } else {
                (&mut bounds.south, &mut bounds.north)
            };
            let middle = f64::midpoint(*low, *high);
            *(if is_upper { low } else { high }) = middle;
        }
        bounds
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..self.level).rev() {
            let letter = self.code >> (place * BITS) & 31;
            write!(f, "{}", char::from(LETTERS[letter as usize]))?;
        }
        Ok(())
    }
}

/// A name that is no cell's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    name: String,
}

impl fmt::Display for CellFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no cell; give a geohash of 1 to {LEVEL_MAX} characters, such as `svzt`",
            self.name
        )
    }
}

/// A position as two numbers in a query, latitude first.
pub fn position(text: &str) -> Result<Point, AreaFault> {
    let (lat, lon) = text.split_once(',').unwrap_or((text, ""));
    match (lat.trim().parse(), lon.trim().parse()) {
        (Ok(lat_degrees), Ok(lon_degrees)) => Point::from_degrees(lat_degrees, lon_degrees),
        _ => Err(AreaFault::OffTheGlobe {
            lat: lat.chars().take(24).collect(),
            lon: lon.chars().take(24).collect(),
        }),
    }
}

/// Counts by cell, as they may be shown: what fewer than `least` share is counted with the cell around it,
/// up to the globe, so that no count says where a few are.
pub fn merged(mut counts: BTreeMap<Cell, u64>, least: u64) -> BTreeMap<Cell, u64> {
    let mut shown = BTreeMap::new();
    for level in (0..=LEVEL_MAX).rev() {
        let here: Vec<(Cell, u64)> = counts
            .extract_if(.., |cell, _| cell.level == level)
            .collect();
        for (cell, count) in here {
            match cell.parent() {
                Some(parent) if count < least => *counts.entry(parent).or_default() += count,
                Some(_) | None => {
                    shown.insert(cell, count);
                }
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> Point {
        Point::from_degrees(lat, lon).unwrap()
    }

    #[test]
    fn the_names_are_those_that_everybody_knows() {
        for (lat, lon, name) in [
            (57.64911, 10.40744, "u4pru"),
            (33.3025, 44.395, "svzt6"),
            (-25.382_708, -49.265_506, "6gkzw"),
            (90.0, 180.0, "zzzzz"),
            (-90.0, -180.0, "00000"),
        ] {
            assert_eq!(Cell::at(point(lat, lon)).to_string(), name);
        }
        assert_eq!(Cell::named("U4PRUYD").unwrap().to_string(), "u4pru", "cut");
        for bad in ["", "a", "u4pri", "u4pruydqqvjuu", "é"] {
            let said = Cell::named(bad).unwrap_err().to_string();
            assert!(said.contains("geohash"), "{said}");
        }
    }

    #[test]
    fn a_position_off_the_globe_is_refused() {
        for bad in [
            "91,0", "0,181", "NaN,0", "inf,0", "1", "", "1,2,3", "1;2", "x,y",
        ] {
            assert!(position(bad).is_err(), "{bad}");
        }
        assert_eq!(position("33.3, 44.4").unwrap(), point(33.3, 44.4));
    }

    #[test]
    fn a_few_are_counted_with_those_around_them() {
        let cell = |name| Cell::named(name).unwrap();
        let counts = [("u4pru", 30), ("u4prv", 3), ("u4prt", 4), ("ezs42", 1)];
        let counts = counts.map(|(name, count)| (cell(name), count)).into();
        let shown = merged(counts, 5);
        let expected = [(Cell::GLOBE, 1), (cell("u4pr"), 7), (cell("u4pru"), 30)];
        assert_eq!(shown, expected.into());
    }

    proptest! {
        #[test]
        fn a_point_lies_in_its_cell_and_in_all_around_it(lat in -90.0..=90.0f64, lon in -180.0..=180.0f64) {
            let point = point(lat, lon);
            let (lat, lon) = point.degrees();
            let mut cell = Some(Cell::at(point));
            while let Some(here) = cell {
                let bounds = here.bounds();
                let is_last = |edge: f64, end: f64| edge.to_bits() == end.to_bits();
                prop_assert!(bounds.south <= lat && (lat < bounds.north || is_last(bounds.north, 90.0)));
                prop_assert!(bounds.west <= lon && (lon < bounds.east || is_last(bounds.east, 180.0)));
                if here.level() > 0 {
                    prop_assert_eq!(Cell::named(&here.to_string()).unwrap(), here);
                    prop_assert!(here.parent().unwrap().children().any(|child| child == here));
                }
                cell = here.parent();
            }
        }

        #[test]
        fn nobody_is_lost_in_merging_and_no_few_are_shown_alone(
            places in prop::collection::vec((-90.0..=90.0f64, -180.0..=180.0f64, 1..50u64), 0..60),
            least in 1..100u64,
        ) {
            let mut counts = BTreeMap::new();
            for (lat, lon, count) in places {
                *counts.entry(Cell::at(point(lat, lon))).or_default() += count;
            }
            let all: u64 = counts.values().sum();
            let shown = merged(counts, least);
            prop_assert_eq!(shown.values().sum::<u64>(), all);
            prop_assert!(shown.iter().all(|(cell, count)| *count >= least || *cell == Cell::GLOBE));
        }
    }
}
