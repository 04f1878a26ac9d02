//! Many who warn of one danger at one place at the same time are one warning, and what overlaps is one
//! event: on the day of a storm nobody reads the same thing fifty times.

use crate::class::Class;
use crate::ids::{WarningId, ZoneId};
use crate::limits::SOUND_S;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{Draft, Warning};
use std::collections::BTreeSet;

/// The warning that says already what a draft asks for: one that waits for its second person, or one
/// whose sirens are sounding at this moment. A draft after that is a new salvo, and warns anew.
pub(super) fn covering<'a>(state: &'a State, now: Timestamp, draft: &Draft) -> Option<&'a Warning> {
    let zone = draft.zones.first()?;
    let there = state
        .warnings
        .at_place(draft.status, draft.danger.as_str(), zone);
    there
        .map(AsRef::as_ref)
        .filter(|warning| draft.zones.is_subset(&warning.zones) && draft.valid_s <= warning.valid_s)
        .filter(|warning| adds_nothing(draft, warning))
        .find(|warning| warning.is_pending() || sounds(state, now, warning))
}

/// Whether what a draft adds to its words is in the warning already.
fn adds_nothing(draft: &Draft, warning: &Warning) -> bool {
    let mut slots = draft.slots.iter();
    slots.all(|(slot, value)| warning.slots.get(slot) == Some(value))
        && (draft.note.is_none() || draft.note == warning.note)
}

fn sounds(state: &State, now: Timestamp, warning: &Warning) -> bool {
    let alerts = warning.alerts.iter().rev();
    let alerts = alerts.filter_map(|id| state.alerts.get(id));
    let mut alerts =
        alerts.filter(|alert| alert.content.sounds && !alert.content.only_adds_zones());
    warning.is_live()
        && warning.class == Class::Alert
        && alerts
            .next()
            .is_some_and(|last| now.since_ms(last.content.sent) < i64::from(SOUND_S) * 1_000)
}

/// The event that a warning belongs to: that of the oldest open one of its danger that shares a zone
/// with it; none when it is the first.
pub(super) fn event(
    state: &State,
    status: Status,
    danger: &str,
    zones: &BTreeSet<ZoneId>,
) -> Option<WarningId> {
    let there = zones
        .iter()
        .filter_map(|zone| state.warnings.at_place(status, danger, zone).next());
    there.map(|warning| warning.event()).min()
}
