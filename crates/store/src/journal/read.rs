//! Reads entries, in constant memory, while the writer goes on.

use super::{Fault, Line, segment, walk::Walk};
use crate::disk::Disk;
use serde::de::DeserializeOwned;
use std::{io, marker::PhantomData, sync::Arc};

/// An entry with its fact understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<F> {
    /// Number of the entry, from 1.
    pub n: u64,
    /// When it was made, in milliseconds since 1970-01-01T00:00Z.
    pub at_ms: i64,
    /// What became true.
    pub fact: F,
}

impl<'a> Line<'a> {
    /// Understands the fact.
    pub fn entry<F: serde::Deserialize<'a>>(&self) -> Result<Entry<F>, serde_json::Error> {
        Ok(Entry {
            n: self.n,
            at_ms: self.at_ms,
            fact: serde_json::from_str(self.fact)?,
        })
    }
}

/// Reads a journal, also while its one writer appends to it.
#[derive(Clone, Debug)]
pub struct Reader {
    disk: Arc<dyn Disk>,
}

impl Reader {
    /// Reads the journal in the folder `disk`.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk }
    }

    /// The lines from entry `from` to entry `upto`, both included. What lies behind `upto` is not
    /// looked at, so a line that is being written does no harm.
    pub fn lines(&self, from: u64, upto: u64) -> Result<Lines, Fault> {
        let segments = segment::list(&*self.disk)?;
        Ok(Lines {
            walk: Walk::from(Arc::clone(&self.disk), segments, from)?,
            upto,
        })
    }

    /// The entries from `from` to `upto`, both included.
    pub fn entries<F: DeserializeOwned>(&self, from: u64, upto: u64) -> Result<Entries<F>, Fault> {
        Ok(Entries {
            lines: self.lines(from, upto)?,
            failed: false,
            fact: PhantomData,
        })
    }
}

/// Lines of a journal, one at a time, each checked against the one before.
pub struct Lines {
    walk: Walk,
    upto: u64,
}

impl Lines {
    /// The next line, or `None` behind the last.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, Fault> {
        if self.walk.next_n() > self.upto {
            return Ok(None);
        }
        Ok(self.walk.step()?.map(|(line, _)| line))
    }
}

/// Entries of a journal with their facts understood; ends after the first fault.
pub struct Entries<F> {
    lines: Lines,
    failed: bool,
    fact: PhantomData<fn() -> F>,
}

impl<F: DeserializeOwned> Iterator for Entries<F> {
    type Item = Result<Entry<F>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let entry = self.lines.next_line().and_then(|line| {
            let understood = line.map(|line| {
                let failed_to = || format!("understand the fact of journal entry {}", line.n);
                line.entry()
                    .map_err(|why| Fault::disk(failed_to())(io::Error::from(why)))
            });
            understood.transpose()
        });
        self.failed = entry.is_err();
        entry.transpose()
    }
}
