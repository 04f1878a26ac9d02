//! The rules that a siren obeys by itself, whoever carries the order: a hostile network may delay or
//! lose an order, and can never make the siren sound, sound twice, or fall silent.
//!
//! The device asks [`Machine::consider`], writes the [`Memory`] it is handed to disk, and only then
//! calls [`Machine::begin`] and acts. What it cannot write it does not do.

use super::challenge::{Challenge, check_time};
use super::keys::{DeviceKeys, Role};
use super::order::{Order, Program, Unbelieved, verify_order};
use super::{AnswerWhat, RefusalReason};
use crate::ids::SirenId;
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest time between `not_before` and `expires`: a held-back order dies within two minutes.
pub const WINDOW_MS_MAX: i64 = 120_000;
/// How far a siren's clock may be behind the server's.
pub const CLOCK_SLACK_MS: i64 = 30_000;
/// Longest sound of one order: a siren left alone falls silent, repeats need new orders.
pub const DURATION_S_MAX: u16 = 180;
/// Most starts of one kind and status in [`STARTS_WINDOW_MS`]: a salvo a minute is still warned of,
/// a stolen key cannot wear people out. Exercises never use up what a real warning may need.
pub const STARTS_MAX: usize = 12;
/// The time in which starts are counted.
pub const STARTS_WINDOW_MS: u64 = 600_000;
/// How many orders are remembered, so that a late retry is answered and not sounded.
pub const TAKEN_MAX: usize = 16;

/// The highest counters taken in one pairing, one for each key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// The pairing.
    pub epoch: u32,
    /// Under the live key.
    pub actual: u64,
    /// Under the exercise key.
    pub exercise: u64,
}

impl Counter {
    /// The highest counter taken for orders of this status.
    pub const fn of(self, status: Status) -> u64 {
        match status {
            Status::Actual => self.actual,
            Status::Exercise => self.exercise,
        }
    }

    fn raised(mut self, status: Status, ctr: u64) -> Self {
        match status {
            Status::Actual => self.actual = ctr,
            Status::Exercise => self.exercise = ctr,
        }
        self
    }
}

/// What must survive a power cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// The counters: nothing at or below them is ever obeyed again.
    pub counter: Counter,
    /// The last orders obeyed, oldest first, at most [`TAKEN_MAX`].
    pub taken: Vec<Taken>,
}

impl Memory {
    /// The memory of a siren that was just paired.
    pub const fn paired(epoch: u32) -> Self {
        Self {
            counter: Counter {
                epoch,
                actual: 0,
                exercise: 0,
            },
            taken: Vec::new(),
        }
    }
}

/// One order that was obeyed and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The delivery it carried.
    pub order: u64,
    /// Real or exercise.
    pub status: Status,
    /// The counter it was taken with; with the status, the one name of this sounding.
    pub ctr: u64,
    /// What was asked.
    pub program: Program,
    /// What happened and when, oldest first.
    pub happened: Vec<(AnswerWhat, Timestamp)>,
}

impl Taken {
    fn is_retried_by(&self, order: &Order) -> bool {
        self.order == order.order && self.status == order.status && self.program == order.program
    }

    fn has(&self, what: AnswerWhat) -> bool {
        self.happened.iter().any(|(known, _)| *known == what)
    }

    /// Whether it went as far as it ever will, or far enough not to be sounded a second time.
    fn is_settled(&self) -> bool {
        self.has(AnswerWhat::Heard) || self.has(AnswerWhat::NotHeard) || self.has(AnswerWhat::Ended)
    }
}

/// What to do about one text from the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Write `persist` to disk, call [`Machine::begin`], and do it.
    Act {
        /// What to do.
        order: Order,
        /// What must be on disk before it is done.
        persist: Memory,
    },
    /// A retry of an order already taken: answer again, do nothing.
    Repeat {
        /// The retry.
        order: Order,
        /// What to answer again, oldest first.
        again: Vec<(AnswerWhat, Timestamp)>,
        /// Raises the counter, so that the retry itself cannot be replayed.
        persist: Memory,
    },
    /// Do nothing and say why.
    Refuse(Refused),
}

/// A text that was not obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The delivery; 0 when the text was not believed.
    pub order: u64,
    /// The counter; 0 when the text was not believed.
    pub ctr: u64,
    /// Real or exercise, when the text was believed.
    pub status: Option<Status>,
    /// The rule that said no.
    pub reason: RefusalReason,
}

/// One siren's rules and what it remembers.
#[derive(Clone, Debug)]
pub struct Machine {
    siren: SirenId,
    site: String,
    memory: Option<Memory>,
    /// Status and counter of the order that sounds.
    sounding: Option<(Status, u64)>,
    starts: Vec<Start>,
    challenges: Vec<Challenge>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    at: Timestamp,
    status: Status,
    is_all_clear: bool,
}

impl Machine {
    /// A siren that was just switched on. Without memory it refuses everything until paired anew.
    pub fn new(siren: SirenId, site: impl Into<String>, memory: Option<Memory>) -> Self {
        Self {
            siren,
            site: site.into(),
            memory,
            sounding: None,
            starts: Vec::new(),
            challenges: Vec::new(),
        }
    }

    /// The challenges that the siren gave of late, in place of those before: an order that returns one of them needs
    /// no clock.
    pub fn challenges(&mut self, challenges: Vec<Challenge>) {
        self.challenges = challenges;
    }

    /// What to do about one text from the wire. Changes nothing.
    pub fn consider(&self, now: Timestamp, text: &str, keys: &DeviceKeys) -> Verdict {
        let (order, role) = match believe(text, keys) {
            Ok(believed) => believed,
            Err(reason) => {
                return Verdict::Refuse(Refused {
                    order: 0,
                    ctr: 0,
                    status: None,
                    reason,
                });
            }
        };
        let refused = Refused {
            order: order.order,
            ctr: order.ctr,
            status: Some(order.status),
            reason: RefusalReason::Unreadable,
        };
        self.judge(now, order, role)
            .unwrap_or_else(|reason| Verdict::Refuse(Refused { reason, ..refused }))
    }

    /// Takes an order whose memory is on disk: from here on it is being obeyed.
    pub fn begin(&mut self, now: Timestamp, order: &Order, persisted: Memory) {
        self.memory = Some(persisted);
        self.sounding = order.program.sound().map(|_| (order.status, order.ctr));
        if self.sounding.is_some() {
            self.starts.retain(|start| counts(start.at, now));
            self.starts.push(Start {
                at: now,
                status: order.status,
                is_all_clear: is_all_clear(order.program),
            });
        }
    }

    /// Takes the raised counter of a retry, once it is on disk.
    pub fn remember(&mut self, persisted: Memory) {
        self.memory = Some(persisted);
    }

    /// Notes what became of an order that was begun.
    pub fn note(&mut self, now: Timestamp, order: &Order, what: AnswerWhat) {
        let is_over = matches!(what, AnswerWhat::Ended | AnswerWhat::Refused { .. });
        if is_over && self.sounding == Some((order.status, order.ctr)) {
            self.sounding = None;
        }
        let mut taken = self.memory.iter_mut().flat_map(|m| m.taken.iter_mut());
        let known = taken.find(|t| t.status == order.status && t.ctr == order.ctr);
        if let Some(known) = known.filter(|known| !known.has(what)) {
            known.happened.push((what, now));
        }
    }

    /// What happened to an order that was begun, oldest first.
    pub fn happened(&self, order: &Order) -> impl Iterator<Item = AnswerWhat> {
        let taken = self.memory.iter().flat_map(|memory| &memory.taken);
        let known = taken.filter(|t| t.status == order.status && t.ctr == order.ctr);
        known.flat_map(|known| known.happened.iter().map(|(what, _)| *what))
    }

    /// What would survive a power cut; nothing when it was lost.
    pub fn memory(&self) -> Option<&Memory> {
        self.memory.as_ref()
    }

    /// The lowest counter taken next for orders of this status; 0 when the counter is lost.
    pub fn next_ctr(&self, status: Status) -> u64 {
        self.memory
            .as_ref()
            .map_or(0, |memory| memory.counter.of(status).saturating_add(1))
    }

    fn judge(&self, now: Timestamp, order: Order, role: Role) -> Result<Verdict, RefusalReason> {
        self.check_address(&order, role)?;
        let memory = self.memory.as_ref().ok_or(RefusalReason::CounterLost)?;
        if order.epoch != memory.counter.epoch {
            return Err(RefusalReason::WrongEpoch);
        }
        if order.ctr <= memory.counter.of(order.status) {
            return Err(RefusalReason::Replayed);
        }
        check_time(now, &order, &self.challenges)?;
        check_program(order.program)?;

        let counter = memory.counter.raised(order.status, order.ctr);
        let known = memory.taken.iter().find(|t| t.is_retried_by(&order));
        if let Some(known) = known.filter(|known| self.is_in_hand(known)) {
            return Ok(Verdict::Repeat {
                again: known.happened.clone(),
                order,
                persist: Memory {
                    counter,
                    taken: memory.taken.clone(),
                },
            });
        }
        self.check_siren_is_free(now, &order)?;
        let persist = Memory {
            counter,
            taken: taken_after(memory, now, &order),
        };
        Ok(Verdict::Act { order, persist })
    }

    fn check_address(&self, order: &Order, role: Role) -> Result<(), RefusalReason> {
        let is_real_test =
            matches!(order.program, Program::Test { .. }) && order.status == Status::Actual;
        if Role::of(order) != role || is_real_test {
            Err(RefusalReason::KeyRole)
        } else if order.target != self.siren {
            Err(RefusalReason::WrongTarget)
        } else if order.site != self.site {
            Err(RefusalReason::WrongSite)
        } else {
            Ok(())
        }
    }

    /// A retry of this one must not sound again. One that was cut short by a power cut before
    /// anybody could hear it is not in hand: it is sounded.
    fn is_in_hand(&self, known: &Taken) -> bool {
        known.is_settled() || self.sounding == Some((known.status, known.ctr))
    }

    fn check_siren_is_free(&self, now: Timestamp, order: &Order) -> Result<(), RefusalReason> {
        let real_sounds = matches!(self.sounding, Some((Status::Actual, _)));
        if real_sounds && order.status == Status::Exercise {
            return Err(RefusalReason::RealSounding);
        }
        if order.program.sound().is_none() {
            return Ok(());
        }
        let alike = self.starts.iter().filter(|start| {
            start.status == order.status
                && start.is_all_clear == is_all_clear(order.program)
                && counts(start.at, now)
        });
        if alike.count() >= STARTS_MAX {
            return Err(RefusalReason::RateLimited);
        }
        Ok(())
    }
}

fn believe(text: &str, keys: &DeviceKeys) -> Result<(Order, Role), RefusalReason> {
    if text.len() > super::ORDER_BYTES_MAX {
        return Err(RefusalReason::Forged);
    }
    let Some((key, role)) = keys.claimed_by(text) else {
        return Err(RefusalReason::UnknownKey);
    };
    match verify_order(text, key) {
        Ok(order) => Ok((order, role)),
        Err(Unbelieved::Forged(_)) => Err(RefusalReason::Forged),
        Err(Unbelieved::Version(_)) => Err(RefusalReason::Version),
        Err(Unbelieved::Unreadable(_)) => Err(RefusalReason::Unreadable),
    }
}

fn check_program(program: Program) -> Result<(), RefusalReason> {
    let Some((tone, duration_s)) = program.sound() else {
        return Ok(());
    };
    if !(1..=DURATION_S_MAX).contains(&duration_s) {
        Err(RefusalReason::Duration)
    } else if tone.is_all_clear() != is_all_clear(program)
        && !matches!(program, Program::Test { .. })
    {
        Err(RefusalReason::ToneMeaning)
    } else {
        Ok(())
    }
}

/// What is remembered once this order is taken. Whatever sounded before is over in the same write,
/// so that a power cut right after a stop cannot bring the stopped sound back.
fn taken_after(memory: &Memory, now: Timestamp, order: &Order) -> Vec<Taken> {
    let mut taken: Vec<Taken> = memory
        .taken
        .iter()
        .filter(|taken| !taken.is_retried_by(order))
        .cloned()
        .collect();
    for earlier in taken.iter_mut().filter(|taken| !taken.is_settled()) {
        earlier.happened.push((AnswerWhat::Ended, now));
    }
    taken.push(Taken {
        order: order.order,
        status: order.status,
        ctr: order.ctr,
        program: order.program,
        happened: vec![(AnswerWhat::Accepted, now)],
    });
    let surplus = taken.len().saturating_sub(TAKEN_MAX);
    taken.drain(..surplus);
    taken
}

fn is_all_clear(program: Program) -> bool {
    matches!(program, Program::AllClear { .. })
}

/// Whether a start still counts. A clock set back must not lock the siren, so a start in the
/// future counts only as long as one in the past would.
fn counts(start: Timestamp, now: Timestamp) -> bool {
    now.unix_ms().abs_diff(start.unix_ms()) < STARTS_WINDOW_MS
}

#[cfg(test)]
mod tests;
