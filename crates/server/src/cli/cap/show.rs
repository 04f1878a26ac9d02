//! `vigie cap show`: what messages say, for people.

use super::thread::Threads;
use super::{Format, files, map, plain, written};
use crate::cli::count;
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;
use vigie_cap::doc::{Alert, Area, Info};
use vigie_cap::report::Verdict;
use vigie_cap::{Level, Mode, Reading};

pub(super) fn run(paths: &[PathBuf], format: Format) -> Result<Verdict, String> {
    let mut out = io::BufWriter::new(io::stdout());
    let mut verdict = Verdict::Clean;
    let mut first = true;
    let mut threads = Threads::default();
    if format == Format::Json {
        written(write!(out, "["))?;
    }
    files::each(paths, &mut |name, bytes| {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(why) => {
                let finding = why.finding();
                if finding.level() == Level::Error {
                    verdict = Verdict::Unreadable;
                    eprintln!("vigie: {name}: {finding}");
                }
                return Ok(());
            }
        };
        let reading = vigie_cap::read(bytes, Mode::Lenient);
        verdict = verdict.max(unsaid(name, &reading));
        threads.take(name, &reading)?;
        for read in &reading.alerts {
            if format == Format::Json {
                let parted = if first { "\n" } else { ",\n" };
                let one = json!({"file": name, "line": read.line, "version": read.version, "sha256": read.sha256_hex(), "alert": read.alert});
                written(write!(out, "{parted}{one}"))?;
            } else {
                let parted = if first { "" } else { "\n" };
                let shown = shown(name, read.line, &read.alert);
                written(write!(out, "{parted}{shown}"))?;
            }
            first = false;
        }
        Ok(())
    })?;
    match format {
        Format::Json => written(writeln!(out, "\n]"))?,
        Format::Human | Format::Sarif => written(write!(out, "{}", chains(&threads)))?,
    }
    written(out.flush())?;
    Ok(verdict)
}

/// Says on standard error why a file shows nothing.
fn unsaid(name: &str, reading: &Reading) -> Verdict {
    if !reading.alerts.is_empty() {
        return Verdict::Clean;
    }
    let why = reading.findings.first().map(ToString::to_string);
    eprintln!(
        "vigie: {name}: {}",
        why.unwrap_or_else(|| "no CAP message".to_owned())
    );
    reading.verdict()
}

/// What a message says.
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
    let references: Vec<String> = alert.references.iter().map(ToString::to_string).collect();
    put(&mut text, 2, "about", Some(&references.join("\n")));
    put(&mut text, 2, "note", alert.note.as_deref());
    let mut drawn: Option<&[Area]> = None;
    for info in &alert.infos {
        info_shown(&mut text, info);
        // Languages mostly repeat one place.
        if drawn != Some(&info.areas) {
            for line in map::draw(&info.areas) {
                let _ = writeln!(text, "    {line}");
            }
        }
        drawn = Some(&info.areas);
    }
    text
}

fn info_shown(text: &mut String, info: &Info) {
    let how = format!(
        "{}: {}, {}, {}",
        info.event,
        info.severity.as_str(),
        info.urgency.as_str(),
        info.certainty.as_str()
    );
    put(text, 2, info.language(), Some(&how));
    put(text, 4, "headline", info.headline.as_deref());
    put(text, 4, "description", info.description.as_deref());
    put(text, 4, "instruction", info.instruction.as_deref());
    let responses: Vec<&str> = info.response_types.iter().map(|one| one.as_str()).collect();
    put(text, 4, "response", Some(&responses.join(", ")));
    let times = [
        ("effective", info.effective),
        ("onset", info.onset),
        ("until", info.expires),
    ];
    for (what, moment) in times {
        put(text, 4, what, moment.map(|at| at.to_string()).as_deref());
    }
    put(text, 4, "who", info.sender_name.as_deref());
    put(text, 4, "web", info.web.as_deref());
    put(text, 4, "contact", info.contact.as_deref());
    for file in &info.resources {
        let at = file.uri.as_deref().unwrap_or("inside the message");
        let what = format!("{} ({}, {at})", file.resource_desc, file.mime_type);
        put(text, 4, "file", Some(&what));
    }
    for area in &info.areas {
        put(text, 4, "where", Some(&place(area)));
    }
}

/// A label and what is said, line under line; nothing if nothing is.
fn put(text: &mut String, indent: usize, what: &str, said: Option<&str>) {
    for (nth, part) in said.unwrap_or_default().lines().enumerate() {
        let label = if nth == 0 { what } else { "" };
        let _ = writeln!(text, "{:indent$}{:<12} {}", "", plain(label), plain(part));
    }
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

/// Which of the messages shown follow which.
fn chains(threads: &Threads) -> String {
    let mut text = String::new();
    for chain in threads.chains() {
        let _ = writeln!(text, "\nchain of {} messages", chain.len());
        for message in chain {
            let alert = &message.alert;
            let says = alert
                .infos
                .first()
                .map_or("", |info| info.headline.as_deref().unwrap_or(&info.event));
            let mends = match alert.references.len() {
                0 => String::new(),
                references => format!(" of {references}"),
            };
            let kind = format!("{}{mends}", alert.msg_type);
            let _ = writeln!(
                text,
                "  {} {kind:<12} {} {} ({})",
                alert.sent,
                plain(&alert.identifier),
                plain(says),
                plain(&message.file)
            );
        }
    }
    text
}
