//! One turn of the engine: decide each, append all, sync once, answer each, say what is due.
//!
//! No thread, no clock, no network: the program turns it with real time and a real disk, the
//! simulator with neither. What it returns may leave the building, because it is on disk by then.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use vigie_core::delivery::{Due, Reason, Room, Work, due_beside};
use vigie_core::fact::{Entry, Fact};
use vigie_core::fact_wire;
use vigie_core::ids::{AlertId, DeliveryId};
use vigie_core::refusal::Refusal;
use vigie_core::time::Timestamp;
use vigie_core::{Input, State};
use vigie_store::disk::Disk;
use vigie_store::journal::{self, Fault, Journal, UNSYNCED_BYTES_MAX};

/// How long a courier may be silent about a piece of work before it is handed out again, in
/// milliseconds: longer than any channel's own time-out, so that only a lost hand-off is repeated.
pub const HAND_OFF_MS_MAX: i64 = 30_000;

/// The one writer: state, journal, and what couriers are busy with.
#[derive(Debug)]
pub struct Engine {
    journal: Journal,
    state: State,
    /// What couriers have, and since when.
    in_flight: BTreeMap<(DeliveryId, u8), Timestamp>,
}

/// What became true because of one input.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Number of the first fact; the number of the last entry when there are none.
    pub first: u64,
    /// The facts, in the order of their numbers.
    pub facts: Vec<Fact>,
}

/// What was decided and is not on disk yet. It shows nothing: it can only be settled.
#[derive(Debug)]
pub struct Unsettled {
    answers: Vec<Result<Decided, Refusal>>,
    changed: bool,
}

impl Unsettled {
    /// The alerts among it, by number: for noting when they were decided.
    pub fn alerts(&self) -> impl Iterator<Item = AlertId> + '_ {
        self.answers.iter().flatten().flat_map(|decided| {
            let numbered = decided.facts.iter().zip(decided.first..);
            numbered
                .filter(|(fact, _)| matches!(fact, Fact::AlertIssued { .. }))
                .map(|(_, n)| AlertId(n))
        })
    }
}

/// What one turn came to. All of it is on disk.
#[derive(Debug)]
pub struct Turn {
    /// One answer for each input, in order.
    pub answers: Vec<Result<Decided, Refusal>>,
    /// The state after it, when anything became true.
    pub view: Option<Arc<State>>,
    /// What couriers should begin, most urgent first; each piece is handed out once, unless nothing
    /// was heard of it for [`HAND_OFF_MS_MAX`].
    pub work: Vec<Work>,
    /// When to turn again although nothing came in.
    pub wake_at: Option<(Timestamp, Reason)>,
}

/// Why the engine cannot start or go on. The program must stop at once and be started again.
#[derive(Debug)]
pub enum Fatal {
    /// The journal failed.
    Journal(journal::Fault),
    /// An entry is no fact that this Vigie knows.
    Fact {
        /// Number of the entry.
        n: u64,
        /// What is wrong.
        why: String,
    },
}

impl fmt::Display for Fatal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(fault) => fault.fmt(f),
            Self::Fact { n, why } => write!(f, "failed to read entry {n} of the journal: {why}"),
        }
    }
}

impl std::error::Error for Fatal {}

impl From<journal::Fault> for Fatal {
    fn from(fault: journal::Fault) -> Self {
        Self::Journal(fault)
    }
}

impl Engine {
    /// Opens the journal on `disk` and makes every entry true again.
    pub fn open(
        disk: Arc<dyn Disk>,
        config: journal::Config,
    ) -> Result<(Self, journal::Recovered), Fatal> {
        Self::open_on(disk, config, State::default())
    }

    /// Opens the journal on `disk`, starting from a state that stands on `config.standing_on`.
    pub fn open_on(
        disk: Arc<dyn Disk>,
        config: journal::Config,
        state: State,
    ) -> Result<(Self, journal::Recovered), Fatal> {
        let whole = journal::Config {
            unfinished: fact_wire::has_followers,
            ..config
        };
        Self::open_believing(disk, whole, state)
    }

    /// Opens the journal and believes `config` about which decisions are whole: for a simulator that
    /// leaves this duty out on purpose, to see that its absence is noticed.
    pub fn open_believing(
        disk: Arc<dyn Disk>,
        config: journal::Config,
        mut state: State,
    ) -> Result<(Self, journal::Recovered), Fatal> {
        let mut unknown = None;
        let (journal, recovered) = Journal::open_reading(disk, config, |line| {
            if unknown.is_none() {
                unknown = replay(&mut state, line).err();
            }
        })?;
        if let Some(fatal) = unknown {
            return Err(fatal);
        }
        let engine = Self {
            journal,
            state,
            in_flight: BTreeMap::new(),
        };
        Ok((engine, recovered))
    }

    /// The state after the last turn.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The journal.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Takes inputs in order, and the passing of time after them; then settles.
    pub fn turn(&mut self, now: Timestamp, inputs: &[Input], room: Room) -> Result<Turn, Fatal> {
        let decided = self.decide(now, inputs)?;
        self.settle(now, decided, room)
    }

    /// Decides each input, in memory alone: nothing of it may leave before [`Engine::settle`].
    pub fn decide(&mut self, now: Timestamp, inputs: &[Input]) -> Result<Unsettled, Fatal> {
        let before = self.state.head;
        let mut answers = Vec::with_capacity(inputs.len());
        for input in inputs {
            if let Input::Outcome {
                delivery, attempt, ..
            } = input
            {
                self.in_flight.remove(&(*delivery, *attempt));
            }
            answers.push(self.take(now, input)?);
        }
        // Before a site is declared there is nothing that time could change.
        if self.state.site.is_some() {
            match self.take(now, &Input::Clock)? {
                Ok(decided) => decided.facts.iter().for_each(wake_someone),
                Err(refusal) => tracing::error!(%refusal, "the passing of time was refused"),
            }
        }
        let changed = self.state.head != before;
        Ok(Unsettled { answers, changed })
    }

    /// Makes what was decided certain, with one sync, and says what is due.
    pub fn settle(
        &mut self,
        now: Timestamp,
        decided: Unsettled,
        room: Room,
    ) -> Result<Turn, Fatal> {
        let Unsettled { answers, changed } = decided;
        if changed {
            self.journal.sync()?;
        }
        let work = self.begin(now, room);
        Ok(Turn {
            answers,
            view: changed.then(|| Arc::new(self.state.clone())),
            work,
            wake_at: self.wake_at(now),
        })
    }

    /// Decides one input and makes its facts true in memory; certain after the sync.
    fn take(&mut self, now: Timestamp, input: &Input) -> Result<Result<Decided, Refusal>, Fatal> {
        let facts = match vigie_core::decide(&self.state, now, input) {
            Ok(facts) => facts,
            Err(refusal) => {
                if let Input::Officer { by, command } = input {
                    let kept = self.append(now, vec![vigie_core::refused(by, command, &refusal)]);
                    if let Err(Fatal::Journal(Fault::Unfit(unfit))) = kept {
                        tracing::warn!(%by, %unfit, "a refused attempt could not be kept");
                    } else {
                        kept?;
                    }
                }
                return Ok(Err(refusal));
            }
        };
        let first = if facts.is_empty() {
            self.state.head
        } else {
            self.state.head + 1
        };
        // What comes from outside may hold what no entry can: that is refused, and the engine lives.
        match self.append(now, facts) {
            Ok(facts) => Ok(Ok(Decided { first, facts })),
            Err(Fatal::Journal(Fault::Unfit(unfit))) => Ok(Err(Refusal::Unwritable {
                why: unfit.to_string(),
            })),
            Err(fatal) => Err(fatal),
        }
    }

    /// Appends the facts of one decision, and gives them back: all become true, or none.
    fn append(&mut self, now: Timestamp, facts: Vec<Fact>) -> Result<Vec<Fact>, Fatal> {
        if facts.is_empty() {
            return Ok(facts);
        }
        if self.journal.unsynced_bytes() > UNSYNCED_BYTES_MAX / 2 {
            self.journal.sync()?;
        }
        let wires = fact_wire::Wire::decision(&facts);
        let numbers = self.journal.append(now.unix_ms(), &wires)?;
        let entries = numbers.iter().zip(facts);
        let applied = entries.map(|(n, fact)| {
            let entry = Entry { n, at: now, fact };
            vigie_core::apply(&mut self.state, &entry);
            entry.fact
        });
        Ok(applied.collect())
    }

    /// What is due and not yet with a courier. `room` counts what is with couriers as well.
    fn begin(&mut self, now: Timestamp, room: Room) -> Vec<Work> {
        self.in_flight
            .retain(|_, since| now.since_ms(*since) < HAND_OFF_MS_MAX);
        let is_busy = |key| self.in_flight.contains_key(&key);
        let Due { work } = due_beside(&self.state, now, room, is_busy);
        self.in_flight
            .extend(work.iter().map(|work| (work.key(), now)));
        work
    }

    /// When the core wants to be asked again, or a courier has been silent for too long.
    fn wake_at(&self, now: Timestamp) -> Option<(Timestamp, Reason)> {
        let lost = self.in_flight.iter().map(|((delivery, _), since)| {
            (since.plus_ms(HAND_OFF_MS_MAX), Reason::Delivery(*delivery))
        });
        let core = vigie_core::wake_at(&self.state, now);
        core.into_iter().chain(lost).min_by_key(|(at, _)| *at)
    }
}

/// What an officer must be told that nobody asked.
fn wake_someone(fact: &Fact) {
    if let Fact::SirenEscalated {
        warning,
        siren,
        neighbours,
        ..
    } = fact
    {
        let near = neighbours.len();
        tracing::warn!(%siren, %warning, neighbours_ordered = near, "a siren stays silent while its warning is live; look at it, and send somebody");
    }
}

fn replay(state: &mut State, line: &journal::Line<'_>) -> Result<(), Fatal> {
    let unknown = |n: u64, why: String| Fatal::Fact { n, why };
    let entry: journal::Entry<serde_json::Value> = line
        .entry()
        .map_err(|error| unknown(state.head + 1, error.to_string()))?;
    let fact =
        fact_wire::from_value(entry.fact).map_err(|error| unknown(entry.n, error.to_string()))?;
    vigie_core::apply(
        state,
        &Entry {
            n: entry.n,
            at: Timestamp::from_unix_ms(entry.at_ms),
            fact,
        },
    );
    Ok(())
}
