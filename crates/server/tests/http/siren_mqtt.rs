//! The program of a siren behind a real broker, and what a stranger on that broker can do to it.

use crate::broker::Broker;
use crate::common::siren_program;
use crate::house::{Answer, House, PATIENCE, SIREN_SEED};
use crate::siren::life;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ed25519_dalek::SigningKey;
use rumqttc::{AsyncClient, MqttOptions, QoS};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use vigie_channels::siren::{Bridge, BrokerConfig, Coming, Said};
use vigie_core::ids::SirenId;
use vigie_core::jws::{self, Kind};

/// A siren falls silent for three beats and five seconds before it counts as lost; the machine may be busy.
const LOST: Duration = Duration::from_secs(90);

/// A siren's program; ended with the test.
struct Mast(Child);

impl Drop for Mast {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The house with a broker, and the program of its siren. `server` is where the siren looks for the server itself.
fn house_and_mast(broker: &Broker, server: Option<&str>) -> (House, Mast) {
    let mut house = House::closed();
    let mut text = std::fs::read_to_string(house.config()).unwrap();
    write!(text, "\n[mqtt]\nbroker = \"{}\"\n", broker.url()).unwrap();
    std::fs::write(house.config(), &text).unwrap();
    house.start();
    house.kill();
    house.pin_address();

    let config = house.path().join("siren.toml");
    let server = server.map_or_else(|| house.address().to_string(), str::to_owned);
    let keys = server_keys(&house);
    let siren = format!(
        r#"
siren = "mast-1"
site = "test"
epoch = 1
server = "ws://{server}/sirens/link"
key_file = "siren.key"
state_dir = "siren-state"
server_keys = {{ live = "{}", exercise = "{}", stop = "{}" }}
sound = {{ kind = "wav", folder = "sounds" }}
microphone = {{ kind = "simulated", fault = "none", noise_db = -50 }}
mqtt = {{ broker = "{}" }}
"#,
        keys.0,
        keys.1,
        keys.2,
        broker.url()
    );
    std::fs::write(&config, siren).unwrap();
    // The key that the house knows its siren by, as a siren has it before it is paired.
    let key_file = house.path().join("siren.key");
    let seed = hex::encode(SIREN_SEED);
    std::fs::write(&key_file, format!("ed25519_seed = \"{seed}\"\nepoch = 0\n")).unwrap();
    std::fs::set_permissions(&key_file, Permissions::from_mode(0o600)).unwrap();
    house.start();
    let mast = Command::new(siren_program())
        .arg("--config")
        .arg(&config)
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(house.path().join("siren.log")).unwrap())
        .spawn()
        .unwrap();
    (house, Mast(mast))
}

/// The live, the exercise and the stop key of the server, as hexadecimal digits.
fn server_keys(house: &House) -> (String, String, String) {
    let public = |name: &str| {
        let file = house.state().join("keys").join(format!("{name}.key"));
        let seed = hex::decode(std::fs::read_to_string(file).unwrap().trim()).unwrap();
        let key = SigningKey::from_bytes(&seed.try_into().unwrap());
        hex::encode(key.verifying_key().as_bytes())
    };
    (public("live"), public("exercise"), public("stop"))
}

/// Waits until the siren is reached on these ways and no other.
async fn reached_on(house: &House, ways: Value) {
    let since = Instant::now();
    loop {
        let sirens = house.get("duty-1", "/api/v1/sirens").await.expect(200);
        if sirens["sirens"][0]["ways"] == ways {
            return;
        }
        assert!(since.elapsed() < LOST, "{sirens} {}", house.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn heard(house: &House, warning: u64) {
    let path = format!("/api/v1/exercise/warnings/{warning}");
    let is_heard = |answer: &Answer| life(answer).filter(|life| life == "heard");
    house.until("duty-1", &path, is_heard).await;
}

/// Waits until the journal holds such a fact.
async fn in_record(house: &House, is: impl Fn(&Value) -> bool) {
    let since = Instant::now();
    while !house.facts().iter().any(&is) {
        assert!(since.elapsed() < LOST, "{:?}", house.facts().last());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A stranger, who is let in under any name.
fn join(broker: &Broker, name: &str) -> AsyncClient {
    let (client, mut events) =
        AsyncClient::new(MqttOptions::new(name, "127.0.0.1", broker.port), 64);
    tokio::spawn(async move {
        loop {
            if events.poll().await.is_err() {
                // At once: whoever comes back first has the name.
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    });
    client
}

#[tokio::test]
async fn a_siren_whose_only_way_is_a_broker_is_heard_and_gets_the_all_clear() {
    let broker = Broker::start();
    let (house, _mast) = house_and_mast(&broker, Some("127.0.0.1:9"));
    reached_on(&house, json!(["mqtt"])).await;
    let id = house.warn("exercise").await;
    heard(&house, id).await;
    let path = format!("/api/v1/exercise/warnings/{id}");
    house
        .post("duty-2", &format!("{path}/all-clear"), json!({}))
        .await
        .expect(200);
    let since = Instant::now();
    while sounds(&house) < 2 {
        assert!(since.elapsed() < PATIENCE, "no all clear sounds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn whoever_takes_a_sirens_name_on_the_broker_is_shown_and_silences_nobody() {
    let broker = Broker::start();
    let (house, _mast) = house_and_mast(&broker, None);
    reached_on(&house, json!(["wire", "mqtt"])).await;

    let since = Instant::now();
    let thief = join(&broker, "vigie-siren-test-mast-1");
    let stranger = SigningKey::from_bytes(&[66; 32]);
    let invented = jws::sign(Kind::Hello, &stranger, br#"{"v":1,"siren":"mast-1"}"#);
    let unsigned = format!("{}.{}.", B64.encode("{}"), B64.encode("{}"));
    for text in [invented, unsigned, "{}".to_owned()] {
        for topic in ["hello", "answer", "order"] {
            let topic = format!("vigie/test/siren/mast-1/{topic}");
            thief
                .publish(topic, QoS::AtMostOnce, true, text.clone())
                .await
                .unwrap();
        }
    }
    reached_on(&house, json!(["wire"])).await;
    let log = house.log();
    assert!(log.contains("one way to a siren is lost"), "{log}");
    in_record(&house, |fact| {
        fact["kind"] == "siren_way" && fact["way"] == "mqtt" && fact["up"] == false
    })
    .await;
    for text in ["hello", "answer"] {
        in_record(&house, |fact| {
            let doubt = json!({ "by": "server", "text": text, "reason": "forged" });
            fact["kind"] == "siren_doubted" && fact["doubt"] == doubt
        })
        .await;
    }
    // What the broker keeps as an order meets the siren whenever it comes back there: it says no, and that it did.
    in_record(&house, |fact| {
        let doubt = json!({ "by": "siren", "reason": "unknown_key" });
        fact["kind"] == "siren_doubted" && fact["doubt"] == doubt
    })
    .await;
    let sirens = house.get("duty-1", "/api/v1/sirens").await.expect(200);
    let faults = sirens["sirens"][0]["health"]["faults"].to_string();
    assert!(faults.contains("somebody uses its name"), "{sirens}");
    assert!(since.elapsed() < LOST, "{:?}", since.elapsed());

    let id = house.warn("exercise").await;
    heard(&house, id).await;
    assert_eq!(sounds(&house), 1);
}

/// How a bridge to this broker is opened.
fn bridge(broker: &Broker) -> (Bridge, Coming) {
    let config = BrokerConfig {
        broker: broker.url(),
        ..BrokerConfig::default()
    };
    Bridge::open(&config.read().unwrap().unwrap(), "test")
}

/// Gives an order, and says whether the broker confirmed it or never will.
async fn ordered(bridge: &Bridge) -> bool {
    let (confirmed, is_confirmed) = oneshot::channel();
    bridge.order(&SirenId::new("mast-1"), "an order".to_owned(), confirmed);
    let known = tokio::time::timeout(PATIENCE, is_confirmed).await;
    known.expect("an order is confirmed or lost").is_ok()
}

#[tokio::test]
async fn nothing_that_is_said_on_a_broker_holds_up_an_order() {
    let broker = Broker::start();
    let (bridge, mut coming) = bridge(&broker);
    coming.orders.wait_for(Result::is_ok).await.unwrap();
    assert_eq!(coming.said.recv().await, Some(Said::Connected));
    let stranger = join(&broker, "vigie-test");
    let most = coming.said.max_capacity();
    let shouted = async {
        // Nobody reads it: what the server holds of it is full, and the broker has the rest.
        while coming.said.len() < most {
            let topic = "vigie/test/siren/mast-1/hello";
            let said = stranger.publish(topic, QoS::AtMostOnce, false, "x".repeat(700));
            said.await.unwrap();
        }
    };
    tokio::time::timeout(LOST, shouted).await.unwrap();
    assert!(ordered(&bridge).await);
}

#[tokio::test]
async fn an_order_that_the_broker_never_confirmed_is_known_to_be_lost() {
    let mut broker = Broker::start();
    let (bridge, mut coming) = bridge(&broker);
    coming.orders.wait_for(Result::is_ok).await.unwrap();
    assert!(ordered(&bridge).await);
    broker.kill();
    assert!(!ordered(&bridge).await);
    coming.orders.wait_for(Result::is_err).await.unwrap();
    broker.start_again();
    coming.orders.wait_for(Result::is_ok).await.unwrap();
    // What was given in between is not carried late, and what comes after it is told apart.
    assert!(ordered(&bridge).await);
}

#[tokio::test]
async fn a_broker_that_is_not_there_at_first_holds_up_nobody_and_is_used_once_it_is() {
    let mut broker = Broker::start();
    broker.kill();
    let (house, _mast) = house_and_mast(&broker, None);
    reached_on(&house, json!(["wire"])).await;
    let id = house.warn("exercise").await;
    heard(&house, id).await;
    broker.start_again();
    reached_on(&house, json!(["wire", "mqtt"])).await;
}

#[tokio::test]
async fn a_siren_is_heard_after_its_broker_was_away_for_long_and_sounds_once() {
    let mut broker = Broker::start();
    let (house, _mast) = house_and_mast(&broker, Some("127.0.0.1:9"));
    reached_on(&house, json!(["mqtt"])).await;
    broker.kill();
    let id = house.warn("exercise").await;
    // Longer than the attempts last, and than a siren may be silent.
    let path = format!("/api/v1/exercise/warnings/{id}");
    let is_over = |answer: &Answer| life(answer).filter(|life| life == "given_up");
    house.until("duty-1", &path, is_over).await;
    reached_on(&house, json!([])).await;
    broker.start_again();
    reached_on(&house, json!(["mqtt"])).await;
    heard(&house, id).await;
    assert_eq!(sounds(&house), 1);
}

/// How often the siren sounded.
fn sounds(house: &House) -> usize {
    std::fs::read_dir(house.path().join("sounds")).map_or(0, Iterator::count)
}
