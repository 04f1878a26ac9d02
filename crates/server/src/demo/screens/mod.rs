//! Thousands of screens in one process, each with a connection of its own: they note when a bulletin
//! arrived first and judge its signature and words afterwards, so that judging two thousand times on
//! one machine does not look like a slow wire.

mod board;
mod line;

pub(in crate::demo) use board::Arrived;
pub use board::{Board, Sighting, Verdicts};

use crate::listen::{Frame, KeyRing, unproven};
use crate::timings::unix_us;
use line::{Kind, Line};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use vigie_core::ids::Language;
use vigie_core::status::Status;

use super::scenario::ScreenCounts;

/// Connections that are being opened at once: far below what a listening socket queues.
const OPENING_MAX: usize = 128;
/// How long a screen waits for two heartbeats before it gives a connection up.
const SILENCE: Duration = Duration::from_secs(21);
/// Rest before a lost connection is opened again; spread, so that not all come in one moment.
const REST_MS: (u64, u64) = (20, 120);

/// What every screen knows of the server and of the exercise.
#[derive(Clone, Debug)]
pub struct Expected {
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// The token by which a screen's word counts.
    pub token: String,
    /// The server's keys.
    pub keys: KeyRing,
    /// The mark that every headline must begin with, by language; every language must be there.
    pub marks: BTreeMap<Language, String>,
}

/// All screens of an exercise.
pub struct Screens {
    board: Arc<Board>,
    judge: watch::Sender<u64>,
    tasks: JoinSet<()>,
    counts: ScreenCounts,
}

impl Screens {
    /// Switches the screens on.
    pub fn switch_on(counts: ScreenCounts, expected: Expected) -> Self {
        let board = Arc::new(Board::new());
        let (judge, asked) = watch::channel(0);
        let expected = Arc::new(expected);
        let opening = Arc::new(Semaphore::new(OPENING_MAX));
        let mut tasks = JoinSet::new();
        let kinds = std::iter::repeat_n(Kind::WebSocket, counts.websocket)
            .chain(std::iter::repeat_n(Kind::Sse, counts.sse));
        for (number, kind) in kinds.enumerate() {
            let screen = Screen {
                number,
                kind,
                expected: Arc::clone(&expected),
                board: Arc::clone(&board),
                opening: Arc::clone(&opening),
                asked: asked.clone(),
                last: None,
                unjudged: Vec::new(),
            };
            tasks.spawn(screen.watch());
        }
        Self {
            board,
            judge,
            tasks,
            counts,
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.counts.all()
    }

    /// How many say what they show.
    pub fn that_answer(&self) -> usize {
        self.counts.websocket
    }

    /// What they have seen.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Asks every screen to judge what it has received.
    pub fn judge(&self) {
        self.judge.send_modify(|asked| *asked += 1);
    }

    /// Switches all of them off.
    pub async fn switch_off(mut self) -> Arc<Board> {
        self.tasks.shutdown().await;
        self.board
    }
}

struct Screen {
    number: usize,
    kind: Kind,
    expected: Arc<Expected>,
    board: Arc<Board>,
    opening: Arc<Semaphore>,
    asked: watch::Receiver<u64>,
    /// The greatest number it has: a lost connection resumes behind it.
    last: Option<u64>,
    unjudged: Vec<Frame>,
}

impl Screen {
    async fn watch(mut self) {
        loop {
            if let Some(line) = self.open().await {
                self.board.came();
                self.read(line).await;
                self.board.went();
            }
            sleep(Self::rest()).await;
        }
    }

    async fn open(&self) -> Option<Line> {
        let _turn = self.opening.acquire().await.ok()?;
        let expected = &self.expected;
        let opened = Line::open(self.kind, &expected.address, &expected.token, self.last);
        let line = timeout_at(Instant::now() + SILENCE, opened).await.ok()?;
        line.inspect_err(|why| self.board.failed_to_open(why)).ok()
    }

    async fn read(&mut self, mut line: Line) {
        if let Some(n) = self.last
            && line.shows(n).await.is_err()
        {
            return;
        }
        let mut silent_at = Instant::now() + SILENCE;
        loop {
            let frame = tokio::select! {
                frame = line.next() => frame,
                changed = self.asked.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    self.judge();
                    continue;
                }
                () = tokio::time::sleep_until(silent_at) => None,
            };
            // Before anything is read in it: this is when it arrived.
            let at_us = unix_us();
            match frame {
                None => return,
                Some(Frame::Resync(_)) => {}
                Some(Frame::Bulletin(jws)) => {
                    if !self.arrived(&mut line, jws, at_us).await {
                        return;
                    }
                }
                Some(Frame::Heartbeat(jws)) => {
                    silent_at = Instant::now() + SILENCE;
                    self.unjudged.push(Frame::Heartbeat(jws));
                }
            }
        }
    }

    /// Notes a bulletin and says that it is shown; false when the connection ended meanwhile.
    async fn arrived(&mut self, line: &mut Line, jws: String, at_us: i64) -> bool {
        let Some(claimed) = unproven(&jws) else {
            self.board.forged("a bulletin that cannot be read");
            return true;
        };
        let shown = line.shows(claimed.n).await.is_ok();
        if self.last.is_none_or(|last| last < claimed.n) {
            self.last = Some(claimed.n);
        }
        self.board.arrived(Arrived {
            screen: self.number,
            alert: claimed.alert,
            act: claimed.act,
            at_us,
        });
        self.unjudged.push(Frame::Bulletin(jws));
        shown
    }

    fn judge(&mut self) {
        for frame in std::mem::take(&mut self.unjudged) {
            match frame {
                Frame::Heartbeat(jws) => match self.expected.keys.heartbeat(&jws) {
                    Ok(_) => self.board.believed_heartbeat(),
                    Err(why) => self.board.forged(&format!("heartbeat: {why}")),
                },
                Frame::Bulletin(jws) => self.judge_bulletin(&jws),
                Frame::Resync(_) => {}
            }
        }
    }

    fn judge_bulletin(&self, jws: &str) {
        let bulletin = match self.expected.keys.bulletin(jws) {
            Ok(bulletin) => bulletin,
            Err(why) => {
                self.board.forged(&format!("bulletin: {why}"));
                return;
            }
        };
        let in_every_language = self.expected.marks.keys().all(|language| {
            bulletin
                .texts
                .get(language)
                .is_some_and(|texts| !texts.headline.is_empty() && !texts.instruction.is_empty())
        });
        let marked = bulletin.status == Status::Exercise
            && self.expected.marks.iter().all(|(language, mark)| {
                bulletin
                    .texts
                    .get(language)
                    .is_none_or(|texts| texts.headline.starts_with(mark.as_str()))
            });
        self.board.judged(
            bulletin.alert,
            Verdicts {
                believed: 1,
                in_every_language: usize::from(in_every_language),
                marked_exercise: usize::from(marked),
            },
        );
    }

    fn rest() -> Duration {
        let mut chance = [0u8; 2];
        // Without chance the screens come back in step, which the semaphore bears.
        let _ = getrandom::fill(&mut chance);
        let (min, max) = REST_MS;
        let spread = u64::from(u16::from_le_bytes(chance)) * (max - min) / u64::from(u16::MAX);
        Duration::from_millis(min + spread)
    }
}
