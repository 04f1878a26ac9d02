//! What is due after a crash is what was due before it, in the same order: nothing that was with a courier is
//! forgotten, and nothing that is over comes back.

use super::{broken, replay_equals_memory};
use crate::witness::{Broken, Witness};
use vigie_core::State;
use vigie_core::delivery::{Room, Work};
use vigie_core::due;
use vigie_core::ids::DeliveryId;
use vigie_core::time::Timestamp;

const NAME: &str = "due_after_start";

/// Compares what a server that has just started says is due with what was due when the one before it died.
pub fn as_before(
    witness: &Witness,
    now: Timestamp,
    room: Room,
    says: &[Work],
) -> Result<(), Broken> {
    let before: State = replay_equals_memory::before(witness);
    let was = keys(&due(&before, now, room).work);
    let is = keys(says);
    if was == is {
        return Ok(());
    }
    broken(
        NAME,
        format!("before the crash {was:?} was due, and {is:?} after it"),
    )
}

fn keys(work: &[Work]) -> Vec<(DeliveryId, u8)> {
    work.iter().map(Work::key).collect()
}
