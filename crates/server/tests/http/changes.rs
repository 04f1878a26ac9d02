//! Two people change what is in force, over HTTP and from the terminal: the file and the registry alone
//! change nothing that widens.

use crate::house::{House, vigie, warnings};
use serde_json::{Value, json};
use std::process::Output;
use vigie_core::ids::{ChangeId, OfficerId};
use vigie_server::people::People;
use vigie_server::recovery::Recovery;
use vigie_server::tokens::Who;

const DALIA: &str = r#"
[site.officer.dalia]
roles = ["drafter", "approver"]
statuses = ["actual", "exercise"]
people_max = 5000
"#;

impl House {
    /// Stops it without a word, changes its configuration, and starts it again.
    fn configured(&mut self, change: impl FnOnce(String) -> String) {
        self.kill();
        let text = std::fs::read_to_string(self.config()).unwrap();
        std::fs::write(self.config(), change(text)).unwrap();
        self.start();
    }

    async fn changes(&self) -> Vec<Value> {
        let answer = self.get("duty-1", "/api/v1/changes").await.expect(200);
        answer["changes"].as_array().unwrap().clone()
    }

    /// The one change that waits.
    async fn waiting(&self) -> Value {
        let mut changes = self.changes().await;
        changes.retain(|change| change["standing"] == "waiting");
        assert_eq!(changes.len(), 1, "{changes:?}");
        changes.remove(0)
    }

    async fn agree(&self, who: &str, change: &Value) -> crate::house::Answer {
        let path = format!("/api/v1/changes/{}/approve", change["id"]);
        let body = json!({ "sha256": change["sha256"] });
        self.post(who, &path, body).await
    }

    /// Two people let in whoever waits.
    pub async fn let_in(&self) {
        let change = self.waiting().await;
        self.agree("duty-1", &change).await.expect(200);
        self.agree("duty-2", &change).await.expect(200);
    }

    /// The ids of the tokens of somebody.
    fn tokens_named(&self, name: &str) -> Vec<String> {
        let people = People::open(&self.state()).unwrap();
        let tokens = people.registry().tokens().unwrap();
        let of = tokens.iter().filter(|token| token.grant.label == name);
        of.map(|token| token.id.clone()).collect()
    }

    async fn has_officer(&self, name: &str) -> bool {
        let answer = self.get("duty-1", "/api/v1/officers").await.expect(200);
        answer["officers"].get(name).is_some()
    }

    fn cli(&self, who: &str, arguments: &[&str]) -> Output {
        let (server, token) = (self.base.clone(), self.token(who).to_owned());
        let mut all = arguments.to_vec();
        all.extend(["--server", &server, "--token", &token]);
        vigie(&all)
    }
}

fn said(out: &Output) -> String {
    let (one, other) = (&out.stdout, &out.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(one),
        String::from_utf8_lossy(other)
    )
}

#[tokio::test]
async fn a_wider_configuration_waits_for_two_people_also_over_a_power_cut() {
    let mut house = House::open();
    house.configured(|text| text + DALIA);
    assert!(!house.has_officer("dalia").await, "{}", house.log());
    let change = house.waiting().await;
    assert_eq!(change["of"], "site");
    assert!(
        change["says"][0]
            .as_str()
            .unwrap()
            .starts_with("officer dalia is added")
    );
    assert!(house.log().contains("a change waits for two people"));
    let picture = house.get("duty-1", "/api/v1/picture").await.expect(200);
    assert_eq!(picture["changes"][0]["id"], change["id"]);

    house.agree("duty-1", &change).await.expect(200);
    house.kill();
    house.start();
    let again = house.waiting().await;
    assert_eq!(
        (&again["id"], &again["sha256"]),
        (&change["id"], &change["sha256"])
    );
    assert_eq!(again["agreed"][0]["by"], "duty-1");
    house
        .agree("duty-1", &change)
        .await
        .refused(403, "same_person_again");
    house
        .agree("novice", &change)
        .await
        .refused(403, "wrong_status");
    let mut edited = change.clone();
    edited["sha256"] = json!("00".repeat(32));
    house
        .agree("duty-2", &edited)
        .await
        .refused(409, "other_bytes");
    assert!(!house.has_officer("dalia").await);

    let made = house.agree("duty-2", &change).await.expect(200);
    assert_eq!(made["standing"], "in_force");
    assert!(house.has_officer("dalia").await);
    house.agree("chief", &change).await.refused(409, "already");
    house.kill();
    house.start();
    assert!(house.has_officer("dalia").await);
    assert!(
        house
            .changes()
            .await
            .iter()
            .all(|change| change["standing"] != "waiting")
    );
}

#[tokio::test]
async fn an_edit_of_the_file_voids_what_one_person_agreed_to() {
    let mut house = House::open();
    house.configured(|text| text + DALIA);
    let before = house.waiting().await;
    house.agree("duty-1", &before).await.expect(200);
    house.configured(|text| text.replace("officer.dalia", "officer.mallory"));
    house.agree("duty-2", &before).await.refused(409, "already");
    let after = house.waiting().await;
    assert_eq!(after["agreed"], json!([]));
    house.agree("duty-2", &after).await.expect(200);
    assert!(!house.has_officer("mallory").await);
    let path = format!("/api/v1/changes/{}/refuse", after["id"]);
    let refused = house
        .post("duty-1", &path, json!({ "reason": "Who is that?" }))
        .await
        .expect(200);
    assert_eq!(
        (&refused["standing"], &refused["ended_by"]),
        (&json!("refused"), &json!("duty-1"))
    );
}

#[tokio::test]
async fn an_officer_who_is_taken_out_of_the_file_is_out_at_the_next_start() {
    let mut house = House::open();
    house.get("novice", "/api/v1/zones").await.expect(200);
    house.configured(|text| text[..text.find("[site.officer.novice]").unwrap()].to_owned());
    house
        .get("novice", "/api/v1/zones")
        .await
        .refused(403, "officer_unknown");
    assert!(house.changes().await.is_empty());
}

#[tokio::test]
async fn a_token_made_beside_the_server_lets_nobody_in_before_two_people_agree() {
    let mut house = House::open();
    let who = Who::Officer(OfficerId::new("duty-1"));
    house.add_token("forged", &who, 3_600_000);
    house
        .get("forged", "/api/v1/zones")
        .await
        .refused(403, "token_waiting");
    house
        .post("forged", "/api/v1/warnings", json!({}))
        .await
        .refused(403, "token_waiting");
    let change = house.waiting().await;
    assert!(
        change["says"][0]
            .as_str()
            .unwrap()
            .contains("lets in the officer duty-1")
    );
    house.agree("duty-2", &change).await.expect(200);
    house
        .get("forged", "/api/v1/zones")
        .await
        .refused(403, "token_waiting");
    house.agree("chief", &change).await.expect(200);
    house.get("forged", "/api/v1/zones").await.expect(200);
}

#[tokio::test]
async fn a_refused_token_stays_out() {
    let mut house = House::open();
    let who = Who::Sensor(vigie_core::ids::SensorId::new("radar-1"));
    house.add_token("fake", &who, 3_600_000);
    house
        .post("fake", "/api/v1/reports", json!({}))
        .await
        .refused(403, "token_waiting");
    let change = house.waiting().await;
    let path = format!("/api/v1/changes/{}/refuse", change["id"]);
    house
        .post("duty-2", &path, json!({ "reason": "Not ours." }))
        .await
        .expect(200);
    house.kill();
    house.start();
    house
        .post("fake", "/api/v1/reports", json!({}))
        .await
        .refused(403, "token_void");
}

#[tokio::test]
async fn two_people_change_it_from_the_terminal() {
    let mut house = House::open();
    house.configured(|text| text + DALIA);
    let change = house.waiting().await;
    let (id, sha256) = (change["id"].to_string(), change["sha256"].as_str().unwrap());
    let config = house.config();
    let check = vigie(&["check", "--config", config.to_str().unwrap()]);
    assert!(
        said(&check).contains("waits for two people: officer dalia is added"),
        "{}",
        said(&check)
    );
    let status = house.cli("duty-1", &["status"]);
    assert!(
        said(&status).contains(&format!("change {id} waits for two people")),
        "{}",
        said(&status)
    );
    let list = house.cli("duty-1", &["change", "list"]);
    assert!(
        said(&list).contains("waits for two people"),
        "{}",
        said(&list)
    );
    let shown = house.cli("duty-1", &["change", "show", &id]);
    assert!(said(&shown).contains(&format!("vigie change approve {id} --sha256 {sha256}")));
    let one = house.cli("duty-1", &["change", "approve", &id, "--sha256", sha256]);
    assert!(
        said(&one).contains("waits for one more person"),
        "{}",
        said(&one)
    );
    let same = house.cli("duty-1", &["change", "approve", &id, "--sha256", sha256]);
    assert!(said(&same).contains("same_person_again"), "{}", said(&same));
    let two = house.cli("duty-2", &["change", "approve", &id, "--sha256", sha256]);
    assert!(said(&two).contains("in force"), "{}", said(&two));
    let story = house.cli("duty-1", &["explain", &id]);
    for line in [
        "officer dalia is added",
        "duty-1 agreed",
        "duty-2 agreed",
        "it holds",
    ] {
        assert!(said(&story).contains(line), "{line:?} in {}", said(&story));
    }
}

#[tokio::test]
async fn whoever_lost_the_other_names_a_third_with_the_key_of_the_site_and_every_screen_says_so() {
    let mut house = House::open();
    let config = house.config().to_str().unwrap().to_owned();
    // Only duty-1 and duty-2 may change anything; duty-2 is lost.
    let of_two = |text: &str| {
        let chief = text.find("[site.officer.chief]").unwrap();
        let next = text[chief + 1..]
            .find("\n[")
            .map_or(text.len(), |at| chief + 1 + at);
        format!("{}{}", &text[..chief], &text[next..])
    };
    house.configured(|text| of_two(&text));
    let lost = house.tokens_named("duty-2");
    for id in &lost {
        let revoked = vigie(&["token", "revoke", id, "--config", &config]);
        assert!(revoked.status.success(), "{}", said(&revoked));
    }
    house.configured(|text| text + DALIA);
    let change = house.waiting().await;
    let (id, sha256) = (change["id"].to_string(), change["sha256"].as_str().unwrap());
    let server = house.base.clone();
    let key = |id: &str, sha256: &str| {
        vigie(&[
            "change",
            "by-key",
            id,
            "--sha256",
            sha256,
            "--reason",
            "duty-2 is lost",
            "--server",
            &server,
            "--config",
            &config,
        ])
    };
    house
        .until("duty-1", "/api/v1/picture", |answer| {
            (answer.json()["can_agree"] == false).then_some(())
        })
        .await;
    let alone = key(&id, sha256);
    assert!(said(&alone).contains("nobody_agreed"), "{}", said(&alone));
    house.agree("duty-1", &change).await.expect(200);
    let forged = json!({ "proof": "e30.e30.e30" });
    let path = format!("/recovery/changes/{id}");
    let forged = house.post("", &path, forged).await;
    forged.refused(403, "key_unproven");
    let made = key(&id, sha256);
    assert!(
        said(&made).contains("in force by the site's key"),
        "{}",
        said(&made)
    );
    assert!(house.has_officer("dalia").await);

    // Her token is one change more; from then on there are two people again.
    house.add_token("dalia", &Who::Officer(OfficerId::new("dalia")), 3_600_000);
    let waits = house.get("dalia", "/api/v1/zones").await;
    waits.refused(403, "token_waiting");
    let token = house.waiting().await;
    house.agree("duty-1", &token).await.expect(200);
    let keys = vigie_server::keys::open(&house.state().join("keys")).unwrap();
    let proof = Recovery {
        change: ChangeId(token["id"].as_u64().unwrap()),
        sha256: token["sha256"].as_str().unwrap().to_owned(),
        reason: "duty-2 is lost".to_owned(),
        at: vigie_server::clock::now(),
    };
    let proof = json!({ "proof": proof.signed(&keys).unwrap() });
    let other = house.post("", &path, proof.clone()).await;
    other.refused(403, "key_unproven");
    let path = format!("/recovery/changes/{}", token["id"]);
    let made = house.post("", &path, proof).await.expect(200);
    assert_eq!(made["standing"], "in_force_by_key");
    house.get("dalia", "/api/v1/zones").await.expect(200);
    let status = house.cli("duty-1", &["status"]);
    assert!(
        said(&status).contains(&format!("THE SITE'S KEY put change {id} in force")),
        "{}",
        said(&status)
    );
    for id in [&change["id"], &token["id"]] {
        let id = id.to_string();
        let one = house.cli("duty-1", &["change", "confirm", &id]);
        assert!(one.status.success(), "{}", said(&one));
        let path = format!("/api/v1/changes/{id}/confirm");
        let again = house.post("duty-1", &path, json!({})).await;
        again.refused(403, "same_person_again");
        house.post("dalia", &path, json!({})).await.expect(200);
        let once_more = house.post("dalia", &path, json!({})).await;
        once_more.refused(409, "already");
    }
    let picture = house.get("duty-1", "/api/v1/picture").await.expect(200);
    assert_eq!(
        (&picture["by_key"], &picture["can_agree"]),
        (&json!([]), &json!(true))
    );
    let story = said(&house.cli("duty-1", &["explain", &id]));
    assert!(story.contains("whoever holds the site's key"), "{story}");
    assert!(story.contains("dalia looked at what"), "{story}");
}

#[tokio::test]
async fn a_siren_that_is_taken_out_of_the_file_stays_until_two_people_agree() {
    let mut house = House::open();
    let text = std::fs::read_to_string(house.config()).unwrap();
    let siren = text.find("[site.siren.").expect("the house has a siren");
    let next = text[siren + 1..]
        .find("\n[")
        .map_or(text.len(), |at| siren + 1 + at);
    house.configured(|text| format!("{}{}", &text[..siren], &text[next..]));
    let change = house.waiting().await;
    assert!(
        change["says"][0]
            .as_str()
            .unwrap()
            .contains("it sounds no more"),
        "{change}"
    );
    let sirens = house.get("duty-1", "/api/v1/sirens").await.expect(200);
    assert_eq!(
        sirens["sirens"].as_array().map(Vec::len),
        Some(1),
        "{sirens}"
    );
    house.agree("duty-1", &change).await.expect(200);
    house.agree("duty-2", &change).await.expect(200);
    let sirens = house.get("duty-1", "/api/v1/sirens").await.expect(200);
    assert_eq!(
        sirens["sirens"].as_array().map(Vec::len),
        Some(0),
        "{sirens}"
    );
}

#[tokio::test]
async fn another_token_is_not_another_person() {
    let mut house = House::open();
    let who = Who::Officer(OfficerId::new("chief"));
    house.add_token("second", &who, 3_600_000);
    house
        .get("second", "/api/v1/zones")
        .await
        .refused(403, "token_waiting");
    let token = house.waiting().await;
    house.agree("duty-1", &token).await.expect(200);
    house.agree("duty-2", &token).await.expect(200);
    let all = warnings("exercise");
    let draft =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "exercise", "valid_s": 600 });
    let drafted = house.post("chief", all, draft).await.expect(201);
    let path = |what: &str| format!("{all}/{}/{what}", drafted["warning"]);
    let shown = house
        .post("chief", &path("submit"), json!({}))
        .await
        .expect(200);
    let approval = json!({ "sha256": shown["sha256"] });
    let approve = house
        .post("second", &path("approve"), approval.clone())
        .await;
    approve.refused(403, "same_officer");
    house
        .post("duty-2", &path("approve"), approval)
        .await
        .expect(200);
}

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
