//! `vigie words`: looks at what is said before anybody has to say it.

mod changes;
mod gallery;
mod hunspell;
mod remarks;
mod say;
mod vet;

pub(super) use remarks::remarks;

use super::{count, failed};
use clap::Subcommand;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_words::check::{self, Finding, Lexicon, Lexicons};
use vigie_words::{Act, Ask, Book, Form, Reality, built_in};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: WordsVerb,
}

#[derive(Debug, Subcommand)]
enum WordsVerb {
    /// Look for everything that must not be said. Ends with 0 when nothing is found, 1 when something is,
    /// 2 when a file cannot be read.
    Check {
        /// A folder laid out like `words/`; without one, the words that are built in.
        folder: Option<PathBuf>,
        /// Only these languages.
        #[arg(long = "language")]
        languages: Vec<String>,
        /// Ask hunspell about every word, and fail where it has no dictionary that it should have.
        #[arg(long)]
        spelling: bool,
        /// Write findings as JSON lines.
        #[arg(long)]
        json: bool,
    },
    /// Show every form of a danger in a language.
    Show {
        /// The danger.
        danger: String,
        /// The language.
        #[arg(long, default_value = "en")]
        language: String,
        /// One act; without it, all.
        #[arg(long)]
        act: Option<String>,
        /// As in an exercise.
        #[arg(long)]
        exercise: bool,
        /// A folder laid out like `words/`.
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// Speak the voice form of a danger into WAV files, with espeak-ng.
    Say(say::Args),
    /// Show what changed under a site's own words when Vigie was upgraded. Ends with 0 when nothing did, 1 when
    /// something did, 2 when a file cannot be read.
    Changes(changes::Args),
    /// Show what nobody here has vetted, or put on record who did; a second officer agrees.
    Vet(vet::Args),
    /// Write one HTML page with every text, for those who vet.
    Gallery {
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        /// A folder laid out like `words/`.
        folder: Option<PathBuf>,
    },
}

pub fn run(args: &Args) -> ExitCode {
    match &args.verb {
        WordsVerb::Check {
            folder,
            languages,
            spelling,
            json,
        } => run_check(folder.as_deref(), languages, *spelling, *json),
        WordsVerb::Show {
            danger,
            language,
            act,
            exercise,
            folder,
        } => {
            let reality = if *exercise {
                Reality::Exercise
            } else {
                Reality::Actual
            };
            show(
                folder.as_deref(),
                (danger, language),
                act.as_deref(),
                reality,
            )
        }
        WordsVerb::Say(args) => say::run(args),
        WordsVerb::Vet(args) => vet::run(args),
        WordsVerb::Changes(args) => changes::run(args),
        WordsVerb::Gallery { out, folder } => gallery::write(folder.as_deref(), out),
    }
}

/// The files of a folder by their names in it, or those that are built in.
fn files(folder: Option<&Path>) -> Result<BTreeMap<String, String>, String> {
    match folder {
        Some(folder) => crate::config::words::files(folder),
        None => Ok(built_in::files()
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect()),
    }
}

fn pairs(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
}

fn read(folder: Option<&Path>) -> Result<(Book, Lexicons), String> {
    let files = files(folder)?;
    let book = Book::from_files(pairs(&files)).map_err(|faults| faults.join("\n"))?;
    let lexicons = Lexicon::all(pairs(&files)).map_err(|faults| faults.join("\n"))?;
    Ok((book, lexicons))
}

fn run_check(folder: Option<&Path>, languages: &[String], spelling: bool, json: bool) -> ExitCode {
    let (book, lexicons) = match read(folder) {
        Ok(read) => read,
        Err(why) => {
            eprintln!("vigie: {why}");
            return ExitCode::from(2);
        }
    };
    let mut findings = check::check(&book, &lexicons);
    if spelling {
        let mut dictionary = hunspell::Hunspell::default();
        let (unknown, without) = check::spelling(&book, &lexicons, &mut dictionary);
        findings.extend(unknown);
        if let Some(why) = dictionary.fault {
            eprintln!("vigie: {why}");
            return ExitCode::from(2);
        }
        eprintln!("no dictionary in Debian: {}", without.join(", "));
    }
    if !languages.is_empty() {
        findings.retain(|f| {
            languages
                .iter()
                .any(|l| f.file.starts_with(&format!("{l}/")))
        });
    }
    print(&findings, json);
    if findings.is_empty() {
        eprintln!(
            "{} in {}: nothing to mend",
            count(book.dangers().count(), "danger"),
            count(book.languages().len(), "language")
        );
        ExitCode::SUCCESS
    } else {
        eprintln!("{} to mend", count(findings.len(), "finding"));
        ExitCode::FAILURE
    }
}

fn print(findings: &[Finding], json: bool) {
    for finding in findings {
        if json {
            let line = serde_json::json!({
                "file": finding.file,
                "part": finding.part,
                "rule": finding.rule.as_str(),
                "says": finding.says,
            });
            println!("{line}");
        } else {
            println!("{finding}");
        }
    }
}

fn show(
    folder: Option<&Path>,
    (danger, language): (&str, &str),
    act: Option<&str>,
    reality: Reality,
) -> ExitCode {
    let book = match read(folder) {
        Ok((book, _)) => book,
        Err(why) => return failed(why),
    };
    let wanted = match acts_named(act) {
        Ok(wanted) => wanted,
        Err(why) => return failed(why),
    };
    for act in wanted {
        println!("{}", act.as_str());
        for form in Form::ALL {
            let ask = Ask {
                danger,
                act,
                reality,
                language,
                form,
            };
            match book.render(&ask, &gallery::example_slots(&book, danger, language)) {
                Ok(said) if said.text.is_empty() => {}
                Ok(said) => {
                    let text = said.text.replace('\n', " / ");
                    println!("  {:9} {text}", form.as_str());
                }
                Err(unsaid) => return failed(unsaid),
            }
        }
    }
    ExitCode::SUCCESS
}

/// The act of a name, or every act without one.
fn acts_named(name: Option<&str>) -> Result<Vec<Act>, String> {
    let wanted: Vec<Act> = Act::ALL
        .into_iter()
        .filter(|known| name.is_none_or(|name| name == known.as_str()))
        .collect();
    if wanted.is_empty() {
        let names: Vec<&str> = Act::ALL.iter().map(|act| act.as_str()).collect();
        return Err(format!(
            "there is no such act; there are {}",
            names.join(", ")
        ));
    }
    Ok(wanted)
}
