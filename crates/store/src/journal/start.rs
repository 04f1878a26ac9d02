//! Opens a journal: reads what is there, cuts a torn tail, refuses damage.

use super::{
    Broken, Config, Fault, Footing, Head, Journal, Line, OpenSegment, Why,
    segment::{self, Place, Segment},
    tail,
    unfinished::{self, Waiting},
    walk::{Stop, Walk},
};
use crate::disk::Disk;
use std::sync::Arc;

/// What was found when a journal was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Number of entries in the journal.
    pub entries: u64,
    /// The last entry.
    pub head: Head,
    /// What was cut off the end, if a power cut had torn it.
    pub cut: Option<TornTail>,
    /// What was cut off before that: the first part of a decision that a power cut left unfinished.
    pub unfinished: Option<TornTail>,
}

/// The end of a batch that was never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TornTail {
    /// Segment that it was cut from.
    pub segment: String,
    /// How much was cut.
    pub bytes: u64,
    /// File in the same folder that the bytes were copied to, unless that failed.
    pub kept_as: Option<String>,
}

impl Journal {
    /// Opens the journal in the folder `disk`, or an empty one.
    ///
    /// Everything found is made certain before this returns: what a killed program wrote may have
    /// reached no further than the system's memory, and what a failed sync dropped may still be shown.
    pub fn open(disk: Arc<dyn Disk>, config: Config) -> Result<(Self, Recovered), Fault> {
        Self::open_reading(disk, config, |_| ())
    }

    /// Opens the journal and shows each entry to `see`, in order, while it is checked: the entries
    /// behind [`Config::standing_on`], or all. When an error is returned, what was seen is void.
    /// Entries of an unfinished decision are cut off and not shown.
    pub fn open_reading(
        disk: Arc<dyn Disk>,
        config: Config,
        mut see: impl FnMut(&Line<'_>),
    ) -> Result<(Self, Recovered), Fault> {
        let segments = segment::list(&*disk)?;
        let Footing { head, mut tree } = config.standing_on.unwrap_or_default();
        let mut walk = Walk::behind(Arc::clone(&disk), segments, &head)?;
        let mut cut = None;
        let mut waiting = Waiting::default();
        // The last entry with which a decision was whole.
        let mut finished = (walk.head(), walk.last().cloned());
        loop {
            match walk.step() {
                Ok(Some((line, sum))) if (config.unfinished)(line.fact) => {
                    let text = line.text.to_owned();
                    waiting.hold(&text, sum, walk.last());
                }
                Ok(Some((line, sum))) => {
                    waiting.release(&mut tree, &mut see);
                    tree.push(&sum);
                    see(&line);
                    finished = (walk.head(), walk.last().cloned());
                }
                Ok(None) => break,
                Err(Stop::Fault(fault)) => return Err(fault),
                Err(Stop::Broken(stop)) => {
                    let (broken, place) = *stop;
                    let is_last = place.segment + 1 == walk.segments().len();
                    let torn = tail::torn(&*disk, &broken, &place, is_last)?;
                    let Some(torn) = torn.filter(|_| broken.n > config.at_least_n) else {
                        return Err(broken.into());
                    };
                    cut = Some(cut_off(&*disk, &broken, place.offset, &torn)?);
                    break;
                }
            }
        }
        let (head, last) = finished;
        if head.n < config.at_least_n {
            let segment = walk
                .segments()
                .last()
                .map_or_else(String::new, |last| last.name.clone());
            let why = Why::Short {
                last_n: head.n,
                shown_n: config.at_least_n,
            };
            return Err(Broken {
                segment,
                line: 0,
                n: head.n + 1,
                why,
            }
            .into());
        }
        let mut segments = walk.segments();
        let mut unfinished = None;
        if let Some(from) = waiting.from() {
            let n = head.n + 1;
            unfinished = Some(unfinished::cut_back(&*disk, segments, from, n)?);
            segments = &segments[..=from.segment];
        }
        check_last_fact(&*disk, segments, last.as_ref(), head.n)?;
        let journal = Self {
            open: open_last(&*disk, segments.last())?,
            disk,
            segment_bytes: config.segment_bytes,
            synced: Footing { head, tree },
            unsynced: Vec::new(),
            unsynced_lines: Vec::new(),
            poisoned: false,
        };
        Ok((
            journal,
            Recovered {
                entries: head.n,
                head,
                cut,
                unfinished,
            },
        ))
    }
}

fn cut_off(disk: &dyn Disk, broken: &Broken, offset: u64, torn: &[u8]) -> Result<TornTail, Fault> {
    let segment = broken.segment.clone();
    // A copy for whoever wants to know what was being written. A disk too full for it is no reason
    // not to start.
    let copy = format!("{segment}.torn-{}", broken.n);
    let kept_as = disk.write_atomically(&copy, torn).is_ok().then_some(copy);
    let cut = disk.truncate(&segment, offset);
    cut.map_err(Fault::disk(format!(
        "cut the torn end off journal segment {segment}"
    )))?;
    Ok(TornTail {
        segment,
        bytes: torn.len() as u64,
        kept_as,
    })
}

/// No later line vouches for the last one, so its fact is looked at here.
fn check_last_fact(
    disk: &dyn Disk,
    segments: &[Segment],
    last: Option<&Place>,
    n: u64,
) -> Result<(), Fault> {
    let Some(place) = last else {
        return Ok(());
    };
    let name = &segments[place.segment].name;
    let mut text = Vec::new();
    let input = disk.read_from(name, place.offset);
    input
        .and_then(|mut input| std::io::Read::read_to_end(&mut input, &mut text))
        .map_err(Fault::disk(format!(
            "read the last entry of journal segment {name}"
        )))?;
    match Line::parse(&text) {
        Ok(line) if line.fact_is_canonical() => Ok(()),
        _ => {
            let segment = name.clone();
            Err(Broken {
                segment,
                line: place.line,
                n,
                why: Why::NotCanonical,
            }
            .into())
        }
    }
}

fn open_last(disk: &dyn Disk, last: Option<&Segment>) -> Result<Option<OpenSegment>, Fault> {
    let Some(last) = last else {
        return Ok(None);
    };
    let name = last.name.clone();
    let failed = |what: &str| Fault::disk(format!("{what} journal segment {name}"));
    let bytes = disk.len(&name).map_err(failed("measure"))?;
    // Only the last batch before an abort can be less certain than it looks.
    let batch = bytes.saturating_sub(tail::BATCH_BYTES_MAX as u64);
    disk.write_again(&name, batch)
        .map_err(failed("write again the end of"))?;
    disk.sync_dir().map_err(failed("sync the folder of"))?;
    let file = disk
        .append_to(&name)
        .map_err(failed("open for appending"))?;
    Ok(Some(OpenSegment { name, file, bytes }))
}
