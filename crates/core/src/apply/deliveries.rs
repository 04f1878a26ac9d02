//! What an entry does to deliveries: planned, attempted, answered, overtaken.

use super::with;
use crate::class::Class;
use crate::delivery::{self, Delivery, Lane, Life, Next, Outcome, Tally, Target, Watch};
use crate::fact::Pairing;
use crate::ids::{DeliveryId, SirenId, WarningId};
use crate::siren::{AnswerWhat, Condition, RefusalReason};
use crate::state::{SirenState, State};
use crate::time::Timestamp;
use crate::warning::{Alert, Origin};
use std::collections::BTreeSet;

/// Plans the deliveries of a message: an end goes to every siren that any message of its warning was
/// planned for, and overtakes what has not sounded; but never to a siren that another danger needs.
pub(super) fn plan(state: &mut State, alert: &Alert, at: Timestamp) {
    let mut sirens: BTreeSet<SirenId> = BTreeSet::new();
    if alert.content.only_adds_zones() {
        let added = alert.content.added.iter();
        let there = added.filter_map(|zone| state.sirens_by_zone.get(zone));
        sirens.extend(there.flatten().cloned());
    } else if alert.content.sounds {
        if let Some(warning) = state.warning(alert.warning) {
            let zones = warning.zones.iter();
            let there = zones.filter_map(|zone| state.sirens_by_zone.get(zone));
            sirens.extend(there.flatten().cloned());
        }
        sirens.extend(state.deliveries.sirens_of(alert.warning).cloned());
    }
    let ends = alert.content.act.ends();
    // A bulletin never follows a newer one of its warning, and nobody is told what no longer holds.
    take_back(state, alert.warning, at, |target| match target {
        Target::Siren(siren) => ends || sirens.contains(siren),
        Target::Live | Target::People => true,
        // Whoever keeps a list must hear of each message; files are a record, each is written.
        Target::Hook(_) | Target::Folder => false,
    });
    if ends {
        sirens.retain(|siren| !is_needed_elsewhere(state, alert, siren));
    } else {
        if alert.content.class == Class::PreAlert {
            // What may come is not sounded over what is there.
            sirens.retain(|siren| !is_needed_elsewhere(state, alert, siren));
        }
        overtake_ends(state, alert, &sirens, at);
    }
    let lane = Lane::of(&alert.content);
    let sirens = sirens.into_iter().map(Target::Siren);
    let targets = sirens
        .chain([Target::Live])
        .chain(ways_out(state, alert))
        .chain([Target::Folder]);
    let targets: Vec<Target> = targets.collect();
    let mut planned = planned(state, alert, lane, targets, at);
    for delivery in &mut planned {
        if !ends && matches!(delivery.target, Target::Siren(_)) {
            delivery.watch = Watch::On;
        }
    }
    state.deliveries.plan(alert.id, planned);
}

/// A delivery of an alert to each of these, numbered behind the last.
fn planned(
    state: &mut State,
    alert: &Alert,
    lane: Lane,
    targets: Vec<Target>,
    at: Timestamp,
) -> Vec<Delivery> {
    let first = state.deliveries.last().0 + 1;
    let numbered = (first..).zip(targets);
    let delivery = |(n, target)| Delivery {
        id: DeliveryId(n),
        alert: alert.id,
        warning: alert.warning,
        status: alert.content.status,
        lane,
        ctr: take_counter(state, &target),
        target,
        life: Life::Planned,
        attempt: 1,
        due_from: at,
        planned: at,
        series: 1,
        sent: None,
        started: None,
        heard: None,
        ended: None,
        people: Tally::new(),
        watch: Watch::Off,
        stands_in_for: None,
    };
    numbered.map(delivery).collect()
}

/// A siren is silent: its neighbours are ordered what it was ordered. An end has taken back everything before.
pub(super) fn escalated(state: &mut State, id: DeliveryId, neighbours: &[SirenId], at: Timestamp) {
    set_life(state, id, |d| d.watch = Watch::Escalated { at });
    let Some(silent) = state.deliveries.get(&id).cloned() else {
        return;
    };
    let Some(alert) = state.alerts.get(&silent.alert).cloned() else {
        return;
    };
    let Target::Siren(siren) = &silent.target else {
        return;
    };
    overtake_ends(state, &alert, &neighbours.iter().cloned().collect(), at);
    let targets = neighbours.iter().cloned().map(Target::Siren).collect();
    let mut planned = planned(state, &alert, silent.lane, targets, at);
    for delivery in &mut planned {
        delivery.stands_in_for = Some(siren.clone());
    }
    state.deliveries.plan_more(alert.id, planned);
}

/// Registered people and programs of others, as far as the site has any for this message.
fn ways_out(state: &State, alert: &Alert) -> Vec<Target> {
    let Some(site) = state.site.as_deref() else {
        return Vec::new();
    };
    let status = alert.content.status;
    let people = (!site.channels.is_empty()).then_some(Target::People);
    let told = site.hooks.iter();
    let told = told.filter(|(_, hook)| hook.statuses.contains(&status));
    let hooks = told.map(|(id, _)| Target::Hook(id.clone()));
    people.into_iter().chain(hooks).collect()
}

/// How many people stand where. What is over stays over; what is carried is carrying again when a mail came
/// back and somebody's next channel is tried.
pub(super) fn carried(state: &mut State, id: DeliveryId, people: &Tally, at: Timestamp) {
    set_life(state, id, |delivery| {
        delivery.people.clone_from(people);
        let is_open = people.values().any(|counts| counts.open() > 0);
        delivery.sent = delivery.sent.or(Some(at));
        delivery.life = match (&delivery.life, is_open) {
            (Life::Overtaken { .. }, _)
            | (Life::Carrying { .. }, true)
            | (Life::Carried { .. }, false) => return,
            (_, true) => Life::Carrying { at },
            (_, false) => Life::Carried { at },
        };
    });
}

/// Whether another live warning sounds on a siren: the all clear of one danger must not be heard, nor
/// the sound of another be stopped, while that other lasts. An exercise needs no siren against the
/// real thing.
fn is_needed_elsewhere(state: &State, ending: &Alert, siren: &SirenId) -> bool {
    let others = state.deliveries.warnings_of(siren);
    others
        .filter(|id| *id != ending.warning)
        .filter_map(|id| state.warning(id))
        .any(|w| w.is_live() && w.origin == Origin::Own && w.status <= ending.content.status)
}

/// An end that has not reached a siren must not reach it after a new danger sounds there.
fn overtake_ends(state: &mut State, sounding: &Alert, sirens: &BTreeSet<SirenId>, at: Timestamp) {
    let open = sirens
        .iter()
        .flat_map(|siren| state.deliveries.open_to(siren));
    let late = open.filter(|d| {
        let end = state.alerts.get(&d.alert).map(|alert| &alert.content);
        end.is_some_and(|end| end.act.ends() && sounding.content.status <= end.status)
    });
    overtaken(state, late.map(|d| d.id).collect(), at);
}

/// Takes back what of a warning has not arrived at targets of a kind.
pub(super) fn take_back(
    state: &mut State,
    warning: WarningId,
    at: Timestamp,
    is_meant: impl Fn(&Target) -> bool,
) {
    let open = state.deliveries.open_of(warning);
    let meant = open.filter(|d| is_meant(&d.target));
    overtaken(state, meant.map(|d| d.id).collect(), at);
}

fn overtaken(state: &mut State, those: Vec<DeliveryId>, at: Timestamp) {
    for id in those {
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
    with(&mut state.deliveries, &id, change);
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
                Target::People => Life::Carrying { at },
                Target::Live | Target::Hook(_) | Target::Folder => Life::Published { at },
            };
            set_life(state, id, |d| {
                d.life = life;
                d.sent = d.sent.or(Some(at));
            });
        }
        Outcome::Failed { why } => try_again(state, id, why, at),
        Outcome::Refused { why } => give_up(state, id, why, at),
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
        Next::GiveUp => give_up(state, id, why, at),
    }
}

fn give_up(state: &mut State, id: DeliveryId, why: &str, at: Timestamp) {
    let why = why.to_owned();
    set_life(state, id, |d| d.life = Life::GivenUp { at, why });
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
        .live_warnings_of(siren)
        .filter_map(|w| state.last_sounding(w, siren))
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
            | Life::Carrying { .. }
            | Life::Carried { .. }
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

pub(super) fn condition_told(
    state: &mut State,
    siren: &SirenId,
    condition: &Condition,
    at: Timestamp,
) {
    let mut known = siren_state(state, siren);
    known.condition = Some((condition.clone(), at));
    state.sirens.insert(siren.clone(), known);
}
