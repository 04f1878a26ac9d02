//! Sounds one tone in real time, listens to it meanwhile, and tells what happened when it happened.

use crate::clock;
use crate::config::{MicrophoneConfig, SoundConfig};
use crate::ear::{Ear, GIVE_UP_MS};
use crate::microphone::Microphone;
use crate::output::Output;
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

/// Starts to sound. At most four notes follow: started, heard or not, ended.
pub(crate) fn start(
    sound: SoundConfig,
    microphone: MicrophoneConfig,
    ordered: Arc<Ordered>,
    (tone, duration_s): (Tone, u16),
    notes: mpsc::Sender<Note>,
) -> Sounding {
    let (stop, stopped) = oneshot::channel();
    let teller = Teller { ordered, notes };
    let listener = Listener::new(microphone, tone);
    let task = tokio::spawn(async move {
        match Output::open(&sound, &teller.ordered.order, tone) {
            Ok(output) => play(output, listener, (tone, duration_s), stopped, &teller).await,
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
    (tone, duration_s): (Tone, u16),
    mut stopped: oneshot::Receiver<()>,
    teller: &Teller,
) {
    let mut synth = Synth::new(tone);
    let mut piece = vec![0i16; PIECE];
    let mut was_stopped = false;
    let began = Instant::now();
    for n in 1..=u32::from(duration_s) * (1_000 / PIECE_MS) {
        synth.fill(&mut piece);
        if let Err(e) = output.write(&piece).await {
            error!("failed to go on sounding: {e}");
            if n == 1 {
                teller.tell(refused()).await;
                return;
            }
            break;
        }
        if n == 1 {
            teller.tell(AnswerWhat::Started).await;
        }
        let over = began + Duration::from_millis(u64::from(n * PIECE_MS));
        tokio::select! {
            biased;
            _ = &mut stopped => was_stopped = true,
            () = sleep_until(over) => {}
        }
        if was_stopped {
            break;
        }
        if let Some(what) = listener.listen(&piece, n * PIECE_MS) {
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
    ears: Option<(Microphone, Ear)>,
}

impl Listener {
    fn new(microphone: MicrophoneConfig, tone: Tone) -> Self {
        let ears = match microphone {
            MicrophoneConfig::Simulated { fault, noise_db } => {
                Some((Microphone::new(fault, noise_db), Ear::new()))
            }
            MicrophoneConfig::None => None,
        };
        Self { tone, ears }
    }

    fn listen(&mut self, played: &[i16], sounded_ms: u32) -> Option<AnswerWhat> {
        let (microphone, ear) = self.ears.as_mut()?;
        if ear.listen(&microphone.hear(played)) == Some(self.tone) {
            self.ears = None;
            Some(AnswerWhat::Heard)
        } else if sounded_ms >= GIVE_UP_MS {
            self.conclude()
        } else {
            None
        }
    }

    /// Nothing more will sound: what was not heard by now was not.
    fn conclude(&mut self) -> Option<AnswerWhat> {
        self.ears.take().map(|_| AnswerWhat::NotHeard)
    }
}
