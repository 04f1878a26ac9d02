//! Every rule of Vigie, in reading order. No I/O, no clock, no randomness, no async: the time and
//! every identifier come in as values; a command goes in, facts or a refusal come out.
//!
//! ```text
//! decide(&State, now, Input) -> Result<Facts, Refusal>     changes nothing
//! apply(&mut State, &Entry)                                cannot fail
//! due(&State, now, room) -> Due                            what should be under way, most urgent first
//! wake_at(&State, now) -> Option<(Timestamp, Reason)>      when something changes by itself
//! ```

pub mod report;

pub mod admission;
pub mod decision;
pub mod refusal;
pub mod vetting;
pub mod warning;
pub mod wording;

pub mod fact;
pub mod fact_wire;

mod apply;
pub mod shelf;
pub mod state;

pub mod audience;
pub mod class;
pub mod delivery;
pub mod headcount;
pub mod record;

pub mod administration;
pub mod hand;
pub mod siren;
pub mod site;
pub mod status;
pub mod summary;

pub mod ids;
pub mod jws;
pub mod limits;
pub mod time;

pub use apply::apply;
pub use decision::{Command, Foreign, Input, Signature, decide, refused};
pub use delivery::{due, wake_at};
pub use state::State;
