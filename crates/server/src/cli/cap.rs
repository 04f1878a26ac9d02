//! `vigie cap check|show|sign|verify`: CAP files as they are, without a server, a configuration or a network.

mod sign;

use super::{count, failed};
use crate::intake::taking::begins_like_xml;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_cap::doc::{Alert, Area, Info};
use vigie_cap::report::{self, Checked, Summary, Verdict};
use vigie_cap::{Finding, Level, Limits, Mode, Profile, Reading, profile};

/// Folders inside folders that are looked into.
const DEPTH_MAX: usize = 16;
/// What files with CAP are called; others in a folder are read if they begin like XML.
const EXTENSIONS: [&str; 5] = ["xml", "cap", "atom", "rss", "edxlde"];
/// Findings of one report in a form that must be whole before it is written. Bounds memory.
const FINDINGS_MAX: usize = 100_000;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: CapVerb,
}

#[derive(Debug, Subcommand)]
enum CapVerb {
    /// Say what is wrong with CAP messages, where, and how to mend it. Ends with 0 when nothing is, 1 when a
    /// message breaks a rule, 2 when a file cannot be read.
    Check {
        /// Files, folders, or - for standard input.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// How to write what was found.
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        /// Count warnings like errors.
        #[arg(long)]
        strict: bool,
        /// Check a profile too: ipaws, cap-cp, cap-au, meteoalarm, wmo, google; repeat for several.
        #[arg(long = "profile")]
        profiles: Vec<Profile>,
    },
    /// Sign CAP messages. Ends with 0 when all were, 1 when one breaks a rule and was not, 2 when a file or the key
    /// cannot be used.
    Sign(sign::SignArgs),
    /// Verify signed CAP messages. Ends with 0 when each was signed by a key that is given here, 1 when one was not,
    /// 2 when a file or a key cannot be read.
    Verify(sign::VerifyArgs),
    /// Show what CAP messages say.
    Show {
        /// Files, folders, or - for standard input.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// How to write it; sarif has no room for it.
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
        CapVerb::Check {
            paths,
            format,
            strict,
            profiles,
        } => check(paths, *format, *strict, profiles),
        CapVerb::Show { format, .. } if *format == Format::Sarif => Err(
            "sarif says what is wrong, not what a message says; use --format human or json"
                .to_owned(),
        ),
        CapVerb::Show { paths, format } => show(paths, *format),
        CapVerb::Sign(args) => sign::sign(args),
        CapVerb::Verify(args) => sign::verify(args),
    };
    match done {
        Ok(verdict) => ExitCode::from(verdict.exit_code()),
        Err(why) => {
            failed(why);
            ExitCode::from(Verdict::Unreadable.exit_code())
        }
    }
}

fn check(
    paths: &[PathBuf],
    format: Format,
    strict: bool,
    profiles: &[Profile],
) -> Result<Verdict, String> {
    let mut out = io::stdout().lock();
    let colour = io::stdout().is_terminal();
    let mut summary = Summary::default();
    let mut verdict = Verdict::Clean;
    let mut files: Vec<Value> = Vec::new();
    let mut kept: Vec<(String, Vec<Finding>)> = Vec::new();
    let mut held = 0;
    each(paths, |name, bytes| {
        let reading = vigie_cap::read(bytes, Mode::Lenient);
        let more = of_profiles(&reading, profiles);
        summary.add(&reading, &more);
        let all: Vec<Finding> = reading
            .all_findings()
            .cloned()
            .chain(more.iter().cloned())
            .collect();
        let warned = all.iter().any(|finding| finding.level() == Level::Warning);
        if strict && warned {
            verdict = verdict.max(Verdict::Broken);
        }
        if format != Format::Human {
            held += all.len();
            if held > FINDINGS_MAX {
                return Err(format!(
                    "more than {FINDINGS_MAX} findings; check fewer files at once, or use --format human"
                ));
            }
        }
        match format {
            Format::Human => {
                let checked = Checked {
                    name,
                    bytes,
                    findings: &all,
                };
                written(out.write_all(report::human(&checked, colour).as_bytes()))
            }
            Format::Json => {
                let mut file = report::json(name, &reading);
                if !profiles.is_empty() {
                    file["profileFindings"] = json!(more);
                }
                files.push(file);
                Ok(())
            }
            Format::Sarif => {
                kept.push((name.to_owned(), all));
                Ok(())
            }
        }
    })?;
    let verdict = verdict.max(summary.verdict);
    match format {
        Format::Human => written(write!(out, "{summary}"))?,
        Format::Json => {
            let whole = json!({
                "files": files,
                "count": {"files": summary.files, "alerts": summary.alerts},
                "verdict": verdict.as_str(),
            });
            written(writeln!(out, "{whole:#}"))?;
        }
        Format::Sarif => {
            let checked: Vec<Checked<'_>> = kept
                .iter()
                .map(|(name, findings)| Checked {
                    name,
                    bytes: &[],
                    findings,
                })
                .collect();
            written(writeln!(out, "{:#}", report::sarif(&checked)))?;
        }
    }
    Ok(verdict)
}

fn of_profiles(reading: &Reading, profiles: &[Profile]) -> Vec<Finding> {
    let mut all = Vec::new();
    for read in &reading.alerts {
        for one in profiles {
            let mut findings = profile::check(*one, &read.alert);
            read.locate(&mut findings);
            all.append(&mut findings);
        }
    }
    all
}

fn show(paths: &[PathBuf], format: Format) -> Result<Verdict, String> {
    let mut out = io::stdout().lock();
    let mut verdict = Verdict::Clean;
    let mut first = true;
    if format == Format::Json {
        written(write!(out, "["))?;
    }
    each(paths, |name, bytes| {
        let reading = vigie_cap::read(bytes, Mode::Lenient);
        if reading.alerts.is_empty() {
            verdict = verdict.max(reading.verdict());
            let why = reading.findings.first().map(ToString::to_string);
            eprintln!(
                "vigie: {name}: {}",
                why.unwrap_or_else(|| "no CAP message".to_owned())
            );
        }
        for read in &reading.alerts {
            if format == Format::Json {
                let parted = if first { "\n" } else { ",\n" };
                let one = json!({"file": name, "line": read.line, "version": read.version, "sha256": read.sha256_hex(), "alert": read.alert});
                written(write!(out, "{parted}{one}"))?;
            } else {
                let parted = if first { "" } else { "\n" };
                written(write!(
                    out,
                    "{parted}{}",
                    shown(name, read.line, &read.alert)
                ))?;
            }
            first = false;
        }
        Ok(())
    })?;
    if format == Format::Json {
        written(writeln!(out, "\n]"))?;
    }
    Ok(verdict)
}

/// What a message says, for people.
fn shown(name: &str, line: u32, alert: &Alert) -> String {
    let mut text = format!(
        "{name}:{line}\n  {} {}, {}, sent {}\n  {} from {}\n",
        alert.status.as_str().to_uppercase(),
        alert.msg_type,
        alert.scope.as_str(),
        alert.sent,
        plain(&alert.identifier),
        plain(&alert.sender),
    );
    let mut put = |indent: usize, what: &str, said: Option<&str>| {
        for (nth, part) in said.unwrap_or_default().lines().enumerate() {
            let label = if nth == 0 { what } else { "" };
            let _ = writeln!(text, "{:indent$}{label:<12} {}", "", plain(part));
        }
    };
    let references: Vec<String> = alert.references.iter().map(ToString::to_string).collect();
    put(2, "about", Some(&references.join("\n")));
    put(2, "note", alert.note.as_deref());
    for info in &alert.infos {
        let Info {
            severity,
            urgency,
            certainty,
            ..
        } = info;
        let how = format!(
            "{}: {}, {}, {}",
            info.event,
            severity.as_str(),
            urgency.as_str(),
            certainty.as_str()
        );
        put(2, info.language(), Some(&how));
        put(4, "headline", info.headline.as_deref());
        put(4, "description", info.description.as_deref());
        put(4, "instruction", info.instruction.as_deref());
        put(4, "until", info.expires.map(|at| at.to_string()).as_deref());
        put(4, "who", info.sender_name.as_deref());
        for area in &info.areas {
            put(4, "where", Some(&place(area)));
        }
    }
    text
}

fn place(area: &Area) -> String {
    let parts = [
        (area.polygons.len(), "polygon"),
        (area.circles.len(), "circle"),
        (area.geocodes.len(), "code"),
    ];
    let drawn: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| count(*number, what))
        .collect();
    let drawn = if drawn.is_empty() {
        "in words alone".to_owned()
    } else {
        drawn.join(", ")
    };
    format!("{} ({drawn})", area.area_desc)
}

/// Text of others without what would move a terminal's cursor or turn the direction of what follows.
fn plain(text: &str) -> String {
    let moves =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if moves(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Hands over every file: those named, those in folders, and what comes in by `-`.
fn each(
    paths: &[PathBuf],
    mut hand: impl FnMut(&str, &[u8]) -> Result<(), String>,
) -> Result<(), String> {
    for path in paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            // One byte more than is read: the reader then says that it is too long.
            let limit = Limits::default().file_bytes_max as u64 + 1;
            let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
            read.map_err(|error| format!("failed to read standard input: {error}"))?;
            hand("-", &bytes)?;
        } else if path.is_dir() {
            in_folder(path, 0, &mut hand)?;
        } else {
            hand(&path.display().to_string(), &file(path)?)?;
        }
    }
    Ok(())
}

fn in_folder(
    folder: &Path,
    depth: usize,
    hand: &mut impl FnMut(&str, &[u8]) -> Result<(), String>,
) -> Result<(), String> {
    if depth > DEPTH_MAX {
        return Err(format!(
            "{} lies deeper than {DEPTH_MAX} folders; name it by itself",
            folder.display()
        ));
    }
    let failed = |error: io::Error| format!("failed to list {}: {error}", folder.display());
    let listed: io::Result<Vec<_>> = std::fs::read_dir(folder).map_err(failed)?.collect();
    let mut entries = listed.map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        let path = entry.path();
        if kind.is_dir() {
            in_folder(&path, depth + 1, hand)?;
        } else if kind.is_file() {
            let bytes = file(&path)?;
            let extension = path
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            if EXTENSIONS.contains(&&*extension) || begins_like_xml(&bytes) {
                hand(&path.display().to_string(), &bytes)?;
            }
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: io::Error| format!("failed to read {}: {error}", path.display());
    let mut bytes = Vec::new();
    let limit = Limits::default().file_bytes_max as u64 + 1;
    let open = std::fs::File::open(path).map_err(failed)?;
    open.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_cannot_move_the_cursor() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}c");
    }
}
