//! What should be under way, most urgent first; and when to look again.

use super::{Delivery, Life, Target};
use crate::ids::{AlertId, DeliveryId, SirenId};
use crate::limits::{
    ALL_CLEAR_SOUND_S, NAGS_MAX, ORDER_LIFE_MS, SIREN_ANSWER_MS_MAX, SIREN_HEARD_MS_MAX, SOUND_S,
    UNCONFIRMED_NAG_MS,
};
use crate::siren::{ORDER_VERSION, Order, Program, Tone};
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::Alert;
use crate::wording::Act;
use std::sync::Arc;

/// How much each channel can take at once.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Siren orders.
    pub sirens: usize,
    /// Bulletins.
    pub live: usize,
    /// Files.
    pub folder: usize,
}

/// What should be under way.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// The work, most urgent first.
    pub work: Vec<Work>,
}

/// One piece of work for a courier. It carries what it needs: a channel sees neither state nor journal.
#[derive(Clone, Debug)]
pub enum Work {
    /// Carry an order to a siren.
    Siren {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// The siren.
        siren: SirenId,
        /// The order, unsigned; the channel signs it with the key of its status.
        order: Box<Order>,
    },
    /// Put a bulletin on the live wire.
    Bulletin {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// The alert.
        alert: Arc<Alert>,
    },
    /// Write the files of an alert.
    File {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// The alert.
        alert: Arc<Alert>,
    },
}

impl Work {
    /// Which attempt of which delivery it is.
    pub fn key(&self) -> (DeliveryId, u8) {
        match self {
            Self::Siren {
                delivery, attempt, ..
            }
            | Self::Bulletin {
                delivery, attempt, ..
            }
            | Self::File {
                delivery, attempt, ..
            } => (*delivery, *attempt),
        }
    }
}

/// Why [`wake_at`] names a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A delivery is due again, or its answer is overdue.
    Delivery(DeliveryId),
    /// A message expires.
    Expiry,
    /// Nobody has confirmed a warning.
    Unconfirmed,
}

/// Real before exercise, then the channel, then the newest message.
type Rank = (Status, u8, std::cmp::Reverse<AlertId>);

/// What should be under way at `now`, most urgent first: real before exercise, sirens before
/// screens before files, newest message first. The same state gives the same answer.
pub fn due(state: &State, now: Timestamp, room: Room) -> Due {
    let mut ranked: Vec<(Rank, Work)> = Vec::new();
    for id in &state.open_deliveries {
        let Some(delivery) = state.deliveries.get(id) else {
            continue;
        };
        let ready = match &delivery.life {
            Life::Planned => true,
            Life::Resting { until } => *until <= now,
            Life::Sent { .. }
            | Life::Accepted { .. }
            | Life::Heard { .. }
            | Life::Published { .. }
            | Life::Silent { .. }
            | Life::Refused { .. }
            | Life::GivenUp { .. }
            | Life::Overtaken { .. } => false,
        };
        let Some(alert) = state.alerts.get(&delivery.alert).filter(|_| ready) else {
            continue;
        };
        let (delivery_id, attempt) = (delivery.id, delivery.attempt);
        let (lane, work) = match &delivery.target {
            Target::Siren(siren) => {
                let Some(order) = order(state, delivery, siren, alert) else {
                    continue;
                };
                let siren = siren.clone();
                (
                    0,
                    Work::Siren {
                        delivery: delivery_id,
                        attempt,
                        siren,
                        order: Box::new(order),
                    },
                )
            }
            Target::Live => (
                1,
                Work::Bulletin {
                    delivery: delivery_id,
                    attempt,
                    alert: Arc::clone(alert),
                },
            ),
            Target::Folder => (
                2,
                Work::File {
                    delivery: delivery_id,
                    attempt,
                    alert: Arc::clone(alert),
                },
            ),
        };
        ranked.push((
            (alert.content.status, lane, std::cmp::Reverse(alert.id)),
            work,
        ));
    }
    ranked.sort_by_key(|(rank, work)| (*rank, work.key()));
    let mut left = room;
    let work = ranked.into_iter().map(|(_, work)| work).filter(|work| {
        let left = match work {
            Work::Siren { .. } => &mut left.sirens,
            Work::Bulletin { .. } => &mut left.live,
            Work::File { .. } => &mut left.folder,
        };
        let fits = *left > 0;
        *left = left.saturating_sub(1);
        fits
    });
    Due {
        work: work.collect(),
    }
}

fn order(state: &State, delivery: &Delivery, siren: &SirenId, alert: &Alert) -> Option<Order> {
    let site = state.site.as_ref()?;
    let tone = site
        .words
        .get(&crate::ids::Danger::new(alert.content.danger.clone()))
        .map_or(Tone::WailWarning, |words| words.tone);
    let program = match alert.content.act {
        Act::Alert | Act::Update => Program::Sound {
            tone,
            duration_s: SOUND_S,
        },
        Act::AllClear | Act::Retraction => Program::AllClear {
            tone: Tone::AllClearSteady,
            duration_s: ALL_CLEAR_SOUND_S,
        },
        Act::Expiry => Program::Stop,
    };
    Some(Order {
        v: ORDER_VERSION,
        order: delivery.id.0,
        site: site.id.clone(),
        target: siren.clone(),
        epoch: state.sirens.get(siren).map_or(1, |s| s.epoch),
        ctr: delivery.ctr,
        not_before: delivery.due_from,
        expires: delivery.due_from.plus_ms(ORDER_LIFE_MS),
        program,
        alert_sha256: alert.content.cap.sha256.clone(),
        status: alert.content.status,
    })
}

/// The next time after `now` at which something changes by itself, and what; `None` when nothing will.
pub fn wake_at(state: &State, now: Timestamp) -> Option<(Timestamp, Reason)> {
    let deliveries = state.open_deliveries.iter().filter_map(|id| {
        let delivery = state.deliveries.get(id)?;
        let starts = match delivery.life {
            Life::Resting { until } => Some(until),
            _ => None,
        };
        let at = starts
            .filter(|at| *at > now)
            .or_else(|| lapses_at(delivery))?;
        Some((at, Reason::Delivery(*id)))
    });
    let ends = state
        .live_warnings()
        .filter_map(|w| Some((w.expires?, Reason::Expiry)));
    let nags = state
        .live_warnings()
        .filter(|w| w.is_unconfirmed() && w.nags < NAGS_MAX)
        .map(|w| (w.nagged.plus_ms(UNCONFIRMED_NAG_MS), Reason::Unconfirmed));
    deliveries
        .chain(ends)
        .chain(nags)
        .filter(|(at, _)| *at > now)
        .min_by_key(|(at, _)| *at)
}

/// When an attempt counts as failed although nobody said so.
pub(crate) fn lapses_at(delivery: &Delivery) -> Option<Timestamp> {
    match delivery.life {
        // An order that was never handed over must not leave with a window that has passed.
        Life::Planned | Life::Resting { .. } => matches!(delivery.target, Target::Siren(_))
            .then(|| delivery.due_from.plus_ms(ORDER_LIFE_MS / 2)),
        Life::Sent { at } => Some(at.plus_ms(SIREN_ANSWER_MS_MAX)),
        Life::Accepted { at } => Some(at.plus_ms(SIREN_HEARD_MS_MAX)),
        Life::Heard { .. }
        | Life::Published { .. }
        | Life::Silent { .. }
        | Life::Refused { .. }
        | Life::GivenUp { .. }
        | Life::Overtaken { .. } => None,
    }
}
