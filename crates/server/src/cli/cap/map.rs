//! The places of a message as a small map for a terminal, in dots of Braille: two wide and four high in each
//! character. Enough to see that a shape is where and as large as its words say.

use vigie_cap::doc::{Area, Position};
use vigie_cap::geojson;

/// Characters of the map from west to east.
const COLUMNS: usize = 40;
/// Characters from north to south, at most.
const ROWS: usize = 12;
/// Kilometres of one degree of latitude.
const DEGREE_KM: f64 = 111.2;

/// The outlines of these areas in a frame with its corners named; nothing if nothing is drawn.
pub(super) fn draw(areas: &[Area]) -> Vec<String> {
    let lines = east_of_the_break(geojson::outlines(areas));
    let Some(bounds) = Bounds::around(&lines) else {
        return Vec::new();
    };
    let mut dots = Dots::new(&bounds);
    for line in &lines {
        match line.as_slice() {
            [point] => dots.mark(bounds.place(*point, &dots)),
            line => line.windows(2).for_each(|edge| {
                dots.line(bounds.place(edge[0], &dots), bounds.place(edge[1], &dots));
            }),
        }
    }
    let mut drawn = vec![corner(bounds.north, bounds.west)];
    let rim = "─".repeat(dots.columns);
    drawn.push(format!("┌{rim}┐"));
    drawn.extend(dots.rows().map(|row| format!("│{row}│")));
    drawn.push(format!("└{rim}┘"));
    let (high, wide) = bounds.size_km();
    let south_east = corner(bounds.south, bounds.east);
    drawn.push(format!("{south_east}, {wide:.0} by {high:.0} km"));
    drawn
}

/// Places on both sides of the 180th meridian are near each other: the western ones go on past 180.
fn east_of_the_break(mut lines: Vec<Vec<Position>>) -> Vec<Vec<Position>> {
    let lons = || lines.iter().flatten().map(|at| at.lon);
    let width = lons().fold(f64::MIN, f64::max) - lons().fold(f64::MAX, f64::min);
    if (180.0..=360.0).contains(&width) {
        let western = lines.iter_mut().flatten().filter(|at| at.lon < 0.0);
        western.for_each(|at| at.lon += 360.0);
    }
    lines
}

/// A position as people write it.
fn corner(lat: f64, lon: f64) -> String {
    let lon = if lon > 180.0 { lon - 360.0 } else { lon };
    let (south, west) = (lat < 0.0, lon < 0.0);
    format!(
        "{:.2}°{} {:.2}°{}",
        lat.abs(),
        if south { "S" } else { "N" },
        lon.abs(),
        if west { "W" } else { "E" }
    )
}

/// What the map shows, in degrees.
struct Bounds {
    north: f64,
    south: f64,
    east: f64,
    west: f64,
}

impl Bounds {
    fn around(lines: &[Vec<Position>]) -> Option<Self> {
        let places = || lines.iter().flatten().copied();
        places().next()?;
        let most = |of: fn(Position) -> f64| places().map(of).fold(f64::MIN, f64::max);
        let least = |of: fn(Position) -> f64| places().map(of).fold(f64::MAX, f64::min);
        let (north, south) = (most(|at| at.lat), least(|at| at.lat));
        let (east, west) = (most(|at| at.lon), least(|at| at.lon));
        let finite = [north, south, east, west].into_iter().all(f64::is_finite);
        // A point alone is shown in the middle of about ten kilometres.
        let air = |span: f64| if span > 0.0 { span * 0.03 } else { 0.05 };
        let (up, side) = (air(north - south), air(east - west));
        finite.then_some(Self {
            north: north + up,
            south: south - up,
            east: east + side,
            west: west - side,
        })
    }

    /// How much narrower a degree of longitude is here.
    fn narrowing(&self) -> f64 {
        let middle = f64::midpoint(self.north, self.south).clamp(-89.0, 89.0);
        middle.to_radians().cos()
    }

    fn size_km(&self) -> (f64, f64) {
        (
            (self.north - self.south) * DEGREE_KM,
            (self.east - self.west) * DEGREE_KM * self.narrowing(),
        )
    }

    fn place(&self, at: Position, dots: &Dots) -> (f64, f64) {
        let across = (at.lon - self.west) / (self.east - self.west);
        let down = (self.north - at.lat) / (self.north - self.south);
        (across * dots.width(), down * dots.height())
    }
}

/// Dots, four rows of two in each character.
struct Dots {
    columns: usize,
    cells: Vec<u8>,
}

impl Dots {
    /// As wide or as high as fits, without stretching the shape.
    fn new(bounds: &Bounds) -> Self {
        let (high, wide) = bounds.size_km();
        let shape = (high / wide.max(f64::MIN_POSITIVE)).clamp(0.05, 20.0);
        let (full_width, full_height) = (as_f64(COLUMNS * 2), as_f64(ROWS * 4));
        let (width, height) = if full_width * shape <= full_height {
            (full_width, full_width * shape)
        } else {
            (full_height / shape, full_height)
        };
        let columns = whole(width / 2.0, COLUMNS);
        let rows = whole(height / 4.0, ROWS);
        Self {
            columns,
            cells: vec![0; columns * rows],
        }
    }

    fn width(&self) -> f64 {
        as_f64(self.columns * 2 - 1)
    }

    fn height(&self) -> f64 {
        as_f64(self.cells.len() / self.columns * 4 - 1)
    }

    fn set(&mut self, (x, y): (f64, f64)) {
        /// The bit of each dot of a Braille character, by row and column (Unicode, U+2800).
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let x = whole(x, self.columns * 2 - 1).min(self.columns * 2 - 1);
        let y = whole(y, self.cells.len() / self.columns * 4 - 1);
        let bit = BITS[y % 4][x % 2];
        if let Some(cell) = self.cells.get_mut(y / 4 * self.columns + x / 2) {
            *cell |= bit;
        }
    }

    /// A point, as a small cross.
    fn mark(&mut self, (x, y): (f64, f64)) {
        for (right, down) in [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            self.set((x + right, y + down));
        }
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        // One step a dot; no line of the map is longer than its rim.
        let steps = whole(across.abs().max(down.abs()).ceil(), COLUMNS * 2 + ROWS * 4);
        for step in 0..=steps {
            let part = as_f64(step) / as_f64(steps.max(1));
            self.set((from.0 + across * part, from.1 + down * part));
        }
    }

    fn rows(&self) -> impl Iterator<Item = String> {
        self.cells.chunks(self.columns).map(|row| {
            row.iter()
                .map(|bits| char::from_u32(0x2800 + u32::from(*bits)).unwrap_or(' '))
                .collect()
        })
    }
}

/// The nearest whole number from 1 (0 for less than half) to `max`.
fn whole(number: f64, max: usize) -> usize {
    (0..=max)
        .find(|one| as_f64(*one) + 0.5 > number)
        .unwrap_or(max)
}

fn as_f64(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(polygon: &str) -> Area {
        Area {
            polygons: vec![polygon.parse().unwrap()],
            ..Area::new("a")
        }
    }

    #[test]
    fn a_square_is_drawn_as_wide_as_it_is() {
        let drawn = draw(&[area("0,0 0,1 1,1 1,0 0,0")]);
        let expected = "\
1.03°N 0.03°W
┌────────────────────────┐
│⢰⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⡆│";
        assert_eq!(drawn[..3].join("\n"), expected, "{}", drawn.join("\n"));
        assert_eq!(drawn.len(), 16);
        assert!(drawn[15].ends_with("118 by 118 km"), "{}", drawn[15]);
    }

    #[test]
    fn words_alone_are_not_drawn_and_a_point_is() {
        assert!(draw(&[Area::new("Baghdad")]).is_empty());
        let point = Area {
            circles: vec!["33.3,44.4 0".parse().unwrap()],
            ..Area::new("Point")
        };
        let drawn = draw(&[point]).join("\n");
        assert!(
            drawn
                .chars()
                .any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)),
            "{drawn}"
        );
    }

    #[test]
    fn two_places_beside_the_180th_meridian_are_near_each_other() {
        let drawn = draw(&[
            area("50,179 50,180 51,180 50,179"),
            area("50,-180 50,-179 51,-179 50,-180"),
        ]);
        assert!(
            drawn
                .first()
                .is_some_and(|corner| corner.ends_with("178.94°E")),
            "{drawn:?}"
        );
        assert!(
            drawn
                .last()
                .is_some_and(|corner| corner.contains("178.94°W")),
            "{drawn:?}"
        );
    }

    #[test]
    fn a_shape_beyond_the_world_is_drawn_without_harm() {
        let drawn = draw(&[area("1e300,0 0,1e300 -1e300,5 1e300,0")]);
        assert!(drawn.len() < 20);
    }
}
