//! A siren whose clock is wrong, by a second or by ten years, in both directions.

use crate::siren::{NOW, hand, order, signed, siren, switched_off_and_on};
use vigie_core::siren::Challenge;
use vigie_core::siren::RefusalReason::{Expired, Replayed, TooEarly, WrongTarget};

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

/// What a siren asked so long ago.
fn asked(nonce: &str, age_ms: u64) -> Vec<Challenge> {
    let nonce = nonce.to_owned();
    vec![Challenge { nonce, age_ms }]
}

/// An order of 90 s that returns a challenge.
fn returning(nonce: &str) -> String {
    signed(&order(42, 5, NOW).returning(Some(nonce.to_owned())))
}

#[test]
fn an_order_that_returns_a_fresh_challenge_is_obeyed_once_whatever_the_clock_shows() {
    for shift_s in SHIFTS_S.into_iter().flat_map(|s| [s, -s]) {
        let mut gate = siren("gate");
        gate.challenges(asked("mine", 10_000));
        let text = returning("mine");
        let by_its_clock = NOW.plus_s(shift_s);
        assert_eq!(hand(&mut gate, by_its_clock, &text), Ok(()), "{shift_s}");
        for now in [NOW, by_its_clock] {
            assert_eq!(hand(&mut gate, now, &text), Err(Replayed), "{shift_s}");
        }
    }
}

#[test]
fn a_challenge_that_is_old_or_of_another_or_of_before_the_power_cut_proves_nothing() {
    let slow = NOW.plus_s(-YEAR_S);
    let late = NOW.plus_s(YEAR_S);
    for (challenges, nonce) in [
        (asked("mine", 90_000), "mine"),
        (asked("mine", u64::MAX), "mine"),
        (asked("mine", 0), "anothers"),
        (asked("mine", 0), ""),
        (Vec::new(), "mine"),
    ] {
        let mut gate = siren("gate");
        gate.challenges(challenges.clone());
        let text = returning(nonce);
        assert_eq!(
            hand(&mut gate, slow, &text),
            Err(TooEarly),
            "{challenges:?}"
        );
        assert_eq!(hand(&mut gate, late, &text), Err(Expired), "{challenges:?}");
        // It harms nothing either where the clock is right.
        assert_eq!(hand(&mut gate, NOW, &text), Ok(()), "{challenges:?}");
    }
    let mut gate = siren("gate");
    gate.challenges(asked("mine", 0));
    let mut gate = switched_off_and_on(&gate, "gate");
    assert_eq!(hand(&mut gate, late, &returning("mine")), Err(Expired));
}

#[test]
fn a_challenge_stands_for_the_clock_and_for_nothing_else() {
    let mut wall = siren("wall");
    wall.challenges(asked("mine", 0));
    assert_eq!(hand(&mut wall, NOW, &returning("mine")), Err(WrongTarget));
    let mut gate = siren("gate");
    gate.challenges(asked("mine", 0));
    let mut long = order(42, 5, NOW).returning(Some("mine".to_owned()));
    long.expires = NOW.plus_s(121);
    let refused = hand(&mut gate, NOW, &signed(&long));
    assert_eq!(refused, Err(vigie_core::siren::RefusalReason::Window));
}
