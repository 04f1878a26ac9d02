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
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use vigie_channels::pattern::Channel;
use vigie_core::delivery::parcel::{Stage, Turn};
use vigie_core::delivery::{Lane, Outcome, Tally};
use vigie_core::ids::{ChannelId, DeliveryId};
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
        stopping: &Stopping,
    ) -> Self {
        let state = desk.state();
        let site = state.site.as_deref();
        let declared = site.into_iter().flat_map(|site| site.channels.keys());
        let names: BTreeSet<ChannelId> = declared.chain(channels.keys()).cloned().collect();
        let bells = names.iter().map(|name| (name.clone(), Notify::new()));
        let post = Self(Arc::new(Office {
            desk,
            people,
            audience,
            channels,
            bells: bells.collect(),
            planning: Mutex::default(),
        }));
        for channel in names {
            tokio::spawn(carry::carry(post.clone(), channel, stopping.clone()));
        }
        post
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
                let outcome = Outcome::Failed { why };
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

/// The alert of a parcel, if it still holds: nothing follows a newer word on the same warning.
fn holding(state: &State, parcel: &ParcelRow) -> Option<Arc<Alert>> {
    let delivery = state.deliveries.get(&DeliveryId(parcel.order.delivery))?;
    let alert = state.alerts.get(&delivery.alert)?;
    let warning = state.warning(alert.warning)?;
    let is_last = warning.alerts.last() == Some(&alert.id);
    let holds = is_last && (warning.is_live() || alert.content.act.ends());
    holds.then(|| Arc::clone(alert))
}

fn now_ms() -> i64 {
    clock::now().unix_ms()
}
