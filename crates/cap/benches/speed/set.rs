//! The messages that are read: every file that is one bare alert and well-formed UTF-8, so that each reader has the
//! same work. What was left out is counted with its reason.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use vigie_cap::{Level, Mode, Version, Wrapper, read};

/// Files larger than this are no single message.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// Messages to measure with.
#[derive(Default)]
pub(crate) struct Set {
    pub(crate) files: Vec<Message>,
    /// Reasons for which files are not here, each with their number.
    pub(crate) left_out: BTreeMap<&'static str, usize>,
}

/// One message.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    pub(crate) version: Version,
}

impl Set {
    /// Every fit message below this folder.
    pub(crate) fn collect(folder: &Path) -> Result<Self, String> {
        let mut paths = Vec::new();
        collect(folder, &mut paths)
            .map_err(|error| format!("failed to list {}: {error}", folder.display()))?;
        paths.sort();
        let mut set = Self::default();
        for path in paths {
            let bytes = fs::read(&path)
                .map_err(|error| format!("failed to read {}: {error}", path.display()))?;
            match fit(&bytes) {
                Ok(version) => set.files.push(Message {
                    path,
                    bytes,
                    version,
                }),
                Err(reason) => *set.left_out.entry(reason).or_default() += 1,
            }
        }
        if set.files.is_empty() {
            return Err(format!("there is no CAP message in {}", folder.display()));
        }
        Ok(set)
    }

    /// Those of these numbers; the others are left out because the peer cannot read them.
    pub(crate) fn only(&self, readable: &[usize]) -> Self {
        let files = readable.iter().filter_map(|nth| self.files.get(*nth));
        let files: Vec<Message> = files.cloned().collect();
        let lost = self.files.len() - files.len();
        Self {
            files,
            left_out: BTreeMap::from([("refused, or not read within a second", lost)]),
        }
    }

    /// How much it is.
    pub(crate) fn account(&self) -> Value {
        json!({"files": self.files.len(), "bytes": self.bytes(), "left_out": self.left_out})
    }

    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }
}

fn fit(bytes: &[u8]) -> Result<Version, &'static str> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("not UTF-8");
    }
    let reading = read(bytes, Mode::Lenient);
    let [alert] = reading.alerts.as_slice() else {
        return Err("not one alert");
    };
    if reading.wrapper != Wrapper::Bare {
        return Err("in a wrapper");
    }
    let broken = |finding: &vigie_cap::Finding| {
        finding.level() == Level::Error && finding.rule.id.starts_with("XML-")
    };
    if reading.all_findings().any(broken) {
        return Err("not well-formed");
    }
    Ok(alert.version)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            // Schemas are XML and no messages; verdicts are other tools' opinions.
            if name != "schemas" && name != "verdicts" {
                collect(&path, paths)?;
            }
        } else if path
            .extension()
            .is_some_and(|extension| extension == "xml" || extension == "cap")
            && entry.metadata()?.len() <= FILE_BYTES_MAX
        {
            paths.push(path);
        }
    }
    Ok(())
}
