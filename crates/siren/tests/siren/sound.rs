//! Where the sound goes, how it sounds by a convention, what is said after it, and what proves it.

use crate::site::*;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::path::Path;
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, NotHeard, Started};
use vigie_core::siren::{Fitness, Order, Program, RefusalReason, Tone};
use vigie_siren::{Convention, SAMPLE_RATE_HZ, Synth};

fn lasting(order: Order, duration_s: u16) -> Order {
    let tone = Tone::WailWarning;
    Order {
        program: Program::Sound { tone, duration_s },
        ..order
    }
}

fn record(file: &Path, samples: &[i16]) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let spec = WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE_HZ,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(file, spec).unwrap();
    for sample in samples {
        writer.write_sample(*sample).unwrap();
    }
    writer.finalize().unwrap();
}

#[tokio::test]
async fn a_siren_of_a_country_sounds_its_convention_and_proves_it() {
    let mut site = Site::new().await;
    site.more = r#"convention = "united_kingdom""#;
    let (siren, mut wire) = site.meet().await;
    wire.order(&lasting(sound(42, 5), 3)).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard), (42, Ended)])
        .await;
    let sounded = recording(&site.path("sounds/42-wail_warning-exercise.wav"));
    let mut theirs = vec![0; sounded.len()];
    Synth::of(Convention::UnitedKingdom, Tone::WailWarning).fill(&mut theirs);
    assert_eq!(sounded, theirs);
    siren.switch_off().await;
}

#[tokio::test]
async fn each_language_is_spoken_after_the_tone_and_a_missing_one_is_said_while_the_tone_goes_on() {
    let mut site = Site::new().await;
    site.more = r#"voice = { folder = "voices", languages = ["ar", "fr", "en"] }"#;
    let second = SAMPLE_RATE_HZ as usize;
    for (language, level) in [("ar", 111), ("en", 222)] {
        let file = format!("voices/wail_warning-exercise.{language}.wav");
        record(&site.path(&file), &vec![level; second / 2]);
    }
    let (siren, mut wire) = site.meet().await;
    wire.pulse(|pulse| pulse.condition.voice == Fitness::Broken)
        .await;
    wire.order(&lasting(sound(42, 5), 11)).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard), (42, Ended)])
        .await;
    let sounded = recording(&site.path("sounds/42-wail_warning-exercise.wav"));
    assert_eq!(sounded.len(), 11 * second, "no longer than ordered");
    let (tone, said) = sounded.split_at(10 * second);
    let mut whole = vec![0; tone.len()];
    Synth::new(Tone::WailWarning).fill(&mut whole);
    assert_eq!(tone, whole);
    assert!(said[..second / 2].iter().all(|sample| *sample == 111));
    assert!(said[second / 2..].iter().all(|sample| *sample == 222));
    siren.switch_off().await;
}

#[tokio::test]
async fn a_line_is_raised_while_its_tone_sounds_and_falls_with_the_siren_and_current_proves_it() {
    let mut site = Site::new().await;
    site.sound = r#"kind = "relays", lines = { wail_warning = "line" }"#;
    site.microphone = r#"kind = "current", file = "ma", rise_ma = 500"#;
    let line = || std::fs::read_to_string(site.path("line")).unwrap();
    std::fs::write(site.path("line"), "1\n").unwrap();
    std::fs::write(site.path("ma"), "100\n").unwrap();
    let (siren, mut wire) = site.meet().await;
    assert_eq!(line(), "0\n", "one that was left raised falls at the start");
    wire.sounds(&sound(42, 5)).await;
    assert_eq!(line(), "1\n");
    std::fs::write(site.path("ma"), "2000\n").unwrap();
    wire.expect(&[(42, Heard)]).await;
    wire.order(&stop(43, 6)).await;
    wire.expect(&[(43, Accepted), (42, Ended), (43, Ended)])
        .await;
    assert_eq!(line(), "0\n");
    // A horn that burnt out draws nothing, and a tone without a line is none.
    std::fs::write(site.path("ma"), "100\n").unwrap();
    wire.order(&sound(44, 7)).await;
    wire.expect(&[(44, Accepted), (44, Started), (44, NotHeard)])
        .await;
    let mut fire = sound(45, 8);
    fire.program = Program::Sound {
        tone: Tone::FireHiLo,
        duration_s: 5,
    };
    wire.order(&fire).await;
    wire.expect(&[
        (45, Accepted),
        (44, Ended),
        (45, refused(RefusalReason::SoundOutput)),
    ])
    .await;
    siren.switch_off().await;
    assert_eq!(line(), "0\n");
}

#[tokio::test]
async fn an_audio_device_that_is_missing_is_said_and_never_taken_for_a_sound() {
    let mut site = Site::new().await;
    site.sound = r#"kind = "aplay", device = "no-such-device""#;
    let (siren, mut wire) = site.meet().await;
    wire.order(&sound(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, refused(RefusalReason::SoundOutput))])
        .await;
    siren.switch_off().await;
}
