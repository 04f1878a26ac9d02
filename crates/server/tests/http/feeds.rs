//! What other software reads: feeds, GeoJSON, metrics, health.

use crate::house::{House, vigie};
use serde_json::json;
use std::process::Command;

#[tokio::test]
async fn a_feed_that_has_not_changed_is_not_sent_twice() {
    let house = House::open();
    house.warn("exercise").await;
    for path in [
        "/cap/alerts.atom",
        "/cap/alerts.rss",
        "/alerts/active",
        "/alerts/active?status=exercise",
    ] {
        let first = house.get("", path).await;
        assert_eq!(first.status, 200, "{path}");
        let etag = first.headers["etag"].to_str().unwrap().to_owned();
        // An entry that changes no warning changes no feed.
        house
            .post("duty-1", "/api/v1/reports", json!({}))
            .await
            .expect(201);
        let asked = || house.client().get(format!("{}{path}", house.base));
        for known in [
            etag.clone(),
            format!("W/{etag}"),
            format!("\"other\", {etag}"),
            "*".to_owned(),
        ] {
            let again = house.ask("", asked().header("if-none-match", &known)).await;
            assert_eq!((again.status, again.text.len()), (304, 0), "{path} {known}");
            assert_eq!(again.headers["etag"], etag.as_str());
        }
        let other = house
            .ask("", asked().header("if-none-match", "\"other\""))
            .await;
        assert_eq!((other.status, &other.text), (200, &first.text), "{path}");
    }
    house.vetted(&["en", "fr"]).await;
    let before = house.get("", "/alerts/active").await;
    house.warn("actual").await;
    let after = house.get("", "/alerts/active").await;
    assert_ne!(before.headers["etag"], after.headers["etag"]);
}

#[tokio::test]
async fn a_place_is_told_of_the_warnings_that_hold_there() {
    let house = House::open();
    let nothing = house.get("", "/alerts/active").await;
    assert_eq!(features(&nothing.text).len(), 0);
    house.vetted(&["en", "fr"]).await;
    house.warn("actual").await;
    house.warn("exercise").await;
    for (query, count) in [
        ("", 2),
        ("?point=33.31,44.39", 2),
        ("?point=33.31,44.39&status=actual", 1),
        ("?point=33.25,44.40", 0),
        ("?point=44.39,33.31", 0),
        ("?status=exercise", 1),
    ] {
        let answer = house.get("", &format!("/alerts/active{query}")).await;
        assert_eq!(answer.headers["content-type"], "application/geo+json");
        let found = features(&answer.text);
        assert_eq!(found.len(), count, "{query}");
        for feature in found {
            let geometry = feature.geometry.expect("a warning has an area");
            assert!(matches!(
                geometry.value,
                geojson::GeometryValue::Polygon { .. }
                    | geojson::GeometryValue::MultiPolygon { .. }
            ));
        }
    }
}

fn features(text: &str) -> Vec<geojson::Feature> {
    let read: geojson::GeoJson = text.parse().unwrap();
    geojson::FeatureCollection::try_from(read).unwrap().features
}

#[tokio::test]
async fn a_feed_names_each_message_and_its_bytes_are_there() {
    let house = House::open();
    let id = house.warn("exercise").await;
    let warning = house
        .get("duty-1", &format!("/api/v1/exercise/warnings/{id}"))
        .await
        .expect(200);
    let (identifier, sha256) = (
        &warning["alerts"][0]["identifier"],
        &warning["alerts"][0]["sha256"],
    );
    for path in ["/cap/alerts.atom", "/cap/alerts.rss"] {
        let feed = house.get("", path).await.text;
        let start = feed
            .find(&format!("{}/cap/", house.base).replace("/cap/", "/"))
            .expect("it names addresses");
        assert!(
            feed[start..].contains(identifier.as_str().unwrap()),
            "{feed}"
        );
    }
    let cap = house
        .get("", &format!("/cap/{}.xml", identifier.as_str().unwrap()))
        .await;
    assert_eq!(cap.headers["content-type"], "application/cap+xml");
    assert_eq!(
        vigie_core::siren::order_sha256(&cap.text),
        sha256.as_str().unwrap()
    );
}

#[tokio::test]
async fn behind_a_proxy_feeds_name_the_address_that_others_know() {
    let mut house = House::closed();
    let own = std::fs::read_to_string(house.config()).unwrap();
    let text = own.replacen(
        "[http]",
        "[http]\npublic_url = \"https://alerts.site.example/\"",
        1,
    );
    std::fs::write(house.config(), text).unwrap();
    house.start();
    house.warn("exercise").await;
    for path in ["/cap/alerts.atom", "/cap/alerts.rss"] {
        let feed = house.get("", path).await.text;
        assert!(feed.contains("https://alerts.site.example/cap/"), "{feed}");
        assert!(!feed.contains(&house.base), "{feed}");
    }
    let called = reqwest::Client::builder().no_proxy().build().unwrap();
    let asked = called
        .get(format!("{}/healthz", house.base))
        .header("host", "alerts.site.example");
    assert_eq!(
        asked.send().await.unwrap().status(),
        200,
        "and is called by that name"
    );
}

#[tokio::test]
async fn with_a_key_what_feeds_link_to_and_files_hold_is_signed_for_everybodys_software() {
    let mut house = House::closed();
    openssl(
        &house,
        &[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-out",
            "cap.pem",
        ],
    );
    openssl(
        &house,
        &["pkey", "-in", "cap.pem", "-pubout", "-out", "cap.pub"],
    );
    let plain = std::fs::read_to_string(house.config()).unwrap();
    std::fs::write(house.config(), plain + "[cap]\nkey = \"cap.pem\"\n").unwrap();
    house.start();
    let id = house.warn("exercise").await;
    let warning = house
        .get("duty-1", &format!("/api/v1/exercise/warnings/{id}"))
        .await
        .expect(200);
    let identifier = warning["alerts"][0]["identifier"].as_str().unwrap();
    let path = format!("/cap/{identifier}.xml");
    let served = house.get("", &path).await.text;
    let file = house.path().join(format!("out/cap/{identifier}.xml"));
    let written = house
        .until("", &path, |_| std::fs::read_to_string(&file).ok())
        .await;
    assert_eq!(written, served);
    let file = file.to_str().unwrap();
    let public = house.path().join("cap.pub");
    let public = public.to_str().unwrap();
    let other = Command::new("xmlsec1")
        .args(["--verify", "--pubkey-pem", public, file])
        .output()
        .unwrap();
    assert!(other.status.success(), "{other:?}");
    let ours = vigie(&["cap", "verify", "--key", public, file]);
    assert!(ours.status.success(), "{ours:?}");
    // What bulletins name by its SHA-256 stays as it was issued.
    let issued = house
        .get(
            "",
            &format!("/cap/alert/{}.xml", warning["alerts"][0]["id"]),
        )
        .await;
    assert_eq!(
        vigie_core::siren::order_sha256(&issued.text),
        warning["alerts"][0]["sha256"].as_str().unwrap()
    );
    let (before, rest) = served.split_once("<Signature").unwrap();
    let after = rest.split_once("</Signature>").unwrap().1;
    assert_eq!(format!("{before}{after}"), issued.text);
}

fn openssl(house: &House, args: &[&str]) {
    let done = Command::new("openssl")
        .args(args)
        .current_dir(house.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

#[tokio::test]
async fn health_is_said_and_metrics_are_in_the_form_that_prometheus_reads() {
    let house = House::open();
    assert_eq!(house.get("", "/healthz").await.text, "alive\n");
    assert_eq!(house.get("", "/readyz").await.text, "ready\n");
    house
        .post("radar-1", "/api/v1/reports", json!({ "reading": 1 }))
        .await
        .expect(201);
    house.warn("exercise").await;
    let metrics = house.get("", "/metrics").await;
    assert_eq!(
        metrics.headers["content-type"],
        "text/plain; version=0.0.4; charset=utf-8"
    );
    assert!(metrics.text.ends_with('\n'));
    let mut described = std::collections::BTreeMap::new();
    let mut lines = metrics.text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').unwrap();
            assert!(!help.is_empty());
            let kind = lines
                .next()
                .unwrap()
                .strip_prefix(&format!("# TYPE {name} "))
                .expect("a type after the help");
            assert!(["gauge", "counter"].contains(&kind));
            assert_eq!(kind == "counter", name.ends_with("_total"), "{name}");
            assert!(
                described.insert(name.to_owned(), kind).is_none(),
                "{name} twice"
            );
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let _: f64 = value.parse().unwrap();
        let name = series.split('{').next().unwrap();
        assert!(described.contains_key(name), "{name} is not described");
        assert!(
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{name}"
        );
        if let Some(labels) = series
            .strip_prefix(name)
            .filter(|labels| !labels.is_empty())
        {
            let inside = labels
                .strip_prefix('{')
                .and_then(|l| l.strip_suffix('}'))
                .unwrap();
            for label in inside.split(',') {
                let (_, value) = label.split_once('=').unwrap();
                assert!(value.starts_with('"') && value.ends_with('"'), "{label}");
            }
        }
    }
    for wanted in [
        "vigie_reports_total 1\n",
        "vigie_warnings_live 1\n",
        "vigie_build_info{version=\"0.1.0\"} 1\n",
        "process_start_time_seconds ",
    ] {
        assert!(
            metrics.text.contains(wanted),
            "{wanted} in {}",
            metrics.text
        );
    }
}
