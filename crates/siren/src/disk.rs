//! Writes small files so that they are there after a power cut.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// What the siren asks of its disk; the tests have one whose power goes at any byte.
pub trait Disk {
    /// Replaces what the file holds, and returns once it is on the disk. A power cut meanwhile may leave neither the
    /// old nor the new text: only for files that have a twin.
    fn write_in_place(&self, file: &Path, text: &[u8]) -> io::Result<()>;

    /// Replaces the file as a whole: after a power cut it holds the old or the new text. Readable by its owner alone.
    fn replace_private(&self, file: &Path, text: &[u8]) -> io::Result<()>;

    /// Returns once the names in the folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn write_in_place(&self, file: &Path, text: &[u8]) -> io::Result<()> {
        let mut open = OpenOptions::new();
        let mut out = open.write(true).create(true).truncate(true).open(file)?;
        out.write_all(text)?;
        out.sync_all()
    }

    fn replace_private(&self, file: &Path, text: &[u8]) -> io::Result<()> {
        let fresh = file.with_extension("new");
        if let Err(e) = std::fs::remove_file(&fresh)
            && e.kind() != io::ErrorKind::NotFound
        {
            return Err(e);
        }
        let mut open = OpenOptions::new();
        open.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
        let mut out = open.open(&fresh)?;
        out.write_all(text)?;
        out.sync_all()?;
        std::fs::rename(&fresh, file)?;
        self.sync_folder(folder_of(file))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

/// The text of a small file, or nothing when it is missing.
pub fn read_small(file: &Path, bytes_max: u64) -> io::Result<Option<String>> {
    let file = match File::open(file) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut text = String::new();
    file.take(bytes_max).read_to_string(&mut text)?;
    Ok(Some(text))
}

/// The folder a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
