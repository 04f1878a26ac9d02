//! Grids of people as CSV: a line for each cell, with the middle of the cell and how many live in it.

use super::{TO_FEWER, said};
use std::io::Read;
use vigie_core::audience::population::{CELLS_MAX, Lattice, Population};

/// How far from its place in the grid the middle of a cell may lie, in cells: files round their numbers.
const OFF_MAX: f64 = 0.2;

/// Smallest cell, in degrees: a tenth of an arc second. Whatever is nearer together is no grid.
const CELL_MIN: f64 = 1.0 / 36_000.0;

/// Names of the columns, as publishers of such files write them.
const LATITUDE: [&str; 4] = ["lat", "latitude", "y", "lat_dd"];
const LONGITUDE: [&str; 5] = ["lon", "longitude", "lng", "x", "lon_dd"];
const PEOPLE: [&str; 5] = ["people", "population", "pop", "z", "value"];

/// A line of the file.
struct Cell {
    line: u64,
    lat: f64,
    lon: f64,
    people: f32,
}

pub(super) fn read(reader: impl Read) -> Result<Population, String> {
    let cells = cells(reader)?;
    let lats = along(cells.iter().map(|cell| cell.lat), "latitude")?;
    let lons = along(cells.iter().map(|cell| cell.lon), "longitude")?;
    let lattice = Lattice {
        north: lats.first + lats.step * (lats.count - 0.5),
        west: lons.first - lons.step / 2.0,
        cell_height: lats.step,
        cell_width: lons.step,
        rows: whole(lats.count),
        columns: whole(lons.count),
    };
    let count = lattice.cells().map_err(|fault| said(&fault))?;
    let mut people = vec![f32::NAN; count];
    for cell in &cells {
        let (from_south, from_west) = (lats.place(cell.lat), lons.place(cell.lon));
        let (Some(from_south), Some(from_west)) = (from_south, from_west) else {
            return Err(format!(
                "line {}: {}, {} is not the middle of a cell: the others lie {:.6} and {:.6} degrees apart; \
                 is it of another grid?",
                cell.line, cell.lat, cell.lon, lats.step, lons.step
            ));
        };
        let at = (lattice.rows - 1 - from_south) * lattice.columns + from_west;
        let Some(to) = people.get_mut(at) else {
            return Err(format!("line {}: it lies outside of the grid", cell.line));
        };
        if !to.is_nan() {
            return Err(format!(
                "line {}: an earlier line is about the cell at {}, {} already",
                cell.line, cell.lat, cell.lon
            ));
        }
        *to = cell.people;
    }
    // Such files leave out where nobody lives.
    for cell in &mut people {
        if cell.is_nan() {
            *cell = 0.0;
        }
    }
    Population::new(lattice, people).map_err(|fault| said(&fault))
}

fn cells(reader: impl Read) -> Result<Vec<Cell>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(reader);
    let header = reader
        .headers()
        .map_err(|why| format!("it is no CSV: {why}"))?;
    let column = |names: &[&str], what: &str| {
        let is_it = |name: &str| {
            let name = name.trim_start_matches('\u{feff}').to_lowercase();
            names.contains(&name.as_str()) || names == PEOPLE && name.starts_with("population_")
        };
        header.iter().position(is_it).ok_or_else(|| {
            let there: Vec<&str> = header.iter().collect();
            format!(
                "no column of it is the {what}; the first line must name one {}, and names {}",
                names.join(" or "),
                there.join(", ")
            )
        })
    };
    let columns = [
        column(&LATITUDE, "latitude")?,
        column(&LONGITUDE, "longitude")?,
        column(&PEOPLE, "number of people")?,
    ];
    let mut cells = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|why| format!("it is no CSV: {why}; was it cut off?"))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        let number = |at: usize| {
            let text = record.get(columns[at]).unwrap_or_default();
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| format!("line {line}: {text:?} is no number"))
        };
        let (lat, lon, people) = (number(0)?, number(1)?, number(2)?);
        if lat.abs() > 90.0 && lon.abs() <= 90.0 {
            return Err(format!(
                "line {line}: latitude {lat} and longitude {lon} are swapped; exchange the names of the columns"
            ));
        }
        if lat.abs() > 90.0 || lon.abs() > 360.0 {
            return Err(format!(
                "line {line}: {lat}, {lon} is not on the globe; latitude goes from -90 to 90"
            ));
        }
        if people < 0.0 {
            return Err(format!(
                "line {line}: {people} is no number of people; leave out what is not known"
            ));
        }
        if cells.len() == CELLS_MAX {
            return Err(format!("it has more than {CELLS_MAX} lines; {TO_FEWER}"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an estimate, to seven digits"
        )]
        let people = people as f32;
        cells.push(Cell {
            line,
            lat,
            lon,
            people,
        });
    }
    Ok(cells)
}

/// Places in one direction.
struct Along {
    first: f64,
    step: f64,
    count: f64,
}

impl Along {
    /// Which place a number is, if it lies near one.
    fn place(&self, at: f64) -> Option<usize> {
        let places = (at - self.first) / self.step;
        let place = places.round();
        ((places - place).abs() <= OFF_MAX && place >= 0.0).then(|| whole(place))
    }
}

/// The first and last of numbers, and what lies between two neighbours.
fn along(numbers: impl Iterator<Item = f64>, name: &str) -> Result<Along, String> {
    let mut all: Vec<f64> = numbers.collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|b, a| (*b - *a).abs() < CELL_MIN / 2.0);
    let gaps = all.windows(2).map(|pair| pair[1] - pair[0]);
    let gap_min = gaps.fold(f64::INFINITY, f64::min);
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Err("it has no line but the first".to_owned());
    };
    if !gap_min.is_finite() || gap_min < CELL_MIN {
        return Err(format!(
            "it is no grid: how large a cell is cannot be told from its {name}s; give at least two rows and two \
             columns of cells"
        ));
    }
    // The mean of the gaps that are one cell wide is more exact than any of them.
    let whole_gaps = all.windows(2).map(|pair| pair[1] - pair[0]);
    let of_one: Vec<f64> = whole_gaps
        .filter(|gap| *gap < gap_min * (1.0 + OFF_MAX))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "at most millions")]
    let step = of_one.iter().sum::<f64>() / of_one.len() as f64;
    let (all, cells) = (last - first, ((last - first) / step).round());
    // Over a whole country what one gap is rounded by adds up; the whole is rounded once.
    let is_whole = (all / step - cells).abs() <= OFF_MAX;
    Ok(Along {
        first: *first,
        step: if is_whole { all / cells } else { step },
        count: cells + 1.0,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no less than nothing; what is too large is refused by its size"
)]
fn whole(number: f64) -> usize {
    number.round() as usize
}
