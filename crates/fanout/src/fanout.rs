//! The engine from outside: connections are handed in, frames are published, and it is counted.

use crate::connection::Newcomer;
use crate::counted::Counted;
use crate::frame::{Frame, Kind};
use crate::groups::{Group, To};
use crate::inbox::{Inbox, Task};
use crate::writer::Writer;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

/// How it works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Threads that write.
    pub writers: usize,
    /// Frames that may wait for one slow connection; the oldest is dropped for the next, and the connection is told
    /// from where on to ask again.
    pub waiting_max: usize,
    /// How long a connection may take nothing of what waits for it, in milliseconds.
    pub write_ms_max: u64,
    /// What tells a connection that it lost frames behind a number.
    pub gap: fn(u64) -> Frame,
}

/// What the threads share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) counted: Counted,
    by_group: Mutex<BTreeMap<Group, u64>>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Group, u64>> {
        // A poisoned lock only means that another thread panicked between two counts.
        self.by_group.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, group: Group) {
        *self.lock().entry(group).or_default() += 1;
    }

    pub(crate) fn leave(&self, group: Group) {
        let mut groups = self.lock();
        if let Some(count) = groups.get_mut(&group) {
            *count -= 1;
            if *count == 0 {
                groups.remove(&group);
            }
        }
    }
}

/// The engine. Its threads end, and every connection with them, when it is stopped or dropped.
#[derive(Debug)]
pub struct Fanout {
    inboxes: Vec<Arc<Inbox>>,
    next: AtomicUsize,
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Fanout {
    /// Starts the threads.
    pub fn start(settings: Settings) -> io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let (mut inboxes, mut threads) = (Vec::new(), Vec::new());
        for number in 0..settings.writers.max(1) {
            let inbox = Arc::new(Inbox::new()?);
            let writer = Writer::new(Arc::clone(&inbox), Arc::clone(&shared), settings)?;
            let thread = std::thread::Builder::new().name(format!("writer {number}"));
            threads.push(thread.spawn(move || writer.run())?);
            inboxes.push(inbox);
        }
        Ok(Self {
            inboxes,
            next: AtomicUsize::new(0),
            shared,
            threads: Mutex::new(threads),
        })
    }

    /// Takes over a connection. It gets every frame that is published after this call, if its group does.
    pub fn adopt(&self, newcomer: Newcomer) {
        let counted = &self.shared.counted;
        counted.connections.fetch_add(1, Relaxed);
        counted.taken.fetch_add(1, Relaxed);
        self.shared.enter(newcomer.group);
        let turn = self.next.fetch_add(1, Relaxed) % self.inboxes.len();
        self.inboxes[turn].put(Task::Adopt(Box::new(newcomer)));
    }

    /// Hands a frame to those it is for; how many connections that is.
    pub fn publish(&self, frame: &Arc<Frame>, to: &To) -> u64 {
        let at = Instant::now();
        if let Kind::Numbered(_) = frame.kind {
            self.shared.counted.first_us.store(u64::MAX, Relaxed);
            self.shared.counted.last_us.store(0, Relaxed);
        }
        for inbox in &self.inboxes {
            inbox.put(Task::Publish {
                frame: Arc::clone(frame),
                to: to.clone(),
                at,
            });
        }
        match to {
            To::Everyone => self.shared.counted.connections(),
            To::These(_) => {
                let groups = self.shared.lock();
                to.order(&groups).iter().filter_map(|g| groups.get(g)).sum()
            }
        }
    }

    /// What it did.
    pub fn counted(&self) -> &Counted {
        &self.shared.counted
    }

    /// Whether every connection stands in one of these groups.
    pub fn are_all_in(&self, groups: &[Group]) -> bool {
        self.shared
            .lock()
            .keys()
            .all(|group| groups.contains(group))
    }

    /// How many connections stand in each group.
    pub fn by_group(&self) -> BTreeMap<Group, u64> {
        self.shared.lock().clone()
    }

    /// Ends every connection, and waits for the threads.
    pub fn stop(&self) {
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for inbox in &self.inboxes {
            inbox.put(Task::Stop);
        }
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a writer of the live wire had panicked");
            }
        }
    }
}

impl Drop for Fanout {
    fn drop(&mut self) {
        self.stop();
    }
}
