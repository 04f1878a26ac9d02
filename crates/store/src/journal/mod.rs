//! The journal: what became true, one canonical JSON line per entry, each naming the sum of the line
//! before, on disk before anything leaves the building.
//!
//! ```text
//! {"at":1795000000000,"fact":{…},"n":1,"prev":"sha256:0000…"}
//! {"at":1795000000000,"fact":{…},"n":2,"prev":"sha256:5f3a…"}
//! ```
//!
//! Entries are [`append`](Journal::append)ed in memory and become certain with
//! [`sync`](Journal::sync): one write and one fdatasync for all of them. The first fault that
//! [`must_abort`](Fault::must_abort) must abort the program: the journal is poisoned, never retried,
//! because a sync that follows a failed one can succeed without having kept anything.
//!
//! A crash keeps a first part of what was appended since the last sync, cut between two entries. The
//! facts of one `append` are kept all or none only where [`Config::unfinished`] knows them as one.

mod fault;
mod line;
mod read;
mod segment;
mod start;
mod tail;
mod unfinished;
mod verify;
mod walk;

pub use fault::{Broken, Fault, Unfit, Why};
pub use line::{LINE_BYTES_MAX, Line};
pub use read::{Entries, Entry, Lines, Reader};
pub use start::{Recovered, TornTail};
pub use verify::{Verified, Vouched, verify};

use crate::{
    Sha256Sum,
    disk::{Disk, DiskFile},
    merkle::Frontier,
};
use segment::Segment;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Most bytes that may wait for a sync: a bound on memory, several hundred times a usual batch.
pub const UNSYNCED_BYTES_MAX: usize = 16 << 20;

/// How a journal is kept.
#[derive(Clone, Debug)]
pub struct Config {
    /// A segment that has reached this size is followed by a new one. It may be passed by one batch
    /// (1 MiB).
    pub segment_bytes: u64,
    /// What a snapshot stands on: the entries up to there are not read again at start, only the last
    /// of them is compared.
    pub standing_on: Option<Footing>,
    /// The newest entry that anybody outside was shown, for example in a checkpoint. A journal that
    /// ends before it is refused.
    pub at_least_n: u64,
    /// Whether a fact, by its canonical JSON text, must be followed by others of the same decision.
    /// A journal that ends with any of them missing is cut back at start to before the decision.
    pub unfinished: fn(&str) -> bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            standing_on: None,
            at_least_n: 0,
            unfinished: |_| false,
        }
    }
}

/// The last entry: its number and the sum of its line. Number 0 and a zero sum before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the entry.
    pub n: u64,
    /// Sum of its line.
    pub sha256: Sha256Sum,
}

/// A head and the Merkle tree up to it: all that is needed to go on from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footing {
    /// The last entry.
    pub head: Head,
    /// The tree over all entries up to the head.
    pub tree: Frontier,
}

impl Footing {
    /// Whether number, size and tree fit each other.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.head.n == self.tree.size() && self.tree.is_sound()
    }
}

impl Default for Footing {
    fn default() -> Self {
        Self {
            head: Head {
                n: 0,
                sha256: Sha256Sum::ZERO,
            },
            tree: Frontier::default(),
        }
    }
}

/// The numbers that appended facts were given, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Number of the first fact.
    pub first: u64,
    /// How many facts there were.
    pub count: u64,
}

impl Numbers {
    /// The numbers in order.
    pub fn iter(self) -> std::ops::Range<u64> {
        self.first..self.first + self.count
    }
}

/// The one writer of a journal.
#[derive(Debug)]
pub struct Journal {
    disk: Arc<dyn Disk>,
    segment_bytes: u64,
    /// The segment that is appended to; none before the first sync of a new journal.
    open: Option<OpenSegment>,
    /// What is certain.
    synced: Footing,
    /// Lines that wait for a sync.
    unsynced: Vec<u8>,
    unsynced_lines: Vec<Waiting>,
    poisoned: bool,
}

#[derive(Debug)]
struct OpenSegment {
    name: String,
    file: Box<dyn DiskFile>,
    bytes: u64,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    /// End of the line in `unsynced`.
    end: usize,
    sum: Sha256Sum,
}

impl Journal {
    /// Appends one entry per fact, in memory: nothing is certain before [`Journal::sync`].
    ///
    /// A fact that is [`Unfit`] leaves the journal as it was before the call.
    pub fn append<F: Serialize>(&mut self, at_ms: i64, facts: &[F]) -> Result<Numbers, Fault> {
        if self.poisoned {
            return Err(Fault::Poisoned);
        }
        let (bytes_before, lines_before) = (self.unsynced.len(), self.unsynced_lines.len());
        let first = self.appended().n + 1;
        for fact in facts {
            if let Err(unfit) = self.append_one(at_ms, fact) {
                self.unsynced.truncate(bytes_before);
                self.unsynced_lines.truncate(lines_before);
                return Err(unfit.into());
            }
        }
        Ok(Numbers {
            first,
            count: facts.len() as u64,
        })
    }

    fn append_one<F: Serialize>(&mut self, at_ms: i64, fact: &F) -> Result<(), Unfit> {
        let start = self.unsynced.len();
        if start >= UNSYNCED_BYTES_MAX {
            return Err(Unfit::Unsynced { bytes: start });
        }
        let before = self.appended();
        line::write(
            &mut self.unsynced,
            before.n + 1,
            at_ms,
            &before.sha256,
            fact,
        )?;
        let sum = Sha256Sum::of(&self.unsynced[start..]);
        self.unsynced_lines.push(Waiting {
            end: self.unsynced.len(),
            sum,
        });
        Ok(())
    }

    /// Makes everything appended certain: one write and one fdatasync, or one of each per MiB.
    ///
    /// After an error the program must abort; the journal refuses everything from there on.
    pub fn sync(&mut self) -> Result<Head, Fault> {
        if self.poisoned {
            return Err(Fault::Poisoned);
        }
        let written = self.write_unsynced();
        self.poisoned = written.is_err();
        self.unsynced.clear();
        self.unsynced_lines.clear();
        written.map(|()| self.head())
    }

    fn write_unsynced(&mut self) -> Result<(), Fault> {
        let (mut start, mut first) = (0, 0);
        while first < self.unsynced_lines.len() {
            let fits = |line: &Waiting| line.end - start <= tail::BATCH_BYTES_MAX;
            let behind = first + self.unsynced_lines[first..].partition_point(fits);
            let end = self.unsynced_lines[behind - 1].end;
            self.write_batch(start..end)?;
            for line in &self.unsynced_lines[first..behind] {
                self.synced.tree.push(&line.sum);
                self.synced.head = Head {
                    n: self.synced.head.n + 1,
                    sha256: line.sum,
                };
            }
            (start, first) = (end, behind);
        }
        Ok(())
    }

    fn write_batch(&mut self, lines: std::ops::Range<usize>) -> Result<(), Fault> {
        let is_full = |segment: &OpenSegment| segment.bytes >= self.segment_bytes;
        let mut is_new = false;
        let segment = if let Some(segment) = self.open.take().filter(|segment| !is_full(segment)) {
            self.open.insert(segment)
        } else {
            is_new = true;
            let segment = create(&*self.disk, self.synced.head.n + 1)?;
            self.open.insert(segment)
        };
        let name = &segment.name;
        segment.bytes += lines.len() as u64;
        let append = segment.file.append(&self.unsynced[lines]);
        append.map_err(Fault::disk(format!("append to journal segment {name}")))?;
        segment
            .file
            .sync()
            .map_err(Fault::disk(format!("sync journal segment {name}")))?;
        if is_new {
            let sync = self.disk.sync_dir();
            sync.map_err(Fault::disk(format!(
                "sync the folder of journal segment {name}"
            )))?;
        }
        Ok(())
    }

    /// The last entry that is certain to survive a power cut.
    #[must_use]
    pub fn head(&self) -> Head {
        self.synced.head
    }

    /// The last certain entry and the Merkle tree up to it: what a snapshot stands on and a
    /// checkpoint signs.
    #[must_use]
    pub fn footing(&self) -> &Footing {
        &self.synced
    }

    /// The last entry appended, certain or not.
    #[must_use]
    pub fn appended(&self) -> Head {
        match self.unsynced_lines.last() {
            Some(line) => {
                let waiting = self.unsynced_lines.len() as u64;
                Head {
                    n: self.synced.head.n + waiting,
                    sha256: line.sum,
                }
            }
            None => self.synced.head,
        }
    }

    /// Bytes that wait for a sync.
    #[must_use]
    pub fn unsynced_bytes(&self) -> usize {
        self.unsynced.len()
    }

    /// Reads the certain entries from number `n` on, in constant memory.
    pub fn read_from<F: serde::de::DeserializeOwned>(&self, n: u64) -> Result<Entries<F>, Fault> {
        self.reader().entries(n, self.head().n)
    }

    /// A handle for reading that other threads may keep.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.disk))
    }
}

fn create(disk: &dyn Disk, first_n: u64) -> Result<OpenSegment, Fault> {
    let Segment { name, .. } = Segment::beginning_with(first_n);
    let file = disk.create(&name);
    let file = file.map_err(Fault::disk(format!("create journal segment {name}")))?;
    Ok(OpenSegment {
        name,
        file,
        bytes: 0,
    })
}
