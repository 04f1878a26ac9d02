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

/// Largest number of files in a folder of words: a hundred dangers in fifty languages.
const FILES_MAX: usize = 5_000;

/// The files of a folder laid out like `words/`, by their names in it: those at its top and those in the
/// folders of languages.
pub(crate) fn files(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    gather(folder, "", &mut files)?;
    Ok(files)
}

fn gather(folder: &Path, under: &str, files: &mut BTreeMap<String, String>) -> Result<(), String> {
    let failed =
        |e: std::io::Error| format!("failed to read the words in {}: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.is_dir() {
            if under.is_empty() && !name.starts_with('.') {
                gather(&path, &format!("{name}/"), files)?;
            }
        } else if path.extension().is_some_and(|e| e == "ftl" || e == "toml") {
            if files.len() >= FILES_MAX {
                return Err(format!(
                    "{} has more than {FILES_MAX} files of words",
                    folder.display()
                ));
            }
            let text = std::fs::read_to_string(&path)
                .map_err(|e| format!("failed to read {}: {e}", path.display()))?;
            files.insert(format!("{under}{name}"), text);
        }
    }
    Ok(())
}
