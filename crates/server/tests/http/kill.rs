//! Power cuts: the program is killed without a word while reports and warnings stream in.

use crate::house::{House, vigie};
use crate::listen::Wire;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const ROUNDS: usize = 6;

/// What a client was told is done.
#[derive(Default)]
struct Acknowledged {
    reading: u64,
    reports: Vec<(u64, u64)>,
    alerts: Vec<u64>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_listeners_resume_by_number() {
    let mut house = House::open();
    house.vetted(&["en", "fr"]).await;
    let mut acknowledged = Acknowledged::default();
    let (mut by_sse, mut by_socket) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut random = [0; 2];
        getrandom::fill(&mut random).unwrap();
        let moment = Duration::from_millis(60 + u64::from(u16::from_le_bytes(random)) % 700);
        {
            let sse = listen(Wire::sse(&house, last(&by_sse)).await);
            let since = format!("?since={}", last(&by_socket).unwrap_or(0));
            let socket = listen(Wire::socket(&house, &since).await);
            let streaming = stream(&house, &mut acknowledged);
            // The one moment that nothing can be waited for: it is random on purpose.
            let _ = tokio::time::timeout(moment, streaming).await;
            house.kill();
            by_sse.extend(sse.await.unwrap());
            by_socket.extend(socket.await.unwrap());
        }
        house.start();
    }
    let facts = house.facts();
    let fact = |n: u64| &facts[usize::try_from(n).unwrap() - 1];
    for (n, reading) in &acknowledged.reports {
        assert_eq!(fact(*n)["kind"], "report_received", "report {n}");
        assert_eq!(fact(*n)["report"]["source"]["reading"], json!(reading));
    }
    for n in &acknowledged.alerts {
        assert_eq!(fact(*n)["kind"], "alert_issued", "alert {n}");
    }
    let issued: BTreeSet<u64> = (1..)
        .zip(&facts)
        .filter(|(_, fact)| fact["kind"] == "alert_issued")
        .map(|(n, _)| n)
        .collect();
    assert!(
        acknowledged.reports.len() > ROUNDS && acknowledged.alerts.len() > 1,
        "the stream ran: {} reports, {} alerts",
        acknowledged.reports.len(),
        acknowledged.alerts.len()
    );

    drain(Wire::sse(&house, last(&by_sse)).await, &mut by_sse, &issued).await;
    let since = format!("?since={}", last(&by_socket).unwrap_or(0));
    drain(Wire::socket(&house, &since).await, &mut by_socket, &issued).await;
    for heard in [&by_sse, &by_socket] {
        let once: BTreeSet<u64> = heard.iter().copied().collect();
        assert_eq!(
            once, issued,
            "every alert of the journal was heard, and nothing else"
        );
    }
    house.kill();
    let journal = house.state().join("journal");
    let verified = vigie(&["journal", "verify", journal.to_str().unwrap()]);
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
    let config = house.config();
    let replayed = vigie(&["replay", "--config", config.to_str().unwrap()]);
    assert!(
        replayed.status.success(),
        "{}",
        String::from_utf8_lossy(&replayed.stderr)
    );
}

fn last(heard: &[u64]) -> Option<u64> {
    heard.iter().max().copied()
}

/// Hears until the connection ends. One connection says each thing once.
fn listen(mut wire: Wire) -> tokio::task::JoinHandle<Vec<u64>> {
    tokio::spawn(async move {
        let mut numbers = Vec::new();
        while let Some(heard) = wire.next().await {
            if let Some(n) = heard.number() {
                assert!(!numbers.contains(&n), "{n} came twice on one connection");
                numbers.push(n);
            }
        }
        numbers
    })
}

async fn drain(mut wire: Wire, heard: &mut Vec<u64>, issued: &BTreeSet<u64>) {
    let all = async {
        while !issued.iter().all(|n| heard.contains(n)) {
            heard.extend(wire.next().await.expect("the connection holds").number());
        }
    };
    let in_time = tokio::time::timeout(crate::house::PATIENCE, all).await;
    let missing: Vec<_> = issued.iter().filter(|n| !heard.contains(n)).collect();
    assert!(in_time.is_ok(), "these bulletins never came: {missing:?}");
}

/// Reports and warnings without end, each noted only once it is acknowledged.
async fn stream(house: &House, acknowledged: &mut Acknowledged) {
    loop {
        for _ in 0..4 {
            acknowledged.reading += 1;
            let reading = acknowledged.reading;
            let report = json!({ "reading": reading, "danger": "rockets" });
            let Ok(answer) = house.try_post("radar-1", "/api/v1/reports", report).await else {
                return;
            };
            acknowledged
                .reports
                .push((answer.expect(201)["n"].as_u64().unwrap(), reading));
        }
        match warn(house).await {
            Ok(alert) => acknowledged.alerts.push(alert),
            Err(_gone) => return,
        }
    }
}

/// What saves lives waits for no turn, however many come.
async fn warn(house: &House) -> reqwest::Result<u64> {
    let draft =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "actual", "valid_s": 600 });
    let drafted = loop {
        let asked = house.try_post("duty-1", "/api/v1/warnings", draft.clone());
        let answer = asked.await?;
        if answer.status == 201 {
            break answer.json();
        }
        // The same again joins what is open: that ends first.
        let open = answer.expect(200);
        let (what, body) = match open["stage"].as_str() {
            Some("live") => ("all-clear", json!({})),
            _ => (
                "reject",
                json!({ "reason": "left over from before the cut" }),
            ),
        };
        let path = format!("/api/v1/warnings/{}/{what}", open["warning"]);
        house.try_post("duty-2", &path, body).await?.expect(200);
    };
    let path = |what: &str| format!("/api/v1/warnings/{}/{what}", drafted["warning"]);
    let shown = house
        .try_post("duty-1", &path("submit"), json!({}))
        .await?
        .expect(200);
    let approval = json!({ "sha256": shown["sha256"] });
    let approved: Value = house
        .try_post("duty-2", &path("approve"), approval)
        .await?
        .expect(200);
    Ok(approved["warning"]["alerts"][0]["id"].as_u64().unwrap())
}

#[tokio::test]
async fn a_server_that_is_asked_to_stop_stops_at_once_and_cleanly() {
    let mut house = House::open();
    let mut wire = Wire::sse(&house, None).await;
    house.warn("exercise").await;
    wire.bulletins(1).await;
    let since = std::time::Instant::now();
    assert!(house.stop().success());
    assert!(
        since.elapsed() < Duration::from_secs(5),
        "an open stream does not hold it up"
    );
    while wire.next().await.is_some() {}
    assert!(!house.state().join("address").exists());
}
