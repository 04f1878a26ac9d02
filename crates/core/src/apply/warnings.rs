//! What an entry does to warnings: opened, issued, ended, forgotten.

use super::deliveries::plan;
use super::with;
use crate::hand::Hand;
use crate::ids::WarningId;
use crate::limits::ENDED_WARNINGS_KEPT;
use crate::state::marks::Marks;
use crate::state::{OpenedWith, State};
use crate::time::Timestamp;
use crate::warning::{Alert, Content, End, Origin, Stage, Warning};
use std::collections::BTreeMap;

pub(super) fn opened(
    id: WarningId,
    at: Timestamp,
    origin: Origin,
    status: crate::status::Status,
    danger: &str,
) -> Warning {
    Warning {
        id,
        origin,
        status,
        class: crate::class::Class::Alert,
        danger: danger.to_owned(),
        zones: std::collections::BTreeSet::new(),
        valid_s: 0,
        slots: BTreeMap::new(),
        note: None,
        stage: Stage::Draft,
        opened: at,
        drafted_by: None,
        hands: Vec::new(),
        fired_by: None,
        event: None,
        joined_by: Marks::default(),
        joined: 0,
        queued: None,
        submitted: None,
        approved: None,
        rejected: None,
        returned: None,
        corrections: None,
        proposal: None,
        holder: None,
        held_since: at,
        escalates_at: None,
        escalated: Vec::new(),
        drafted_m2: 0,
        confirmed: None,
        nags: 0,
        deputy: None,
        nagged: at,
        alerts: Vec::new(),
        expires: None,
        ended: None,
        cause: None,
        end_confirmed: None,
        closed_by: None,
    }
}

pub(super) fn put_warning(state: &mut State, warning: Warning) {
    state.warnings.insert(warning);
}

pub(super) fn issued(
    state: &mut State,
    alert: Alert,
    at: Timestamp,
    by: Option<&crate::ids::OfficerId>,
) {
    let (id, warning_id) = (alert.id, alert.warning);
    if matches!(alert.content.origin, Origin::Feed(_)) {
        let triple = alert.content.cap.triple();
        if let Some(seen) = state.cap_seen.get_mut(&triple) {
            seen.warning = Some(warning_id);
        }
    }
    plan(state, &alert, at);
    let content = &alert.content;
    with(&mut state.warnings, &warning_id, |w| {
        w.stage = Stage::Live;
        w.alerts.push(id);
        w.expires = content.expires;
        // A pre-alert that becomes an alert is of another danger from then on.
        if content.origin == Origin::Own && !content.act.ends() {
            w.class = content.class;
            w.danger.clone_from(&content.danger);
        }
        w.holder = None;
        w.escalates_at = None;
        // Whatever waited was written to follow another message than this one.
        let proposal = w.proposal.take();
        if let Some(agreed) = proposal.filter(|p| p.content.cap.sha256 == content.cap.sha256) {
            w.zones = agreed.zones(w).clone();
            w.valid_s = agreed.revision.valid_s.unwrap_or(w.valid_s);
            w.slots = agreed.revision.slots_of(w).clone();
            w.note = agreed.revision.note_of(w).cloned();
            w.corrections = Some(agreed.corrections);
        }
    });
    let how = ended_by(content);
    state.alerts.insert(id, alert);
    if let Some(how) = how {
        end(
            state,
            warning_id,
            how,
            at,
            by.map(|by| super::hand(state, by, at)),
        );
    }
}

pub(super) fn ended_by(content: &Content) -> Option<End> {
    use crate::wording::Act;
    match content.act {
        Act::Alert | Act::Update => None,
        Act::AllClear => Some(End::AllClear),
        Act::Retraction => Some(End::Retracted),
        Act::Expiry => Some(End::Expired),
    }
}

pub(super) fn end(state: &mut State, id: WarningId, how: End, at: Timestamp, by: Option<Hand>) {
    with(&mut state.warnings, &id, |w| {
        w.stage = Stage::Ended;
        w.ended = Some((how, at, by));
        w.nags = 0;
        w.nagged = at;
    });
    close(state, id);
}

/// Nothing more is done about it; beyond what is kept, the first to forget is forgotten.
pub(super) fn close(state: &mut State, id: WarningId) {
    let n = state.head;
    with(&mut state.warnings, &id, |w| w.closed_by = Some(n));
    state.deliveries.ended(id);
    if state.warnings.closed_len() > ENDED_WARNINGS_KEPT
        && let Some(oldest) = state.warnings.first_to_forget()
    {
        forget(state, oldest);
    }
}

/// Drops a warning that ended long ago from memory; the journal keeps it.
pub(super) fn forget(state: &mut State, id: WarningId) {
    let Some(warning) = state.warnings.remove(id) else {
        return;
    };
    for alert in &warning.alerts {
        state.alerts.remove(alert);
        state.reach.remove(alert);
        state.deliveries.forget(id, *alert);
    }
    let Some(opened) = state.opened_with.get(&id).map(|opened| **opened) else {
        return;
    };
    state.opened_with.remove(&id);
    // What several warnings of one event share goes with the last of them.
    let incident = opened.incident.and_then(|id| state.incidents.get(&id));
    let of_event = incident.into_iter().flat_map(|incident| &incident.warnings);
    let others = of_event.filter_map(|other| state.opened_with.get(other));
    let others: Vec<OpenedWith> = others.map(|other| **other).collect();
    if let Some(headcount) = opened.headcount
        && others
            .iter()
            .all(|other| other.headcount != Some(headcount))
    {
        state.headcounts.remove(&headcount);
    }
    if let Some(incident) = opened.incident.filter(|_| others.is_empty()) {
        state.incidents.remove(&incident);
    }
}
