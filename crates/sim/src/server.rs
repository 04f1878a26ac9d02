//! The server: the real engine on a simulated disk, its couriers, and its many deaths.

use crate::checkers::{
    due_after_start, four_eyes, heard_is_journaled, nobody_forgotten, replay_equals_memory,
    silence_after_end, storm,
};
use crate::people::Ask;
use crate::plant::Plant;
use crate::site;
use crate::witness::Broken;
use crate::world::{Happening, World};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use vigie_channels::keys::Keys;
use vigie_channels::live::{Hub, bulletin, frame};
use vigie_core::delivery::{Outcome, Room, Work, due_beside};
use vigie_core::fact::{Entry, Fact};
use vigie_core::fact_wire;
use vigie_core::ids::DeliveryId;
use vigie_core::refusal::Refusal;
use vigie_core::siren::{Order, Program, sign_order};
use vigie_core::site::Site;
use vigie_core::time::Timestamp;
use vigie_core::warning::{Origin, Stage};
use vigie_core::{Command, Input, State};
use vigie_fanout::To;
use vigie_server::engine::{Engine, Fatal, Turn, snapshot};
use vigie_server::serve::keep_published;
use vigie_store::disk::{Disk, Plant as DiskPlant, Planted, SimDisk, SimFault};
use vigie_store::journal::{Config, Fault, Journal};
use vigie_store::snapshot::Snapshots;

/// What couriers may be busy with at once: little enough to run out.
const ROOM: Room = Room {
    sirens: 6,
    live: 3,
    people: 3,
    hooks: 3,
    folder: 2,
};
/// Bulletins kept for screens that come back.
const KEPT: usize = 2_000;
/// Turns between two snapshots.
const SNAPSHOT_EVERY: u64 = 25;

/// The server and everything it leaves behind when it dies.
#[derive(Debug)]
pub struct Server {
    /// Its disk.
    pub disk: SimDisk,
    /// The folder of its snapshots.
    snapshots: SimDisk,
    /// The engine, while it lives.
    pub engine: Option<Engine>,
    /// The live wire, while it lives.
    pub hub: Hub,
    /// The site as configured: declared at every start.
    pub site: Option<Box<Site>>,
    /// The same before anybody edited it.
    pub first_site: Option<Box<Site>>,
    /// What has come in and was not taken.
    pub inbox: VecDeque<(Input, Option<Ask>)>,
    /// How often it was started.
    pub life: u64,
    /// Starts at which half a decision was cut off.
    pub unfinished: u64,
    /// Work handed out, by life.
    handed_out: BTreeSet<(u64, (DeliveryId, u8))>,
    turns: u64,
    before_last: State,
    turn_is_queued: bool,
    wakes_at: Option<Timestamp>,
    keys: Keys,
}

impl Server {
    /// An empty disk.
    pub fn new(seed: u64) -> Self {
        Self {
            disk: SimDisk::new(seed),
            snapshots: SimDisk::new(!seed),
            engine: None,
            hub: Hub::new(KEPT),
            site: None,
            first_site: None,
            inbox: VecDeque::new(),
            life: 0,
            unfinished: 0,
            handed_out: BTreeSet::new(),
            turns: 0,
            before_last: State::default(),
            turn_is_queued: false,
            wakes_at: None,
            keys: Keys {
                live: site::key(1),
                exercise: site::key(2),
                stop: site::key(3),
            },
        }
    }

    fn disk(&self, plant: Option<Plant>) -> Arc<dyn Disk> {
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let left_out = match plant {
            Some(Plant::AckBeforeSync) => DiskPlant::AckBeforeSync,
            Some(Plant::SyncErrorIgnored) => DiskPlant::SyncErrorIgnored,
            _ => return disk,
        };
        Arc::new(Planted::new(disk, left_out))
    }
}

impl World {
    /// Starts the server on its disk; tries again later when the disk fails again.
    pub fn start_server(&mut self) {
        if self.server.engine.is_some() {
            return;
        }
        self.server.life += 1;
        self.server.turn_is_queued = false;
        self.server.wakes_at = None;
        self.plan_faults(12);
        match self.open() {
            Ok(engine) => {
                self.server.disk.heal();
                self.check_start(&engine);
                self.server.hub = Hub::new(KEPT);
                keep_published(engine.state(), &self.server.keys, &self.server.hub);
                self.server.engine = Some(engine);
                if let Some(declared) = self.server.site.clone() {
                    // What one person may take away is one decision, what is left for two another.
                    self.arrives(Input::Declare(declared.clone()), None);
                    self.arrives(Input::Declare(declared), None);
                    self.arrives(Input::Roster(site::roster()), None);
                }
                if self.plant != Some(Plant::TokensUntold) {
                    self.arrives(Input::Tokens(site::tokens(self.plant)), None);
                }
                for index in 0..self.sirens.len() {
                    let ms = self.about_ms(300);
                    self.after_ms(ms, Happening::Connects(index));
                }
                for index in 0..self.screens.len() {
                    let ms = self.about_ms(300);
                    self.after_ms(ms, Happening::Screen(index));
                }
            }
            Err(Fatal::Journal(Fault::Disk { .. } | Fault::Poisoned)) => self.stop_server(false),
            Err(fatal) => self
                .witness
                .note(Err(nobody_forgotten::unopened(&fatal.to_string()))),
        }
    }

    fn open(&mut self) -> Result<Engine, Fatal> {
        let disk = self.server.disk(self.plant);
        let config = Config {
            segment_bytes: self.options.segment_bytes,
            ..Config::default()
        };
        let (engine, recovered) = if self.plant == Some(Plant::HalfDecision) {
            Engine::open_believing(disk, config, State::default())?
        } else if self.options.snapshots || self.plant == Some(Plant::StaleSnapshot) {
            let snapshots = Snapshots::new(Arc::new(self.server.snapshots.clone()));
            snapshot::open(disk, &snapshots, config)?
        } else {
            Engine::open(disk, config)?
        };
        self.server.unfinished += u64::from(recovered.unfinished.is_some());
        Ok(engine)
    }

    /// What must be so whenever the server has started.
    fn check_start(&mut self, engine: &Engine) {
        let state = engine.state();
        self.witness
            .note(nobody_forgotten::after_start(&self.witness, state));
        if self.witness.broken.is_some() {
            return;
        }
        let known = self.witness.entries.len() as u64;
        match entries(engine.journal(), known + 1) {
            Ok(entries) => self.witness.entries.extend(entries),
            Err(why) => self.witness.note(Err(nobody_forgotten::unopened(&why))),
        }
        for entry in &self.witness.entries[usize::try_from(known).unwrap_or(0)..] {
            if let Fact::AlertIssued {
                warning, content, ..
            } = &entry.fact
            {
                let sha256 = content.cap.sha256.clone();
                self.witness.warning_of.insert(sha256, *warning);
            }
        }
        self.witness
            .note(replay_equals_memory::after_start(&self.witness, state));
        let due = self.due_at_start(state);
        let same = due_after_start::as_before(&self.witness, self.now, ROOM, &due);
        self.witness.note(same);
        let heard = heard_is_journaled::after_start(&mut self.witness, state);
        self.witness.note(heard);
        self.witness.note(four_eyes::in_journal(&self.witness));
        self.witness.note(storm::in_journal(&self.witness));
        self.witness
            .note(nobody_forgotten::sensors_are_believed(&self.witness));
        self.witness.memory = state.clone();
        self.witness.acknowledged = state.head;
    }

    /// What the engine says is due. The planted one believes that what was handed out before it died is under way.
    fn due_at_start(&self, state: &State) -> Vec<Work> {
        let was_handed_out = |key| {
            let lives = 0..self.server.life;
            self.plant == Some(Plant::HandOffOutlives)
                && lives
                    .into_iter()
                    .any(|life| self.server.handed_out.contains(&(life, key)))
        };
        due_beside(state, self.now, ROOM, was_handed_out).work
    }

    /// The server dies: killed, or with the power.
    pub fn stop_server(&mut self, power: bool) {
        self.server.engine = None;
        self.server.inbox.clear();
        self.server.disk.heal();
        if power || self.server.disk.list().is_err() {
            self.server.disk = self.server.disk.crash();
            self.server.snapshots = self.server.snapshots.crash();
        }
        for siren in &mut self.sirens {
            siren.is_connected = false;
        }
        for screen in &mut self.screens {
            screen.lose();
        }
        let ms = 50 + self.about_ms(1_500);
        self.after_ms(ms, Happening::Start);
    }

    /// Plans what the disk does to the next calls.
    fn plan_faults(&mut self, calls: u64) {
        let next = self.server.disk.calls() + 1 + self.chance.below(calls);
        if self.chance.per_thousand(self.options.cuts_per_thousand) {
            self.server.disk.plan(SimFault::PowerCutAt(next));
        } else if self.chance.per_thousand(self.options.errors_per_thousand) {
            self.server.disk.plan(SimFault::ErrorAt(next));
        }
    }

    /// Something has come in: it is taken with whatever else comes within a moment.
    pub fn arrives(&mut self, input: Input, ask: Option<Ask>) {
        if self.server.engine.is_none() {
            return;
        }
        if self.plant == Some(Plant::LostInMerge) && self.merged_by_hand(&input, ask) {
            return;
        }
        self.server.inbox.push_back((input, ask));
        if !self.server.turn_is_queued {
            self.server.turn_is_queued = true;
            let ms = self.up_to_ms(2);
            self.after_ms(ms, Happening::Turn);
        }
    }

    /// The planted front desk: what is of one danger is the same to it, and it says so without asking.
    fn merged_by_hand(&mut self, input: &Input, ask: Option<Ask>) -> bool {
        let (
            Input::Officer {
                command: Command::Draft(draft),
                ..
            },
            Some(ask),
        ) = (input, ask)
        else {
            return false;
        };
        let first = {
            let open = &self.witness.memory.warnings;
            let mut ids = open.open().iter().filter_map(|id| open.get(id));
            let same = ids.find(|w| w.danger == draft.danger.as_str() && w.origin == Origin::Own);
            same.map(|warning| warning.id.0)
        };
        let Some(first) = first else {
            return false;
        };
        self.tell_answer(ask, Ok(first));
        true
    }

    fn tell_answer(&mut self, ask: Ask, answer: Result<u64, Refusal>) {
        let asked = self.people.answered(&ask, answer);
        self.witness.asked.extend(asked);
    }

    /// The engine asked to be woken.
    pub fn wake(&mut self, life: u64) {
        let due = self.server.wakes_at.is_some_and(|at| at <= self.now);
        if life == self.server.life && due {
            self.turn();
        }
    }

    /// One turn of the engine, and whatever the disk makes of it.
    pub fn turn(&mut self) {
        let Some(mut engine) = self.server.engine.take() else {
            return;
        };
        self.server.turn_is_queued = false;
        let (inputs, asks): (Vec<Input>, Vec<Option<Ask>>) = self.server.inbox.drain(..).unzip();
        if self.plant == Some(Plant::OrderBeforeSync) {
            self.order_before_sync(engine.state(), &inputs);
        }
        self.plan_faults(4);
        self.server.before_last = engine.state().clone();
        match engine.turn(self.now, &inputs, ROOM) {
            Err(Fatal::Journal(Fault::Disk { .. } | Fault::Poisoned)) => {
                let power = self.chance.coin();
                self.stop_server(power);
            }
            Err(fatal) => self
                .witness
                .note(Err(nobody_forgotten::unopened(&fatal.to_string()))),
            Ok(turn) => {
                self.server.disk.heal();
                self.witness.memory = engine.state().clone();
                if self.chance.per_thousand(self.options.kills_per_thousand) {
                    // It was on disk, and nobody was told.
                    let power = self.chance.coin();
                    self.stop_server(power);
                    return;
                }
                self.witness.acknowledged = engine.journal().head().n;
                self.snapshot(&engine);
                self.server.engine = Some(engine);
                self.leave(turn, &asks);
            }
        }
    }

    /// Everything that leaves the building after a turn.
    fn leave(&mut self, turn: Turn, asks: &[Option<Ask>]) {
        let Turn {
            answers,
            work,
            wake_at,
            ..
        } = turn;
        for (answer, ask) in answers.into_iter().zip(asks) {
            if let Some(ask) = ask {
                let first = answer.map(|decided| decided.first);
                self.tell_answer(*ask, first);
            }
        }
        for work in work {
            let checked = silence_after_end::at_hand_out(&self.witness.memory, &work);
            self.witness.note(checked);
            self.learn_warning(&work);
            self.courier(work);
        }
        if let Some((at, _)) = wake_at {
            if at <= self.now {
                self.witness.note(Err(Broken {
                    checker: "nobody_forgotten",
                    why: format!("the engine asks at {} to be woken at {at}", self.now),
                }));
            }
            if self.plant != Some(Plant::NeverWakes) {
                self.server.wakes_at = Some(at);
                let ms = at.since_ms(self.now);
                self.after_ms(ms, Happening::Wake(self.server.life));
            }
        }
    }

    /// Which warning the message of an order belongs to.
    fn learn_warning(&mut self, work: &Work) {
        let Work::Siren {
            order, delivery, ..
        } = work
        else {
            return;
        };
        let state = &self.witness.memory;
        let alert = state.deliveries.get(delivery).map(|d| d.alert);
        if let Some(alert) = alert.and_then(|alert| state.alerts.get(&alert)) {
            let sha256 = order.alert_sha256.clone();
            self.witness.warning_of.insert(sha256, alert.warning);
        }
    }

    fn snapshot(&mut self, engine: &Engine) {
        self.server.turns += 1;
        if !self.server.turns.is_multiple_of(SNAPSHOT_EVERY) {
            return;
        }
        let snapshots = Snapshots::new(Arc::new(self.server.snapshots.clone()));
        if self.plant == Some(Plant::StaleSnapshot) {
            let mut stale = self.server.before_last.clone();
            stale.head = engine.state().head;
            let bytes = serde_json::to_vec(&stale).unwrap_or_default();
            let _lost = snapshots.write(engine.journal().footing(), &bytes);
        } else if self.options.snapshots {
            snapshot::write_now(&snapshots, engine);
        }
    }

    /// A courier takes one piece of work.
    pub fn courier(&mut self, work: Work) {
        let is_new = self
            .server
            .handed_out
            .insert((self.server.life, work.key()));
        if !is_new && self.plant == Some(Plant::LostHandOff) {
            return;
        }
        if self.chance.per_thousand(self.options.dropped_per_thousand) {
            return;
        }
        let (delivery, attempt) = work.key();
        // The live wire is told of in the order in which it was written to.
        let ms = match work {
            Work::Bulletin { .. } => 1,
            Work::Siren { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => {
                self.up_to_ms(20)
            }
        };
        let handed_over = match work {
            Work::Siren { order, .. } => self.send(&order),
            Work::Bulletin { alert, .. } => {
                let jws = bulletin(&self.server.keys, alert.outgoing(), None);
                let frame = Arc::new(frame::bulletin(alert.id.0, &jws));
                self.server.hub.publish(&frame, &To::Everyone);
                for index in 0..self.screens.len() {
                    self.screens[index].send(&frame);
                    let ms = self.up_to_ms(50);
                    self.after_ms(ms, Happening::Screen(index));
                }
                true
            }
            Work::People { .. } | Work::Hook { .. } | Work::File { .. } => {
                !self.chance.per_thousand(self.options.lost_per_thousand / 4)
            }
        };
        let life = self.server.life;
        self.after_ms(ms, Happening::Outcome(life, delivery, attempt, handed_over));
    }

    /// Signs an order and puts it on the wire, if its siren is connected.
    fn send(&mut self, order: &Order) -> bool {
        let target = |siren: &crate::sirens::Device| siren.name == order.target;
        let Some(index) = self.sirens.iter().position(target) else {
            return false;
        };
        if !self.sirens[index].is_connected {
            return false;
        }
        let text = sign_order(order, self.server.keys.of_order(order));
        self.carry(|text| Happening::Order(index, text), text);
        if self.plant == Some(Plant::CourierRetries)
            && matches!(order.program, Program::Sound { .. })
        {
            for mean_ms in [3_000, 10_000, 30_000] {
                let ms = self.about_ms(mean_ms);
                self.after_ms(ms, Happening::Again(Box::new(order.clone())));
            }
        }
        true
    }

    /// The planted courier: the old order under a counter that the siren has not seen.
    pub fn courier_again(&mut self, mut order: Order) {
        order.ctr += 40;
        order.order += 1_000_000;
        if let Some(index) = self
            .sirens
            .iter()
            .position(|siren| siren.name == order.target)
        {
            let text = sign_order(&order, self.server.keys.of_order(&order));
            self.order_arrives(index, &text);
        }
    }

    /// The planted engine: what was decided leaves before it is on disk.
    fn order_before_sync(&mut self, state: &State, inputs: &[Input]) {
        let mut ahead = state.clone();
        for input in inputs {
            for fact in vigie_core::decide(&ahead, self.now, input).unwrap_or_default() {
                let (n, at) = (ahead.head + 1, self.now);
                vigie_core::apply(&mut ahead, &Entry { n, at, fact });
            }
        }
        for work in vigie_core::due(&ahead, self.now, ROOM).work {
            if let Work::Siren { order, .. } = work {
                self.send(&order);
            }
        }
    }

    /// What came of an attempt reaches the engine, if the courier outlived it.
    pub fn outcome(&mut self, life: u64, delivery: DeliveryId, attempt: u8, handed_over: bool) {
        if life != self.server.life {
            return;
        }
        let outcome = if handed_over {
            Outcome::HandedOver { to: 1 }
        } else {
            let why = "no connection".to_owned();
            Outcome::Failed { why }
        };
        let input = Input::Outcome {
            delivery,
            attempt,
            outcome,
        };
        self.arrives(input, None);
    }

    /// What is live, for screens: warning and number of its last message.
    pub fn live_now(&self) -> Option<Vec<(u64, u64)>> {
        let state = self.server.engine.as_ref()?.state();
        let live = state.live_warnings().filter(|w| w.stage == Stage::Live);
        Some(
            live.filter_map(|w| Some((w.id.0, w.alerts.last()?.0)))
                .collect(),
        )
    }
}

/// The entries from a number on, read from the disk.
fn entries(journal: &Journal, from: u64) -> Result<Vec<Entry>, String> {
    let read = journal
        .read_from::<serde_json::Value>(from)
        .map_err(|fault| fault.to_string())?;
    read.map(|entry| {
        let entry = entry.map_err(|fault| fault.to_string())?;
        let fact = fact_wire::from_value(entry.fact).map_err(|why| why.to_string())?;
        let at = Timestamp::from_unix_ms(entry.at_ms);
        Ok(Entry {
            n: entry.n,
            at,
            fact,
        })
    })
    .collect()
}
