//! What must survive a power cut.
//!
//! In reading order: [`disk`] (what a disk promises, a real one and a simulated one), [`canonical`]
//! (one spelling per fact), [`journal`] (the append-only, hash-chained list of entries), [`merkle`]
//! and [`checkpoint`] (the signed statement of what the journal held), [`snapshot`] (short restarts),
//! [`registry`] (people and what the public wrote: erasable, never in the journal).
//!
//! Nothing here knows what a fact means: facts are anything that serialises to a JSON object. Nothing
//! here runs by itself, waits, or looks at a clock.
//!
//! Written by hand, where a library would be the first choice: the checkpoint's signed note and the
//! Merkle tree (the crates for them are young or tied to one product; the formats are a page each and
//! are tested against their published vectors), and the canonical form (see [`canonical`]).

pub mod canonical;
pub mod checkpoint;
pub mod disk;
pub mod journal;
pub mod key_file;
pub mod merkle;
pub mod registry;
pub mod snapshot;
mod sum;

pub use sum::{NotASum, Sha256Sum};
