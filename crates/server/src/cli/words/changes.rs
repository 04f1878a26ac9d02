//! What changed under a site's own texts when Vigie was upgraded, and that somebody has looked at it.

use super::{files, pairs};
use crate::cli::{count, failed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_words::{Change, Under, built_in, changes, under};

/// Beside the site's own texts: what lay under them when they were written.
const UNDER: &str = "under.toml";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The site's own folder of words.
    folder: PathBuf,
    /// The site's texts stay as they are: keep what lies under them from here on.
    #[arg(long)]
    seen: bool,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let found = match found(&args.folder) {
        Ok(found) => found,
        Err(why) => {
            eprintln!("vigie: {why}");
            return ExitCode::from(2);
        }
    };
    for change in &found {
        print(change);
    }
    if args.seen {
        return match keep(&args.folder) {
            Ok(()) => {
                eprintln!("{} seen", count(found.len(), "change"));
                ExitCode::SUCCESS
            }
            Err(why) => failed(why),
        };
    }
    if found.is_empty() {
        eprintln!(
            "nothing changed under the words in {}",
            args.folder.display()
        );
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "{} under the site's own words: change them too, or leave them, then `vigie words changes {} --seen`",
        count(found.len(), "change"),
        args.folder.display()
    );
    ExitCode::FAILURE
}

/// Every part of a site's own whose original is not the one it was written against.
pub(super) fn found(folder: &Path) -> Result<Vec<Change>, String> {
    let overlay = files(Some(folder))?;
    let known: Under = match overlay.get(UNDER) {
        Some(text) => toml::from_str(text)
            .map_err(|error| format!("{}/{UNDER}: {}", folder.display(), error.message()))?,
        None => Under::new(),
    };
    Ok(changes(&base(), &texts(&overlay), &known))
}

fn keep(folder: &Path) -> Result<(), String> {
    let overlay = files(Some(folder))?;
    let lies_under = toml::to_string(&under(&base(), &texts(&overlay)))
        .map_err(|error| format!("failed to write down what lies under: {error}"))?;
    let file = folder.join(UNDER);
    std::fs::write(&file, lies_under)
        .map_err(|error| format!("failed to write {}: {error}", file.display()))
}

fn base() -> BTreeMap<&'static str, &'static str> {
    built_in::files().into_iter().collect()
}

fn texts(files: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    pairs(files)
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|e| e == "ftl"))
        .collect()
}

fn print(change: &Change) {
    let shown = |text: &Option<String>| {
        text.as_ref()
            .map_or_else(|| "nothing".to_owned(), |text| format!("{text:?}"))
    };
    println!("{} {}", change.file, change.part);
    println!("  was {}", shown(&change.was));
    println!("  is  {}", shown(&change.is));
}
