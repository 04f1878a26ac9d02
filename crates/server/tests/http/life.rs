//! The life of a warning by two officers, and what each rule says on the way.

use crate::house::{House, vigie_as};
use serde_json::json;
use sha2::{Digest, Sha256};

#[tokio::test]
async fn whoever_asks_for_the_same_is_told_so_and_a_drill_too_many_waits_for_its_turn() {
    let house = House::open();
    let draft = |valid_s: u32| json!({ "danger": "rockets", "zones": ["compound"], "status": "exercise", "valid_s": valid_s });
    let warnings = "/api/v1/exercise/warnings";
    let first = house.post("duty-1", warnings, draft(600)).await.expect(201);
    let same = house.post("duty-1", warnings, draft(300)).await.expect(200);
    assert_eq!(same["warning"], first["warning"]);
    assert_eq!(
        (&same["joined"], &same["stage"]),
        (&json!(true), &json!("draft"))
    );

    let mut waiting = Vec::new();
    for valid_s in 601..613 {
        let drafted = house
            .post("duty-1", warnings, draft(valid_s))
            .await
            .expect(201);
        let submit = format!("/api/v1/exercise/warnings/{}/submit", drafted["warning"]);
        let answer = house.post("duty-1", &submit, json!({})).await;
        if answer.status == 202 {
            let queued = answer.expect(202);
            assert!(queued["queued_until"].as_u64().is_some());
            waiting.push(submit);
        }
    }
    assert!(!waiting.is_empty(), "ten are shown at once");
    let last = waiting.last().unwrap();
    let refused = house.post("duty-1", last, json!({})).await.expect(409);
    assert_eq!(refused["code"], "queued");

    let summary = house.get("duty-1", "/api/v1/summary").await.expect(200);
    assert_eq!(summary["events"].as_array().unwrap().len(), 1, "{summary}");
    let event = &summary["events"][0];
    assert_eq!(
        (&event["event"], &event["joined"]),
        (&first["warning"], &json!(1))
    );
    assert!(event["submitted"].as_u64() >= Some(10), "{event}");
}

#[tokio::test]
async fn two_officers_warn_from_the_terminal_with_one_command_each() {
    let house = House::open();
    let warn = [
        "warn", "rockets", "--zone", "compound", "--status", "exercise", "--submit",
    ];
    let shown = vigie_as(&house, "duty-1", &warn);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("EXERCISE: rockets at Compound"), "{shown}");
    let (_, next) = shown
        .rsplit_once(": vigie ")
        .expect("it says what comes next");
    let next: Vec<&str> = next.split_whitespace().collect();
    let alone = vigie_as(&house, "duty-1", &next);
    assert!(!alone.status.success(), "nobody agrees with themselves");
    let agreed = vigie_as(&house, "duty-2", &next);
    assert!(agreed.status.success(), "{agreed:?}");
    let live = house
        .get("duty-2", "/api/v1/exercise/warnings")
        .await
        .expect(200);
    assert_eq!(live["warnings"][0]["stage"], "live");
}

#[tokio::test]
async fn two_officers_warn_renew_and_end_it() {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    let draft =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "actual", "valid_s": 600 });
    let drafted = house
        .post("duty-1", "/api/v1/warnings", draft)
        .await
        .expect(201);
    let id = drafted["warning"].as_u64().unwrap();
    let path = |what: &str| format!("/api/v1/warnings/{id}/{what}");

    let shown = house
        .post("duty-1", &path("submit"), json!({}))
        .await
        .expect(200);
    let (cap, sha256) = (
        shown["cap"].as_str().unwrap(),
        shown["sha256"].as_str().unwrap(),
    );
    assert_eq!(
        hex::encode(Sha256::digest(cap)),
        shown["cap_sha256"],
        "of the bytes shown"
    );
    let words = shown["corrections"].to_string();
    let bound = format!(
        "vigie approval 1\n{}\n{words}\n",
        shown["cap_sha256"].as_str().unwrap()
    );
    assert_eq!(
        hex::encode(Sha256::digest(bound)),
        sha256,
        "the hash covers the message and both its ends, as anybody can compute"
    );
    assert!(words.contains("False alarm"), "{words}");
    assert_eq!(shown["footprint"]["people"], 400);
    assert_eq!(shown["footprint"]["sirens"], 1);
    assert_eq!(shown["footprint"]["of"], "message");
    let restated = shown["restated"].as_str().unwrap();
    assert!(
        restated.contains(": rockets at ") && restated.contains("about 400 people, 1 sirens"),
        "{restated}"
    );
    let nothing = house.get("", "/alerts/active").await.expect(200);
    assert_eq!(
        nothing["features"],
        json!([]),
        "nobody is warned before two agree"
    );

    let approved = house
        .post("duty-2", &path("approve"), json!({ "sha256": sha256 }))
        .await
        .expect(200);
    assert_eq!(approved["warning"]["stage"], "live");
    assert_eq!(approved["warning"]["approved_by"], "duty-2");
    let alert = approved["warning"]["alerts"][0]["id"].as_u64().unwrap();
    let went_out = house.get("", &format!("/cap/alert/{alert}.xml")).await;
    assert_eq!(
        went_out.text, cap,
        "what goes out is what was seen, byte for byte"
    );

    let renewed = house
        .post("duty-1", &path("update"), json!({ "resound": false }))
        .await
        .expect(200);
    assert_eq!(renewed["warning"]["alerts"].as_array().unwrap().len(), 2);
    let over = house
        .post("duty-2", &path("all-clear"), json!({}))
        .await
        .expect(200);
    assert_eq!(
        (&over["warning"]["stage"], &over["warning"]["ended"]),
        (&json!("ended"), &json!("all_clear"))
    );
    let nothing = house.get("", "/alerts/active").await.expect(200);
    assert_eq!(nothing["features"], json!([]));
}

#[tokio::test]
async fn an_amended_draft_must_be_submitted_again() {
    let house = House::open();
    let (id, sha256) = house.submitted("exercise").await;
    let path = |what: &str| format!("/api/v1/exercise/warnings/{id}/{what}");
    let longer =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "exercise", "valid_s": 900 });
    let amended = house
        .post("duty-1", &path("amend"), longer)
        .await
        .expect(200);
    assert_eq!(
        (&amended["warning"]["stage"], &amended["warning"]["valid_s"]),
        (&json!("draft"), &json!(900))
    );
    house
        .post("duty-2", &path("approve"), json!({ "sha256": sha256 }))
        .await
        .refused(409, "wrong_stage");
    let real =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "actual", "valid_s": 900 });
    house
        .post("duty-1", &path("amend"), real)
        .await
        .refused(409, "status_fixed");
}

#[expect(clippy::too_many_lines, reason = "one line for each refusal")]
#[tokio::test]
async fn every_refused_attempt_of_an_officer_is_in_the_journal() {
    let house = House::open();
    house.vetted(&["en"]).await;
    let warnings = "/api/v1/warnings";
    let draft = |zone: &str, status: &str| json!({ "danger": "rockets", "zones": [zone], "status": status, "valid_s": 600 });
    let own = house
        .post("chief", warnings, draft("compound", "actual"))
        .await
        .expect(201);
    let path = |what: &str| format!("{warnings}/{}/{what}", own["warning"]);
    let shown = house
        .post("chief", &path("submit"), json!({}))
        .await
        .expect(200);
    let right = json!({ "sha256": shown["sha256"] });
    let nowhere = json!({ "danger": "rockets", "zones": [], "status": "actual", "valid_s": 600 });
    let brief =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "actual", "valid_s": 1 });
    let attempts = [
        ("chief", path("approve"), right.clone(), 403, "same_officer"),
        (
            "duty-2",
            path("approve"),
            json!({ "sha256": "00".repeat(32) }),
            409,
            "other_bytes",
        ),
        (
            "duty-1",
            path("approve"),
            right.clone(),
            403,
            "not_permitted",
        ),
        (
            "novice",
            warnings.to_owned(),
            draft("compound", "actual"),
            403,
            "wrong_status",
        ),
        (
            "novice",
            "/api/v1/exercise/warnings".to_owned(),
            draft("town", "exercise"),
            403,
            "outside_zone",
        ),
        (
            "duty-1",
            warnings.to_owned(),
            draft("nowhere", "actual"),
            404,
            "unknown",
        ),
        (
            "duty-1",
            warnings.to_owned(),
            draft("town", "actual"),
            403,
            "too_many_people",
        ),
        ("duty-1", warnings.to_owned(), nowhere, 422, "no_area"),
        ("duty-1", warnings.to_owned(), brief, 422, "bad_validity"),
        (
            "duty-1",
            format!("{warnings}/999999/submit"),
            json!({}),
            404,
            "unknown",
        ),
        ("duty-2", path("all-clear"), json!({}), 409, "wrong_stage"),
        (
            "duty-2",
            path("reject"),
            json!({ "reason": "" }),
            422,
            "bad_text",
        ),
    ];
    let mut expected = Vec::new();
    for (by, path, body, status, code) in attempts {
        house.post(by, &path, body).await.refused(status, code);
        expected.push((by.to_owned(), code.to_owned()));
    }
    house
        .post("duty-2", &path("approve"), right)
        .await
        .expect(200);
    let facts = house.facts();
    let kept: Vec<(String, String)> = facts
        .iter()
        .filter(|fact| fact["kind"] == "command_refused")
        .map(|fact| {
            (
                fact["by"].as_str().unwrap().to_owned(),
                fact["rule"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(kept, expected);
    let metrics = house.get("", "/metrics").await.text;
    assert!(
        metrics.contains("vigie_refusals_total{rule=\"same_officer\"} 1\n"),
        "{metrics}"
    );
}

#[tokio::test]
async fn two_sensors_fire_what_two_officers_agreed_to() {
    let house = House::open();
    let expires = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24);
    let order = json!({
        "id": "night", "danger": "rockets", "zones": ["compound"], "status": "exercise",
        "sensors": ["radar-1", "radar-2"], "sensors_min": 2, "within_ms": 10_000,
        "people_max": 500, "firings_per_hour_max": 2, "expires": expires.to_string(),
    });
    let orders = "/api/v1/standing-orders";
    let proposed = house.post("chief", orders, order).await.expect(201);
    let listed = house.get("duty-2", orders).await.expect(200);
    let sha256 = &listed["standing_orders"][0]["sha256"];
    assert_eq!(*sha256, proposed["sha256"], "both read the same");
    let approve = format!("{orders}/night/approve");
    let agreed = json!({ "sha256": sha256 });
    house
        .post("chief", &approve, agreed.clone())
        .await
        .refused(403, "same_officer");
    house
        .post("duty-2", &approve, json!({ "sha256": "ab".repeat(32) }))
        .await
        .refused(409, "other_bytes");
    house.post("duty-2", &approve, agreed).await.expect(200);

    let first = house
        .post(
            "radar-1",
            "/api/v1/reports",
            json!({ "reading": 1, "danger": "rockets" }),
        )
        .await
        .expect(201);
    assert!(first["warning"].is_null(), "one sensor is not two");
    let second = house
        .post(
            "radar-2",
            "/api/v1/reports",
            json!({ "reading": 1, "danger": "rockets" }),
        )
        .await
        .expect(201);
    let id = second["warning"].as_u64().expect("the second fires it");
    let warning = house
        .get("duty-1", &format!("/api/v1/exercise/warnings/{id}"))
        .await
        .expect(200);
    assert_eq!(
        (&warning["fired_by"], &warning["confirmed"]),
        (&json!("night"), &json!(false))
    );
    house
        .post(
            "duty-2",
            &format!("/api/v1/exercise/warnings/{id}/retract"),
            json!({}),
        )
        .await
        .expect(200);
}
