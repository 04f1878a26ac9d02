//! `vigie cap check|show|rules|sign|verify`: CAP files as they are, without a server, a configuration or a network.

mod check;
mod files;
mod map;
mod show;
mod sign;
mod thread;

use super::failed;
use clap::{Subcommand, ValueEnum};
use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use vigie_cap::report::{Verdict, catalogue, catalogue_json};
use vigie_cap::{Profile, subjects};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: CapVerb,
}

#[derive(Debug, Subcommand)]
enum CapVerb {
    /// Say what is wrong with CAP messages, where, and how to mend it. Ends with 0 when nothing is, 1 when a
    /// message breaks a rule, 2 when a file cannot be read.
    Check(check::Args),
    /// Show what CAP messages say: their texts, their places on a small map, what they follow.
    Show {
        /// Files, folders, or - for standard input.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// How to write it; sarif has no room for it.
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Sign CAP messages. Ends with 0 when all were, 1 when one breaks a rule and was not, 2 when a file or the key
    /// cannot be used.
    Sign(sign::SignArgs),
    /// Verify signed CAP messages. Ends with 0 when each was signed by a key that is given here, 1 when one was not,
    /// 2 when a file or a key cannot be read.
    Verify(sign::VerifyArgs),
    /// List every rule: its level, what it demands, where that is written, how to mend what breaks it.
    Rules {
        /// Only the rules of these profiles; repeat for several.
        #[arg(long = "profile")]
        profiles: Vec<Profile>,
        /// How to write them; sarif has no room for them.
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
}

/// How to write what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for editors and code hosts.
    Sarif,
}

pub fn run(args: &Args) -> ExitCode {
    let done = match &args.verb {
        CapVerb::Check(args) => check::run(args),
        CapVerb::Show { format, .. } | CapVerb::Rules { format, .. }
            if *format == Format::Sarif =>
        {
            Err("sarif says what is wrong with a message; use --format human or json".to_owned())
        }
        CapVerb::Show { paths, format } => show::run(paths, *format),
        CapVerb::Sign(args) => sign::sign(args),
        CapVerb::Verify(args) => sign::verify(args),
        CapVerb::Rules { profiles, format } => rules(profiles, *format),
    };
    match done {
        Ok(verdict) => ExitCode::from(verdict.exit_code()),
        Err(why) => {
            failed(why);
            ExitCode::from(Verdict::Unreadable.exit_code())
        }
    }
}

fn rules(profiles: &[Profile], format: Format) -> Result<Verdict, String> {
    let mut subjects = subjects();
    if !profiles.is_empty() {
        subjects.retain(|subject| profiles.iter().any(|one| one.as_str() == subject.name));
    }
    let text = match format {
        Format::Json => format!("{:#}\n", catalogue_json(&subjects)),
        Format::Human | Format::Sarif => catalogue(&subjects, io::stdout().is_terminal()),
    };
    written(io::stdout().lock().write_all(text.as_bytes()))?;
    Ok(Verdict::Clean)
}

fn written(done: io::Result<()>) -> Result<(), String> {
    match done {
        // Whoever read along has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            Err("the output was closed".to_owned())
        }
        done => done.map_err(|error| format!("failed to write: {error}")),
    }
}

/// Text of others without what would move a terminal's cursor or turn the direction of what follows.
fn plain(text: &str) -> String {
    let moves =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if moves(c) { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_cannot_move_the_cursor() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}c");
    }
}
