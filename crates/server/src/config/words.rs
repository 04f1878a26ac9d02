//! The wordings, one file per danger.

use super::one_line;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vigie_core::ids::Danger;
use vigie_core::wording::DangerWords;

/// Reads every file of the folder; what is wrong goes to `faults`.
pub(super) fn read(folder: &Path, faults: &mut Vec<String>) -> BTreeMap<Danger, DangerWords> {
    let mut words = BTreeMap::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            faults.push(format!(
                "failed to read the words folder {}: {error}; set folders.words",
                folder.display()
            ));
            return words;
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
    {
        let read = std::fs::read_to_string(path)
            .map_err(|error| error.to_string())
            .and_then(|text| {
                toml::from_str::<DangerWords>(&text).map_err(|error| one_line(&error, &text))
            });
        match read {
            Ok(danger) => {
                faults.extend(
                    danger
                        .faults()
                        .into_iter()
                        .map(|fault| format!("{}: {fault}", path.display())),
                );
                words.insert(danger.danger.clone(), danger);
            }
            Err(error) => faults.push(format!(
                "failed to read the words in {}: {error}",
                path.display()
            )),
        }
    }
    if words.is_empty() && faults.is_empty() {
        faults.push(format!(
            "the words folder {} has no file; without words nobody can be warned",
            folder.display()
        ));
    }
    words
}
