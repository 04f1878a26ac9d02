//! Ties it together: a text comes from the link, the machine judges it, the counter goes to disk, the
//! player sounds, and every step is answered.

mod tests_itself;

use crate::challenges::Challenges;
use crate::clock;
use crate::config::Config;
use crate::doubles::Doubles;
use crate::identity::{Identity, IdentityFault};
use crate::link::{Link, Pace};
use crate::mqtt::Mqtt;
use crate::outbox::Outbox;
use crate::player::{self, Note, Ordered, Sounding};
use crate::self_test::{Nightly, Testing};
use crate::senses;
use crate::slots::Slots;
use crate::speech::{self, VoiceConfig};
use crate::vitals::Vitals;
use crate::voice::Voice;
use ed25519_dalek::SigningKey;
use std::fmt;
use std::fs::File;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tracing::{debug, error, info, warn};
use vigie_core::siren::{
    Answer, AnswerWhat, Fitness, Machine, Memory, ORDER_VERSION, Order, RefusalReason, Refused,
    Verdict, Way, order_sha256, sign_answer,
};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

/// Orders that wait between the link and the agent: more are left in the socket.
const ORDERS_MAX: usize = 16;
/// Notes that wait for the agent: four of a sound that ends and four of the one that follows.
const NOTES_MAX: usize = 16;
/// Longest wait for the farewell on every way.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a siren does not run.
#[derive(Debug)]
pub enum Fault {
    /// It does not know who it is.
    Identity(IdentityFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identity(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Fault {}

/// Runs one siren until `switch_off` is ready: it then ends its sound, says so, and returns.
pub async fn run(config: Config, switch_off: impl Future<Output = ()>) -> Result<(), Fault> {
    run_at(Pace::default(), config, switch_off).await
}

/// As [`run`], with other times for the link.
pub async fn run_at(
    pace: Pace,
    config: Config,
    switch_off: impl Future<Output = ()>,
) -> Result<(), Fault> {
    let identity = Identity::open(&config).map_err(Fault::Identity)?;
    if identity.memory.is_none() {
        error!(
            "the counter is lost: every order is refused until this siren is paired anew; raise \
             `epoch` in its configuration and on the server"
        );
    }
    crate::output::rest(&config.sound);
    let machine = Machine::new(config.siren.clone(), config.site.clone(), identity.memory);
    let (orders_in, mut orders) = mpsc::channel(ORDERS_MAX);
    let (notes_in, mut notes) = mpsc::channel(NOTES_MAX);
    let (counters, known_counters) = watch::channel(counters_of(&machine));
    let (off, farewell) = watch::channel(false);
    let outbox = Arc::new(Outbox::default());
    let vitals = Vitals::new();
    if let Some(voice) = &config.voice {
        vitals.voice(look_through(voice));
    }
    let challenges = Challenges::default();
    let voice = Voice::new(
        &config,
        identity.key.clone(),
        known_counters,
        challenges.clone(),
    );
    // Ends with this function.
    let mut watching = JoinSet::new();
    watching.spawn(senses::keep(config.clone(), vitals.clone()));
    let mut nightly = Nightly::new(config.self_test_at);
    let link = Link {
        server: config.server.clone(),
        pace,
        voice: voice.clone(),
        vitals: vitals.clone(),
        orders: orders_in.clone(),
        outbox: Arc::clone(&outbox),
        farewell: farewell.clone(),
    };
    let mut ways = JoinSet::new();
    ways.spawn(link.keep());
    if let Some(broker) = config.mqtt.clone() {
        let mqtt = Mqtt {
            broker,
            site: config.site.clone(),
            siren: config.siren.clone(),
            server_key: *config.server_keys.live(),
            pace,
            voice,
            vitals: vitals.clone(),
            orders: orders_in,
            outbox: Arc::clone(&outbox),
            farewell,
        };
        ways.spawn(mqtt.keep());
    }
    let mut agent = Agent {
        config,
        machine,
        slots: Arc::new(Mutex::new(identity.slots)),
        key: identity.key,
        outbox,
        vitals,
        counters,
        notes: notes_in,
        sounding: None,
        doubles: Doubles::default(),
        challenges,
        testing: None,
        _lock: identity.lock,
    };

    tokio::pin!(switch_off);
    loop {
        tokio::select! {
            biased;
            () = &mut switch_off => break,
            Some(note) = notes.recv() => agent.take_note(note).await,
            Some((way, text)) = orders.recv() => agent.take_text(way, &text).await,
            result = tests_itself::tried(&mut agent.testing) => agent.take_trial(result),
            () = nightly.is_due() => agent.test_itself().await,
        }
    }
    info!("switched off");
    agent.end_trial().await;
    agent.fall_silent().await;
    while let Ok(note) = notes.try_recv() {
        agent.take_note(note).await;
    }
    let _ = off.send(true);
    if tokio::time::timeout(FAREWELL, ways.join_all())
        .await
        .is_err()
    {
        warn!("the ways to the server did not end in time");
    }
    Ok(())
}

struct Agent {
    config: Config,
    machine: Machine,
    slots: Arc<Mutex<Slots>>,
    key: SigningKey,
    outbox: Arc<Outbox>,
    vitals: Vitals,
    /// The counters that the next hello shows: live, exercise.
    counters: watch::Sender<(u64, u64)>,
    notes: mpsc::Sender<Note>,
    sounding: Option<Sounding>,
    doubles: Doubles,
    challenges: Challenges,
    testing: Option<Testing>,
    _lock: File,
}

impl Agent {
    async fn take_text(&mut self, way: Way, text: &str) {
        let now = clock::now();
        let sha256 = order_sha256(text);
        if self.doubles.is_double(&sha256, way) {
            debug!(%way, "an order that came on the other way already");
            return;
        }
        self.machine.challenges(self.challenges.fresh());
        match self.machine.consider(now, text, &self.config.server_keys) {
            Verdict::Act { order, persist } => {
                let ordered = Arc::new(Ordered { order, sha256 });
                self.act(now, ordered, persist).await;
            }
            Verdict::Repeat {
                order,
                again,
                persist,
            } => {
                info!(order = order.order, ctr = order.ctr, "answered again");
                match self.save(persist.clone()).await {
                    Ok(()) => self.machine.remember(persist),
                    Err(e) => error!("failed to save the counter of a retry: {e}"),
                }
                let ordered = Ordered { order, sha256 };
                for (what, at) in again {
                    self.answer(&ordered, what, at);
                }
            }
            Verdict::Refuse(refused) => self.refuse(refused, sha256, now),
        }
        self.counters.send_replace(counters_of(&self.machine));
    }

    /// The counter first: what is not on the disk is not done.
    async fn act(&mut self, now: Timestamp, ordered: Arc<Ordered>, persist: Memory) {
        let order = &ordered.order;
        if let Err(e) = self.save(persist.clone()).await {
            error!(
                "failed to save the counter, so order {} is not obeyed: {e}",
                order.order
            );
            let refused = Refused {
                order: order.order,
                ctr: order.ctr,
                status: Some(order.status),
                reason: RefusalReason::CounterNotSaved,
            };
            self.refuse(refused, ordered.sha256.clone(), now);
            return;
        }
        self.machine.begin(now, order, persist);
        info!(
            order = order.order,
            ctr = order.ctr,
            status = %order.status,
            program = ?order.program,
            "obeys"
        );
        self.answer(&ordered, AnswerWhat::Accepted, clock::now());
        self.fall_silent().await;
        self.end_trial().await;
        if let Some(sound) = order.program.sound() {
            self.sounding = Some(player::start(
                &self.config,
                Arc::clone(&ordered),
                sound,
                self.notes.clone(),
            ));
        } else {
            // After the end of what it stopped, which waits among the notes.
            let note = Note {
                ordered,
                what: AnswerWhat::Ended,
                at: clock::now(),
            };
            if self.notes.send(note).await.is_err() {
                error!("failed to note a stop: the agent is ending");
            }
        }
    }

    async fn fall_silent(&mut self) {
        if let Some(sounding) = self.sounding.take() {
            sounding.stop().await;
        }
    }

    async fn take_note(&mut self, note: Note) {
        let Note { ordered, what, at } = note;
        match what {
            AnswerWhat::Started => {
                self.vitals.sound(Fitness::Works);
                self.vitals.sounding(true);
            }
            AnswerWhat::Refused { .. } => self.vitals.sound(Fitness::Broken),
            AnswerWhat::Ended => self.vitals.sounding(false),
            AnswerWhat::Accepted | AnswerWhat::Heard | AnswerWhat::NotHeard => {}
        }
        match what {
            AnswerWhat::NotHeard | AnswerWhat::Refused { .. } => {
                error!(order = ordered.order.order, "{}", what.as_str());
            }
            _ => info!(order = ordered.order.order, "{}", what.as_str()),
        }
        self.answer(&ordered, what, at);
        self.machine.note(at, &ordered.order, what);
        self.take_audible(&ordered.order, what);
        if let Some(memory) = self.machine.memory().cloned()
            && let Err(e) = self.save(memory).await
        {
            warn!(
                "failed to save what became of an order; after a restart it may sound again: {e}"
            );
        }
    }

    fn refuse(&mut self, refused: Refused, order_sha256: String, at: Timestamp) {
        let reason = refused.reason;
        warn!(
            order = refused.order,
            ctr = refused.ctr,
            "refused: {reason}"
        );
        let answer = Answer {
            v: ORDER_VERSION,
            siren: self.config.siren.clone(),
            order: refused.order,
            ctr: refused.ctr,
            order_sha256,
            at,
            what: AnswerWhat::Refused { reason },
            next_ctr: self
                .machine
                .next_ctr(refused.status.unwrap_or(Status::Actual)),
            challenge: matches!(reason, RefusalReason::Expired | RefusalReason::TooEarly)
                .then(|| self.challenges.newest())
                .flatten(),
        };
        self.outbox.push(sign_answer(&answer, &self.key), true);
    }

    fn answer(&self, ordered: &Ordered, what: AnswerWhat, at: Timestamp) {
        let Order {
            order, ctr, status, ..
        } = ordered.order;
        let answer = Answer {
            v: ORDER_VERSION,
            siren: self.config.siren.clone(),
            order,
            ctr,
            order_sha256: ordered.sha256.clone(),
            at,
            what,
            next_ctr: self.machine.next_ctr(status),
            challenge: None,
        };
        self.outbox.push(sign_answer(&answer, &self.key), false);
    }

    async fn save(&self, memory: Memory) -> io::Result<()> {
        let slots = Arc::clone(&self.slots);
        tokio::task::spawn_blocking(move || {
            // A writer that failed half-way left a torn slot, which the next write replaces.
            let mut slots = slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.write(&memory)
        })
        .await
        .map_err(io::Error::other)
        .flatten()
        .inspect(|()| self.vitals.disk(Fitness::Works))
        .inspect_err(|_| self.vitals.disk(Fitness::Broken))
    }
}

fn counters_of(machine: &Machine) -> (u64, u64) {
    (
        machine.next_ctr(Status::Actual),
        machine.next_ctr(Status::Exercise),
    )
}

/// Whether every recording is there that could be needed: whoever climbs the mast wants to know before it is.
fn look_through(voice: &VoiceConfig) -> Fitness {
    let missing = speech::missing(voice);
    if missing.is_empty() {
        return Fitness::Works;
    }
    for file in &missing {
        warn!(file = %file.display(), "this recording is missing or of another form; its tone sounds without it");
    }
    Fitness::Broken
}
