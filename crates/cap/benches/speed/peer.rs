//! The readers behind Python: libxml2 called directly, lxml, and the program xmllint. They run in a process of their
//! own that lives through all rounds; each line of ours is answered with one line of figures.

use crate::readers::Pass;
use crate::set::Set;
use serde::Deserialize;
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;
use vigie_cap::Version;

/// What runs there.
const PROGRAM: &str = include_str!("peer.py");
/// Its readers.
const READERS: [&str; 5] = [
    "libxml2_parse",
    "libxml2_validate",
    "lxml_parse",
    "lxml_validate",
    "xmllint_validate",
];

/// The process.
pub(crate) struct Peer {
    child: Child,
    ask: ChildStdin,
    hear: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Answer {
    seconds: f64,
    alerts: usize,
    bytes: usize,
}

impl Peer {
    /// Starts it and lets it read the messages and the schemas, which lie below the folder of the messages.
    pub(crate) fn start(python: &Path, folder: &Path, set: &Set) -> Result<Self, String> {
        let schemas = folder.join("schemas/google-cap-library");
        let schema = |version| match version {
            Version::V1_0 => schemas.join("cap10.xsd"),
            Version::V1_1 => schemas.join("cap11.xsd"),
            Version::V1_2 => schemas.join("cap12.xsd"),
        };
        let files = set
            .files
            .iter()
            .map(|file| (&file.path, schema(file.version)));
        let files = json!(files.collect::<Vec<_>>());
        let failed =
            |error: std::io::Error| format!("failed to start {}: {error}", python.display());
        let mut child = Command::new(python)
            .args(["-c", PROGRAM])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let (Some(ask), Some(hear)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("failed to open the pipes of the peer".to_owned());
        };
        let mut peer = Self {
            child,
            ask,
            hear: BufReader::new(hear),
        };
        peer.tell(&files.to_string())?;
        Ok(peer)
    }

    /// One pass of each of its readers.
    pub(crate) fn passes(&mut self, share: Duration) -> Result<Vec<(String, Pass)>, String> {
        READERS
            .into_iter()
            .map(|reader| {
                self.tell(&format!("{reader} {}", share.as_secs_f64()))?;
                let mut line = String::new();
                let heard = self.hear.read_line(&mut line);
                heard.map_err(|error| format!("failed to hear from {reader}: {error}"))?;
                let answer: Answer = serde_json::from_str(&line)
                    .map_err(|error| format!("failed to read the figures of {reader}: {error}"))?;
                let pass = Pass {
                    taken: Duration::from_secs_f64(answer.seconds),
                    alerts: answer.alerts,
                    bytes: answer.bytes,
                };
                Ok((reader.to_owned(), pass))
            })
            .collect()
    }

    fn tell(&mut self, line: &str) -> Result<(), String> {
        writeln!(self.ask, "{line}").map_err(|error| format!("failed to ask the peer: {error}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
