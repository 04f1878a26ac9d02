//! How far a long reading has come: a bar on a terminal, a line now and then elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, stderr};
use vigie_core::ids::FeedId;

/// Fewer files are taken before anybody could look.
const WORTH_SHOWING: usize = 50;

/// How far a reading has come.
#[derive(Debug)]
pub struct Progress {
    feed: String,
    bar: Option<ProgressBar>,
    may_draw: bool,
    files: usize,
    done: usize,
    said: usize,
}

impl Progress {
    /// For a program that a person started: a bar where standard error is a terminal.
    pub fn drawn(feed: &FeedId) -> Self {
        Self {
            may_draw: stderr().is_terminal(),
            ..Self::logged(feed)
        }
    }

    /// For a program that runs on its own: lines in its log.
    pub fn logged(feed: &FeedId) -> Self {
        Self {
            feed: feed.to_string(),
            bar: None,
            may_draw: false,
            files: 0,
            done: 0,
            said: 0,
        }
    }

    /// So many files are to be read.
    pub fn begin(&mut self, files: usize) {
        self.files = files;
        if files < WORTH_SHOWING {
            return;
        }
        if self.may_draw {
            let bar = ProgressBar::new(files as u64).with_message(self.feed.clone());
            let form = "{msg} {wide_bar} {pos}/{len} files, {eta} left";
            // The form is a constant; without it the bar looks different and says the same.
            if let Ok(style) = ProgressStyle::with_template(form) {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        } else {
            tracing::info!(feed = %self.feed, files, "reading files");
        }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        if let Some(bar) = &self.bar {
            bar.inc(1);
        } else if self.files >= WORTH_SHOWING && self.done * 10 / self.files > self.said {
            self.said = self.done * 10 / self.files;
            tracing::info!(feed = %self.feed, "read {} of {} files", self.done, self.files);
        }
    }

    /// No more come.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
