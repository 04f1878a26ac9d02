//! What an entry does to warnings: opened, issued, ended, forgotten.

use super::deliveries::plan;
use super::with;
use crate::ids::{DeliveryId, WarningId};
use crate::limits::ENDED_WARNINGS_KEPT;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::{Alert, Content, End, Origin, Stage, Warning};
use std::sync::Arc;

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
        danger: danger.to_owned(),
        zones: std::collections::BTreeSet::new(),
        valid_s: 0,
        stage: Stage::Draft,
        opened: at,
        drafted_by: None,
        hands: std::collections::BTreeSet::new(),
        fired_by: None,
        submitted: None,
        approved: None,
        rejected: None,
        confirmed: None,
        nags: 0,
        nagged: at,
        alerts: Vec::new(),
        expires: None,
        ended: None,
    }
}

pub(super) fn put_warning(state: &mut State, warning: Warning) {
    state.open_warnings.insert_mut(warning.id);
    state.warnings.insert(warning.id, warning);
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
    });
    let how = ended_by(content);
    state.alerts.insert(id, alert);
    if let Some(how) = how {
        end(state, warning_id, how, at, by.cloned());
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

pub(super) fn end(
    state: &mut State,
    id: WarningId,
    how: End,
    at: Timestamp,
    by: Option<crate::ids::OfficerId>,
) {
    with(&mut state.warnings, &id, |w| {
        w.stage = Stage::Ended;
        w.ended = Some((how, at, by));
    });
    close(state, id);
}

pub(super) fn close(state: &mut State, id: WarningId) {
    state.open_warnings.remove_mut(&id);
    let ended = Arc::make_mut(&mut state.ended_warnings);
    ended.push_back(id);
    if ended.len() <= ENDED_WARNINGS_KEPT {
        return;
    }
    // Other authorities' warnings go first: a busy feed must not push out our own record.
    let is_foreign = |id: &WarningId| {
        let warning = state.warnings.get(id);
        warning.is_some_and(|w| w.origin != Origin::Own)
    };
    let oldest = ended.iter().position(is_foreign).unwrap_or(0);
    if let Some(oldest) = ended.remove(oldest) {
        forget(state, oldest);
    }
}

/// Drops a warning that ended long ago from memory; the journal keeps it.
pub(super) fn forget(state: &mut State, id: WarningId) {
    let Some(warning) = state.warnings.get(&id).cloned() else {
        return;
    };
    state.warnings.remove(&id);
    for alert in &warning.alerts {
        state.alerts.remove(alert);
        state.reach.remove(alert);
    }
    state.headcounts.retain(|_, h| h.warning != id);
    state.incidents.retain(|_, i| i.warnings != [id]);
    let gone: Vec<DeliveryId> = warning
        .alerts
        .iter()
        .flat_map(|alert| state.deliveries_of(*alert))
        .map(|d| d.id)
        .collect();
    for alert in &warning.alerts {
        state.planned.remove(alert);
    }
    for id in gone {
        state.deliveries.remove(&id);
        state.open_deliveries.remove_mut(&id);
    }
}
