//! Makes every entry of a journal true again, without a server: what follows from the journal alone.

use std::path::Path;
use std::sync::Arc;
use vigie_core::fact::Entry;
use vigie_core::time::Timestamp;
use vigie_core::{State, apply, fact_wire};
use vigie_store::disk::{Disk, RealDisk};
use vigie_store::journal::{self, Reader, verify};

/// The state after the last entry of the journal in a folder; each entry is shown to `look`, with the
/// state before it. Changes nothing on the disk.
pub fn replay(folder: &Path, mut look: impl FnMut(&State, &Entry)) -> Result<State, String> {
    let failed = |why: String| format!("failed to read the journal {}: {why}", folder.display());
    let disk: Arc<dyn Disk> =
        Arc::new(RealDisk::read_only(folder).map_err(|e| failed(e.to_string()))?);
    let verified = verify(&disk, &[]).map_err(|fault| failed(fault.to_string()))?;
    let mut lines = Reader::new(disk)
        .lines(1, verified.entries)
        .map_err(|fault| failed(fault.to_string()))?;
    let mut state = State::default();
    while let Some(line) = lines.next_line().map_err(|e| failed(e.to_string()))? {
        let read: journal::Entry<serde_json::Value> =
            line.entry().map_err(|e| failed(e.to_string()))?;
        let fact = fact_wire::from_value(read.fact)
            .map_err(|e| failed(format!("entry {}: {e}", read.n)))?;
        let entry = Entry {
            n: read.n,
            at: Timestamp::from_unix_ms(read.at_ms),
            fact,
        };
        look(&state, &entry);
        apply(&mut state, &entry);
    }
    Ok(state)
}
