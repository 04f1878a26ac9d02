//! Orders with something changed. The suite tries these; `cargo xtask bench sirens` tries ten million of the same
//! [`Mutations`] with the release build, where they take minutes.

use crate::mutations::{Mutations, NOW};
use crate::siren::{exercise, keys, live, siren, stopping};
use std::collections::BTreeMap;
use vigie_core::siren::{RefusalReason, Verdict};

/// So many take some seconds of a build for development.
const TRIES: u32 = 200_000;

#[test]
fn none_of_two_hundred_thousand_changed_orders_is_obeyed() {
    let (keys, gate) = (keys(), siren("gate"));
    let mut mutations = Mutations::new(7, &live(), &exercise(), &stopping());
    for good in mutations.good() {
        let verdict = gate.consider(NOW, good, &keys);
        assert!(matches!(verdict, Verdict::Act { .. }), "{verdict:?}");
    }
    let mut refused: BTreeMap<RefusalReason, u32> = BTreeMap::new();
    for _ in 0..TRIES {
        let text = mutations.next();
        match gate.consider(NOW, &text, &keys) {
            Verdict::Refuse(why) => *refused.entry(why.reason).or_default() += 1,
            other => panic!("{text}: {other:?}"),
        }
    }
    // Most must come as far as the signature: what falls at the first character proves little.
    let forged = refused.get(&RefusalReason::Forged).copied();
    assert!(forged > Some(TRIES / 2), "{refused:?}");
}
