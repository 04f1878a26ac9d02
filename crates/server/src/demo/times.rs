//! The times of an exercise, in milliseconds with one decimal, from clocks of the same machine.

use serde::Serialize;

/// When some things happened after another: the first, the middle one, ninety-nine in a hundred, the
/// last; in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The first.
    pub first: f64,
    /// The middle one.
    pub p50: f64,
    /// Ninety-nine in a hundred.
    pub p99: f64,
    /// The last.
    pub last: f64,
}

impl Spread {
    /// The spread of moments, in microseconds, after `since_us`; none without a moment.
    pub fn of<'a>(moments_us: impl Iterator<Item = &'a i64>, since_us: i64) -> Option<Self> {
        let mut after: Vec<i64> = moments_us.map(|at| at - since_us).collect();
        after.sort_unstable();
        let rank = |percent: usize| {
            // Nearest rank: the smallest moment that so many in a hundred do not exceed.
            let at = (after.len() * percent).div_ceil(100).max(1);
            after.get(at - 1).copied().map(ms)
        };
        Some(Self {
            first: ms(*after.first()?),
            p50: rank(50)?,
            p99: rank(99)?,
            last: ms(*after.last()?),
        })
    }
}

/// Microseconds as milliseconds with one decimal.
#[expect(
    clippy::cast_precision_loss,
    reason = "an exercise lasts minutes: a double keeps its microseconds"
)]
pub fn ms(us: i64) -> f64 {
    (us as f64 / 100.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_of_two_thousand_is_by_rank() {
        let moments: Vec<i64> = (1..=2_000).rev().map(|n| 5_000 + n * 100).collect();
        let spread = Spread::of(moments.iter(), 5_000).unwrap();
        assert_eq!(
            spread,
            Spread {
                first: 0.1,
                p50: 100.0,
                p99: 198.0,
                last: 200.0
            }
        );
    }

    #[test]
    fn one_screen_is_first_and_last() {
        let spread = Spread::of([1_234].iter(), 0).unwrap();
        assert_eq!((spread.first, spread.last), (1.2, 1.2));
        assert_eq!(Spread::of([].iter(), 0), None);
    }
}
