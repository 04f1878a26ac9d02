//! What proves that the horn sounds: a microphone by `arecord`, any other source of samples, or the current that the
//! horn draws. Whatever fails here proves nothing, and the siren says that it was not heard.

use crate::config::MicrophoneConfig;
use crate::convention::Convention;
use crate::ear::Ear;
use crate::microphone::Microphone;
use crate::tone::SAMPLE_RATE_HZ;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::sleep;
use tracing::warn;
use vigie_core::siren::Tone;

/// Samples are read in pieces this long: 25 ms, as the ear looks at them.
const PIECE: usize = SAMPLE_RATE_HZ as usize / 40;
/// Longest text of a current sensor, in bytes: a number.
const CURRENT_BYTES_MAX: u64 = 32;

/// Something that listens while a tone sounds.
pub(crate) enum Hearing {
    /// A model of horn, air and microphone.
    Model(Microphone, Box<Ear>),
    /// Samples that a thread hears; what it recognised comes out here.
    Samples {
        found: Receiver<Tone>,
        _recorder: Option<Recorder>,
    },
    /// A file with the current that the horn draws, in milliamperes.
    Current {
        file: PathBuf,
        at_rest_ma: u32,
        rise_ma: u32,
    },
}

impl Hearing {
    /// Begins to listen for a tone; nothing where nothing listens. Before the horn sounds, so that what it draws at rest
    /// is known.
    pub(crate) fn open(
        config: &MicrophoneConfig,
        convention: Convention,
        tone: Tone,
    ) -> Option<Self> {
        let ear = Ear::of(convention).listening_for(tone);
        match config {
            MicrophoneConfig::None => None,
            MicrophoneConfig::Simulated { fault, noise_db } => Some(Self::Model(
                Microphone::new(*fault, *noise_db),
                Box::new(ear),
            )),
            MicrophoneConfig::Arecord {
                device,
                level_min_db,
            } => {
                let ear = ear.deaf_below(*level_min_db);
                Some(Self::recorded(record(device), ear))
            }
            MicrophoneConfig::Samples { file, level_min_db } => {
                let ear = ear.deaf_below(*level_min_db);
                let file = file.clone();
                let opened = move || File::open(&file);
                Some(Self::Samples {
                    found: listen(opened, ear),
                    _recorder: None,
                })
            }
            MicrophoneConfig::Current { file, rise_ma } => Some(Self::Current {
                at_rest_ma: current_ma(file).unwrap_or(u32::MAX),
                file: file.clone(),
                rise_ma: *rise_ma,
            }),
        }
    }

    /// Whether the tone is proven by now. `played` is what went to the horn since the last time.
    pub(crate) fn hears(&mut self, played: &[i16], tone: Tone) -> bool {
        match self {
            Self::Model(microphone, ear) => ear.listen(&microphone.hear(played)) == Some(tone),
            Self::Samples { found, .. } => found.try_iter().any(|found| found == tone),
            Self::Current {
                file,
                at_rest_ma,
                rise_ma,
            } => current_ma(file).is_some_and(|ma| ma >= at_rest_ma.saturating_add(*rise_ma)),
        }
    }

    fn recorded(mut recorder: Option<Recorder>, ear: Ear) -> Self {
        let samples = recorder
            .as_mut()
            .and_then(|recorder| recorder.0.stdout.take());
        let opened = move || samples.ok_or(io::ErrorKind::BrokenPipe.into());
        Self::Samples {
            found: listen(opened, ear),
            _recorder: recorder,
        }
    }
}

/// A running `arecord`; it ends when it is dropped.
pub(crate) struct Recorder(Child);

impl Drop for Recorder {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn record(device: &str) -> Option<Recorder> {
    let recorder = Command::new("arecord")
        .args(["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r"])
        .arg(SAMPLE_RATE_HZ.to_string())
        .args(["-D", device])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    recorder
        .inspect_err(|e| warn!("the microphone cannot be opened: {e}"))
        .map(Recorder)
        .ok()
}

/// Whether what listens gives anything at all: the noise of the place is enough.
pub(crate) enum Trial {
    /// It is known already.
    Known(bool),
    /// Samples that a thread looks at; whether they were anything but silence comes out here.
    Samples {
        is_something: Receiver<bool>,
        _recorder: Option<Recorder>,
    },
}

/// How long a recorder may take to give half a second of sound.
const TRIAL: Duration = Duration::from_secs(3);
/// Bytes of half a second.
const TRIAL_BYTES: usize = SAMPLE_RATE_HZ as usize;
/// A model of a quieter place gives zeros alone, as one that is deaf.
const QUIETEST_DB: f32 = -80.0;

impl Trial {
    pub(crate) fn of(config: &MicrophoneConfig) -> Self {
        match config {
            MicrophoneConfig::None => Self::Known(true),
            MicrophoneConfig::Simulated { fault, noise_db } => {
                let noise_db = noise_db.max(QUIETEST_DB);
                let heard = Microphone::new(*fault, noise_db).hear(&[0; PIECE]);
                Self::Known(heard.iter().any(|sample| *sample != 0))
            }
            MicrophoneConfig::Arecord { device, .. } => {
                let mut recorder = record(device);
                let samples = recorder
                    .as_mut()
                    .and_then(|recorder| recorder.0.stdout.take());
                Self::Samples {
                    is_something: look(move || samples.ok_or(io::ErrorKind::BrokenPipe.into())),
                    _recorder: recorder,
                }
            }
            MicrophoneConfig::Samples { file, .. } => {
                let file = file.clone();
                Self::Samples {
                    is_something: look(move || File::open(file)),
                    _recorder: None,
                }
            }
            MicrophoneConfig::Current { file, .. } => Self::Known(current_ma(file).is_some()),
        }
    }

    /// Whether it gives anything. Whoever drops it may ask again.
    pub(crate) async fn listens(&mut self) -> bool {
        let is_something = match self {
            Self::Known(is) => return *is,
            Self::Samples { is_something, .. } => is_something,
        };
        let since = Instant::now();
        while since.elapsed() < TRIAL {
            match is_something.try_recv() {
                Ok(is) => return is,
                Err(TryRecvError::Disconnected) => return false,
                Err(TryRecvError::Empty) => sleep(Duration::from_millis(20)).await,
            }
        }
        false
    }
}

/// Looks at half a second of samples, in a thread of its own.
fn look<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static) -> Receiver<bool> {
    let (tell, is_something) = channel();
    let looked = move || {
        let mut bytes = vec![0; TRIAL_BYTES];
        let read = open().and_then(|mut source| source.read_exact(&mut bytes));
        // Nobody may want to know any more.
        let _ = tell.send(read.is_ok() && bytes.iter().any(|byte| *byte != 0));
    };
    if let Err(e) = thread::Builder::new()
        .name("trial".to_owned())
        .spawn(looked)
    {
        warn!("failed to listen: {e}");
    }
    is_something
}

/// Hears what comes, in a thread of its own, until nothing comes or nobody wants to know.
fn listen<R: Read>(
    open: impl FnOnce() -> io::Result<R> + Send + 'static,
    mut ear: Ear,
) -> Receiver<Tone> {
    let (tell, found) = channel();
    let heard = move || {
        // A pipe opens when somebody writes to it: here nobody waits for that.
        let mut source = match open() {
            Ok(source) => source,
            Err(e) => return warn!("the microphone cannot be opened: {e}"),
        };
        let mut bytes = vec![0; 2 * PIECE];
        while source.read_exact(&mut bytes).is_ok() {
            let samples: Vec<i16> = bytes
                .chunks_exact(2)
                .map(|two| i16::from_le_bytes([two[0], two[1]]))
                .collect();
            if let Some(tone) = ear.listen(&samples)
                && tell.send(tone).is_err()
            {
                return;
            }
        }
    };
    if let Err(e) = thread::Builder::new().name("ear".to_owned()).spawn(heard) {
        warn!("failed to listen: {e}");
    }
    found
}

fn current_ma(file: &Path) -> Option<u32> {
    let mut text = String::new();
    let read =
        File::open(file).and_then(|file| file.take(CURRENT_BYTES_MAX).read_to_string(&mut text));
    match (read, text.trim().parse()) {
        (Ok(_), Ok(ma)) => Some(ma),
        (Err(e), _) => {
            warn!("the current sensor {} cannot be read: {e}", file.display());
            None
        }
        (Ok(_), Err(e)) => {
            warn!("the current sensor {} tells no number: {e}", file.display());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::MicrophoneFault;
    use crate::tone::Synth;

    fn raw(samples: &[i16]) -> Vec<u8> {
        samples.iter().flat_map(|s| s.to_le_bytes()).collect()
    }

    /// Whether a stream of samples proves the wail.
    fn proves(samples: &[i16], level_min_db: f32) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("samples");
        std::fs::write(&file, raw(samples)).unwrap();
        let config = MicrophoneConfig::Samples { file, level_min_db };
        let mut hearing = Hearing::open(&config, Convention::Own, Tone::WailWarning).unwrap();
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(5) {
            if hearing.hears(&[], Tone::WailWarning) {
                return true;
            }
            // The thread has ended with the file once nobody can tell any more.
            if let Hearing::Samples { found, .. } = &hearing
                && found.try_recv() == Err(std::sync::mpsc::TryRecvError::Disconnected)
            {
                return false;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("the thread does not end");
    }

    fn sound(tone: Tone, db: f32) -> Vec<i16> {
        let mut samples = vec![0; 3 * SAMPLE_RATE_HZ as usize];
        Synth::new(tone).fill(&mut samples);
        let gain = 10f32.powf(db / 20.0) / 32_768.0;
        let scaled = samples
            .iter()
            .map(|s| crate::tone::to_sample(f32::from(*s) * gain));
        scaled.collect()
    }

    #[test]
    fn a_real_stream_proves_the_tone_that_it_holds_and_no_other() {
        assert!(proves(&sound(Tone::WailWarning, -10.0), -60.0));
        assert!(!proves(&sound(Tone::FireHiLo, -10.0), -60.0));
        let noise = Microphone::new(MicrophoneFault::DeadHorn, -20.0).hear(&vec![0; 48_000]);
        assert!(!proves(&noise, -60.0));
        assert!(!proves(&[], -60.0));
    }

    #[test]
    fn a_neighbour_who_sounds_the_same_tone_far_away_is_no_proof_of_our_horn() {
        let ours = sound(Tone::WailWarning, -10.0);
        let far_away = sound(Tone::WailWarning, -40.0);
        assert!(proves(&ours, -30.0));
        assert!(!proves(&far_away, -30.0));
        assert!(proves(&far_away, -60.0), "the tone itself is recognised");
    }

    #[test]
    fn a_horn_that_draws_no_current_is_not_heard() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("current");
        std::fs::write(&file, "120\n").unwrap();
        let config = MicrophoneConfig::Current {
            file: file.clone(),
            rise_ma: 500,
        };
        let open = || Hearing::open(&config, Convention::Own, Tone::WailWarning).unwrap();
        let mut hearing = open();
        assert!(!hearing.hears(&[], Tone::WailWarning));
        std::fs::write(&file, "900\n").unwrap();
        assert!(hearing.hears(&[], Tone::WailWarning));
        // What it draws at rest is no proof, and a sensor that is gone neither.
        assert!(!open().hears(&[], Tone::WailWarning));
        std::fs::remove_file(&file).unwrap();
        let mut blind = open();
        std::fs::write(&file, "900\n").unwrap();
        assert!(!blind.hears(&[], Tone::WailWarning));
    }
}
