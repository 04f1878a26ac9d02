//! Nothing is believed of a siren but what it signed.

#![no_main]

#[path = "../laws.rs"]
#[expect(dead_code, reason = "each target keeps one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::answer(bytes));
