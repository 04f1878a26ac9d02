//! When the first byte came, over all listeners.

use serde_json::{Value, json};

/// Milliseconds from the publishing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reached {
    pub first: f64,
    pub median: f64,
    pub p99: f64,
    pub last: f64,
    pub count: usize,
}

impl Reached {
    /// Of the times at which the first bytes came, in nanoseconds.
    pub fn of(mut at_ns: Vec<u64>, published_ns: u64) -> Self {
        at_ns.sort_unstable();
        let after = |rank: usize| {
            let at = at_ns.get(rank.min(at_ns.len().saturating_sub(1))).copied();
            #[expect(clippy::cast_precision_loss, reason = "microseconds are shown")]
            at.map_or(0.0, |at| at.saturating_sub(published_ns) as f64 / 1e6)
        };
        Self {
            first: after(0),
            median: after(at_ns.len() / 2),
            p99: after(at_ns.len() * 99 / 100),
            last: after(at_ns.len()),
            count: at_ns.len(),
        }
    }

    /// The median of several rounds, each figure by itself.
    pub fn median(rounds: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| median(rounds.iter().map(figure));
        Self {
            first: of(|r| r.first),
            median: of(|r| r.median),
            p99: of(|r| r.p99),
            last: of(|r| r.last),
            count: rounds.iter().map(|r| r.count).min().unwrap_or(0),
        }
    }

    pub fn json(&self) -> Value {
        json!({ "first_ms": rounded(self.first), "median_ms": rounded(self.median),
                "p99_ms": rounded(self.p99), "last_ms": rounded(self.last), "reached": self.count })
    }
}

/// The middle one.
pub fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}

pub fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}
