//! What an attacker who holds the whole network can do to a siren: nothing that sounds. The broker lets everybody
//! in, keeps what it likes, and the siren's clock may be anything.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod clocks;
mod kept;
mod mutated;
mod mutations;
mod replayed;
mod siren;
