//! How much memory a real message takes while it is read and checked with every profile, and that it is given back.

mod common;

use peak_alloc::PeakAlloc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use vigie_cap::report::Summary;
use vigie_cap::{Mode, Profile, read};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// One test at a time: they share the heap that they measure.
static ALONE: Mutex<()> = Mutex::new(());

const NS: &str = "xmlns='urn:oasis:names:tc:emergency:cap:1.2'";

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads with every rule and every profile; the bytes that this took at once, beside the text itself.
fn taken(text: &[u8]) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let reading = read(text, Mode::Lenient);
    for alert in &reading.alerts {
        drop(alert.check(&Profile::ALL));
    }
    HEAP.peak_usage().saturating_sub(before)
}

fn alert(inside: &str) -> String {
    format!("<alert {NS}>{inside}</alert>")
}

#[test]
fn a_real_message_takes_a_few_times_its_size_and_gives_it_back() {
    /// Beside what grows with the text: places for its elements, and findings.
    const BASE_BYTES: usize = 128 << 10;
    let _alone = alone();
    for (name, bytes) in common::corpus() {
        let before = HEAP.current_usage();
        let taken = taken(&bytes);
        assert!(
            taken <= BASE_BYTES + 12 * bytes.len(),
            "{name}: {} bytes took {taken}",
            bytes.len()
        );
        assert_eq!(HEAP.current_usage(), before, "{name} left something behind");
    }
}

#[test]
fn a_hundred_thousand_messages_take_no_more_than_one() {
    /// A message takes its own memory, and the summary a line for each rule and sender.
    const MEMORY_BYTES_MAX: usize = 1 << 20;
    const MESSAGES: usize = 100_000;
    let _alone = alone();
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let mut summary = Summary::default();
    for nth in 0..MESSAGES {
        let text = alert(&format!(
            "<identifier>{nth}</identifier><sender>duty@vigie.example</sender><sent>2023-12-08T04:10:00+03:00</sent>\
             <status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><event>Flood {nth}</event></info>"
        ));
        summary.add(&read(text.as_bytes(), Mode::Lenient), &[]);
    }
    let taken = HEAP.peak_usage().saturating_sub(before);
    assert!(taken <= MEMORY_BYTES_MAX, "{taken}");
    println!("{MESSAGES} messages took {taken} bytes at most\n{summary}");
}
