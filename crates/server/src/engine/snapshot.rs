//! Short restarts: the state as it was at some entry, so that only what follows is read again.
//!
//! A snapshot is never the truth. One that cannot be used is said so and passed over; the journal
//! makes the same state again.

use super::turn::{Engine, Fatal};
use std::sync::Arc;
use std::thread::JoinHandle;
use vigie_core::State;
use vigie_store::disk::Disk;
use vigie_store::journal;
use vigie_store::snapshot::Snapshots;

/// Opens the engine from the newest usable snapshot and what follows it in the journal.
pub fn open(
    journal: Arc<dyn Disk>,
    snapshots: &Snapshots,
    config: journal::Config,
) -> Result<(Engine, journal::Recovered), Fatal> {
    let latest = match snapshots.latest() {
        Ok(latest) => latest,
        Err(fault) => {
            tracing::warn!(%fault, "snapshots cannot be read; the whole journal is read");
            return Engine::open(journal, config);
        }
    };
    for (name, why) in &latest.damaged {
        tracing::warn!(%name, %why, "a damaged snapshot is passed over");
    }
    let Some(snapshot) = latest.snapshot else {
        return Engine::open(journal, config);
    };
    match serde_json::from_slice::<State>(&snapshot.state) {
        Ok(state) if state.head == snapshot.footing.head.n => {
            let standing = journal::Config {
                standing_on: Some(snapshot.footing),
                ..config.clone()
            };
            match Engine::open_on(Arc::clone(&journal), standing, state) {
                Ok(opened) => Ok(opened),
                Err(fatal) => {
                    tracing::warn!(%fatal, "the snapshot does not fit the journal; the whole journal is read");
                    Engine::open(journal, config)
                }
            }
        }
        Ok(_) => Engine::open(journal, config),
        Err(error) => {
            tracing::info!(%error, "the snapshot is of another version; the whole journal is read");
            Engine::open(journal, config)
        }
    }
}

/// Writes a snapshot every so many entries, in a thread of its own: the engine never waits for it.
#[derive(Debug)]
pub struct SnapshotWriter {
    snapshots: Snapshots,
    every: u64,
    last: u64,
    writing: Option<JoinHandle<()>>,
}

impl SnapshotWriter {
    /// Writes into `snapshots` every so many entries, the first so many after `head`.
    pub fn new(snapshots: Snapshots, every: u64, head: u64) -> Self {
        Self {
            snapshots,
            every,
            last: head,
            writing: None,
        }
    }

    /// Looks whether one is due. While one is being written no other is begun.
    pub fn look(&mut self, engine: &Engine) {
        let busy = self
            .writing
            .as_ref()
            .is_some_and(|writing| !writing.is_finished());
        let head = engine.journal().head().n;
        if busy || head - self.last < self.every {
            return;
        }
        self.last = head;
        let (snapshots, state) = (self.snapshots.clone(), engine.state().clone());
        let footing = engine.journal().footing().clone();
        let write = move || write(&snapshots, &footing, &state);
        match std::thread::Builder::new()
            .name("snapshot".to_owned())
            .spawn(write)
        {
            Ok(writing) => self.writing = Some(writing),
            Err(error) => {
                tracing::warn!(%error, "failed to start writing a snapshot; restarts take longer");
            }
        }
    }
}

/// Writes a snapshot of the engine as it stands, at a stop.
pub fn write_now(snapshots: &Snapshots, engine: &Engine) {
    write(snapshots, engine.journal().footing(), engine.state());
}

fn write(snapshots: &Snapshots, footing: &journal::Footing, state: &State) {
    let written = serde_json::to_vec(state)
        .map_err(|error| error.to_string())
        .and_then(|bytes| {
            snapshots
                .write(footing, &bytes)
                .map_err(|fault| fault.to_string())
        });
    if let Err(why) = written {
        tracing::warn!(%why, "failed to write a snapshot; restarts take longer");
    }
}
