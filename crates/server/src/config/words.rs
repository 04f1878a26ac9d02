//! The words of a site: those that Vigie comes with, and the site's own folder laid over them.

use crate::linter::Linter;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use vigie_core::ids::{Danger, Language};
use vigie_core::wording::{self, Cause, DangerWords, Phrases};
use vigie_words::check::{Lexicon, Lexicons};
use vigie_words::{Book, built_in};

/// Files at the top of a folder of words; anything else there is a mistake that nobody would notice.
const AT_THE_TOP: [&str; 2] = ["codes.toml", "under.toml"];

/// Everything that a site may say.
#[derive(Default)]
pub(super) struct Said {
    /// Of each danger.
    pub words: BTreeMap<Danger, DangerWords>,
    /// Of every danger alike.
    pub phrases: BTreeMap<Language, Phrases>,
    /// Why a warning was false.
    pub causes: BTreeMap<Cause, BTreeMap<Language, String>>,
}

/// What may be said in some languages, and what looks through a note; what is wrong goes to `faults`.
pub(super) fn read(
    folder: &Path,
    languages: &[Language],
    faults: &mut Vec<String>,
) -> (Said, Linter) {
    match book(folder) {
        Ok((book, lexicons)) => {
            let said = said(&book, folder, languages, faults);
            (said, Linter::new(book, lexicons))
        }
        Err(found) => {
            faults.extend(found);
            (Said::default(), Linter::default())
        }
    }
}

fn said(book: &Book, folder: &Path, languages: &[Language], faults: &mut Vec<String>) -> Said {
    let at = |why: &dyn Display| format!("the words in {}: {why}", folder.display());
    let phrases = wording::phrases(book, languages).unwrap_or_else(|why| {
        faults.push(at(&why));
        BTreeMap::new()
    });
    let mut words = BTreeMap::new();
    for danger in book.dangers() {
        match DangerWords::of(book, danger, languages) {
            Ok(of) => {
                words.insert(Danger::new(danger), of);
            }
            Err(why) => faults.push(at(&why)),
        }
    }
    Said {
        words,
        phrases,
        causes: wording::causes(book, languages),
    }
}

/// The words that Vigie comes with, under those of a site's folder, and what the checks look for in both.
pub(crate) fn book(folder: &Path) -> Result<(Book, Lexicons), Vec<String>> {
    let own = files(folder).map_err(|why| vec![format!("{why}; set folders.words")])?;
    let strange: Vec<String> = own
        .keys()
        .filter(|name| !name.contains('/') && !AT_THE_TOP.contains(&name.as_str()))
        .map(|name| {
            format!(
                "{}/{name} is no file of words; a danger in a language is TAG/DANGER.ftl (docs/manual/words.md)",
                folder.display()
            )
        })
        .collect();
    if !strange.is_empty() {
        return Err(strange);
    }
    let own = || {
        own.iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    };
    let at = |faults: Vec<String>| -> Vec<String> {
        let at = folder.display();
        faults.iter().map(|fault| format!("{at}/{fault}")).collect()
    };
    let book = Book::from_layers(built_in::files(), own()).map_err(at)?;
    let lexicons = Lexicon::layered(built_in::files(), own()).map_err(at)?;
    Ok((book, lexicons))
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
