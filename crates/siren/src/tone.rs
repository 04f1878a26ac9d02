//! The sound of each tone: its pitch over time, and the samples that make it.
//!
//! The pitches are chosen so that any 0.9 s of one tone differs from any 0.9 s of every other: the
//! ear relies on it, and so do people.

#![expect(
    clippy::cast_precision_loss,
    reason = "milliseconds and samples of one period, far below 2^23"
)]

use crate::convention::Convention;
use std::f32::consts::TAU;
use vigie_core::siren::Tone;

/// Samples in a second, one channel, 16 bits: enough for anything a horn can do.
pub const SAMPLE_RATE_HZ: u32 = 16_000;

/// Peak of the sound, as a share of full scale: room for the harmonic.
const PEAK: f32 = 0.7;
/// Share of the second harmonic; a horn is never a pure tone.
const HARMONIC: f32 = 0.25;
/// Time to full loudness after silence, in ms: without it a loudspeaker clicks.
const ATTACK_MS: f32 = 5.0;

/// A stretch of a tone: its pitch goes in a straight line, or it is silent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    ms: u32,
    hz: Option<(f32, f32)>,
}

pub(crate) const fn glide(ms: u32, from_hz: f32, to_hz: f32) -> Stretch {
    Stretch {
        ms,
        hz: Some((from_hz, to_hz)),
    }
}

pub(crate) const fn steady(ms: u32, hz: f32) -> Stretch {
    glide(ms, hz, hz)
}

/// Up and down again, each in its time.
pub(crate) const fn wail((up_ms, down_ms): (u32, u32), low_hz: f32, high_hz: f32) -> [Stretch; 2] {
    [
        glide(up_ms, low_hz, high_hz),
        glide(down_ms, high_hz, low_hz),
    ]
}

pub(crate) const fn pause(ms: u32) -> Stretch {
    Stretch { ms, hz: None }
}

fn stretches(convention: Convention, tone: Tone) -> &'static [Stretch] {
    if let Some(theirs) = convention.stretches(tone) {
        return theirs;
    }
    match tone {
        Tone::WailWarning => const { &wail((2_000, 2_000), 400.0, 900.0) },
        Tone::AllClearSteady => const { &[steady(1_000, 680.0)] },
        Tone::FireHiLo => const { &[steady(400, 500.0), steady(400, 780.0)] },
        Tone::Alternating => const { &[steady(150, 1_000.0), steady(150, 1_200.0)] },
        Tone::ChemicalPulsed => const { &[steady(250, 860.0), pause(250)] },
        Tone::EvacuateWhoop => const { &[glide(800, 500.0, 1_100.0)] },
        Tone::PreAlertChime => const { &[steady(250, 940.0), steady(250, 620.0), pause(400)] },
    }
}

/// After how long a tone repeats, in ms.
pub(crate) fn period_ms(convention: Convention, tone: Tone) -> u32 {
    stretches(convention, tone)
        .iter()
        .map(|stretch| stretch.ms)
        .sum()
}

/// The pitch of a tone so long after its start; nothing while it is silent.
pub(crate) fn pitch_hz(convention: Convention, tone: Tone, at_ms: f32) -> Option<f32> {
    let mut left_ms = at_ms.rem_euclid(period_ms(convention, tone) as f32);
    for stretch in stretches(convention, tone) {
        let ms = stretch.ms as f32;
        if left_ms < ms {
            return stretch
                .hz
                .map(|(from, to)| from + (to - from) * left_ms / ms);
        }
        left_ms -= ms;
    }
    None
}

/// Makes the samples of one tone, from its start, without end.
#[derive(Clone, Debug)]
pub struct Synth {
    convention: Convention,
    tone: Tone,
    at: u64,
    turn: f32,
    loudness: f32,
}

impl Synth {
    /// A tone that begins, as the manual has it.
    pub const fn new(tone: Tone) -> Self {
        Self::of(Convention::Own, tone)
    }

    /// A tone that begins, as it sounds by this convention.
    pub const fn of(convention: Convention, tone: Tone) -> Self {
        Self {
            convention,
            tone,
            at: 0,
            turn: 0.0,
            loudness: 0.0,
        }
    }

    /// The next samples.
    pub fn fill(&mut self, out: &mut [i16]) {
        let step = 1_000.0 / (SAMPLE_RATE_HZ as f32 * ATTACK_MS);
        let period =
            u64::from(period_ms(self.convention, self.tone)) * u64::from(SAMPLE_RATE_HZ) / 1_000;
        for sample in out {
            let at_ms = (self.at % period) as f32 * 1_000.0 / SAMPLE_RATE_HZ as f32;
            let pitch = pitch_hz(self.convention, self.tone, at_ms);
            let change = if pitch.is_some() { step } else { -step };
            self.loudness = (self.loudness + change).clamp(0.0, 1.0);
            let hz = pitch.unwrap_or(0.0);
            self.turn = (self.turn + hz / SAMPLE_RATE_HZ as f32).fract();
            *sample = to_sample(self.loudness * wave(self.turn));
            self.at += 1;
        }
    }
}

fn wave(turn: f32) -> f32 {
    let fundamental = (TAU * turn).sin();
    let harmonic = (2.0 * TAU * turn).sin();
    PEAK * (1.0 - HARMONIC).mul_add(fundamental, HARMONIC * harmonic)
}

/// A sample from a share of full scale.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the range of the sample"
)]
pub(crate) fn to_sample(level: f32) -> i16 {
    (level.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pitch_follows_the_tone() {
        assert_eq!(
            pitch_hz(Convention::Own, Tone::WailWarning, 0.0),
            Some(400.0)
        );
        assert_eq!(
            pitch_hz(Convention::Own, Tone::WailWarning, 2_000.0),
            Some(900.0)
        );
        assert_eq!(
            pitch_hz(Convention::Own, Tone::WailWarning, 5_000.0),
            Some(650.0)
        );
        assert_eq!(pitch_hz(Convention::Own, Tone::ChemicalPulsed, 300.0), None);
        assert_eq!(
            pitch_hz(Convention::Own, Tone::ChemicalPulsed, 500.0),
            Some(860.0)
        );
    }

    #[test]
    fn no_tone_clips_and_none_is_silent() {
        for tone in Tone::ALL {
            let mut samples = vec![0i16; 32_000];
            Synth::new(tone).fill(&mut samples);
            let peak = samples.iter().map(|s| s.unsigned_abs()).max().unwrap();
            assert!((15_000..32_000).contains(&peak), "{tone}: {peak}");
        }
    }

    #[test]
    fn a_tone_made_in_pieces_is_the_tone_made_at_once() {
        let mut whole = vec![0i16; 48_000];
        Synth::new(Tone::WailWarning).fill(&mut whole);
        let mut pieces = vec![0i16; 48_000];
        let mut synth = Synth::new(Tone::WailWarning);
        for piece in pieces.chunks_mut(1_600) {
            synth.fill(piece);
        }
        assert_eq!(whole, pieces);
    }
}
