//! How long a restart takes on a journal of real entries: of the whole program, from its start until it
//! takes entries again.

use super::figures::{median, rounded};
use super::site::{Server, Site};
use crate::engine::{Engine, snapshot};
use serde::Serialize;
use std::path::Path;
use vigie_core::Input;
use vigie_core::audience::area::Point;
use vigie_core::delivery::Room;
use vigie_core::ids::{Danger, SensorId};
use vigie_core::report::Report;

/// Reports of one turn: one sync for all of them.
const REPORTS_PER_TURN: usize = 512;
/// Nothing is carried while a journal is filled.
const NO_ROOM: Room = Room {
    sirens: 0,
    live: 0,
    people: 0,
    hooks: 0,
    folder: 0,
};

/// What restarts took.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Restart {
    /// Entries in the journal.
    pub entries: u64,
    /// Bytes of the journal in MiB.
    pub journal_mib: f64,
    /// Entries behind the snapshot, that are read again: half of what may lie between two.
    pub behind_snapshot: u64,
    /// Seconds until it was ready, from the snapshot on.
    pub with_snapshot_s: f64,
    /// Seconds until it was ready, from the first entry on.
    pub without_snapshot_s: f64,
}

/// Fills a journal and starts on it, several times each way.
pub fn restart(parent: &Path, entries: u64, starts: usize) -> Result<Restart, String> {
    let site = Site::set_up(parent, 0)?;
    let behind = fill(&site, entries)?;
    let with_snapshot_s = ready_after(&site, starts)?;
    let snapshots = site.state().join("snapshots");
    std::fs::remove_dir_all(&snapshots)
        .map_err(|error| format!("failed to remove {}: {error}", snapshots.display()))?;
    let without_snapshot_s = ready_after(&site, starts)?;
    Ok(Restart {
        entries,
        journal_mib: rounded(mib(&site.state().join("journal"))?),
        behind_snapshot: behind,
        with_snapshot_s,
        without_snapshot_s,
    })
}

/// Writes entries as the running program would, and a snapshot before the last of them; says how many
/// lie behind it.
fn fill(site: &Site, entries: u64) -> Result<u64, String> {
    let loaded = crate::config::load(&site.config()).map_err(|faults| faults.join("\n"))?;
    let behind = (loaded.config.journal.snapshot_entries / 2).min(entries / 2);
    let crate::serve::Opened {
        mut engine,
        snapshots,
    } = crate::serve::open(&loaded.config)?;
    turn(&mut engine, &[Input::Declare(Box::new(loaded.site))])?;
    let sensors: Vec<SensorId> = site.writer_names().cloned().collect();
    let (mut reading, mut is_written) = (0, false);
    while engine.state().head < entries {
        if !is_written && engine.state().head + behind >= entries {
            snapshot::write_now(&snapshots, &engine);
            is_written = true;
        }
        let left = usize::try_from(entries - engine.state().head).unwrap_or(usize::MAX);
        let reports: Vec<Input> = (0..left.min(REPORTS_PER_TURN))
            .map(|n| {
                reading += 1;
                report(&sensors[n % sensors.len()], reading)
            })
            .collect();
        turn(&mut engine, &reports)?;
    }
    Ok(behind)
}

fn turn(engine: &mut Engine, inputs: &[Input]) -> Result<(), String> {
    let turn = engine
        .turn(crate::clock::now(), inputs, NO_ROOM)
        .map_err(|fatal| fatal.to_string())?;
    let answers: Result<Vec<_>, _> = turn.answers.into_iter().collect();
    answers.map(|_| ()).map_err(|refusal| refusal.to_string())
}

fn report(sensor: &SensorId, reading: u64) -> Input {
    Input::Report(Box::new(Report {
        danger: Some(Danger::new("rockets")),
        place: Point::from_degrees(33.3021, 44.3905).ok(),
        ..Report::of_sensor(sensor.clone(), reading)
    }))
}

fn ready_after(site: &Site, starts: usize) -> Result<f64, String> {
    let mut seconds = Vec::with_capacity(starts);
    for _ in 0..starts {
        let server = Server::start(site)?;
        seconds.push(server.ready_after.as_secs_f64());
        server.stop()?;
    }
    Ok(median(seconds.into_iter()))
}

#[expect(clippy::cast_precision_loss, reason = "a size that is shown")]
fn mib(folder: &Path) -> Result<f64, String> {
    let failed = |error| format!("failed to read {}: {error}", folder.display());
    let mut bytes = 0;
    for file in std::fs::read_dir(folder).map_err(failed)? {
        bytes += file.and_then(|file| file.metadata()).map_err(failed)?.len();
    }
    Ok(bytes as f64 / f64::from(1 << 20))
}
