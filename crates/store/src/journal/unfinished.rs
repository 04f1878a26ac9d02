//! Holds entries back until their decision is whole, and cuts off one that never became so.
//!
//! A power cut keeps a first part of what was not synced, and that part can end between two entries
//! that belong together. Nobody was answered, so the part is cut off like a torn tail. Which entries
//! belong together only the program knows: it says so by [`Config::unfinished`](super::Config).

use super::{
    Fault, Line, TornTail,
    segment::{Place, Segment},
};
use crate::{Sha256Sum, disk::Disk, merkle::Frontier};

/// The entries since the last one that was finished.
#[derive(Default)]
pub(super) struct Waiting {
    text: String,
    /// Sum of each line, and where it ends in `text`.
    lines: Vec<(Sha256Sum, usize)>,
    from: Option<Place>,
}

impl Waiting {
    /// Holds back a line that others must follow.
    pub(super) fn hold(&mut self, text: &str, sum: Sha256Sum, place: Option<&Place>) {
        if self.lines.is_empty() {
            self.from = place.cloned();
        }
        self.text.push_str(text);
        self.lines.push((sum, self.text.len()));
    }

    /// What was held back has become whole.
    pub(super) fn release(&mut self, tree: &mut Frontier, see: &mut impl FnMut(&Line<'_>)) {
        let mut start = 0;
        for (sum, end) in self.lines.drain(..) {
            tree.push(&sum);
            // It was taken apart before, from the same bytes.
            if let Ok(line) = Line::parse(&self.text.as_bytes()[start..end]) {
                see(&line);
            }
            start = end;
        }
        self.text.clear();
        self.from = None;
    }

    /// Where the first of them is.
    pub(super) fn from(&self) -> Option<&Place> {
        self.from.as_ref()
    }
}

/// Cuts off everything from `from` on: the rest of its segment, and the segments behind, the last
/// one first, so that a power cut in between leaves a journal that is cut again at the next start.
pub(super) fn cut_back(
    disk: &dyn Disk,
    segments: &[Segment],
    from: &Place,
    n: u64,
) -> Result<TornTail, Fault> {
    let segment = &segments[from.segment].name;
    let behind = &segments[from.segment + 1..];
    let mut rest = read(disk, segment, from.offset)?;
    for later in behind {
        rest.extend(read(disk, &later.name, 0)?);
    }
    let copy = format!("{segment}.unfinished-{n}");
    let kept_as = disk.write_atomically(&copy, &rest).is_ok().then_some(copy);
    let failed = |name: &str| {
        Fault::disk(format!(
            "cut an unfinished decision off journal segment {name}"
        ))
    };
    for later in behind.iter().rev() {
        disk.remove(&later.name).map_err(failed(&later.name))?;
        disk.sync_dir().map_err(failed(&later.name))?;
    }
    disk.truncate(segment, from.offset)
        .map_err(failed(segment))?;
    Ok(TornTail {
        segment: segment.clone(),
        bytes: rest.len() as u64,
        kept_as,
    })
}

fn read(disk: &dyn Disk, name: &str, offset: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let input = disk.read_from(name, offset);
    input
        .and_then(|mut input| std::io::Read::read_to_end(&mut input, &mut bytes))
        .map_err(Fault::disk(format!(
            "read the end of journal segment {name}"
        )))?;
    Ok(bytes)
}
