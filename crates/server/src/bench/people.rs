//! A million people: taken in from a list with faults planted in it, loaded into the index, counted in areas before
//! a warning leaves, and moving while they are counted.

use super::figures::{Times, rounded};
use crate::audience::Audience;
use crate::import::{self, Outcome, Rehearsal, Usual};
use crate::people::People;
use crate::positions::Positions;
use serde::Serialize;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;
use vigie_core::audience::area::{Circle, Point};
use vigie_core::audience::region::Region;
use vigie_core::audience::rules::Peril;
use vigie_store::registry::Spot;

/// Lines of a list of which one has a fault: one of several kinds.
const FAULT_EVERY: usize = 10;

/// People who say where they are in one second of the measurement.
const MOVING: usize = 20_000;

/// Counts of each area.
const COUNTS: usize = 200;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// Lines of the list.
    pub lines: usize,
    /// The list, in MiB.
    pub list_mib: f64,
    /// Faults that were planted, each of which was named by line and column.
    pub faults: usize,
    /// Taking the list in: lines a second.
    pub import_lines_per_s: f64,
    /// Taking it in again, when everybody is known: lines a second.
    pub again_lines_per_s: f64,
    /// The most memory that the program held while it took the list in, in MiB, beyond what it held before.
    pub import_memory_mib: f64,
    /// The database, in MiB.
    pub database_mib: f64,
    /// From the registry into the index, in seconds.
    pub load_s: f64,
    /// Counting those in a circle of 5 km, of whom there are so many.
    pub circle_5_km: Counted,
    /// The same of 20 km.
    pub circle_20_km: Counted,
    /// The same of everybody.
    pub everybody: Counted,
    /// Positions that were taken, written with a sync for each ten thousand, and in the index: a second.
    pub positions_per_s: f64,
}

/// How long a count takes.
#[derive(Debug, Serialize)]
pub struct Counted {
    /// People in it.
    pub people: u64,
    /// How long it takes.
    pub times: Times,
}

/// Measures with so many lines, in a folder.
pub fn people(folder: &Path, lines: usize, say: &dyn Fn(&str)) -> Result<Figures, String> {
    let folder = tempfile::tempdir_in(folder).map_err(|why| why.to_string())?;
    let list = folder.path().join("people.csv");
    say("writing a list");
    let expected = write(&list, lines)?;
    let state = folder.path().join("state");
    std::fs::create_dir_all(state.join("keys")).map_err(|why| why.to_string())?;
    let people = People::open(&state).map_err(|fault| fault.to_string())?;
    say("taking it in");
    let before_mib = memory_mib("VmRSS:");
    let (first_s, named) = take(&people, &list)?;
    let import_memory_mib = memory_mib("VmHWM:") - before_mib;
    if named != expected {
        return Err(format!(
            "{} faults were planted and {} named, or others than those",
            expected.len(),
            named.len()
        ));
    }
    say("taking it in again");
    let (again_s, _) = take(&people, &list)?;
    say("loading the index");
    let audience = Audience::default();
    let since = Instant::now();
    audience.load(&people).map_err(|fault| fault.to_string())?;
    let load_s = rounded(since.elapsed().as_secs_f64());
    say("counting");
    let counted = |radius_m| counted(&audience, radius_m);
    let (circle_5_km, circle_20_km) = (counted(5_000)?, counted(20_000)?);
    let everybody = counted(2_000_000)?;
    say("moving");
    let positions_per_s = moving(&people, &audience)?;
    Ok(Figures {
        lines,
        list_mib: mib(&list),
        faults: expected.len(),
        import_lines_per_s: per_s(lines, first_s),
        again_lines_per_s: per_s(lines, again_s),
        import_memory_mib: rounded(import_memory_mib),
        database_mib: mib(&state.join("registry.sqlite")),
        load_s,
        circle_5_km,
        circle_20_km,
        everybody,
        positions_per_s,
    })
}

/// A line of a list of people, and the column of the fault that is planted in it, if one is. Every tenth line has
/// one; the others lie around two cities.
pub fn planted(line: usize) -> (String, Option<&'static str>) {
    let (mut phone, mut mail) = (format!("07901{line:06}"), format!("p{line}@example.org"));
    if line >= 1_000_000 {
        phone = format!("0791{:07}", line % 10_000_000);
    }
    let (mut language, mut follow) = ("ar", "yes");
    let spread = |line: usize, by: usize| {
        // Around the middle, thinner outwards; the same on every machine.
        let far = u32::try_from(line.wrapping_mul(by) % 1_000).unwrap_or_default();
        (f64::from(far) / 1_000.0).powi(2) * if line.is_multiple_of(2) { 0.3 } else { -0.3 }
    };
    let mut lat = format!("{:.5}", 33.3025 + spread(line, 7_919));
    let mut lon = format!("{:.5}", 44.391 + spread(line / 2, 104_729));
    let mut fault = None;
    if line % FAULT_EVERY == 3 {
        let kind = (line / FAULT_EVERY) % 7;
        match kind {
            0 => "12345".clone_into(&mut phone),
            1 => "nobody".clone_into(&mut mail),
            2 => language = "???",
            3 => std::mem::swap(&mut lat, &mut lon),
            4 => "NaN".clone_into(&mut lat),
            5 => {
                "0".clone_into(&mut lat);
                "0".clone_into(&mut lon);
            }
            _ => follow = "perhaps",
        }
        let columns = [
            "phone", "mail", "language", "lat, lon", "lat, lon", "lat, lon", "follow",
        ];
        fault = Some(columns[kind]);
    }
    let text = format!("{line},Person {line},{phone},{mail},{language},{lat},{lon},{follow}");
    (text, fault)
}

/// What the first line of such a list names.
pub const PLANTED_COLUMNS: &str = "id,name,phone,mail,language,lat,lon,follow";

/// Writes a list. Returns line and column of each fault.
fn write(list: &Path, lines: usize) -> Result<Vec<(usize, String)>, String> {
    let failed = |why: std::io::Error| format!("failed to write {}: {why}", list.display());
    let mut file = BufWriter::new(std::fs::File::create(list).map_err(failed)?);
    writeln!(file, "{PLANTED_COLUMNS}").map_err(failed)?;
    let mut faults = Vec::new();
    for line in 0..lines {
        let (text, fault) = planted(line);
        writeln!(file, "{text}").map_err(failed)?;
        faults.extend(fault.map(|column| (line + 2, column.to_owned())));
    }
    file.flush().map_err(failed)?;
    Ok(faults)
}

/// Takes a list in. Returns how long it took, and line and column of each fault that was named.
fn take(people: &People, list: &Path) -> Result<(f64, Vec<(usize, String)>), String> {
    let since = Instant::now();
    let sheet = import::read(list)?;
    let corner = |lat, lon| Point::from_degrees(lat, lon).map_err(|fault| fault.to_string());
    let corners = [
        corner(33.0, 44.0)?,
        corner(33.0, 45.0)?,
        corner(34.0, 45.0)?,
        corner(33.0, 44.0)?,
    ];
    let ring = vigie_core::audience::area::Ring::new(corners.into());
    let ring = ring.map_err(|fault| fault.to_string())?;
    let usual = Usual {
        language: "en",
        country: import::country("IQ")?,
        time_zone: None,
        zones: &[&ring],
    };
    let mut named = Vec::new();
    let mut say = |outcome: Outcome<'_>| {
        if let Outcome::Fault { line, why } = outcome {
            let column = why
                .strip_prefix("column ")
                .and_then(|why| why.split_once(": "));
            named.push((
                line,
                column.map_or_else(String::new, |(column, _)| column.to_owned()),
            ));
        }
    };
    let now = crate::clock::now().unix_ms();
    people.with(|register| import::take(register, &sheet, &usual, Rehearsal::No, now, &mut say))?;
    Ok((since.elapsed().as_secs_f64(), named))
}

fn counted(audience: &Audience, radius_m: u32) -> Result<Counted, String> {
    let centre = Point::from_degrees(33.3025, 44.391).map_err(|fault| fault.to_string())?;
    let (region, now) = (
        Region::circle(Circle(centre, radius_m)),
        crate::clock::now(),
    );
    let mut taken = Vec::new();
    let mut people = 0;
    for _ in 0..COUNTS {
        let since = Instant::now();
        let reach = audience.count(&region, Peril::Life, now);
        taken.push(since.elapsed());
        people = reach.map_or(0, |reach| reach.people);
    }
    Ok(Counted {
        people,
        times: Times::of(taken),
    })
}

/// So many people say at once where they are, again and again.
fn moving(people: &People, audience: &Audience) -> Result<f64, String> {
    let mut numbers = Vec::new();
    let walked = people.with(|register| {
        register.placed(None, &mut |placed| {
            if numbers.len() < MOVING {
                numbers.push(placed.person);
            }
        })
    });
    walked.map_err(|fault| fault.to_string())?;
    let positions = Positions::default();
    let (mut kept, rounds) = (0, 3);
    let since = Instant::now();
    for round in 0..rounds {
        for number in &numbers {
            let lon_e6 = 44_000_000 + i32::try_from(number % 500_000).unwrap_or_default();
            let lat_e6 = 33_000_000 + round * 1_000;
            let taken = positions.take(*number, Spot { lat_e6, lon_e6 });
            taken.map_err(|refused| format!("{refused:?}"))?;
        }
        let now = crate::clock::now().unix_ms();
        kept += positions
            .write(people, now)
            .map_err(|fault| fault.to_string())?;
        audience.follow(people).map_err(|fault| fault.to_string())?;
    }
    Ok(per_s(kept, since.elapsed().as_secs_f64()))
}

fn per_s(count: usize, seconds: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "millions")]
    let count = count as f64;
    (count / seconds).round()
}

fn mib(path: &Path) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "gigabytes")]
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len()) as f64;
    rounded(bytes / 1_048_576.0)
}

/// What the system says of this program's memory.
fn memory_mib(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1_024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_right_with_few_people_as_well() {
        let folder = tempfile::tempdir().unwrap();
        let figures = people(folder.path(), 3_000, &|_| {}).unwrap();
        assert_eq!((figures.lines, figures.faults), (3_000, 300));
        assert_eq!(figures.everybody.people, 2_700);
        assert!(figures.circle_5_km.people < figures.circle_20_km.people);
        assert!(figures.circle_5_km.people > 0);
        assert!(figures.positions_per_s > 0.0);
    }
}
