//! A country in one thread: one clock, one queue, everything from one seed.
//!
//! Whatever happens is an [`Happening`] at a time. A run has an active part, in which everything may
//! fail, and a calm end, in which nothing fails and every promise must come true.

use crate::checkers::{four_eyes, nobody_forgotten, silence_after_end, storm};
use crate::options::Options;
use crate::people::{Ask, People};
use crate::plant::Plant;
use crate::screens::Screen;
use crate::server::Server;
use crate::sirens::Device;
use crate::site;
use crate::witness::{Broken, Witness};
use std::collections::BTreeMap;
use vigie_core::ids::{AlertId, ChangeId, DeliveryId};
use vigie_core::siren::{AnswerWhat, Order};
use vigie_core::site::TurnRule;
use vigie_core::time::Timestamp;
use vigie_core::vetting::Vetting;
use vigie_core::{Command, Input};
use vigie_store::disk::Chance;

/// When every run begins: 2026-11-22T04:00:00Z.
const BEGIN_MS: i64 = 1_795_320_000_000;

/// Something that happens at a time.
#[derive(Debug)]
pub enum Happening {
    /// Something comes in at the server.
    Arrives(Input, Option<Ask>),
    /// The server takes what has come in.
    Turn,
    /// The server asked to be woken, in this life of it.
    Wake(u64),
    /// The server is started.
    Start,
    /// A signed order reaches a siren.
    Order(usize, String),
    /// A signed answer of a siren reaches the server.
    Answer(usize, String),
    /// Something follows from an order that a siren obeys, if it still does.
    Follows(usize, Box<Order>, AnswerWhat),
    /// A siren or its link fails or comes back.
    SirenFails(usize),
    /// A siren tries to connect.
    Connects(usize),
    /// A courier tells what came of an attempt, in this life of the server.
    Outcome(u64, DeliveryId, u8, bool),
    /// A courier tries an order again by itself (planted).
    Again(Box<Order>),
    /// A screen comes, goes or reads.
    Screen(usize),
    /// Screens get the list of what is live.
    Beat,
    /// An officer does something.
    Act,
    /// Sensors hear something.
    Salvo,
    /// Another authority says something.
    Feed,
    /// Somebody edits the file of the site, for the next start.
    Edit,
    /// Somebody repeats what was not answered.
    Repeat(u64),
}

/// The country.
#[derive(Debug)]
pub struct World {
    /// How hostile it is.
    pub options: Options,
    /// The fault planted.
    pub plant: Option<Plant>,
    /// All chance.
    pub chance: Chance,
    /// The true time.
    pub now: Timestamp,
    queue: BTreeMap<(Timestamp, u64), Happening>,
    queued: u64,
    /// The server, on its disk.
    pub server: Server,
    /// The sirens.
    pub sirens: Vec<Device>,
    /// The screens.
    pub screens: Vec<Screen>,
    /// Officers, sensors and other authorities.
    pub people: People,
    /// What outsiders saw.
    pub witness: Witness,
    /// Whether faults and people are active.
    pub active: bool,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Entries in the journal.
    pub entries: usize,
    /// Starts of the server.
    pub starts: u64,
    /// Starts at which half a decision was cut off.
    pub unfinished: u64,
    /// Sounds of sirens.
    pub sounds: usize,
    /// Bulletins shown.
    pub shows: usize,
}

/// One run of a seed.
pub fn run(options: Options, plant: Option<Plant>) -> (Tally, Option<Broken>) {
    let mut world = World::new(options, plant);
    world.live();
    let tally = Tally {
        entries: world.witness.entries.len(),
        starts: world.server.life,
        unfinished: world.server.unfinished,
        sounds: world.witness.sounds.len(),
        shows: world.witness.shows.len(),
    };
    (tally, world.witness.broken)
}

impl World {
    fn new(options: Options, plant: Option<Plant>) -> Self {
        let seed = options.seed;
        let sirens = (0..usize::from(options.sirens)).map(Device::new);
        let screens = (0..usize::from(options.screens)).map(|_| Screen::default());
        Self {
            plant,
            chance: Chance::new(seed),
            now: Timestamp::from_unix_ms(BEGIN_MS),
            queue: BTreeMap::new(),
            queued: 0,
            server: Server::new(seed),
            sirens: sirens.collect(),
            screens: screens.collect(),
            people: People::default(),
            witness: Witness::default(),
            active: true,
            options,
        }
    }

    /// Puts something into the queue.
    pub fn after_ms(&mut self, ms: i64, happening: Happening) {
        self.queued += 1;
        self.queue
            .insert((self.now.plus_ms(ms), self.queued), happening);
    }

    /// A time by chance, from 1 to twice the mean.
    pub fn about_ms(&mut self, mean_ms: i64) -> i64 {
        1 + self.up_to_ms(mean_ms.saturating_mul(2))
    }

    /// A time by chance, up to a limit.
    pub fn up_to_ms(&mut self, ms: i64) -> i64 {
        let end = u64::try_from(ms).unwrap_or(0).saturating_add(1);
        i64::try_from(self.chance.below(end)).unwrap_or(0)
    }

    /// The setting up, the active part, the calm end.
    fn live(&mut self) {
        self.begin();
        self.pass(self.options.active_s * 1_000);
        self.calm();
        if self.witness.broken.is_some() {
            return;
        }
        self.pass(75_000);
        self.last_alarm();
        self.last_clear();
        self.check_all();
    }

    fn begin(&mut self) {
        let second_token = self.plant == Some(Plant::SecondToken);
        let declared = site::site(self.options.sirens, second_token);
        self.server.site = declared.ok().map(Box::new);
        if let Some(site) = &mut self.server.site {
            // Few, so that somebody waits for one in almost every run.
            site.turns = TurnRule {
                at_once: 2,
                every_s: 15,
            };
        }
        if self.plant == Some(Plant::GravityForgotten)
            && let Some(site) = &mut self.server.site
        {
            for words in site.words.values_mut() {
                "Minor".clone_into(&mut words.cap.severity);
            }
        }
        self.server.first_site = self.server.site.clone();
        for index in 0..self.sirens.len() {
            let skew = self.up_to_ms(self.options.skew_ms_max * 2) - self.options.skew_ms_max;
            self.sirens[index].skew_ms = skew;
            self.sirens[index].is_deaf = self.chance.per_thousand(100);
        }
        self.start_server();
        self.set_up();
        let failing = self.options.siren_fails_every_ms;
        for index in 0..self.sirens.len() {
            self.after_ms(5, Happening::Connects(index));
            let ms = self.about_ms(failing);
            self.after_ms(ms, Happening::SirenFails(index));
        }
        for index in 0..self.screens.len() {
            self.after_ms(7, Happening::Screen(index));
        }
        for happening in [
            Happening::Beat,
            Happening::Act,
            Happening::Salvo,
            Happening::Feed,
            Happening::Edit,
        ] {
            let ms = self.about_ms(2_000);
            self.after_ms(ms, happening);
        }
    }

    /// Somebody edits the file; what of it holds at the next start is for the core and two people to say.
    fn edit(&mut self) {
        if !self.active {
            return;
        }
        let which = self.chance.below(4);
        if let Some(first) = &self.server.first_site {
            self.server.site = Some(Box::new(site::edited(first, which)));
        }
        let ms = self.about_ms(20_000);
        self.after_ms(ms, Happening::Edit);
    }

    /// Two officers put the standing order in force; said again for as long as the server dies of it.
    fn set_up(&mut self) {
        let order = site::standing_order(self.now);
        let id = order.id.clone();
        let in_force = |world: &Self| {
            let held = world.witness.memory.standing_orders.get(&id);
            held.is_some_and(|held| held.in_force(world.now))
        };
        for _ in 0..100 {
            self.vet();
            let proposal = Command::ProposeStandingOrder(Box::new(order.clone()));
            let _refused_when_it_is_there = self.ask_now("amal", proposal);
            let approval = Command::ApproveStandingOrder {
                order: id.clone(),
                sha256: order.sha256().unwrap_or_default(),
            };
            let _approved = self.ask_now("basil", approval);
            if in_force(self) || self.witness.broken.is_some() {
                return;
            }
            self.pass(2_500);
        }
    }

    /// Two officers put on record that somebody vetted what is said, as far as it is not there yet.
    fn vet(&mut self) {
        let Some(site) = self.witness.memory.site.clone() else {
            return;
        };
        for language in &site.languages {
            let vetting = Vetting::whole(&site, language, "R. Haddad", "teacher");
            let Some(change) = self.ask_now("amal", Command::Vet(Box::new(vetting))) else {
                continue;
            };
            let change = ChangeId(change);
            let pending = self.witness.memory.changes.get(change);
            if let Some(sha256) = pending.map(|pending| pending.asked.sha256.clone()) {
                let _approved = self.ask_now("basil", Command::ApproveChange { change, sha256 });
            }
        }
    }

    /// Lets time pass.
    fn pass(&mut self, ms: i64) {
        let until = self.now.plus_ms(ms);
        while self.witness.broken.is_none() {
            match self.queue.first_key_value() {
                Some(((at, _), _)) if *at <= until => {}
                _ => break,
            }
            if let Some(((at, _), happening)) = self.queue.pop_first() {
                self.now = at;
                self.happen(happening);
            }
        }
        self.now = until;
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Arrives(input, ask) => self.arrives(input, ask),
            Happening::Turn => self.turn(),
            Happening::Wake(life) => self.wake(life),
            Happening::Start => self.start_server(),
            Happening::Order(siren, text) => self.order_arrives(siren, &text),
            Happening::Answer(siren, text) => self.answer_arrives(siren, &text),
            Happening::Follows(siren, order, what) => self.follows(siren, &order, what),
            Happening::SirenFails(siren) => self.siren_fails(siren),
            Happening::Connects(siren) => self.connects(siren),
            Happening::Outcome(life, delivery, attempt, handed_over) => {
                self.outcome(life, delivery, attempt, handed_over);
            }
            Happening::Again(order) => self.courier_again(*order),
            Happening::Screen(screen) => self.screen(screen),
            Happening::Beat => self.beat(),
            Happening::Act => self.act(),
            Happening::Salvo => self.salvo(),
            Happening::Feed => self.feed(),
            Happening::Edit => self.edit(),
            Happening::Repeat(ask) => self.repeat(ask),
        }
    }

    /// From here on nothing fails, and nobody but the last alarm does anything.
    fn calm(&mut self) {
        self.active = false;
        self.options.heal();
        self.server.disk.heal();
        for index in 0..self.sirens.len() {
            self.siren_recovers(index);
        }
        for index in 0..self.screens.len() {
            self.after_ms(1, Happening::Screen(index));
        }
    }

    /// When nothing is broken an alarm reaches every siren within fifteen seconds.
    fn last_alarm(&mut self) {
        if self.witness.broken.is_some() {
            return;
        }
        let state = self.witness.memory.clone();
        self.witness
            .note(nobody_forgotten::all_carried(&state, self.now));
        let Some(alert) = self.warn_by_two() else {
            self.witness.note(Err(Broken {
                checker: "nobody_forgotten",
                why: "two officers could not warn although nothing is broken".to_owned(),
            }));
            return;
        };
        self.pass(15_000);
        let sirens = usize::from(self.options.sirens);
        let all = nobody_forgotten::all_sound(&self.witness.memory, alert, sirens);
        // A deaf microphone is a siren shown as silent.
        if self.sirens.iter().all(|siren| !siren.is_deaf) {
            self.witness.note(all);
        }
    }

    /// Two officers warn both zones for real.
    fn warn_by_two(&mut self) -> Option<AlertId> {
        let draft = crate::people::last_draft();
        let first = self.ask_now("amal", Command::Draft(draft))?;
        let warning = vigie_core::ids::WarningId(first);
        self.ask_now("amal", Command::Submit(warning))?;
        let known = self.witness.memory.warning(warning)?;
        let sha256 = known.approval_sha256()?;
        let approved = self.ask_now("basil", Command::Approve { warning, sha256 })?;
        Some(AlertId(approved + 1))
    }

    /// All clear for everything that is live, and what follows from it.
    fn last_clear(&mut self) {
        let own = |w: &&std::sync::Arc<vigie_core::warning::Warning>| {
            w.origin == vigie_core::warning::Origin::Own
        };
        let live: Vec<_> = self
            .witness
            .memory
            .live_warnings()
            .filter(own)
            .map(|w| w.id)
            .collect();
        for warning in live {
            let _ended_meanwhile = self.ask_now("amal", Command::AllClear(warning));
        }
        self.pass(45_000);
    }

    fn check_all(&mut self) {
        if self.witness.broken.is_some() {
            return;
        }
        let state = self.witness.memory.clone();
        self.witness
            .note(nobody_forgotten::all_carried(&state, self.now));
        for (index, screen) in self.screens.iter().enumerate() {
            if screen.is_connected() {
                let all = nobody_forgotten::all_shown(&state, index, &screen.shown);
                self.witness.note(all);
            }
        }
        let sounding: Vec<_> = self
            .sirens
            .iter()
            .filter_map(Device::sounding_since)
            .collect();
        self.witness
            .note(silence_after_end::at_end(&sounding, self.now));
        self.witness.note(storm::at_end(&state, self.now));
        // One last start, from the disk as a power cut leaves it.
        self.stop_server(true);
        self.start_server();
        self.witness.note(four_eyes::in_journal(&self.witness));
        self.witness.note(storm::in_journal(&self.witness));
    }
}
