//! A broker with TLS, and one that is spoken to by MQTT 5: the siren believes neither more nor less.

use crate::broker::{Broker, authority};
use crate::mqtt::Peer;
use crate::site::*;
use std::path::Path;
use std::time::Duration;
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, Started};
use vigie_core::siren::{RefusalReason, Seat};

/// A site whose siren finds the broker by TLS, and believes whom this file names.
async fn by_tls(broker: &Broker, ca: &Path, more: &str) -> Site {
    let mut site = Site::new().await;
    site.broker = Some(format!("mqtts://127.0.0.1:{}", broker.tls_port.unwrap()));
    site.more_of_broker = format!(", ca_file = {:?}{more}", ca.display().to_string());
    site
}

/// The server orders over the broker alone, and the siren obeys and answers there.
async fn obeys(broker: &Broker, site: &Site) {
    let siren = site.switch_on();
    let mut server = Peer::join(broker, "server").await;
    server.meet(site).await;
    server.order(&sound(42, 5)).await;
    server
        .answers(site, &[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    server.order(&stop(43, 6)).await;
    server
        .answers(site, &[(43, Accepted), (42, Ended), (43, Ended)])
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn an_order_comes_by_a_broker_with_tls_in_either_version() {
    let broker = Broker::with_tls("127.0.0.1");
    let site = by_tls(&broker, &broker.authority(), "").await;
    obeys(&broker, &site).await;
    let site = by_tls(&broker, &broker.authority(), ", version = \"5\"").await;
    obeys(&broker, &site).await;
}

#[tokio::test]
async fn an_order_comes_by_mqtt_5_and_a_forged_one_is_refused_there() {
    let broker = Broker::start();
    let mut site = Site::new().await;
    site.broker = Some(broker.url());
    site.more_of_broker = ", version = \"5\"".to_owned();
    obeys(&broker, &site).await;

    let siren = site.switch_on();
    let mut server = Peer::join(&broker, "server").await;
    server.meet(&site).await;
    let mut late = sound(44, 7);
    (late.not_before, late.expires) = (now().plus_s(-60), now().plus_s(-1));
    server
        .expect_refusal(&site, &signed(&late), RefusalReason::Expired)
        .await;
    server
        .expect_refusal(&site, "order", RefusalReason::UnknownKey)
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_broker_that_cannot_prove_its_name_is_not_spoken_to() {
    let stranger = tempfile::tempdir().unwrap();
    authority(stranger.path(), "stranger");
    let ours = Broker::with_tls("127.0.0.1");
    let elsewhere = Broker::with_tls("127.0.0.2");
    for (broker, ca) in [
        (&ours, stranger.path().join("stranger.pem")),
        (&elsewhere, elsewhere.authority()),
    ] {
        for version in ["3.1.1", "5"] {
            let more = format!(", version = {version:?}");
            let site = by_tls(broker, &ca, &more).await;
            let siren = site.switch_on();
            let mut wire = site.welcome().await;
            let mut server = Peer::join(broker, "server").await;
            // The siren tries at once and again after a tenth of a second; nothing of it comes there.
            let beats = async {
                for _ in 0..10 {
                    server.beat(now().unix_ms()).await;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            };
            beats.await;
            assert!(server.is_silent(), "{version}");
            wire.pulse(|pulse| pulse.condition.broker == Seat::Away)
                .await;
            // Its other way is as it was.
            wire.order(&stop(1, 1)).await;
            wire.expect(&[(1, Accepted), (1, Ended)]).await;
            siren.switch_off().await;
        }
    }
}

#[test]
fn a_file_without_a_certificate_is_a_fault_of_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut site = runtime.block_on(Site::new());
    site.broker = Some("mqtts://127.0.0.1".to_owned());
    for (name, text) in [
        ("empty", ""),
        (
            "key",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        ),
        (
            "torn",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        site.more_of_broker = format!(", ca_file = {:?}", file.display().to_string());
        let faults = vigie_siren::Config::parse(&site.config_text(), folder.path()).unwrap_err();
        assert!(faults[0].contains("`ca_file`"), "{name}: {faults:?}");
    }
}
