//! The promises, one file each. A checker reads what an outsider could: sounds, screens, the journal.

pub mod due_after_start;
pub mod four_eyes;
pub mod heard_is_journaled;
pub mod nobody_forgotten;
pub mod replay_equals_memory;
pub mod silence_after_end;
pub mod storm;

use crate::witness::Broken;

/// A promise of this checker is broken.
fn broken(checker: &'static str, why: String) -> Result<(), Broken> {
    Err(Broken { checker, why })
}
