//! Orders and beats to a broker, on a connection that hears nothing: what sirens say, however much it is and whoever
//! says it, holds up no order.

use super::broker::{Broker, REST};
use rumqttc::{AsyncClient, Event, EventLoop, Outgoing, Packet, QoS};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{oneshot, watch};
use vigie_core::ids::SirenId;
use vigie_core::siren::{Topic, beats};

/// The connection of the orders.
#[derive(Clone, Debug)]
pub(super) struct Ordering {
    line: Arc<Mutex<Option<Line>>>,
    site: String,
}

/// A connection that is up. Gone with it is whoever waits for what it was given: they are told that it broke.
#[derive(Debug)]
struct Line {
    client: AsyncClient,
    /// Whoever waits for what is not under way yet, in the order in which it was given.
    given: VecDeque<oneshot::Sender<()>>,
}

impl Ordering {
    /// Where the orders go, whether the broker is there, and what keeps the connection.
    pub(super) fn open(
        broker: &Broker,
        site: &str,
        name: String,
    ) -> (
        Self,
        watch::Receiver<Result<(), String>>,
        impl Future<Output = ()> + Send + use<>,
    ) {
        let ordering = Self {
            line: Arc::default(),
            site: site.to_owned(),
        };
        let (tell, is_up) = watch::channel(Err("not connected yet".to_owned()));
        let keep = ordering.clone().keep(broker.clone(), name, tell);
        (ordering, is_up, keep)
    }

    /// Gives an order to the broker; `confirmed` is told once the broker has it, and dropped if it never will.
    pub(super) fn order(&self, siren: &SirenId, text: String, confirmed: oneshot::Sender<()>) {
        let topic = Topic::Order.of(&self.site, siren);
        if let Some(line) = &mut *lock(&self.line)
            && line
                .client
                .try_publish(topic, QoS::AtLeastOnce, false, text)
                .is_ok()
        {
            line.given.push_back(confirmed);
        }
    }

    /// Shows every siren that the server is there.
    pub(super) fn beat(&self, heartbeat: String) {
        if let Some(line) = &*lock(&self.line) {
            // One that does not fit is followed by the next.
            let _ = line
                .client
                .try_publish(beats(&self.site), QoS::AtMostOnce, false, heartbeat);
        }
    }

    /// Each connection has a client of its own: what the one before was given and did not carry is ordered again by
    /// whoever waited for it, with a new counter, and not carried late.
    async fn keep(self, broker: Broker, name: String, tell: watch::Sender<Result<(), String>>) {
        loop {
            let (client, connection) = broker.connection(name.clone());
            let why = self.carry(client, connection, &tell).await;
            *lock(&self.line) = None;
            // Once: a broker that stays away is no news.
            tell.send_if_modified(|is_up| {
                let was_up = is_up.is_ok();
                *is_up = Err(why);
                was_up
            });
            tokio::time::sleep(REST).await;
        }
    }

    /// Carries until the connection is lost, and says why.
    async fn carry(
        &self,
        client: AsyncClient,
        mut connection: EventLoop,
        tell: &watch::Sender<Result<(), String>>,
    ) -> String {
        let mut under_way: BTreeMap<u16, oneshot::Sender<()>> = BTreeMap::new();
        loop {
            match connection.poll().await {
                Ok(Event::Incoming(Packet::ConnAck(_))) => {
                    *lock(&self.line) = Some(Line {
                        client: client.clone(),
                        given: VecDeque::new(),
                    });
                    tell.send_modify(|is_up| *is_up = Ok(()));
                }
                // Beats have no number, and orders leave in the order in which they were given.
                Ok(Event::Outgoing(Outgoing::Publish(number))) if number > 0 => {
                    let given = lock(&self.line)
                        .as_mut()
                        .and_then(|line| line.given.pop_front());
                    under_way.extend(given.map(|given| (number, given)));
                }
                Ok(Event::Incoming(Packet::PubAck(ack))) => {
                    if let Some(confirmed) = under_way.remove(&ack.pkid) {
                        // Whoever waited may have given up; the broker has the order all the same.
                        let _ = confirmed.send(());
                    }
                }
                Ok(_) => {}
                Err(error) => return error.to_string(),
            }
        }
    }
}

/// A poisoned lock only means that another thread panicked between two texts.
fn lock(line: &Mutex<Option<Line>>) -> MutexGuard<'_, Option<Line>> {
    line.lock().unwrap_or_else(PoisonError::into_inner)
}
