//! Reading never panics, and what it keeps is written and read again the same.

#![no_main]

#[path = "../laws.rs"]
#[expect(dead_code, reason = "each target keeps one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::read(bytes));
