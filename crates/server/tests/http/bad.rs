//! What comes in wrong: each answered with one sentence and a stable code, and nothing is half done.

use crate::house::House;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use vigie_core::ids::OfficerId;
use vigie_server::tokens::Who;

#[expect(clippy::too_many_lines, reason = "one line for each refusal")]
#[tokio::test]
async fn a_wrong_report_changes_nothing() {
    let house = House::open();
    let reports = "/api/v1/reports";
    let good =
        json!({ "reading": 5, "danger": "rockets", "place": { "lat": 33.31, "lon": 44.39 } });
    house.post("radar-1", reports, good).await.expect(201);
    let ago = |s: i64| (jiff::Timestamp::now() - jiff::SignedDuration::from_secs(s)).to_string();
    let head = house.head().await;
    let wrong: Vec<(&str, Value, u16, &str)> = vec![
        ("radar-1", json!({ "reading": 5 }), 409, "reading_seen"),
        (
            "radar-1",
            json!({ "danger": "rockets" }),
            422,
            "reading_missing",
        ),
        ("radar-1", json!({ "reading": 0 }), 422, "bad_reading"),
        (
            "radar-1",
            json!({ "reading": 9, "source": { "kind": "press", "outlet": "x" } }),
            422,
            "source_given",
        ),
        (
            "radar-1",
            json!({ "reading": 9, "said_at": ago(3_600) }),
            422,
            "too_old",
        ),
        (
            "radar-1",
            json!({ "reading": 9, "said_at": ago(-3_600) }),
            422,
            "in_the_future",
        ),
        (
            "radar-1",
            json!({ "reading": 9, "place": { "lat": 91, "lon": 0 } }),
            422,
            "area.off_the_globe",
        ),
        (
            "radar-1",
            json!({ "reading": 9, "place": { "lat": 0, "lon": 0 } }),
            422,
            "elsewhere",
        ),
        (
            "radar-1",
            json!({ "reading": 9, "danger": "two words" }),
            422,
            "bad_name",
        ),
        (
            "radar-1",
            json!({ "reading": 9, "mood": "calm" }),
            422,
            "body_unexpected",
        ),
        ("radar-1", json!({ "reading": -1 }), 422, "body_unexpected"),
        ("radar-1", json!({ "reading": 1.5 }), 422, "body_unexpected"),
        ("radar-1", json!([1, 2]), 422, "body_unexpected"),
        ("duty-1", json!({ "reading": 9 }), 422, "reading_given"),
        ("duty-1", json!({ "text": "" }), 422, "bad_text"),
        (
            "duty-1",
            json!({ "source": { "kind": "press", "outlet": " " } }),
            422,
            "bad_text",
        ),
        (
            "duty-1",
            json!({ "said_at": "yesterday" }),
            422,
            "body_unexpected",
        ),
        (
            "duty-1",
            json!({ "text": "x".repeat(5_000) }),
            413,
            "body_too_large",
        ),
        ("screens", json!({ "reading": 9 }), 403, "reporter_needed"),
        ("", json!({ "reading": 9 }), 401, "token_missing"),
        (
            "vigie_guessed",
            json!({ "reading": 9 }),
            401,
            "token_unknown",
        ),
    ];
    for (who, body, status, code) in wrong {
        house.post(who, reports, body).await.refused(status, code);
    }
    let swapped = json!({ "reading": 9, "place": { "lat": 44.39, "lon": 33.31 } });
    let answer = house.post("radar-1", reports, swapped).await;
    answer.refused(422, "elsewhere");
    assert!(
        answer
            .text
            .contains("latitude and longitude seem to be exchanged"),
        "{}",
        answer.text
    );
    assert_eq!(house.head().await, head, "what is refused leaves no entry");
}

#[tokio::test]
async fn a_wrong_body_is_answered_by_what_is_wrong_with_it() {
    let house = House::open();
    let head = house.head().await;
    let url = format!("{}/api/v1/warnings", house.base);
    let bodies: [(&[u8], u16, &str); 8] = [
        (b"{", 400, "body_malformed"),
        (b"{\"danger\":}", 400, "body_malformed"),
        (b"\xff\xfe", 400, "body_malformed"),
        (
            b"{\"danger\":\"rockets\",\"zones\":[],\"status\":\"actual\",\"valid_s\":60} {}",
            400,
            "body_malformed",
        ),
        (b"", 422, "body_unexpected"),
        (
            b"{\"danger\":\"rockets\",\"danger\":\"rockets\"}",
            422,
            "body_unexpected",
        ),
        (
            b"{\"danger\":\"rockets\",\"zones\":[],\"status\":\"real\",\"valid_s\":60}",
            422,
            "body_unexpected",
        ),
        (
            b"{\"danger\":\"rockets\",\"zones\":[],\"status\":\"actual\",\"valid_s\":1e300}",
            422,
            "body_unexpected",
        ),
    ];
    for (body, status, code) in bodies {
        let answer = house
            .ask("duty-1", house.client().post(&url).body(body.to_vec()))
            .await;
        answer.refused(status, code);
    }
    let deep = "[".repeat(2_000);
    let answer = house
        .ask("duty-1", house.client().post(&url).body(deep))
        .await;
    answer.refused(422, "body_unexpected");
    assert_eq!(house.head().await, head);
}

#[tokio::test]
async fn only_officers_decide_and_look() {
    let house = House::open();
    let head = house.head().await;
    for (method, path) in vigie_server::http::ROUTES {
        // A person's link and a person's device are permissions of their own; whoever signs up needs none.
        let is_of_a_person = path.starts_with("/api/v1/safe/") || *path == "/api/v1/position";
        let is_of_the_public = path.starts_with("/api/v1/signups");
        if !path.starts_with("/api/v1/") || is_of_a_person || is_of_the_public {
            continue;
        }
        let url = format!("{}{}", house.base, path.replace("{id}", "1"));
        let asked = || match *method {
            "post" => house.client().post(&url).body("{}"),
            _ => house.client().get(&url),
        };
        house.ask("", asked()).await.refused(401, "token_missing");
        let basic = asked().header("authorization", "Basic dmlnaWU6dmlnaWU=");
        house.ask("", basic).await.refused(401, "token_missing");
        house
            .ask("vigie_", asked())
            .await
            .refused(401, "token_unknown");
        if *path != "/api/v1/reports" {
            house
                .ask("radar-1", asked())
                .await
                .refused(403, "officer_needed");
            house
                .ask("screens", asked())
                .await
                .refused(403, "officer_needed");
        }
    }
    assert_eq!(house.head().await, head);
}

#[tokio::test]
async fn a_revoked_or_expired_token_dies_within_two_seconds() {
    let mut house = House::closed();
    let who = Who::Officer(OfficerId::new("duty-1"));
    let id = house.add_token("leaving", &who, 3_600_000);
    house.start();
    house.add_token("brief", &who, 3_000);
    house
        .get("brief", "/api/v1/zones")
        .await
        .refused(403, "token_waiting");
    house.let_in().await;
    house.get("leaving", "/api/v1/zones").await.expect(200);
    house.get("brief", "/api/v1/zones").await.expect(200);
    let mut stream = house
        .client()
        .get(format!("{}/api/v1/picture/stream", house.base))
        .bearer_auth(house.token("leaving"))
        .send()
        .await
        .unwrap();
    assert!(stream.chunk().await.unwrap().is_some());

    let config = house.config();
    let out = crate::house::vigie(&["token", "revoke", &id, "--config", config.to_str().unwrap()]);
    assert!(out.status.success(), "{out:?}");
    let revoked = Instant::now();
    house
        .until("leaving", "/api/v1/zones", |answer| {
            (answer.status == 401).then_some(())
        })
        .await;
    assert!(
        revoked.elapsed() < Duration::from_millis(2_500),
        "{:?}",
        revoked.elapsed()
    );
    house
        .get("leaving", "/api/v1/zones")
        .await
        .refused(401, "token_unknown");
    house
        .until("brief", "/api/v1/zones", |answer| {
            (answer.status == 401).then_some(())
        })
        .await;
    // The picture is shown again at least every five seconds; the stream of the dead token ends.
    let ended = tokio::time::timeout(Duration::from_secs(8), async {
        while stream.chunk().await.unwrap().is_some() {}
    });
    ended.await.expect("a revoked token ends its stream");
}

#[tokio::test]
async fn an_officer_who_left_sees_nothing() {
    let mut house = House::open();
    house.add_token(
        "gone",
        &Who::Officer(OfficerId::new("nobody-here")),
        3_600_000,
    );
    house
        .get("gone", "/api/v1/picture")
        .await
        .refused(403, "officer_unknown");
    house
        .post("gone", "/api/v1/reports", json!({}))
        .await
        .refused(403, "officer_unknown");
}

#[tokio::test]
async fn a_wrong_address_method_path_or_header_is_refused_with_a_sentence() {
    let house = House::open();
    let get = |path: &str| house.client().get(format!("{}{path}", house.base));
    house
        .ask("", get("/healthz").header("host", "evil.example"))
        .await
        .refused(421, "unknown_host");
    house
        .ask("", get("/api/v2/warnings"))
        .await
        .refused(404, "no_such_path");
    house
        .ask("", get("/live").header("last-event-id", "x"))
        .await
        .refused(400, "bad_last_event_id");
    house
        .ask("", get("/live").header("last-event-id", "-1"))
        .await
        .refused(400, "bad_last_event_id");
    house
        .ask("", get("/live?since=x"))
        .await
        .refused(400, "bad_query");
    house
        .ask("", get("/live/ws"))
        .await
        .refused(400, "websocket_expected");
    house
        .ask("", get("/sirens/link"))
        .await
        .refused(400, "websocket_expected");
    house
        .ask("", get("/alerts/active?point=here"))
        .await
        .refused(400, "bad_point");
    house
        .ask("", get("/alerts/active?point=91,0"))
        .await
        .refused(422, "area.off_the_globe");
    house
        .ask("duty-1", get("/api/v1/warnings/first"))
        .await
        .refused(400, "bad_path");
    house
        .ask("duty-1", get("/api/v1/warnings/%ff"))
        .await
        .refused(400, "bad_path");
    house
        .ask("duty-1", get("/api/v1/warnings/7"))
        .await
        .refused(404, "not_found");
    house
        .ask("", get("/cap/../vigie.toml"))
        .await
        .refused(404, "no_such_path");
    house
        .ask("", get("/cap/..%2fvigie.toml"))
        .await
        .refused(404, "not_found");
    house
        .ask("", get("/api/v1/safe/guessed"))
        .await
        .refused(404, "link_unknown");
    house
        .ask("", get("/healthz").header("x-giant", "x".repeat(20_000)))
        .await
        .refused(431, "headers_too_large");
    house
        .ask("", get(&format!("/{}", "x".repeat(9_000))))
        .await
        .refused(414, "target_too_long");
    let wrong = house
        .ask(
            "",
            house
                .client()
                .delete(format!("{}/api/v1/warnings", house.base)),
        )
        .await;
    wrong.refused(405, "wrong_method");
    assert!(wrong.headers.contains_key("allow"), "{wrong:?}");

    let giant = format!(
        "GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n",
        "x".repeat(1 << 20)
    );
    assert!(house.raw(giant.as_bytes()).starts_with("HTTP/1.1 431 "));
    let many = format!(
        "GET /healthz HTTP/1.1\r\nhost: localhost\r\n{}\r\n",
        "x: y\r\n".repeat(1_000)
    );
    assert!(house.raw(many.as_bytes()).starts_with("HTTP/1.1 431 "));
    assert!(
        house
            .raw(b"\x16\x03\x01\x02\x00\x01\x00 no TLS here\r\n\r\n")
            .starts_with("HTTP/1.1 400 ")
    );
    let nameless = house.raw(b"GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n");
    assert!(nameless.starts_with("HTTP/1.1 421 "), "{nameless}");
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let house = House::open();
    let since = Instant::now();
    let answer = house.raw(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: ");
    let took = since.elapsed();
    assert!(!answer.contains("200"), "{answer}");
    assert!((8..20).contains(&took.as_secs()), "{took:?}");
}

#[tokio::test]
async fn every_answer_is_marked_and_no_secret_is_logged() {
    let house = House::open();
    house.get("duty-1", "/api/v1/zones").await.expect(200);
    house
        .post("radar-1", "/api/v1/reports", json!({ "reading": 1 }))
        .await
        .expect(201);
    for path in [
        "/",
        "/healthz",
        "/api/v1/zones",
        "/alerts/active",
        "/nothing",
        "/metrics",
        "/openapi.json",
    ] {
        let answer = house.get("duty-1", path).await;
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{path}"
        );
        assert_eq!(answer.headers["referrer-policy"], "no-referrer", "{path}");
        let csp = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(csp.contains("frame-ancestors 'none'"), "{path}: {csp}");
        assert!(!csp.contains("unsafe"), "{path}: {csp}");
        let kept = answer.headers["cache-control"].to_str().unwrap();
        assert!(
            !path.starts_with("/api/") || kept == "no-store",
            "{path}: {kept}"
        );
    }
    let log = house.log();
    assert!(log.contains("listening"), "{log}");
    for who in ["duty-1", "radar-1"] {
        assert!(
            !log.contains(house.token(who)),
            "the token of {who} is in the log"
        );
    }
}

#[tokio::test]
async fn a_place_that_is_none_is_refused_with_what_would_be_one() {
    let house = House::open();
    let get = |path: &str| house.client().get(format!("{}{path}", house.base));
    for (query, code) in [
        ("at=91,0", "area.off_the_globe"),
        ("at=NaN,1", "area.off_the_globe"),
        ("at=33.3", "area.off_the_globe"),
        ("cell=ail", "bad_cell"),
        ("cell=", "bad_cell"),
        ("zone=nowhere", "zone_unknown"),
        ("zone=compound&cell=svz", "two_places"),
    ] {
        house
            .ask("", get(&format!("/live?{query}")))
            .await
            .refused(400, code);
    }
}
