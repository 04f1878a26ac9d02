//! The engine's thread: takes the inbox, turns, answers, hands out work, sleeps.

use super::snapshot::SnapshotWriter;
use super::tally::Tally;
use super::turn::{Decided, Engine, Fatal, Turn};
use crate::clock::now;
use crate::timings::{Timings, unix_us};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use vigie_core::delivery::{Room, Work};
use vigie_core::ids::AlertId;
use vigie_core::refusal::Refusal;
use vigie_core::{Input, State};
use vigie_store::journal::Footing;

/// Inputs of one turn: bounds the time for which the first of them waits for the last.
const INPUTS_PER_TURN_MAX: usize = 512;
/// Inputs that may wait; beyond it those who send wait themselves, so that memory is bounded.
const INBOX_MAX: usize = 8_192;
/// What couriers may be busy with at once.
const ROOM: Room = Room {
    sirens: 2_000,
    live: 256,
    folder: 64,
};

struct Letter {
    input: Input,
    answer: Option<oneshot::Sender<Result<Decided, Refusal>>>,
}

/// The way in: everything that may become true goes through here.
#[derive(Clone, Debug)]
pub struct Inbox(mpsc::Sender<Letter>);

/// The engine is gone: the program is stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the server is stopping; try again at once, it will be started again")
    }
}

impl std::error::Error for Stopped {}

impl Inbox {
    /// Puts something in and waits until it is decided and on disk.
    pub async fn ask(&self, input: Input) -> Result<Result<Decided, Refusal>, Stopped> {
        let (answer, decided) = oneshot::channel();
        self.0
            .send(Letter {
                input,
                answer: Some(answer),
            })
            .await
            .map_err(|_| Stopped)?;
        decided.await.map_err(|_| Stopped)
    }

    /// Puts something in without waiting for what is decided; waits only for room.
    pub async fn tell(&self, input: Input) -> Result<(), Stopped> {
        self.0
            .send(Letter {
                input,
                answer: None,
            })
            .await
            .map_err(|_| Stopped)
    }
}

/// What the rest of the program holds of the engine.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The way in.
    pub inbox: Inbox,
    /// What is true and on disk; changes after each turn that changed anything.
    pub view: watch::Receiver<Arc<State>>,
    /// What the journal holds for certain: what a checkpoint is signed over.
    pub footing: watch::Receiver<Footing>,
    /// What was counted since the start.
    pub tally: Arc<Tally>,
}

impl Desk {
    /// What is true and on disk now.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.view.borrow())
    }
}

/// A running engine.
#[derive(Debug)]
pub struct Running {
    /// The way in and the view.
    pub desk: Desk,
    /// Work for the couriers.
    pub work: mpsc::UnboundedReceiver<Work>,
    /// Ends when the engine's thread has ended: after every way in is gone, or on a fatal fault.
    pub ended: oneshot::Receiver<Result<Engine, Fatal>>,
}

/// Starts the engine's thread. Snapshots are written beside it, every so many entries.
pub fn run(
    engine: Engine,
    timings: Arc<Timings>,
    snapshots: Option<SnapshotWriter>,
) -> std::io::Result<Running> {
    let (letters, inbox) = mpsc::channel(INBOX_MAX);
    let (view_in, view) = watch::channel(Arc::new(engine.state().clone()));
    let (footing_in, footing) = watch::channel(engine.journal().footing().clone());
    let tally = Arc::new(Tally::default());
    let shown = Shown {
        view: view_in,
        footing: footing_in,
        tally: Arc::clone(&tally),
    };
    // Unbounded, and bounded all the same: the engine hands out each piece once and at most ROOM of them.
    let (work_in, work) = mpsc::unbounded_channel();
    let (end, ended) = oneshot::channel();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    std::thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || {
            let result =
                runtime.block_on(turns(engine, inbox, &shown, &work_in, &timings, snapshots));
            let _ = end.send(result);
        })?;
    Ok(Running {
        desk: Desk {
            inbox: Inbox(letters),
            view,
            footing,
            tally,
        },
        work,
        ended,
    })
}

/// What the engine's thread shows to the rest of the program.
struct Shown {
    view: watch::Sender<Arc<State>>,
    footing: watch::Sender<Footing>,
    tally: Arc<Tally>,
}

/// Lets those run who are about to put something in, and takes it along: a sync costs the same for one
/// as for hundreds. On idle processors this takes no time, and whoever is alone never waits for it.
fn gather(inbox: &mut mpsc::Receiver<Letter>, letters: &mut Vec<Letter>) {
    loop {
        let before = letters.len();
        std::thread::yield_now();
        while letters.len() < INPUTS_PER_TURN_MAX
            && let Ok(letter) = inbox.try_recv()
        {
            letters.push(letter);
        }
        if letters.len() == before || letters.len() >= INPUTS_PER_TURN_MAX {
            return;
        }
    }
}

async fn turns(
    mut engine: Engine,
    mut inbox: mpsc::Receiver<Letter>,
    shown: &Shown,
    work: &mpsc::UnboundedSender<Work>,
    timings: &Timings,
    mut snapshots: Option<SnapshotWriter>,
) -> Result<Engine, Fatal> {
    let mut letters = Vec::with_capacity(INPUTS_PER_TURN_MAX);
    loop {
        let (inputs, askers): (Vec<Input>, Vec<_>) = letters
            .drain(..)
            .map(|Letter { input, answer }| (input, answer))
            .unzip();
        let at = now();
        let decided = engine.decide(at, &inputs)?;
        let alerts: Vec<AlertId> = decided.alerts().collect();
        for alert in &alerts {
            timings.note(*alert, |t| &mut t.decided_us, unix_us());
        }
        let Turn {
            answers,
            view: seen,
            work: due,
            wake_at,
        } = engine.settle(at, decided, ROOM)?;
        for alert in alerts {
            timings.note(alert, |t| &mut t.synced_us, unix_us());
        }
        if let Some(seen) = seen {
            shown.view.send_replace(seen);
            shown
                .footing
                .send_replace(engine.journal().footing().clone());
        }
        for piece in due {
            // Nobody takes work any more only while the program stops; it is due again after the start.
            let _ = work.send(piece);
        }
        for answer in &answers {
            shown.tally.count(answer);
        }
        for (asker, answer) in askers.into_iter().zip(answers) {
            if let Some(asker) = asker {
                // Whoever asked may have gone; what was decided stays decided.
                let _ = asker.send(answer);
            }
        }
        if let Some(snapshots) = &mut snapshots {
            snapshots.look(&engine);
        }
        let wait = wake_at.map(|(at, _)| at.since_ms(now()).max(1));
        let taken = match wait {
            None => inbox.recv_many(&mut letters, INPUTS_PER_TURN_MAX).await,
            Some(ms) => {
                let rest = Duration::from_millis(u64::try_from(ms).unwrap_or(1));
                match tokio::time::timeout(rest, inbox.recv_many(&mut letters, INPUTS_PER_TURN_MAX))
                    .await
                {
                    Ok(taken) => taken,
                    Err(_elapsed) => continue,
                }
            }
        };
        if taken == 0 {
            return Ok(engine);
        }
        if taken > 1 {
            gather(&mut inbox, &mut letters);
        }
    }
}
