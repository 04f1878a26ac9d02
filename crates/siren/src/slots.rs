//! Keeps the siren's memory in two files, each with its own checksum.
//!
//! Both are written, one after the other and each synced, before an order is obeyed: a power cut in
//! the middle leaves one that can be read, and a file that rots later cannot bring an old counter
//! back, because its twin holds the same. When neither can be read the counter is lost, and the
//! siren refuses everything until it is paired anew.

use crate::disk::{Disk, RealDisk, read_small};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use vigie_core::siren::Memory;

/// Largest slot read, in bytes: twice what the fullest memory needs.
const SLOT_BYTES_MAX: u64 = 16 * 1024;

/// The two files.
#[derive(Debug)]
pub struct Slots<D = RealDisk> {
    disk: D,
    folder: PathBuf,
    serial: u64,
}

#[derive(Serialize, Deserialize)]
struct Slot {
    /// Rises with every write, so that the newer of two good slots is known.
    serial: u64,
    memory: Memory,
}

impl<D: Disk> Slots<D> {
    /// Opens the folder and reads what the siren remembers; nothing when it is lost or never was.
    pub fn open(disk: D, folder: &Path) -> io::Result<(Self, Option<Memory>)> {
        std::fs::create_dir_all(folder)?;
        let newest = files(folder)
            .iter()
            .filter_map(|file| read_slot(file))
            .max_by_key(|slot| slot.serial);
        let slots = Self {
            disk,
            folder: folder.to_owned(),
            serial: newest.as_ref().map_or(0, |slot| slot.serial),
        };
        Ok((slots, newest.map(|slot| slot.memory)))
    }

    /// Returns once the memory is on the disk, twice.
    pub fn write(&mut self, memory: &Memory) -> io::Result<()> {
        self.serial = self.serial.saturating_add(1);
        let slot = Slot {
            serial: self.serial,
            memory: memory.clone(),
        };
        let json = serde_json::to_string(&slot)?;
        let text = format!("{}\n{json}\n", checksum(&json));
        for file in files(&self.folder) {
            self.disk.write_in_place(&file, text.as_bytes())?;
        }
        self.disk.sync_folder(&self.folder)
    }
}

fn files(folder: &Path) -> [PathBuf; 2] {
    [folder.join("counter.a"), folder.join("counter.b")]
}

/// A slot that cannot be read is as good as none: the twin decides.
fn read_slot(file: &Path) -> Option<Slot> {
    let text = read_small(file, SLOT_BYTES_MAX).ok().flatten()?;
    let (sum, json) = text.strip_suffix('\n')?.split_once('\n')?;
    if sum != checksum(json) {
        return None;
    }
    serde_json::from_str(json).ok()
}

fn checksum(json: &str) -> String {
    hex::encode(Sha256::digest(json.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(ctr: u64) -> Memory {
        let mut memory = Memory::paired(1);
        memory.counter.actual = ctr;
        memory
    }

    fn reopen(folder: &Path) -> Option<u64> {
        let (_, memory) = Slots::open(RealDisk, folder).unwrap();
        memory.map(|memory| memory.counter.actual)
    }

    #[test]
    fn what_was_written_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (mut slots, none) = Slots::open(RealDisk, folder.path()).unwrap();
        assert_eq!(none, None);
        slots.write(&memory(5)).unwrap();
        slots.write(&memory(6)).unwrap();
        assert_eq!(reopen(folder.path()), Some(6));
    }

    #[test]
    fn one_rotten_slot_does_not_bring_an_old_counter_back() {
        for rotten in ["counter.a", "counter.b"] {
            let folder = tempfile::tempdir().unwrap();
            let (mut slots, _) = Slots::open(RealDisk, folder.path()).unwrap();
            slots.write(&memory(5)).unwrap();
            slots.write(&memory(6)).unwrap();
            std::fs::write(folder.path().join(rotten), "rot").unwrap();
            assert_eq!(reopen(folder.path()), Some(6), "{rotten}");
        }
    }

    #[test]
    fn with_both_slots_gone_the_counter_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (mut slots, _) = Slots::open(RealDisk, folder.path()).unwrap();
        slots.write(&memory(6)).unwrap();
        std::fs::write(folder.path().join("counter.a"), "").unwrap();
        std::fs::remove_file(folder.path().join("counter.b")).unwrap();
        assert_eq!(reopen(folder.path()), None);
    }

    #[test]
    fn a_counter_with_one_changed_digit_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let (mut slots, _) = Slots::open(RealDisk, folder.path()).unwrap();
        slots.write(&memory(6)).unwrap();
        for file in files(folder.path()) {
            let text = std::fs::read_to_string(&file).unwrap();
            let changed = text.replace(r#""actual":6"#, r#""actual":5"#);
            assert_ne!(changed, text);
            std::fs::write(&file, changed).unwrap();
        }
        assert_eq!(reopen(folder.path()), None);
    }

    #[test]
    fn a_folder_that_vanished_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let (mut slots, _) = Slots::open(RealDisk, folder.path()).unwrap();
        folder.close().unwrap();
        assert!(slots.write(&memory(1)).is_err());
    }
}
