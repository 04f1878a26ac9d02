//! How sirens are while nothing is ordered, and what was not believed of them: pulses are compared with what is live,
//! and texts that nobody believed are counted, so that each goes into the record and a flood of them is a few lines.

use crate::app::App;
use crate::engine::Desk;
use crate::stopping::Stopping;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};
use vigie_channels::live::{list_text, live_list};
use vigie_core::ids::SirenId;
use vigie_core::siren::{Doubt, PULSE_EVERY_S, Pulse, alerts_sha256};
use vigie_core::state::State;
use vigie_core::time::Timestamp;
use vigie_core::{Input, siren::Condition};

/// Texts of one siren and one reason that come within this time are one line of the record, which says how many.
const DOUBTS_EVERY: Duration = Duration::from_secs(10);
/// Refusals remembered, since a siren gives each until it is confirmed, on every way.
const ANSWERS_KEPT: usize = 1_024;
/// After so long it is not known how a siren is: three pulses.
const PULSE_LATE: Duration = Duration::from_secs(PULSE_EVERY_S as u64 * 3);

/// What is known of every siren beside the journal; gone with the program.
#[derive(Debug, Default)]
pub struct SirenWatch {
    seen: Mutex<BTreeMap<SirenId, Seen>>,
    doubts: Mutex<Doubts>,
    /// When somebody last looked after them.
    looked: Mutex<Option<Instant>>,
}

#[derive(Debug)]
struct Seen {
    /// When its last pulse came.
    pulsed: Instant,
    /// The siren's clock in it: an older one was played again.
    at: Timestamp,
    /// When it last held what is live.
    in_step: Option<Instant>,
    condition: Condition,
}

#[derive(Debug, Default)]
struct Doubts {
    by_reason: BTreeMap<(SirenId, Doubt), Doubted>,
    /// SHA-256 of answers that said no, to count each once.
    answers: VecDeque<String>,
    /// Of every siren since the start: how many, and the last.
    all: BTreeMap<SirenId, (u64, Doubt)>,
}

#[derive(Debug)]
struct Doubted {
    told: Instant,
    /// What is not in the record yet.
    times: u32,
    sha256: String,
}

impl SirenWatch {
    /// A text to a siren, or in its name, was not believed.
    pub async fn doubt(&self, desk: &Desk, siren: &SirenId, doubt: Doubt, sha256: String) {
        let state = desk.state();
        let is_ours = state
            .site
            .as_deref()
            .is_some_and(|site| site.sirens.contains_key(siren));
        // Names that nobody declared are endless.
        if !is_ours {
            return;
        }
        let now = Instant::now();
        let is_first = {
            let mut doubts = lock(&self.doubts);
            let all = doubts.all.entry(siren.clone()).or_insert((0, doubt));
            *all = (all.0 + 1, doubt);
            let known = doubts.by_reason.get_mut(&(siren.clone(), doubt));
            if let Some(known) = known {
                known.times = known.times.saturating_add(1);
                known.sha256.clone_from(&sha256);
                false
            } else {
                let doubted = Doubted {
                    told: now,
                    times: 0,
                    sha256: sha256.clone(),
                };
                doubts.by_reason.insert((siren.clone(), doubt), doubted);
                true
            }
        };
        if is_first {
            tracing::warn!(%siren, %doubt, "not believed");
            tell(desk, siren.clone(), doubt, sha256, 1).await;
        }
    }

    /// A siren's answer that says no, once however often it is given.
    pub async fn refused(
        &self,
        desk: &Desk,
        siren: &SirenId,
        doubt: Doubt,
        answer: (String, String),
    ) {
        let (answer_sha256, order_sha256) = answer;
        {
            let mut doubts = lock(&self.doubts);
            if doubts.answers.contains(&answer_sha256) {
                return;
            }
            if doubts.answers.len() == ANSWERS_KEPT {
                doubts.answers.pop_front();
            }
            doubts.answers.push_back(answer_sha256);
        }
        self.doubt(desk, siren, doubt, order_sha256).await;
    }

    /// Somebody looks after them.
    pub(crate) fn look(&self) {
        *lock(&self.looked) = Some(Instant::now());
    }

    /// Whether somebody looks after them.
    pub(crate) fn is_kept(&self) -> bool {
        lock(&self.looked).is_some_and(|at| at.elapsed() < DOUBTS_EVERY)
    }

    /// A proven pulse came. Whether it is newer than the last.
    pub async fn pulse(&self, desk: &Desk, pulse: Pulse) -> bool {
        let now = Instant::now();
        let held = alerts_sha256(&list_text(&live_list(&desk.state())));
        {
            let mut seen = lock(&self.seen);
            let before = seen.get(&pulse.siren);
            if before
                .is_some_and(|before| pulse.at <= before.at && before.pulsed.elapsed() < PULSE_LATE)
            {
                return false;
            }
            let in_step = before.and_then(|before| before.in_step);
            let in_step = if pulse.alerts_sha256 == held {
                Some(now)
            } else {
                in_step
            };
            let entry = Seen {
                pulsed: now,
                at: pulse.at,
                in_step,
                condition: pulse.condition.clone(),
            };
            seen.insert(pulse.siren.clone(), entry);
        }
        let Pulse {
            siren, condition, ..
        } = pulse;
        // The engine is gone only while the program stops; the next pulse says it again.
        let _ = desk
            .inbox
            .tell(Input::SirenCondition { siren, condition })
            .await;
        true
    }

    /// How a siren is, for a picture: as it says itself, or as it last said.
    pub fn shown(&self, state: &State, siren: &SirenId) -> Value {
        let seen = lock(&self.seen);
        let seen = seen.get(siren);
        let is_late = seen.is_some_and(|seen| seen.pulsed.elapsed() > PULSE_LATE);
        let pulse = match seen {
            None => "never",
            Some(_) if is_late => "late",
            Some(_) => "fresh",
        };
        let holds = match seen.filter(|_| !is_late).map(|seen| seen.in_step) {
            Some(Some(since)) if since.elapsed() <= PULSE_LATE => "same",
            Some(_) => "other",
            None => "unknown",
        };
        let last = state
            .sirens
            .get(siren)
            .and_then(|known| known.condition.as_ref());
        let condition = seen
            .map(|seen| &seen.condition)
            .or(last.map(|(condition, _)| condition));
        let mut faults: Vec<String> = condition.map_or_else(Vec::new, |condition| {
            condition.faults().into_iter().map(str::to_owned).collect()
        });
        if holds == "other" {
            faults.push("it holds other alerts than this server".to_owned());
        }
        let doubts = lock(&self.doubts);
        let doubted = doubts.all.get(siren);
        json!({
            "pulse": pulse,
            "holds": holds,
            "condition": condition,
            "faults": faults,
            "not_believed": doubted.map_or(0, |(times, _)| *times),
            "last_not_believed": doubted.map(|(_, doubt)| doubt.to_string()),
        })
    }

    /// What is not in the record yet, of those whose time has come; those that fell silent are forgotten.
    fn ripe(&self) -> Vec<(SirenId, Doubt, String, u32)> {
        let mut doubts = lock(&self.doubts);
        let mut ripe = Vec::new();
        doubts.by_reason.retain(|(siren, doubt), doubted| {
            if doubted.told.elapsed() < DOUBTS_EVERY {
                return true;
            }
            if doubted.times == 0 {
                return false;
            }
            ripe.push((siren.clone(), *doubt, doubted.sha256.clone(), doubted.times));
            doubted.told = Instant::now();
            doubted.times = 0;
            true
        });
        ripe
    }
}

/// Puts what was counted into the record until the program stops.
pub(crate) async fn keep(app: std::sync::Arc<App>, stopping: Stopping) {
    let mut often = interval(DOUBTS_EVERY / 4);
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = often.tick() => {}
            () = stopping.wait() => return,
        }
        app.watch.look();
        for (siren, doubt, sha256, times) in app.watch.ripe() {
            tell(&app.desk, siren, doubt, sha256, times).await;
        }
    }
}

async fn tell(desk: &Desk, siren: SirenId, doubt: Doubt, sha256: String, times: u32) {
    let input = Input::SirenDoubt {
        siren,
        doubt,
        sha256,
        times,
    };
    // The engine is gone only while the program stops.
    let _ = desk.inbox.tell(input).await;
}

/// A poisoned lock only means that another thread panicked between two entries.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
