//! The one writer of the house: [`turn`] is what it does, [`run`] is its thread, [`snapshot`] makes
//! its restarts short; [`tally`] counts what it did.

pub mod mailbox;
pub mod run;
pub mod snapshot;
pub mod tally;
pub mod turn;

pub use run::{Desk, Inbox, Running, Stopped, run};
pub use turn::{Decided, Engine, Fatal, Turn};
