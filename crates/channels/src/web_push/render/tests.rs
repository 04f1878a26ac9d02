use super::*;
use crate::sample::alert;
use vigie_core::ids::FeedId;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

const BASE: &str = "https://warn.example";

fn said(alert: &Alert, wanted: &[&str]) -> Payload {
    let languages =
        |tags: &[&str]| -> Vec<Language> { tags.iter().map(|tag| Language::new(*tag)).collect() };
    let reader = Reader {
        wanted: &languages(&[wanted, &["en", "fr"]].concat()),
        base: BASE,
    };
    bulletin(alert.outgoing(), reader).unwrap()
}

#[track_caller]
fn check(golden: &str, payload: &Payload) {
    let value: Value = serde_json::from_str(payload.as_str()).unwrap();
    let text = format!("{value:#}\n");
    crate::golden::check("web_push", &format!("{golden}.json"), &text);
}

#[test]
fn an_alert_is_said_in_the_language_that_the_reader_chose() {
    let real = alert(Status::Actual, Act::Alert, Origin::Own);
    check("alert", &said(&real, &[]));
    check("alert-fr", &said(&real, &["fr-CA"]));
    check(
        "all-clear",
        &said(&alert(Status::Actual, Act::AllClear, Origin::Own), &["ar"]),
    );
}

#[test]
fn an_exercise_cannot_look_real_in_anything_that_is_shown() {
    let own = alert(Status::Exercise, Act::Alert, Origin::Own);
    check("exercise", &said(&own, &[]));
    let feed = Origin::Feed(FeedId::new("met"));
    let relayed = alert(Status::Exercise, Act::Alert, feed);
    check("exercise-relayed", &said(&relayed, &[]));
    for shown in [&own, &relayed] {
        let said: Value = serde_json::from_str(said(shown, &[]).as_str()).unwrap();
        assert_eq!(said["kind"], "exercise");
        assert!(said["title"].as_str().unwrap().starts_with("EXERCISE"));
        assert!(said["body"].as_str().unwrap().starts_with("EXERCISE"));
    }
}

#[test]
fn apps_of_the_public_alert_server_are_told_in_its_words() {
    let confirmation = "6b8b1b67-6f0c-4b36-9a4b-1f0f1a2b3c4d";
    check("fpas-subscribed", &fpas::subscribed(confirmation));
    check("fpas-ended", &fpas::ended());
    let real = |act, sounds| {
        let mut alert = alert(Status::Actual, act, Origin::Own);
        alert.content.sounds = sounds;
        alert
    };
    let issued = |alert: &Alert| match alert.outgoing() {
        Outgoing::Actual(actual) => fpas::issued(actual),
        Outgoing::Exercise(_) => unreachable!("it is real"),
    };
    check("fpas-added", &issued(&real(Act::Alert, true)));
    check("fpas-update", &issued(&real(Act::Update, false)));
    for (act, sounds) in [
        (Act::Update, true),
        (Act::AllClear, false),
        (Act::Retraction, false),
    ] {
        assert!(
            issued(&real(act, sounds))
                .as_str()
                .contains(r#""type":"added""#)
        );
    }
}

#[test]
fn the_longest_texts_fit_and_what_to_do_is_not_cut() {
    let mut long = alert(Status::Exercise, Act::Alert, Origin::Own);
    for texts in long.content.texts.values_mut() {
        texts.description = "EXERCISE – صواريخ \"\n".repeat(400);
        texts.push = "EXERCISE – صواريخ ".repeat(100);
    }
    let payload = said(&long, &[]);
    assert!(
        payload.as_bytes().len() <= PADDED_TO,
        "{}",
        payload.as_bytes().len()
    );
    assert!(payload.as_str().contains("Lie down. Cover your head."));
    for texts in long.content.texts.values_mut() {
        texts.instruction = "\u{1}\"\\\n".repeat(5_000);
    }
    assert!(said(&long, &[]).as_bytes().len() <= PLAIN_BYTES_MAX);
}

#[test]
fn a_test_carries_the_proof_that_it_came() {
    check(
        "test",
        &noted(&Note {
            number: 1,
            title: "Test: nothing has happened".to_owned(),
            body: "Tap here: warnings then come to this device.".to_owned(),
            language: Language::new("en"),
            proof: "q7JmTzYb0yUq3mGv9c1XkA5cW0pZ8s2f".to_owned(),
            url: "https://warn.example/signup/s/q7JmTzYb0yUq3mGv9c1XkA5cW0pZ8s2f".to_owned(),
            at: Timestamp::from_unix_ms(0),
            until: Timestamp::from_unix_ms(600_000),
        }),
    );
}
