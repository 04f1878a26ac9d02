//! A thousand sirens behind a real broker, each with its own key and its own rules: one warning, its end, and a warning
//! while half of them come back. What they lack is the horn.

use crate::broker::Broker;
use crate::house::House;
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vigie_core::siren::{DeviceKeys, Way};
use vigie_server::bench::fleet::{Fleet, Known, fresh_keys, name};

const SIRENS: usize = 1_000;
/// How long a thousand of anything may take, on a machine that tests other things at the same time. Sirens that come
/// back have a beat of ten seconds and two rests before them.
const PATIENCE: Duration = Duration::from_mins(2);

/// A house with a broker and so many sirens more, and the sirens.
fn house_and_fleet(broker: &Broker) -> (House, Fleet) {
    let keys = fresh_keys(SIRENS).unwrap();
    let mut house = House::closed();
    let mut text = std::fs::read_to_string(house.config()).unwrap();
    write!(text, "\n[mqtt]\nbroker = \"{}\"\n", broker.url()).unwrap();
    for (n, key) in keys.iter().enumerate() {
        let (name, key) = (name(n), hex::encode(key.verifying_key()));
        write!(
            text,
            "\n[site.siren.{name}]\nzone = \"compound\"\nplace = [33.31, 44.39]\nkey = \"{key}\"\n"
        )
        .unwrap();
    }
    std::fs::write(house.config(), &text).unwrap();
    house.start();
    let public = |name: &str| {
        let file = house.state().join("keys").join(format!("{name}.key"));
        let seed = hex::decode(std::fs::read_to_string(file).unwrap().trim()).unwrap();
        SigningKey::from_bytes(&seed.try_into().unwrap()).verifying_key()
    };
    let known = Arc::new(Known {
        site: "test".to_owned(),
        keys: DeviceKeys::new(public("live"), public("exercise"), public("stop")).unwrap(),
        sirens: keys,
    });
    let address = ([127, 0, 0, 1], broker.port).into();
    let fleet = Fleet::connect(&known, Way::Mqtt, address).unwrap();
    (house, fleet)
}

/// Asks until so many are counted.
async fn until(house: &House, path: &str, count: impl Fn(&Value) -> usize) {
    let since = Instant::now();
    loop {
        let counted = count(&house.get("duty-1", path).await.expect(200));
        if counted >= SIRENS {
            return;
        }
        assert!(since.elapsed() < PATIENCE, "{counted} of {SIRENS}: {path}");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// Waits until the record says of every siren of the crowd that it was heard with the last message.
async fn all_heard(house: &House, path: &str) {
    until(house, path, |warning| {
        let deliveries = warning["deliveries"].as_array().unwrap().iter();
        let to_crowd = deliveries.filter(|d| d["target"].as_str().unwrap().contains("crowd-"));
        let mut lives: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
        for d in to_crowd {
            let known = lives.entry(d["target"].as_str().unwrap()).or_default();
            let this = (d["id"].as_u64().unwrap(), d["life"].as_str().unwrap());
            *known = this.max(*known);
        }
        lives.values().filter(|(_, life)| *life == "heard").count()
    })
    .await;
}

/// How often each siren obeyed which order since this was asked last.
fn obeyed(fleet: &Fleet) -> BTreeMap<(usize, u64), usize> {
    let mut times = BTreeMap::new();
    for came in fleet.arrived.try_iter().filter(|came| came.is_obeyed) {
        *times.entry((came.siren, came.order.unwrap())).or_default() += 1;
    }
    times
}

#[track_caller]
fn assert_each_once(times: &BTreeMap<(usize, u64), usize>) {
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert_eq!(twice, [], "obeyed more than once");
    let mut sirens: Vec<usize> = times.keys().map(|(siren, _)| *siren).collect();
    sirens.dedup();
    assert_eq!((sirens.len(), times.len()), (SIRENS, SIRENS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_sirens_obey_once_and_so_they_do_while_half_of_them_come_back() {
    let broker = Broker::start();
    let (house, fleet) = house_and_fleet(&broker);
    until(&house, "/api/v1/channels", |channels| {
        let reached = channels["channels"][0]["mqtt"].as_u64().unwrap_or(0);
        usize::try_from(reached).unwrap()
    })
    .await;

    let id = house.warn("exercise").await;
    let path = format!("/api/v1/exercise/warnings/{id}");
    all_heard(&house, &path).await;
    assert_each_once(&obeyed(&fleet));

    let end = format!("{path}/all-clear");
    house.post("duty-2", &end, json!({})).await.expect(200);
    all_heard(&house, &path).await;
    assert_each_once(&obeyed(&fleet));

    fleet.cut_all_but_every(2);
    let id = house.warn("exercise").await;
    all_heard(&house, &format!("/api/v1/exercise/warnings/{id}")).await;
    assert_each_once(&obeyed(&fleet));
}
