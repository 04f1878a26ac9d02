//! Keeps the state as it was at some entry, so that a restart reads only the entries behind it.
//!
//! A snapshot is worth nothing by itself: it can always be made again from the journal. So a damaged
//! one is passed over for the one before, and that one for none.
//!
//! ```text
//! {"footing":{"head":{"n":…,"sha256":"sha256:…"},"tree":{…}},"state_bytes":…,"v":2}
//! the state: opaque bytes
//! sha256:…                         (of everything before)
//! ```

use crate::{Sha256Sum, canonical, disk::Disk, disk::UNFINISHED, journal::Footing};
use serde::{Deserialize, Serialize};
use std::{fmt, io, sync::Arc};

/// Largest state that is kept: what fits the memory of the machines this runs on several times over.
pub const STATE_BYTES_MAX: u64 = 1 << 30;

/// How many snapshots are kept: the newest, and one to fall back to.
pub const KEPT: usize = 2;

/// The snapshots in one folder; it may be the journal's.
#[derive(Clone, Debug)]
pub struct Snapshots {
    disk: Arc<dyn Disk>,
}

/// A state and what it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The last entry that went into the state, and the tree up to it.
    pub footing: Footing,
    /// The state.
    pub state: Vec<u8>,
}

/// What was found when the newest snapshot was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The newest one that is whole.
    pub snapshot: Option<Snapshot>,
    /// Newer ones that are not: file name and what is wrong.
    pub damaged: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    v: u32,
    footing: Footing,
    state_bytes: u64,
}

/// Grows when a state of before could be read and would mean something else.
const VERSION: u32 = 2;
const PREFIX: &str = "snapshot-";
const ENDING: &str = ".state";
const TRAILER_BYTES: usize = "sha256:".len() + 64 + 1;
/// Room for the header: 64 sums of the tree and some numbers.
const HEADER_BYTES_MAX: u64 = 16 << 10;

impl Snapshots {
    /// The snapshots in the folder `disk`.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk }
    }

    /// Keeps `state`, which stands on the entries up to `footing`, and drops all but the newest two.
    ///
    /// Only a footing that [`Journal::footing`](crate::journal::Journal::footing) gave may be used:
    /// its entries are certain.
    pub fn write(&self, footing: &Footing, state: &[u8]) -> Result<(), Fault> {
        let name = format!("{PREFIX}{:020}{ENDING}", footing.head.n);
        let failed = |what: &str| Fault::new(format!("{what} snapshot {name}"));
        let state_bytes = state.len() as u64;
        if state_bytes > STATE_BYTES_MAX {
            let why =
                format!("the state has {state_bytes} bytes, where {STATE_BYTES_MAX} are allowed");
            return Err(failed("write")(io::Error::new(
                io::ErrorKind::FileTooLarge,
                why,
            )));
        }
        let header = Header {
            v: VERSION,
            footing: footing.clone(),
            state_bytes,
        };
        let mut bytes = Vec::with_capacity(state.len() + 4096);
        canonical::write(&mut bytes, &header).map_err(|why| failed("write")(why.into()))?;
        bytes.push(b'\n');
        bytes.extend_from_slice(state);
        let sum = Sha256Sum::of(&bytes);
        bytes.extend_from_slice(format!("{sum}\n").as_bytes());
        self.disk
            .write_atomically(&name, &bytes)
            .map_err(failed("write"))?;
        self.drop_old()
    }

    /// The newest snapshot that is whole, if there is one.
    pub fn latest(&self) -> Result<Latest, Fault> {
        let mut damaged = Vec::new();
        for name in self.names()?.into_iter().rev() {
            let read = self.disk.read(&name, STATE_BYTES_MAX + HEADER_BYTES_MAX);
            match read
                .map_err(|why| why.to_string())
                .and_then(|bytes| parse(&bytes))
            {
                Ok(snapshot) => {
                    return Ok(Latest {
                        snapshot: Some(snapshot),
                        damaged,
                    });
                }
                Err(why) => damaged.push((name, why)),
            }
        }
        Ok(Latest {
            snapshot: None,
            damaged,
        })
    }

    fn names(&self) -> Result<Vec<String>, Fault> {
        let mut names = self.disk.list().map_err(Fault::new("list the snapshots"))?;
        names.retain(|name| name.starts_with(PREFIX) && name.ends_with(ENDING));
        Ok(names)
    }

    fn drop_old(&self) -> Result<(), Fault> {
        let mut old = self.names()?;
        old.truncate(old.len().saturating_sub(KEPT));
        let all = self.disk.list().map_err(Fault::new("list the snapshots"))?;
        old.extend(
            all.into_iter()
                .filter(|name| name.starts_with(PREFIX) && name.ends_with(UNFINISHED)),
        );
        for name in old {
            let remove = self.disk.remove(&name);
            remove.map_err(Fault::new(format!("remove old snapshot {name}")))?;
        }
        Ok(())
    }
}

fn parse(bytes: &[u8]) -> Result<Snapshot, String> {
    let end = bytes
        .len()
        .checked_sub(TRAILER_BYTES)
        .ok_or("it breaks off")?;
    let (content, trailer) = bytes.split_at(end);
    let found = format!("{}\n", Sha256Sum::of(content));
    if found.as_bytes() != trailer {
        return Err("its content does not have the sum at its end".to_owned());
    }
    let newline = memchr::memchr(b'\n', content).ok_or("it has no header")?;
    let header: Header =
        serde_json::from_slice(&content[..newline]).map_err(|why| why.to_string())?;
    let state = &content[newline + 1..];
    if header.v != VERSION {
        return Err(format!(
            "it is of version {}, where {VERSION} is read",
            header.v
        ));
    }
    if header.state_bytes != state.len() as u64 || !header.footing.is_sound() {
        return Err("its header contradicts itself".to_owned());
    }
    Ok(Snapshot {
        footing: header.footing,
        state: state.to_vec(),
    })
}

/// A snapshot that could not be written or looked for.
#[derive(Debug)]
pub struct Fault {
    failed_to: String,
    why: io::Error,
}

impl Fault {
    fn new(failed_to: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |why| Self {
            failed_to: failed_to.into(),
            why,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed to {}: {}", self.failed_to, self.why)
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{SimDisk, SimFault};
    use crate::journal::{Config, Journal};
    use serde_json::json;

    fn footings(disk: &SimDisk, count: u64) -> Vec<Footing> {
        let (mut journal, _) = Journal::open(Arc::new(disk.clone()), Config::default()).unwrap();
        let mut footing = |n| {
            journal.append(0, &[json!({ "n": n })]).unwrap();
            journal.sync().unwrap();
            journal.footing().clone()
        };
        (0..count).map(&mut footing).collect()
    }

    fn names(disk: &SimDisk) -> Vec<String> {
        Snapshots::new(Arc::new(disk.clone())).names().unwrap()
    }

    #[test]
    fn the_newest_is_given_back_and_two_are_kept() {
        let disk = SimDisk::new(1);
        let snapshots = Snapshots::new(Arc::new(disk.clone()));
        assert_eq!(snapshots.latest().unwrap().snapshot, None);
        for (i, footing) in footings(&disk, 4).iter().enumerate() {
            let state = format!("state\n{i}").into_bytes();
            snapshots.write(footing, &state).unwrap();
            let latest = snapshots.latest().unwrap();
            assert_eq!(
                latest.snapshot,
                Some(Snapshot {
                    footing: footing.clone(),
                    state
                })
            );
            assert_eq!(latest.damaged, []);
        }
        assert_eq!(names(&disk).len(), KEPT);
    }

    #[test]
    fn any_damaged_byte_is_noticed_and_the_one_before_is_taken() {
        let disk = SimDisk::new(1);
        let snapshots = Snapshots::new(Arc::new(disk.clone()));
        let footings = footings(&disk, 2);
        snapshots.write(&footings[0], b"old").unwrap();
        snapshots.write(&footings[1], b"new").unwrap();
        let newest = names(&disk).pop().unwrap();
        let good = disk.read(&newest, 10_000).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            disk.put(&newest, &bad);
            let latest = snapshots.latest().unwrap();
            assert_eq!(latest.snapshot.unwrap().state, b"old", "byte {at}");
            assert_eq!(latest.damaged.len(), 1);
            disk.put(&newest, &good[..at]);
            assert_eq!(
                snapshots.latest().unwrap().snapshot.unwrap().state,
                b"old",
                "cut at {at}"
            );
        }
    }

    #[test]
    fn a_power_cut_during_writing_leaves_the_old_or_the_new_whole() {
        for seed in 0..100 {
            for call in 1.. {
                let disk = SimDisk::new(seed);
                let footings = footings(&disk, 2);
                let snapshots = Snapshots::new(Arc::new(disk.clone()));
                snapshots.write(&footings[0], &[1; 1500]).unwrap();
                disk.plan(SimFault::PowerCutAt(disk.calls() + call));
                let written = snapshots.write(&footings[1], &[2; 1500]);
                let after = Snapshots::new(Arc::new(disk.crash()));
                let latest = after.latest().unwrap();
                assert_eq!(latest.damaged, []);
                let state = latest.snapshot.unwrap().state;
                if written.is_ok() {
                    assert_eq!(state, [2; 1500]);
                    break;
                }
                assert!(
                    state == [1; 1500] || state == [2; 1500],
                    "seed {seed} call {call}"
                );
                after.write(&footings[1], b"again").unwrap();
                assert_eq!(after.latest().unwrap().snapshot.unwrap().state, b"again");
            }
        }
    }
}
