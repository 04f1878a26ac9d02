//! Every operation that is described, asked once as it should be; the house compares each answer with the
//! description.

use crate::describe::described;
use crate::house::{self, House};
use crate::listen::{Heard, Wire, payload};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use vigie_core::ids::OfficerId;
use vigie_server::http::ROUTES;
use vigie_server::tokens::Who;

/// Streams and WebSockets have no end to wait for; the tests of the live wire, of sirens and of revoked
/// tokens open them.
const WITHOUT_END: [(&str, &str); 6] = [
    ("get", "/live"),
    ("get", "/live/ws"),
    ("get", "/sirens/link"),
    ("get", "/{topics}/ws"),
    ("get", "/ntfy/{topics}/ws"),
    ("get", "/api/v1/picture/stream"),
];

/// A house, and which operations were asked.
struct Round {
    house: House,
    asked: BTreeSet<(&'static str, &'static str)>,
}

impl Round {
    async fn post(&mut self, who: &str, path: &str, body: Value) -> Value {
        let answer = self.house.post(who, path, body).await;
        assert!(
            (200..300).contains(&answer.status),
            "{path}: {}",
            answer.text
        );
        self.asked.insert(("post", described(path).unwrap()));
        answer.json()
    }

    async fn get(&mut self, who: &str, path: &str) -> String {
        let answer = self.house.get(who, path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        self.asked.insert(("get", described(path).unwrap()));
        answer.text
    }

    /// What nobody may do, or what is not there.
    async fn refused(&mut self, method: &'static str, path: &str, status: u16) {
        let address = format!("{}{path}", self.house.base);
        let client = self.house.client();
        let asked = match method {
            "post" => client.post(address),
            "put" => client.put(address),
            "delete" => client.delete(address),
            _ => client.get(address),
        };
        let answer = self.house.ask("", asked).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        self.asked.insert((method, described(path).unwrap()));
    }

    async fn list(&mut self, name: &str) -> Value {
        let text = self.get("duty-1", &format!("/api/v1/{name}")).await;
        serde_json::from_str(&text).unwrap()
    }
}

/// A whole site must be lost before these are asked: the tests of recovery do.
const AFTER_A_LOSS: [(&str, &str); 2] = [
    ("post", "/recovery/changes/{id}"),
    ("post", "/api/v1/changes/{id}/confirm"),
];

#[tokio::test]
async fn every_operation_answers_as_it_is_described() {
    let mut house = House::closed_with_people();
    house.start();
    let asked = WITHOUT_END.into_iter().chain(AFTER_A_LOSS).collect();
    let mut round = Round { house, asked };
    let vetted = words(&mut round).await;
    let first = warnings(&mut round, "exercise").await;
    let over = format!("/api/v1/exercise/warnings/{first}/all-clear");
    round.post("duty-2", &over, json!({})).await;
    let warning = warnings(&mut round, "actual").await;
    fired_without_a_human(&mut round).await;
    headcount(&mut round).await;
    incident(&mut round).await;
    changes(&mut round).await;
    read_by_others(&mut round, warning).await;
    by_the_roads_of_apps(&mut round).await;
    for name in [
        "zones", "officers", "sirens", "channels", "feeds", "picture", "timings", "summary",
    ] {
        round.list(name).await;
    }
    let compound = json!({ "zones": ["compound"] });
    round.post("duty-1", "/api/v1/audience", compound).await;
    for method in ["post", "delete"] {
        round.refused(method, "/api/v1/position", 401).await;
    }
    let over = format!("/api/v1/warnings/{warning}/all-clear");
    round.post("duty-2", &over, json!({})).await;
    taken_back(&mut round, vetted).await;
    let all: BTreeSet<(&str, &str)> = ROUTES.iter().copied().collect();
    let left: Vec<_> = all.difference(&round.asked).collect();
    assert!(left.is_empty(), "not asked: {left:?}");
}

/// What the apps of ntfy, of the weather service and of the FOSS Public Alert Server ask.
async fn by_the_roads_of_apps(round: &mut Round) {
    for prefix in ["", "/ntfy"] {
        for path in ["json?poll=1", "sse?poll=1", "raw?poll=1", "auth"] {
            round.get("", &format!("{prefix}/compound/{path}")).await;
        }
        for path in ["compound", "v1/health", "v1/account", "v1/stats"] {
            round.get("", &format!("{prefix}/{path}")).await;
        }
        round
            .refused("get", &format!("{prefix}/v1/version"), 401)
            .await;
        for path in ["publish", "send", "trigger"] {
            round
                .refused("get", &format!("{prefix}/compound/{path}"), 403)
                .await;
        }
        for (method, path) in [("put", "/compound"), ("post", "/compound"), ("post", "/")] {
            round.refused(method, &format!("{prefix}{path}"), 403).await;
        }
    }
    round.get("", "/alerts/active/zone/compound").await;
    round.get("", "/alerts/active/area/TX").await;
    let listed = round
        .get(
            "",
            "/alert/area?min_lat=33&max_lat=34&min_lon=44&max_lon=45",
        )
        .await;
    let listed: Vec<String> = serde_json::from_str(&listed).unwrap();
    round.get("", &format!("/alert/{}", listed[0])).await;
    round.get("", "/sources/server_status").await;
    round.get("", "/config/server_status").await;
    round.get("", "/subscription/?type=webpush").await;
    round.refused("get", "/alert/all", 400).await;
    round.refused("post", "/subscription/", 422).await;
    for (method, path) in [
        ("get", "/signup"),
        ("post", "/signup"),
        ("get", "/signup/s/x"),
        ("post", "/signup/s/x"),
        ("get", "/api/v1/signups"),
        ("get", "/api/v1/signups/x"),
        ("post", "/api/v1/signups/x/heard"),
        ("post", "/api/v1/signups/x/choose"),
        ("post", "/api/v1/signups/x/test"),
        ("post", "/api/v1/signups/x/leave"),
    ] {
        round.refused(method, path, 404).await;
    }
    round.refused("post", "/api/v1/signups", 422).await;
    round.refused("post", "/api/v1/signups/x/code", 422).await;
    round.get("", "/signup/page.css").await;
    // The pages may not be built into this program.
    let are_built = round.house.get("", "/").await.text.contains("/assets/");
    let worker = if are_built { 200 } else { 404 };
    round.refused("get", "/signup/worker.js", worker).await;
    let nobody = "/subscription/?subscription_id=nobody";
    round.refused("put", nobody, 404).await;
    round.refused("delete", nobody, 400).await;
}

/// Every decision on a warning; one is left live.
async fn warnings(round: &mut Round, status: &str) -> u64 {
    let all = house::warnings(status);
    let body =
        json!({ "danger": "rockets", "zones": ["compound"], "status": status, "valid_s": 600 });
    let drafted = round.post("duty-1", all, body.clone()).await;
    let path = |what: &str| format!("{all}/{}/{what}", drafted["warning"]);
    round.post("duty-1", &path("amend"), body).await;
    round.post("duty-1", &path("submit"), json!({})).await;
    round
        .post(
            "duty-2",
            &path("return"),
            json!({ "reason": "which gate?" }),
        )
        .await;
    round
        .post("duty-1", &path("delegate"), json!({ "to": "chief" }))
        .await;
    round.post("duty-1", &path("submit"), json!({})).await;
    round
        .post("duty-2", &path("reject"), json!({ "reason": "no" }))
        .await;

    let (drill, sha256) = round.house.submitted(status).await;
    let path = |what: &str| format!("{all}/{drill}/{what}");
    round
        .post("duty-2", &path("approve"), json!({ "sha256": sha256 }))
        .await;
    round
        .post("duty-1", &path("update"), json!({ "resound": true }))
        .await;
    let shown = round.get("duty-2", &format!("{all}/{drill}")).await;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let sha256 = shown["proposal"]["sha256"].clone();
    round
        .post("duty-2", &path("approve"), json!({ "sha256": sha256 }))
        .await;
    let body = json!({ "cause": "exercise", "reason": "a drill" });
    round.post("duty-2", &path("retract"), body).await;
    round.post("duty-1", &path("confirm"), json!({})).await;

    let (drill, sha256) = round.house.submitted(status).await;
    let path = |what: &str| format!("{all}/{drill}/{what}");
    round
        .post("duty-2", &path("approve"), json!({ "sha256": sha256 }))
        .await;
    round.post("duty-2", &path("all-clear"), json!({})).await;
    round.get("duty-1", all).await;

    let live = round.house.warn(status).await;
    round.get("duty-1", &format!("{all}/{live}")).await;
    round.list("warnings").await;
    live
}

/// What is said for real was vetted, and two officers put that on record.
async fn words(round: &mut Round) -> Value {
    let shown = round.get("duty-1", "/api/v1/words/en").await;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let rockets = shown["words"].as_array().unwrap().iter();
    let mut rockets = rockets.filter(|one| one["danger"] == "rockets");
    let texts = json!({ "rockets": rockets.next().unwrap()["sha256"] });
    let vetting = json!({
        "language": "en", "texts": texts, "expert": "R. Haddad", "office": "teacher",
    });
    let path = "/api/v1/words/vettings";
    let offered = round.post("duty-1", path, vetting).await;
    let approve = format!("/api/v1/changes/{}/approve", offered["change"]);
    let body = json!({ "sha256": offered["sha256"] });
    round.post("duty-2", &approve, body).await;
    round.list("words").await;
    texts
}

/// Two officers take it back.
async fn taken_back(round: &mut Round, texts: Value) {
    let withdrawal = json!({ "language": "en", "texts": texts, "reason": "read again" });
    let path = "/api/v1/words/withdrawals";
    let asked = round.post("duty-1", path, withdrawal).await;
    let approve = format!("/api/v1/changes/{}/approve", asked["change"]);
    let body = json!({ "sha256": asked["sha256"] });
    round.post("duty-2", &approve, body).await;
}

async fn fired_without_a_human(round: &mut Round) {
    let expires = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(2);
    let order = json!({
        "id": "a", "danger": "rockets", "zones": ["compound"], "status": "exercise",
        "sensors": ["radar-1", "radar-2"], "sensors_min": 2, "within_ms": 5_000, "people_max": 500,
        "firings_per_hour_max": 1, "expires": expires.to_string(),
    });
    let orders = "/api/v1/standing-orders";
    let proposed = round.post("chief", orders, order).await;
    let agreed = json!({ "sha256": proposed["sha256"] });
    round
        .post("duty-2", &format!("{orders}/a/approve"), agreed)
        .await;
    let place = json!({ "lat": 33.31, "lon": 44.39 });
    let report = json!({ "reading": 1, "danger": "rockets", "place": place });
    round
        .post("radar-1", "/api/v1/reports", report.clone())
        .await;
    let fired = round.post("radar-2", "/api/v1/reports", report).await;
    let id = fired["warning"].as_u64().expect("the standing order fires");
    round
        .post(
            "duty-2",
            &format!("/api/v1/exercise/warnings/{id}/confirm"),
            json!({}),
        )
        .await;
    round
        .post("duty-2", &format!("{orders}/a/revoke"), json!({}))
        .await;
    let button = json!({
        "id": "b", "danger": "rockets", "zones": ["compound"], "status": "exercise",
        "button": { "officers": ["duty-1"] }, "people_max": 500, "firings_per_hour_max": 1,
        "expires": expires.to_string(),
    });
    let proposed = round.post("chief", orders, button).await;
    let agreed = json!({ "sha256": proposed["sha256"] });
    round
        .post("duty-2", &format!("{orders}/b/approve"), agreed)
        .await;
    round
        .post("duty-1", &format!("{orders}/b/press"), json!({}))
        .await;
    round.list("standing-orders").await;
}

async fn headcount(round: &mut Round) {
    let id = round.list("headcounts").await["headcounts"][0]["id"].clone();
    let links = round.list(&format!("headcounts/{id}/links")).await;
    let link = links["links"][0]["token"]
        .as_str()
        .expect("a person is expected")
        .to_owned();
    round.get("", &format!("/safe/{link}")).await;
    round.get("", &format!("/api/v1/safe/{link}")).await;
    round
        .post(
            "",
            &format!("/api/v1/safe/{link}"),
            json!({ "answer": "need_help" }),
        )
        .await;
    round
        .post(
            "duty-1",
            &format!("/api/v1/headcounts/{id}/close"),
            json!({}),
        )
        .await;
}

async fn incident(round: &mut Round) {
    let id = round.list("incidents").await["incidents"][0]["id"].clone();
    let line =
        json!({ "about": "damage", "statement": "One wall is down.", "reported_by": "a guard" });
    let asserted = round
        .post(
            "duty-1",
            &format!("/api/v1/incidents/{id}/assertions"),
            line,
        )
        .await;
    let claim = json!({ "claim": "claimed", "by": "a group", "channel": "a video" });
    round
        .post("duty-1", &format!("/api/v1/incidents/{id}/claims"), claim)
        .await;
    let path = format!("/api/v1/assertions/{}/withdraw", asserted["assertion"]);
    round
        .post("duty-1", &path, json!({ "reason": "wrong" }))
        .await;
    round.list(&format!("incidents/{id}/record")).await;
    round.list("explain/1").await;
    round.list("incidents").await;
    opened_by_hand(round).await;
}

/// What officers write without a warning, and the questions that count it.
async fn opened_by_hand(round: &mut Round) {
    let words = json!({
        "source": { "kind": "press", "outlet": "Arcadia Daily" }, "text": "Two salvos. No deaths.",
    });
    let report = round.post("duty-1", "/api/v1/reports", words).await["report"].clone();
    round.list(&format!("reports/{report}/text")).await;
    let told = json!({
        "kind": "rocket_attack", "title": "Two salvos", "status": "exercise",
        "when": { "at": "2023-12-08T01:00:00Z", "precision": "about" },
        "place": { "name": "near the embassy", "lat": 33.3, "lon": 44.39, "precision": "near" },
        "zones": ["compound"],
    });
    let begin = async |round: &mut Round| {
        let begun = round
            .post("duty-1", "/api/v1/incidents", told.clone())
            .await;
        begun["incident"].clone()
    };
    let (id, other) = (begin(round).await, begin(round).await);
    let mut row = told.clone();
    row["row"] = json!({ "table": "acled", "row": "IRQ1" });
    let rows = json!({ "rows": [row] });
    round.post("duty-1", "/api/v1/incidents/import", rows).await;
    let lines = format!("/api/v1/incidents/{id}/assertions");
    let line = json!({
        "about": "casualties", "statement": "no deaths", "reported_by": "the agency",
        "marks": [{ "report": report, "from": 12, "to": 21, "quote": "No deaths" }],
        "quantity": "0", "salvo": 1, "as_of": "2023-12-08T05:00:00Z",
        "when": { "at": "2023-12-08T01:00:00Z", "precision": "about" },
        "place": { "name": "the compound", "precision": "exact" },
    });
    let one = round.post("duty-1", &lines, line.clone()).await["assertion"].clone();
    let two = round.post("duty-1", &lines, line).await["assertion"].clone();
    let of = |line: &Value, what: &str| format!("/api/v1/assertions/{line}/{what}");
    let support = json!({ "reports": [1] });
    round.post("duty-1", &of(&one, "support"), support).await;
    let judge = json!({ "standing": "corroborated", "reason": "two reports" });
    round.post("duty-1", &of(&one, "judge"), judge).await;
    let oppose = json!({ "other": two, "reason": "the number of dead" });
    round.post("duty-1", &of(&one, "oppose"), oppose).await;
    let of = |what: &str| format!("/api/v1/incidents/{id}/{what}");
    let split = json!({ "lines": [two], "description": told, "reason": "another place" });
    round.post("duty-1", &of("split"), split).await;
    let mut drone = told.clone();
    drone["kind"] = json!("drone_attack");
    let anew = json!({ "description": drone, "reason": "fragments of a drone" });
    round.post("duty-1", &of("describe"), anew).await;
    let merge = json!({ "into": other, "reason": "the same salvo" });
    round.post("duty-1", &of("merge"), merge).await;
    round.list(&format!("incidents/{id}/record")).await;
    round.list(&format!("incidents?after={id}")).await;
    let tally = json!({
        "id": "rockets", "definition": "Rocket attacks on the compound", "status": "exercise",
        "kinds": ["rocket_attack"], "zones": ["compound"], "since": "2023-10-15T00:00:00Z",
        "around": { "lat": 33.3, "lon": 44.39, "radius_m": 2000 },
    });
    round.post("duty-1", "/api/v1/tallies", tally).await;
    round.list("tallies").await;
    round.list("tallies/rockets?compare=1").await;
    let reason = json!({ "reason": "nobody asks" });
    round
        .post("duty-1", "/api/v1/tallies/rockets/drop", reason)
        .await;
}

/// The sum of the list of zones, as the live wire says it.
async fn zones_in_force(round: &Round) -> String {
    let mut wire = Wire::sse(&round.house, None).await;
    loop {
        if let Some(Heard::Heartbeat(jws)) = wire.next().await {
            return payload(&jws)["zones"].as_str().unwrap().to_owned();
        }
    }
}

async fn read_by_others(round: &mut Round, warning: u64) {
    let zones = zones_in_force(round).await;
    let names = round.get("", &format!("/live/zones/{zones}")).await;
    assert_eq!(names, r#"["compound","town"]"#);
    let no_list = format!("/live/zones/{}", "0".repeat(32));
    round
        .house
        .get("", &no_list)
        .await
        .refused(404, "not_found");
    let live = round.list(&format!("warnings/{warning}")).await;
    let alert = &live["alerts"][0];
    round
        .get("", &format!("/cap/alert/{}.xml", alert["id"]))
        .await;
    round
        .get(
            "",
            &format!("/cap/{}.xml", alert["identifier"].as_str().unwrap()),
        )
        .await;
    for path in [
        "/live/keys",
        "/cap/alerts.atom",
        "/cap/alerts.rss",
        "/alerts/active",
        "/log/checkpoint",
        "/log/key",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
        "/",
        "/console",
    ] {
        round.get("", path).await;
    }
    let page = round.get("", "/").await;
    let asset = page
        .split("/assets/")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    if let Some(asset) = asset {
        round.get("", &format!("/assets/{asset}")).await;
    } else {
        // The pages were not built into this program.
        let answer = round.house.get("", "/assets/nothing.js").await;
        answer.refused(404, "not_found");
        round.asked.insert(("get", "/assets/{name}"));
    }
}

/// A token is made beside the server, and one that nobody wants.
async fn changes(round: &mut Round) {
    for (name, officer) in [("spare", "duty-2"), ("unwanted", "chief")] {
        let who = Who::Officer(OfficerId::new(officer));
        round.house.add_token(name, &who, 3_600_000);
        round
            .house
            .get(name, "/api/v1/zones")
            .await
            .refused(403, "token_waiting");
    }
    let all = round.list("changes").await;
    let (one, other) = (&all["changes"][0], &all["changes"][1]);
    let path = format!("/api/v1/changes/{}", one["id"]);
    round.get("duty-1", &path).await;
    let body = json!({ "sha256": one["sha256"] });
    round.post("duty-1", &format!("{path}/approve"), body).await;
    let path = format!("/api/v1/changes/{}/refuse", other["id"]);
    round
        .post("duty-1", &path, json!({ "reason": "Nobody asked for it." }))
        .await;
}
