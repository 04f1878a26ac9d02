//! `vigie explain`: the story of a thing in plain language, from the journal alone or from the server.

use crate::house::{House, vigie};
use serde_json::json;

fn told(house: &House, what: &str) -> String {
    let config = house.config();
    let out = vigie(&["explain", what, "--config", config.to_str().unwrap()]);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

#[tokio::test]
async fn a_warning_tells_who_wrote_it_who_agreed_who_was_refused_and_how_it_ended() {
    let house = House::open();
    let (id, sha256) = house.submitted("exercise").await;
    let path = |what: &str| format!("/api/v1/exercise/warnings/{id}/{what}");
    let waits = told(&house, &id.to_string());
    assert!(
        waits.starts_with(&format!(
            "Warning {id} was not sent: it waits for a second officer"
        )),
        "{waits}"
    );

    let body = json!({ "sha256": sha256 });
    house
        .post("duty-1", &path("approve"), body.clone())
        .await
        .refused(403, "not_permitted");
    house
        .post("duty-2", &path("approve"), body)
        .await
        .expect(200);
    let body = json!({ "cause": "mistake", "reason": "the wrong button" });
    house
        .post("duty-1", &path("retract"), body)
        .await
        .expect(200);
    let story = told(&house, &id.to_string());
    for line in [
        &format!(
            "Warning {id} was sent: duty-1 submitted it and duty-2 agreed; it was retracted as false by duty-1, which no second officer has confirmed. One attempt on it was refused."
        ),
        "duty-1 drafted a warning of rockets for ",
        "duty-1 had it in hand for ",
        "duty-1 tried to approve and was refused: duty-1 does not have the role Approver",
        "Those who may approve had it in hand for ",
        "duty-2 read it and approved exactly those bytes.",
        "The warning went out, by duty-2, EXERCISE, and sirens were told to sound: “EXERCISE",
        "duty-1 gave the cause “mistake”, and noted: the wrong button.",
        "The retraction went out, by duty-1, EXERCISE",
        "of 1 sirens were proven to be heard",
    ] {
        assert!(story.contains(line), "{line}\nis not in\n{story}");
    }
    let of_server = house
        .get("duty-2", &format!("/api/v1/explain/{id}"))
        .await
        .expect(200);
    let verdict = of_server["verdict"].as_str().unwrap();
    assert!(story.starts_with(verdict), "{verdict}\n{story}");
    house
        .get("duty-2", "/api/v1/explain/999999")
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_report_that_warned_nobody_says_why() {
    let house = House::open();
    let report = json!({ "reading": 1, "danger": "rockets" });
    let taken = house
        .post("radar-1", "/api/v1/reports", report)
        .await
        .expect(201);
    let story = told(&house, &taken["report"].to_string());
    assert!(
        story.contains("warned nobody by itself: no standing order names the sensor radar-1"),
        "{story}"
    );
    assert!(
        story.contains("The sensor radar-1 (reading 1) reported rockets."),
        "{story}"
    );
}

#[test]
fn what_is_not_in_the_journal_is_said() {
    let house = House::open();
    let config = house.config();
    let out = vigie(&[
        "explain",
        "nothing-of-ours",
        "--config",
        config.to_str().unwrap(),
    ]);
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("nothing numbered or named"), "{said}");
}
