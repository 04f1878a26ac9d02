//! Replaying the journal gives the state in memory, exactly.

use super::broken;
use crate::witness::{Broken, Witness};
use vigie_core::{State, apply};

const NAME: &str = "replay_equals_memory";

/// Compares what the server found at its start with what was true before: the state after the last
/// good turn, and on top of it whatever later entries had reached the disk.
pub fn after_start(witness: &Witness, found: &State) -> Result<(), Broken> {
    let expected = before(witness);
    if expected == *found {
        return Ok(());
    }
    let at = witness.memory.head;
    broken(
        NAME,
        format!(
            "the state in memory after entry {at} and the replay up to entry {} differ: {}",
            found.head,
            difference(&expected, found)
        ),
    )
}

/// What was true before a start.
pub(super) fn before(witness: &Witness) -> State {
    let mut before = witness.memory.clone();
    let from = usize::try_from(before.head).unwrap_or(usize::MAX);
    for entry in witness.entries.get(from..).unwrap_or_default() {
        apply(&mut before, entry);
    }
    before
}

/// Which part differs.
fn difference(a: &State, b: &State) -> String {
    let parts = [
        ("head", a.head == b.head),
        ("site", a.site == b.site),
        ("warnings", a.warnings == b.warnings),
        ("alerts", a.alerts == b.alerts),
        ("deliveries", a.deliveries == b.deliveries),
        ("sensors", a.sensors == b.sensors),
        ("standing orders", a.standing_orders == b.standing_orders),
        ("sirens", a.sirens == b.sirens),
        ("reports", a.reports == b.reports),
    ];
    let differing = parts.into_iter().filter(|(_, same)| !same);
    differing
        .map(|(part, _)| part)
        .collect::<Vec<_>>()
        .join(", ")
}
