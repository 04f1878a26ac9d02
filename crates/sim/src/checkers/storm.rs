//! In a storm nothing that anybody asked for is lost, and what saves lives waits for no turn.
//!
//! What people asked for is theirs to say: whoever was answered finds it in the journal, as a warning of
//! its own or as part of one that says all of it. In this country every real danger kills.

use super::broken;
use crate::site::ZONES;
use crate::witness::{Broken, Witness};
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::State;
use vigie_core::fact::Fact;
use vigie_core::ids::{WarningId, ZoneId};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::Draft;

const NAME: &str = "storm";

/// What is known of a warning from the entries alone.
struct Known {
    status: Status,
    danger: String,
    zones: BTreeSet<ZoneId>,
    over: bool,
}

impl Known {
    fn says(&self, draft: &Draft) -> bool {
        !self.over
            && self.status == draft.status
            && self.danger == draft.danger.as_str()
            && draft.zones.is_subset(&self.zones)
    }
}

/// Looks at the whole journal.
pub fn in_journal(witness: &Witness) -> Result<(), Broken> {
    let mut known: BTreeMap<WarningId, Known> = BTreeMap::new();
    let mut kept: BTreeMap<u64, &Draft> = BTreeMap::new();
    for entry in &witness.entries {
        match &entry.fact {
            Fact::WarningDrafted { draft, .. } => {
                kept.insert(entry.n, draft);
                let drafted = Known {
                    status: draft.status,
                    danger: draft.danger.to_string(),
                    zones: draft.zones.clone(),
                    over: false,
                };
                known.insert(WarningId(entry.n), drafted);
            }
            Fact::DraftJoined { warning, draft, .. } => {
                kept.insert(entry.n, draft);
                if !known.get(warning).is_some_and(|known| known.says(draft)) {
                    let n = entry.n;
                    return broken(
                        NAME,
                        format!("the draft {n} was lost in warning {warning}, which says less"),
                    );
                }
            }
            Fact::SubmissionQueued { warning, .. } => {
                let is_real = known
                    .get(warning)
                    .is_none_or(|k| k.status == Status::Actual);
                if is_real {
                    return broken(NAME, format!("the real warning {warning} waits for a turn"));
                }
            }
            Fact::AlertIssued {
                warning, content, ..
            } => {
                // What fired without a human warns where the one standing order does.
                let fired = || Known {
                    status: content.status,
                    danger: content.danger.clone(),
                    zones: [ZoneId::new(ZONES[0])].into(),
                    over: false,
                };
                let of = known.entry(*warning).or_insert_with(fired);
                of.over |= content.act.ends();
                of.zones.extend(content.added.iter().cloned());
            }
            Fact::WarningRejected { warning, .. } | Fact::WarningEnded { warning, .. } => {
                if let Some(known) = known.get_mut(warning) {
                    known.over = true;
                }
            }
            _ => {}
        }
    }
    let answered = witness.asked.iter();
    let read = answered.filter(|(_, n)| *n <= witness.entries.len() as u64);
    for (draft, n) in read {
        if kept.get(n).copied() != Some(draft) {
            return broken(
                NAME,
                format!("somebody asked for {draft:?}, was told {n}, and {n} is something else"),
            );
        }
    }
    Ok(())
}

/// Long after the last storm nobody waits for a turn.
pub fn at_end(state: &State, now: Timestamp) -> Result<(), Broken> {
    let mut waiting = state.warnings.values();
    let forgotten = waiting.find(|w| w.queued.as_ref().is_some_and(|(_, until)| *until < now));
    match forgotten {
        Some(warning) => broken(
            NAME,
            format!("the turn of warning {} never came", warning.id),
        ),
        None => Ok(()),
    }
}
