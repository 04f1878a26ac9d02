//! How a warning and its end sound where the siren stands. People obey what they were taught, so a site chooses the
//! convention of its country; what no country has a law for sounds the same everywhere.
//!
//! What is laid down is the shape: rising and falling for danger, steady for its end. Only France lays down the pitch
//! and the times (decree of 23 March 2007: 380 Hz, five holds in a cycle of 101 s, 5 s of silence between cycles, 30 s
//! steady at the end). Germany: rising and falling for a minute, steady for a minute (resolution of the ministers of the
//! interior, 2019). Elsewhere the pitches are ours, within what a horn can do and the ear can tell apart. How long a
//! sound lasts is in the order.

use crate::tone::{Stretch, glide, pause, steady, wail};
use serde::Deserialize;
use vigie_core::siren::Tone;

/// Whose signals the siren sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// The site's own, as the manual has them.
    #[default]
    Own,
    /// Rising and falling; steady.
    Germany,
    /// The national alert signal and its end.
    France,
    /// Wavering; there is no all clear by law, ours is steady.
    UnitedStates,
    /// Rising and falling; steady.
    Israel,
    /// Rising and falling; steady.
    Ukraine,
    /// Rising and falling; steady.
    UnitedKingdom,
}

impl Convention {
    /// Every convention, in the order of the manual.
    pub const ALL: [Self; 7] = [
        Self::Own,
        Self::Germany,
        Self::France,
        Self::UnitedStates,
        Self::Israel,
        Self::Ukraine,
        Self::UnitedKingdom,
    ];

    /// The stretches of a tone that this convention sounds otherwise than the manual has it.
    pub(crate) fn stretches(self, tone: Tone) -> Option<&'static [Stretch]> {
        match tone {
            Tone::WailWarning => self.warning(),
            Tone::AllClearSteady => self.all_clear(),
            _ => None,
        }
    }

    fn warning(self) -> Option<&'static [Stretch]> {
        const GERMANY: &[Stretch] = &wail((2_200, 2_200), 400.0, 900.0);
        const UNITED_STATES: &[Stretch] = &wail((1_600, 1_600), 450.0, 900.0);
        const ISRAEL: &[Stretch] = &wail((1_800, 2_400), 400.0, 950.0);
        const UKRAINE: &[Stretch] = &wail((2_000, 2_000), 420.0, 880.0);
        const UNITED_KINGDOM: &[Stretch] = &wail((2_400, 2_400), 380.0, 940.0);
        match self {
            Self::Own => None,
            Self::Germany => Some(GERMANY),
            Self::France => Some(FRANCE),
            Self::UnitedStates => Some(UNITED_STATES),
            Self::Israel => Some(ISRAEL),
            Self::Ukraine => Some(UKRAINE),
            Self::UnitedKingdom => Some(UNITED_KINGDOM),
        }
    }

    fn all_clear(self) -> Option<&'static [Stretch]> {
        const FRANCE: &[Stretch] = &[steady(1_000, FRANCE_HZ)];
        (self == Self::France).then_some(FRANCE)
    }

    /// Whether no second of sound can tell these two tones apart: what is proven then is that the horn sounds at its
    /// pitch, and not which of the two.
    pub(crate) fn sound_alike(self, one: Tone, other: Tone) -> bool {
        let is_either = |tone| matches!(tone, Tone::WailWarning | Tone::AllClearSteady);
        self == Self::France && is_either(one) && is_either(other)
    }
}

/// The pitch of the French signal; ±10 Hz by the decree.
const FRANCE_HZ: f32 = 380.0;
/// Where it falls to between two holds.
const FRANCE_LOW_HZ: f32 = 340.0;
const FRANCE_FALL: Stretch = glide(4_000, FRANCE_HZ, FRANCE_LOW_HZ);
const FRANCE_RISE: Stretch = glide(1_000, FRANCE_LOW_HZ, FRANCE_HZ);
const FRANCE_HOLD: Stretch = steady(7_000, FRANCE_HZ);
/// The French warning, one cycle and the silence after it.
const FRANCE: &[Stretch] = &[
    glide(3_000, FRANCE_LOW_HZ, FRANCE_HZ),
    steady(10_000, FRANCE_HZ),
    FRANCE_FALL,
    FRANCE_RISE,
    FRANCE_HOLD,
    FRANCE_FALL,
    FRANCE_RISE,
    FRANCE_HOLD,
    FRANCE_FALL,
    FRANCE_RISE,
    FRANCE_HOLD,
    FRANCE_FALL,
    FRANCE_RISE,
    FRANCE_HOLD,
    glide(40_000, FRANCE_HZ, 300.0),
    pause(5_000),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::{period_ms, pitch_hz};

    #[test]
    fn the_french_signal_has_the_times_and_the_pitch_of_the_decree() {
        let france = Convention::France;
        assert_eq!(period_ms(france, Tone::WailWarning), 101_000 + 5_000);
        for (at_ms, is_held) in [
            (2_000.0, false),
            (3_000.0, true),
            (12_900.0, true),
            (15_000.0, false),
            (18_100.0, true),
            (24_900.0, true),
            (60_900.0, true),
            (80_000.0, false),
        ] {
            let hz = pitch_hz(france, Tone::WailWarning, at_ms).unwrap();
            assert_eq!((hz - 380.0).abs() <= 10.0, is_held, "{at_ms} ms: {hz} Hz");
        }
        assert_eq!(pitch_hz(france, Tone::WailWarning, 103_000.0), None);
        assert_eq!(
            pitch_hz(france, Tone::AllClearSteady, 20_000.0),
            Some(380.0)
        );
    }

    #[test]
    #[expect(
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "tenths of seconds; a steady pitch is one number"
    )]
    fn every_warning_rises_and_falls_and_every_end_is_steady() {
        for convention in Convention::ALL {
            let pitches = |tone| {
                let n = period_ms(convention, tone) / 100;
                (0..n).filter_map(move |at| pitch_hz(convention, tone, at as f32 * 100.0))
            };
            let warning: Vec<f32> = pitches(Tone::WailWarning).collect();
            assert!(
                warning.windows(2).any(|two| two[0] < two[1]),
                "{convention:?}"
            );
            assert!(
                warning.windows(2).any(|two| two[0] > two[1]),
                "{convention:?}"
            );
            let end: Vec<f32> = pitches(Tone::AllClearSteady).collect();
            assert!(end.windows(2).all(|two| two[0] == two[1]), "{convention:?}");
        }
    }
}
