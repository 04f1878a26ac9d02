//! What should be under way, most urgent first; and when to look again.

use super::{Channel, Delivery, Lane, Life, Target};
use crate::ids::{DeliveryId, HookId, SirenId};
use crate::limits::{
    ALL_CLEAR_SOUND_S, ORDER_LIFE_MS, SIREN_ANSWER_MS_MAX, SIREN_HEARD_MS_MAX, SOUND_S,
};
use crate::siren::{ORDER_VERSION, Order, Program, Tone};
use crate::state::State;
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
    /// Alerts that are being carried to registered people.
    pub people: usize,
    /// Calls to programs of others.
    pub hooks: usize,
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
    /// Carry an alert to registered people: the registry knows who they are, and goes on where it was.
    People {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// The alert.
        alert: Arc<Alert>,
        /// How urgent it is.
        lane: Lane,
    },
    /// Tell a program of others.
    Hook {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// Which program.
        hook: HookId,
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
            | Self::People {
                delivery, attempt, ..
            }
            | Self::Hook {
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
    /// Nobody has confirmed a warning, or the end that one officer gave alone.
    Unconfirmed,
    /// Nobody has moved what is not out yet.
    Held,
    /// The turn of what was submitted comes.
    Turn,
    /// A change that waits for two people is void.
    Change,
}

/// What should be under way at `now`, most urgent first: see [`super::Lane`]. The same state gives the
/// same answer.
pub fn due(state: &State, now: Timestamp, room: Room) -> Due {
    due_beside(state, now, room, |_| false)
}

/// The same without what couriers are busy with: that takes room, and is not asked for again.
pub fn due_beside(
    state: &State,
    now: Timestamp,
    room: Room,
    is_busy: impl Fn((DeliveryId, u8)) -> bool,
) -> Due {
    let rested: Vec<&Arc<Delivery>> = state.deliveries.rested(now).collect();
    let mut due: Vec<&Arc<Delivery>> = Vec::new();
    for (channel, room) in [
        (Channel::Sirens, room.sirens),
        (Channel::Live, room.live),
        (Channel::People, room.people),
        (Channel::Hooks, room.hooks),
        (Channel::Folder, room.folder),
    ] {
        let mut ready: Vec<_> = state.deliveries.ready(channel).take(room).collect();
        ready.extend(rested.iter().filter(|d| d.channel() == channel));
        ready.sort_by_key(|delivery| (delivery.rank(), delivery.id));
        let those = ready.into_iter().take(room);
        due.extend(those.filter(|d| !is_busy((d.id, d.attempt))));
    }
    due.sort_by_key(|delivery| (delivery.rank(), delivery.id));
    let work = due.into_iter().filter_map(|delivery| work(state, delivery));
    Due {
        work: work.collect(),
    }
}

fn work(state: &State, delivery: &Delivery) -> Option<Work> {
    let alert = state.alerts.get(&delivery.alert)?;
    let (id, attempt) = (delivery.id, delivery.attempt);
    Some(match &delivery.target {
        Target::Siren(siren) => Work::Siren {
            delivery: id,
            attempt,
            siren: siren.clone(),
            order: Box::new(order(state, delivery, siren, alert)?),
        },
        Target::Live => Work::Bulletin {
            delivery: id,
            attempt,
            alert: Arc::clone(alert),
        },
        Target::People => Work::People {
            delivery: id,
            attempt,
            alert: Arc::clone(alert),
            lane: delivery.lane,
        },
        Target::Hook(hook) => Work::Hook {
            delivery: id,
            attempt,
            hook: hook.clone(),
            alert: Arc::clone(alert),
        },
        Target::Folder => Work::File {
            delivery: id,
            attempt,
            alert: Arc::clone(alert),
        },
    })
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
        nonce: None,
    })
}

/// The next time after `now` at which something changes by itself, and what; `None` when nothing will.
pub fn wake_at(state: &State, now: Timestamp) -> Option<(Timestamp, Reason)> {
    let delivery = state.deliveries.wakes_after(now);
    let delivery = delivery.map(|(at, id)| (at, Reason::Delivery(id)));
    let warning = state.warnings.wakes_after(now);
    let warning = warning.and_then(|(_, warning)| warning.wakes_at());
    let change = state.changes.wakes_at().filter(|at| *at > now);
    let change = change.map(|at| (at, Reason::Change));
    delivery
        .into_iter()
        .chain(warning)
        .chain(change)
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
        Life::Carrying { .. }
        | Life::Carried { .. }
        | Life::Heard { .. }
        | Life::Published { .. }
        | Life::Silent { .. }
        | Life::Refused { .. }
        | Life::GivenUp { .. }
        | Life::Overtaken { .. } => None,
    }
}
