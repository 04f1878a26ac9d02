//! The second way to the server: an MQTT broker that nobody has to trust.
//!
//! What the broker may do is lose, hold back, repeat and invent; what it cannot do is sound a siren, since orders
//! are judged elsewhere like those of the wire. The server is believed to be there by its signed beats, newer
//! than the last; the siren shows that it is there by a hello that returns the sum of the beat it answers, so
//! that neither can be played by whoever took the other's client id. Reference: docs/manual/siren-orders.md.

mod connection;

use crate::config::Broker;
use crate::heartbeat::Heartbeat;
use crate::home_assistant::{self, Kept};
use crate::link::{ClockWatch, Pace, switched_off};
use crate::outbox::Outbox;
use crate::vitals::{Place, Vital, Vitals};
use crate::voice::Voice;
use connection::{Connection, Sure, Told};
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};
use tracing::{debug, info, warn};
use vigie_core::ids::SirenId;
use vigie_core::jws::{self, Kind};
use vigie_core::siren::{Seat, Topic, Way, beats, order_sha256};

/// Longest wait at switch-off for the last answers to leave.
const FAREWELL: Duration = Duration::from_millis(500);

/// What this way needs from the agent.
pub(crate) struct Mqtt {
    pub(crate) broker: Broker,
    pub(crate) site: String,
    pub(crate) siren: SirenId,
    pub(crate) server_key: VerifyingKey,
    pub(crate) pace: Pace,
    /// Signs what the siren says of itself.
    pub(crate) voice: Voice,
    pub(crate) vitals: Vitals,
    pub(crate) orders: mpsc::Sender<(Way, String)>,
    pub(crate) outbox: Arc<Outbox>,
    /// Turns true when the siren is switched off.
    pub(crate) farewell: watch::Receiver<bool>,
}

/// A beat of the server, as far as the siren cares.
#[derive(Deserialize)]
struct Beat {
    /// The server's clock, in milliseconds since 1970-01-01 UTC.
    at: i64,
    /// What is live.
    live: Option<Box<RawValue>>,
}

/// How the server is heard over the broker.
#[derive(Default)]
struct Heard {
    /// The newest beat, by the server's clock.
    newest: Option<i64>,
    /// Until when it counts; none while the server is not heard.
    until: Option<Instant>,
    /// SHA-256 of the newest: what pulses return.
    nonce: Option<String>,
    place: Place,
    clock: ClockWatch,
}

impl Mqtt {
    /// Keeps this way open until the siren is switched off.
    pub(crate) async fn keep(mut self) {
        let us = (&*self.site, &self.siren);
        let (client, mut events, connection) = Connection::open(&self.broker, us, self.pace);
        let mut heard = Heard::default();
        let mut pulse = Heartbeat::new(self.pace, &self.vitals);
        self.vitals.broker(Seat::Away);
        let mut shown = self.vitals.watched();
        loop {
            tokio::select! {
                biased;
                () = switched_off(&mut self.farewell) => break,
                () = falls_silent(heard.until) => {
                    heard.until = None;
                    warn!("the server is not heard over the broker any more");
                }
                () = self.outbox.grown(Way::Mqtt) => self.send_answers(&client),
                () = pulse.is_due(), if heard.until.is_some() => {
                    self.send_pulse(&pulse.taken(), &heard, &client);
                }
                Ok(()) = shown.changed() => self.show(&shown.borrow_and_update(), &client),
                event = events.recv() => match event {
                    Some(Told::Connected) => {
                        heard.place.connected();
                        self.vitals.broker(heard.place.seat(Instant::now()));
                        self.subscribe(&client);
                        self.show(&shown.borrow_and_update(), &client);
                    }
                    Some(Told::Lost) => {
                        heard.place.lost(Instant::now());
                        self.vitals.broker(heard.place.seat(Instant::now()));
                    }
                    Some(Told::Said { topic, payload }) => {
                        if !self.take(&topic, &payload, &mut heard, &client).await {
                            break;
                        }
                    }
                    None => break,
                },
            }
        }
        // What the agent said last may still wait here, or in the client.
        self.send_answers(&client);
        client.end();
        if tokio::time::timeout(FAREWELL, connection).await.is_err() {
            debug!("the broker did not take the last answers in time");
        }
    }

    fn subscribe(&self, client: &Connection) {
        info!(broker = %self.broker.host, "broker connected");
        let (orders, taken) = (Topic::Order, Topic::Taken);
        let topics = vec![
            (beats(&self.site), Sure::Perhaps),
            (orders.of(&self.site, &self.siren), Sure::AtLeastOnce),
            (taken.of(&self.site, &self.siren), Sure::Perhaps),
        ];
        if let Err(e) = client.subscribe(topics) {
            warn!("failed to ask the broker for orders: {e}");
        }
        self.outbox.start_over(Way::Mqtt);
        if let Some(prefix) = &self.broker.home_assistant {
            for kept in home_assistant::introduction(prefix, &self.site, &self.siren) {
                keep(client, kept);
            }
        }
    }

    /// Shows how the siren is to whoever looks.
    fn show(&self, vital: &Vital, client: &Connection) {
        if self.broker.home_assistant.is_some() {
            keep(
                client,
                home_assistant::state(&self.site, &self.siren, vital),
            );
        }
    }

    /// Takes one text of the broker. False once the agent is gone.
    async fn take(
        &self,
        topic: &str,
        payload: &[u8],
        heard: &mut Heard,
        client: &Connection,
    ) -> bool {
        let Ok(text) = std::str::from_utf8(payload) else {
            debug!(topic, "not text");
            return true;
        };
        if topic == beats(&self.site) {
            if self.is_new_beat(text, heard) {
                self.say_hello(text, client);
            }
            return true;
        }
        match Topic::read(&self.site, topic) {
            Some((Topic::Order, siren)) if siren == self.siren => {
                let order = (Way::Mqtt, text.to_owned());
                self.orders.send(order).await.is_ok()
            }
            Some((Topic::Taken, siren)) if siren == self.siren => {
                self.outbox.confirm_one(text);
                true
            }
            _ => true,
        }
    }

    fn is_new_beat(&self, text: &str, heard: &mut Heard) -> bool {
        let beat = jws::verify(Kind::Heartbeat, &self.server_key, text)
            .ok()
            .and_then(|payload| serde_json::from_slice::<Beat>(&payload).ok());
        let Some(beat) = beat.filter(|beat| heard.newest.is_none_or(|newest| beat.at > newest))
        else {
            debug!("a beat that is forged or not new");
            return false;
        };
        heard.clock.compare(beat.at, &self.vitals);
        heard.newest = Some(beat.at);
        heard.nonce = Some(order_sha256(text));
        if let Some(live) = beat.live {
            self.vitals.holds(live.get());
        }
        self.vitals.broker(heard.place.seat(Instant::now()));
        if heard.until.is_none() {
            info!("the server is heard over the broker");
        }
        heard.until = Some(Instant::now() + Duration::from_millis(self.pace.lost_after_ms));
        true
    }

    /// Shows the server that this siren heard its beat, and gives again what it has not confirmed.
    fn say_hello(&self, beat: &str, client: &Connection) {
        let hello = self.voice.hello(&order_sha256(beat));
        let topic = Topic::Hello.of(&self.site, &self.siren);
        if let Err(e) = client.publish(&topic, Sure::Perhaps, hello) {
            debug!("no hello: {e}");
        }
        self.outbox.start_over(Way::Mqtt);
    }

    fn send_pulse(&self, vital: &Vital, heard: &Heard, client: &Connection) {
        let Some(nonce) = &heard.nonce else { return };
        let topic = Topic::Pulse.of(&self.site, &self.siren);
        let pulse = self.voice.pulse(nonce, vital);
        if let Err(e) = client.publish(&topic, Sure::Perhaps, pulse) {
            debug!("no pulse: {e}");
        }
    }

    fn send_answers(&self, client: &Connection) {
        let topic = Topic::Answer.of(&self.site, &self.siren);
        let unsent = self.outbox.take_unsent(Way::Mqtt);
        for text in unsent.into_iter().flat_map(|(texts, _)| texts) {
            // What does not fit goes out again after the next beat.
            if let Err(e) = client.publish(&topic, Sure::AtLeastOnce, text) {
                debug!("an answer waits: {e}");
            }
        }
    }
}

/// Publishes what the broker is to keep. What does not fit is shown with the next change.
fn keep(client: &Connection, kept: Kept) {
    if let Err(e) = client.publish(&kept.topic, Sure::Kept, kept.payload) {
        debug!("not shown: {e}");
    }
}

/// Waits until the server has been silent for too long; for ever while it is not heard anyway.
async fn falls_silent(heard_until: Option<Instant>) {
    match heard_until {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
