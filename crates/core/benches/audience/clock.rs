//! Processor time of this thread: what others do on the machine counts less.

use rustix::time::{ClockId, clock_gettime};

/// What a piece of work took, in milliseconds, and what came of it.
pub fn processor_ms<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let before = now_ms();
    let done = work();
    (now_ms() - before, done)
}

/// The median time of some rounds, and what the last of them found.
pub fn middle(rounds: usize, mut work: impl FnMut() -> usize) -> (f64, usize) {
    let taken: Vec<(f64, usize)> = (0..rounds).map(|_| processor_ms(&mut work)).collect();
    let found = taken.last().map_or(0, |(_, found)| *found);
    (median(taken.into_iter().map(|(ms, _)| ms).collect()), found)
}

/// The middle one, to the microsecond.
pub fn median(mut ms: Vec<f64>) -> f64 {
    ms.sort_by(f64::total_cmp);
    let middle = ms.get(ms.len() / 2).copied().unwrap_or_default();
    (middle * 1_000.0).round() / 1_000.0
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a clock of a process that lives for minutes"
)]
fn now_ms() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}
