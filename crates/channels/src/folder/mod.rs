//! The folder: CAP files, feeds and GeoJSON for other software, without a network in between.
//!
//! ```text
//! <folder>/cap/<name>.xml    every message that went out, its bytes as they are, or signed if there is a key
//! <folder>/alerts.atom       the messages listed at present, as Atom
//! <folder>/alerts.rss        the same as RSS
//! <folder>/active.geojson    what people are being warned of at present
//! ```
//!
//! A file is written beside its place, synced and moved there, so that a reader sees the old one or the new one.
//! Messages stay for ever, like the journal that they come from; whoever needs the room moves old ones away.

pub mod render;
mod seal;
mod send;

use render::{Listed, Masthead};
pub use seal::Seal;
pub use send::Fault;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use vigie_cap::doc;
use vigie_core::delivery::Outcome;
use vigie_core::ids::AlertId;
use vigie_core::time::Timestamp;
use vigie_core::warning::Alert;

/// Name of the folder of messages.
const MESSAGES: &str = "cap";

/// A folder that alerts are delivered to. Its calls block: hand them to a thread that may wait for a disk.
#[derive(Debug)]
pub struct FolderChannel {
    path: PathBuf,
    masthead: Masthead,
    seal: Option<Arc<Seal>>,
    /// Held while indexes are written: there is one writer at a time, and an older list never follows a newer.
    index: Mutex<Index>,
}

#[derive(Debug, Default)]
struct Index {
    /// What listed messages say, so that none is read again for every index.
    read: BTreeMap<AlertId, Arc<doc::Alert>>,
    /// The time of the newest list that is in place.
    at: Option<Timestamp>,
}

impl FolderChannel {
    /// A channel into `path`, which is made when something is delivered.
    pub fn new(path: impl Into<PathBuf>, masthead: Masthead) -> Self {
        Self {
            path: path.into(),
            masthead,
            seal: None,
            index: Mutex::default(),
        }
    }

    /// The same, with messages of ours signed.
    #[must_use]
    pub fn sealed(self, seal: Option<Arc<Seal>>) -> Self {
        Self { seal, ..self }
    }

    /// Where the files are.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes these messages and, once, the indexes of what is `listed`: the last message of each live warning
    /// and, for as long as readers should still learn of it, the message that ended one. `at` is the time that
    /// the feeds give as their last change. One outcome for each of `alerts`, in order.
    pub fn deliver(
        &self,
        alerts: &[Arc<Alert>],
        listed: &[Arc<Alert>],
        at: Timestamp,
    ) -> Vec<Outcome> {
        let files: Vec<_> = alerts
            .iter()
            .map(|alert| render::message(alert.outgoing(), self.seal.as_deref()))
            .collect();
        let written = send::write_all(&self.path.join(MESSAGES), &files);
        // Indexes come after the messages: a feed never names one that is not there.
        let indexed = self.index(listed, at);
        written
            .into_iter()
            .map(|message| match (message, &indexed) {
                (Ok(()), Ok(())) => Outcome::HandedOver { to: 1 },
                (Err(fault), _) => failed(&fault),
                (Ok(()), Err(fault)) => failed(fault),
            })
            .collect()
    }

    /// Writes the indexes anew: at the start, and when a warning ends without a message.
    pub fn index(&self, listed: &[Arc<Alert>], at: Timestamp) -> Result<(), Fault> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if index.at.is_some_and(|newest| newest > at) {
            return Ok(());
        }
        index.read(listed);
        let entries: Vec<Listed<'_>> = listed
            .iter()
            .filter_map(|alert| {
                Some(Listed {
                    outgoing: alert.outgoing(),
                    said: index.read.get(&alert.id)?,
                })
            })
            .collect();
        let files = render::indexes(&self.masthead, &entries, at);
        send::write_all(&self.path, &files)
            .into_iter()
            .collect::<Result<(), Fault>>()?;
        index.at = Some(at);
        Ok(())
    }
}

impl Index {
    /// Reads what each listed message says, unless it is known; forgets the others.
    fn read(&mut self, listed: &[Arc<Alert>]) {
        let mut known = std::mem::take(&mut self.read);
        for alert in listed {
            let said = known
                .remove(&alert.id)
                .or_else(|| render::said(alert).map(Arc::new));
            match said {
                Some(said) => {
                    self.read.insert(alert.id, said);
                }
                // What was issued was read or written by vigie-cap before: not to be expected.
                None => {
                    tracing::error!(alert = %alert.id, "failed to read an issued message again; it is missing from the indexes of the folder");
                }
            }
        }
    }
}

fn failed(fault: &Fault) -> Outcome {
    Outcome::Failed {
        why: fault.to_string(),
    }
}

#[cfg(test)]
mod tests;
