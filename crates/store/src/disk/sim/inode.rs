//! The content of one simulated file: what is on the disk, what is in memory, and which sectors of it
//! are still to be written.

use crate::disk::Chance;
use std::collections::BTreeSet;

/// What a disk writes whole or not at all, apart from the one that is torn.
const SECTOR: usize = 512;

#[derive(Clone, Debug, Default)]
pub(super) struct Inode {
    on_disk: Vec<u8>,
    cached: Vec<u8>,
    /// Sectors of `cached` that the next sync will write.
    dirty: BTreeSet<usize>,
}

impl Inode {
    /// What a program reads while the power is on.
    pub(super) fn shown(&self) -> &[u8] {
        &self.cached
    }

    pub(super) fn synced(bytes: Vec<u8>) -> Self {
        Self {
            on_disk: bytes.clone(),
            cached: bytes,
            dirty: BTreeSet::new(),
        }
    }

    pub(super) fn append(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            let from = self.cached.len() / SECTOR;
            self.cached.extend_from_slice(bytes);
            self.dirty.extend(from..=(self.cached.len() - 1) / SECTOR);
        }
    }

    pub(super) fn dirty_from(&mut self, offset: usize) {
        self.dirty
            .extend(offset / SECTOR..self.cached.len().div_ceil(SECTOR));
    }

    pub(super) fn truncate(&mut self, len: usize) {
        self.cached.truncate(len);
        let sectors = self.cached.len().div_ceil(SECTOR);
        self.dirty.retain(|sector| *sector < sectors);
    }

    pub(super) fn sync(&mut self) {
        self.on_disk.resize(self.cached.len(), 0);
        for sector in std::mem::take(&mut self.dirty) {
            self.write_sector(sector, SECTOR);
        }
    }

    /// Writes some dirty sectors, forgets some that it did not write, and keeps the rest dirty. What
    /// it forgot is still shown, or not even that.
    pub(super) fn fail_to_sync(&mut self, chance: &mut Chance) {
        if chance.coin() {
            self.on_disk.resize(self.cached.len(), 0);
        }
        for sector in self.dirty.clone() {
            match chance.below(3) {
                0 => {
                    self.write_sector(sector, SECTOR);
                    self.dirty.remove(&sector);
                }
                1 => {
                    self.dirty.remove(&sector);
                    if chance.coin() {
                        self.show_what_is_on_disk(sector);
                    }
                }
                _ => {}
            }
        }
    }

    fn show_what_is_on_disk(&mut self, sector: usize) {
        let start = sector * SECTOR;
        for at in start..(start + SECTOR).min(self.cached.len()) {
            self.cached[at] = self.on_disk.get(at).copied().unwrap_or(0);
        }
    }

    /// Puts the first `bytes` bytes of a cached sector onto the disk, as far as the file goes there.
    fn write_sector(&mut self, sector: usize, bytes: usize) {
        let start = sector * SECTOR;
        let end = (start + bytes)
            .min(self.cached.len())
            .min(self.on_disk.len());
        if start < end {
            self.on_disk[start..end].copy_from_slice(&self.cached[start..end]);
        }
    }

    pub(super) fn after_power_cut(&self, chance: &mut Chance) -> Self {
        let mut after = self.clone();
        let (was, would_be) = (self.on_disk.len(), self.cached.len());
        match chance.below(4) {
            0 => {}
            1 => after.sync(),
            2 => {
                let len = was.min(would_be) + chance.index(was.abs_diff(would_be) + 1);
                after.sync();
                after.on_disk.resize(len, 0);
            }
            _ => {
                let len = match chance.below(3) {
                    0 => was,
                    1 => would_be,
                    _ => was.min(would_be) + chance.index(was.abs_diff(would_be) + 1),
                };
                after.on_disk.resize(len, 0);
                for sector in &self.dirty {
                    match chance.below(5) {
                        0 => after.write_sector(*sector, chance.index(SECTOR)),
                        1 | 2 => after.write_sector(*sector, SECTOR),
                        _ => {}
                    }
                }
            }
        }
        Self::synced(after.on_disk)
    }
}
