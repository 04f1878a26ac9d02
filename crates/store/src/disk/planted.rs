//! A disk that quietly leaves out one duty, so that a test can show that its absence is noticed.
//!
//! Each plant is what a journal with that bug would do to its disk. A simulation that stays green
//! with a plant in the ground proves nothing; the tests demand that every plant is found.

use super::{Disk, DiskFile};
use std::{io, sync::Arc};

/// The duty that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// Files are never synced: the writer is answered before anything is on the disk.
    AckBeforeSync,
    /// The folder is never synced: a new segment's name may be lost with all that is in it.
    FolderNotSynced,
    /// Nothing is ever cut: a torn tail stays, and the next entry is appended behind it.
    TornTailNotCut,
    /// A failed write is taken for a good one.
    WriteErrorIgnored,
    /// A failed sync is taken for a good one.
    SyncErrorIgnored,
    /// At start the end of the journal is believed to be on the disk because it can be read.
    EndNotWrittenAgain,
}

/// A disk with one duty left out.
#[derive(Clone, Debug)]
pub struct Planted {
    disk: Arc<dyn Disk>,
    plant: Plant,
}

impl Planted {
    /// Leaves out the duty `plant` on `disk`.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, plant: Plant) -> Self {
        Self { disk, plant }
    }

    fn file(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(PlantedFile {
            file,
            plant: self.plant,
        })
    }
}

impl Disk for Planted {
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(self.disk.create(name)?))
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(self.disk.append_to(name)?))
    }

    fn read_from(&self, name: &str, offset: u64) -> io::Result<Box<dyn io::Read + Send>> {
        self.disk.read_from(name, offset)
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        self.disk.len(name)
    }

    fn list(&self) -> io::Result<Vec<String>> {
        self.disk.list()
    }

    fn truncate(&self, name: &str, len: u64) -> io::Result<()> {
        if self.plant == Plant::TornTailNotCut {
            Ok(())
        } else {
            self.disk.truncate(name, len)
        }
    }

    fn write_again(&self, name: &str, offset: u64) -> io::Result<()> {
        if self.plant == Plant::EndNotWrittenAgain {
            return Ok(());
        }
        self.disk.write_again(name, offset)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.disk.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.disk.remove(name)
    }

    fn sync_dir(&self) -> io::Result<()> {
        if self.plant == Plant::FolderNotSynced {
            Ok(())
        } else {
            self.disk.sync_dir()
        }
    }
}

#[derive(Debug)]
struct PlantedFile {
    file: Box<dyn DiskFile>,
    plant: Plant,
}

impl DiskFile for PlantedFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let written = self.file.append(bytes);
        if self.plant == Plant::WriteErrorIgnored {
            Ok(())
        } else {
            written
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        match self.plant {
            Plant::AckBeforeSync => Ok(()),
            Plant::SyncErrorIgnored => self.file.sync().or(Ok(())),
            _ => self.file.sync(),
        }
    }
}
