//! Where things are in this checkout: the root, the tracked files, the programs, the corpus.

use crate::fault::Fault;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout that this program was built from.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The workspace root.
    pub(crate) root: PathBuf,
}

impl Site {
    /// The workspace that holds this crate.
    pub(crate) fn here() -> Self {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            root: crate_folder.parent().unwrap_or(crate_folder).to_owned(),
        }
    }

    /// A path inside the checkout.
    pub(crate) fn at(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A release build of one of Vigie's programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target().join("release").join(name)
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.at("target"), PathBuf::from)
    }

    /// The Python environment with other people's readers of CAP.
    pub(crate) fn readers(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.at("target"), |folder| self.root.join(folder))
            .join("readers")
    }

    /// Real messages for tests: `VIGIE_CORPUS`, else `../shared/data` beside the checkout.
    pub(crate) fn corpus(&self) -> Corpus {
        let folder = std::env::var_os("VIGIE_CORPUS")
            .map_or_else(|| self.at("../shared/data"), PathBuf::from);
        match folder.canonicalize() {
            Ok(found) if found.is_dir() => Corpus::Found(found),
            _ => Corpus::Missing(folder),
        }
    }

    /// Every file that is, or is about to be, in the repository, relative to the root.
    pub(crate) fn files(&self) -> Result<Vec<String>, Fault> {
        let listed = self.git(&[
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])?;
        let mut files: Vec<String> = listed
            .split('\0')
            .filter(|path| !path.is_empty() && self.root.join(path).is_file())
            .map(str::to_owned)
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// The text of a file, or `None` when it is not text.
    pub(crate) fn text(&self, relative: &str) -> Result<Option<String>, Fault> {
        let path = self.at(relative);
        let bytes = std::fs::read(&path).map_err(|error| Fault::reading(&path, &error))?;
        Ok(String::from_utf8(bytes).ok())
    }

    /// The commit of this checkout, with `-dirty` when files differ from it; `unknown` outside git.
    pub(crate) fn commit(&self) -> String {
        let Ok(commit) = self.git(&["rev-parse", "--short=12", "HEAD"]) else {
            return "unknown".to_owned();
        };
        let changed = self
            .git(&["status", "--porcelain", "--untracked-files=no"])
            .is_ok_and(|changes| !changes.trim().is_empty());
        format!("{}{}", commit.trim(), if changed { "-dirty" } else { "" })
    }

    fn git(&self, args: &[&str]) -> Result<String, Fault> {
        let failed = |why: String| {
            Fault::new(
                format!("failed to run git {}: {why}", args.join(" ")),
                "install git and run this inside a clone of the repository",
            )
        };
        let output = Command::new("git")
            .args(args)
            .current_dir(&self.root)
            .output()
            .map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(failed(
                String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            ))
        }
    }
}

/// The folder of real messages.
#[derive(Debug)]
pub(crate) enum Corpus {
    /// It is here.
    Found(PathBuf),
    /// It was looked for here.
    Missing(PathBuf),
}
