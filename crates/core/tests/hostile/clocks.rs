//! A siren whose clock is wrong, by a second or by ten years, in both directions.

use crate::siren::{NOW, hand, order, signed, siren};
use vigie_core::siren::RefusalReason::{Expired, Replayed, TooEarly};

const YEAR_S: i64 = 31_557_600;

/// From a second to ten years.
const SHIFTS_S: [i64; 12] = [
    1,
    10,
    29,
    30,
    31,
    89,
    90,
    3_600,
    86_400,
    30 * 86_400,
    YEAR_S,
    10 * YEAR_S,
];

#[test]
fn a_wrong_clock_refuses_or_obeys_once_and_never_twice() {
    for shift_s in SHIFTS_S.into_iter().flat_map(|s| [s, -s]) {
        let mut gate = siren("gate");
        let text = signed(&order(42, 5, NOW));
        let by_its_clock = NOW.plus_s(shift_s);
        let expected = match shift_s {
            ..=-31 => Err(TooEarly),
            -30..=89 => Ok(()),
            90.. => Err(Expired),
        };
        assert_eq!(hand(&mut gate, by_its_clock, &text), expected, "{shift_s}");
        // Set right, or wrong the other way, it does not sound what it sounded.
        if expected.is_ok() {
            for now in [NOW, NOW.plus_s(-shift_s), by_its_clock] {
                assert_eq!(hand(&mut gate, now, &text), Err(Replayed), "{shift_s}");
            }
        }
    }
}

#[test]
fn a_clock_that_jumps_between_orders_sounds_each_at_most_once() {
    let texts: Vec<String> = (1..=6).map(|n| signed(&order(n, n, NOW))).collect();
    let mut gate = siren("gate");
    let mut sounded = vec![0; texts.len()];
    for round in 0..4 {
        for (n, text) in texts.iter().enumerate() {
            for shift_s in SHIFTS_S {
                let shift_s = if round % 2 == 0 { shift_s } else { -shift_s };
                if hand(&mut gate, NOW.plus_s(shift_s), text).is_ok() {
                    sounded[n] += 1;
                }
            }
        }
    }
    assert!(sounded.iter().all(|times| *times <= 1), "{sounded:?}");
    assert_eq!(sounded.iter().sum::<i32>(), 6, "{sounded:?}");
}
