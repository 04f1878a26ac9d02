//! Sounds one tone in real time, listens to it meanwhile, and tells what happened when it happened.

use crate::clock;
use crate::config::{Config, SoundConfig};
use crate::convention::Convention;
use crate::ear::GIVE_UP_MS;
use crate::hearing::Hearing;
use crate::output::Output;
use crate::speech::{Speech, TONE_MS_MIN};
use crate::tone::{SAMPLE_RATE_HZ, Synth};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};
use tracing::error;
use vigie_core::siren::{AnswerWhat, Order, RefusalReason, Tone};
use vigie_core::time::Timestamp;

/// The sound is made, written and listened to in pieces this long: a stop cuts it within one.
const PIECE_MS: u32 = 100;
const PIECE: usize = (SAMPLE_RATE_HZ / 1_000 * PIECE_MS) as usize;

/// An order that is obeyed, with the name of the text that asked for it.
#[derive(Debug)]
pub(crate) struct Ordered {
    pub(crate) order: Order,
    pub(crate) sha256: String,
}

/// What happened to a sound, and when.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) ordered: Arc<Ordered>,
    pub(crate) what: AnswerWhat,
    pub(crate) at: Timestamp,
}

/// A sound that is being played; dropping it ends the sound.
#[derive(Debug)]
pub(crate) struct Sounding {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Sounding {
    /// Ends the sound and returns once it is silent and its `Ended` is noted.
    pub(crate) async fn stop(self) {
        // The task may be over by itself already; both ways it is silent after the join.
        let _ = self.stop.send(());
        if let Err(e) = self.task.await {
            error!("failed to end a sound in order: {e}");
        }
    }
}

/// One sound: a tone, then what is said.
struct Score {
    synth: Synth,
    speech: Speech,
    /// Pieces of the tone, and of all.
    tone_pieces: u32,
    pieces: u32,
}

impl Score {
    /// What is said is cut rather than the sound made longer than ordered, and the tone sounds first.
    fn new(convention: Convention, (tone, duration_s): (Tone, u16), speech: Speech) -> Self {
        let ms = u32::from(duration_s) * 1_000;
        let tone_ms = ms.saturating_sub(speech.ms()).max(TONE_MS_MIN).min(ms);
        Self {
            synth: Synth::of(convention, tone),
            speech,
            tone_pieces: tone_ms / PIECE_MS,
            pieces: ms / PIECE_MS,
        }
    }

    /// The samples of a piece, from 1, and whether they are of the tone.
    fn fill(&mut self, n: u32, piece: &mut [i16]) -> bool {
        let is_tone = n <= self.tone_pieces;
        if is_tone {
            self.synth.fill(piece);
        } else {
            self.speech.fill(piece);
        }
        is_tone
    }
}

/// Starts to sound. At most four notes follow: started, heard or not, ended.
pub(crate) fn start(
    config: &Config,
    ordered: Arc<Ordered>,
    sound: (Tone, u16),
    notes: mpsc::Sender<Note>,
) -> Sounding {
    let (stop, stopped) = oneshot::channel();
    let (tone, _) = sound;
    let output: SoundConfig = config.sound.clone();
    let status = ordered.order.status;
    let (voice, convention) = (config.voice.clone(), config.convention);
    let teller = Teller { ordered, notes };
    let listener = Listener {
        tone,
        hearing: Hearing::open(&config.microphone, convention, tone),
    };
    let task = tokio::spawn(async move {
        match Output::open(&output, &teller.ordered.order, tone) {
            Ok(output) => {
                // Read while the output is open already: the tone waits for no disk longer than that.
                let speech = Speech::of(voice.as_ref(), tone, status);
                let score = Score::new(convention, sound, speech);
                play(output, listener, score, stopped, &teller).await;
            }
            Err(e) => {
                error!("failed to start the sound output: {e}");
                teller.tell(refused()).await;
            }
        }
    });
    Sounding { stop, task }
}

async fn play(
    mut output: Output,
    mut listener: Listener,
    mut score: Score,
    mut stopped: oneshot::Receiver<()>,
    teller: &Teller,
) {
    let mut piece = vec![0i16; PIECE];
    let mut was_stopped = false;
    let began = Instant::now();
    for n in 1..=score.pieces {
        let is_tone = score.fill(n, &mut piece);
        let written = output.write(&piece).await;
        if let Err(e) = written {
            error!("failed to go on sounding: {e}");
            if n == 1 {
                teller.tell(refused()).await;
                return;
            }
            break;
        }
        if n == 1 && !output.may_die_at_once() {
            teller.tell(AnswerWhat::Started).await;
        }
        let over = began + Duration::from_millis(u64::from(n * PIECE_MS));
        tokio::select! {
            biased;
            _ = &mut stopped => was_stopped = true,
            () = sleep_until(over) => {}
        }
        if n == 1 && output.may_die_at_once() {
            if !was_stopped && !output.is_alive() {
                error!("the sound output ended at once: see that its device is there");
                teller.tell(refused()).await;
                return;
            }
            teller.tell(AnswerWhat::Started).await;
        }
        if was_stopped {
            break;
        }
        if is_tone && let Some(what) = listener.listen(&piece, n * PIECE_MS) {
            teller.tell(what).await;
        }
    }
    output.close(was_stopped).await;
    if !was_stopped && let Some(what) = listener.conclude() {
        teller.tell(what).await;
    }
    teller.tell(AnswerWhat::Ended).await;
}

fn refused() -> AnswerWhat {
    AnswerWhat::Refused {
        reason: RefusalReason::SoundOutput,
    }
}

struct Teller {
    ordered: Arc<Ordered>,
    notes: mpsc::Sender<Note>,
}

impl Teller {
    async fn tell(&self, what: AnswerWhat) {
        let note = Note {
            ordered: Arc::clone(&self.ordered),
            what,
            at: clock::now(),
        };
        if self.notes.send(note).await.is_err() {
            error!(
                "failed to tell that a sound {}: the agent is gone",
                what.as_str()
            );
        }
    }
}

/// Decides once whether the ordered tone was heard; says nothing when nothing listens.
struct Listener {
    tone: Tone,
    hearing: Option<Hearing>,
}

impl Listener {
    fn listen(&mut self, played: &[i16], sounded_ms: u32) -> Option<AnswerWhat> {
        if self.hearing.as_mut()?.hears(played, self.tone) {
            self.hearing = None;
            Some(AnswerWhat::Heard)
        } else if sounded_ms >= GIVE_UP_MS {
            self.conclude()
        } else {
            None
        }
    }

    /// Nothing more will sound: what was not heard by now was not.
    fn conclude(&mut self) -> Option<AnswerWhat> {
        self.hearing.take().map(|_| AnswerWhat::NotHeard)
    }
}
