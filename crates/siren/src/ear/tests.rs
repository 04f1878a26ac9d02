//! The ear on clean, weak, noisy, windy, echoing and false sound.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "indices into seconds of samples"
)]

use super::*;
use crate::config::MicrophoneFault;
use crate::convention::Convention;
use crate::microphone::Microphone;
use crate::tone::{Synth, to_sample};

const SECOND: usize = SAMPLE_RATE_HZ as usize;

fn sound(tone: Tone, samples: usize) -> Vec<i16> {
    let mut out = vec![0; samples];
    Synth::new(tone).fill(&mut out);
    out
}

fn scaled(samples: &[i16], db: f32) -> Vec<i16> {
    let gain = 10f32.powf(db / 20.0);
    let scale = |s: &i16| to_sample(f32::from(*s) / 32_768.0 * gain);
    samples.iter().map(scale).collect()
}

fn added(one: &[i16], other: &[i16]) -> Vec<i16> {
    let both = |(a, b): (&i16, &i16)| a.saturating_add(*b);
    one.iter().zip(other).map(both).collect()
}

fn noise(samples: usize, db: f32) -> Vec<i16> {
    Microphone::new(MicrophoneFault::DeadHorn, db).hear(&vec![0; samples])
}

/// Wind: noise with its strength in the lows.
fn wind(samples: usize, db: f32) -> Vec<i16> {
    let mut low = 0.0f32;
    let rumble: Vec<i16> = noise(samples, -12.0)
        .iter()
        .map(|s| {
            low += 0.02 * (f32::from(*s) / 32_768.0 - low);
            to_sample(low * 8.0)
        })
        .collect();
    scaled(&rumble, db)
}

fn echoed(samples: &[i16], echoes: &[(usize, f32)]) -> Vec<i16> {
    let mut out = samples.to_vec();
    for (delay_ms, db) in echoes {
        let delay = delay_ms * SECOND / 1_000;
        let mut late = vec![0; delay];
        late.extend(scaled(&samples[..samples.len() - delay], *db));
        out = added(&out, &late);
    }
    out
}

/// When and what the ear first recognises, in ms of sound.
fn first(samples: &[i16]) -> Option<(u32, Tone)> {
    let mut ear = Ear::new();
    let hop = SECOND / 100;
    samples
        .chunks(hop)
        .zip(1u32..)
        .find_map(|(chunk, n)| ear.listen(chunk).map(|tone| (n * 10, tone)))
}

#[track_caller]
fn finds_within(samples: &[i16], tone: Tone, ms: u32) {
    match first(samples) {
        Some((at, found)) if found == tone && at <= ms => {}
        other => panic!("{tone} within {ms} ms: {other:?}"),
    }
}

/// All that is ever recognised, second by second, must be this tone; and it must be recognised.
#[track_caller]
fn finds_only(samples: &[i16], tone: Tone) {
    let mut ear = Ear::new();
    let mut times = 0;
    for chunk in samples.chunks(SECOND / 40) {
        if let Some(found) = ear.listen(chunk) {
            assert_eq!(found, tone);
            times += 1;
        }
    }
    assert!(times > 0, "{tone} never found");
}

#[test]
fn every_tone_is_recognised_within_one_second() {
    for tone in Tone::ALL {
        finds_within(&sound(tone, SECOND), tone, DECIDE_MS_MAX);
    }
}

#[test]
fn no_part_of_a_tone_is_ever_taken_for_another() {
    for tone in Tone::ALL {
        finds_only(&sound(tone, 12 * SECOND), tone);
    }
}

#[test]
fn a_weak_tone_is_recognised_within_one_second() {
    for tone in Tone::ALL {
        for db in [-10.0, -20.0, -30.0, -40.0] {
            finds_within(&scaled(&sound(tone, SECOND), db), tone, DECIDE_MS_MAX);
        }
    }
}

#[test]
fn a_tone_in_noise_as_loud_as_itself_is_recognised() {
    for tone in Tone::ALL {
        let weak = scaled(&sound(tone, 6 * SECOND), -20.0);
        finds_within(
            &added(&weak, &noise(6 * SECOND, -26.0)),
            tone,
            DECIDE_MS_MAX,
        );
        finds_only(&added(&weak, &noise(6 * SECOND, -26.0)), tone);
    }
}

#[test]
fn a_tone_in_wind_is_recognised() {
    for tone in Tone::ALL {
        let weak = scaled(&sound(tone, 3 * SECOND), -20.0);
        finds_within(&added(&weak, &wind(3 * SECOND, -6.0)), tone, GIVE_UP_MS);
    }
}

#[test]
fn a_tone_with_the_echo_of_a_courtyard_is_recognised_and_not_mistaken() {
    for tone in Tone::ALL {
        let heard = echoed(
            &scaled(&sound(tone, 8 * SECOND), -10.0),
            &[(60, -6.0), (170, -8.0), (310, -12.0), (520, -16.0)],
        );
        finds_within(&heard, tone, GIVE_UP_MS);
        finds_only(&heard, tone);
    }
}

#[test]
fn a_horn_two_percent_out_of_tune_is_recognised() {
    for tone in Tone::ALL {
        let samples = sound(tone, 4 * SECOND);
        for step in [0.98f32, 1.02] {
            let at = |n: usize| (n as f32 * step) as usize;
            let bent: Vec<i16> = (0..3 * SECOND).map(|n| samples[at(n)]).collect();
            finds_within(&bent, tone, GIVE_UP_MS);
        }
    }
}

#[test]
fn nothing_is_found_in_silence_noise_wind_or_a_whisper_of_the_amplifier() {
    assert_eq!(first(&vec![0; 5 * SECOND]), None);
    for db in [-60.0, -40.0, -20.0, -10.0] {
        assert_eq!(first(&noise(20 * SECOND, db)), None, "noise {db}");
        assert_eq!(first(&wind(20 * SECOND, db)), None, "wind {db}");
    }
    for tone in Tone::ALL {
        assert_eq!(first(&scaled(&sound(tone, 5 * SECOND), -65.0)), None);
    }
}

#[test]
fn a_steady_hum_or_whistle_of_another_pitch_is_no_tone() {
    for hz in [
        50.0, 100.0, 250.0, 350.0, 440.0, 560.0, 600.0, 760.0, 900.0, 1_250.0, 3_000.0,
    ] {
        let hum: Vec<i16> = (0..4 * SECOND)
            .map(|n| to_sample(0.3 * (TAU * hz * n as f32 / SAMPLE_RATE_HZ as f32).sin()))
            .collect();
        assert_eq!(first(&hum), None, "{hz} Hz");
    }
}

#[test]
fn a_neighbour_as_loud_as_the_horn_is_not_proof_of_the_horn() {
    for neighbour in Tone::ALL {
        for ours in Tone::ALL.into_iter().filter(|ours| *ours != neighbour) {
            let mut ear = Ear::new();
            let heard = scaled(&sound(neighbour, 4 * SECOND), -20.0);
            for chunk in heard.chunks(SECOND / 40) {
                assert_ne!(ear.listen(chunk), Some(ours));
            }
        }
    }
}

/// Every convention but our own, with the two tones that it sounds otherwise.
fn foreign() -> impl Iterator<Item = (Convention, Tone)> {
    let others = Convention::ALL
        .into_iter()
        .filter(|c| *c != Convention::Own);
    others.flat_map(|c| [Tone::WailWarning, Tone::AllClearSteady].map(|tone| (c, tone)))
}

/// Everything that is ever recognised of these samples when this tone was ordered, and when first.
fn recognised(convention: Convention, ordered: Tone, samples: &[i16]) -> (Vec<Tone>, Option<u32>) {
    let mut ear = Ear::of(convention).listening_for(ordered);
    let (mut all, mut at) = (Vec::new(), None);
    for (chunk, n) in samples.chunks(SECOND / 40).zip(1u32..) {
        if let Some(tone) = ear.listen(chunk) {
            at = at.or(Some(n * 25));
            if !all.contains(&tone) {
                all.push(tone);
            }
        }
    }
    (all, at)
}

fn theirs(convention: Convention, tone: Tone, samples: usize) -> Vec<i16> {
    let mut out = vec![0; samples];
    Synth::of(convention, tone).fill(&mut out);
    scaled(&out, -15.0)
}

#[test]
fn every_convention_is_recognised_in_time_in_the_clear_in_noise_in_wind_and_in_a_courtyard() {
    for (convention, tone) in foreign() {
        let clear = theirs(convention, tone, 12 * SECOND);
        let noisy = added(&clear, &noise(12 * SECOND, -26.0));
        let windy = added(&clear, &wind(12 * SECOND, -6.0));
        let echoing = echoed(&clear, &[(60, -6.0), (170, -8.0), (310, -12.0)]);
        for (what, samples) in [
            ("clear", clear),
            ("noisy", noisy),
            ("windy", windy),
            ("echoing", echoing),
        ] {
            let (all, at) = recognised(convention, tone, &samples);
            assert_eq!(all, [tone], "{convention:?} {tone} {what}");
            assert!(
                at <= Some(GIVE_UP_MS),
                "{convention:?} {tone} {what}: {at:?}"
            );
        }
    }
}

#[test]
fn no_tone_of_a_convention_proves_another_that_can_be_told_apart_and_nothing_proves_any() {
    for convention in Convention::ALL {
        for neighbour in Tone::ALL {
            let heard = theirs(convention, neighbour, 2 * SECOND);
            for ours in Tone::ALL {
                let (all, _) = recognised(convention, ours, &heard);
                let may = ours == neighbour || convention.sound_alike(ours, neighbour);
                assert!(
                    may || !all.contains(&ours),
                    "{convention:?}: {neighbour} for {ours}"
                );
            }
        }
        for silence in [
            vec![0; 2 * SECOND],
            noise(4 * SECOND, -20.0),
            wind(4 * SECOND, -10.0),
        ] {
            let (all, _) = recognised(convention, Tone::WailWarning, &silence);
            assert_eq!(all, [], "{convention:?}");
        }
    }
}
