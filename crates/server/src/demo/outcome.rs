//! What an exercise found, as one document.

use super::evidence::Evidence;
use super::play::Played;
use super::promises::{Promise, judge};
use super::scenario::Scenario;
use super::screens::Board;
use super::times::{Spread, ms};
use serde::Serialize;
use std::collections::BTreeSet;
use vigie_core::record::account::{Account, MessageAccount};
use vigie_core::wording::Act;

/// What an exercise found.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// Which.
    pub scenario: String,
    /// Always true: nothing else can be played.
    pub exercise: bool,
    /// Whether every promise was held.
    pub ok: bool,
    /// Measured times, in milliseconds after the report that completed the quorum.
    pub times_ms: Times,
    /// Sirens.
    pub sirens: Sirens,
    /// Screens.
    pub screens: Screens,
    /// People.
    pub people: People,
    /// What was promised, and whether it was held.
    pub promises: Vec<Promise>,
    /// The journal.
    pub journal: JournalOutcome,
}

/// Measured times; none where it was not measured.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Times {
    /// Until the rules had decided.
    pub trigger_to_decision: Option<f64>,
    /// Until that was on disk.
    pub trigger_to_synced: Option<f64>,
    /// Until the first order was written to a siren.
    pub trigger_to_first_order: Option<f64>,
    /// Until the first siren was heard by its microphone.
    pub trigger_to_first_heard: Option<f64>,
    /// Until screens had the warning.
    pub screens: Option<Spread>,
    /// Until screens had the all clear, after it was given.
    pub all_clear_screens: Option<Spread>,
}

/// Sirens.
#[derive(Clone, Debug, Serialize)]
pub struct Sirens {
    /// Were ordered to sound.
    pub ordered: usize,
    /// Were heard every time.
    pub heard: usize,
    /// The others.
    pub failed: Vec<String>,
}

/// Screens.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Screens {
    /// Were connected.
    pub connected: usize,
    /// Got every message of the warning.
    pub reached: usize,
    /// Got the all clear.
    pub all_clear_reached: usize,
}

/// People.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// On the roster.
    pub expected: u64,
    /// Said that they are safe.
    pub safe: u64,
    /// Said that they need help.
    pub need_help: u64,
    /// Did not answer.
    pub missing: u64,
}

/// The journal.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct JournalOutcome {
    /// Entries.
    pub entries: u64,
    /// Whether every verifier finds it sound.
    pub verified: bool,
}

/// Everything that is known of an exercise at its end.
pub struct Known<'a> {
    /// What was to be played.
    pub scenario: &'a Scenario,
    /// How many screens there were.
    pub screens: usize,
    /// How many of them can say what they show.
    pub answering: usize,
    /// What was seen while playing.
    pub played: &'a Played,
    /// What the screens saw.
    pub board: &'a Board,
    /// What lies on the disk.
    pub evidence: &'a Evidence,
}

impl Known<'_> {
    /// The warning's messages, oldest first, as the server accounts for them.
    pub fn messages(&self) -> &[MessageAccount] {
        let account: Option<&Account> = self.played.account.as_ref();
        let warning = account.and_then(|account| {
            let of_ours = |w: &&vigie_core::record::account::WarningAccount| {
                Some(w.id.0) == self.played.warning
            };
            account.warnings.iter().find(of_ours)
        });
        warning.map_or(&[], |warning| &warning.messages)
    }

    /// Those that warn.
    pub fn warned(&self) -> impl Iterator<Item = &MessageAccount> {
        let warns = |m: &&MessageAccount| matches!(m.act, Act::Alert | Act::Update);
        self.messages().iter().filter(warns)
    }

    /// The all clear.
    pub fn all_clear(&self) -> Option<&MessageAccount> {
        self.messages().iter().find(|m| m.act == Act::AllClear)
    }

    /// How many screens got an alert.
    pub fn reached(&self, message: &MessageAccount) -> usize {
        self.board.reached(message.alert.0)
    }

    /// The spread of an alert's arrivals on screens after a moment.
    pub fn spread(
        &self,
        message: Option<&MessageAccount>,
        since_us: Option<i64>,
    ) -> Option<Spread> {
        let sighting = self.board.sighting(message?.alert.0)?;
        Spread::of(sighting.arrived_us.values(), since_us?)
    }

    /// Sirens that were ordered to sound a warning.
    pub fn ordered(&self) -> BTreeSet<&str> {
        let sirens = self.warned().flat_map(|message| &message.sirens);
        sirens.map(|siren| siren.siren.as_str()).collect()
    }

    /// Sirens that were ordered to sound a warning and were not heard once.
    pub fn failed(&self) -> BTreeSet<&str> {
        let sirens = self.warned().flat_map(|message| &message.sirens);
        let unheard = sirens.filter(|siren| siren.heard_after_ms.is_none());
        unheard.map(|siren| siren.siren.as_str()).collect()
    }

    /// How the roll call stands.
    pub fn people(&self) -> People {
        let account = self.played.account.as_ref();
        let count = account.and_then(|a| a.warnings.iter().find_map(|w| w.headcount));
        count.map_or(People::default(), |count| People {
            expected: count.expected,
            safe: count.safe,
            need_help: count.need_help,
            missing: count.missing,
        })
    }
}

impl Outcome {
    /// Judges an exercise.
    pub fn of(known: &Known<'_>) -> Self {
        let promises = judge(known);
        let failed = known.failed();
        let ordered = known.ordered();
        let reached = known.warned().map(|message| known.reached(message)).min();
        let journal = &known.evidence.journal;
        Self {
            scenario: known.scenario.name.clone(),
            exercise: true,
            ok: !promises.is_empty() && promises.iter().all(|promise| promise.held),
            times_ms: times(known),
            sirens: Sirens {
                ordered: ordered.len(),
                heard: ordered.len() - failed.len(),
                failed: failed.into_iter().map(str::to_owned).collect(),
            },
            screens: Screens {
                connected: known.screens,
                reached: reached.unwrap_or(0),
                all_clear_reached: known.all_clear().map_or(0, |m| known.reached(m)),
            },
            people: known.people(),
            promises,
            journal: JournalOutcome {
                entries: journal.entries,
                verified: journal.verified.is_ok()
                    && journal.by_script.as_ref().is_none_or(Result::is_ok),
            },
        }
    }
}

fn times(known: &Known<'_>) -> Times {
    let played = known.played;
    let first = known.warned().next();
    let since = |at_us: Option<i64>| Some(ms(at_us? - played.trigger_us?));
    let timing = |which: &str| {
        let timings = played.timings.get(&first?.alert.0)?;
        since(timings[which].as_i64())
    };
    let heard = first.and_then(|message| {
        let after_ms = message.heard().filter_map(|s| s.heard_after_ms).min()?;
        Some(message.sent.plus_ms(after_ms).unix_ms() * 1_000)
    });
    Times {
        trigger_to_decision: timing("decided_us"),
        trigger_to_synced: timing("synced_us"),
        trigger_to_first_order: timing("first_order_us"),
        trigger_to_first_heard: since(heard),
        screens: known.spread(first, played.trigger_us),
        all_clear_screens: known.spread(known.all_clear(), played.all_clear_us),
    }
}
