//! Runs the readers over a folder of files: those in Python, xmllint with the OASIS schema, the crate oasiscap.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

/// A reader that has not answered by then hangs.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// What one reader said of one file.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) reader: String,
    pub(super) file: String,
    pub(super) ok: bool,
    pub(super) why: String,
    pub(super) facts: Option<Facts>,
}

/// What it took the message for; nothing where it does not say.
#[derive(Debug, Deserialize)]
pub(super) struct Facts {
    pub(super) identifier: Option<String>,
    pub(super) sender: Option<String>,
    pub(super) event: Option<String>,
    pub(super) infos: Option<usize>,
}

/// The Python environment of the readers.
pub(super) fn environment() -> Option<PathBuf> {
    let named = std::env::var_os("VIGIE_READERS").map(PathBuf::from);
    let python = named.as_deref().map(|folder| folder.join("bin/python"));
    if python.is_some_and(|python| python.exists()) {
        return named;
    }
    let missing = "no readers to compare with: run `cargo xtask test install`, and set VIGIE_READERS to target/readers";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
    eprintln!("NOT COMPARED WITH OTHER READERS: {missing}");
    None
}

/// What every reader says of every file of a folder.
pub(super) fn ask(environment: &Path, root: &Path, folder: &Path) -> Vec<Answer> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/readers.py");
    let asked = Command::new(environment.join("bin/python"))
        .args([Path::new(script), folder])
        .output()
        .unwrap();
    let said = String::from_utf8(asked.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&asked.stderr);
    assert!(asked.status.success(), "{complaint}");
    let mut answers: Vec<Answer> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        answers.push(xmllint(root, &path));
        answers.push(oasiscap(&path));
    }
    answers
}

fn answer(reader: &str, path: &Path, refusal: Option<String>) -> Answer {
    Answer {
        reader: reader.to_owned(),
        file: path.file_name().unwrap().to_string_lossy().into_owned(),
        ok: refusal.is_none(),
        why: refusal.unwrap_or_default(),
        facts: None,
    }
}

fn xmllint(root: &Path, path: &Path) -> Answer {
    let checked = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(root.join("schemas/google-cap-library/cap12.xsd"))
        .arg(path)
        .output()
        .expect("xmllint is missing: install the Debian package libxml2-utils");
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    answer("xmllint", path, (!checked.status.success()).then_some(said))
}

/// In a thread of its own: version 0.2.0 never returns from text between elements.
fn oasiscap(path: &Path) -> Answer {
    let Ok(text) = std::fs::read_to_string(path) else {
        return answer("oasiscap", path, Some("it reads text in UTF-8".to_owned()));
    };
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let parsed = std::panic::catch_unwind(|| text.parse::<oasiscap::Alert>());
        let refusal = match parsed {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("it panics".to_owned()),
        };
        let _ = said.send(refusal);
    });
    let refusal = heard
        .recv_timeout(ANSWER_MAX)
        .unwrap_or_else(|_| Some("it hangs".to_owned()));
    answer("oasiscap", path, refusal)
}
