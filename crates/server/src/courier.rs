//! Carries what is due: one task per siren order, bulletins in order, files in batches. Whatever comes
//! of it goes back to the engine; a courier that dies loses nothing, because what is due stays due.

use crate::engine::{Desk, Inbox};
use crate::post;
use crate::post::Post;
use crate::stopping::Stopping;
use crate::timings::{Timings, unix_us};
use crate::views::feeds::listed;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use vigie_channels::every::Hook;
use vigie_channels::folder::FolderChannel;
use vigie_channels::keys::Keys;
use vigie_channels::live::{Hub, bulletin, frame};
use vigie_channels::pattern;
use vigie_channels::siren::{self, Links};
use vigie_core::Input;
use vigie_core::delivery::{Outcome, Work, parcel};
use vigie_core::ids::{AlertId, DeliveryId, HookId, SirenId};
use vigie_core::siren::Order;
use vigie_core::warning::Alert;

/// Files of one batch: the index is written once for all of them.
const FILES_PER_BATCH_MAX: usize = 64;

/// The ways out.
#[derive(Debug)]
pub struct Couriers {
    /// The engine.
    pub desk: Desk,
    /// The keys.
    pub keys: Arc<Keys>,
    /// The live wire.
    pub hub: Arc<Hub>,
    /// The sirens.
    pub links: Arc<Links>,
    /// The folder for other software, if one is configured.
    pub folder: Option<FolderChannel>,
    /// What carries to registered people.
    pub post: Post,
    /// Programs of others.
    pub hooks: BTreeMap<HookId, Hook>,
    /// When what happened.
    pub timings: Arc<Timings>,
}

type File = (DeliveryId, u8, Arc<Alert>);

/// Carries until the engine hands out no more.
pub async fn carry(couriers: Couriers, mut work: mpsc::UnboundedReceiver<Work>) {
    let Couriers {
        desk,
        keys,
        hub,
        links,
        folder,
        post,
        hooks,
        timings,
    } = couriers;
    let (files, to_write) = mpsc::unbounded_channel();
    tokio::spawn(write_files(desk.clone(), folder, to_write));
    while let Some(piece) = work.recv().await {
        match piece {
            Work::Siren {
                delivery,
                attempt,
                siren,
                order,
            } => {
                let courier = SirenCourier {
                    inbox: desk.inbox.clone(),
                    keys: Arc::clone(&keys),
                    links: Arc::clone(&links),
                    timings: Arc::clone(&timings),
                };
                let alert = desk.state().deliveries.get(&delivery).map(|d| d.alert);
                tokio::spawn(courier.carry(delivery, attempt, alert, siren, order));
            }
            Work::Bulletin {
                delivery,
                attempt,
                alert,
            } => {
                let state = desk.state();
                let zones = crate::live::zones_of(&state, &alert);
                let jws = bulletin(&keys, alert.outgoing(), zones.as_ref());
                let to = crate::live::audience(&state, &alert);
                timings.note(alert.id, |t| &mut t.bulletin_us, unix_us());
                let published = hub.publish(&Arc::new(frame::bulletin(alert.id.0, &jws)), &to);
                let outcome = Outcome::HandedOver {
                    to: published.connections,
                };
                tell(&desk.inbox, delivery, attempt, outcome).await;
            }
            Work::People {
                delivery,
                attempt,
                alert,
                lane,
            } => {
                tokio::spawn(post.clone().take(delivery, attempt, alert, lane));
            }
            Work::Hook {
                delivery,
                attempt,
                hook,
                alert,
            } => {
                let courier = HookCourier {
                    desk: desk.clone(),
                    hook: hooks.get(&hook).cloned(),
                };
                tokio::spawn(courier.carry(delivery, attempt, hook, alert));
            }
            Work::File {
                delivery,
                attempt,
                alert,
            } => {
                // The writer lives as long as the couriers; if it died, the file is due again after a start.
                let _ = files.send((delivery, attempt, alert));
            }
        }
    }
}

struct SirenCourier {
    inbox: Inbox,
    keys: Arc<Keys>,
    links: Arc<Links>,
    timings: Arc<Timings>,
}

impl SirenCourier {
    async fn carry(
        self,
        delivery: DeliveryId,
        attempt: u8,
        alert: Option<AlertId>,
        siren: SirenId,
        order: Box<Order>,
    ) {
        let order = order.returning(self.links.challenge(&siren));
        let text = siren::order(&self.keys, &order);
        let outcome = self.links.send(&siren, text).await;
        match &outcome {
            Outcome::HandedOver { .. } => {
                if let Some(alert) = alert {
                    self.timings.ordered(alert, unix_us());
                }
            }
            Outcome::Failed { why } | Outcome::Refused { why } => {
                tracing::debug!(%siren, %delivery, attempt, %why, "siren not reached");
            }
        }
        tell(&self.inbox, delivery, attempt, outcome).await;
    }
}

struct HookCourier {
    desk: Desk,
    hook: Option<Hook>,
}

impl HookCourier {
    async fn carry(self, delivery: DeliveryId, attempt: u8, name: HookId, alert: Arc<Alert>) {
        let said = match self.hook {
            None => parcel::Outcome::Refused {
                why: "it is not configured any more".to_owned(),
            },
            Some(hook) => {
                let state = self.desk.state();
                let order = pattern::Order {
                    attempt,
                    says: pattern::Says::Alert(pattern::Carried {
                        number: delivery,
                        follows: post::follows(&state, &alert),
                        alert,
                    }),
                    to: pattern::Recipient {
                        address: hook.url,
                        languages: Vec::new(),
                        stop: None,
                        tag: String::new(),
                    },
                };
                hook.channel.send(&order).await
            }
        };
        let outcome = match said {
            parcel::Outcome::Taken => Outcome::HandedOver { to: 1 },
            parcel::Outcome::Later { why, .. } => Outcome::Failed { why },
            parcel::Outcome::Gone { why } | parcel::Outcome::Refused { why } => {
                tracing::warn!(hook = %name, %delivery, %why, "a program of others is told no more of this");
                Outcome::Refused { why }
            }
        };
        if let Outcome::Failed { why } = &outcome {
            tracing::debug!(hook = %name, %delivery, attempt, %why, "a program of others was not told");
        }
        tell(&self.desk.inbox, delivery, attempt, outcome).await;
    }
}

async fn write_files(
    desk: Desk,
    folder: Option<FolderChannel>,
    mut files: mpsc::UnboundedReceiver<File>,
) {
    let folder = folder.map(Arc::new);
    let mut batch = Vec::new();
    while files.recv_many(&mut batch, FILES_PER_BATCH_MAX).await > 0 {
        let state = desk.state();
        let (listed, at) = (listed(&state), state.at);
        let taken = std::mem::take(&mut batch);
        let outcomes = match folder.clone() {
            None => taken
                .iter()
                .map(|_| Outcome::HandedOver { to: 0 })
                .collect(),
            Some(folder) => {
                let alerts: Vec<Arc<Alert>> = taken
                    .iter()
                    .map(|(_, _, alert)| Arc::clone(alert))
                    .collect();
                let write = move || folder.deliver(&alerts, &listed, at);
                tokio::task::spawn_blocking(write)
                    .await
                    .unwrap_or_else(|error| {
                        vec![
                            Outcome::Failed {
                                why: format!("writing stopped: {error}")
                            };
                            taken.len()
                        ]
                    })
            }
        };
        for ((delivery, attempt, _), outcome) in taken.into_iter().zip(outcomes) {
            if let Outcome::Failed { why } = &outcome {
                tracing::warn!(%delivery, %why, "the folder for other software could not be written");
            }
            tell(&desk.inbox, delivery, attempt, outcome).await;
        }
    }
}

/// When screens are counted after a bulletin, in milliseconds: soon, and again until they are slow.
const COUNT_AFTER_MS: [u64; 6] = [250, 500, 1_000, 2_000, 5_000, 20_000];

/// How long the screens of one alert are counted, in milliseconds.
const COUNTED_MS: i64 = 30_000;

/// Puts into the journal how many screens say that they show each new alert; after a start also each
/// that was issued shortly before, because screens that come back say again what they show.
pub async fn count_reach(desk: Desk, hub: Arc<Hub>, stopping: Stopping) {
    let mut newest = desk.newest.clone();
    let now = crate::clock::now();
    let is_old = |alert: &&Arc<Alert>| now.since_ms(alert.content.sent) > COUNTED_MS;
    let mut seen = desk
        .state()
        .alerts
        .values()
        .rev()
        .find(is_old)
        .map(|alert| alert.id);
    loop {
        newest.mark_unchanged();
        let state = desk.state();
        let new = state
            .alerts
            .keys()
            .copied()
            .filter(|alert| Some(*alert) > seen);
        for alert in new.collect::<Vec<_>>() {
            seen = Some(alert);
            tokio::spawn(count(desk.clone(), Arc::clone(&hub), alert));
        }
        tokio::select! {
            changed = newest.changed() => if changed.is_err() { return },
            () = stopping.wait() => return,
        }
    }
}

async fn count(desk: Desk, hub: Arc<Hub>, alert: AlertId) {
    for after_ms in COUNT_AFTER_MS {
        tokio::time::sleep(Duration::from_millis(after_ms)).await;
        let (connected, acked) = (hub.answering(), hub.acked(alert.0));
        let known = desk.state().reach.get(&alert).map(|counted| **counted);
        // A screen that was counted before a restart and stays silent after it has shown it all the same.
        if connected + acked > 0 && known.is_none_or(|(_, before)| acked > before) {
            // The engine is gone only while the program stops.
            let _ = desk
                .inbox
                .tell(Input::Reach {
                    alert,
                    connected,
                    acked,
                })
                .await;
        }
    }
}

async fn tell(inbox: &Inbox, delivery: DeliveryId, attempt: u8, outcome: Outcome) {
    // The engine is gone only while the program stops; the piece is due again after the next start.
    let _ = inbox
        .tell(Input::Outcome {
            delivery,
            attempt,
            outcome,
        })
        .await;
}
