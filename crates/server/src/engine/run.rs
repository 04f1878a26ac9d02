//! The engine's thread: takes the inbox, turns, answers, hands out work, sleeps.

use super::mailbox::{Asker, deliver};
use super::snapshot::SnapshotWriter;
use super::tally::Tally;
use super::turn::{Decided, Engine, Fatal, Turn};
use crate::bell::{self, Bell, Ear};
use crate::clock::now;
use crate::timings::{Timings, unix_us};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{mpsc, oneshot, watch};
use vigie_core::delivery::{Room, Work};
use vigie_core::ids::AlertId;
use vigie_core::refusal::Refusal;
use vigie_core::time::Timestamp;
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
    people: 256,
    hooks: 256,
    folder: 64,
};

struct Letter {
    input: Input,
    asker: Option<Asker>,
}

/// The way in: everything that may become true goes through here.
#[derive(Clone, Debug)]
pub struct Inbox(Arc<Slot>);

#[derive(Debug)]
struct Slot {
    letters: mpsc::Sender<Letter>,
    // Behind the letters: the engine that is rung for the last time finds them closed.
    bell: LastRing,
}

/// Rings once more when nobody can put anything in any more.
#[derive(Debug)]
struct LastRing(Arc<Bell>);

impl Drop for LastRing {
    fn drop(&mut self) {
        self.0.ring();
    }
}

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
        let (asker, decided) = Asker::here();
        self.put(input, Some(asker)).await?;
        decided.await.map_err(|_| Stopped)
    }

    /// Puts something in without waiting for what is decided; waits only for room.
    pub async fn tell(&self, input: Input) -> Result<(), Stopped> {
        self.put(input, None).await
    }

    async fn put(&self, input: Input, asker: Option<Asker>) -> Result<(), Stopped> {
        let letter = Letter { input, asker };
        let put = self.0.letters.send(letter).await;
        put.map_err(|_| Stopped)?;
        self.0.bell.0.ring();
        Ok(())
    }
}

/// What the rest of the program holds of the engine.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The way in.
    pub inbox: Inbox,
    /// What is true and on disk; changes after each turn that changed anything.
    pub view: watch::Receiver<Arc<State>>,
    /// The newest alert on disk: for those whom a report alone does not concern.
    pub newest: watch::Receiver<Option<AlertId>>,
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
    let (newest_in, newest) = watch::channel(newest_alert(engine.state()));
    let (footing_in, footing) = watch::channel(engine.journal().footing().clone());
    let tally = Arc::new(Tally::default());
    let shown = Shown {
        view: view_in,
        newest: newest_in,
        footing: footing_in,
        tally: Arc::clone(&tally),
    };
    // Unbounded, and bounded all the same: the engine hands out each piece once and at most ROOM of them.
    let (work_in, work) = mpsc::unbounded_channel();
    let (end, ended) = oneshot::channel();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (bell, ear) = {
        let _inside = runtime.enter();
        bell::hang()?
    };
    let inbox = Mail {
        letters: inbox,
        ear,
    };
    let slot = Slot {
        letters,
        bell: LastRing(bell),
    };
    std::thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || {
            let result =
                runtime.block_on(turns(engine, inbox, &shown, &work_in, &timings, snapshots));
            let _ = end.send(result);
        })?;
    Ok(Running {
        desk: Desk {
            inbox: Inbox(Arc::new(slot)),
            view,
            newest,
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
    newest: watch::Sender<Option<AlertId>>,
    footing: watch::Sender<Footing>,
    tally: Arc<Tally>,
}

fn newest_alert(state: &State) -> Option<AlertId> {
    state.alerts.last().map(|(id, _)| *id)
}

/// What has been put in, and how the engine learns of it.
struct Mail {
    letters: mpsc::Receiver<Letter>,
    ear: Ear,
}

impl Mail {
    /// Waits for letters, until it is time to turn without any; false when none can come any more.
    async fn take(&mut self, letters: &mut Vec<Letter>, wake_at: Option<Timestamp>) -> bool {
        loop {
            while letters.len() < INPUTS_PER_TURN_MAX {
                match self.letters.try_recv() {
                    Ok(letter) => letters.push(letter),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return !letters.is_empty(),
                }
            }
            if !letters.is_empty() {
                return true;
            }
            let heard = self.ear.heard();
            match wake_at.map(|at| at.since_ms(now()).max(1)) {
                None => heard.await,
                Some(ms) => {
                    let rest = Duration::from_millis(u64::try_from(ms).unwrap_or(1));
                    if tokio::time::timeout(rest, heard).await.is_err() {
                        return true;
                    }
                }
            }
        }
    }
}

async fn turns(
    mut engine: Engine,
    mut inbox: Mail,
    shown: &Shown,
    work: &mpsc::UnboundedSender<Work>,
    timings: &Timings,
    mut snapshots: Option<SnapshotWriter>,
) -> Result<Engine, Fatal> {
    let mut letters = Vec::with_capacity(INPUTS_PER_TURN_MAX);
    loop {
        let (inputs, askers): (Vec<Input>, Vec<_>) = letters
            .drain(..)
            .map(|Letter { input, asker }| (input, asker))
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
            let newest = newest_alert(&seen);
            shown.view.send_replace(seen);
            shown.newest.send_if_modified(|known| {
                let is_new = *known != newest;
                *known = newest;
                is_new
            });
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
        let answered = askers.into_iter().zip(answers);
        deliver(answered.filter_map(|(asker, answer)| Some((asker?, answer))));
        if let Some(snapshots) = &mut snapshots {
            snapshots.look(&engine);
        }
        if !inbox.take(&mut letters, wake_at.map(|(at, _)| at)).await {
            return Ok(engine);
        }
    }
}
