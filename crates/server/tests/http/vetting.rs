//! What is said for real was vetted here; a language that nobody vetted is left out and named wherever
//! somebody looks.

use crate::house::{House, vigie};
use serde_json::{Value, json};
use std::process::{Command, Output};

fn real() -> Value {
    json!({ "danger": "rockets", "zones": ["compound"], "status": "actual", "valid_s": 600 })
}

/// `vigie words vet` as an officer calls it.
fn vet(house: &House, who: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["words", "vet", "--server", &house.base])
        .args(args)
        .env("VIGIE_TOKEN", house.token(who))
        .output()
        .unwrap()
}

fn said(out: &Output) -> String {
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout.clone()).unwrap()
}

#[tokio::test]
async fn a_real_warning_waits_for_words_that_two_officers_put_on_record() {
    let house = House::open();
    let drafted = house.post("duty-1", "/api/v1/warnings", real()).await;
    drafted.refused(422, "not_vetted");
    assert!(drafted.text.contains("vigie words vet"));
    house.submitted("exercise").await;

    let shown = said(&vet(&house, "duty-1", &["--language", "en"]));
    assert!(
        shown.contains("rockets (Incoming rockets): proposed, sum "),
        "{shown}"
    );
    assert!(shown.contains("Take shelter now"), "{shown}");
    let named = [
        "--language",
        "en",
        "--danger",
        "rockets",
        "--expert",
        "R. Haddad",
    ];
    let offer = [&named[..], &["--office", "teacher"]].concat();
    let offered = said(&vet(&house, "duty-1", &offer));
    assert!(offered.contains("vigie change approve "), "{offered}");

    let waiting = house.get("duty-2", "/api/v1/words").await.expect(200);
    let vetted = |words: &Value| {
        let words = words["words"].as_array().unwrap().iter();
        words.filter(|one| !one["vetted"].is_null()).count()
    };
    assert_eq!(vetted(&waiting), 0, "one officer alone vets nothing");
    let (change, sha256) = last_change(&house);
    let approve = format!("/api/v1/changes/{change}/approve");
    let body = json!({ "sha256": sha256 });
    let alone = house.post("duty-1", &approve, body.clone()).await;
    assert_eq!(alone.status, 403, "{}", alone.text);
    house.post("duty-2", &approve, body).await.expect(200);
    let known = house.get("duty-2", "/api/v1/words").await.expect(200);
    assert_eq!(vetted(&known), 1);
}

fn last_change(house: &House) -> (usize, String) {
    let facts = house.facts();
    let offered =
        |fact: &Value| fact["kind"] == "change_proposed" && fact["change"]["of"] == "words";
    let at = facts.iter().rposition(offered).unwrap();
    let (n, fact) = (at + 1, &facts[at]);
    (n, fact["sha256"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_language_that_nobody_vetted_is_named_before_and_after_it_left() {
    let house = House::open();
    house.vetted(&["en"]).await;
    let drafted = house
        .post("duty-1", "/api/v1/warnings", real())
        .await
        .expect(201);
    let id = &drafted["warning"];
    let path = |what: &str| format!("/api/v1/warnings/{id}/{what}");
    let shown = house
        .post("duty-1", &path("submit"), json!({}))
        .await
        .expect(200);
    assert_eq!(shown["left_out"], json!({ "fr": "not_vetted" }));
    assert!(
        shown["restated"]
            .as_str()
            .unwrap()
            .contains("NOT VETTED in fr")
    );
    assert_eq!(shown["footprint"]["languages_missing"], json!(["fr"]));
    let body = json!({ "sha256": shown["sha256"] });
    let out = house
        .post("duty-2", &path("approve"), body)
        .await
        .expect(200);
    let message = &out["warning"]["alerts"][0];
    assert_eq!(message["left_out"], json!({ "fr": "not_vetted" }));
    assert!(message["headline"]["fr"].is_null());
    let facts = house.facts();
    let issued = facts
        .iter()
        .find(|fact| fact["kind"] == "alert_issued")
        .unwrap();
    assert_eq!(issued["content"]["left_out"], json!({ "fr": "not_vetted" }));
    let story = house.get("duty-1", &format!("/api/v1/explain/{id}")).await;
    assert!(story.text.contains("It left out fr"), "{}", story.text);
}

#[tokio::test]
async fn check_lists_what_nobody_vetted() {
    let mut house = House::open();
    house.vetted(&["en"]).await;
    assert!(house.stop().success());
    let out = vigie(&["check", "--config", house.config().to_str().unwrap()]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.contains("nobody here has vetted the words in fr for air-raid"),
        "{said}"
    );
    assert!(!said.contains("vetted the words in en"), "{said}");
}

#[tokio::test]
async fn two_officers_take_a_vetting_back() {
    let house = House::open();
    house.vetted(&["en"]).await;
    let take_back = [
        "--language",
        "en",
        "--danger",
        "rockets",
        "--withdraw",
        "--reason",
        "read again",
    ];
    let asked = said(&vet(&house, "duty-1", &take_back));
    assert!(
        asked.contains("said for real no more: read again"),
        "{asked}"
    );
    let waiting = house.get("duty-2", "/api/v1/changes").await.expect(200);
    let change = waiting["changes"].as_array().unwrap();
    let change = change.iter().find(|c| c["of"] == "withdrawal").unwrap();
    let approve = format!("/api/v1/changes/{}/approve", change["id"]);
    let body = json!({ "sha256": change["sha256"] });
    let alone = house.post("duty-1", &approve, body.clone()).await;
    alone.refused(403, "same_person_again");
    house.post("duty-2", &approve, body).await.expect(200);
    let drafted = house.post("duty-1", "/api/v1/warnings", real()).await;
    drafted.refused(422, "not_vetted");
    let again = vet(&house, "duty-1", &take_back);
    assert!(!again.status.success(), "it is taken back once");
}

#[tokio::test]
async fn a_note_and_values_are_asked_for_in_the_terminal_and_restated() {
    let house = House::open();
    house.vetted(&["en"]).await;
    let warn = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_vigie"))
            .args([
                "warn",
                "evacuate",
                "--server",
                &house.base,
                "--zone",
                "compound",
            ])
            .args(["--status", "actual"])
            .args(args)
            .env("VIGIE_TOKEN", house.token("duty-1"))
            .output()
            .unwrap()
    };
    let added = [
        "--slot",
        "minutes=10",
        "--slot",
        "direction=north",
        "--submit",
    ];
    let note = [
        "--note",
        "See alert.example first.",
        "--note-language",
        "en",
    ];
    let shown = said(&warn(&[&added[..], &note].concat()));
    assert!(
        shown.contains("look at the note again: it has a link"),
        "{shown}"
    );
    assert!(
        shown.contains("Leave now. Go north. You have about 10 minutes."),
        "{shown}"
    );
    assert!(
        shown.contains("Added by the duty officer: See alert.example first."),
        "{shown}"
    );
    assert!(
        shown.contains("; NOTE in en: \"See alert.example first.\"; direction north; minutes 10"),
        "{shown}"
    );
    for (wrong, why) in [
        (
            ["--slot", "distance_m=5"],
            "evacuate takes minutes (a number from 1 to 1440), direction",
        ),
        (
            ["--slot", "minutes=soon"],
            "it must be a number from 1 to 1440",
        ),
    ] {
        let refused = warn(&wrong);
        let says = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && says.contains(why), "{says}");
    }
    let unvetted = ["--note", "Le pont est coupé.", "--note-language", "fr"];
    let refused = warn(&unvetted);
    let says = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        says.contains("nobody here has vetted what would be said of every danger alike (acts)"),
        "{says}"
    );
}
