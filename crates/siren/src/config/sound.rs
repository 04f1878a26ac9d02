//! Where the sound goes, and what listens to it.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use vigie_core::siren::Tone;

/// Where the sound goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SoundConfig {
    /// Into one WAV file for each order, in real time.
    Wav {
        /// Where the files go; made when missing.
        folder: PathBuf,
    },
    /// To an ALSA device, by the program `aplay`.
    Aplay {
        /// The device, as `aplay -L` names it.
        device: String,
    },
    /// To a siren with a wire for each of its signals: a line is raised while its tone sounds. Nothing is said.
    Relays {
        /// The file of each line: `1` raises it, `0` lets it fall, as the GPIO files of Linux have it.
        lines: BTreeMap<Tone, PathBuf>,
    },
}

/// What listens to the horn.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum MicrophoneConfig {
    /// A model of horn, air and microphone, for exercises and tests.
    Simulated {
        /// What is broken.
        fault: MicrophoneFault,
        /// Level of the background noise at the microphone, in dB of full scale: −120 to 0.
        noise_db: f32,
    },
    /// An ALSA device, by the program `arecord`.
    Arecord {
        /// The device, as `arecord -L` names it.
        device: String,
        /// What is weaker is not our horn but a neighbour's, in dB of full scale: −60 to 0.
        #[serde(default = "weakest")]
        level_min_db: f32,
    },
    /// A file or pipe of samples: one channel of 16 bits, least byte first, at 16,000 Hz.
    Samples {
        /// The file, opened anew for each sound.
        file: PathBuf,
        /// What is weaker is not our horn but a neighbour's, in dB of full scale: −60 to 0.
        #[serde(default = "weakest")]
        level_min_db: f32,
    },
    /// A file with the current that the horn draws, in milliamperes.
    Current {
        /// The file.
        file: PathBuf,
        /// By how much it rises when the horn sounds; at least 1.
        rise_ma: u32,
    },
    /// Nothing listens: the siren never says that it was heard.
    None,
}

/// Below it the ear takes nothing for a tone.
fn weakest() -> f32 {
    -60.0
}

/// What is broken in a simulated microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MicrophoneFault {
    /// Nothing.
    None,
    /// The microphone hears nothing at all, not even noise.
    Deaf,
    /// The horn makes no sound; the microphone hears the background.
    DeadHorn,
}
