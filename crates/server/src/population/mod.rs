//! The grid of people that the operator brings: read once beside the start, and asked for every area before
//! anything leaves. Without one, or when it cannot be read, no number is made up.

mod geotiff;
mod table;

use crate::config::PopulationConfig;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;
use vigie_core::audience::area::Area;
use vigie_core::audience::population::{CELLS_MAX, Estimate, GridFault, Population};
use vigie_core::audience::region::Region;
use vigie_store::Sha256Sum;

/// Largest file that is read, in bytes: the cells that are kept, in the widest form that anybody writes.
const FILE_BYTES_MAX: u64 = 4 << 30;

/// How to bring another form into the one that is read.
const TO_DEGREES: &str = "bring it into degrees with `gdalwarp -t_srs EPSG:4326 -r sum -ot Float32 -dstnodata 0 IN.tif OUT.tif`";

/// How to make it smaller.
const TO_FEWER: &str = "cut it to your country with `gdal_translate -projwin WEST NORTH EAST SOUTH IN.tif \
                        OUT.tif`, or make cells larger with `gdalwarp -tr 0.00833 0.00833 -r sum IN.tif OUT.tif`";

/// People who live in an area, registered or not.
#[derive(Clone, Debug, Default)]
pub struct Inhabitants {
    source: Option<Arc<Source>>,
}

#[derive(Debug)]
struct Source {
    config: PopulationConfig,
    read: OnceLock<Result<Population, String>>,
    /// What was estimated lately, by the sum of the area: the console asks again each second.
    lately: Mutex<HashMap<Sha256Sum, Estimate>>,
}

/// Areas whose estimate is remembered: more than wait for a second officer in a storm.
const LATELY_MAX: usize = 1_000;

/// What is known of those who live in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Living {
    /// Whose estimate it is.
    pub source: String,
    /// About how many; `None` while the grid is read, or when it cannot be.
    #[serde(flatten)]
    pub estimate: Option<Estimate>,
    /// Of them, about how many are not registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unregistered: Option<u64>,
    /// Why there is no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_known: Option<String>,
}

impl Inhabitants {
    /// Begins to read what is configured, beside everything else.
    pub fn start(config: &PopulationConfig) -> Self {
        if config.grid.as_os_str().is_empty() {
            return Self::default();
        }
        let source = Arc::new(Source {
            config: config.clone(),
            read: OnceLock::new(),
            lately: Mutex::default(),
        });
        let to_read = Arc::clone(&source);
        tokio::task::spawn_blocking(move || {
            let since = Instant::now();
            let path = &to_read.config.grid;
            let read = to_read.read.get_or_init(|| read(path));
            let took_ms = since.elapsed().as_millis();
            match read {
                Ok(grid) => {
                    let (people, cells) = (grid.all(), grid.cells());
                    tracing::info!(people, cells, took_ms, "the grid of people is read");
                }
                Err(why) => tracing::warn!(
                    %why,
                    "how many live in an area is not said: the grid of people cannot be read"
                ),
            }
        });
        Self {
            source: Some(source),
        }
    }

    /// About how many live in a region, of whom so many are registered; `None` where no grid is
    /// configured.
    pub fn living_in(&self, region: &Region, registered: Option<u64>) -> Option<Living> {
        let source = self.source.as_ref()?;
        Some(source.living(registered, |grid| grid.estimate(region)))
    }

    /// The same of an area, which is remembered for a while.
    pub fn living_in_area(&self, area: &Area, registered: Option<u64>) -> Option<Living> {
        let source = self.source.as_ref()?;
        Some(source.living(registered, |grid| {
            // Points are whole numbers, so what is written of them is the same each time.
            let sum = Sha256Sum::of(serde_json::to_string(area).unwrap_or_default().as_bytes());
            let lately = || source.lately.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = lately().get(&sum) {
                return *known;
            }
            let estimate = grid.estimate(&Region::from(area));
            let mut lately = lately();
            if lately.len() >= LATELY_MAX {
                lately.clear();
            }
            lately.insert(sum, estimate);
            estimate
        }))
    }
}

impl Source {
    fn living(&self, registered: Option<u64>, of: impl FnOnce(&Population) -> Estimate) -> Living {
        let estimate = match self.read.get() {
            None => Err("the grid is being read".to_owned()),
            Some(Ok(grid)) => Ok(of(grid)),
            Some(Err(why)) => Err(why.clone()),
        };
        let unregistered = estimate.as_ref().ok().zip(registered);
        let unregistered = unregistered.map(|(known, people)| known.people.saturating_sub(people));
        Living {
            source: self.config.name(),
            unregistered,
            not_known: estimate.as_ref().err().cloned(),
            estimate: estimate.ok(),
        }
    }
}

/// Reads a grid: a GeoTIFF or a CSV file, told apart by how it begins.
pub fn read(path: &Path) -> Result<Population, String> {
    let named = |why: String| format!("{}: {why}", path.display());
    let failed = |why: std::io::Error| named(format!("failed to read it: {why}"));
    let file = std::fs::File::open(path).map_err(failed)?;
    let bytes = file.metadata().map_err(failed)?.len();
    if bytes > FILE_BYTES_MAX {
        return Err(named(format!(
            "it has {bytes} bytes, at most {FILE_BYTES_MAX} are read; {TO_FEWER}"
        )));
    }
    let mut reader = std::io::BufReader::with_capacity(1 << 20, file);
    let start = std::io::BufRead::fill_buf(&mut reader).map_err(failed)?;
    let is_tiff = start.starts_with(b"II") || start.starts_with(b"MM");
    let read = if is_tiff {
        geotiff::read(reader)
    } else {
        table::read(reader)
    };
    read.map_err(named)
}

/// What is wrong with a grid, and what to do.
fn said(fault: &GridFault) -> String {
    match fault {
        GridFault::OffTheGlobe(lattice) => format!(
            "its cells reach from {:.4}° to {:.4}° north and from {:.4}° to {:.4}° east, which is not on the \
             globe; if these are metres, {TO_DEGREES}",
            lattice.south(),
            lattice.north,
            lattice.west,
            lattice.east()
        ),
        GridFault::TooLarge { cells } => {
            format!("it has {cells} cells, at most {CELLS_MAX} are kept in memory; {TO_FEWER}")
        }
        GridFault::Cell {
            row,
            column,
            people,
        } => format!(
            "row {row} from the north, column {column} from the west holds {people}, which is no number of \
             people in one cell; if it means that nothing is known, say so with `gdal_translate -a_nodata \
             {people} IN.tif OUT.tif`"
        ),
        GridFault::Crowded { people } => format!(
            "it holds {people:.0} people, more than live on Earth; are its cells people for each square \
             kilometre, and not people?"
        ),
        GridFault::Deserted => "nobody lives anywhere in it; is it another file?".to_owned(),
    }
}

#[cfg(test)]
mod tests;
