//! How a siren says that it is, while nothing is ordered.

use crate::site::*;
use vigie_core::siren::AnswerWhat::{Accepted, Ended};
use vigie_core::siren::{Fitness, Seat, alerts_sha256};

#[tokio::test]
async fn a_siren_says_how_it_is_at_once_then_again_and_again() {
    let mut site = Site::new().await;
    site.pace.pulse_ms = 50;
    let (siren, mut wire) = site.meet().await;
    let first = wire.pulse(|_| true).await;
    assert_eq!(first.alerts_sha256, alerts_sha256("[]"));
    assert_eq!(first.condition.broker, Seat::None);
    let second = wire.pulse(|_| true).await;
    assert!(second.at > first.at, "an older one is a recorded one");
    siren.switch_off().await;
}

#[tokio::test]
async fn a_siren_returns_the_sum_of_the_alerts_that_it_was_told_of() {
    let (_site, siren, mut wire) = met().await;
    let list = r#"[{"warning":7,"act":"alert"}]"#;
    wire.send(&format!(
        r#"{{"beat":{},"alerts":{list}}}"#,
        now().unix_ms()
    ))
    .await;
    wire.pulse(|pulse| pulse.alerts_sha256 == alerts_sha256(list))
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_broken_output_is_said_before_the_next_order_and_a_mended_one_too() {
    let (site, siren, mut wire) = met_with_a_broken_output().await;
    let broken = wire.pulse(|pulse| pulse.condition.sound == Fitness::Broken);
    assert_eq!(broken.await.condition.disk, Fitness::Works);
    std::fs::remove_file(site.path("sounds")).unwrap();
    wire.sounds(&sound(42, 6)).await;
    wire.pulse(|pulse| pulse.condition.sound == Fitness::Works)
        .await;
    wire.order(&stop(43, 7)).await;
    wire.expect(&[(43, Accepted), (42, Ended), (43, Ended)])
        .await;
    siren.switch_off().await;
}
