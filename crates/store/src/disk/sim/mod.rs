//! A disk in memory that keeps exactly what the contract promises, and loses the rest by a seed.
//!
//! At a power cut everything not synced is lost whole, kept whole, cut at any byte, or kept sector by
//! sector in any order (a lost sector reads as zeros, or as what was synced there before). Names not
//! synced are lost from some point in their order on. A failed sync drops some of what was to be
//! written and forgets that it was ever to be written, as Linux does: the next sync succeeds.

mod inode;
#[cfg(test)]
mod tests;

use super::{Chance, Disk, DiskFile};
use inode::Inode;
use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Something that goes wrong on a simulated disk. Calls are counted from 1, of every kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The call with this number fails with an input/output error, half done.
    ErrorAt(u64),
    /// The power goes during the call with this number; it and all later ones fail.
    PowerCutAt(u64),
    /// So many appends in a thousand fail, half done.
    AppendErrors(u16),
    /// So many syncs in a thousand fail and drop some of what they should have written.
    SyncErrors(u16),
    /// All files together hold at most so many bytes; the append that would pass it is cut short.
    Capacity(u64),
}

/// A simulated folder. Clones are handles to the same folder.
#[derive(Clone, Debug)]
pub struct SimDisk(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    chance: Chance,
    faults: Vec<Fault>,
    calls: u64,
    power_is_on: bool,
    inodes: BTreeMap<u64, Inode>,
    names: Names,
    names_on_disk: Names,
    /// Changes to names since the last sync of the folder, in order.
    names_unsynced: Vec<NameChange>,
}

type Names = BTreeMap<String, u64>;

#[derive(Clone, Debug)]
enum NameChange {
    Made(String, u64),
    Renamed(String, String),
    Removed(String),
}

impl SimDisk {
    /// An empty folder whose faults follow from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(Chance::new(seed), BTreeMap::new(), Names::new())
    }

    /// Adds a fault. Several may be active.
    pub fn plan(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Takes all faults away; what they did stays done.
    pub fn heal(&self) {
        self.state().faults.clear();
    }

    /// Number of calls made so far.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Cuts the power and returns the folder as it is found afterwards, without faults. Handles to
    /// the folder before the cut only fail from here on.
    #[must_use]
    pub fn crash(&self) -> Self {
        let mut state = self.state();
        state.power_is_on = false;
        let mut chance = Chance::new(state.chance.bits());
        let kept = chance.index(state.names_unsynced.len() + 1);
        let mut names = state.names_on_disk.clone();
        for change in &state.names_unsynced[..kept] {
            change.apply(&mut names);
        }
        let inodes = names
            .values()
            .filter_map(|id| Some((*id, state.inodes.get(id)?.after_power_cut(&mut chance))))
            .collect();
        drop(state);
        Self::with(chance, inodes, names)
    }

    /// Puts a file there, synced, as if it had always been so: for tests that damage a file.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        let mut state = self.state();
        let id = state.inodes.keys().last().map_or(1, |last| last + 1);
        state.inodes.insert(id, Inode::synced(bytes.to_vec()));
        state.names.insert(name.to_owned(), id);
        state.names_on_disk.insert(name.to_owned(), id);
    }

    fn with(chance: Chance, inodes: BTreeMap<u64, Inode>, names: Names) -> Self {
        Self(Arc::new(Mutex::new(State {
            chance,
            faults: Vec::new(),
            calls: 0,
            power_is_on: true,
            inodes,
            names_on_disk: names.clone(),
            names,
            names_unsynced: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one call and does it: whole, or as far as `half` goes before it fails.
    fn call<T>(
        &self,
        kind: Kind,
        whole: impl FnOnce(&mut State) -> io::Result<T>,
        half: impl FnOnce(&mut State),
    ) -> io::Result<T> {
        let mut state = self.state();
        let failed = state.next_call(kind);
        match failed {
            Ok(()) => whole(&mut state),
            Err(fault) => {
                if state.power_is_on || fault.kind() == io::ErrorKind::UnexpectedEof {
                    half(&mut state);
                }
                Err(fault)
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Append,
    Sync,
    Other,
}

impl State {
    fn next_call(&mut self, kind: Kind) -> io::Result<()> {
        if !self.power_is_on {
            return Err(io::Error::other("the power is off"));
        }
        self.calls += 1;
        for i in 0..self.faults.len() {
            let fails = match self.faults[i] {
                Fault::ErrorAt(call) => call == self.calls,
                Fault::AppendErrors(times) => {
                    kind == Kind::Append && self.chance.per_thousand(times)
                }
                Fault::SyncErrors(times) => kind == Kind::Sync && self.chance.per_thousand(times),
                Fault::PowerCutAt(call) if call == self.calls => {
                    self.power_is_on = false;
                    return Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "the power went",
                    ));
                }
                Fault::PowerCutAt(_) | Fault::Capacity(_) => false,
            };
            if fails {
                return Err(io::Error::other("input/output error (simulated)"));
            }
        }
        Ok(())
    }

    fn id(&self, name: &str) -> io::Result<u64> {
        self.names
            .get(name)
            .copied()
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("{name}: no such file")))
    }

    fn inode(&mut self, id: u64) -> &mut Inode {
        self.inodes.entry(id).or_default()
    }

    fn change_name(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.names_unsynced.push(change);
    }

    fn append(&mut self, id: u64, bytes: &[u8]) -> io::Result<()> {
        let used: usize = self.inodes.values().map(|inode| inode.shown().len()).sum();
        let room = self.faults.iter().filter_map(|fault| match fault {
            Fault::Capacity(bytes) => Some(bytes.saturating_sub(used as u64)),
            _ => None,
        });
        let fitting = room
            .min()
            .map_or(bytes.len(), |room| bytes.len().min(index(room)));
        self.inode(id).append(&bytes[..fitting]);
        if fitting < bytes.len() {
            return Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "no space left (simulated)",
            ));
        }
        Ok(())
    }
}

impl NameChange {
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Made(name, id) => {
                names.insert(name.clone(), *id);
            }
            Self::Renamed(from, to) => {
                if let Some(id) = names.remove(from) {
                    names.insert(to.clone(), id);
                }
            }
            Self::Removed(name) => {
                names.remove(name);
            }
        }
    }
}

impl Disk for SimDisk {
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let make = |state: &mut State| {
            if state.names.contains_key(name) {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    format!("{name} is there"),
                ));
            }
            let id = state.inodes.keys().last().map_or(1, |last| last + 1);
            state.inodes.insert(id, Inode::default());
            state.change_name(NameChange::Made(name.to_owned(), id));
            Ok(id)
        };
        let id = self.call(Kind::Other, make, |_| ())?;
        Ok(Box::new(SimFile {
            disk: self.clone(),
            id,
        }))
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let id = self.call(Kind::Other, |state| state.id(name), |_| ())?;
        Ok(Box::new(SimFile {
            disk: self.clone(),
            id,
        }))
    }

    fn read_from(&self, name: &str, offset: u64) -> io::Result<Box<dyn io::Read + Send>> {
        let read = |state: &mut State| {
            let id = state.id(name)?;
            let cached = state.inode(id).shown();
            Ok(cached[index(offset).min(cached.len())..].to_vec())
        };
        Ok(Box::new(io::Cursor::new(self.call(
            Kind::Other,
            read,
            |_| (),
        )?)))
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        let len = |state: &mut State| {
            let id = state.id(name)?;
            Ok(state.inode(id).shown().len() as u64)
        };
        self.call(Kind::Other, len, |_| ())
    }

    fn list(&self) -> io::Result<Vec<String>> {
        self.call(
            Kind::Other,
            |state| Ok(state.names.keys().cloned().collect()),
            |_| (),
        )
    }

    fn truncate(&self, name: &str, len: u64) -> io::Result<()> {
        let cut = |state: &mut State| -> io::Result<u64> {
            let id = state.id(name)?;
            state.inode(id).truncate(index(len));
            Ok(id)
        };
        self.call(
            Kind::Other,
            |state| {
                let id = cut(state)?;
                state.inode(id).sync();
                Ok(())
            },
            |state| {
                let _cut_but_not_synced = cut(state);
            },
        )
    }

    fn write_again(&self, name: &str, offset: u64) -> io::Result<()> {
        let write = |state: &mut State| -> io::Result<u64> {
            let id = state.id(name)?;
            state.inode(id).dirty_from(index(offset));
            Ok(id)
        };
        self.call(
            Kind::Sync,
            |state| {
                let id = write(state)?;
                state.inode(id).sync();
                Ok(())
            },
            |state| {
                let mut chance = Chance::new(state.chance.bits());
                if let Ok(id) = write(state) {
                    state.inode(id).fail_to_sync(&mut chance);
                }
            },
        )
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let rename = |state: &mut State| {
            state.id(from)?;
            state.change_name(NameChange::Renamed(from.to_owned(), to.to_owned()));
            Ok(())
        };
        self.call(Kind::Other, rename, |_| ())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let remove = |state: &mut State| {
            state.id(name)?;
            state.change_name(NameChange::Removed(name.to_owned()));
            Ok(())
        };
        self.call(Kind::Other, remove, |_| ())
    }

    fn sync_dir(&self) -> io::Result<()> {
        let sync = |state: &mut State, upto: usize| {
            for change in state.names_unsynced.drain(..upto) {
                change.apply(&mut state.names_on_disk);
            }
        };
        self.call(
            Kind::Sync,
            |state| {
                sync(state, state.names_unsynced.len());
                Ok(())
            },
            |state| {
                let upto = state.chance.index(state.names_unsynced.len() + 1);
                sync(state, upto);
            },
        )
    }
}

#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    id: u64,
}

impl DiskFile for SimFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.call(
            Kind::Append,
            |state| state.append(self.id, bytes),
            |state| {
                let part = state.chance.index(bytes.len() + 1);
                let _already_failed = state.append(self.id, &bytes[..part]);
            },
        )
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.call(
            Kind::Sync,
            |state| {
                state.inode(self.id).sync();
                Ok(())
            },
            |state| {
                let mut chance = Chance::new(state.chance.bits());
                state.inode(self.id).fail_to_sync(&mut chance);
            },
        )
    }
}

/// An offset as an index: what does not fit lies behind the end of every file in memory.
fn index(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
