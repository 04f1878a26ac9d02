//! A siren with two keys that anybody may talk to.

use ed25519_dalek::SigningKey;
use vigie_core::ids::SirenId;
use vigie_core::siren::{
    AnswerWhat, DeviceKeys, Machine, Memory, Order, Program, RefusalReason, Tone, Verdict,
    sign_order,
};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

pub const NOW: Timestamp = Timestamp::from_unix_ms(1_700_000_000_000);

pub fn live() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

pub fn exercise() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

pub fn stopping() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

pub fn keys() -> DeviceKeys {
    let [live, exercise, stop] = [live(), exercise(), stopping()].map(|key| key.verifying_key());
    DeviceKeys::new(live, exercise, stop).unwrap()
}

pub fn siren(name: &str) -> Machine {
    Machine::new(SirenId::new(name), "compound", Some(Memory::paired(1)))
}

/// An order made at `at`, as the server makes them.
pub fn order(number: u64, ctr: u64, at: Timestamp) -> Order {
    Order {
        v: 1,
        order: number,
        site: "compound".into(),
        target: SirenId::new("gate"),
        epoch: 1,
        ctr,
        not_before: at,
        expires: at.plus_s(90),
        program: Program::Sound {
            tone: Tone::WailWarning,
            duration_s: 60,
        },
        alert_sha256: "ab".repeat(32),
        status: Status::Actual,
        nonce: None,
    }
}

pub fn signed(order: &Order) -> String {
    sign_order(order, &live())
}

/// Hands a text to the siren. Whether it sounds; a refusal is its reason.
pub fn hand(machine: &mut Machine, now: Timestamp, text: &str) -> Result<(), RefusalReason> {
    match machine.consider(now, text, &keys()) {
        Verdict::Act { order, persist } => {
            machine.begin(now, &order, persist);
            machine.note(now, &order, AnswerWhat::Started);
            Ok(())
        }
        Verdict::Repeat { .. } => panic!("a retry is not what was handed over"),
        Verdict::Refuse(refused) => Err(refused.reason),
    }
}

/// Power off and on: what it remembers is what it wrote.
pub fn switched_off_and_on(machine: &Machine, name: &str) -> Machine {
    Machine::new(SirenId::new(name), "compound", machine.memory().cloned())
}
