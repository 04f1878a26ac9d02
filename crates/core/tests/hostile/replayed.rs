//! Orders played again, held back, put in another order, kept by the broker, and given to another siren.

use crate::siren::{NOW, hand, order, signed, siren, switched_off_and_on};
use vigie_core::siren::RefusalReason::{Expired, Replayed, WrongTarget};

/// A second, an hour, a day.
const LATER_S: [i64; 3] = [1, 3_600, 86_400];

#[test]
fn an_order_played_again_later_sounds_neither_the_same_siren_nor_another() {
    for later_s in LATER_S {
        let later = NOW.plus_s(later_s);
        let text = signed(&order(42, 5, NOW));
        let mut gate = siren("gate");
        assert_eq!(hand(&mut gate, NOW, &text), Ok(()));
        assert_eq!(hand(&mut gate, later, &text), Err(Replayed), "{later_s} s");
        let mut again = switched_off_and_on(&gate, "gate");
        assert_eq!(hand(&mut again, later, &text), Err(Replayed), "{later_s} s");
        let mut other = siren("wall");
        assert_eq!(hand(&mut other, later, &text), Err(WrongTarget));
    }
}

#[test]
fn an_order_played_again_is_refused_even_when_the_clock_is_set_back_to_its_minute() {
    let text = signed(&order(42, 5, NOW));
    let mut gate = siren("gate");
    assert_eq!(hand(&mut gate, NOW, &text), Ok(()));
    for set_back_s in [0, 1, 60, 86_400] {
        let now = NOW.plus_s(-set_back_s);
        assert_eq!(hand(&mut gate, now, &text), Err(Replayed), "{set_back_s}");
    }
}

#[test]
fn orders_in_another_order_sound_only_what_is_newer_than_all_before() {
    let texts: Vec<String> = (1..=4).map(|n| signed(&order(n, n, NOW))).collect();
    for (sequence, sounding) in [
        ([0, 1, 2, 3], vec![0, 1, 2, 3]),
        ([3, 2, 1, 0], vec![3]),
        ([1, 0, 3, 2], vec![1, 3]),
        ([2, 2, 0, 3], vec![2, 3]),
    ] {
        let mut gate = siren("gate");
        let sounded: Vec<usize> = sequence
            .into_iter()
            .filter(|n| hand(&mut gate, NOW, &texts[*n]) == Ok(()))
            .collect();
        assert_eq!(sounded, sounding, "{sequence:?}");
    }
}

#[test]
fn an_order_held_back_or_kept_by_the_broker_dies_within_its_minute_and_a_half() {
    let text = signed(&order(42, 5, NOW));
    for held_s in [90, 120, 3_600, 86_400] {
        let mut gate = siren("gate");
        let now = NOW.plus_s(held_s);
        assert_eq!(hand(&mut gate, now, &text), Err(Expired), "{held_s} s");
    }
    // One second before, it is what its server wanted.
    assert_eq!(hand(&mut siren("gate"), NOW.plus_s(89), &text), Ok(()));
}
