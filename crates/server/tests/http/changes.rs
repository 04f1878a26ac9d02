//! Two people change what is in force, over HTTP and from the terminal: the file and the registry alone
//! give nobody power and make no site quieter.

use crate::house::{House, vigie};
use serde_json::{Value, json};
use std::process::Output;
use vigie_core::ids::OfficerId;
use vigie_server::tokens::Who;

pub const DALIA: &str = r#"
[site.officer.dalia]
roles = ["drafter", "approver"]
statuses = ["actual", "exercise"]
people_max = 5000
"#;

impl House {
    /// Stops it without a word, changes its configuration, and starts it again.
    pub fn configured(&mut self, change: impl FnOnce(String) -> String) {
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
    pub async fn waiting(&self) -> Value {
        let mut changes = self.changes().await;
        changes.retain(|change| change["standing"] == "waiting");
        assert_eq!(changes.len(), 1, "{changes:?}");
        changes.remove(0)
    }

    pub async fn agree(&self, who: &str, change: &Value) -> crate::house::Answer {
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

    pub async fn has_officer(&self, name: &str) -> bool {
        let answer = self.get("duty-1", "/api/v1/officers").await.expect(200);
        answer["officers"].get(name).is_some()
    }

    pub fn cli(&self, who: &str, arguments: &[&str]) -> Output {
        let (server, token) = (self.base.clone(), self.token(who).to_owned());
        let mut all = arguments.to_vec();
        all.extend(["--server", &server, "--token", &token]);
        vigie(&all)
    }
}

pub fn said(out: &Output) -> String {
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
