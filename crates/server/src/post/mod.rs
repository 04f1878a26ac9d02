//! Carries alerts to registered people, over whichever channel reaches each. Who they are and what they were
//! sent is in the registry; the journal hears how many stand where. Losing this task loses nothing: what was
//! due before it is due after it, under the same numbers.
//!
//! ```text
//! plan     an order is parcelled: one row for each endpoint, on disk before anything is sent
//! carry    one task for each channel takes what is due, sends it, and settles what came of it
//! settle   the rules of the core say where a parcel stands, and whether the person's next channel is tried
//! ```

mod bounces;
mod carry;
mod pace;
mod plan;
mod settle;

pub use bounces::bounces;
pub(crate) use carry::follows;

#[cfg(test)]
mod tests;

use crate::audience::Audience;
use crate::clock;
use crate::engine::Desk;
use crate::people::People;
use crate::stopping::Stopping;
use pace::Pace;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::Notify;
use vigie_channels::pattern::{Channel, Order};
use vigie_core::delivery::parcel::{Outcome, Stage, Turn};
use vigie_core::delivery::{self, Lane, Tally};
use vigie_core::ids::{AlertId, ChannelId, DeliveryId};
use vigie_core::warning::Alert;
use vigie_core::{Input, State};
use vigie_store::registry::Fault;
use vigie_store::registry::parcels::ParcelRow;

/// The channels of this program, by the name that endpoints have.
pub type Channels = BTreeMap<ChannelId, Arc<dyn Channel>>;

/// What carries to people. Copies are one and the same.
#[derive(Clone, Debug)]
pub struct Post(Arc<Office>);

#[derive(Debug)]
struct Office {
    desk: Desk,
    people: People,
    audience: Audience,
    channels: Channels,
    /// How fast each provider is given orders, whoever they are for.
    paces: BTreeMap<ChannelId, Mutex<Pace>>,
    /// The server's address, without a slash at the end.
    base: String,
    /// Rung when a channel may have something to do.
    bells: BTreeMap<ChannelId, Notify>,
    /// What is being planned: the engine asks again about whatever takes long.
    planning: Mutex<BTreeSet<DeliveryId>>,
}

impl Post {
    /// Starts one task for each channel. What a stop or a crash left with a channel is due again.
    pub fn start(
        desk: Desk,
        people: People,
        audience: Audience,
        channels: Channels,
        base: String,
        stopping: &Stopping,
    ) -> Self {
        let state = desk.state();
        let site = state.site.as_deref();
        let declared = site.into_iter().flat_map(|site| site.channels.keys());
        let names: BTreeSet<ChannelId> = declared.chain(channels.keys()).cloned().collect();
        let bells = names.iter().map(|name| (name.clone(), Notify::new()));
        let each = channels.iter().map(|(name, channel)| {
            let pace = Pace::new(channel.limits(), Instant::now());
            (name.clone(), Mutex::new(pace))
        });
        let paces = each.collect();
        let post = Self(Arc::new(Office {
            desk,
            people,
            audience,
            paces,
            channels,
            base,
            bells: bells.collect(),
            planning: Mutex::default(),
        }));
        for channel in names {
            tokio::spawn(carry::carry(post.clone(), channel, stopping.clone()));
        }
        post
    }

    /// Whether there is such a channel.
    pub fn has(&self, channel: &str) -> bool {
        self.0.channels.contains_key(&ChannelId::new(channel))
    }

    /// Sends a note by a channel, at the pace of its provider. It outlasts a crash only if whoever asks keeps it.
    pub async fn note(&self, channel: &str, note: &Order) -> Outcome {
        let name = ChannelId::new(channel);
        let Some(channel) = self.0.channels.get(&name) else {
            let why = "the channel is not configured any more".to_owned();
            return Outcome::Refused { why };
        };
        if let Some(mut pace) = self.pace(&name) {
            let now = Instant::now();
            if pace.free(now) == 0 {
                let rest_ms = i64::try_from(pace.rest(now).as_millis()).ok();
                let why = "as many orders are under way as the provider takes".to_owned();
                return Outcome::Later { why, rest_ms };
            }
            pace.give(1, now);
        }
        carry::sent(channel.as_ref(), note).await
    }

    fn pace(&self, channel: &ChannelId) -> Option<MutexGuard<'_, Pace>> {
        let pace = self.0.paces.get(channel)?;
        Some(pace.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Plans an alert for whoever it concerns, unless that is done, and says how it stands. Says that it failed
    /// where the registry does not answer: then it is due again.
    pub async fn take(self, delivery: DeliveryId, attempt: u8, alert: Arc<Alert>, lane: Lane) {
        if !self.planning().insert(delivery) {
            return;
        }
        let (post, order) = (self.clone(), plan::order(delivery, lane, &alert));
        let planned = tokio::task::spawn_blocking(move || plan::plan(&post, order, &alert)).await;
        let planned = planned.unwrap_or_else(|stopped| Err(format!("planning stopped: {stopped}")));
        self.planning().remove(&delivery);
        match planned {
            Ok(()) => {
                self.ring();
                self.tell([delivery]).await;
            }
            Err(why) => {
                tracing::warn!(%delivery, %why, "people could not be looked up; it is tried again");
                let outcome = delivery::Outcome::Failed { why };
                // The engine is gone only while the program stops.
                let _ = self
                    .0
                    .desk
                    .inbox
                    .tell(Input::Outcome {
                        delivery,
                        attempt,
                        outcome,
                    })
                    .await;
            }
        }
    }

    /// Notes what came back from an endpoint: an answer, or a mail that could not be delivered. Says how many
    /// parcels that changed.
    pub async fn came_back(
        &self,
        delivery: DeliveryId,
        tag: &str,
        turn: Turn,
    ) -> Result<usize, String> {
        let Ok(endpoint) = hex::decode(tag) else {
            return Ok(0);
        };
        let post = self.clone();
        let turned = tokio::task::spawn_blocking(move || -> Result<usize, Fault> {
            let rows = {
                let registry = post.0.people.registry();
                registry.parcels_of_endpoint(delivery.0, &endpoint)?
            };
            settle::turn(&post, &rows, turn)
        });
        let turned = turned.await.map_err(|stopped| stopped.to_string())?;
        let turned = turned.map_err(|fault| fault.to_string())?;
        if turned > 0 {
            self.ring();
            self.tell([delivery]).await;
        }
        Ok(turned)
    }

    /// Tells the engine how deliveries stand.
    async fn tell(&self, deliveries: impl IntoIterator<Item = DeliveryId>) {
        for delivery in deliveries {
            let post = self.clone();
            let counted = tokio::task::spawn_blocking(move || post.tally(delivery)).await;
            match counted {
                Ok(Ok(people)) => {
                    // The engine is gone only while the program stops.
                    let _ = self
                        .0
                        .desk
                        .inbox
                        .tell(Input::Carried { delivery, people })
                        .await;
                }
                Ok(Err(fault)) => {
                    tracing::warn!(%delivery, %fault, "how many were reached is not known at present");
                }
                Err(stopped) => tracing::warn!(%delivery, %stopped, "counting stopped"),
            }
        }
    }

    /// How many parcels of a delivery stand where.
    fn tally(&self, delivery: DeliveryId) -> Result<Tally, Fault> {
        let counted = self.0.people.registry().parcels_counted(delivery.0)?;
        let mut tally = Tally::new();
        for (channel, stage, parcels) in counted {
            if let Some(stage) = Stage::named(&stage) {
                let counts = tally.entry(ChannelId::new(channel)).or_default();
                counts.add(stage, parcels);
            }
        }
        Ok(tally)
    }

    fn ring(&self) {
        for bell in self.0.bells.values() {
            bell.notify_one();
        }
    }

    fn planning(&self) -> std::sync::MutexGuard<'_, BTreeSet<DeliveryId>> {
        let planning = self.0.planning.lock();
        planning.unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message, if it still holds: nothing follows a newer word on the same warning.
pub(crate) fn holding(state: &State, alert: AlertId) -> Option<&Arc<Alert>> {
    let alert = state.alerts.get(&alert)?;
    let warning = state.warning(alert.warning)?;
    let is_last = warning.alerts.last() == Some(&alert.id);
    let holds = is_last && (warning.is_live() || alert.content.act.ends());
    holds.then_some(alert)
}

/// The message of a parcel, if it still holds.
fn carried(state: &State, parcel: &ParcelRow) -> Option<Arc<Alert>> {
    let delivery = state.deliveries.get(&DeliveryId(parcel.order.delivery))?;
    holding(state, delivery.alert).map(Arc::clone)
}

fn now_ms() -> i64 {
    clock::now().unix_ms()
}
