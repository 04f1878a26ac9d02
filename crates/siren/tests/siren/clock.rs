//! A siren whose clock and the server's differ, and what the siren's own challenges are for.

use crate::site::*;
use vigie_core::siren::AnswerWhat::{Accepted, Ended};
use vigie_core::siren::{Order, RefusalReason};

const YEAR_S: i64 = 31_557_600;

/// A stop made by a server whose clock is ahead by so much, or behind.
fn made_at(order: u64, ctr: u64, ahead_s: i64) -> Order {
    let at = now().plus_s(ahead_s);
    Order {
        not_before: at,
        expires: at.plus_s(60),
        ..stop(order, ctr)
    }
}

#[tokio::test]
async fn a_wrong_clock_obeys_what_returns_its_challenge_and_refuses_the_rest_with_a_new_one() {
    let (site, siren, mut wire) = met().await;
    let first = wire.hello().challenge.clone().unwrap();
    let mut n = 1;
    for years in [-10, -1, 1, 10] {
        let reason = if years < 0 {
            RefusalReason::Expired
        } else {
            RefusalReason::TooEarly
        };
        let order = made_at(n, n, years * YEAR_S);
        let refusal = wire.expect_refusal(&signed(&order), reason).await;
        let challenge = refusal
            .challenge
            .expect("a challenge comes with the refusal");
        for returned in [first.clone(), challenge] {
            let order = made_at(n, n, years * YEAR_S).returning(Some(returned));
            wire.order(&order).await;
            wire.expect(&[(n, Accepted), (n, Ended)]).await;
            n += 1;
        }
        let strangers = made_at(n, n, years * YEAR_S).returning(Some("00".repeat(16)));
        wire.expect_refusal(&signed(&strangers), reason).await;
    }
    drop(wire);
    siren.switch_off().await;

    // A challenge of before is worth nothing to a siren that was switched off and on.
    let (siren, mut wire) = site.meet().await;
    assert_ne!(wire.hello().challenge, Some(first.clone()));
    let old = made_at(n, n, YEAR_S).returning(Some(first));
    wire.expect_refusal(&signed(&old), RefusalReason::TooEarly)
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn only_a_refusal_for_the_clock_brings_a_challenge() {
    let (_site, siren, mut wire) = met().await;
    let pulse = wire.pulse(|_| true).await;
    assert_eq!(
        pulse.challenge,
        wire.hello().challenge,
        "one for ten seconds"
    );
    let refusal = wire
        .expect_refusal("order", RefusalReason::UnknownKey)
        .await;
    assert_eq!(refusal.challenge, None);
    wire.order(&stop(1, 1)).await;
    for answer in wire.expect(&[(1, Accepted), (1, Ended)]).await {
        assert_eq!(answer.challenge, None);
    }
    siren.switch_off().await;
}
