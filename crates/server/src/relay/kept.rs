//! The bulletins that a relay keeps over a restart: one signed text a line, believed again only once it is
//! verified again. Nothing is synced: what a power cut takes is asked for again by its number.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use vigie_core::jws::SIGNED_BYTES_MAX;

/// The file.
const NAME: &str = "bulletins";
/// Lines are dropped once there are so many times those that are kept.
const SLACK: usize = 2;

/// Where they are written.
#[derive(Debug)]
pub struct KeptOnDisk {
    path: PathBuf,
    file: File,
    lines: usize,
    kept_max: usize,
}

impl KeptOnDisk {
    /// Opens the file of a folder; also what stands in it, oldest first.
    pub fn open(folder: &Path, kept_max: usize) -> Result<(Self, Vec<String>), String> {
        let path = folder.join(NAME);
        let failed = |error: std::io::Error| format!("failed to read {}: {error}", path.display());
        let mut file = File::options()
            .create(true)
            .append(true)
            .read(true)
            .open(&path)
            .map_err(failed)?;
        let mut text = Vec::new();
        let most = kept_max
            .saturating_mul(SLACK)
            .saturating_mul(SIGNED_BYTES_MAX);
        (&mut file)
            .take(most as u64)
            .read_to_end(&mut text)
            .map_err(failed)?;
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if !text.is_empty() && !text.ends_with('\n') {
            // A torn line is refused when it is verified; the next must not be glued to it.
            file.write_all(b"\n").map_err(failed)?;
        }
        let from = lines.len().saturating_sub(kept_max);
        let kept = Self {
            path: path.clone(),
            file,
            lines: lines.len(),
            kept_max,
        };
        Ok((kept, lines.into_iter().skip(from).collect()))
    }

    /// Adds one. A disk that fails costs those who come back after a restart, and nobody who is there: it is
    /// said and goes on.
    pub fn add(&mut self, jws: &str) {
        if let Err(error) = self.try_add(jws) {
            tracing::warn!(%error, file = %self.path.display(), "failed to keep a bulletin; after a restart it is asked for again");
        }
    }

    /// Drops everything: the numbers begin anew.
    pub fn forget(&mut self) {
        match self.file.set_len(0) {
            Ok(()) => self.lines = 0,
            Err(error) => {
                tracing::warn!(%error, file = %self.path.display(), "failed to drop the bulletins of before");
            }
        }
    }

    fn try_add(&mut self, jws: &str) -> std::io::Result<()> {
        if self.lines >= self.kept_max.saturating_mul(SLACK) {
            self.shorten()?;
        }
        self.file.write_all(format!("{jws}\n").as_bytes())?;
        self.lines += 1;
        Ok(())
    }

    fn shorten(&mut self) -> std::io::Result<()> {
        let text = std::fs::read_to_string(&self.path)?;
        let lines: Vec<&str> = text.lines().collect();
        let kept = &lines[lines.len().saturating_sub(self.kept_max)..];
        let new = self.path.with_extension("new");
        let mut text = kept.join("\n");
        text.push('\n');
        std::fs::write(&new, text)?;
        std::fs::rename(&new, &self.path)?;
        self.file = File::options().append(true).open(&self.path)?;
        self.lines = kept.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_are_there_again_in_order_and_a_torn_one_stands_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (mut kept, none) = KeptOnDisk::open(folder.path(), 3).unwrap();
        assert!(none.is_empty());
        for n in 0..20 {
            kept.add(&format!("bulletin {n}"));
        }
        drop(kept);
        let path = folder.path().join(NAME);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.lines().count() <= 6, "{text}");
        std::fs::write(&path, format!("{text}bulle")).unwrap();
        let (mut kept, lines) = KeptOnDisk::open(folder.path(), 3).unwrap();
        assert_eq!(lines, ["bulletin 18", "bulletin 19", "bulle"]);
        kept.add("bulletin 20");
        let (_, lines) = KeptOnDisk::open(folder.path(), 3).unwrap();
        assert_eq!(lines, ["bulletin 19", "bulle", "bulletin 20"]);
    }
}
