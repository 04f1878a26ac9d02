//! Sirens on their masts: the real rules of the device, with a disk, a clock that is off, a sound
//! output and a microphone, behind a network that loses, doubles, delays and holds back.

use crate::checkers::silence_after_end;
use crate::plant::Plant;
use crate::site;
use crate::witness::Sound;
use crate::world::{Happening, World};
use ed25519_dalek::SigningKey;
use vigie_core::Input;
use vigie_core::fact::Pairing;
use vigie_core::ids::{DeliveryId, SirenId};
use vigie_core::siren::{
    Answer, AnswerWhat, DeviceKeys, Machine, Memory, ORDER_VERSION, Order, Verdict, order_sha256,
    sign_answer, verify_answer,
};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

/// One siren.
#[derive(Debug)]
pub struct Device {
    /// Its name.
    pub name: SirenId,
    key: SigningKey,
    keys: Option<DeviceKeys>,
    /// Its rules, while it has power.
    machine: Option<Machine>,
    /// What its disk holds.
    disk: Memory,
    /// The order that it obeys: status and counter, the text's hash, since when it sounds.
    obeys: Option<(Status, u64, String, Option<Timestamp>)>,
    /// Whether the network between it and the server works.
    has_network: bool,
    /// Whether it is connected to the living server.
    pub is_connected: bool,
    /// How far its clock is off, in milliseconds.
    pub skew_ms: i64,
    /// Whether its microphone hears nothing.
    pub is_deaf: bool,
}

impl Device {
    /// Siren number `index`, just paired.
    pub fn new(index: usize) -> Self {
        let name = SirenId::new(format!("siren-{}", index + 1));
        let [live, exercise, stop] = [1, 2, 3].map(|n| site::key(n).verifying_key());
        let disk = Memory::paired(1);
        Self {
            machine: Some(Machine::new(name.clone(), site::SITE, Some(disk.clone()))),
            name,
            key: site::siren_key(index),
            keys: DeviceKeys::new(live, exercise, stop),
            disk,
            obeys: None,
            has_network: true,
            is_connected: false,
            skew_ms: 0,
            is_deaf: false,
        }
    }

    /// Its name and since when it sounds.
    pub fn sounding_since(&self) -> Option<(String, Timestamp)> {
        let (_, _, _, since) = self.obeys.as_ref()?;
        Some((self.name.to_string(), (*since)?))
    }

    /// Writes to its disk what its rules remember.
    fn save(&mut self) {
        if let Some(memory) = self.machine.as_ref().and_then(Machine::memory) {
            self.disk = memory.clone();
        }
    }

    fn lose_power(&mut self) {
        self.machine = None;
        self.obeys = None;
    }
}

impl World {
    /// Puts a text on the wire to or from a siren: lost, once, twice, late, or held back.
    pub fn carry(&mut self, arrives: impl Fn(String) -> Happening, text: String) {
        if self.chance.per_thousand(self.options.doubled_per_thousand) {
            let held = self.chance.per_thousand(self.options.held_per_thousand);
            let ms = self.up_to_ms(if held { 130_000 } else { 4_000 });
            self.after_ms(ms, arrives(text.clone()));
        }
        if !self.chance.per_thousand(self.options.lost_per_thousand) {
            let ms = 1 + self.up_to_ms(self.options.delay_ms_max);
            self.after_ms(ms, arrives(text));
        }
    }

    /// A text reaches a siren.
    pub fn order_arrives(&mut self, index: usize, text: &str) {
        let now = self.now.plus_ms(self.sirens[index].skew_ms);
        let siren = &mut self.sirens[index];
        let (Some(machine), Some(keys)) = (siren.machine.as_mut(), siren.keys.as_ref()) else {
            return;
        };
        match machine.consider(now, text, keys) {
            Verdict::Act { order, persist } => self.act_on(index, &order, persist, text),
            Verdict::Repeat {
                order,
                again,
                persist,
            } => {
                siren.disk = persist.clone();
                machine.remember(persist);
                for (what, at) in again {
                    self.answer(
                        index,
                        (order.order, order.ctr, order.status),
                        text,
                        what,
                        at,
                    );
                }
            }
            Verdict::Refuse(refused) => {
                if let Some(status) = refused.status {
                    let what = AnswerWhat::Refused {
                        reason: refused.reason,
                    };
                    self.answer(index, (refused.order, refused.ctr, status), text, what, now);
                }
            }
        }
    }

    fn act_on(&mut self, index: usize, order: &Order, persist: Memory, text: &str) {
        let now = self.now.plus_ms(self.sirens[index].skew_ms);
        // The power may go before or after the counter is on disk: then nothing was done yet.
        let cut = self.active && self.chance.per_thousand(10);
        let siren = &mut self.sirens[index];
        if self.plant != Some(Plant::CounterNotSaved) {
            siren.disk = persist.clone();
        }
        if cut {
            self.siren_loses_power(index);
            return;
        }
        let Some(machine) = siren.machine.as_mut() else {
            return;
        };
        machine.begin(now, order, persist);
        let named = (order.order, order.ctr, order.status);
        siren.obeys = Some((order.status, order.ctr, order_sha256(text), None));
        silence_after_end::at_obeyed(&mut self.witness, order);
        self.answer(index, named, text, AnswerWhat::Accepted, now);
        let starts = 20 + self.up_to_ms(300);
        let follow = |what| Happening::Follows(index, Box::new(order.clone()), what);
        let Some((_, duration_s)) = order.program.sound() else {
            self.after_ms(starts, follow(AnswerWhat::Ended));
            return;
        };
        let heard = if self.sirens[index].is_deaf {
            AnswerWhat::NotHeard
        } else {
            AnswerWhat::Heard
        };
        let decides = starts + 500 + self.up_to_ms(1_500);
        let ends = starts + i64::from(duration_s) * 1_000;
        self.after_ms(starts, follow(AnswerWhat::Started));
        self.after_ms(decides, follow(heard));
        self.after_ms(ends, follow(AnswerWhat::Ended));
    }

    /// What follows from an order, while the siren still obeys it.
    pub fn follows(&mut self, index: usize, order: &Order, what: AnswerWhat) {
        let at = self.now;
        let siren = &mut self.sirens[index];
        let now = at.plus_ms(siren.skew_ms);
        let Some((status, ctr, text_sha256, since)) = siren.obeys.as_mut() else {
            return;
        };
        if (*status, *ctr) != (order.status, order.ctr) {
            return;
        }
        let text_sha256 = text_sha256.clone();
        if what == AnswerWhat::Started {
            *since = Some(at);
            let sound = Sound {
                siren: siren.name.clone(),
                delivery: order.order,
                alert_sha256: order.alert_sha256.clone(),
                program: order.program,
                at,
            };
            let checked = silence_after_end::at_sound(&self.witness, &sound);
            self.witness.note(checked);
            self.witness.sounds.push(sound);
        }
        if what == AnswerWhat::Ended {
            siren.obeys = None;
        }
        if matches!(what, AnswerWhat::Heard | AnswerWhat::NotHeard) {
            let named = (siren.name.clone(), order.order);
            self.witness.sounded_out.insert(named);
        }
        if let Some(machine) = siren.machine.as_mut() {
            machine.note(now, order, what);
        }
        if self.plant != Some(Plant::CounterNotSaved) {
            siren.save();
        }
        let named = (order.order, order.ctr, order.status);
        self.answer_as(index, named, text_sha256, what, now);
    }

    fn answer(
        &mut self,
        index: usize,
        named: (u64, u64, Status),
        text: &str,
        what: AnswerWhat,
        at: Timestamp,
    ) {
        self.answer_as(index, named, order_sha256(text), what, at);
    }

    fn answer_as(
        &mut self,
        index: usize,
        (order, ctr, status): (u64, u64, Status),
        order_sha256: String,
        what: AnswerWhat,
        at: Timestamp,
    ) {
        let siren = &self.sirens[index];
        let Some(machine) = siren.machine.as_ref().filter(|_| siren.is_connected) else {
            return;
        };
        let answer = Answer {
            v: ORDER_VERSION,
            siren: siren.name.clone(),
            order,
            ctr,
            order_sha256,
            at,
            what,
            next_ctr: machine.next_ctr(status),
            challenge: None,
        };
        let text = sign_answer(&answer, &siren.key);
        self.carry(|text| Happening::Answer(index, text), text);
    }

    /// A siren's answer reaches the server, which believes its signature alone.
    pub fn answer_arrives(&mut self, index: usize, text: &str) {
        let key = self.sirens[index].key.verifying_key();
        let Ok(answer) = verify_answer(text, &key) else {
            return;
        };
        let input = Input::SirenAnswer {
            siren: answer.siren,
            delivery: DeliveryId(answer.order),
            what: answer.what,
            device_at: answer.at,
            next_ctr: answer.next_ctr,
        };
        self.arrives(input, None);
    }

    /// A siren connects, if it can, and says where its counters stand.
    pub fn connects(&mut self, index: usize) {
        let siren = &mut self.sirens[index];
        if siren.is_connected || !siren.has_network || self.server.engine.is_none() {
            return;
        }
        let Some(machine) = siren.machine.as_ref() else {
            return;
        };
        let next = |status| machine.next_ctr(status);
        let pairing = Pairing {
            epoch: siren.disk.counter.epoch,
            next_ctr: next(Status::Actual).max(next(Status::Exercise)),
        };
        siren.is_connected = true;
        let siren = siren.name.clone();
        let input = Input::SirenLink {
            siren,
            up: true,
            pairing: Some(pairing),
        };
        self.arrives(input, None);
    }

    fn loses_link(&mut self, index: usize) {
        let siren = &mut self.sirens[index];
        if !siren.is_connected {
            return;
        }
        siren.is_connected = false;
        let siren = siren.name.clone();
        let (up, pairing) = (false, None);
        // Noticed at once: a server that notices later sees the next connection first.
        self.arrives(Input::SirenLink { siren, up, pairing }, None);
    }

    fn siren_loses_power(&mut self, index: usize) {
        self.sirens[index].lose_power();
        self.loses_link(index);
    }

    /// A siren or its network fails, or is repaired.
    pub fn siren_fails(&mut self, index: usize) {
        if !self.active {
            return;
        }
        let siren = &self.sirens[index];
        if siren.machine.is_none() || !siren.has_network {
            self.siren_recovers(index);
        } else if self.chance.coin() {
            self.siren_loses_power(index);
        } else {
            self.sirens[index].has_network = false;
            self.loses_link(index);
        }
        let ms = self.about_ms(self.options.siren_fails_every_ms);
        self.after_ms(ms, Happening::SirenFails(index));
    }

    /// Power and network are there; it comes up with what its disk holds.
    pub fn siren_recovers(&mut self, index: usize) {
        let siren = &mut self.sirens[index];
        siren.has_network = true;
        if siren.machine.is_none() {
            let memory = Some(siren.disk.clone());
            siren.machine = Some(Machine::new(siren.name.clone(), site::SITE, memory));
        }
        let ms = self.about_ms(500);
        self.after_ms(ms, Happening::Connects(index));
    }
}
