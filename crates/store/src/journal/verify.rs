//! Verifies a journal from outside, as an auditor would: every line, every link, every checkpoint.

use super::{
    Broken, Fault, Head, TornTail, Why, segment, tail,
    walk::{Stop, Walk},
};
use crate::{Sha256Sum, disk::Disk, merkle::Frontier};
use std::sync::Arc;

/// A journal in which everything is as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Number of entries.
    pub entries: u64,
    /// The last entry.
    pub head: Head,
    /// Root of the Merkle tree over all entries.
    pub root: Sha256Sum,
    /// Bytes of all entries.
    pub bytes: u64,
    /// Number of segments.
    pub segments: u64,
    /// An unfinished end: the journal is being written to, or the power was cut and it was not
    /// opened since. It is no part of the journal.
    pub unfinished: Option<TornTail>,
}

/// What somebody keeps from earlier: a size and the root that the tree had then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Number of entries.
    pub size: u64,
    /// Root over that many entries.
    pub root: Sha256Sum,
}

/// Verifies the journal in the folder `disk` and compares it with what was `vouched` for earlier.
/// Changes nothing.
///
/// Without anything vouched for, an end that was cut off and a journal rewritten from some entry to
/// its end look sound: only something kept elsewhere can tell.
pub fn verify(disk: &Arc<dyn Disk>, vouched: &[Vouched]) -> Result<Verified, Fault> {
    let mut walk = Walk::whole(Arc::clone(disk), segment::list(&**disk)?);
    let mut vouched = vouched.to_vec();
    vouched.sort_by_key(|vouched| std::cmp::Reverse(vouched.size));
    let mut tree = Frontier::default();
    let mut bytes = 0;
    let mut unfinished = None;
    loop {
        compare(&walk, &tree, &mut vouched)?;
        match walk.step() {
            Ok(Some((line, sum))) => {
                tree.push(&sum);
                bytes += line.text.len() as u64;
                if !line.fact_is_canonical() {
                    return Err(broken_at_last(&walk, Why::NotCanonical).into());
                }
            }
            Ok(None) => break,
            Err(Stop::Broken(stop)) => {
                let (broken, place) = *stop;
                let is_last = place.segment + 1 == walk.segments().len();
                let Some(torn) = tail::torn(&**disk, &broken, &place, is_last)? else {
                    return Err(broken.into());
                };
                let bytes = torn.len() as u64;
                unfinished = Some(TornTail {
                    segment: broken.segment,
                    bytes,
                    kept_as: None,
                });
                break;
            }
            Err(Stop::Fault(fault)) => return Err(fault),
        }
    }
    if let Some(shown) = vouched.first() {
        let why = Why::Short {
            last_n: walk.head().n,
            shown_n: shown.size,
        };
        return Err(Broken {
            n: walk.next_n(),
            ..broken_at_last(&walk, why)
        }
        .into());
    }
    let (head, segments) = (walk.head(), walk.segments().len() as u64);
    Ok(Verified {
        entries: head.n,
        head,
        root: tree.root(),
        bytes,
        segments,
        unfinished,
    })
}

/// Compares the tree with everything that was vouched for at its present size.
fn compare(walk: &Walk, tree: &Frontier, vouched: &mut Vec<Vouched>) -> Result<(), Fault> {
    while let Some(due) = vouched.pop_if(|vouched| vouched.size == tree.size()) {
        let found = tree.root();
        if found != due.root {
            let why = Why::Other {
                expected: due.root,
                found,
            };
            return Err(broken_at_last(walk, why).into());
        }
    }
    Ok(())
}

fn broken_at_last(walk: &Walk, why: Why) -> Broken {
    let segment = match walk.last() {
        Some(place) => walk.segments().get(place.segment),
        None => walk.segments().first(),
    };
    Broken {
        segment: segment.map_or_else(String::new, |segment| segment.name.clone()),
        line: walk.last().map_or(0, |place| place.line),
        n: walk.head().n,
        why,
    }
}
