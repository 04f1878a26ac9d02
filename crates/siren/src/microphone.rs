//! A model of horn, air and microphone, so that an exercise can show a siren that is broken.

use crate::config::MicrophoneFault;
use crate::tone::to_sample;

/// What the air takes from the horn's sound on its way to the microphone: 20 dB.
const AIR: f32 = 0.1;

/// A simulated microphone: what goes to the horn goes in, what a microphone would hear comes out.
#[derive(Clone, Debug)]
pub struct Microphone {
    fault: MicrophoneFault,
    noise: f32,
    chance: u64,
}

impl Microphone {
    /// A microphone with this fault and this background, in dB of full scale.
    pub fn new(fault: MicrophoneFault, noise_db: f32) -> Self {
        Self {
            fault,
            noise: 10f32.powf(noise_db / 20.0),
            chance: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// What it hears while the horn is given these samples.
    pub fn hear(&mut self, played: &[i16]) -> Vec<i16> {
        played.iter().map(|sample| self.hear_one(*sample)).collect()
    }

    fn hear_one(&mut self, sample: i16) -> i16 {
        let background = self.noise * self.next_noise();
        match self.fault {
            MicrophoneFault::None => {
                to_sample((AIR / 32_768.0).mul_add(f32::from(sample), background))
            }
            MicrophoneFault::DeadHorn => to_sample(background),
            MicrophoneFault::Deaf => 0,
        }
    }

    /// White noise of mean square 1, the same in every run.
    fn next_noise(&mut self) -> f32 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        let [high, low, ..] = self.chance.to_be_bytes();
        let share = f32::from(u16::from_be_bytes([high, low])) / 65_535.0;
        (share - 0.5) * 12f32.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_precision_loss, reason = "a second of samples")]
    fn loudness_db(samples: &[i16]) -> f32 {
        let square: f32 = samples
            .iter()
            .map(|s| (f32::from(*s) / 32_768.0).powi(2))
            .sum();
        10.0 * (square / samples.len() as f32).log10()
    }

    #[test]
    fn noise_has_the_level_that_was_asked() {
        for db in [-60.0, -40.0, -20.0] {
            let heard = Microphone::new(MicrophoneFault::DeadHorn, db).hear(&vec![20_000; 16_000]);
            assert!((loudness_db(&heard) - db).abs() < 1.0, "{db}");
        }
    }

    #[test]
    fn a_deaf_microphone_hears_nothing_at_all() {
        let heard = Microphone::new(MicrophoneFault::Deaf, -20.0).hear(&[20_000; 100]);
        assert!(heard.iter().all(|sample| *sample == 0));
    }

    #[test]
    fn a_good_one_hears_the_horn_twenty_decibels_down() {
        let heard = Microphone::new(MicrophoneFault::None, -120.0).hear(&[20_000; 16]);
        assert!(heard.iter().all(|sample| (1_995..=2_005).contains(sample)));
    }
}
