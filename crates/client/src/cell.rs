//! A cell: what a device says of its place. A geohash of at most five characters, about 5 km by 5 km.

use crate::place::Place;
use crate::wire::Live;
use std::fmt;

const LETTERS: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
/// The finest that a server keeps.
const LEVEL_MAX: usize = 5;

/// A part of the globe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell(String);

impl Cell {
    /// The cell of a place with so many characters, 1 to 5; each less is thirty-two times as large.
    pub fn of(place: &Place, level: usize) -> Self {
        let (mut lat, mut lon) = ((-90.0, 90.0), (-180.0, 180.0));
        let mut name = String::new();
        let mut is_lon = true;
        for _ in 0..level.clamp(1, LEVEL_MAX) {
            let mut letter = 0;
            for _ in 0..5 {
                let (value, range) = if is_lon {
                    (place.lon, &mut lon)
                } else {
                    (place.lat, &mut lat)
                };
                let middle = f64::midpoint(range.0, range.1);
                let is_upper = value >= middle;
                *(if is_upper { &mut range.0 } else { &mut range.1 }) = middle;
                letter = letter << 1 | usize::from(is_upper);
                is_lon = !is_lon;
            }
            name.push(char::from(LETTERS[letter]));
        }
        Self(name)
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a listener with this cell gets the bulletin that a heartbeat names: if not, it is not missing.
pub fn concerns(live: &Live, cell: &Cell) -> bool {
    live.cells.as_ref().is_none_or(|cells| {
        let is_in = |one: &String| one.starts_with(&cell.0) || cell.0.starts_with(one.as_str());
        cells.iter().any(is_in)
    })
}
