//! Officers, sensors and other authorities, as they are under pressure: they repeat themselves, press
//! the wrong button, approve their own work, and their clocks are off.

use crate::neighbour;
use crate::plant::Plant;
use crate::site::{SENSORS, ZONES};
use crate::world::{Happening, World};
use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc;
use vigie_core::headcount::Reply;
use vigie_core::ids::{Danger, OfficerId, PersonRef, SensorId, WarningId, ZoneId};
use vigie_core::refusal::Refusal;
use vigie_core::report::Report;
use vigie_core::status::Status;
use vigie_core::warning::{Draft, Revision, Stage, Warning};
use vigie_core::{Command, Input, Signature};

/// How often something is said again that was not answered.
const REPEATS_MAX: u8 = 12;
/// After how long, in milliseconds.
const REPEAT_MS: i64 = 2_000;

/// Somebody waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask(u64);

/// Who waits for what.
#[derive(Debug, Default)]
pub struct People {
    asks: u64,
    waiting: BTreeMap<u64, (Input, u8)>,
    last: Option<(Ask, Result<u64, Refusal>)>,
    readings: u64,
    said: Vec<Input>,
    told: Vec<doc::Alert>,
}

impl People {
    fn ask(&mut self, input: Input) -> Ask {
        self.asks += 1;
        self.waiting.insert(self.asks, (input, REPEATS_MAX));
        Ask(self.asks)
    }

    /// The answer came. A refusal is one too: it was seen before, or may not be. Gives the draft that was
    /// asked for, and the entry that its officer was told.
    pub fn answered(&mut self, ask: &Ask, answer: Result<u64, Refusal>) -> Option<(Draft, u64)> {
        let asked = self.waiting.remove(&ask.0);
        self.last = Some((*ask, answer.clone()));
        match (asked?.0, answer) {
            (
                Input::Officer {
                    command: Command::Draft(draft),
                    ..
                },
                Ok(first),
            ) => Some((draft, first)),
            _ => None,
        }
    }
}

/// What two officers warn of when everything is over.
pub fn last_draft() -> Draft {
    let zones = ZONES.map(ZoneId::new);
    Draft::new(Danger::new("fire"), zones, Status::Actual, 3_600)
}

impl World {
    /// Says something now and gives the number of the first fact, if it was taken.
    pub fn ask_now(&mut self, by: &str, command: Command) -> Option<u64> {
        let by = OfficerId::new(by);
        let input = Input::Officer { by, command };
        let ask = self.people.ask(input.clone());
        self.people.waiting.remove(&ask.0);
        self.arrives(input, Some(ask));
        self.turn();
        match &self.people.last {
            Some((last, Ok(first))) if *last == ask => Some(*first),
            _ => None,
        }
    }

    /// Says something over the network, again and again until it is answered.
    fn tell(&mut self, input: Input) {
        let ask = self.people.ask(input.clone());
        let ms = self.up_to_ms(200);
        self.after_ms(ms, Happening::Arrives(input, Some(ask)));
        self.after_ms(REPEAT_MS, Happening::Repeat(ask.0));
    }

    /// Says again what was not answered.
    pub fn repeat(&mut self, ask: u64) {
        let Some((input, left)) = self.people.waiting.get_mut(&ask) else {
            return;
        };
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.people.waiting.remove(&ask);
            return;
        }
        let input = input.clone();
        self.arrives(input, Some(Ask(ask)));
        self.after_ms(REPEAT_MS, Happening::Repeat(ask));
    }

    /// Sensors hear a salvo, or one of them hears nothing at all.
    pub fn salvo(&mut self) {
        if !self.active {
            return;
        }
        let hearing = 1 + self.chance.index(SENSORS.len());
        let first = self.chance.index(SENSORS.len());
        for k in 0..hearing {
            let sensor = SENSORS[(first + k) % SENSORS.len()];
            self.people.readings += 1;
            let input = self.reading(sensor, self.people.readings);
            self.people.said.push(input.clone());
            self.tell(input);
        }
        if self.chance.per_thousand(100) {
            // One of them is broken and does nothing but shout.
            for _ in 0..20 {
                self.people.readings += 1;
                let input = self.reading(SENSORS[first], self.people.readings);
                self.tell(input);
            }
        }
        if self.chance.per_thousand(200) && !self.people.said.is_empty() {
            // Somebody recorded an hour of it and plays it again.
            let replayed = self.people.said[self.chance.index(self.people.said.len())].clone();
            self.tell(replayed);
        }
        let ms = self.about_ms(self.options.salvo_every_ms);
        self.after_ms(ms, Happening::Salvo);
    }

    fn reading(&mut self, sensor: &str, reading: u64) -> Input {
        let shifted = self.chance.per_thousand(150);
        let said_at = shifted.then(|| self.now.plus_ms(self.chance_shift_ms()));
        Input::Report(Box::new(Report {
            said_at,
            ..Report::of_sensor(SensorId::new(sensor), reading)
        }))
    }

    fn chance_shift_ms(&mut self) -> i64 {
        self.up_to_ms(180_000) - 90_000
    }

    /// An officer does something, wise or not.
    pub fn act(&mut self) {
        if !self.active {
            return;
        }
        let ms = self.about_ms(self.options.act_every_ms);
        self.after_ms(ms, Happening::Act);
        let by = match self.chance.below(8) {
            0..3 => "amal",
            3..5 => "basil",
            5 => "elif",
            6 if self.plant == Some(Plant::SecondToken) => "carla-2",
            _ => "carla",
        };
        if self.chance.per_thousand(80) {
            self.answer_roll_call();
            return;
        }
        let command = match self.change() {
            Some(command) if self.chance.per_thousand(120) => command,
            _ => self.command(),
        };
        let by = OfficerId::new(by);
        self.tell(Input::Officer { by, command });
    }

    /// Somebody agrees to what a file asks for, or says no.
    fn change(&mut self) -> Option<Command> {
        let pending = self.witness.memory.changes.pending().next_back()?;
        let (change, sha256) = (pending.asked.id, pending.asked.sha256.clone());
        Some(if self.chance.per_thousand(100) {
            Command::RefuseChange {
                change,
                reason: "nobody asked for it".to_owned(),
            }
        } else {
            Command::ApproveChange { change, sha256 }
        })
    }

    fn command(&mut self) -> Command {
        let known = self.witness.memory.warnings.open().clone();
        let chosen = self.chance.index(known.len());
        let chosen = known.iter().nth(chosen).copied();
        let Some(id) = chosen.filter(|_| !self.chance.per_thousand(250)) else {
            return self.draft();
        };
        let known = self.witness.memory.warning(id);
        let waits = known.is_some_and(|w| w.proposal.is_some());
        let stage = known.map(|w| w.stage);
        // Now and then somebody presses the button of another stage.
        let stage = match self.chance.below(12) {
            0 => Some(Stage::Live),
            1 => Some(Stage::Submitted),
            _ => stage,
        };
        match (stage, self.chance.below(10)) {
            (_, 0) => Command::Reject {
                warning: id,
                reason: "false".to_owned(),
            },
            (Some(Stage::Draft), 1) if self.chance.per_thousand(300) => self.delegate(id),
            (Some(Stage::Draft | Stage::Returned), _) => Command::Submit(id),
            (Some(Stage::Submitted), 1) if self.chance.per_thousand(300) => Command::Return {
                warning: id,
                reason: "which gate?".to_owned(),
            },
            (Some(Stage::Submitted), _) => self.approve(id),
            (_, 1..3) => Command::Confirm(id),
            (_, 3..6) => self.update(id),
            (_, 6) if waits => self.approve(id),
            (_, 6..9) => Command::AllClear(id),
            _ => Command::Retract {
                warning: id,
                cause: None,
                note: None,
            },
        }
    }

    fn delegate(&mut self, warning: WarningId) -> Command {
        let officers = ["amal", "basil", "carla", "elif"];
        let to = OfficerId::new(officers[self.chance.index(officers.len())]);
        Command::Delegate { warning, to }
    }

    /// It goes on; now and then louder, or in more places.
    fn update(&mut self, warning: WarningId) -> Command {
        let wider = self.chance.per_thousand(300);
        let revision = Revision {
            resound: self.chance.coin(),
            zones: wider.then(|| ZONES.map(ZoneId::new).into()),
            ..Revision::default()
        };
        Command::Update { warning, revision }
    }

    fn draft(&mut self) -> Command {
        let zones: BTreeSet<ZoneId> = match self.chance.below(4) {
            0 => ZONES.map(ZoneId::new).into(),
            1 => [ZoneId::new(ZONES[1])].into(),
            _ => [ZoneId::new(ZONES[0])].into(),
        };
        let exercise = self.chance.per_thousand(350);
        let danger = if self.chance.coin() {
            "fire"
        } else {
            "rockets"
        };
        let status = if exercise {
            Status::Exercise
        } else {
            Status::Actual
        };
        let valid_s = if self.chance.coin() { 60 } else { 600 };
        let danger = Danger::new(danger);
        Command::Draft(Draft::new(danger, zones, status, valid_s))
    }

    fn approve(&mut self, warning: WarningId) -> Command {
        let known = self.witness.memory.warning(warning);
        let seen = known.and_then(Warning::approval_sha256).unwrap_or_default();
        let misread = self.chance.per_thousand(50);
        Command::Approve {
            warning,
            sha256: if misread { "00".repeat(32) } else { seen },
        }
    }

    fn answer_roll_call(&mut self) {
        let Some(headcount) = self.witness.memory.headcounts.keys().next_back().copied() else {
            return;
        };
        let person = ["p1", "p2", "p3", "p4"][self.chance.index(4)];
        let reply = if self.chance.coin() {
            Reply::Safe
        } else {
            Reply::NeedHelp
        };
        self.tell(Input::Safe {
            headcount,
            person: PersonRef::new(person),
            reply,
        });
    }

    /// Another authority warns, updates, cancels, or says the same again.
    pub fn feed(&mut self) {
        if !self.active {
            return;
        }
        let ms = self.about_ms(45_000);
        self.after_ms(ms, Happening::Feed);
        let earlier = self.people.told.len();
        let mut alert = flood(self.now.unix_ms(), earlier);
        if earlier > 0 && self.chance.coin() {
            let about = self.people.told[self.chance.index(earlier)].clone();
            if self.chance.per_thousand(300) {
                alert = about;
            } else {
                let kinds = [doc::MsgType::Update, doc::MsgType::Cancel];
                alert.msg_type = kinds[self.chance.index(2)];
                alert.references = vec![about.reference()];
            }
        }
        if self.chance.per_thousand(150) {
            alert.status = doc::Status::Exercise;
        }
        self.people.told.push(alert.clone());
        self.tell(neighbour::said(alert, Signature::Unchecked));
    }
}

fn flood(now_ms: i64, number: usize) -> doc::Alert {
    let identifier = format!("flood-{number}");
    let info = doc::Info {
        event: "Flood".to_owned(),
        severity: doc::Severity::Extreme,
        expires: Some(doc::DateTime::from_unix_ms(now_ms + 120_000)),
        headline: Some("Flood in the valley".to_owned()),
        ..doc::Info::default()
    };
    let sender = "alerts@neighbour.example";
    neighbour::alert((sender, &identifier), now_ms, info, ("the valley", 20.0))
}
