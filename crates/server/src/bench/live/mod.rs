//! The live wire for as long and as roughly as people use it: a relay as a program, listeners that stay, and
//! listeners that come and go.

mod crowd;
mod feed;
mod listener;
mod relay;
mod soak;
mod storm;
mod stuck;

pub use crowd::crowd;
pub use feed::{Feed, feed_lines};
pub use soak::{Soak, soak};
pub use storm::{Storm, storm};
pub use stuck::{Stuck, hold, stuck};

/// How it is done.
#[derive(Clone, Copy, Debug)]
pub struct Rough {
    /// Minutes of a soak.
    pub minutes: u64,
    /// Connections that are begun and ended each second of a soak.
    pub churn_per_s: u64,
    /// Listeners that stay, or that all come back at once.
    pub listeners: usize,
}
