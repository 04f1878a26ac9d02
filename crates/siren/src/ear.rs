//! Finds which tone, if any, is in what the microphone hears: the proof that a siren sounded.
//!
//! Every 25 ms the strength of 300 to 1,300 Hz is measured in steps of 20 Hz (Goertzel on 50 ms under
//! a Hann window). The last 0.9 s of that picture is laid over the pitch of every tone, at every
//! point of its period; a tone is found when most of the strength lies where its pitch should be, its
//! pauses are quiet, and no other tone fits nearly as well. Written by hand: it is forty lines of
//! arithmetic that must be the same on every board, and no library knows our tones.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of samples and frames, far below 2^23"
)]

use crate::convention::Convention;
use crate::tone::{SAMPLE_RATE_HZ, period_ms, pitch_hz};
use std::collections::VecDeque;
use std::f32::consts::TAU;
use vigie_core::siren::Tone;

/// A clearly heard tone is recognised within so much sound.
pub const DECIDE_MS_MAX: u32 = 1_000;
/// After so much sound without the tone, it was not heard.
pub const GIVE_UP_MS: u32 = 2_000;

const HOP_MS: u32 = 25;
const HOP: usize = (SAMPLE_RATE_HZ / 1_000 * HOP_MS) as usize;
const FRAME: usize = 2 * HOP;
/// Frames that are compared: 0.9 s, the longest that leaves room to decide within 1 s.
const WINDOW: usize = 35;
const BAND_HZ: (f32, f32) = (300.0, 20.0);
const BINS: usize = 51;
/// Wind is strongest in the lows: the difference of two samples evens it out. With this much of the
/// earlier sample taken off, 700 Hz loses 10 dB, which the gain gives back.
const LOWS_KEPT: f32 = 0.80;
const LOWS_GAIN: f32 = 3.16;
/// How far the strength may lie from the pitch: the width of the Hann window and a warm horn.
const NEAR_BINS: usize = 2;
/// How well the picture must fit, of 1: noise and wind alone reach 0.25.
const FIT_MIN: f32 = 0.60;
/// By how much it must fit better than every other tone.
const LEAD_MIN: f32 = 0.08;
/// Weakest sound that counts, as mean square of full scale (−60 dB): a horn that is dead still leaks
/// a whisper of its amplifier into the microphone.
const POWER_MIN: f32 = 1e-6;

/// A tone is measured so much weaker than it is: what the window and the wave of twice its pitch take.
const WINDOW_LOSS_DB: f32 = 6.0;
/// Two fits that differ by less are the same: then the tone that was ordered is meant.
const NEARLY: f32 = 0.05;

const _: () = assert!((WINDOW + 1) * HOP <= (SAMPLE_RATE_HZ / 1_000 * DECIDE_MS_MAX) as usize);
const _: () = assert!(DECIDE_MS_MAX < GIVE_UP_MS);

/// Listens for the tones. Feed it everything the microphone hears.
#[derive(Clone, Debug)]
pub struct Ear {
    convention: Convention,
    /// The tone that was ordered, where it sounds like another.
    wanted: Option<Tone>,
    power_min: f32,
    last: f32,
    pending: Vec<f32>,
    window: VecDeque<Frame>,
    tables: Tables,
}

#[derive(Clone, Debug)]
struct Frame {
    /// Strength below each step of pitch: the strength between two steps is a difference.
    below: [f32; BINS + 1],
}

impl Frame {
    fn power(&self) -> f32 {
        self.below[BINS]
    }

    fn share_near(&self, bin: usize) -> f32 {
        let from = bin.saturating_sub(NEAR_BINS);
        let to = (bin + NEAR_BINS + 1).min(BINS);
        let power = self.power();
        if power > 0.0 {
            (self.below[to] - self.below[from]) / power
        } else {
            0.0
        }
    }
}

#[derive(Clone, Debug)]
struct Tables {
    hann: Vec<f32>,
    /// 2·cos ω of each step of pitch.
    turns: [f32; BINS],
    tracks: Vec<Track>,
}

#[derive(Clone, Debug)]
struct Track {
    tone: Tone,
    /// The step of its pitch every 25 ms of its period; nothing in its pauses.
    bins: Vec<Option<usize>>,
    is_steady: bool,
}

impl Default for Ear {
    fn default() -> Self {
        Self::new()
    }
}

impl Ear {
    /// An ear for the tones of the manual that has heard nothing yet.
    pub fn new() -> Self {
        Self::of(Convention::Own)
    }

    /// An ear for the tones of a convention.
    pub fn of(convention: Convention) -> Self {
        Self {
            convention,
            wanted: None,
            power_min: POWER_MIN,
            last: 0.0,
            pending: Vec::with_capacity(2 * FRAME),
            window: VecDeque::with_capacity(WINDOW),
            tables: Tables::new(convention),
        }
    }

    /// Listens for the tone that was ordered. It is the only one that can be proven where two sound alike.
    #[must_use]
    pub fn listening_for(mut self, tone: Tone) -> Self {
        self.wanted = Some(tone);
        self
    }

    /// Takes no sound weaker than this for the horn, in dB of full scale: a neighbour's siren is weaker than our own
    /// horn, and no proof of it.
    #[must_use]
    pub fn deaf_below(mut self, level_db: f32) -> Self {
        self.power_min = POWER_MIN.max(10f32.powf((level_db - WINDOW_LOSS_DB) / 10.0));
        self
    }

    /// Hears more, and says which tone the last 0.9 s were, if they were one.
    pub fn listen(&mut self, samples: &[i16]) -> Option<Tone> {
        let mut found = None;
        for sample in samples {
            let level = f32::from(*sample) / 32_768.0;
            let rise = level - LOWS_KEPT * self.last;
            self.last = level;
            self.pending.push(rise * LOWS_GAIN);
            if self.pending.len() == FRAME {
                if self.window.len() == WINDOW {
                    self.window.pop_front();
                }
                self.window.push_back(self.tables.frame(&self.pending));
                self.pending.drain(..HOP);
                found = found.or_else(|| self.recognise());
            }
        }
        found
    }

    fn recognise(&self) -> Option<Tone> {
        if self.window.len() < WINDOW {
            return None;
        }
        let fits: Vec<(f32, &Track)> = self
            .tables
            .tracks
            .iter()
            .map(|track| (best_fit(&self.window, &track.bins, self.power_min), track))
            .collect();
        let wanted = |track: &Track| self.wanted == Some(track.tone);
        let strength = |fit: f32, track: &Track| fit + if wanted(track) { NEARLY } else { 0.0 };
        let (best, track) = fits
            .iter()
            .max_by(|a, b| strength(a.0, a.1).total_cmp(&strength(b.0, b.1)))?;
        let is_alike = |tone| tone == track.tone || self.convention.sound_alike(tone, track.tone);
        let others = fits.iter().filter(|(_, other)| !is_alike(other.tone));
        let mut second = others.map(|(fit, _)| *fit).fold(0.0, f32::max);
        if !track.is_steady {
            let steady = self.tables.tracks.iter().filter(|other| other.is_steady);
            // The pitch of a steady tone that sounds alike is no foreign hum.
            let mut alike = steady.filter(|other| is_alike(other.tone));
            let ours = alike.find_map(|other| other.bins[0]);
            second = second.max(best_hum(&self.window, ours, self.power_min));
        }
        (*best >= FIT_MIN && best - second >= LEAD_MIN).then_some(track.tone)
    }
}

/// How well the picture fits the one even pitch, of all, that fits it best: a hum or a whistle looks
/// like the turn of a wail until it is compared with itself. A pitch that comes and goes is no hum,
/// so what is weaker than the mean counts less.
fn best_hum(window: &VecDeque<Frame>, ours: Option<usize>, power_min: f32) -> f32 {
    let frames = window.len() as f32;
    let mean = window.iter().map(Frame::power).sum::<f32>() / frames;
    if mean < power_min {
        return 0.0;
    }
    let even = |frame: &Frame| (frame.power() / mean).min(1.0);
    let hum = |bin| -> f32 { window.iter().map(|f| f.share_near(bin) * even(f)).sum() };
    let is_foreign = |bin: &usize| ours.is_none_or(|ours| bin.abs_diff(ours) > 2 * NEAR_BINS);
    (0..BINS).filter(is_foreign).map(hum).fold(0.0, f32::max) / frames
}

/// How well the picture fits the track at the best point of its period, 0 to 1.
fn best_fit(window: &VecDeque<Frame>, track: &[Option<usize>], power_min: f32) -> f32 {
    (0..track.len())
        .map(|start| fit(window, track, start, power_min))
        .fold(0.0, f32::max)
}

fn fit(window: &VecDeque<Frame>, track: &[Option<usize>], start: usize, power_min: f32) -> f32 {
    let pitches = || (start..).map(|n| track[n % track.len()]);
    let (mut shares, mut power, mut voiced) = (0.0, 0.0, 0.0);
    for (frame, bin) in window.iter().zip(pitches()) {
        if let Some(bin) = bin {
            shares += frame.share_near(bin);
            power += frame.power();
            voiced += 1.0;
        }
    }
    if power < power_min * voiced || voiced == 0.0 {
        return 0.0;
    }
    let loud = power / voiced;
    let quiet: f32 = window
        .iter()
        .zip(pitches())
        .filter(|(_, bin)| bin.is_none())
        .map(|(frame, _)| 1.0 - (frame.power() / loud).min(1.0))
        .sum();
    (shares + quiet) / window.len() as f32
}

impl Tables {
    fn new(convention: Convention) -> Self {
        let hann = (0..FRAME)
            .map(|n| 0.5 - 0.5 * (TAU * n as f32 / FRAME as f32).cos())
            .collect();
        let turns = std::array::from_fn(|bin| {
            let hz = BAND_HZ.0 + BAND_HZ.1 * bin as f32;
            2.0 * (TAU * hz / SAMPLE_RATE_HZ as f32).cos()
        });
        let tracks = Tone::ALL.map(|tone| track(convention, tone)).to_vec();
        Self {
            hann,
            turns,
            tracks,
        }
    }

    fn frame(&self, samples: &[f32]) -> Frame {
        let windowed: Vec<f32> = samples.iter().zip(&self.hann).map(|(s, h)| s * h).collect();
        let mut below = [0.0; BINS + 1];
        for (bin, turn) in self.turns.iter().enumerate() {
            below[bin + 1] = below[bin] + goertzel(&windowed, *turn);
        }
        Frame { below }
    }
}

fn track(convention: Convention, tone: Tone) -> Track {
    let bins: Vec<_> = (0..period_ms(convention, tone) / HOP_MS)
        .map(|n| {
            let middle_ms = (n * HOP_MS + HOP_MS) as f32;
            pitch_hz(convention, tone, middle_ms).map(nearest_bin)
        })
        .collect();
    Track {
        tone,
        is_steady: bins.iter().all(|bin| *bin == bins[0]),
        bins,
    }
}

fn nearest_bin(hz: f32) -> usize {
    let away = |bin: &usize| (hz - BAND_HZ.0 - BAND_HZ.1 * *bin as f32).abs();
    (0..BINS)
        .min_by(|a, b| away(a).total_cmp(&away(b)))
        .unwrap_or(0)
}

/// Mean square strength of one pitch in the frame.
fn goertzel(samples: &[f32], turn: f32) -> f32 {
    let (mut one, mut two) = (0.0f32, 0.0f32);
    for sample in samples {
        let next = turn.mul_add(one, sample - two);
        (two, one) = (one, next);
    }
    let square = one * one + two * two - turn * one * two;
    square.max(0.0) / (samples.len() * samples.len()) as f32
}

#[cfg(test)]
mod tests;
