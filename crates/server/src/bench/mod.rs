//! What the promises of speed cost on this machine: `vigie bench` measures the path of a report through
//! the program that ships, and beside it, in the same run, the limit that the machine itself sets. A
//! figure alone says little; the ratio to the limit says what Vigie adds.

mod accept;
mod bare;
mod country;
mod decide;
mod figures;
pub mod fleet;
pub mod live;
mod loops;
mod machine;
mod people;
mod restart;
mod siren;
mod sirens;
mod site;
mod sqlite;
mod wire;
mod writers;

pub use accept::{Accept, accept};
pub use decide::{Decide, Size, decide};
pub use people::{PLANTED_COLUMNS, people, planted};
pub use sirens::{Crowd, sirens};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Runs of which the median is taken.
    pub runs: usize,
    /// Reports of a sequential run.
    pub reports: usize,
    /// Seconds of load in a run, after one quarter of it as warm-up.
    pub load_s: f64,
    /// Firings of a standing order in a run.
    pub firings: usize,
    /// Entries of the journal that is restarted on.
    pub entries: u64,
    /// Starts on it, of which the median is taken.
    pub starts: usize,
}

impl Extent {
    /// What is published.
    pub const FULL: Self = Self {
        runs: 5,
        reports: 2_000,
        load_s: 3.0,
        firings: 20,
        entries: 1_000_000,
        starts: 5,
    };
    /// A look, in well under a minute; too short for figures that are compared.
    pub const QUICK: Self = Self {
        runs: 1,
        reports: 500,
        load_s: 2.0,
        firings: 5,
        entries: 50_000,
        starts: 1,
    };
}

/// How many write at once under load.
pub const WRITERS: usize = 64;
