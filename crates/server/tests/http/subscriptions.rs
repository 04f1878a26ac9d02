//! FOSSWarn's requests, as its source makes them, against our server, with a push service and an app behind it that open
//! what they are sent with a library of others.

use crate::distributor::Distributor;
use crate::house::{Answer, House};
use serde_json::{Value, json};
use std::path::Path;

/// A server that knows the distributor as one inside.
fn house(distributor: &Distributor, more: &str) -> House {
    let mut house = House::closed();
    let mut text = std::fs::read_to_string(house.config()).unwrap();
    let push = format!(
        "\n[web_push]\ncontact = \"mailto:duty@site.example\"\ninside = [\"{}\"]\n{more}",
        distributor.base
    );
    text.push_str(&push);
    std::fs::write(house.config(), text).unwrap();
    house.start();
    house
}

/// The app: its server address, and what it knows of its distributor.
struct FossWarn<'a> {
    house: &'a House,
    distributor: &'a Distributor,
}

impl FossWarn<'_> {
    async fn ask(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request
            .header("Content-Type", "application/json")
            .header("User-Agent", "FOSSWarn/1.0.3");
        self.house.ask("", request).await
    }

    async fn get(&self, path: &str) -> Answer {
        let client = self.house.client();
        self.ask(client.get(format!("{}{path}", self.house.base)))
            .await
    }

    /// What it sends when a place is added.
    async fn register(&self, path: &str, [south, north, west, east]: [f64; 4]) -> Answer {
        let settings = self.get("/config/server_status").await.expect(200);
        assert_eq!(
            settings["supported_push_services"]["UNIFIED_PUSH_ENCRYPTED"],
            true
        );
        assert_eq!(settings["congestion_state"], 0);
        for text in [
            "server_version",
            "server_operator",
            "privacy_notice",
            "terms_of_service",
        ] {
            assert!(settings[text].is_string(), "{text}");
        }
        let key = self.get("/subscription/?type=webpush").await.expect(200);
        assert_eq!(key["vapid-key"].as_str().unwrap().len(), 87);
        let body = json!({
            "token": format!("{}{path}", self.distributor.base),
            "push_service": "UNIFIED_PUSH_ENCRYPTED",
            "min_lat": south.to_string(),
            "max_lat": north.to_string(),
            "min_lon": west.to_string(),
            "max_lon": east.to_string(),
            "p256dh_key": self.distributor.p256dh,
            "auth_key": self.distributor.auth,
        });
        let client = self.house.client();
        let url = format!("{}/subscription/", self.house.base);
        self.ask(client.post(url).body(body.to_string())).await
    }

    async fn heartbeat(&self, id: &str, body: &str) -> Answer {
        let url = format!("{}/subscription/?subscription_id={id}", self.house.base);
        self.ask(self.house.client().put(url).body(body.to_owned()))
            .await
    }

    async fn unregister(&self, id: &str) -> Answer {
        let url = format!("{}/subscription/?subscription_id={id}", self.house.base);
        self.ask(self.house.client().delete(url)).await
    }

    fn pushed(&self) -> Value {
        let pushed = self.distributor.next();
        assert_eq!(pushed["Urgency"], "high");
        assert_eq!(pushed["Content-Encoding"], "aes128gcm");
        assert_eq!(pushed["sub"], "mailto:duty@site.example");
        assert_eq!(pushed["bytes"], 2_151, "every length is the same");
        serde_json::from_str(pushed["text"].as_str().unwrap()).unwrap()
    }
}

const HERE: [f64; 4] = [33.29, 33.31, 44.38, 44.40];
const ELSEWHERE: [f64; 4] = [48.0, 49.0, 2.0, 3.0];

#[tokio::test]
async fn fosswarn_works_when_its_server_address_is_changed() {
    let Some(distributor) = Distributor::start() else {
        return;
    };
    let house = house(&distributor, "");
    house.vetted(&["en", "fr"]).await;
    let app = FossWarn {
        house: &house,
        distributor: &distributor,
    };
    let subscribed = app.register("/up/phone", HERE).await.expect(200);
    let confirmed = app.pushed();
    assert_eq!(confirmed["type"], "subscribe");
    assert_eq!(confirmed["confirmation_id"], subscribed["confirmation_id"]);
    let id = subscribed["subscription_id"].as_str().unwrap();
    let elsewhere = app.register("/up/other", ELSEWHERE).await.expect(200);
    assert_eq!(app.pushed()["type"], "subscribe");

    let all = format!("/alert/all?subscription_id={id}");
    assert_eq!(app.get(&all).await.expect(200), json!([]));
    house.warn("exercise").await;
    let warning = house.warn("actual").await;
    let added = app.pushed();
    assert_eq!(added["type"], "added");
    let alert = added["alert_id"].as_str().unwrap();
    assert_eq!(app.get(&all).await.expect(200), json!([alert]));
    let cap = app.get(&format!("/alert/{alert}")).await;
    assert!(cap.text.contains("<status>Actual</status>"), "{}", cap.text);

    let all_clear = format!("/api/v1/warnings/{warning}/all-clear");
    house
        .post("duty-2", &all_clear, json!({}))
        .await
        .expect(200);
    let ended = app.pushed();
    assert_eq!(ended["type"], "added");
    assert_ne!(ended["alert_id"], added["alert_id"]);
    assert!(
        distributor.is_quiet(),
        "nobody elsewhere was woken, and none by the exercise"
    );

    assert_eq!(app.heartbeat(id, "").await.status, 200);
    let moved = json!({ "token": format!("{}/up/new", distributor.base),
        "p256dh_key": distributor.p256dh, "auth_key": distributor.auth });
    assert_eq!(app.heartbeat(id, &moved.to_string()).await.status, 200);
    assert_eq!(distributor.next()["path"], "/up/new");
    assert_eq!(app.unregister(id).await.status, 200);
    assert_eq!(
        app.unregister(id).await.status,
        400,
        "as the app takes for ended"
    );
    assert_eq!(app.heartbeat(id, "").await.status, 404);
    assert_eq!(
        app.get(&all).await.status,
        400,
        "as the app takes for expired"
    );
    let other = elsewhere["subscription_id"].as_str().unwrap();
    assert_eq!(app.unregister(other).await.status, 200);
}

#[tokio::test]
async fn a_push_service_that_does_not_take_a_first_message_gets_no_subscription() {
    let Some(distributor) = Distributor::start() else {
        return;
    };
    let house = house(&distributor, "subscriptions_max = 1\n");
    let app = FossWarn {
        house: &house,
        distributor: &distributor,
    };
    app.register("/gone/phone", HERE)
        .await
        .refused(400, "push_not_taken");
    app.register("/moved/phone", HERE)
        .await
        .refused(400, "push_not_taken");
    assert_eq!(distributor.next()["path"], "/gone/phone");
    assert_eq!(distributor.next()["path"], "/moved/phone");
    // Told to wait, it waits and asks again; the first of one topic is replaced.
    app.register("/busy/phone", HERE).await.expect(200);
    let (first, again) = (distributor.next(), distributor.next());
    assert_eq!(first["path"], "/busy/phone");
    assert_eq!(
        (&first["Topic"], &first["text"]),
        (&again["Topic"], &again["text"])
    );
    assert!(distributor.is_quiet(), "no redirect was followed");
    app.register("/up/phone", HERE)
        .await
        .refused(503, "subscriptions_full");

    let body = |change: Value| {
        let mut body = json!({ "token": format!("{}/up/x", distributor.base), "push_service": "UNIFIED_PUSH_ENCRYPTED",
            "min_lat": "33", "max_lat": "34", "min_lon": "44", "max_lon": "45",
            "p256dh_key": distributor.p256dh, "auth_key": distributor.auth });
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        body
    };
    for (change, code) in [
        (json!({ "push_service": "UNIFIED_PUSH" }), "push_service"),
        (json!({ "min_lat": "x" }), "bad_bounds"),
        (json!({ "min_lat": "91" }), "bad_bounds"),
        (json!({ "token": "https://127.0.0.1/x" }), "bad_endpoint"),
        (json!({ "token": "http://push.example/x" }), "bad_endpoint"),
        (json!({ "token": "" }), "bad_endpoint"),
        (json!({ "auth_key": null }), "bad_endpoint"),
    ] {
        house
            .post("", "/subscription/", body(change))
            .await
            .refused(400, code);
    }
    assert!(distributor.is_quiet());
}

#[tokio::test]
async fn a_power_cut_loses_no_subscription_and_no_letter_and_no_file_names_an_endpoint() {
    let Some(distributor) = Distributor::start() else {
        return;
    };
    let mut house = house(&distributor, "");
    house.vetted(&["en", "fr"]).await;
    let id = {
        let app = FossWarn {
            house: &house,
            distributor: &distributor,
        };
        let subscribed = app.register("/up/phone-of-zoe", HERE).await.expect(200);
        distributor.next();
        subscribed["subscription_id"].as_str().unwrap().to_owned()
    };
    house.warn("actual").await;
    house.kill();
    house.start();
    // Before the cut, after it, or both, under one topic.
    let mut topics = vec![distributor.next()["Topic"].clone()];
    let all = format!("/alert/all?subscription_id={id}");
    assert_eq!(
        house
            .get("", &all)
            .await
            .expect(200)
            .as_array()
            .unwrap()
            .len(),
        1
    );
    house.stop();
    while !distributor.is_quiet() {
        topics.push(distributor.next()["Topic"].clone());
    }
    topics.dedup();
    assert_eq!(topics.len(), 1);
    for planted in ["phone-of-zoe", &id, &distributor.auth] {
        assert_eq!(
            holding(house.path(), planted),
            Vec::<String>::new(),
            "{planted}"
        );
    }
}

/// Files that hold a text.
pub fn holding(folder: &Path, planted: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, planted));
        } else if let Ok(bytes) = std::fs::read(&path) {
            let there = bytes
                .windows(planted.len())
                .any(|part| part == planted.as_bytes());
            found.extend(there.then(|| path.display().to_string()));
        }
    }
    found
}
