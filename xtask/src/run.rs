//! Runs other programs in the open: their output streams through as it comes and is kept to be
//! counted, a long silence is broken by a line that says who is still at work, and every run ends.

use crate::fault::Fault;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long a program may be silent before a line says that it is still running.
const SILENCE: Duration = Duration::from_secs(30);

/// Lines kept of one run; the rest streams by unkept. Above any real suite, below harm to memory.
const LINES_MAX: usize = 200_000;

/// A program to run, with what it needs.
#[derive(Debug)]
pub(crate) struct Call {
    program: OsString,
    args: Vec<OsString>,
    folder: Option<PathBuf>,
    env: Vec<(OsString, OsString)>,
    limit: Duration,
    quiet: bool,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Standard output, line by line.
    pub(crate) stdout: Vec<String>,
    /// Standard output and standard error, in the order they came.
    pub(crate) all: Vec<String>,
    /// Why it did not succeed, if it did not.
    pub(crate) failure: Option<String>,
}

/// A call of `program`, ended after ten minutes unless [`Call::limit`] says otherwise.
pub(crate) fn call(program: impl AsRef<OsStr>) -> Call {
    Call {
        program: program.as_ref().to_owned(),
        args: Vec::new(),
        folder: None,
        env: Vec::new(),
        limit: Duration::from_mins(10),
        quiet: false,
    }
}

impl Call {
    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args
            .extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.env.push((key.into(), value.as_ref().to_owned()));
        self
    }

    /// Ends the run after this long: a hung program must not eat the whole of a CI's time.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Keeps the output without showing it.
    pub(crate) fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// The command line, as a person would type it.
    pub(crate) fn line(&self) -> String {
        std::iter::once(&self.program)
            .chain(&self.args)
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Runs it to its end; an exit code other than 0 is in [`Ran::failure`].
    pub(crate) fn run(&self) -> Result<Ran, Fault> {
        if !self.quiet {
            println!("$ {}", self.line());
        }
        let mut child = self.command().spawn().map_err(|error| {
            Fault::new(
                format!("failed to start {}: {error}", self.line()),
                "install the program, or see that it is on PATH",
            )
        })?;
        let started = Instant::now();
        let mut ran = Ran {
            stdout: Vec::new(),
            all: Vec::new(),
            failure: None,
        };
        let ended_by_us = self.follow(&mut child, started, &mut ran);
        let status = child.wait().map_err(|error| {
            Fault::new(
                format!("failed to wait for {}: {error}", self.line()),
                "run it again",
            )
        })?;
        ran.failure = if ended_by_us {
            Some(format!(
                "did not end within {} and was stopped",
                spoken(self.limit)
            ))
        } else if status.success() {
            None
        } else {
            Some(status.to_string())
        };
        Ok(ran)
    }

    /// Runs it; anything but success is a fault with this remedy.
    pub(crate) fn must(&self, remedy: &str) -> Result<Ran, Fault> {
        let ran = self.run()?;
        match &ran.failure {
            None => Ok(ran),
            Some(why) => {
                let tail = if self.quiet {
                    let from = ran.all.len().saturating_sub(20);
                    format!("\n{}", ran.all[from..].join("\n"))
                } else {
                    String::new()
                };
                Err(Fault::new(
                    format!("failed to run {}: {why}{tail}", self.line()),
                    remedy,
                ))
            }
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .envs(self.env.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        if own_group() {
            command.process_group(0);
        }
        command
    }

    /// Streams the output until both pipes close; true when the limit ended the run.
    fn follow(&self, child: &mut Child, started: Instant, ran: &mut Ran) -> bool {
        let (sender, lines) = channel();
        read_lines(child.stdout.take(), Source::Out, sender.clone());
        read_lines(child.stderr.take(), Source::Err, sender);
        let mut ended_by_us = false;
        let mut heard = Instant::now();
        loop {
            let left = self.limit.saturating_sub(started.elapsed());
            match lines.recv_timeout(SILENCE.min(left.max(Duration::from_millis(1)))) {
                Ok((source, line)) => {
                    heard = Instant::now();
                    if !self.quiet {
                        println!("{line}");
                    }
                    if ran.all.len() < LINES_MAX {
                        if source == Source::Out {
                            ran.stdout.push(line.clone());
                        }
                        ran.all.push(line);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return ended_by_us,
                Err(RecvTimeoutError::Timeout) if ended_by_us => return true,
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    end(child);
                    ended_by_us = true;
                }
                Err(RecvTimeoutError::Timeout) => {
                    if heard.elapsed() >= SILENCE {
                        println!(
                            "  … still running after {}: {}",
                            spoken(started.elapsed()),
                            self.line()
                        );
                        heard = Instant::now();
                    }
                }
            }
        }
    }
}

/// Minutes and seconds, as in a summary: `1:05`.
pub(crate) fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Removes terminal colours, so that a coloured line counts like a plain one.
pub(crate) fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Out,
    Err,
}

/// Without a terminal the child leads a group of its own, so that its children end with it. At a
/// terminal it stays in ours, so that Ctrl-C reaches all.
fn own_group() -> bool {
    !std::io::stdin().is_terminal()
}

fn end(child: &mut Child) {
    if own_group() {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
    let _ = child.kill();
}

fn read_lines(
    pipe: Option<impl Read + Send + 'static>,
    source: Source,
    lines: Sender<(Source, String)>,
) {
    let Some(pipe) = pipe else { return };
    std::thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while let Ok(1..) = reader.read_until(b'\n', &mut bytes) {
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim_end_matches(['\n', '\r']).to_owned();
            if lines.send((source, line)).is_err() {
                return;
            }
            bytes.clear();
        }
    });
}

fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_says_its_exit_code_and_keeps_both_outputs() {
        let ran = call("sh")
            .args(["-c", "echo out; echo err >&2; exit 3"])
            .quiet()
            .run()
            .unwrap();
        assert_eq!(ran.stdout, ["out"]);
        assert_eq!(ran.all.len(), 2);
        assert!(ran.failure.unwrap().contains('3'));
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let ran = call("sleep")
            .args(["600"])
            .quiet()
            .limit(Duration::from_millis(50))
            .run()
            .unwrap();
        assert!(ran.failure.unwrap().contains("was stopped"));
    }

    #[test]
    fn a_missing_program_is_a_fault_that_names_it() {
        let fault = call("vigie-no-such-program").quiet().run().unwrap_err();
        assert!(fault.to_string().contains("vigie-no-such-program"));
    }

    #[test]
    fn colours_do_not_count() {
        assert_eq!(plain("\u{1b}[32mok\u{1b}[0m. 3 passed"), "ok. 3 passed");
    }
}
