//! What holds for every text on the way to a siren and from it. The fuzzing targets look for one that breaks it;
//! `tests/hostile/kept.rs` keeps those found.

use ed25519_dalek::SigningKey;
use vigie_core::ids::SirenId;
use vigie_core::siren::{
    DeviceKeys, Machine, Memory, RefusalReason, Verdict, verify_answer, verify_hello, verify_pulse,
};
use vigie_core::time::Timestamp;

/// Orders that were signed once, with keys that sign nothing else: to sound, to say that it is over, to be silent.
pub const ORDERS: [&str; 3] = [
    include_str!("seeds/sound.jws"),
    include_str!("seeds/all-clear.jws"),
    include_str!("seeds/stop.jws"),
];
/// What a siren said once.
pub const SAID: [&str; 3] = [
    include_str!("seeds/answer.jws"),
    include_str!("seeds/hello.jws"),
    include_str!("seeds/pulse.jws"),
];

/// When the orders may be obeyed.
pub const NOW: Timestamp = Timestamp::from_unix_ms(1_700_000_000_000);
/// The challenge of the hello and the pulse.
pub const NONCE: &str = "b1946ac92492d2347c6235b4d2611184";

/// The key of the live orders, of exercises, of stops, and of the siren.
pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn judge(text: &str) -> Verdict {
    let [live, exercise, stop] = [1, 2, 3].map(|seed| key(seed).verifying_key());
    let keys = DeviceKeys::new(live, exercise, stop);
    let keys = keys.unwrap_or_else(|| panic!("three keys are three"));
    let memory = Some(Memory::paired(1));
    Machine::new(SirenId::new("gate"), "compound", memory).consider(NOW, text, &keys)
}

/// Nothing that comes to a siren sounds or silences it but what the server signed, byte for byte.
pub fn order(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match judge(text) {
        Verdict::Act { order, persist } => {
            assert!(ORDERS.contains(&text), "nobody signed {text}: {order:?}");
            assert_eq!(persist.counter.of(order.status), order.ctr);
        }
        Verdict::Repeat { order, .. } => panic!("a retry of nothing: {order:?}"),
        Verdict::Refuse(refused) => {
            assert!(!ORDERS.contains(&text), "{refused:?}");
            let is_believed = refused.status.is_some();
            let is_of_the_text = matches!(
                refused.reason,
                RefusalReason::Forged
                    | RefusalReason::UnknownKey
                    | RefusalReason::Version
                    | RefusalReason::Unreadable
            );
            assert_ne!(is_believed, is_of_the_text, "{refused:?}");
        }
    }
}

/// Nothing is believed of a siren but what it signed, byte for byte and each as what it is.
pub fn answer(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let siren = key(7).verifying_key();
    let believed = [
        verify_answer(text, &siren).is_ok(),
        verify_hello(text, &siren, NONCE).is_ok(),
        verify_pulse(text, &siren, &[NONCE.to_owned()]).is_ok(),
    ];
    assert_eq!(believed, SAID.map(|said| said == text), "{text}");
}
