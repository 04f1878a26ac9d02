//! One siren behind a real broker that lets everybody in, attackers too.

use crate::broker::Broker;
use crate::site::*;
use ed25519_dalek::SigningKey;
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, Publish, QoS};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;
use vigie_core::ids::SirenId;
use vigie_core::jws::{self, Kind};
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, Started};
use vigie_core::siren::{
    Answer, AnswerWhat, Hello, Order, RefusalReason, Topic, beats, order_sha256, sign_order,
    verify_answer, verify_hello,
};

const SITE: &str = "compound";

fn siren() -> SirenId {
    SirenId::new("siren-07")
}

/// Somebody on the broker: the server, or whoever pretends to be.
pub struct Peer {
    client: AsyncClient,
    said: mpsc::UnboundedReceiver<Publish>,
    seen: Vec<String>,
}

impl Peer {
    pub async fn join(broker: &Broker, name: &str) -> Self {
        Self::listening(broker, name, &format!("vigie/{SITE}/#")).await
    }

    async fn listening(broker: &Broker, name: &str, filter: &str) -> Self {
        let filter = filter.to_owned();
        let options = MqttOptions::new(name, "127.0.0.1", broker.port);
        let (client, mut events) = AsyncClient::new(options, 64);
        let (told, said) = mpsc::unbounded_channel();
        let (ready, is_ready) = tokio::sync::oneshot::channel();
        let mut ready = Some(ready);
        let asking = client.clone();
        tokio::spawn(async move {
            loop {
                match events.poll().await {
                    Ok(Event::Incoming(Packet::ConnAck(_))) => {
                        let asked = asking.subscribe(filter.clone(), QoS::AtLeastOnce);
                        asked.await.unwrap();
                    }
                    Ok(Event::Incoming(Packet::SubAck(_))) => {
                        if let Some(ready) = ready.take() {
                            let _ = ready.send(());
                        }
                    }
                    Ok(Event::Incoming(Packet::Publish(publish))) => {
                        if told.send(publish).is_err() {
                            return;
                        }
                    }
                    Ok(_) => {}
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        });
        timeout(PATIENCE, is_ready)
            .await
            .expect("no broker")
            .unwrap();
        Self {
            client,
            said,
            seen: Vec::new(),
        }
    }

    async fn publish(&self, topic: String, text: &str) {
        let sent = self.client.publish(topic, QoS::AtLeastOnce, false, text);
        sent.await.unwrap();
    }

    pub async fn order(&self, order: &Order) -> String {
        let text = signed(order);
        self.text(&text).await;
        text
    }

    pub async fn text(&self, text: &str) {
        self.publish(Topic::Order.of(SITE, &siren()), text).await;
    }

    /// Whether the siren said nothing at all so far; what the server itself says comes back to it.
    pub fn is_silent(&mut self) -> bool {
        let hello = Topic::Hello.of(SITE, &siren());
        std::iter::from_fn(|| self.said.try_recv().ok()).all(|said| said.topic != hello)
    }

    pub async fn beat(&self, at_ms: i64) -> String {
        let payload = format!(r#"{{"v":1,"at":{at_ms},"every_s":10,"n":1,"live":[]}}"#);
        let text = jws::sign(Kind::Heartbeat, &live(), payload.as_bytes());
        self.publish(beats(SITE), &text).await;
        text
    }

    /// What is said next on a topic, as JSON.
    async fn kept(&mut self, topic: &str) -> serde_json::Value {
        loop {
            let said = timeout(PATIENCE, self.said.recv());
            let said = said.await.expect("nothing is kept").unwrap();
            if said.topic == topic {
                return serde_json::from_slice(&said.payload).unwrap();
            }
        }
    }

    /// The next text of the siren on a topic that was not read before.
    async fn next(&mut self, topic: Topic) -> String {
        let topic = topic.of(SITE, &siren());
        loop {
            let said = timeout(PATIENCE, self.said.recv());
            let said = said.await.expect("the siren is silent").unwrap();
            let text = String::from_utf8(said.payload.to_vec()).unwrap();
            if said.topic == topic && !self.seen.contains(&text) {
                self.seen.push(text.clone());
                return text;
            }
        }
    }

    pub async fn answers(&mut self, site: &Site, expected: &[(u64, AnswerWhat)]) -> Vec<Answer> {
        let mut answers = Vec::new();
        for _ in expected {
            let text = self.next(Topic::Answer).await;
            answers.push(verify_answer(&text, &site.siren_key()).unwrap());
        }
        let got: Vec<_> = answers.iter().map(|a| (a.order, a.what)).collect();
        assert_eq!(got, expected);
        answers
    }

    pub async fn expect_refusal(&mut self, site: &Site, text: &str, reason: RefusalReason) {
        self.text(text).await;
        let answer = self.next(Topic::Answer).await;
        let answer = verify_answer(&answer, &site.siren_key()).unwrap();
        assert_eq!(answer.what, refused(reason));
        assert_eq!(answer.order_sha256, order_sha256(text));
    }

    /// Beats until the siren answers: then it is there, and hears orders too.
    pub async fn meet(&mut self, site: &Site) -> Hello {
        for _ in 0..200 {
            let beat = self.beat(now().unix_ms()).await;
            let hello = timeout(Duration::from_millis(100), self.next(Topic::Hello));
            if let Ok(text) = hello.await {
                let nonce = order_sha256(&beat);
                if let Ok(hello) = verify_hello(&text, &site.siren_key(), &nonce) {
                    return hello;
                }
            }
        }
        panic!("the siren does not answer a beat");
    }
}

/// A site whose siren finds a broker, and nobody at its server's address.
async fn with_broker() -> (Broker, Site) {
    let broker = Broker::start();
    let mut site = Site::new().await;
    site.broker = Some(broker.url());
    (broker, site)
}

/// The same, its siren switched on and met by the server on the broker.
pub async fn met_on_a_broker() -> (Broker, Site, Running, Peer) {
    let (broker, site) = with_broker().await;
    let running = site.switch_on();
    let mut server = Peer::join(&broker, "server").await;
    server.meet(&site).await;
    (broker, site, running, server)
}

#[tokio::test]
async fn an_order_that_comes_by_the_broker_alone_is_sounded_and_answered_there() {
    let (_broker, site, running, mut server) = met_on_a_broker().await;
    let hello = server.meet(&site).await;
    assert_eq!((hello.siren, hello.next_ctr), (siren(), 1));

    server.order(&sound(42, 5)).await;
    let answers = server
        .answers(&site, &[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    assert_eq!(answers[2].next_ctr, 6);
    server.order(&stop(43, 6)).await;
    server
        .answers(&site, &[(43, Accepted), (42, Ended), (43, Ended)])
        .await;
    assert_eq!(site.sounds(), ["42-wail_warning-exercise.wav"]);
    running.switch_off().await;
}

#[tokio::test]
async fn an_order_on_both_ways_sounds_once_and_the_second_is_no_replay() {
    let (broker, site) = with_broker().await;
    let running = site.switch_on();
    let mut wire = site.welcome().await;
    let mut server = Peer::join(&broker, "server").await;
    server.meet(&site).await;

    let order = sound(42, 5);
    wire.order(&order).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard)])
        .await;
    server.order(&order).await;
    // The refusal of the stop shows that nothing was said of the double before it.
    wire.order(&stop(43, 4)).await;
    wire.expect(&[(43, refused(RefusalReason::Replayed))]).await;
    wire.order(&stop(44, 6)).await;
    wire.expect(&[(44, Accepted), (42, Ended), (44, Ended)])
        .await;
    assert_eq!(site.sounds(), ["42-wail_warning-exercise.wav"]);
    running.switch_off().await;
}

#[tokio::test]
async fn answers_are_given_again_with_each_beat_until_the_server_says_that_it_has_them() {
    let (_broker, site, running, mut server) = met_on_a_broker().await;
    server.order(&stop(42, 5)).await;
    server.answers(&site, &[(42, Accepted), (42, Ended)]).await;
    let both: Vec<String> = server.seen.split_off(server.seen.len() - 2);
    server.beat(now().unix_ms() + 1).await;
    server.answers(&site, &[(42, Accepted), (42, Ended)]).await;

    for text in &both {
        let taken = Topic::Taken.of(SITE, &siren());
        server.publish(taken, &order_sha256(text)).await;
    }
    server.seen.clear();
    server.seen.extend(both);
    server.meet(&site).await;
    server.order(&stop(43, 6)).await;
    server.answers(&site, &[(43, Accepted), (43, Ended)]).await;
    running.switch_off().await;
}

#[tokio::test]
async fn an_attacker_on_the_broker_sounds_nothing_and_every_try_is_refused() {
    let (_broker, site, running, mut server) = met_on_a_broker().await;

    let stranger = SigningKey::from_bytes(&[66; 32]);
    let theirs = sign_order(&sound(42, 5), &stranger);
    server
        .expect_refusal(&site, &theirs, RefusalReason::UnknownKey)
        .await;
    let ours = signed(&sound(42, 5));
    let (head, _) = ours.split_once('.').unwrap();
    let (_, rest) = theirs.split_once('.').unwrap();
    server
        .expect_refusal(&site, &format!("{head}.{rest}"), RefusalReason::Forged)
        .await;
    let mut order = sound(42, 5);
    order.target = SirenId::new("siren-08");
    server
        .expect_refusal(&site, &signed(&order), RefusalReason::WrongTarget)
        .await;
    order = sound(42, 5);
    (order.not_before, order.expires) = (now().plus_s(-3_600), now().plus_s(-3_590));
    server
        .expect_refusal(&site, &signed(&order), RefusalReason::Expired)
        .await;
    order = sound(42, 5);
    (order.not_before, order.expires) = (now().plus_s(3_600), now().plus_s(3_660));
    server
        .expect_refusal(&site, &signed(&order), RefusalReason::TooEarly)
        .await;

    // What was obeyed once is obeyed never again, and what it overtook neither.
    let held_back = signed(&stop(40, 3));
    let obeyed = server.order(&stop(41, 4)).await;
    server.answers(&site, &[(41, Accepted), (41, Ended)]).await;
    server
        .expect_refusal(&site, &obeyed, RefusalReason::Replayed)
        .await;
    server
        .expect_refusal(&site, &held_back, RefusalReason::Replayed)
        .await;
    assert_eq!(site.sounds(), [""; 0]);
    running.switch_off().await;
}

#[tokio::test]
async fn an_order_that_the_broker_kept_is_refused_when_the_siren_comes_back_after_it_expired() {
    let (broker, site) = with_broker().await;
    let mut server = Peer::join(&broker, "server").await;
    let mut order = sound(42, 5);
    (order.not_before, order.expires) = (now().plus_s(-60), now().plus_s(-1));
    let topic = Topic::Order.of(SITE, &siren());
    let kept = server
        .client
        .publish(topic, QoS::AtLeastOnce, true, signed(&order));
    kept.await.unwrap();
    let running = site.switch_on();
    server
        .answers(&site, &[(42, refused(RefusalReason::Expired))])
        .await;
    assert_eq!(site.sounds(), [""; 0]);
    running.switch_off().await;
}

#[tokio::test]
async fn a_beat_that_is_forged_or_old_is_not_answered() {
    let (_broker, site, running, mut server) = met_on_a_broker().await;
    let forged = jws::sign(
        Kind::Heartbeat,
        &SigningKey::from_bytes(&[66; 32]),
        br#"{"at":99999999999999}"#,
    );
    server.publish(beats(SITE), &forged).await;
    server.beat(now().unix_ms() - 60_000).await;
    let newest = server.beat(now().unix_ms() + 60).await;
    // The first hello that comes is for the newest beat: there was none for the two before it.
    let hello = server.next(Topic::Hello).await;
    verify_hello(&hello, &site.siren_key(), &order_sha256(&newest)).unwrap();
    running.switch_off().await;
}

#[tokio::test]
async fn a_broker_that_is_down_at_the_start_or_for_a_while_is_found_again() {
    let (mut broker, site) = with_broker().await;
    broker.kill();
    let running = site.switch_on();
    let mut wire = site.welcome().await;
    wire.order(&stop(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, Ended)]).await;
    broker.start_again();
    let mut server = Peer::join(&broker, "server").await;
    server.meet(&site).await;
    broker.kill();
    wire.order(&stop(43, 6)).await;
    wire.expect(&[(43, Accepted), (43, Ended)]).await;
    broker.start_again();
    server.meet(&site).await;
    server.order(&stop(44, 7)).await;
    wire.expect(&[(44, Accepted), (44, Ended)]).await;
    running.switch_off().await;
}

#[tokio::test]
async fn whoever_takes_the_sirens_name_on_the_broker_gets_no_hello_and_the_wire_goes_on() {
    let (broker, site) = with_broker().await;
    let running = site.switch_on();
    let mut wire = site.welcome().await;
    let mut server = Peer::join(&broker, "server").await;
    server.meet(&site).await;
    let thief = Peer::join(&broker, "vigie-siren-compound-siren-07").await;
    // The thief answers the beat with what it heard before: no hello returns this beat's sum.
    let beat = server.beat(now().unix_ms() + 5).await;
    let old = server.seen[0].clone();
    thief.publish(Topic::Hello.of(SITE, &siren()), &old).await;
    assert!(verify_hello(&old, &site.siren_key(), &order_sha256(&beat)).is_err());
    wire.order(&stop(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, Ended)]).await;
    running.switch_off().await;
}

#[tokio::test]
async fn a_siren_appears_in_home_assistant_by_itself_and_cannot_be_sounded_from_there() {
    let (broker, site, running, mut server) = met_on_a_broker().await;
    // Somebody who comes later finds what the broker keeps.
    let mut home = Peer::listening(&broker, "home-assistant", "homeassistant/#").await;
    let config = home
        .kept("homeassistant/siren/vigie-compound-siren-07/config")
        .await;
    assert_eq!(config["unique_id"], "vigie-compound-siren-07");
    assert_eq!(
        config["availability_topic"],
        "vigie/compound/siren/siren-07/available"
    );
    assert_eq!(config["optimistic"], false);
    let state = config["state_topic"].as_str().unwrap().to_owned();
    let mut eyes = Peer::listening(&broker, "eyes", "vigie/compound/siren/siren-07/#").await;
    assert_eq!(eyes.kept(&state).await["sounding"], "OFF");

    let switch = config["command_topic"].as_str().unwrap().to_owned();
    home.publish(switch, "ON").await;
    let answer = server.next(Topic::Answer).await;
    let answer = verify_answer(&answer, &site.siren_key()).unwrap();
    assert_eq!(answer.what, refused(RefusalReason::UnknownKey));
    assert_eq!(site.sounds(), [""; 0]);

    server.order(&sound(42, 5)).await;
    server
        .answers(&site, &[(42, Accepted), (42, Started)])
        .await;
    while eyes.kept(&state).await["sounding"] != "ON" {}
    running.switch_off().await;
}
