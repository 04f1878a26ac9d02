//! A thousand sirens in one thread's worth of program: each has its own key, its own rules and its own connection, says
//! hello, verifies each order, and answers as a siren does. What they lack is the horn.

use super::siren::{Socket, introduce};
use super::site::fresh_key;
use crate::timings::unix_us;
use ed25519_dalek::SigningKey;
use futures_util::{SinkExt, StreamExt};
use rumqttc::{AsyncClient, Event, EventLoop, MqttOptions, Packet, QoS};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::Message;
use vigie_core::ids::SirenId;
use vigie_core::siren::{
    Answer, AnswerWhat, DeviceKeys, Hello, Machine, Memory, ORDER_VERSION, Order, Topic, Verdict,
    Way, beats, order_sha256, sign_answer, sign_hello,
};
use vigie_core::status::Status;

/// Orders and answers that wait in one client.
const WAITING_MAX: usize = 32;
/// A real siren proves its sound after so long.
const HEARD_AFTER: Duration = Duration::from_millis(900);
/// The topics of the bare loop: what is published there is noted and not judged.
pub const BARE: &str = "bare";

/// Something came to a siren.
#[derive(Clone, Copy, Debug)]
pub struct Arrived {
    /// Which siren.
    pub siren: usize,
    /// When its text was read, in microseconds since 1970-01-01 UTC.
    pub at_us: i64,
    /// The delivery that it carries; none on the topics of the bare loop.
    pub order: Option<u64>,
    /// How long the siren took to judge it.
    pub judged: Duration,
    /// Whether it was obeyed now; a retry is answered and not sounded.
    pub is_obeyed: bool,
}

/// The sirens, connected by one way; gone with the value.
pub struct Fleet {
    /// What comes to them.
    pub arrived: Receiver<Arrived>,
    cut: broadcast::Sender<usize>,
    running: Option<Runtime>,
}

impl Drop for Fleet {
    fn drop(&mut self) {
        // Nobody waits for their connections: whoever drops them may be on a runtime that must not.
        if let Some(running) = self.running.take() {
            running.shutdown_background();
        }
    }
}

/// What every siren of a fleet knows.
pub struct Known {
    /// The name of the site.
    pub site: String,
    /// The server's keys.
    pub keys: DeviceKeys,
    /// The sirens' own.
    pub sirens: Vec<SigningKey>,
}

/// So many keys for sirens.
pub fn fresh_keys(count: usize) -> Result<Vec<SigningKey>, String> {
    (0..count).map(|_| fresh_key()).collect()
}

/// The name of a siren of a fleet.
pub fn name(n: usize) -> SirenId {
    SirenId::new(format!("crowd-{n}"))
}

impl Fleet {
    /// Connects every siren by one way: to the server, or to a broker.
    pub fn connect(known: &Arc<Known>, way: Way, to: SocketAddr) -> Result<Self, String> {
        let running = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| format!("failed to start the sirens: {error}"))?;
        let (tell, arrived) = channel();
        let (cut, _) = broadcast::channel(16);
        for n in 0..known.sirens.len() {
            let mast = Mast {
                n,
                known: Arc::clone(known),
                machine: Machine::new(name(n), known.site.clone(), Some(Memory::paired(1))),
                tell: tell.clone(),
                cut: cut.subscribe(),
            };
            match way {
                Way::Mqtt => running.spawn(mast.live_by_broker(to)),
                Way::Wire => running.spawn(mast.live_by_wire(to)),
            };
        }
        Ok(Self {
            arrived,
            cut,
            running: Some(running),
        })
    }

    /// Cuts the connection of every siren whose number is not a multiple of this; each comes back by itself.
    pub fn cut_all_but_every(&self, nth: usize) {
        // Nobody listens where nobody is connected.
        let _ = self.cut.send(nth);
    }
}

struct Mast {
    n: usize,
    known: Arc<Known>,
    machine: Machine,
    tell: Sender<Arrived>,
    cut: broadcast::Receiver<usize>,
}

impl Mast {
    async fn live_by_broker(mut self, broker: SocketAddr) {
        let mut is_first = true;
        loop {
            if !is_first {
                // Not all in the same instant: nobody's retries are that good.
                tokio::time::sleep(Duration::from_millis(100 + self.n as u64 % 400)).await;
            }
            is_first = false;
            let id = format!("vigie-siren-{}-{}", self.known.site, name(self.n));
            let mut options = MqttOptions::new(id, broker.ip().to_string(), broker.port());
            options
                .set_keep_alive(Duration::from_secs(15))
                .set_clean_session(true);
            let (client, mut connection) = AsyncClient::new(options, WAITING_MAX);
            connection.network_options.set_tcp_nodelay(true);
            self.listen(&client, connection).await;
        }
    }

    /// Until the connection is cut or lost.
    async fn listen(&mut self, client: &AsyncClient, mut connection: EventLoop) {
        let topics = [
            (beats(&self.known.site), QoS::AtMostOnce),
            (
                Topic::Order.of(&self.known.site, &name(self.n)),
                QoS::AtLeastOnce,
            ),
            (format!("{BARE}/{}", self.n), QoS::AtLeastOnce),
        ];
        loop {
            let polled = tokio::select! {
                polled = connection.poll() => polled,
                cut = self.cut.recv() => match cut {
                    Ok(nth) if !self.n.is_multiple_of(nth) => return,
                    _ => continue,
                },
            };
            match polled {
                Ok(Event::Incoming(Packet::ConnAck(_))) => {
                    for (topic, qos) in &topics {
                        if client.try_subscribe(topic, *qos).is_err() {
                            return;
                        }
                    }
                }
                Ok(Event::Incoming(Packet::Publish(said))) => {
                    let at_us = unix_us();
                    let text = String::from_utf8_lossy(&said.payload);
                    if said.topic == topics[0].0 {
                        let topic = Topic::Hello.of(&self.known.site, &name(self.n));
                        let hello = self.hello(&order_sha256(&text));
                        // The next beat asks again.
                        let _ = client.try_publish(topic, QoS::AtMostOnce, false, hello);
                    } else if said.topic == topics[1].0 {
                        self.obey_by_broker(client, at_us, &text);
                    } else {
                        self.told(at_us, None, Duration::ZERO, false);
                    }
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }

    fn obey_by_broker(&mut self, client: &AsyncClient, at_us: i64, text: &str) {
        let topic = Topic::Answer.of(&self.known.site, &name(self.n));
        let [now, later] = self.judge(at_us, text);
        let say = |client: &AsyncClient, topic: &str, answers: Vec<String>| {
            for answer in answers {
                // An order that is not answered is ordered again.
                let _ = client.try_publish(topic, QoS::AtLeastOnce, false, answer);
            }
        };
        say(client, &topic, now);
        let client = client.clone();
        tokio::spawn(async move {
            tokio::time::sleep(HEARD_AFTER).await;
            say(&client, &topic, later);
        });
    }

    async fn live_by_wire(mut self, server: SocketAddr) {
        loop {
            let greeting = |nonce: &str| self.hello(nonce);
            if let Ok(mut socket) = introduce(server, greeting).await {
                self.hold(&mut socket).await;
            }
            tokio::time::sleep(Duration::from_millis(100 + self.n as u64 % 400)).await;
        }
    }

    async fn hold(&mut self, socket: &mut Socket) {
        let mut later: Vec<(tokio::time::Instant, String)> = Vec::new();
        loop {
            let next = later.first().map(|(at, _)| *at);
            let is_due = async {
                match next {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                frame = socket.next() => match frame {
                    Some(Ok(Message::Text(text))) if !text.starts_with('{') => {
                        let [now, then] = self.judge(unix_us(), &text);
                        for answer in now {
                            if socket.send(Message::text(answer)).await.is_err() {
                                return;
                            }
                        }
                        let at = tokio::time::Instant::now() + HEARD_AFTER;
                        later.extend(then.into_iter().map(|answer| (at, answer)));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return,
                },
                () = is_due => {
                    let (_, answer) = later.remove(0);
                    if socket.send(Message::text(answer)).await.is_err() {
                        return;
                    }
                }
                cut = self.cut.recv() => if matches!(cut, Ok(nth) if !self.n.is_multiple_of(nth)) {
                    return;
                },
            }
        }
    }

    /// Judges an order as a siren does; what it answers at once, and what once it has heard itself.
    fn judge(&mut self, at_us: i64, text: &str) -> [Vec<String>; 2] {
        let began = Instant::now();
        let now = crate::clock::now();
        let verdict = self.machine.consider(now, text, &self.known.keys);
        let judged = began.elapsed();
        match verdict {
            Verdict::Act { order, persist } => {
                self.machine.begin(now, &order, persist);
                let both = [
                    vec![AnswerWhat::Accepted, AnswerWhat::Started],
                    vec![AnswerWhat::Heard, AnswerWhat::Ended],
                ];
                for what in both.iter().flatten() {
                    self.machine.note(now, &order, *what);
                }
                self.told(at_us, Some(order.order), judged, true);
                both.map(|what| {
                    what.into_iter()
                        .map(|what| self.answer(&order, text, what))
                        .collect()
                })
            }
            Verdict::Repeat {
                order,
                again,
                persist,
            } => {
                self.machine.remember(persist);
                self.told(at_us, Some(order.order), judged, false);
                let again = again
                    .into_iter()
                    .map(|(what, _)| self.answer(&order, text, what));
                [again.collect(), Vec::new()]
            }
            Verdict::Refuse(refused) => {
                self.told(at_us, Some(refused.order), judged, false);
                [Vec::new(), Vec::new()]
            }
        }
    }

    fn told(&self, at_us: i64, order: Option<u64>, judged: Duration, is_obeyed: bool) {
        let arrived = Arrived {
            siren: self.n,
            at_us,
            order,
            judged,
            is_obeyed,
        };
        // Nobody listens any more once the measurement is over.
        let _ = self.tell.send(arrived);
    }

    fn hello(&self, nonce: &str) -> String {
        let hello = Hello {
            v: ORDER_VERSION,
            siren: name(self.n),
            nonce: nonce.to_owned(),
            at: crate::clock::now(),
            next_ctr: self.machine.next_ctr(Status::Actual),
            next_ctr_exercise: self.machine.next_ctr(Status::Exercise),
            epoch: 1,
            software: "vigie bench".to_owned(),
            challenge: None,
        };
        sign_hello(&hello, &self.known.sirens[self.n])
    }

    fn answer(&self, order: &Order, text: &str, what: AnswerWhat) -> String {
        let answer = Answer {
            v: ORDER_VERSION,
            siren: order.target.clone(),
            order: order.order,
            ctr: order.ctr,
            order_sha256: order_sha256(text),
            at: crate::clock::now(),
            what,
            next_ctr: order.ctr + 1,
            challenge: None,
        };
        sign_answer(&answer, &self.known.sirens[self.n])
    }
}
