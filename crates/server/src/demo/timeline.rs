//! What a person reads while an exercise is played: one line for each thing, with the time since the
//! start. With `--json` it goes to the error output, so that the document stands alone.

use std::io::Write;
use std::time::Instant;

/// Where the lines go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Out {
    /// To the terminal.
    Standard,
    /// Beside a document that is printed at the end.
    Error,
}

/// Tells what happens.
#[derive(Debug)]
pub struct Timeline {
    began: Instant,
    out: Out,
}

impl Timeline {
    /// A timeline that begins here.
    pub fn new(out: Out) -> Self {
        Self {
            began: Instant::now(),
            out,
        }
    }

    /// Milliseconds since the start.
    pub fn elapsed_ms(&self) -> u128 {
        self.began.elapsed().as_millis()
    }

    /// Something that happens by itself or is done by somebody.
    pub fn happens(&self, text: &str) {
        self.line(&format!("\n{}  {text}", self.stamp()));
    }

    /// What came of it.
    pub fn shows(&self, text: &str) {
        self.line(&format!("{}    {text}", self.stamp()));
    }

    /// A line without a time.
    pub fn line(&self, text: &str) {
        // A closed terminal does not end an exercise.
        let _ = match self.out {
            Out::Standard => writeln!(std::io::stdout(), "{text}"),
            Out::Error => writeln!(std::io::stderr(), "{text}"),
        };
    }

    fn stamp(&self) -> String {
        let ms = self.elapsed_ms();
        format!("{:>4}.{:03}", ms / 1_000, ms % 1_000)
    }
}
