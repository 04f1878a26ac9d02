//! What hostile input costs: each is refused within 50 ms of one core and 16 MiB of memory beside its own bytes.
//!
//! The times hold for a release build: `cargo test --release -p vigie-cap --test cost -- --nocapture` prints them.
//! Without optimization they are not measured, everything else is. One test alone, because memory is counted for the
//! whole process.

mod floods;

use peak_alloc::PeakAlloc;
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;
use vigie_cap::sign::{Trust, verify};
use vigie_cap::{Level, Mode, Profile, read};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a refusal may cost.
const TIME_MAX: Duration = Duration::from_millis(50);
const BYTES_MAX: usize = 16 << 20;

/// A row of the table.
struct Cost {
    time: Duration,
    bytes: usize,
    found: String,
}

#[test]
fn hostile_input_is_refused_before_it_costs_anything() {
    let mut over = Vec::new();
    println!(
        "{:<58} {:>9} {:>9} {:>9}  finding",
        "input", "size KiB", "ms", "KiB"
    );
    for flood in floods::all() {
        let costs = [
            ("read", measured(|| reading(&flood.bytes))),
            ("verify", measured(|| verifying(&flood.bytes))),
        ];
        for (way, cost) in costs {
            let size = flood.bytes.len() >> 10;
            let ms = cost.time.as_secs_f64() * 1000.0;
            println!(
                "{:<58} {size:>9} {ms:>9.2} {:>9}  {}",
                format!("{way}: {}", flood.name),
                cost.bytes >> 10,
                cost.found
            );
            let slow = cost.time > TIME_MAX && !cfg!(debug_assertions);
            if slow || cost.bytes > BYTES_MAX {
                over.push(format!(
                    "{way} {}: {ms:.1} ms, {} KiB",
                    flood.name,
                    cost.bytes >> 10
                ));
            }
            assert!(
                flood.finding.is_empty() || way == "verify" || cost.found == flood.finding,
                "{}: {}",
                flood.name,
                cost.found
            );
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

/// Reads, checks and asks every profile, as `vigie cap check` does; the first error.
fn reading(bytes: &[u8]) -> String {
    let reading = read(bytes, Mode::Lenient);
    for alert in &reading.alerts {
        std::hint::black_box(alert.check(&Profile::ALL));
    }
    let mut errors = reading
        .all_findings()
        .filter(|finding| finding.level() == Level::Error);
    errors
        .next()
        .map_or_else(String::new, |finding| finding.rule.id.to_owned())
}

fn verifying(bytes: &[u8]) -> String {
    verify(bytes, &Trust::default()).map_or_else(
        |why| why.finding().rule.id.to_owned(),
        |_| "verified".to_owned(),
    )
}

/// The cheapest of three runs, on the clock of this thread: what others do on this machine does not count.
fn measured(work: impl Fn() -> String) -> Cost {
    let once = || {
        let held = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let began = clock();
        let found = work();
        let time = clock().saturating_sub(began);
        let bytes = MEMORY.peak_usage().saturating_sub(held);
        Cost { time, bytes, found }
    };
    let (first, second, third) = (once(), once(), once());
    [second, third].into_iter().fold(
        first,
        |best, cost| if cost.time < best.time { cost } else { best },
    )
}

fn clock() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(now.tv_sec).unwrap_or(0),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    )
}
