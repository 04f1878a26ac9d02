//! Checks files of alerts: what is wrong, where, how to mend it.
//!
//! `cargo run -p vigie-cap --example check -- [--profile NAME] FILE…`; `-` reads standard input. Exits with 0 if all is clean,
//! 1 if something is wrong, 2 if something could not be read.

use std::io::{Read, Write};
use std::process::ExitCode;
use vigie_cap::report::{Checked, Summary, human};
use vigie_cap::{Finding, Mode, Profile, read};

fn main() -> ExitCode {
    let mut profiles: Vec<Profile> = Vec::new();
    let mut summary = Summary::default();
    let mut unread = false;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--profile" {
            match words.next().unwrap_or_default().parse() {
                Ok(profile) => profiles.push(profile),
                Err(unknown) => {
                    eprintln!("{unknown}");
                    return ExitCode::from(2);
                }
            }
            continue;
        }
        match bytes_of(&word) {
            Ok(bytes) => check(&word, &bytes, &profiles, &mut summary),
            Err(error) => {
                eprintln!("failed to read {word}: {error}");
                unread = true;
            }
        }
    }
    eprint!("{summary}");
    ExitCode::from(if unread {
        2
    } else {
        summary.verdict.exit_code()
    })
}

fn bytes_of(name: &str) -> std::io::Result<Vec<u8>> {
    if name != "-" {
        return std::fs::read(name);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn check(name: &str, bytes: &[u8], profiles: &[Profile], summary: &mut Summary) {
    let reading = read(bytes, Mode::Lenient);
    let alerts = reading.alerts.iter();
    let more: Vec<Finding> = alerts.flat_map(|alert| alert.check(profiles)).collect();
    summary.add(&reading, &more);
    let findings: Vec<Finding> = reading.all_findings().cloned().chain(more).collect();
    let text = human(
        &Checked {
            name,
            bytes,
            findings: &findings,
        },
        false,
    );
    // A reader that stops listening, such as `head`, has heard enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
