//! What apps for the weather service and for the FOSS Public Alert Server ask, as they ask it.

use crate::house::{House, PATIENCE};
use serde_json::json;
use std::time::{Duration, Instant};

async fn count(house: &House, query: &str) -> usize {
    let answer = house.get("", &format!("/alerts/active{query}")).await;
    answer.expect(200)["features"].as_array().unwrap().len()
}

#[tokio::test]
async fn live_warnings_are_chosen_by_place_and_by_what_they_say() {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    house.warn("exercise").await;
    house.warn("actual").await;
    for (query, found) in [
        ("", 2),
        ("?point=33.31,44.39", 2),
        ("?point=33.25,44.40", 0),
        ("?zone=compound", 2),
        ("?zone=town", 0),
        ("?zone=town,compound", 2),
        ("?zone=TXZ123", 0),
        ("/zone/compound", 2),
        ("/zone/town", 0),
        ("?area=TX", 0),
        ("/area/TX", 0),
        ("?status=actual", 1),
        ("?status=actual,exercise", 2),
        ("?status=exercise&zone=compound", 1),
        ("?severity=Extreme,Severe", 2),
        ("?severity=Minor", 0),
        ("?urgency=immediate&certainty=observed", 2),
        ("?message_type=alert", 2),
        ("?message_type=cancel", 0),
        ("?limit=1", 1),
    ] {
        assert_eq!(count(&house, query).await, found, "{query}");
    }
    // An exercise is another event than the same thing for real.
    let active = house
        .get("", "/alerts/active?status=actual")
        .await
        .expect(200);
    let event = active["features"][0]["properties"]["event"]
        .as_str()
        .unwrap();
    let query = format!("?event=x,{event}");
    assert_eq!(count(&house, &query).await, 1, "{event}");
    for (query, status, code) in [
        ("?zone=compuond", 404, "zone_unknown"),
        ("/zone/compuond", 404, "zone_unknown"),
        ("?area=Texas", 400, "bad_area_code"),
        ("?zone=compound&point=33.3,44.4", 400, "two_places"),
        ("?limit=many", 400, "bad_query"),
    ] {
        house
            .get("", &format!("/alerts/active{query}"))
            .await
            .refused(status, code);
    }
}

#[tokio::test]
async fn who_knows_what_holds_may_wait_for_what_holds_next() {
    let house = House::open();
    let path = "/alerts/active?zone=compound";
    let first = house.get("", path).await;
    let etag = first.headers["etag"].to_str().unwrap().to_owned();
    let asked = |prefer: &str| {
        let asked = house.client().get(format!("{}{path}", house.base));
        let asked = asked.header("if-none-match", &etag);
        if prefer.is_empty() {
            asked
        } else {
            asked.header("prefer", prefer)
        }
    };
    assert_eq!(house.ask("", asked("")).await.status, 304);
    // Nothing comes: it waits as long as it was asked, and says so.
    let since = Instant::now();
    let nothing = house.ask("", asked("respond-async, wait=1")).await;
    assert_eq!(
        (
            nothing.status,
            nothing.headers["preference-applied"].to_str().unwrap()
        ),
        (304, "wait=1")
    );
    assert!(since.elapsed() >= Duration::from_secs(1));
    // A warning comes while it waits.
    let waiting = house.ask("", asked("wait=50"));
    let (answer, _) = tokio::join!(waiting, house.warn("exercise"));
    assert!(since.elapsed() < PATIENCE);
    assert_ne!(answer.headers["etag"].to_str().unwrap(), etag);
    assert_eq!(answer.headers["preference-applied"], "wait=50");
    assert_eq!(answer.expect(200)["features"].as_array().unwrap().len(), 1);
    // Who comes with an old ETag waits for nothing.
    assert_eq!(house.ask("", asked("wait=50")).await.status, 200);
}

#[tokio::test]
async fn an_app_of_the_public_alert_server_finds_what_is_real_around_it_and_reads_it_as_cap() {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    house.warn("exercise").await;
    let listed = async |query: &str| -> Vec<String> {
        let answer = house
            .get("", &format!("/alert/area?{query}"))
            .await
            .expect(200);
        serde_json::from_value(answer).unwrap()
    };
    // As Breezy Weather asks: about 100 m around the position.
    let here = "min_lat=33.309&max_lat=33.311&min_lon=44.389&max_lon=44.391";
    let nowhere = "min_lat=33.249&max_lat=33.251&min_lon=44.399&max_lon=44.401";
    assert!(
        listed(here).await.is_empty(),
        "its apps would show an exercise as real"
    );
    let id = house.warn("actual").await;
    let real = listed(here).await;
    assert_eq!(real.len(), 1);
    assert!(listed(nowhere).await.is_empty());
    assert_eq!(
        listed("min_lat=-90&max_lat=90&min_lon=-180&max_lon=180").await,
        real
    );
    // Over the antimeridian the long way round, which holds it, and the short way, which does not.
    assert_eq!(
        listed("min_lat=0&max_lat=60&min_lon=44&max_lon=-170").await,
        real
    );
    assert!(
        listed("min_lat=0&max_lat=60&min_lon=170&max_lon=-170")
            .await
            .is_empty()
    );
    let groups: Vec<usize> = real[0].split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{real:?}");
    let cap = house.get("", &format!("/alert/{}", real[0])).await;
    assert_eq!(
        (cap.status, cap.headers["content-type"].to_str().unwrap()),
        (200, "application/cap+xml")
    );
    for wanted in [
        "<status>Actual</status>",
        "<msgType>Alert</msgType>",
        "<urgency>Immediate</urgency>",
        "<polygon>",
    ] {
        assert!(cap.text.contains(wanted), "{wanted} in {}", cap.text);
    }
    let exercise = listed(&format!("{here}&exercise=true")).await;
    assert_eq!(exercise.len(), 1);
    let cap = house.get("", &format!("/alert/{}", exercise[0])).await;
    assert!(cap.text.contains("<status>Exercise</status>"));
    // As FOSSWarn asks before it uses a server.
    let said = house.get("", "/sources/server_status").await.expect(200);
    assert_eq!(said["server_operator"], "Test site");
    assert_eq!(
        house.get("", "/config/server_status").await.expect(200),
        said
    );
    house
        .get("", "/alert/area?min_lat=2&max_lat=1&min_lon=0&max_lon=1")
        .await
        .refused(400, "bad_bounds");
    house
        .get("", "/alert/area?min_lat=2")
        .await
        .refused(400, "bad_query");
    house
        .get("", "/alert/00000000-0000-8000-8000-000000000000")
        .await
        .refused(404, "not_found");
    // What has ended is listed no more.
    house
        .post(
            "duty-2",
            &format!("/api/v1/warnings/{id}/all-clear"),
            json!({}),
        )
        .await
        .expect(200);
    assert!(listed(here).await.is_empty());
}
