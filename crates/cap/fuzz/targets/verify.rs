//! Verifying never panics, and never gives another alert than the one that was signed.

#![no_main]

#[path = "../laws.rs"]
#[expect(dead_code, reason = "each target keeps one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::verify(bytes));
