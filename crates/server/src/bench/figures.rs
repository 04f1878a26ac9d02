//! Medians and percentiles.

use serde::Serialize;
use std::time::Duration;

/// Times of one kind of work, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Times {
    /// Half took no longer.
    pub p50_ms: f64,
    /// All but one in a hundred took no longer.
    pub p99_ms: f64,
}

impl Times {
    /// Of single measurements.
    pub fn of(mut taken: Vec<Duration>) -> Self {
        taken.sort_unstable();
        Self {
            p50_ms: percentile_ms(&taken, 50),
            p99_ms: percentile_ms(&taken, 99),
        }
    }

    /// The median of several runs, each percentile by itself.
    pub fn median(runs: &[Self]) -> Self {
        Self {
            p50_ms: median(runs.iter().map(|run| run.p50_ms)),
            p99_ms: median(runs.iter().map(|run| run.p99_ms)),
        }
    }
}

/// The middle one of several figures, rounded to a thousandth; 0 of none.
pub fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_unstable_by(f64::total_cmp);
    match figures.len() {
        0 => 0.0,
        n if n % 2 == 1 => rounded(figures[n / 2]),
        n => rounded(f64::midpoint(figures[n / 2 - 1], figures[n / 2])),
    }
}

/// Rounded to a thousandth: what lies below is noise.
pub fn rounded(figure: f64) -> f64 {
    (figure * 1_000.0).round() / 1_000.0
}

/// `whole` by `part`, or 0 where there is nothing to divide by.
pub fn ratio(whole: f64, part: f64) -> f64 {
    if part > 0.0 {
        rounded(whole / part)
    } else {
        0.0
    }
}

fn percentile_ms(sorted: &[Duration], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    let taken = sorted.get(rank - 1).copied().unwrap_or_default();
    rounded(taken.as_secs_f64() * 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank_and_medians_of_even_numbers_lie_between() {
        let times = Times::of((1..=200).rev().map(Duration::from_millis).collect());
        assert!((times.p50_ms - 100.0).abs() < 1e-9, "{times:?}");
        assert!((times.p99_ms - 198.0).abs() < 1e-9, "{times:?}");
        assert!((median([3.0, 1.0, 2.0, 10.0].into_iter()) - 2.5).abs() < 1e-9);
        assert!(median(std::iter::empty()).abs() < 1e-9);
        assert!(ratio(1.0, 0.0).abs() < 1e-9);
    }
}
