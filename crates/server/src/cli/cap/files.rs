//! Hands over files one by one, whatever lies in a folder: in the memory of one file, without following a link twice
//! and without waiting for a pipe that nobody writes to.

use crate::intake::taking::begins_like_xml;
use std::fs::{self, File, FileType, ReadDir};
use std::io::{self, Read as _};
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};
use vigie_cap::Limits;
use vigie_cap::report::Unread;

/// Folders inside folders that are looked into. Each holds one handle open.
const DEPTH_MAX: usize = 64;
/// Names of one folder that are held and sorted at a time: a folder of a million files is read in pieces.
const NAMES_MAX: usize = 4_096;
/// What files with CAP are called; others in a folder are read if they begin like XML.
const EXTENSIONS: [&str; 6] = ["xml", "cap", "atom", "rss", "edxlde", "edxl"];

/// Takes one file: its name, and its bytes or why there are none.
pub(super) type Hand<'a> = dyn FnMut(&str, Result<&[u8], Unread>) -> Result<(), String> + 'a;

/// Hands over every file: those named, those in folders, and what comes in by `-`.
pub(super) fn each(paths: &[PathBuf], hand: &mut Hand<'_>) -> Result<(), String> {
    for path in paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            // One byte more than is read: the reader then says that it is too long.
            let limit = Limits::default().file_bytes_max as u64 + 1;
            match io::stdin().lock().take(limit).read_to_end(&mut bytes) {
                Ok(_) => hand("-", Ok(&bytes))?,
                Err(error) => hand("-", Err(fault(&error)))?,
            }
        } else if path.is_dir() {
            in_folder(path, 0, hand)?;
        } else {
            // Named by itself, a pipe is waited for.
            named(path, hand, |_| true)?;
        }
    }
    Ok(())
}

/// How many files [`each`] will hand over at most: all of every folder.
pub(super) fn count(paths: &[PathBuf]) -> u64 {
    paths
        .iter()
        .map(|path| if path.is_dir() { in_all(path, 0) } else { 1 })
        .sum()
}

fn in_all(folder: &Path, depth: usize) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < DEPTH_MAX => in_all(&entry.path(), depth + 1),
            _ => 1,
        })
        .sum()
}

fn in_folder(folder: &Path, depth: usize, hand: &mut Hand<'_>) -> Result<(), String> {
    let name = folder.display().to_string();
    if depth > DEPTH_MAX {
        return hand(&name, Err(Unread::Deep(DEPTH_MAX)));
    }
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return hand(&name, Err(fault(&error))),
    };
    loop {
        let some = names(&mut entries, &name, hand)?;
        if some.is_empty() {
            return Ok(());
        }
        for (path, kind) in some {
            one(&path, kind, depth, hand)?;
        }
    }
}

/// The next names of a folder, sorted.
fn names(
    entries: &mut ReadDir,
    folder: &str,
    hand: &mut Hand<'_>,
) -> Result<Vec<(PathBuf, FileType)>, String> {
    let mut some = Vec::new();
    for entry in entries.take(NAMES_MAX) {
        match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
            Ok(named) => some.push(named),
            Err(error) => hand(folder, Err(fault(&error)))?,
        }
    }
    some.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(some)
}

fn one(path: &Path, kind: FileType, depth: usize, hand: &mut Hand<'_>) -> Result<(), String> {
    let refused = if kind.is_dir() {
        return in_folder(path, depth + 1, hand);
    } else if kind.is_file() {
        return found(path, hand);
    } else if kind.is_symlink() {
        match fs::metadata(path) {
            Ok(target) if target.is_file() => return found(path, hand),
            Ok(target) if target.is_dir() => Unread::Link,
            Ok(target) => Unread::Kind(kind_of(target.file_type())),
            Err(error) => fault(&error),
        }
    } else {
        Unread::Kind(kind_of(kind))
    };
    hand(&path.display().to_string(), Err(refused))
}

/// A file in a folder counts if it is called like CAP or begins like XML.
fn found(path: &Path, hand: &mut Hand<'_>) -> Result<(), String> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let called = EXTENSIONS.contains(&extension.to_lowercase().as_str());
    named(path, hand, |bytes| called || begins_like_xml(bytes))
}

fn named(path: &Path, hand: &mut Hand<'_>, counts: impl Fn(&[u8]) -> bool) -> Result<(), String> {
    let name = path.display().to_string();
    match bytes(path, &counts) {
        Ok(Some(bytes)) => hand(&name, Ok(&bytes)),
        Ok(None) => Ok(()),
        Err(why) => hand(&name, Err(why)),
    }
}

/// What a file holds, if its first bytes count. A file that is too long is not read.
fn bytes(path: &Path, counts: &impl Fn(&[u8]) -> bool) -> Result<Option<Vec<u8>>, Unread> {
    /// Enough to see whether it begins like XML.
    const HEAD_BYTES: u64 = 64;
    let max = Limits::default().file_bytes_max;
    let mut open = File::open(path).map_err(|error| fault(&error))?;
    let mut bytes = Vec::new();
    let mut take = |open: &mut File, limit: u64| {
        let taken = open.take(limit).read_to_end(&mut bytes);
        taken.map_err(|error| fault(&error)).map(|_| counts(&bytes))
    };
    if !take(&mut open, HEAD_BYTES)? {
        return Ok(None);
    }
    let length = open.metadata().map_or(0, |about| about.len());
    if length > max as u64 {
        return Err(Unread::TooLong(length, max));
    }
    take(&mut open, max as u64 + 1 - HEAD_BYTES)?;
    Ok(Some(bytes))
}

fn fault(error: &io::Error) -> Unread {
    Unread::Fault(format!("failed to read it: {error}"))
}

fn kind_of(kind: FileType) -> &'static str {
    if kind.is_fifo() {
        "pipe"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}
