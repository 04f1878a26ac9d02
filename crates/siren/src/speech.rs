//! What is said after the tone: recordings that the site prepared, one for each tone, status and language, in the order
//! in which the site has its languages. What is missing is said and left out; the tone goes on without it.

use crate::tone::SAMPLE_RATE_HZ;
use hound::{SampleFormat, WavReader};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use tracing::warn;
use vigie_core::siren::Tone;
use vigie_core::status::Status;

/// Longest recording, in seconds: all languages must fit into one sound beside its tone.
const RECORDING_S_MAX: u32 = 60;
/// Most languages spoken.
pub(crate) const LANGUAGES_MAX: usize = 8;
/// However much is said, the tone sounds so long before it, in milliseconds: long enough to be proven, and to wake.
pub(crate) const TONE_MS_MIN: u32 = 10_000;

/// Where the recordings are, and which languages are spoken in which order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceConfig {
    /// The folder, with a file `TONE-STATUS.LANGUAGE.wav` for each.
    pub folder: PathBuf,
    /// The languages, the first spoken first.
    pub languages: Vec<String>,
}

/// What is said after one tone.
#[derive(Debug, Default)]
pub(crate) struct Speech {
    samples: Vec<i16>,
    at: usize,
    /// Languages that are left out, and why.
    pub(crate) missing: Vec<String>,
}

impl Speech {
    /// The recordings for a tone, as far as they are there.
    pub(crate) fn of(voice: Option<&VoiceConfig>, tone: Tone, status: Status) -> Self {
        let mut speech = Self::default();
        let Some(voice) = voice else { return speech };
        for language in &voice.languages {
            let file = file_of(&voice.folder, tone, status, language);
            match read(&file) {
                Ok(samples) => speech.samples.extend(samples),
                Err(why) => {
                    warn!(%language, file = %file.display(), "nothing is said in this language: {why}");
                    speech.missing.push(language.clone());
                }
            }
        }
        speech
    }

    /// How long all of it is, in milliseconds.
    pub(crate) fn ms(&self) -> u32 {
        let ms = self.samples.len() as u64 * 1_000 / u64::from(SAMPLE_RATE_HZ);
        u32::try_from(ms).unwrap_or(u32::MAX)
    }

    /// The next samples; silence once all is said.
    pub(crate) fn fill(&mut self, out: &mut [i16]) {
        let left = self.samples.get(self.at..).unwrap_or_default();
        let (said, silent) = out.split_at_mut(left.len().min(out.len()));
        said.copy_from_slice(&left[..said.len()]);
        silent.fill(0);
        self.at += said.len();
    }
}

/// The recordings that are missing of all that could be ordered.
pub(crate) fn missing(voice: &VoiceConfig) -> Vec<PathBuf> {
    let both = [Status::Actual, Status::Exercise];
    let all = Tone::ALL
        .into_iter()
        .flat_map(|tone| both.map(|status| (tone, status)));
    all.flat_map(|(tone, status)| {
        let languages = voice.languages.iter();
        languages.map(move |language| file_of(&voice.folder, tone, status, language))
    })
    .filter(|file| read(file).is_err())
    .collect()
}

/// An exercise has a recording of its own, which says that it is one.
fn file_of(folder: &Path, tone: Tone, status: Status, language: &str) -> PathBuf {
    let status = match status {
        Status::Actual => "actual",
        Status::Exercise => "exercise",
    };
    folder.join(format!("{tone}-{status}.{language}.wav"))
}

fn read(file: &Path) -> Result<Vec<i16>, String> {
    let mut reader = WavReader::open(file).map_err(|e| e.to_string())?;
    let spec = reader.spec();
    let is_ours = spec.channels == 1
        && spec.sample_rate == SAMPLE_RATE_HZ
        && spec.bits_per_sample == 16
        && spec.sample_format == SampleFormat::Int;
    if !is_ours {
        return Err(format!(
            "it has {} channels of {} bits at {} Hz: convert it to one of 16 bits at {SAMPLE_RATE_HZ} Hz",
            spec.channels, spec.bits_per_sample, spec.sample_rate
        ));
    }
    if reader.duration() > RECORDING_S_MAX * SAMPLE_RATE_HZ {
        return Err(format!("it is longer than {RECORDING_S_MAX} s: shorten it"));
    }
    let samples = reader.samples::<i16>().collect::<Result<_, _>>();
    samples.map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hound::{WavSpec, WavWriter};

    fn record(folder: &Path, name: &str, sample_rate: u32, samples: &[i16]) {
        let spec = WavSpec {
            channels: 1,
            sample_rate,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let mut writer = WavWriter::create(folder.join(name), spec).unwrap();
        for sample in samples {
            writer.write_sample(*sample).unwrap();
        }
        writer.finalize().unwrap();
    }

    fn voice(folder: &Path, languages: &[&str]) -> VoiceConfig {
        VoiceConfig {
            folder: folder.to_owned(),
            languages: languages.iter().map(|l| (*l).to_owned()).collect(),
        }
    }

    #[test]
    fn languages_follow_each_other_as_the_site_has_them_and_a_missing_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        record(
            folder.path(),
            "wail_warning-actual.ar.wav",
            SAMPLE_RATE_HZ,
            &[1; 4],
        );
        record(
            folder.path(),
            "wail_warning-actual.en.wav",
            SAMPLE_RATE_HZ,
            &[2; 3],
        );
        let voice = voice(folder.path(), &["en", "fr", "ar"]);
        let mut speech = Speech::of(Some(&voice), Tone::WailWarning, Status::Actual);
        assert_eq!(speech.missing, ["fr"]);
        let mut said = [9; 10];
        speech.fill(&mut said[..5]);
        speech.fill(&mut said[5..]);
        assert_eq!(said, [2, 2, 2, 1, 1, 1, 1, 0, 0, 0]);
    }

    #[test]
    fn the_recording_of_a_real_warning_is_never_said_in_an_exercise() {
        let folder = tempfile::tempdir().unwrap();
        record(
            folder.path(),
            "wail_warning-actual.en.wav",
            SAMPLE_RATE_HZ,
            &[1; 4],
        );
        let voice = voice(folder.path(), &["en"]);
        let speech = Speech::of(Some(&voice), Tone::WailWarning, Status::Exercise);
        assert_eq!((speech.ms(), speech.missing.len()), (0, 1));
    }

    #[test]
    fn a_recording_of_another_form_is_refused_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        record(folder.path(), "a.wav", 44_100, &[0; 4]);
        let why = read(&folder.path().join("a.wav")).unwrap_err();
        assert!(why.contains("convert it"), "{why}");
        let long = vec![0; 16_000 * 61];
        record(folder.path(), "b.wav", SAMPLE_RATE_HZ, &long);
        let why = read(&folder.path().join("b.wav")).unwrap_err();
        assert!(why.contains("shorten it"), "{why}");
    }

    #[test]
    fn all_that_could_be_ordered_is_looked_through_for_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let voice = voice(folder.path(), &["en"]);
        assert_eq!(missing(&voice).len(), 2 * Tone::ALL.len());
        record(
            folder.path(),
            "wail_warning-actual.en.wav",
            SAMPLE_RATE_HZ,
            &[1; 4],
        );
        assert_eq!(missing(&voice).len(), 2 * Tone::ALL.len() - 1);
    }
}
