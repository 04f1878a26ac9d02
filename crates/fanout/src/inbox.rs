//! How a writer's thread is told what to do: a queue, and a descriptor that wakes it.

use crate::connection::Newcomer;
use crate::frame::Frame;
use crate::groups::To;
use rustix::event::{EventfdFlags, eventfd};
use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// One thing to do, in the order in which it was said.
#[derive(Debug)]
pub(crate) enum Task {
    /// Takes over a connection.
    Adopt(Box<Newcomer>),
    /// Hands a frame to those it is for.
    Publish {
        /// What.
        frame: Arc<Frame>,
        /// To whom.
        to: To,
        /// When it was published.
        at: Instant,
    },
    /// Ends every connection and itself.
    Stop,
}

/// The queue of one writer.
#[derive(Debug)]
pub(crate) struct Inbox {
    tasks: Mutex<VecDeque<Task>>,
    bell: OwnedFd,
}

impl Inbox {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            tasks: Mutex::default(),
            bell: eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?,
        })
    }

    /// What becomes readable when there is something to do.
    pub(crate) fn bell(&self) -> &OwnedFd {
        &self.bell
    }

    /// Adds a task.
    pub(crate) fn put(&self, task: Task) {
        let is_first = {
            let mut tasks = self.lock();
            tasks.push_back(task);
            tasks.len() == 1
        };
        if is_first {
            // It only fails when the count is full, and then the writer is awake.
            let _ = rustix::io::write(&self.bell, &1u64.to_ne_bytes());
        }
    }

    /// Takes all there is.
    pub(crate) fn take(&self) -> VecDeque<Task> {
        std::mem::take(&mut *self.lock())
    }

    /// Silences the bell, before the tasks are taken: what comes in between rings again.
    pub(crate) fn silence(&self) {
        let _ = rustix::io::read(&self.bell, &mut [0; 8]);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Task>> {
        // A poisoned lock only means that another thread panicked between two tasks.
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
