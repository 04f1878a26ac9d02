//! Puts files in place whole: written beside, synced, moved, and the folder synced.

use super::render::File;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io, io::Write as _};

/// A file that could not be put in place.
#[derive(Debug)]
pub struct Fault {
    path: PathBuf,
    why: io::Error,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed to write {}: {}", self.path.display(), self.why)
    }
}

impl std::error::Error for Fault {}

/// Writes files into `folder`, each whole or not at all; one answer for each. They are there after a power cut
/// when the answer is `Ok`.
pub(super) fn write_all(folder: &Path, files: &[File]) -> Vec<Result<(), Fault>> {
    if files.is_empty() {
        return Vec::new();
    }
    let at = |path: &Path| {
        let path = path.to_owned();
        move |why| Fault { path, why }
    };
    if let Err(why) = fs::create_dir_all(folder) {
        // Every file has the same fault; an error of the system cannot be copied, its kind and text can.
        let again = || io::Error::new(why.kind(), why.to_string());
        return files.iter().map(|_| Err(at(folder)(again()))).collect();
    }
    let mut done: Vec<Result<(), Fault>> = files
        .iter()
        .map(|file| {
            let path = folder.join(&file.name);
            put(folder, file, &path).map_err(at(&path))
        })
        .collect();
    // The moves are safe once the folder itself is.
    if let Err(why) = fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        for answer in done.iter_mut().filter(|answer| answer.is_ok()) {
            *answer = Err(at(folder)(io::Error::new(why.kind(), why.to_string())));
        }
    }
    done
}

fn put(folder: &Path, file: &File, path: &Path) -> io::Result<()> {
    let beside = folder.join(format!(".{}.part", file.name));
    let written = fs::File::create(&beside)
        .and_then(|mut open| {
            open.write_all(&file.bytes)?;
            open.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What is left of it takes room that the next attempt needs.
        let _ = fs::remove_file(&beside);
    }
    written
}
