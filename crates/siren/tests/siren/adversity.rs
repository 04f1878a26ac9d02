//! What goes wrong around a siren: a disk that is full, a broker that goes in the middle of an order, a second server,
//! a pairing with the wrong keys.

use crate::mqtt::met_on_a_broker;
use crate::site::*;
use ed25519_dalek::SigningKey;
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, Started};
use vigie_core::siren::{Fitness, RefusalReason, sign_order};

#[tokio::test]
async fn a_full_disk_refuses_says_so_and_is_forgiven_once_there_is_room() {
    let (site, siren, mut wire) = met().await;
    wire.is_heard(&sound(42, 5)).await;
    // Everything that is written to it finds the disk full.
    let counter = site.path("state/counter.b");
    std::fs::remove_file(&counter).unwrap();
    std::os::unix::fs::symlink("/dev/full", &counter).unwrap();
    wire.expect_refusal(&signed(&sound(43, 6)), RefusalReason::CounterNotSaved)
        .await;
    let full = wire.pulse(|pulse| pulse.condition.disk == Fitness::Broken);
    let faults = full.await.condition.faults();
    assert!(
        faults.iter().any(|fault| fault.contains("disk")),
        "{faults:?}"
    );

    std::fs::remove_file(&counter).unwrap();
    wire.order(&sound(44, 7)).await;
    wire.expect(&[(44, Accepted), (42, Ended), (44, Started), (44, Heard)])
        .await;
    wire.pulse(|pulse| pulse.condition.disk == Fitness::Works)
        .await;
    // What was refused while it was full is not made up for.
    wire.expect_refusal(&signed(&sound(43, 6)), RefusalReason::Replayed)
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_broker_that_goes_while_it_sounds_stops_nothing_and_hears_the_rest_afterwards() {
    let (mut broker, site, siren, mut server) = met_on_a_broker().await;
    server.order(&sound(42, 5)).await;
    server
        .answers(&site, &[(42, Accepted), (42, Started)])
        .await;
    broker.kill();
    broker.start_again();
    server.meet(&site).await;
    // What nobody said had arrived is given again with the next beat; the first two were read before.
    server.beat(now().unix_ms() + 1_000).await;
    server.answers(&site, &[(42, Heard)]).await;
    server.order(&stop(43, 6)).await;
    server
        .answers(&site, &[(43, Accepted), (42, Ended), (43, Ended)])
        .await;
    assert_eq!(site.sounds(), ["42-wail_warning-exercise.wav"]);
    siren.switch_off().await;
}

#[tokio::test]
async fn a_second_server_with_the_same_keys_cannot_sound_what_the_first_overtook() {
    let (_broker, site, siren, second) = met_on_a_broker().await;
    let mut first = site.welcome().await;
    first.order(&stop(42, 10)).await;
    first.expect(&[(42, Accepted), (42, Ended)]).await;
    // A copy of the server from yesterday counts from where it was, and is told where the siren is.
    second.text(&signed(&sound(42, 7))).await;
    first
        .expect(&[(42, refused(RefusalReason::Replayed))])
        .await;
    second.text(&signed(&sound(43, 11))).await;
    first.expect(&[(43, Accepted), (43, Started)]).await;
    first
        .expect_refusal(&signed(&stop(44, 11)), RefusalReason::Replayed)
        .await;
    first.expect(&[(43, Heard)]).await;
    first.order(&stop(44, 12)).await;
    first
        .expect(&[(44, Accepted), (43, Ended), (44, Ended)])
        .await;
    assert_eq!(site.sounds(), ["43-wail_warning-exercise.wav"]);
    siren.switch_off().await;
}

#[tokio::test]
async fn a_siren_that_was_paired_with_other_keys_obeys_neither_server() {
    let (site, siren, mut wire) = met().await;
    for seed in [11, 12, 13] {
        let theirs = SigningKey::from_bytes(&[seed; 32]);
        for order in [sound(42, 5), stop(42, 5)] {
            let text = sign_order(&order, &theirs);
            wire.expect_refusal(&text, RefusalReason::UnknownKey).await;
        }
    }
    assert!(site.sounds().is_empty());
    siren.switch_off().await;
}
