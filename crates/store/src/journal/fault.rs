//! What can go wrong with a journal, said so that an operator knows what happened and what to do.

use super::line::LINE_BYTES_MAX;
use crate::Sha256Sum;
use std::{fmt, io};

/// A journal that cannot go on, or could not take a fact.
#[derive(Debug)]
pub enum Fault {
    /// The disk failed. **The program must abort**: what is on the disk is not known any more, and
    /// trying again can report a success that is none. At the next start the disk is read afresh.
    Disk {
        /// What failed, to finish the sentence "failed to …".
        failed_to: String,
        /// What the system said.
        why: io::Error,
    },
    /// An earlier call failed and the program did not abort as it must.
    Poisoned,
    /// The entries on the disk are not what was written there.
    Broken(Broken),
    /// A fact cannot be an entry. Nothing was appended and the journal is as it was.
    Unfit(Unfit),
}

impl Fault {
    /// Whether the program must abort at once. All but [`Fault::Unfit`].
    #[must_use]
    pub fn must_abort(&self) -> bool {
        !matches!(self, Self::Unfit(_))
    }

    pub(super) fn disk(failed_to: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |why| Self::Disk {
            failed_to: failed_to.into(),
            why,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk { failed_to, why } => write!(f, "failed to {failed_to}: {why}"),
            Self::Poisoned => f.write_str(
                "failed to use the journal: an earlier write failed, so what is on the disk is not \
                 known; stop this program and start it again",
            ),
            Self::Broken(broken) => write!(f, "failed to trust the journal: {broken}"),
            Self::Unfit(unfit) => write!(f, "failed to append to the journal: {unfit}"),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk { why, .. } => Some(why),
            _ => None,
        }
    }
}

impl From<Unfit> for Fault {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// Why a fact cannot be an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The fact has no canonical form, or is no object.
    Fact {
        /// What is wrong with it.
        why: String,
    },
    /// The time is before 1970 or beyond 2⁵³ − 1 ms.
    Time {
        /// The time given.
        at_ms: i64,
    },
    /// The line would be longer than [`LINE_BYTES_MAX`].
    TooLong {
        /// Length of the line.
        bytes: usize,
    },
    /// More was appended without a sync than memory is set aside for.
    Unsynced {
        /// Bytes that wait for a sync.
        bytes: usize,
    },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact { why } => write!(f, "the fact is unfit: {why}"),
            Self::Time { at_ms } => {
                write!(
                    f,
                    "the time {at_ms} ms is not between 1970 and 2^53 − 1 ms: set the clock"
                )
            }
            Self::TooLong { bytes } => {
                write!(
                    f,
                    "the entry has {bytes} bytes, where {LINE_BYTES_MAX} are allowed"
                )
            }
            Self::Unsynced { bytes } => {
                write!(
                    f,
                    "{bytes} bytes wait for a sync already: sync before appending more"
                )
            }
        }
    }
}

impl std::error::Error for Unfit {}

/// The place where a journal stops being true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// File name of the segment; empty when there is none.
    pub segment: String,
    /// Line in the segment, from 1; 0 when the segment as a whole is meant.
    pub line: u64,
    /// Number of the entry that was expected there.
    pub n: u64,
    /// What was found instead.
    pub why: Why,
}

/// What is wrong at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The line is no entry.
    NotAnEntry {
        /// In which way.
        how: &'static str,
    },
    /// The line ends without a newline, and it is not the last of the journal.
    Unfinished,
    /// The line is longer than [`LINE_BYTES_MAX`].
    TooLong,
    /// The fact is not in its canonical spelling: this program did not write it.
    NotCanonical,
    /// Another number was expected: entries were dropped, doubled or put into another order.
    Number {
        /// The number found.
        found: u64,
    },
    /// The line names another predecessor: it or the line before was rewritten.
    Prev {
        /// Sum of the line before, as it stands there.
        expected: Sha256Sum,
        /// What this line says it should be.
        found: Sha256Sum,
    },
    /// The segment's name says that it begins with another entry: a segment is missing or doubled.
    Segment,
    /// The journal ends before an entry that was already shown to somebody.
    Short {
        /// Number of the last entry.
        last_n: u64,
        /// Number of the entry that was shown.
        shown_n: u64,
    },
    /// The entries up to here are not the ones that the checkpoint or snapshot stands on.
    Other {
        /// Sum or root that they should have.
        expected: Sha256Sum,
        /// Sum or root that they have.
        found: Sha256Sum,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            segment,
            line,
            n,
            why,
        } = self;
        if !segment.is_empty() {
            write!(f, "{segment}")?;
            if *line > 0 {
                write!(f, " line {line}")?;
            }
            f.write_str(": ")?;
        }
        match why {
            Why::NotAnEntry { how } => {
                write!(f, "expected entry {n}, but the line is no entry: {how}")
            }
            Why::Unfinished => write!(f, "expected entry {n}, but the line breaks off"),
            Why::TooLong => {
                write!(
                    f,
                    "expected entry {n}, but the line is longer than {LINE_BYTES_MAX} bytes"
                )
            }
            Why::NotCanonical => write!(f, "entry {n} is not in canonical form"),
            Why::Number { found } => write!(
                f,
                "expected entry {n}, found entry {found}: entries were dropped, doubled or moved"
            ),
            Why::Prev { expected, found } => write!(
                f,
                "entry {n} names {found} as the line before it, which is {expected}: entry {n} or \
                 entry {} was rewritten",
                n.saturating_sub(1)
            ),
            Why::Segment => write!(
                f,
                "expected the segment that begins with entry {n}: a segment is missing or doubled"
            ),
            Why::Short { last_n, shown_n } => write!(
                f,
                "the journal ends with entry {last_n}, but entry {shown_n} was there before: the end \
                 was cut off"
            ),
            Why::Other { expected, found } => write!(
                f,
                "up to entry {n} these are other entries than the ones vouched for: expected \
                 {expected}, found {found}"
            ),
        }?;
        f.write_str("; nothing was changed: restore the folder from a copy, or ask its keeper")
    }
}

impl std::error::Error for Broken {}
