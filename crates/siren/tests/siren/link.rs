//! One siren on a real socket, a real disk and a real clock, against a server that may be hostile.

use crate::site::*;
use ed25519_dalek::SigningKey;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;
use vigie_core::ids::SirenId;
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, NotHeard, Started};
use vigie_core::siren::{Program, RefusalReason, Tone, sign_order};
use vigie_core::status::Status;
use vigie_siren::{DECIDE_MS_MAX, Ear, Fault, GIVE_UP_MS};

#[tokio::test]
async fn an_order_is_accepted_sounded_heard_and_stopped_at_once() {
    let (site, siren, mut wire) = met().await;
    assert_eq!(wire.hello().siren, SirenId::new("siren-07"));
    assert_eq!(
        (wire.hello().next_ctr, wire.hello().next_ctr_exercise),
        (1, 1)
    );

    let sha256 = wire.order(&sound(42, 5)).await;
    let answers = wire
        .expect(&[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    for answer in &answers {
        assert_eq!((answer.ctr, answer.next_ctr), (5, 6));
        assert_eq!(answer.order_sha256, sha256);
    }
    let heard_after_ms = answers[2].at.since_ms(answers[1].at);
    assert!(
        (500..i64::from(DECIDE_MS_MAX) + 500).contains(&heard_after_ms),
        "{heard_after_ms} ms"
    );

    let asked = Instant::now();
    wire.order(&stop(43, 6)).await;
    wire.expect(&[(43, Accepted), (42, Ended), (43, Ended)])
        .await;
    assert!(
        asked.elapsed() < Duration::from_secs(1),
        "{:?}",
        asked.elapsed()
    );

    assert_eq!(site.sounds(), ["42-wail_warning-exercise.wav"]);
    let samples = recording(&site.path("sounds/42-wail_warning-exercise.wav"));
    assert!(samples.len() < 30 * 16_000, "the stop cut it");
    let found = samples.chunks(1_600).find_map({
        let mut ear = Ear::new();
        move |piece| ear.listen(piece)
    });
    assert_eq!(found, Some(Tone::WailWarning));
    siren.switch_off().await;
}

#[tokio::test]
async fn a_short_sound_ends_by_itself_and_an_all_clear_sounds_another_tone() {
    let (site, siren, mut wire) = met().await;
    wire.sounds(&sound(42, 5)).await;
    let mut all_clear = sound(43, 6);
    all_clear.program = Program::AllClear {
        tone: Tone::AllClearSteady,
        duration_s: 1,
    };
    wire.order(&all_clear).await;
    wire.expect(&[
        (43, Accepted),
        (42, Ended),
        (43, Started),
        (43, Heard),
        (43, Ended),
    ])
    .await;
    let samples = recording(&site.path("sounds/43-all_clear_steady-exercise.wav"));
    assert_eq!(samples.len(), 16_000);
    siren.switch_off().await;
}

#[tokio::test]
async fn what_is_forged_replayed_late_or_for_another_is_refused_and_nothing_sounds() {
    let (site, siren, mut wire) = met().await;

    let stranger = SigningKey::from_bytes(&[66; 32]);
    let theirs = sign_order(&sound(42, 5), &stranger);
    let answer = wire
        .expect_refusal(&theirs, RefusalReason::UnknownKey)
        .await;
    assert_eq!(
        (answer.order, answer.ctr),
        (0, 0),
        "nothing of it is believed"
    );
    let ours = signed(&sound(42, 5));
    let (head, _) = ours.split_once('.').unwrap();
    let (_, rest) = theirs.split_once('.').unwrap();
    wire.expect_refusal(&format!("{head}.{rest}"), RefusalReason::Forged)
        .await;

    let mut order = sound(42, 5);
    order.target = SirenId::new("siren-08");
    wire.expect_refusal(&signed(&order), RefusalReason::WrongTarget)
        .await;
    order = sound(42, 5);
    order.site = "consulate".into();
    wire.expect_refusal(&signed(&order), RefusalReason::WrongSite)
        .await;
    order = sound(42, 5);
    order.epoch = 2;
    wire.expect_refusal(&signed(&order), RefusalReason::WrongEpoch)
        .await;
    order = sound(42, 5);
    (order.not_before, order.expires) = (now().plus_s(-60), now().plus_s(-1));
    wire.expect_refusal(&signed(&order), RefusalReason::Expired)
        .await;
    (order.not_before, order.expires) = (now().plus_s(60), now().plus_s(90));
    wire.expect_refusal(&signed(&order), RefusalReason::TooEarly)
        .await;
    (order.not_before, order.expires) = (now(), now().plus_s(121));
    wire.expect_refusal(&signed(&order), RefusalReason::Window)
        .await;
    order = sound(42, 5);
    order.status = Status::Actual;
    let mixed = sign_order(&order, &exercise());
    wire.expect_refusal(&mixed, RefusalReason::KeyRole).await;

    assert!(site.sounds().is_empty());
    siren.switch_off().await;
}

#[tokio::test]
async fn a_replay_is_refused_and_a_retry_is_answered_again_without_sounding_twice() {
    let (site, siren, mut wire) = met().await;
    let first = signed(&sound(42, 5));
    wire.send(&first).await;
    wire.expect(&[(42, Accepted), (42, Started)]).await;
    wire.expect_refusal(&first, RefusalReason::Replayed).await;

    let retry = wire.order(&sound(42, 6)).await;
    let again = wire.expect(&[(42, Accepted), (42, Started)]).await;
    assert!(again.iter().all(|a| a.order_sha256 == retry && a.ctr == 6));
    wire.expect(&[(42, Heard)]).await;
    assert_eq!(site.sounds().len(), 1);
    siren.switch_off().await;
}

#[tokio::test]
async fn answers_that_the_server_never_read_arrive_after_the_link_is_back() {
    let (site, siren, mut wire) = met().await;
    wire.order(&sound(42, 5)).await;
    site.sounding().await;
    drop(wire);

    let mut wire = site.welcome().await;
    assert_eq!(wire.hello().next_ctr_exercise, 6);
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_restarted_siren_refuses_what_it_obeyed_before_and_answers_a_retry() {
    let site = Site::new().await;
    let first = signed(&sound(42, 5));
    let (siren, mut wire) = site.meet().await;
    wire.send(&first).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    let reader = tokio::spawn(async move {
        wire.expect(&[(42, Ended)]).await;
        wire.ends().await;
    });
    siren.switch_off().await;
    reader.await.unwrap();

    let (siren, mut wire) = site.meet().await;
    assert_eq!(wire.hello().next_ctr_exercise, 6);
    wire.expect_refusal(&first, RefusalReason::Replayed).await;
    wire.order(&sound(42, 6)).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard), (42, Ended)])
        .await;
    assert_eq!(site.sounds().len(), 1);
    siren.switch_off().await;
}

#[tokio::test]
async fn a_dead_horn_and_a_deaf_microphone_are_not_heard() {
    tokio::join!(
        is_not_heard(r#"kind = "simulated", fault = "dead_horn", noise_db = -30"#),
        is_not_heard(r#"kind = "simulated", fault = "deaf", noise_db = -30"#),
    );
}

async fn is_not_heard(microphone: &'static str) {
    let mut site = Site::new().await;
    site.microphone = microphone;
    let (siren, mut wire) = site.meet().await;
    wire.order(&sound(42, 5)).await;
    let answers = wire
        .expect(&[(42, Accepted), (42, Started), (42, NotHeard)])
        .await;
    let after_ms = answers[2].at.since_ms(answers[1].at);
    let give_up_ms = i64::from(GIVE_UP_MS);
    assert!(
        (give_up_ms - 500..give_up_ms + 500).contains(&after_ms),
        "{after_ms} ms"
    );
    siren.switch_off().await;
}

#[tokio::test]
async fn a_siren_without_microphone_claims_nothing() {
    let mut site = Site::new().await;
    site.microphone = r#"kind = "none""#;
    let (siren, mut wire) = site.meet().await;
    let mut order = sound(42, 5);
    order.program = Program::Sound {
        tone: Tone::FireHiLo,
        duration_s: 1,
    };
    wire.order(&order).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Ended)])
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_siren_that_cannot_write_its_counter_refuses() {
    let (site, siren, mut wire) = met().await;
    std::fs::remove_dir_all(site.path("state")).unwrap();
    wire.expect_refusal(&signed(&sound(42, 5)), RefusalReason::CounterNotSaved)
        .await;
    // The folder is back, and one of the two files cannot be written.
    std::fs::create_dir_all(site.path("state/counter.b")).unwrap();
    wire.expect_refusal(&signed(&sound(43, 6)), RefusalReason::CounterNotSaved)
        .await;
    assert!(site.sounds().is_empty());

    std::fs::remove_dir(site.path("state/counter.b")).unwrap();
    wire.sounds(&sound(44, 7)).await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_siren_that_lost_its_counter_refuses_until_it_is_paired_anew() {
    let mut site = Site::new().await;
    let (siren, mut wire) = site.meet().await;
    wire.sounds(&sound(42, 5)).await;
    drop(wire);
    siren.switch_off().await;
    for slot in ["state/counter.a", "state/counter.b"] {
        std::fs::write(site.path(slot), "rot").unwrap();
    }

    let (siren, mut wire) = site.meet().await;
    assert_eq!(wire.hello().next_ctr, 0);
    wire.expect_refusal(&signed(&sound(43, 6)), RefusalReason::CounterLost)
        .await;
    drop(wire);
    siren.switch_off().await;

    site.epoch = 2;
    let (siren, mut wire) = site.meet().await;
    assert_eq!((wire.hello().epoch, wire.hello().next_ctr), (2, 1));
    let mut order = sound(44, 1);
    order.epoch = 2;
    wire.order(&order).await;
    wire.expect(&[(44, Accepted), (44, Started)]).await;
    drop(wire);
    siren.switch_off().await;

    site.epoch = 1;
    assert!(matches!(site.switch_on().fault().await, Fault::Identity(_)));
}

#[tokio::test]
async fn a_sound_output_that_does_not_start_is_said_and_a_retry_tries_again() {
    let (site, siren, mut wire) = met_with_a_broken_output().await;
    std::fs::remove_file(site.path("sounds")).unwrap();
    wire.is_heard(&sound(42, 6)).await;
    siren.switch_off().await;
}

#[tokio::test]
async fn two_missed_beats_are_a_lost_link_and_the_siren_comes_back() {
    let mut site = Site::new().await;
    site.pace.lost_after_ms = 300;
    let siren = site.switch_on();
    let mut silent = site.welcome().await;
    let mut wire = site.welcome().await;
    silent.ends().await;
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(900) {
        wire.send(&format!(r#"{{"beat":{},"alerts":[]}}"#, now().unix_ms()))
            .await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    wire.sounds(&sound(42, 5)).await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_hostile_server_can_only_lose_the_siren() {
    let (site, siren, mut wire) = met().await;
    for text in [
        "{",
        "{}",
        r#"{"welcome":false}"#,
        r#"{"challenge":"again"}"#,
    ] {
        wire.send(text).await;
    }
    wire.send_frame(Message::binary(vec![0u8; 1_000])).await;
    wire.expect_refusal("order", RefusalReason::UnknownKey)
        .await;
    wire.send_frame(Message::text("x".repeat(100_000))).await;
    wire.ends().await;

    let mut wire = site.welcome().await;
    wire.sounds(&sound(42, 5)).await;
    siren.switch_off().await;
}
