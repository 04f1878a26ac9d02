//! How many people live in an area, registered or not, by a grid that the operator brings: each cell says how
//! many live in it. A cell that lies partly in the area counts by that part of its ground; where in a
//! cell people live the grid does not say, so the number is an estimate and is called one.

use super::region::Region;
use super::scan::Scan;
use serde::Serialize;

/// Cells of one grid: those of 100 m of a large county, or of 1 km of the largest country but a few. They are
/// held in memory, four bytes each.
pub const CELLS_MAX: usize = 48_000_000;

/// People in one cell: more than in the largest city is a mistake in the file.
const CELL_PEOPLE_MAX: f32 = 5e7;

/// People of a whole grid: more than live on Earth, by half, is a mistake in the file.
const PEOPLE_MAX: f64 = 12e9;

/// Lines on which an area is measured: a circle within one cell is off by less than a hundredth of itself.
const LINES: usize = 4_096;

/// Lines on which ground is measured that the grid says nothing of.
const LINES_BEYOND: usize = 256;

/// A grid of people, in degrees of WGS 84.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Northern and western edge, in micro-degrees from the South Pole and from 180° W.
    north: f64,
    west: f64,
    /// Height and width of a cell, in micro-degrees.
    height: f64,
    width: f64,
    columns: usize,
    /// Row by row from the north, each from the west.
    people: Vec<f32>,
}

/// Where the cells of a grid lie, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    /// Latitude of the northern edge.
    pub north: f64,
    /// Longitude of the western edge.
    pub west: f64,
    /// From the southern to the northern edge of a cell.
    pub cell_height: f64,
    /// From the western to the eastern edge of a cell.
    pub cell_width: f64,
    /// From north to south.
    pub rows: usize,
    /// From west to east.
    pub columns: usize,
}

/// About how many people live in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// People.
    pub people: u64,
    /// How much of the area's ground the grid tells of; of the rest nothing is known.
    pub covered_percent: u8,
}

/// Why a grid is none.
#[derive(Clone, Debug, PartialEq)]
pub enum GridFault {
    /// It reaches beyond the globe, or a cell has no size.
    OffTheGlobe(Lattice),
    /// More cells than are kept.
    TooLarge {
        /// How many.
        cells: usize,
    },
    /// A cell that holds no number of people.
    Cell {
        /// From the north, the first is 1.
        row: usize,
        /// From the west, the first is 1.
        column: usize,
        /// What it says.
        people: f32,
    },
    /// More people than there are.
    Crowded {
        /// How many.
        people: f64,
    },
    /// Nobody lives anywhere.
    Deserted,
}

impl Lattice {
    /// How many cells it has, if they are not too many and on the globe.
    pub fn cells(&self) -> Result<usize, GridFault> {
        let numbers = [self.north, self.west, self.cell_height, self.cell_width];
        let (south, east) = (self.south(), self.east());
        // A file whose numbers are a little rounded still ends at the pole.
        let slack = 1e-6 + self.cell_height.abs() / 1e3;
        let is_on_it = numbers.iter().all(|number| number.is_finite())
            && self.cell_height > 0.0
            && self.cell_width > 0.0
            && self.north <= 90.0 + slack
            && south >= -90.0 - slack
            && (-360.0..=360.0).contains(&self.west)
            && east - self.west <= 360.0 + slack
            && east <= 540.0
            && self.rows > 0
            && self.columns > 0;
        if !is_on_it {
            return Err(GridFault::OffTheGlobe(*self));
        }
        let cells = self.rows.saturating_mul(self.columns);
        if cells > CELLS_MAX {
            return Err(GridFault::TooLarge { cells });
        }
        Ok(cells)
    }

    /// Latitude of the southern edge.
    pub fn south(&self) -> f64 {
        self.north - self.cell_height * count(self.rows)
    }

    /// Longitude of the eastern edge.
    pub fn east(&self) -> f64 {
        self.west + self.cell_width * count(self.columns)
    }
}

impl Population {
    /// A grid of what its cells say, row by row from the north.
    pub fn new(lattice: Lattice, people: Vec<f32>) -> Result<Self, GridFault> {
        let cells = lattice.cells()?;
        if people.len() != cells {
            return Err(GridFault::OffTheGlobe(lattice));
        }
        let is_odd = |people: &f32| !(0.0..=CELL_PEOPLE_MAX).contains(people);
        if let Some(at) = people.iter().position(is_odd) {
            return Err(GridFault::Cell {
                row: at / lattice.columns + 1,
                column: at % lattice.columns + 1,
                people: people[at],
            });
        }
        let sum: f64 = people.iter().copied().map(f64::from).sum();
        if sum > PEOPLE_MAX {
            return Err(GridFault::Crowded { people: sum });
        }
        if sum <= 0.0 {
            return Err(GridFault::Deserted);
        }
        Ok(Self {
            north: (lattice.north + 90.0) * 1e6,
            west: (lattice.west + 180.0) * 1e6,
            height: lattice.cell_height * 1e6,
            width: lattice.cell_width * 1e6,
            columns: lattice.columns,
            people,
        })
    }

    /// People of the whole grid.
    pub fn all(&self) -> u64 {
        let sum: f64 = self.people.iter().copied().map(f64::from).sum();
        rounded(sum)
    }

    /// How many cells it has.
    pub fn cells(&self) -> usize {
        self.people.len()
    }

    /// About how many people live in a region.
    pub fn estimate(&self, region: &Region) -> Estimate {
        let mut scan = Scan::of(region);
        let Some((low, high)) = scan.reach() else {
            return Estimate {
                people: 0,
                covered_percent: 100,
            };
        };
        let mut ground = Ground::default();
        let south = self.edge(self.rows());
        beyond(&mut scan, (low, high.min(south)), &mut ground);
        let (first, last) = (self.row_at(high), self.row_at(low));
        let lines = (LINES / (last - first + 1)).clamp(4, LINES);
        let mut people = 0.0;
        for row in (first..=last).rev() {
            people += self.row(row, (low, high), lines, &mut scan, &mut ground);
        }
        beyond(&mut scan, (low.max(self.north), high), &mut ground);
        Estimate {
            people: rounded(people),
            covered_percent: ground.known_percent(),
        }
    }

    /// People of one row in the region, of which the stretch between two latitudes is looked at.
    fn row(
        &self,
        row: usize,
        (low, high): (f64, f64),
        lines: usize,
        scan: &mut Scan<'_>,
        ground: &mut Ground,
    ) -> f64 {
        let (bottom, top) = (self.edge(row + 1), self.edge(row));
        let (from, to) = (low.max(bottom), high.min(top));
        if from >= to {
            return 0.0;
        }
        let all = sine(top) - sine(bottom);
        let mut cover = Cover::of(self.columns);
        for (line, size) in lines_between(from, to, lines) {
            for stretch in scan.at(line) {
                ground.all += (stretch.1 - stretch.0) * size;
                // A grid may be numbered on beyond 180°.
                for turn in [-360e6, 0.0, 360e6] {
                    let cell = |x: f64| (x + turn - self.west) / self.width;
                    let (from, to) = (cell(stretch.0), cell(stretch.1));
                    let covered = cover.add(from, to, size / all);
                    ground.known += covered * self.width * size;
                }
            }
        }
        let start = row * self.columns;
        cover.sum(&self.people[start..start + self.columns])
    }

    fn rows(&self) -> usize {
        self.people.len() / self.columns
    }

    /// The northern edge of a row.
    fn edge(&self, row: usize) -> f64 {
        self.north - self.height * count(row)
    }

    /// The row at a latitude, or the nearest.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no less than nothing; more than there are is held to the last"
    )]
    fn row_at(&self, y: f64) -> usize {
        let row = ((self.north - y) / self.height).max(0.0) as usize;
        row.min(self.rows() - 1)
    }
}

/// Ground that was looked at, and how much of it the grid tells of.
#[derive(Default)]
struct Ground {
    all: f64,
    known: f64,
}

impl Ground {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100"
    )]
    fn known_percent(&self) -> u8 {
        if self.all <= 0.0 {
            return 100;
        }
        let percent = (self.known / self.all * 100.0).clamp(0.0, 100.0);
        // A hair beside the edge is whole; a little that is missing is said.
        if percent > 99.99 { 100 } else { percent as u8 }
    }
}

/// Measures ground that no row tells of.
fn beyond(scan: &mut Scan<'_>, (from, to): (f64, f64), ground: &mut Ground) {
    if from >= to {
        return;
    }
    for (line, size) in lines_between(from, to, LINES_BEYOND) {
        ground.all += scan
            .at(line)
            .iter()
            .map(|(west, east)| (east - west) * size)
            .sum::<f64>();
    }
}

/// Lines through the middles of strips of one height, and how much ground each strip has: on a globe, strips
/// near the poles have less.
fn lines_between(from: f64, to: f64, lines: usize) -> impl Iterator<Item = (f64, f64)> {
    let height = (to - from) / count(lines);
    (0..lines).map(move |line| {
        let bottom = from + height * count(line);
        let top = bottom + height;
        (bottom + height / 2.0, sine(top) - sine(bottom))
    })
}

/// How much of each cell of a row is covered.
struct Cover {
    /// What a cell has beside those that are covered from end to end.
    part: Vec<f64>,
    /// By how much more whole cells are covered from this one on.
    step: Vec<f64>,
    /// The cells that anything is known of.
    touched: (usize, usize),
}

impl Cover {
    fn of(columns: usize) -> Self {
        Self {
            part: vec![0.0; columns],
            step: vec![0.0; columns + 1],
            touched: (columns, 0),
        }
    }

    /// Covers from here to there, counted in cells, by so much of their height. Says how many cells that is.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between nothing and the number of cells"
    )]
    fn add(&mut self, from: f64, to: f64, height: f64) -> f64 {
        let columns = self.part.len();
        let (from, to) = (from.max(0.0), to.min(count(columns)));
        if from >= to {
            return 0.0;
        }
        let (first, last) = (from as usize, (to as usize).min(columns - 1));
        if first == last {
            self.part[first] += (to - from) * height;
        } else {
            self.part[first] += (count(first + 1) - from) * height;
            self.part[last] += (to - count(last)) * height;
            self.step[first + 1] += height;
            self.step[last] -= height;
        }
        self.touched = (self.touched.0.min(first), self.touched.1.max(last + 1));
        to - from
    }

    fn sum(&self, people: &[f32]) -> f64 {
        let (first, end) = self.touched;
        let cells = self.step.iter().zip(&self.part).zip(people);
        let (mut whole, mut sum) = (0.0, 0.0);
        for ((step, part), people) in cells.take(end).skip(first) {
            whole += step;
            sum += (whole + part) * f64::from(*people);
        }
        sum
    }
}

/// Of a latitude in micro-degrees north of the South Pole.
fn sine(y: f64) -> f64 {
    (y / 1e6 - 90.0).to_radians().sin()
}

#[expect(clippy::cast_precision_loss, reason = "at most millions")]
fn count(number: usize) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no less than nothing, and no more than live on Earth"
)]
fn rounded(people: f64) -> u64 {
    people.round() as u64
}

#[cfg(test)]
mod tests;
