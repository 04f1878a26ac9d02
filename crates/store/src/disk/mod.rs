//! The disk as the store sees it: one folder of files, each call of which may fail or be the last
//! before the power goes.
//!
//! [`RealDisk`] is a folder of the operating system. [`SimDisk`] is in memory, obeys the same
//! contract to the letter and no more, and fails on purpose. The contract: what was appended is
//! certain only after [`DiskFile::sync`]; a name made, changed or removed is certain only after
//! [`Disk::sync_dir`]; after a failed call nothing is certain, and trying again proves nothing.

mod chance;
mod planted;
mod real;
mod sim;

pub use chance::Chance;
pub use planted::{Plant, Planted};
pub use real::RealDisk;
pub use sim::{Fault as SimFault, SimDisk};

use std::{fmt, io};

/// One folder. Names are plain file names, without a path.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a new, empty file to append to; fails if the name is taken.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file that is there, to append to.
    fn append_to(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file for reading from the byte `offset` on.
    fn read_from(&self, name: &str, offset: u64) -> io::Result<Box<dyn io::Read + Send>>;

    /// Length of a file in bytes.
    fn len(&self, name: &str) -> io::Result<u64>;

    /// Names of all files, sorted by bytes.
    fn list(&self) -> io::Result<Vec<String>>;

    /// Cuts a file to `len` bytes and makes the new length certain.
    fn truncate(&self, name: &str, len: u64) -> io::Result<()>;

    /// Writes what is read from the byte `offset` on once more in its place, and makes it certain.
    ///
    /// A plain sync is not enough for what a failed one left behind: the system may show bytes that
    /// it will never write, because it counts them as written.
    fn write_again(&self, name: &str, offset: u64) -> io::Result<()>;

    /// Gives a file another name, replacing what has that name. Certain after [`Disk::sync_dir`].
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file. Certain after [`Disk::sync_dir`].
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Makes all names certain.
    fn sync_dir(&self) -> io::Result<()>;

    /// Whole content of a file of at most `bytes_max` bytes; a longer one is an error.
    fn read(&self, name: &str, bytes_max: u64) -> io::Result<Vec<u8>> {
        let len = self.len(name)?;
        if len > bytes_max {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("{len} bytes, where at most {bytes_max} are read"),
            ));
        }
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut self.read_from(name, 0)?, &mut bytes)?;
        Ok(bytes)
    }

    /// Writes a file so that after a power cut it is there whole with the new content, or is as it
    /// was: temporary file, sync, rename, sync of the folder.
    fn write_atomically(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let unfinished = format!("{name}{UNFINISHED}");
        match self.remove(&unfinished) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            _ => {}
        }
        let mut file = self.create(&unfinished)?;
        file.append(bytes)?;
        file.sync()?;
        drop(file);
        self.rename(&unfinished, name)?;
        self.sync_dir()
    }
}

/// Ending of a file that [`Disk::write_atomically`] had not finished when the power went.
pub const UNFINISHED: &str = ".unfinished";

/// A file open for appending.
pub trait DiskFile: fmt::Debug + Send {
    /// Puts all of `bytes` behind what is there. After an error any part of them may be there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Returns when everything appended is certain to survive a power cut.
    ///
    /// After an error the file must not be used again: the system may have dropped what it could
    /// not write and call the next sync a success.
    fn sync(&mut self) -> io::Result<()>;
}
