//! The real and exercises have a prefix each, and nobody crosses from one to the other.

use crate::changes::said;
use crate::house::{House, warnings};
use serde_json::{Value, json};

#[tokio::test]
async fn behind_the_prefix_of_exercises_nothing_real_is_reached() {
    only_its_own("exercise").await;
}

#[tokio::test]
async fn behind_the_prefix_of_what_is_real_no_exercise_is_reached() {
    only_its_own("actual").await;
}

/// Behind the prefix of a status nothing of the other is drafted, seen or moved, by whoever may do both.
async fn only_its_own(status: &str) {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    let other = ["actual", "exercise"].into_iter().find(|o| *o != status);
    let other = other.expect("there are two");
    let (own, alien) = (house.warn(status).await, house.warn(other).await);
    let (all, code) = (warnings(status), format!("{status}_only"));
    let draft = |status: &str| json!({ "danger": "rockets", "zones": ["compound"], "status": status, "valid_s": 600 });
    for (what, body) in [
        ("amend", draft(status)),
        ("submit", json!({})),
        ("approve", json!({ "sha256": "00".repeat(32) })),
        ("all-clear", json!({})),
        ("retract", json!({})),
        ("update", json!({ "resound": true })),
        ("delegate", json!({ "to": "chief" })),
        ("return", json!({ "reason": "x" })),
        ("reject", json!({ "reason": "x" })),
        ("confirm", json!({})),
    ] {
        let path = format!("{all}/{alien}/{what}");
        let refused = house.post("chief", &path, body).await;
        refused.refused(409, &code);
        let way_out = format!("{}/{alien} ", warnings(other));
        assert!(refused.text.contains(&way_out), "{}", refused.text);
    }
    let seen = house.get("chief", &format!("{all}/{alien}")).await;
    seen.refused(409, &code);
    let shown = house.get("chief", all).await.expect(200);
    let shown = shown["warnings"].as_array().unwrap().iter();
    let shown: Vec<&Value> = shown.map(|warning| &warning["id"]).collect();
    assert_eq!(shown, [&json!(own)]);
    let drafted = house.post("chief", all, draft(other)).await;
    drafted.refused(409, &code);
    assert!(drafted.text.contains(warnings(other)), "{}", drafted.text);
    let over = format!("{all}/{own}/all-clear");
    house.post("chief", &over, json!({})).await.expect(200);
}

#[tokio::test]
async fn whoever_trains_moves_exercises_and_nothing_real() {
    let house = House::open();
    let drill = house.warn("exercise").await;
    let draft =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "actual", "valid_s": 600 });
    house
        .post("novice", warnings("actual"), draft)
        .await
        .refused(403, "wrong_status");
    let over = format!("{}/{drill}/all-clear", warnings("exercise"));
    house.post("novice", &over, json!({})).await.expect(200);
}

#[tokio::test]
async fn from_the_terminal_nobody_crosses_from_an_exercise_to_the_real_thing_by_a_number() {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    let (drill, sha256) = house.submitted("exercise").await;
    let real = house.warn("actual").await;
    let approve = ["approve", &drill.to_string(), "--sha256", &sha256];
    let crossed = house.cli("duty-2", &approve);
    assert!(!crossed.status.success());
    assert!(
        said(&crossed).contains("add --exercise"),
        "{}",
        said(&crossed)
    );
    let over = house.cli("duty-2", &["all-clear", &real.to_string(), "--exercise"]);
    assert!(!over.status.success());
    assert!(
        said(&over).contains("leave out --exercise"),
        "{}",
        said(&over)
    );
    let agreed = house.cli("duty-2", &[&approve[..], &["--exercise"]].concat());
    assert!(
        said(&agreed).contains("EXERCISE) is live"),
        "{}",
        said(&agreed)
    );
    let over = house.cli("duty-2", &["all-clear", &real.to_string()]);
    assert!(
        said(&over).contains("ACTUAL) is all_clear"),
        "{}",
        said(&over)
    );
}
