//! A restart that nobody is refused during: the program takes its own place, as it now lies on disk and is
//! configured, and keeps the sockets that it listens on. Whoever connects meanwhile waits in them.

use super::listeners::{Listeners, OURS};
use crate::stopping::Word;
use command_fds::{CommandFdExt as _, FdMapping};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// The first descriptor that is handed over, as systemd counts.
const FIRST: i32 = 3;

/// Sockets that outlive this program.
#[derive(Debug)]
pub struct PassedOn {
    sockets: Vec<OwnedFd>,
    is_passed_on: Arc<AtomicBool>,
}

impl PassedOn {
    /// Those of all listeners.
    pub fn of(listeners: &Listeners) -> Result<Self, String> {
        let (sockets, is_passed_on) = listeners
            .copies()
            .map_err(|error| format!("failed to copy a listener for a later restart: {error}"))?;
        Ok(Self {
            sockets,
            is_passed_on,
        })
    }

    /// What outlives the program that was told this. From here on socket files stay where they are, also when
    /// nobody listens.
    pub(crate) fn after(self, word: Word) -> Option<Self> {
        let goes_on = word == Word::StartAnew;
        self.is_passed_on.store(goes_on, Relaxed);
        goes_on.then_some(self)
    }

    /// Becomes the program as it now lies on disk. Comes back only when that fails, with the reason.
    pub fn take_own_place(self) -> String {
        let count = self.sockets.len();
        let mappings = self.sockets.into_iter().zip(FIRST..);
        let mappings = mappings.map(|(parent_fd, child_fd)| FdMapping {
            parent_fd,
            child_fd,
        });
        let mut command = Command::new(this_program());
        command
            .args(std::env::args_os().skip(1))
            .env(OURS, "1")
            .env("LISTEN_FDS", count.to_string())
            .env("LISTEN_PID", std::process::id().to_string());
        if let Err(error) = command.fd_mappings(mappings.collect()) {
            return format!("failed to hand the listeners over: {error}");
        }
        format!("failed to start anew: {}", command.exec())
    }
}

/// Where this program lies, also when another file has been put in its place.
fn this_program() -> PathBuf {
    let path = std::env::current_exe().unwrap_or_default();
    let text = path.to_string_lossy();
    text.strip_suffix(" (deleted)")
        .map_or_else(|| path.clone(), PathBuf::from)
}
