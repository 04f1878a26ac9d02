//! One channel's work: takes what is due, the most urgent first, sends it side by side as far as the channel
//! allows, and settles what came of it.

use super::{Post, carried, now_ms, settle};
use crate::signup;
use crate::stopping::Stopping;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, spawn_blocking};
use vigie_channels::pattern::{Carried, Channel, Limits, Order, Recipient, SEND_MS_MAX, Says};
use vigie_core::State;
use vigie_core::delivery::Lane;
use vigie_core::delivery::parcel::{Outcome, Turn};
use vigie_core::ids::{ChannelId, DeliveryId, Language};
use vigie_core::warning::Alert;
use vigie_store::registry::Fault;
use vigie_store::registry::parcels::{ParcelRow, SENDING};

/// How long a channel rests when the registry does not answer.
const FAULT_REST: Duration = Duration::from_secs(1);
/// Longest sleep without looking: clocks are set back, and another program may write to the registry.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often the journal hears how many were reached while many are.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// What is taken for a channel that the site has and this program does not open any more.
const NOWHERE: Limits = Limits {
    at_once: 64,
    per_minute_max: u32::MAX,
};

/// Carries until the program stops.
pub(super) async fn carry(post: Post, channel: ChannelId, stopping: Stopping) {
    let carrier = Carrier {
        limits: post
            .0
            .channels
            .get(&channel)
            .map_or(NOWHERE, |c| c.limits()),
        post,
        channel,
    };
    let work = carrier.work();
    tokio::select! {
        () = work => {}
        () = stopping.wait() => {}
    }
}

struct Carrier {
    post: Post,
    channel: ChannelId,
    limits: Limits,
}

/// A parcel with what its channel needs, or what comes of it without the channel.
enum Taken {
    Order(ParcelRow, Box<Order>),
    Answer(ParcelRow, Outcome),
    Overtaken(ParcelRow),
}

impl Carrier {
    async fn work(&self) {
        let mut sending: JoinSet<(ParcelRow, Outcome)> = JoinSet::new();
        let mut untold: BTreeSet<DeliveryId> = BTreeSet::new();
        let mut told = Instant::now();
        while let Err(fault) = self.begin_again().await {
            self.say(&fault);
            tokio::time::sleep(FAULT_REST).await;
        }
        loop {
            let now = Instant::now();
            let free = self.limits.at_once.saturating_sub(sending.len());
            let free = self
                .post
                .pace(&self.channel)
                .map_or(free, |pace| free.min(pace.free(now)));
            let taken = if free == 0 {
                Ok(Vec::new())
            } else {
                self.take(free).await
            };
            let mut settled = Vec::new();
            let mut is_faulty = false;
            match taken {
                Err(fault) => {
                    self.say(&fault);
                    is_faulty = true;
                }
                Ok(taken) => {
                    if let Some(mut pace) = self.post.pace(&self.channel) {
                        pace.give(taken.len(), now);
                    }
                    for one in taken {
                        self.begin(one, &mut sending, &mut settled).await;
                    }
                }
            }
            let went_on = !settled.is_empty();
            while let Some(Ok(done)) = sending.try_join_next() {
                settled.push(done);
            }
            untold.extend(
                settled
                    .iter()
                    .map(|(row, _)| DeliveryId(row.order.delivery)),
            );
            self.settle(settled).await;
            if !untold.is_empty() && (sending.is_empty() || told.elapsed() >= TELL_EVERY) {
                self.post.tell(std::mem::take(&mut untold)).await;
                told = Instant::now();
            }
            if went_on {
                continue;
            }
            let rest = if is_faulty {
                FAULT_REST
            } else {
                self.rest().await
            };
            let is_full = sending.len() >= self.limits.at_once;
            tokio::select! {
                Some(Ok(done)) = sending.join_next() => {
                    untold.insert(DeliveryId(done.0.order.delivery));
                    self.settle(vec![done]).await;
                }
                () = self.rung(), if !is_full && !is_faulty => {}
                () = tokio::time::sleep(rest), if !is_full => {}
            }
        }
    }

    /// What was with the channel when the program stopped is due again.
    async fn begin_again(&self) -> Result<(), String> {
        let (post, channel) = (self.post.clone(), self.channel.clone());
        blocking(move || {
            loop {
                let left = post.0.people.registry().parcels_at(SENDING)?;
                let ours = left.into_iter();
                let ours = ours.filter(|row| row.to.channel == channel.as_str());
                let ours: Vec<ParcelRow> = ours.collect();
                if ours.is_empty() {
                    return Ok(());
                }
                settle::turn(&post, &ours, Turn::Crashed)?;
            }
        })
        .await
    }

    /// Takes what is due, at most so many, begun on disk.
    async fn take(&self, max: usize) -> Result<Vec<Taken>, String> {
        let (post, channel) = (self.post.clone(), self.channel.clone());
        blocking(move || {
            let now = now_ms();
            let lapsed = post
                .0
                .people
                .registry()
                .lapsed_parcels(channel.as_str(), now)?;
            settle::turn(&post, &lapsed, Turn::Lapsed)?;
            let rows = {
                let mut registry = post.0.people.registry();
                registry.begin_parcels(channel.as_str(), now, max)?
            };
            // Looked at after they are begun: whoever plans the end of a warning sees either that they were
            // begun, and tells them, or this sees that it ended, and they are not sent.
            let state = post.0.desk.state();
            let mut budget = Budget::of(&post, &state, &channel, now)?;
            let mut taken = Vec::new();
            for row in rows {
                taken.push(taken_up(&post, &state, row, &mut budget)?);
            }
            budget.spend(&post, &channel, now)?;
            Ok(taken)
        })
        .await
    }

    async fn begin(
        &self,
        one: Taken,
        sending: &mut JoinSet<(ParcelRow, Outcome)>,
        settled: &mut Vec<(ParcelRow, Outcome)>,
    ) {
        match one {
            Taken::Answer(row, outcome) => settled.push((row, outcome)),
            Taken::Overtaken(row) => {
                let post = self.post.clone();
                let delivery = DeliveryId(row.order.delivery);
                let turned = blocking(move || settle::turn(&post, &[row], Turn::Overtaken)).await;
                if let Err(fault) = turned {
                    self.say(&fault);
                }
                self.post.tell([delivery]).await;
            }
            Taken::Order(row, order) => {
                let Some(channel) = self.post.0.channels.get(&self.channel).map(Arc::clone) else {
                    let why = "the channel is not configured any more".to_owned();
                    settled.push((row, Outcome::Refused { why }));
                    return;
                };
                sending.spawn(async move { (row, sent(channel.as_ref(), &order).await) });
            }
        }
    }

    async fn settle(&self, settled: Vec<(ParcelRow, Outcome)>) {
        if settled.is_empty() {
            return;
        }
        for (row, outcome) in &settled {
            if let Outcome::Later { why, .. } | Outcome::Refused { why } | Outcome::Gone { why } =
                outcome
            {
                let (delivery, parcel) = (row.order.delivery, row.number);
                tracing::debug!(channel = %self.channel, delivery, parcel, %why, "not taken");
            }
        }
        let post = self.post.clone();
        loop {
            let (again, those) = (post.clone(), settled.clone());
            match blocking(move || settle::outcomes(&again, &those)).await {
                Ok(()) => break,
                // What was sent must not be sent again only because it could not be written down.
                Err(fault) => {
                    self.say(&fault);
                    tokio::time::sleep(FAULT_REST).await;
                }
            }
        }
        // Some may go on by another channel.
        post.ring();
    }

    /// How long nothing is due for.
    async fn rest(&self) -> Duration {
        let (post, channel) = (self.post.clone(), self.channel.clone());
        let next = blocking(move || post.0.people.registry().next_parcel_ms(channel.as_str()));
        let due = match next.await {
            Ok(None) => LOOK_EVERY,
            Ok(Some(at_ms)) => {
                let ms = at_ms.saturating_sub(now_ms()).max(1);
                Duration::from_millis(ms.unsigned_abs())
            }
            Err(_) => FAULT_REST,
        };
        let pace = self.post.pace(&self.channel);
        let paced = pace.map_or(Duration::ZERO, |pace| pace.rest(Instant::now()));
        due.max(paced).min(LOOK_EVERY)
    }

    async fn rung(&self) {
        match self.post.0.bells.get(&self.channel) {
            Some(bell) => bell.notified().await,
            None => std::future::pending().await,
        }
    }

    fn say(&self, fault: &str) {
        tracing::warn!(channel = %self.channel, %fault, "people wait: the registry did not answer");
    }
}

/// What a channel says of an order, or that it said nothing in time.
pub(super) async fn sent(channel: &dyn Channel, order: &Order) -> Outcome {
    let limit = Duration::from_millis(SEND_MS_MAX + 1_000);
    let sent = tokio::time::timeout(limit, channel.send(order)).await;
    sent.unwrap_or_else(|_| Outcome::Later {
        why: "the channel did not answer in time".to_owned(),
        rest_ms: None,
    })
}

/// What a channel may still cost today.
struct Budget {
    left: Option<u64>,
    begun: u64,
}

impl Budget {
    fn of(post: &Post, state: &State, channel: &ChannelId, now: i64) -> Result<Self, Fault> {
        let site = state.site.as_deref();
        let rule = site.and_then(|site| site.channels.get(channel));
        let Some(max) = rule.and_then(|rule| rule.per_day_max) else {
            return Ok(Self {
                left: None,
                begun: 0,
            });
        };
        let spent = post
            .0
            .people
            .registry()
            .spent_parcels(channel.as_str(), now)?;
        Ok(Self {
            left: Some(max.saturating_sub(spent)),
            begun: 0,
        })
    }

    /// Whether an order may leave. What saves lives, and what ends a warning, always may.
    fn allows(&mut self, lane: Lane) -> bool {
        let is_free = self.left != Some(0) || lane != Lane::Other;
        if is_free {
            self.left = self.left.map(|left| left.saturating_sub(1));
            self.begun += 1;
        }
        is_free
    }

    fn spend(&self, post: &Post, channel: &ChannelId, now: i64) -> Result<(), Fault> {
        if self.begun == 0 {
            return Ok(());
        }
        let mut registry = post.0.people.registry();
        registry.spend_parcels(channel.as_str(), self.begun, now)
    }
}

fn taken_up(
    post: &Post,
    state: &State,
    row: ParcelRow,
    budget: &mut Budget,
) -> Result<Taken, Fault> {
    let Some(alert) = carried(state, &row) else {
        return Ok(Taken::Overtaken(row));
    };
    let found = post.0.people.with(|register| -> Result<_, Fault> {
        let Some(person) = register.person_of(row.to.person)? else {
            return Ok(None);
        };
        let language = Language::new(person.who.language.as_str());
        let mut endpoints = person.who.endpoints.into_iter();
        let address = endpoints.find_map(|one| {
            let is_it = one.channel == row.to.channel
                && register.sum_of(&one.channel, &one.address) == row.to.endpoint;
            is_it.then_some(one.address)
        });
        let link = signup::link_of(register, row.to.person)?;
        Ok(address.map(|address| (address, language, link)))
    })?;
    let Some((address, language, link)) = found else {
        let why = "the person or the address is not registered any more".to_owned();
        return Ok(Taken::Answer(row, Outcome::Gone { why }));
    };
    let lane = state.deliveries.get(&DeliveryId(row.order.delivery));
    if !budget.allows(lane.map_or(Lane::Other, |delivery| delivery.lane)) {
        let channel = &row.to.channel;
        tracing::warn!(%channel, "the budget of the day is spent; what saves no lives goes by the next channel");
        let why = "the budget of the day is spent".to_owned();
        return Ok(Taken::Answer(row, Outcome::Refused { why }));
    }
    let spoken = state
        .site
        .as_deref()
        .map_or(&[][..], |site| &site.languages);
    let order = Box::new(Order {
        attempt: row.attempt,
        says: Says::Alert(Carried {
            number: DeliveryId(row.order.delivery),
            follows: follows(state, &alert),
            alert,
        }),
        to: Recipient {
            address,
            languages: [&[language], spoken].concat(),
            stop: link.map(|link| signup::own_page(&post.0.base, &link)),
            tag: hex::encode(&row.to.endpoint),
        },
    });
    Ok(Taken::Order(row, order))
}

/// The message of the same warning before this one.
pub(crate) fn follows(state: &State, alert: &Alert) -> Option<vigie_core::ids::AlertId> {
    let warning = state.warning(alert.warning)?;
    let before = warning.alerts.iter().filter(|id| **id < alert.id);
    before.max().copied()
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, String> {
    let worked = spawn_blocking(work).await;
    let worked = worked.map_err(|stopped| stopped.to_string())?;
    worked.map_err(|fault| fault.to_string())
}
