//! Nothing that comes to a siren sounds or silences it but what the server signed.

#![no_main]

#[path = "../laws.rs"]
#[expect(dead_code, reason = "each target keeps one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::order(bytes));
