//! A site that lost its second person, and one person who is not two.

use crate::changes::{DALIA, said};
use crate::house::{House, vigie, warnings};
use serde_json::json;
use vigie_core::ids::{ChangeId, OfficerId};
use vigie_server::people::People;
use vigie_server::recovery::Recovery;
use vigie_server::tokens::Who;

impl House {
    /// The ids of the tokens of somebody.
    fn tokens_named(&self, name: &str) -> Vec<String> {
        let people = People::open(&self.state()).unwrap();
        let tokens = people.registry().tokens().unwrap();
        let of = tokens.iter().filter(|token| token.grant.label == name);
        of.map(|token| token.id.clone()).collect()
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
