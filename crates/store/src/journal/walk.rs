//! Follows the chain from entry to entry and stops where it breaks.

use super::{
    Broken, Fault, Head, Line, Why,
    line::LINE_BYTES_MAX,
    segment::{Place, RawLines, Segment},
};
use crate::{Sha256Sum, disk::Disk};
use std::sync::Arc;

/// A walk along the entries, each checked against the one before.
pub(super) struct Walk {
    raw: RawLines,
    next_n: u64,
    /// Sum of the line before; `None` when a walk starts in the middle and takes it on trust.
    prev: Option<Sha256Sum>,
    /// Where the last good line is.
    last: Option<Place>,
}

/// Why a walk stopped.
pub(super) enum Stop {
    /// The disk failed.
    Fault(Fault),
    /// The chain broke at this place.
    Broken(Box<(Broken, Place)>),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Fault(fault) => fault,
            Stop::Broken(broken) => Self::Broken(broken.0),
        }
    }
}

impl Walk {
    /// Walks from the first entry on.
    pub(super) fn whole(disk: Arc<dyn Disk>, segments: Vec<Segment>) -> Self {
        let raw = RawLines::new(disk, segments, 0);
        Self {
            raw,
            next_n: 1,
            prev: Some(Sha256Sum::ZERO),
            last: None,
        }
    }

    /// Walks from the entry `n` on, taking the sum of the line before it on trust.
    pub(super) fn from(disk: Arc<dyn Disk>, segments: Vec<Segment>, n: u64) -> Result<Self, Fault> {
        if n <= 1 {
            return Ok(Self::whole(disk, segments));
        }
        let first = segments
            .partition_point(|segment| segment.first_n <= n)
            .saturating_sub(1);
        let begins_with = segments
            .get(first)
            .map_or(1, |segment| segment.first_n.min(n));
        let mut raw = RawLines::new(disk, segments, first);
        let mut next_n = begins_with;
        while next_n < n && raw.advance()?.is_some() {
            next_n += 1;
        }
        Ok(Self {
            raw,
            next_n,
            prev: None,
            last: None,
        })
    }

    /// Walks from behind the entry `head` on, after checking that this very entry is there.
    pub(super) fn behind(
        disk: Arc<dyn Disk>,
        segments: Vec<Segment>,
        head: &Head,
    ) -> Result<Self, Fault> {
        if head.n == 0 {
            return Ok(Self::whole(disk, segments));
        }
        let mut walk = Self::from(disk, segments, head.n)?;
        let there = walk.step()?.is_some();
        let last_segment = walk
            .raw
            .segments()
            .last()
            .map(|segment| segment.name.clone());
        let broken = |why| {
            let segment = last_segment.unwrap_or_default();
            Err(Fault::Broken(Broken {
                segment,
                line: 0,
                n: head.n,
                why,
            }))
        };
        match walk.prev {
            Some(sum) if there && sum == head.sha256 => Ok(walk),
            Some(found) if there => broken(Why::Other {
                expected: head.sha256,
                found,
            }),
            _ => broken(Why::Short {
                last_n: walk.next_n - 1,
                shown_n: head.n,
            }),
        }
    }

    pub(super) fn segments(&self) -> &[Segment] {
        self.raw.segments()
    }

    /// Number of the entry that a further step would give.
    pub(super) fn next_n(&self) -> u64 {
        self.next_n
    }

    /// Number and sum of the last good line.
    pub(super) fn head(&self) -> Head {
        Head {
            n: self.next_n - 1,
            sha256: self.prev.unwrap_or(Sha256Sum::ZERO),
        }
    }

    /// Place of the last good line of this walk.
    pub(super) fn last(&self) -> Option<&Place> {
        self.last.as_ref()
    }

    /// The next entry and its sum, or `None` behind the last.
    pub(super) fn step(&mut self) -> Result<Option<(Line<'_>, Sha256Sum)>, Stop> {
        let Some(place) = self.raw.advance()? else {
            return self.end().map(|()| None);
        };
        match check(&self.raw, &place, self.next_n, self.prev) {
            Ok((line, sum)) => {
                self.prev = Some(sum);
                self.next_n += 1;
                self.last = Some(place);
                Ok(Some((line, sum)))
            }
            Err(why) => {
                let segment = self.raw.segments()[place.segment].name.clone();
                let line = if why == Why::Segment { 0 } else { place.line };
                let n = self.next_n;
                let broken = Broken {
                    segment,
                    line,
                    n,
                    why,
                };
                Err(Stop::Broken(Box::new((broken, place))))
            }
        }
    }

    /// A segment without lines is only right at the end, and only under the next entry's name.
    fn end(&self) -> Result<(), Stop> {
        match self.raw.segments().last() {
            Some(segment) if segment.first_n > self.next_n => {
                let why = Why::Segment;
                Err(Fault::Broken(Broken {
                    segment: segment.name.clone(),
                    line: 0,
                    n: self.next_n,
                    why,
                })
                .into())
            }
            _ => Ok(()),
        }
    }
}

fn check<'a>(
    raw: &'a RawLines,
    place: &Place,
    n: u64,
    prev: Option<Sha256Sum>,
) -> Result<(Line<'a>, Sha256Sum), Why> {
    let text = raw.text(place);
    if place.line == 1 && raw.segments()[place.segment].first_n != n {
        return Err(Why::Segment);
    }
    if text.len() > LINE_BYTES_MAX {
        return Err(Why::TooLong);
    }
    if text.last() != Some(&b'\n') {
        return Err(Why::Unfinished);
    }
    let line = Line::parse(text).map_err(|how| Why::NotAnEntry { how })?;
    if line.n != n {
        return Err(Why::Number { found: line.n });
    }
    match prev {
        Some(expected) if line.prev != expected => Err(Why::Prev {
            expected,
            found: line.prev,
        }),
        _ => Ok((line, line.sum())),
    }
}
