//! What an entry does to deliveries: planned, attempted, answered, overtaken.

use super::with;
use crate::delivery::{self, Delivery, Life, Next, Outcome, Target};
use crate::fact::Pairing;
use crate::ids::{AlertId, DeliveryId, SirenId};
use crate::siren::{AnswerWhat, RefusalReason};
use crate::state::{SirenState, State};
use crate::time::Timestamp;
use crate::warning::{Alert, Origin};
use std::collections::BTreeSet;

/// Plans the deliveries of a message: an end goes to every siren that any message of its warning was
/// planned for, and overtakes what has not sounded; but never to a siren that another danger needs.
pub(super) fn plan(state: &mut State, alert: &Alert, at: Timestamp) {
    let earlier: Vec<AlertId> = state
        .warning(alert.warning)
        .map(|w| w.alerts.clone())
        .unwrap_or_default();
    let mut sirens: BTreeSet<SirenId> = BTreeSet::new();
    if alert.content.sounds {
        if let (Some(site), Some(warning)) = (&state.site, state.warning(alert.warning)) {
            sirens.extend(site.sirens_in(&warning.zones));
        }
        for delivery in earlier.iter().flat_map(|alert| state.deliveries_of(*alert)) {
            if let Target::Siren(siren) = &delivery.target {
                sirens.insert(siren.clone());
            }
        }
    }
    let ends = alert.content.act.ends();
    // A bulletin never follows a newer one of its warning; files are a record, each is written.
    take_back(state, &earlier, at, |target| match target {
        Target::Siren(siren) => ends || sirens.contains(siren),
        Target::Live => true,
        Target::Folder => false,
    });
    if ends {
        let needed = needed_elsewhere(state, alert);
        sirens.retain(|siren| !needed.contains(siren));
    } else {
        overtake_ends(state, alert, &sirens, at);
    }
    let first = DeliveryId(state.last_delivery + 1);
    for target in sirens
        .into_iter()
        .map(Target::Siren)
        .chain([Target::Live, Target::Folder])
    {
        let ctr = take_counter(state, &target);
        let id = DeliveryId(state.last_delivery + 1);
        state.last_delivery = id.0;
        let delivery = Delivery {
            id,
            alert: alert.id,
            target,
            life: Life::Planned,
            attempt: 1,
            ctr,
            due_from: at,
            planned: at,
            series: 1,
            sent: None,
            started: None,
            heard: None,
            ended: None,
        };
        state.deliveries.insert(id, delivery);
        state.open_deliveries.insert_mut(id);
    }
    let count = state.last_delivery + 1 - first.0;
    state.planned.insert(alert.id, (first, count));
}

/// Sirens that another live warning sounds on: the all clear of one danger must not be heard, nor
/// the sound of another be stopped, while that other lasts. An exercise needs no siren against the
/// real thing.
pub(super) fn needed_elsewhere(state: &State, ending: &Alert) -> BTreeSet<SirenId> {
    state
        .live_warnings()
        .filter(|w| w.id != ending.warning && w.origin == Origin::Own)
        .filter(|w| w.status <= ending.content.status)
        .flat_map(|w| w.alerts.iter())
        .flat_map(|alert| state.deliveries_of(*alert))
        .filter_map(|delivery| match &delivery.target {
            Target::Siren(siren) => Some(siren.clone()),
            Target::Live | Target::Folder => None,
        })
        .collect()
}

/// An end that has not reached a siren must not reach it after a new danger sounds there.
pub(super) fn overtake_ends(
    state: &mut State,
    sounding: &Alert,
    sirens: &BTreeSet<SirenId>,
    at: Timestamp,
) {
    let late: Vec<DeliveryId> = state
        .open_deliveries
        .iter()
        .filter_map(|id| state.deliveries.get(id))
        .filter(|d| matches!(&d.target, Target::Siren(siren) if sirens.contains(siren)))
        .filter(|d| {
            let end = state.alerts.get(&d.alert).map(|alert| &alert.content);
            end.is_some_and(|end| end.act.ends() && sounding.content.status <= end.status)
        })
        .map(|d| d.id)
        .collect();
    for id in late {
        set_life(state, id, |delivery| delivery.life = Life::Overtaken { at });
    }
}

/// Takes back what of earlier messages has not arrived at targets of a kind.
pub(super) fn take_back(
    state: &mut State,
    earlier: &[AlertId],
    at: Timestamp,
    is_meant: impl Fn(&Target) -> bool,
) {
    let overtaken: Vec<DeliveryId> = earlier
        .iter()
        .flat_map(|alert| state.deliveries_of(*alert))
        .filter(|d| !d.life.is_final() && is_meant(&d.target))
        .map(|d| d.id)
        .collect();
    for id in overtaken {
        set_life(state, id, |delivery| delivery.life = Life::Overtaken { at });
    }
}

pub(super) fn take_counter(state: &mut State, target: &Target) -> u64 {
    let Target::Siren(siren) = target else {
        return 0;
    };
    let mut known = siren_state(state, siren);
    let ctr = known.next_ctr;
    known.next_ctr = ctr.saturating_add(1);
    state.sirens.insert(siren.clone(), known);
    ctr
}

fn siren_state(state: &State, siren: &SirenId) -> SirenState {
    let known = state.sirens.get(siren);
    known
        .map(|known| known.as_ref().clone())
        .unwrap_or_default()
}

pub(super) fn set_life(state: &mut State, id: DeliveryId, change: impl FnOnce(&mut Delivery)) {
    let Some(delivery) = state.deliveries.get_mut(&id) else {
        return;
    };
    change(delivery);
    if delivery.life.is_final() {
        state.open_deliveries.remove_mut(&id);
    } else {
        state.open_deliveries.insert_mut(id);
    }
}

pub(super) fn attempted(
    state: &mut State,
    id: DeliveryId,
    attempt: u8,
    outcome: &Outcome,
    at: Timestamp,
) {
    let Some(delivery) = state
        .deliveries
        .get(&id)
        .filter(|d| d.attempt == attempt && !d.life.is_final())
    else {
        return;
    };
    match outcome {
        Outcome::HandedOver { .. } => {
            let life = match delivery.target {
                Target::Siren(_) if matches!(delivery.life, Life::Accepted { .. }) => {
                    delivery.life.clone()
                }
                Target::Siren(_) => Life::Sent { at },
                Target::Live | Target::Folder => Life::Published { at },
            };
            set_life(state, id, |d| {
                d.life = life;
                d.sent = d.sent.or(Some(at));
            });
        }
        Outcome::Failed { why } => try_again(state, id, why, at),
    }
}

pub(super) fn lapsed(state: &mut State, id: DeliveryId, attempt: u8, at: Timestamp) {
    let Some(delivery) = state
        .deliveries
        .get(&id)
        .filter(|d| d.attempt == attempt && !d.life.is_final())
    else {
        return;
    };
    if matches!(delivery.life, Life::Accepted { .. }) {
        set_life(state, id, |d| d.life = Life::Silent { at });
    } else {
        try_again(state, id, "no answer in time", at);
    }
}

pub(super) fn try_again(state: &mut State, id: DeliveryId, why: &str, at: Timestamp) {
    let Some(delivery) = state.deliveries.get(&id).cloned() else {
        return;
    };
    match delivery::next_attempt(&delivery, at) {
        Next::Retry(until) => {
            let ctr = take_counter(state, &delivery.target);
            set_life(state, id, |d| {
                d.life = Life::Resting { until };
                d.attempt = d.attempt.saturating_add(1);
                d.ctr = ctr;
                d.due_from = until;
            });
        }
        Next::GiveUp => set_life(state, id, |d| {
            d.life = Life::GivenUp {
                at,
                why: why.to_owned(),
            }
        }),
    }
}

pub(super) fn answered(
    state: &mut State,
    id: DeliveryId,
    siren: &SirenId,
    what: AnswerWhat,
    at: Timestamp,
) {
    let Some(delivery) = state.deliveries.get(&id).cloned() else {
        return;
    };
    match what {
        AnswerWhat::Accepted | AnswerWhat::Started => set_life(state, id, |d| {
            if !d.life.is_final() {
                d.life = Life::Accepted { at };
            }
            if what == AnswerWhat::Started {
                d.started = d.started.or(Some(at));
            }
        }),
        AnswerWhat::Heard => {
            set_life(state, id, |d| {
                d.life = Life::Heard { at };
                d.heard = d.heard.or(Some(at));
            });
            with(&mut state.sirens, siren, |s| s.heard = Some(at));
        }
        AnswerWhat::NotHeard => set_life(state, id, |d| {
            if !matches!(d.life, Life::Heard { .. }) {
                d.life = Life::Silent { at };
            }
        }),
        AnswerWhat::Ended => set_life(state, id, |d| d.ended = d.ended.or(Some(at))),
        AnswerWhat::Refused { reason } => {
            if delivery.life.is_final() {
                return;
            }
            if delivery::is_curable(reason) {
                try_again(state, id, reason.advice(), at);
            } else {
                set_life(state, id, |d| d.life = Life::Refused { at, reason });
            }
        }
    }
}

/// A siren that comes back while its warning is live gets what it missed, if that is still the
/// last word; what has ended stays ended.
pub(super) fn linked(
    state: &mut State,
    siren: &SirenId,
    up: bool,
    pairing: Option<Pairing>,
    at: Timestamp,
) {
    let mut known = siren_state(state, siren);
    let came_back = up && known.up != Some(true);
    if known.up != Some(up) {
        known.up = Some(up);
        known.since = at;
    }
    let was_paired_anew = pairing.is_some_and(|pairing| pairing.epoch > known.epoch);
    if let Some(pairing) = pairing {
        known.epoch = known.epoch.max(pairing.epoch);
        known.next_ctr = known.next_ctr.max(pairing.next_ctr);
    }
    state.sirens.insert(siren.clone(), known);
    if !up {
        return;
    }
    // A siren that went away may have been switched off before anybody could hear it: what it
    // accepted is ordered again, and its own memory keeps it from sounding twice.
    let missed: Vec<DeliveryId> = state
        .live_warnings()
        .filter_map(|w| state.last_sounding(w))
        .flat_map(|alert| state.deliveries_of(alert.id))
        .filter(|d| matches!(&d.target, Target::Siren(id) if id == siren))
        .filter(|d| match d.life {
            Life::GivenUp { .. } => true,
            Life::Resting { .. } | Life::Accepted { .. } | Life::Silent { .. } => came_back,
            Life::Refused { reason, .. } => {
                let cured = matches!(
                    reason,
                    RefusalReason::WrongEpoch | RefusalReason::CounterLost
                );
                was_paired_anew && cured
            }
            Life::Planned
            | Life::Sent { .. }
            | Life::Heard { .. }
            | Life::Published { .. }
            | Life::Overtaken { .. } => false,
        })
        .map(|d| d.id)
        .collect();
    for id in missed {
        let ctr = take_counter(state, &Target::Siren(siren.clone()));
        set_life(state, id, |d| {
            d.life = Life::Planned;
            d.attempt = d.attempt.saturating_add(1);
            d.series = d.attempt;
            d.ctr = ctr;
            d.due_from = at;
        });
    }
}
