//! Texts that once broke a law of the fuzzer, and its seeds: all laws hold for each.

#[path = "../../fuzz/laws.rs"]
mod laws;

use laws::{NONCE, NOW, ORDERS, SAID, key};
use std::path::Path;
use vigie_core::ids::SirenId;
use vigie_core::siren::{
    Answer, AnswerWhat, Condition, Hello, Order, Program, Pulse, Role, Tone, alerts_sha256,
    order_sha256, sign_answer, sign_hello, sign_order, sign_pulse,
};
use vigie_core::status::Status;

#[test]
fn what_once_broke_a_law_breaks_none() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut kept = 0;
    for folder in ["crashers", "seeds"] {
        for file in std::fs::read_dir(fuzz.join(folder)).unwrap() {
            let file = file.unwrap().path();
            println!("{}", file.display());
            let bytes = std::fs::read(&file).unwrap();
            laws::order(&bytes);
            laws::answer(&bytes);
            kept += 1;
        }
    }
    assert!(kept >= ORDERS.len() + SAID.len(), "{kept}");
}

fn order(ctr: u64, program: Program, status: Status) -> String {
    let order = Order {
        v: 1,
        order: 42,
        site: "compound".into(),
        target: SirenId::new("gate"),
        epoch: 1,
        ctr,
        not_before: NOW,
        expires: NOW.plus_s(90),
        program,
        alert_sha256: "ab".repeat(32),
        status,
        nonce: None,
    };
    let seed = match Role::of(&order) {
        Role::Live => 1,
        Role::Exercise => 2,
        Role::Stop => 3,
    };
    sign_order(&order, &key(seed))
}

#[test]
fn the_seeds_are_what_they_should_be() {
    let sound = Program::Sound {
        tone: Tone::WailWarning,
        duration_s: 60,
    };
    let all_clear = Program::AllClear {
        tone: Tone::AllClearSteady,
        duration_s: 30,
    };
    let siren = SirenId::new("gate");
    let said = [
        sign_answer(
            &Answer {
                v: 1,
                siren: siren.clone(),
                order: 42,
                ctr: 5,
                order_sha256: order_sha256(ORDERS[0]),
                at: NOW,
                what: AnswerWhat::Heard,
                next_ctr: 6,
                challenge: None,
            },
            &key(7),
        ),
        sign_hello(
            &Hello {
                v: 1,
                siren: siren.clone(),
                nonce: NONCE.into(),
                at: NOW,
                next_ctr: 1,
                next_ctr_exercise: 1,
                epoch: 1,
                software: "vigie-siren 0.1.0".into(),
                challenge: Some("5d41402abc4b2a76b9719d911017c592".into()),
            },
            &key(7),
        ),
        sign_pulse(
            &Pulse {
                v: 1,
                siren,
                nonce: NONCE.into(),
                at: NOW,
                alerts_sha256: alerts_sha256("[]"),
                condition: Condition::default(),
                challenge: None,
            },
            &key(7),
        ),
    ];
    let orders = [
        order(5, sound, Status::Actual),
        order(6, all_clear, Status::Exercise),
        order(7, Program::Stop, Status::Actual),
    ];
    let names = ["sound", "all-clear", "stop", "answer", "hello", "pulse"];
    for ((name, is), should_be) in names
        .iter()
        .zip(ORDERS.into_iter().chain(SAID))
        .zip(orders.iter().chain(&said))
    {
        assert_eq!(is, should_be, "crates/core/fuzz/seeds/{name}.jws");
    }
}
