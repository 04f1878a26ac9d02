//! What the engine did, for metrics.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The client left, or its network did.
    Left,
    /// It took nothing for too long.
    Slow,
    /// It broke the rules of its wire, or was told to go.
    ToldToGo,
    /// The engine stops.
    Stopping,
}

/// Sums since the start, and what is true now.
#[derive(Debug, Default)]
pub struct Counted {
    pub(crate) connections: AtomicU64,
    pub(crate) behind: AtomicU64,
    pub(crate) taken: AtomicU64,
    pub(crate) frames: AtomicU64,
    pub(crate) bytes: AtomicU64,
    pub(crate) dropped: AtomicU64,
    pub(crate) left: AtomicU64,
    pub(crate) slow: AtomicU64,
    pub(crate) told_to_go: AtomicU64,
    pub(crate) first_us: AtomicU64,
    pub(crate) last_us: AtomicU64,
}

impl Counted {
    /// Connections now.
    pub fn connections(&self) -> u64 {
        self.connections.load(Relaxed)
    }
    /// Connections now that have something waiting.
    pub fn behind(&self) -> u64 {
        self.behind.load(Relaxed)
    }
    /// Connections taken over since the start.
    pub fn taken(&self) -> u64 {
        self.taken.load(Relaxed)
    }
    /// Frames handed to the kernel whole.
    pub fn frames(&self) -> u64 {
        self.frames.load(Relaxed)
    }
    /// Bytes handed to the kernel.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }
    /// Frames that slow connections lost.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }
    /// Connections that ended for a reason.
    pub fn closed(&self, why: Closed) -> u64 {
        match why {
            Closed::Left => self.left.load(Relaxed),
            Closed::Slow => self.slow.load(Relaxed),
            Closed::ToldToGo => self.told_to_go.load(Relaxed),
            Closed::Stopping => 0,
        }
    }
    /// From the last numbered frame's publishing until its first write was done, in microseconds.
    pub fn first_us(&self) -> u64 {
        match self.first_us.load(Relaxed) {
            u64::MAX => 0,
            us => us,
        }
    }
    /// The same until the last write was done.
    pub fn last_us(&self) -> u64 {
        self.last_us.load(Relaxed)
    }

    pub(crate) fn close(&self, why: Closed) {
        self.connections.fetch_sub(1, Relaxed);
        match why {
            Closed::Left => self.left.fetch_add(1, Relaxed),
            Closed::Slow => self.slow.fetch_add(1, Relaxed),
            Closed::ToldToGo => self.told_to_go.fetch_add(1, Relaxed),
            Closed::Stopping => 0,
        };
    }
}
