//! GeoJSON as api.weather.gov serves it, read and written: its own captures, and every real message there and back.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod common;

use serde_json::{Value, json};
use vigie_cap::Mode;
use vigie_cap::doc::{Alert, Area, DateTime};
use vigie_cap::geojson::{Entry, feature, feature_collection, read, read_feature};

fn as_feature(alert: &Alert) -> Value {
    feature(&Entry {
        alert,
        url: "https://vigie.example/cap/1.xml",
        language: None,
    })
}

/// The captures hold templates in place of times that age.
fn aged(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("date:") => {
            "2024-01-08T14:00:00-06:00".clone_into(text);
        }
        Value::Array(list) => list.iter_mut().for_each(aged),
        Value::Object(object) => object.values_mut().for_each(aged),
        _ => {}
    }
}

#[test]
fn every_alert_that_the_weather_service_served_becomes_cap_and_the_same_geojson_again() {
    let Some(root) = common::root() else { return };
    let mut alerts = 0;
    for name in ["air-quality", "e2e", "testing"] {
        let path = root.join(format!("weather.gov-api/{name}-alerts-active.json"));
        let mut theirs: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        aged(&mut theirs);
        let read = read(&theirs.to_string()).unwrap();
        let features = theirs["features"].as_array().unwrap();
        assert_eq!(read.len(), features.len());
        for (feature, read) in features.iter().zip(read) {
            let read = read.unwrap_or_else(|error| panic!("{error}: {feature}"));
            let again = as_feature(&read.alert);
            same(feature, &again, &read.lost);
            let written = vigie_cap::write(&read.alert);
            let back = vigie_cap::read(written.as_bytes(), Mode::Strict);
            assert!(!back.has_errors(), "{:?}\n{written}", back.findings);
            assert_eq!(back.alerts[0].alert, read.alert);
            alerts += 1;
        }
    }
    println!("{alerts} alerts of the weather service");
    assert!(alerts > 500);
}

fn moment(text: &Value) -> Option<DateTime> {
    DateTime::read(text.as_str()?).map(|(moment, _)| moment)
}

/// Everything that their feature says, ours says; but for what was named as lost: the zones, which CAP has no place
/// for, and an end that one of the templates made differ from its parameter.
fn same(theirs: &Value, ours: &Value, lost: &[&str]) {
    let silent = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    for (name, value) in theirs["properties"].as_object().unwrap() {
        if name == "@id" || lost.contains(&name.as_str()) {
            continue;
        }
        let our = &ours["properties"][name];
        let same = match (name.as_str(), value) {
            ("references", Value::Array(named)) => {
                let key = |one: &Value| (one["identifier"].clone(), one["sender"].clone());
                named.iter().map(key).collect::<Vec<_>>()
                    == our.as_array().unwrap().iter().map(key).collect::<Vec<_>>()
            }
            // Not said, and yet said by the parameter.
            ("ends", Value::Null) => {
                silent(our) || our == &theirs["properties"]["parameters"]["eventEndingTime"][0]
            }
            // The captures have a time with a zone of four digits.
            ("effective" | "onset" | "expires" | "ends", Value::String(_)) => {
                moment(our) == moment(value)
            }
            // What ends is kept in a parameter of its own; some lists are always there.
            ("parameters" | "geocode", _) => value
                .as_object()
                .unwrap()
                .iter()
                .all(|(name, values)| &our[name] == values),
            _ => our == value || silent(our) && silent(value),
        };
        assert!(same, "{name}: {value} became {our}");
    }
    let (theirs, ours) = (&theirs["geometry"], &ours["geometry"]);
    assert_eq!(theirs["type"], ours["type"]);
    if theirs["type"] == "Polygon" {
        // The winding and the first corner may differ.
        let ring = |geometry: &Value| {
            let corners = geometry["coordinates"][0].as_array().unwrap().iter();
            let mut ring: Vec<(String, String)> = corners
                .map(|at| (at[0].as_f64(), at[1].as_f64()))
                .map(|(lon, lat)| (format!("{lon:?}"), format!("{lat:?}")))
                .collect();
            ring.sort();
            ring
        };
        assert_eq!(ring(theirs), ring(ours));
    }
}

#[test]
fn every_real_message_goes_to_geojson_and_back_with_what_geojson_can_say() {
    let mut messages = 0;
    for (name, bytes) in common::corpus() {
        for original in vigie_cap::read(&bytes, Mode::Lenient).alerts {
            let is = &original.alert;
            if is.infos.is_empty() || !original.stand_ins.is_empty() {
                continue;
            }
            let back =
                read_feature(&as_feature(is)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(back.assumed, [""; 0], "{name}");
            let back = back.alert;
            assert_eq!(back.reference(), is.reference(), "{name}");
            assert_eq!(
                (back.status, back.msg_type, back.scope),
                (is.status, is.msg_type, is.scope)
            );
            assert_eq!(back.references, is.references, "{name}");
            assert_eq!(back.note, is.note, "{name}");
            let (info, was) = (&back.infos[0], &is.infos[0]);
            assert_eq!(info.event.trim(), was.event.trim(), "{name}");
            assert_eq!(info.headline, was.headline, "{name}");
            assert_eq!(info.description, was.description, "{name}");
            assert_eq!(info.instruction, was.instruction, "{name}");
            assert_eq!(info.expires, was.expires, "{name}");
            assert_eq!(
                (info.urgency, info.severity, info.certainty),
                (was.urgency, was.severity, was.certainty)
            );
            // What was read is written again as it is, but for what CAP leaves to be understood.
            let mut again = as_feature(&back);
            let mut once = as_feature(is);
            for feature in [&mut again, &mut once] {
                feature["properties"]["code"] = Value::Null;
                feature["properties"]["ends"] = Value::Null;
                if let Some(parameters) = feature["properties"]["parameters"].as_object_mut() {
                    parameters.remove("eventEndingTime");
                }
            }
            assert_eq!(once["properties"], again["properties"], "{name}");
            messages += 1;
        }
    }
    println!("{messages} messages there and back");
}

#[test]
fn what_a_message_cannot_say_is_named() {
    let feature = json!({"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [
        [[[0, 0], [3, 0], [3, 3], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]],
        [[[5, 5], [6, 5], [6, 6], [5, 5]]]]},
        "properties": {"id": "a", "sender": "s", "sent": "2024-01-08T14:00:00Z", "status": "Test",
            "messageType": "Alert", "areaDesc": "Two", "category": ["Met", "Geo"],
            "affectedZones": ["https://vigie.example/zone/1"]}});
    let read = read_feature(&feature).unwrap();
    assert_eq!(read.lost, ["holes", "affectedZones"]);
    assert_eq!(read.assumed, ["scope", "urgency", "severity", "certainty"]);
    let area: &Area = &read.alert.infos[0].areas[0];
    assert_eq!(area.polygons.len(), 2);
    assert_eq!(area.polygons[1].0[1].to_string(), "5,6");
    assert_eq!(read.alert.infos[0].categories.len(), 2);
}

#[test]
fn what_is_no_alert_is_said_and_does_not_hide_the_next() {
    let sound = json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [44.4, 33.3]},
        "properties": {"id": "a", "sender": "s", "sent": "2024-01-08T14:00:00Z", "status": "Test",
            "messageType": "Alert"}});
    let changed = |name: &str, value: Value| {
        let mut feature = sound.clone();
        feature["properties"][name] = value;
        feature
    };
    let mut line = sound.clone();
    line["geometry"] = json!({"type": "LineString", "coordinates": [[0, 0], [1, 1]]});
    let mut bent = sound.clone();
    bent["geometry"] = json!({"type": "Polygon", "coordinates": [[[0, "one"]]]});
    let collection = json!({"type": "FeatureCollection", "features": [
        changed("status", json!("Real")), changed("sent", json!("today")), changed("id", Value::Null),
        changed("references", json!([{"sender": "s"}])), line, bent, 5, sound]});
    let read_all = read(&collection.to_string()).unwrap();
    let said: Vec<String> = read_all
        .iter()
        .map(|one| {
            one.as_ref()
                .map_or_else(ToString::to_string, |one| one.alert.identifier.clone())
        })
        .collect();
    for (nth, part) in [
        "\"Real\" is not one of",
        "sent is \"today\"",
        "id is missing",
        "references is",
        "no place of CAP",
        "not two numbers",
        "status is missing",
    ]
    .iter()
    .enumerate()
    {
        assert!(said[nth].contains(part), "{part} in {}", said[nth]);
    }
    assert_eq!(said[7], "a");
    assert!(
        read("[]").is_err() && read("{").is_err() && read(&" ".repeat((16 << 20) + 1)).is_err()
    );
}

#[test]
fn a_collection_is_one_document_of_its_media_type() {
    let text = feature_collection(&[]).to_string();
    assert!(read(&text).unwrap().is_empty());
    assert_eq!(vigie_cap::geojson::MEDIA_TYPE, "application/geo+json");
}
