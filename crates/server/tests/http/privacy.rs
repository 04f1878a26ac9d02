//! Where somebody is stays with them: a position is in nothing that the server writes, only its cell, and no cell
//! that few share.

use crate::house::House;
use crate::listen::Wire;
use std::path::Path;

/// What is planted, and every form that it could be written down in.
const PLANTED: [&str; 8] = [
    "33.3127", "44.3913", "33312719", "44391337", "33312", "44391", "41.87654", "svzt6mkz",
];

fn texts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| {
        if path.is_dir() {
            texts(&path)
        } else {
            vec![(path.display().to_string(), std::fs::read(&path).unwrap())]
        }
    });
    found.collect()
}

#[tokio::test]
async fn a_position_is_in_no_log_no_metric_and_no_file() {
    let house = House::open();
    let mut kept = Vec::new();
    for query in [
        "?at=33.312719,44.391337",
        "?cell=svzt6mkz",
        "?at=33.312719,44.391337&elsewhere=true",
    ] {
        kept.push(Wire::socket(&house, query).await);
        let response = house
            .client()
            .get(format!("{}/live{query}", house.base))
            .send()
            .await;
        kept.push(Wire::Sse(response.unwrap(), String::new()));
    }
    for path in [
        "/alerts/active?point=33.312719,44.391337",
        "/alert/area?min_lat=33.312719&max_lat=33.3148&min_lon=44.391337&max_lon=44.3934",
        // What is refused is not written down either.
        "/live?at=91.0,41.87654",
        "/live?at=33.312719,44.391337&zone=compound",
        "/alerts/active?point=33.312719",
        "/compound/json?poll=1&since=33.312719",
        "/no/such/path/33.312719,44.391337",
    ] {
        house.get("", path).await;
    }
    house.warn("exercise").await;
    let metrics = house.get("", "/metrics").await.text;
    drop(kept);
    let written = texts(house.path());
    assert!(
        written
            .iter()
            .any(|(path, bytes)| path.ends_with("/log") && !bytes.is_empty())
    );
    for planted in PLANTED {
        assert!(!metrics.contains(planted), "{planted} in the metrics");
        for (path, bytes) in &written {
            // The site's own siren and zone are near, and written down: the planted digits are finer.
            let found = bytes
                .windows(planted.len())
                .any(|window| window == planted.as_bytes());
            assert!(!found, "{planted} in {path}");
        }
    }
}

#[tokio::test]
async fn a_cell_that_few_share_is_counted_with_those_around_it() {
    let house = House::open();
    let mut kept = Vec::new();
    for _ in 0..20 {
        kept.push(Wire::socket(&house, "?at=33.31,44.39").await);
    }
    for _ in 0..3 {
        kept.push(Wire::socket(&house, "?at=36.19,44.01").await);
    }
    let metrics = house
        .until("", "/metrics", |page| {
            let all = page.text.contains("vigie_live_connections 23\n");
            all.then(|| page.text.clone())
        })
        .await;
    let cells: Vec<&str> = metrics
        .lines()
        .filter(|line| line.starts_with("vigie_live_cell_connections{"))
        .collect();
    assert_eq!(
        cells,
        [
            "vigie_live_cell_connections{cell=\"\"} 3",
            "vigie_live_cell_connections{cell=\"svzt6\"} 20"
        ]
    );
}
