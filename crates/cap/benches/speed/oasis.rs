//! The crate oasiscap: it refuses much, and on some messages it never ends, so that each is tried first in a process
//! of its own.

use crate::set::Set;
use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The word that makes this program the one that tries a message.
pub(crate) const PROBE: &str = "--probe-oasiscap";
/// A message takes far less than a millisecond.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn read(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = black_box(text.parse::<oasiscap::Alert>());
    }
}

/// The numbers of the messages that it reads.
pub(crate) fn readable(set: &Set) -> Result<Vec<usize>, String> {
    let mut readable = Vec::new();
    for (nth, file) in set.files.iter().enumerate() {
        let tried = reads(&file.bytes);
        if tried.map_err(|error| format!("failed to try oasiscap on a message: {error}"))? {
            readable.push(nth);
        }
    }
    Ok(readable)
}

/// The other side of [`readable`]: fails unless the message on standard input is read.
pub(crate) fn probe_standard_input() -> Result<(), String> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| format!("failed to read standard input: {error}"))?;
    let read = text.parse::<oasiscap::Alert>();
    read.map(|_| ()).map_err(|error| error.to_string())
}

fn reads(bytes: &[u8]) -> std::io::Result<bool> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(PROBE)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let told = child.stdin.take().map(|mut input| input.write_all(bytes));
    let read = matches!(told, Some(Ok(()))) && ended_well(&mut child)?;
    // It may have ended by itself.
    let _ = child.kill();
    child.wait()?;
    Ok(read)
}

fn ended_well(child: &mut Child) -> std::io::Result<bool> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(false)
}
