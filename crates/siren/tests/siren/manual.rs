//! The examples of `docs/manual/siren-orders.md` are the bytes that the code writes: a maker checks
//! an implementation against them.

use ed25519_dalek::SigningKey;
use vigie_core::ids::SirenId;
use vigie_core::jws::key_id;
use vigie_core::siren::{
    Answer, AnswerWhat, DURATION_S_MAX, Hello, ORDER_BYTES_MAX, Order, Program, STARTS_MAX, Tone,
    WINDOW_MS_MAX, order_sha256, sign_answer, sign_hello, sign_order, verify_order,
};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

const MANUAL: &str = include_str!("../../../../docs/manual/siren-orders.md");
const NOW: Timestamp = Timestamp::from_unix_ms(1_700_000_000_000);

fn exercise() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

fn siren() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn order() -> Order {
    Order {
        v: 1,
        order: 42,
        site: "compound".into(),
        target: SirenId::new("siren-07"),
        epoch: 1,
        ctr: 5,
        not_before: NOW,
        expires: NOW.plus_s(90),
        program: Program::Sound {
            tone: Tone::WailWarning,
            duration_s: 60,
        },
        alert_sha256: "ab".repeat(32),
        status: Status::Exercise,
        nonce: None,
    }
}

fn answer() -> Answer {
    Answer {
        v: 1,
        siren: SirenId::new("siren-07"),
        order: 42,
        ctr: 5,
        order_sha256: order_sha256(&sign_order(&order(), &exercise())),
        at: NOW.plus_ms(1_250),
        what: AnswerWhat::Heard,
        next_ctr: 6,
        challenge: None,
    }
}

fn hello() -> Hello {
    Hello {
        v: 1,
        siren: SirenId::new("siren-07"),
        nonce: "b1946ac92492d2347c6235b4d2611184".into(),
        at: NOW,
        next_ctr: 1,
        next_ctr_exercise: 5,
        epoch: 1,
        software: "vigie-siren 0.1.0".into(),
        challenge: Some("5d41402abc4b2a76b9719d911017c592".into()),
    }
}

#[track_caller]
fn shows(text: &str) {
    assert!(MANUAL.contains(text), "the manual does not show:\n{text}");
}

#[test]
fn the_manual_shows_the_very_bytes_of_each_text() {
    for key in [exercise(), siren()] {
        shows(&hex::encode(key.as_bytes()));
        shows(&hex::encode(key.verifying_key().as_bytes()));
        shows(&key_id(&key.verifying_key()));
    }
    shows(&serde_json::to_string(&order()).unwrap());
    shows(&sign_order(&order(), &exercise()));
    shows(&serde_json::to_string(&answer()).unwrap());
    shows(&sign_answer(&answer(), &siren()));
    shows(&serde_json::to_string(&hello()).unwrap());
    shows(&sign_hello(&hello(), &siren()));
}

#[test]
fn the_signed_order_in_the_manual_is_an_order() {
    let text = sign_order(&order(), &exercise());
    let shown = MANUAL
        .lines()
        .find(|line| *line == text)
        .expect("on a line of its own");
    assert_eq!(
        verify_order(shown, &exercise().verifying_key()),
        Ok(order())
    );
}

#[test]
fn the_manual_names_every_tone_answer_reason_and_limit() {
    for tone in Tone::ALL {
        shows(&format!("| `{tone}` | {} |", tone.meaning()));
    }
    for what in [
        "accepted",
        "refused",
        "started",
        "heard",
        "not_heard",
        "ended",
    ] {
        shows(&format!("| `{what}` |"));
    }
    for reason in vigie_core::siren::RefusalReason::ALL {
        let name = serde_json::to_value(reason).unwrap();
        shows(&format!("| `{}` |", name.as_str().unwrap()));
    }
    shows(&format!("{ORDER_BYTES_MAX} bytes"));
    shows(&format!("{DURATION_S_MAX} s"));
    shows(&format!("{} s", WINDOW_MS_MAX / 1_000));
    shows(&format!("{STARTS_MAX} starts"));
}
