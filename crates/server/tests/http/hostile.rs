//! The live wire among clients that mean it ill: they never read, never finish what they ask, or say too much.

use crate::house::{House, PATIENCE};
use crate::listen::{Heard, Wire};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Sockets that ask for the live wire and never read a byte of it.
const NEVER_READ: usize = 2_000;
/// Sockets that never finish their request.
const HALF_OPEN: usize = 200;
/// What they may cost the server, in bytes: the buffers of the unfinished, and a few hundred for each other.
const COST_BYTES_MAX: u64 = 32 << 20;
/// How soon the last of all must have been written to, in microseconds.
const LAST_US_MAX: u64 = 1_000_000;

fn raise_descriptors() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, raised).unwrap();
}

fn saying(house: &House, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(house.address()).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

async fn metric(house: &House, name: &str) -> u64 {
    let page = house.get("", "/metrics").await.text;
    let line = page
        .lines()
        .find(|line| line.starts_with(&format!("{name} ")));
    line.unwrap().rsplit(' ').next().unwrap().parse().unwrap()
}

async fn connected(house: &House, so: impl Fn(u64) -> bool) {
    let began = Instant::now();
    while !so(metric(house, "vigie_live_connections").await) {
        assert!(began.elapsed() < PATIENCE, "they are not all taken");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn thousands_who_never_read_or_never_finish_hold_up_nobody_and_cost_little() {
    raise_descriptors();
    let house = House::open();
    let before = house.resident_bytes();
    let request = "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let _stuck: Vec<_> = (0..NEVER_READ).map(|_| saying(&house, request)).collect();
    let _half: Vec<_> = (0..HALF_OPEN)
        .map(|_| saying(&house, &request[..24]))
        .collect();
    connected(&house, |connections| connections == NEVER_READ as u64).await;
    let mut honest = [
        Wire::sse(&house, None).await,
        Wire::socket(&house, "").await,
    ];
    let first = house.warn("exercise").await;
    for wire in &mut honest {
        assert_eq!(wire.bulletins(1).await.len(), 1);
    }
    let written = async {
        loop {
            match metric(&house, "vigie_live_last_write_us").await {
                0 => tokio::time::sleep(Duration::from_millis(20)).await,
                last_us => return last_us,
            }
        }
    };
    let last_us = tokio::time::timeout(PATIENCE, written)
        .await
        .expect("all are written to");
    assert!(last_us < LAST_US_MAX, "{last_us}");
    let over = format!("/api/v1/exercise/warnings/{first}/all-clear");
    house.post("duty-2", &over, json!({})).await.expect(200);
    for wire in &mut honest {
        assert_eq!(wire.bulletins(1).await.len(), 1);
    }
    let cost = house.resident_bytes().saturating_sub(before);
    assert!(cost < COST_BYTES_MAX, "{cost} bytes");
}

#[tokio::test]
async fn a_stream_may_follow_another_request_on_its_connection_and_nothing_may_follow_the_stream() {
    let house = House::open();
    let mut stream = saying(&house, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut answer = [0; 4_096];
    assert!(stream.read(&mut answer).unwrap() > 0);
    stream
        .write_all(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let read = stream.read(&mut answer).unwrap();
    let head = String::from_utf8_lossy(&answer[..read]).to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 ok\r\n"), "{head}");
    for line in [
        "content-type: text/event-stream",
        "x-content-type-options: nosniff",
        "date: ",
    ] {
        assert!(head.contains(line), "{line} is not in {head}");
    }
    assert!(
        !head.contains("content-length") && !head.contains("transfer-encoding"),
        "{head}"
    );
    connected(&house, |connections| connections == 1).await;
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    connected(&house, |connections| connections == 0).await;
}

#[tokio::test]
async fn whoever_asks_for_the_head_alone_does_not_stay() {
    let house = House::open();
    let mut stream = saying(
        &house,
        "HEAD /live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(metric(&house, "vigie_live_connections").await, 0);
}

#[tokio::test]
async fn a_restart_loses_no_bulletin_for_whoever_comes_back_by_its_number() {
    let mut house = House::open();
    let first = house.warn("exercise").await;
    let mut wire = Wire::sse(&house, None).await;
    let had = wire.bulletins(1).await[0];
    let over = format!("/api/v1/exercise/warnings/{first}/all-clear");
    house.post("duty-2", &over, json!({})).await.expect(200);
    house.kill();
    while wire.next().await.is_some() {}
    house.start();
    house.warn("exercise").await;
    let mut back = Wire::sse(&house, Some(had)).await;
    let missed = back.bulletins(2).await;
    assert!(
        missed[0] > had && missed[1] > missed[0],
        "{missed:?} after {had}"
    );
    assert!(matches!(back.next().await, Some(Heard::Heartbeat(_))));
}

#[tokio::test]
async fn a_strangers_page_may_not_listen_and_a_malformed_upgrade_is_refused_with_a_sentence() {
    let house = House::open();
    let upgrade = "Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let ask = |method: &str, headers: &str| {
        let request = format!("{method} /live/ws HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        let mut stream = saying(&house, &request);
        let mut answer = [0; 2_048];
        let read = stream.read(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    };
    let good = ask("GET", upgrade);
    assert!(good.starts_with("HTTP/1.1 101 "), "{good}");
    let ours = ask("GET", &format!("{upgrade}Origin: http://localhost\r\n"));
    assert!(ours.starts_with("HTTP/1.1 101 "), "{ours}");
    for (method, headers, code) in [
        (
            "GET",
            format!("{upgrade}Origin: https://evil.example\r\n"),
            "origin_unknown",
        ),
        (
            "GET",
            format!("{upgrade}Origin: null\r\n"),
            "origin_unknown",
        ),
        ("GET", String::new(), "websocket_expected"),
        ("GET", upgrade.replace("13", "12"), "websocket_expected"),
        (
            "GET",
            upgrade.replace("websocket\r\n", "webrocket\r\n"),
            "websocket_expected",
        ),
        (
            "GET",
            upgrade.replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
            "websocket_expected",
        ),
        ("POST", upgrade.to_owned(), "wrong_method"),
        (
            "GET",
            format!("{upgrade}X: {}\r\n", "x".repeat(20_000)),
            "headers_too_large",
        ),
    ] {
        let said = ask(method, &headers);
        assert!(
            said.starts_with("HTTP/1.1 4") && said.contains(code),
            "{code}: {said}"
        );
    }
    let stranger = "GET /live HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n";
    for (headers, code) in [
        (stranger.to_owned() + "\r\n", "origin_unknown"),
        (
            "GET /live HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: -1\r\n\r\n".to_owned(),
            "bad_last_event_id",
        ),
        (
            "GET /live HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 99999999999999999999\r\n\r\n"
                .to_owned(),
            "bad_last_event_id",
        ),
        (
            "GET /live?since=x HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
            "bad_query",
        ),
    ] {
        let mut stream = saying(&house, &headers);
        let mut answer = [0; 2_048];
        let read = stream.read(&mut answer).unwrap();
        let said = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(said.contains(code), "{code}: {said}");
    }
    connected(&house, |connections| connections == 0).await;
}
