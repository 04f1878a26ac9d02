//! A client that others wrote for api.weather.gov, unchanged but for the address it asks.

use crate::common::readers_python;
use crate::house::House;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

#[tokio::test]
async fn a_client_of_the_weather_service_reads_our_live_warnings() {
    let Some(python) = readers_python() else {
        return;
    };
    let house = House::open();
    assert!(asked(&python, &[&house.base]).is_empty());
    house.warn("exercise").await;
    house.vetted(&["en", "fr"]).await;
    house.warn("actual").await;
    let collection = house.get("", "/alerts/active").await.json();
    let features = collection["features"].as_array().unwrap();
    let read = asked(&python, &[&house.base]);
    assert_eq!((read.len(), features.len()), (2, 2));
    for (read, feature) in read.iter().zip(features) {
        for name in ["id", "event", "status", "severity", "headline"] {
            assert_eq!(read[name], feature["properties"][name], "{name}");
        }
        let (theirs, ours) = (
            moment(&read["expires"]),
            moment(&feature["properties"]["expires"]),
        );
        assert_eq!(theirs, ours);
    }
    assert_eq!(asked(&python, &[&house.base, "33.31,44.39"]).len(), 2);
    assert!(asked(&python, &[&house.base, "33.25,44.40"]).is_empty());
}

/// Seconds of a time in RFC 3339.
fn moment(text: &Value) -> i64 {
    let text = text.as_str().unwrap();
    text.parse::<jiff::Timestamp>().unwrap().as_second()
}

fn asked(python: &PathBuf, arguments: &[&str]) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/weather_client.py");
    let done = Command::new(python)
        .arg(script)
        .args(arguments)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{complaint}");
    let said = String::from_utf8(done.stdout).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
