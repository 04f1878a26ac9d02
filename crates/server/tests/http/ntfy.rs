//! ntfy's protocol, asked as its apps ask: over HTTP, in every form, and with what they get wrong.

use crate::house::{House, PATIENCE};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// The messages of a poll.
async fn polled(house: &House, path: &str) -> Vec<Value> {
    let answer = house.get("", path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let read = |line: &str| serde_json::from_str(line).unwrap();
    answer.text.lines().map(read).collect()
}

async fn all_clear(house: &House, id: u64) {
    let path = format!("/api/v1/exercise/warnings/{id}/all-clear");
    house.post("duty-2", &path, json!({})).await.expect(200);
}

#[tokio::test]
async fn a_zone_is_a_topic_and_its_neighbour_hears_nothing() {
    let house = House::open();
    let id = house.warn("exercise").await;
    let said = polled(&house, "/compound/json?poll=1").await;
    assert_eq!(said.len(), 1);
    let one = &said[0];
    assert_eq!(
        (one["event"].as_str(), one["topic"].as_str()),
        (Some("message"), Some("compound"))
    );
    assert_eq!(one["sequence_id"], id.to_string());
    assert!(
        one["title"].as_str().unwrap().starts_with("EXERCISE"),
        "{one}"
    );
    assert_eq!(one["priority"], 3);
    assert!(polled(&house, "/town/json?poll=1").await.is_empty());
    // The CAP message that it attaches is the one whose short code it says.
    let attached = one["attachment"]["url"].as_str().unwrap();
    let path = attached.strip_prefix(&house.base).unwrap();
    let cap = house.get("", path).await;
    assert_eq!(one["attachment"]["size"], cap.text.len());
    let code = vigie_core::warning::short_code(&vigie_core::siren::order_sha256(&cap.text));
    assert!(one["message"].as_str().unwrap().ends_with(&code), "{one}");
    // The same under the other address, for several topics, and in another language by each road.
    let both = polled(&house, "/ntfy/town,compound/json?poll=1").await;
    assert_eq!(both, said);
    for (path, language) in [
        ("/compound_fr/json?poll=1", "fr"),
        ("/compound/json?poll=1&lang=fr", "fr"),
        ("/compound/json?poll=1&lang=ar,fr", "fr"),
        ("/compound/json?poll=1&lang=ar", "en"),
    ] {
        assert_eq!(
            polled(&house, path).await[0]["language"],
            language,
            "{path}"
        );
    }
    let asked = house
        .client()
        .get(format!("{}/compound/json?poll=1", house.base));
    let answer = house
        .ask("", asked.header("accept-language", "fr-FR, en;q=0.5"))
        .await;
    assert!(answer.text.contains("Enceinte"), "{}", answer.text);
}

#[tokio::test]
async fn since_is_a_message_a_time_a_duration_or_everything() {
    let house = House::open();
    let first = house.warn("exercise").await;
    let before = polled(&house, "/compound/json?poll=1&since=all").await;
    let (id, time) = (
        before[0]["id"].as_str().unwrap(),
        before[0]["time"].as_i64().unwrap(),
    );
    all_clear(&house, first).await;
    let count = async |since: &str| {
        polled(&house, &format!("/compound/json?poll=1&since={since}"))
            .await
            .len()
    };
    assert_eq!(count("all").await, 2);
    assert_eq!(count(id).await, 1);
    assert_eq!(count(&time.to_string()).await, 2);
    assert_eq!(count(&(time + 1_000).to_string()).await, 0);
    assert_eq!(count("10m").await, 2);
    assert_eq!(count("0s").await, 0);
    assert_eq!(count("latest").await, 1);
    assert_eq!(count("none").await, 0);
    assert_eq!(count("nFS3knfcQ1xe").await, 2, "an id of another server");
    assert_eq!(count("v00009999999").await, 2, "an id of another journal");
    let bad = house.get("", "/compound/json?poll=1&since=yesterday").await;
    assert_eq!(
        (bad.status, bad.json()["code"].as_u64()),
        (400, Some(40_000))
    );
    // What was said before the end is there to be read, and wakes nobody any more.
    let said = polled(&house, "/compound/json?poll=1&since=all").await;
    assert_eq!(
        (said[0]["priority"].as_u64(), said[1]["priority"].as_u64()),
        (Some(2), Some(3))
    );
    assert_eq!(
        said[0]["sequence_id"], said[1]["sequence_id"],
        "one danger, one thread"
    );
    assert!(
        said[1]["tags"]
            .as_array()
            .unwrap()
            .contains(&json!("all_clear"))
    );
    for (filter, found) in [
        ("tags=exercise,all_clear", 1),
        ("priority=low", 1),
        ("priority=5,4", 0),
        ("title=x", 0),
    ] {
        let path = format!("/compound/json?poll=1&since=all&{filter}");
        assert_eq!(polled(&house, &path).await.len(), found, "{filter}");
    }
}

#[tokio::test]
async fn every_form_opens_says_what_holds_and_hears_what_comes() {
    let house = House::open();
    let first = house.warn("exercise").await;
    let mut streams = Vec::new();
    for form in ["json", "sse", "raw"] {
        let asked = house
            .client()
            .get(format!("{}/compound/{form}", house.base));
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        streams.push((form, String::new(), answer.bytes_stream()));
    }
    let request = format!("{}/compound/ws", house.base.replace("http", "ws"));
    let (mut socket, _) = tokio_tungstenite::connect_async(request.into_client_request().unwrap())
        .await
        .unwrap();
    let mut heard = Vec::new();
    let mut listen = async |socket: &mut tokio_tungstenite::WebSocketStream<_>, until: usize| {
        while heard.len() < until {
            match tokio::time::timeout(PATIENCE, socket.next())
                .await
                .unwrap()
                .unwrap()
                .unwrap()
            {
                Message::Text(text) => heard.push(serde_json::from_str::<Value>(&text).unwrap()),
                other => assert!(other.is_ping(), "{other}"),
            }
        }
        heard
            .iter()
            .map(|line| line["event"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listen(&mut socket, 2).await, ["open", "message"]);
    all_clear(&house, first).await;
    assert_eq!(listen(&mut socket, 3).await, ["open", "message", "message"]);
    let since = Instant::now();
    for (form, read, stream) in &mut streams {
        let done = |read: &str| match *form {
            "raw" => {
                read.lines()
                    .filter(|line| line.starts_with("EXERCISE"))
                    .count()
                    == 2
            }
            "sse" => {
                read.starts_with("event: open\ndata: {") && read.matches("\n\nid: v").count() == 2
            }
            _ => {
                read.starts_with("{\"event\":\"open\"")
                    && read.matches("\"event\":\"message\"").count() == 2
            }
        };
        while !done(read) {
            let left = PATIENCE.saturating_sub(since.elapsed());
            let more = tokio::time::timeout(left, stream.next()).await;
            let more = more.unwrap_or_else(|_| panic!("{form} gave {read}"));
            read.push_str(&String::from_utf8_lossy(&more.unwrap().unwrap()));
        }
    }
    let metrics = house.get("", "/metrics").await.text;
    assert!(metrics.contains("vigie_ntfy_connections 4\n"), "{metrics}");
}

#[tokio::test]
async fn whoever_listens_has_the_real_thing_at_full_voice_and_the_exercise_never() {
    let house = House::open();
    house.vetted(&["en", "fr"]).await;
    house.warn("exercise").await;
    house.warn("actual").await;
    let said = polled(&house, "/compound/json?poll=1").await;
    let of = |exercise: bool| {
        let is =
            |one: &&Value| one["tags"].as_array().unwrap().contains(&json!("exercise")) == exercise;
        said.iter().find(is).unwrap()
    };
    assert_eq!(
        (
            of(true)["priority"].as_u64(),
            of(false)["priority"].as_u64()
        ),
        (Some(3), Some(5))
    );
    assert!(!of(false).to_string().to_lowercase().contains("exercise"));
}

#[tokio::test]
async fn nobody_publishes_and_nobody_makes_topics_up() {
    let house = House::open();
    let client = house.client();
    let at = |path: &str| format!("{}{path}", house.base);
    let message = json!({ "topic": "compound", "message": "all clear" });
    for asked in [
        client.post(at("/")).json(&message),
        client.post(at("/compound")).body("all clear"),
        client.put(at("/compound")).body("all clear"),
        client.post(at("/ntfy/")).json(&message),
        client.put(at("/ntfy/compound")).body("all clear"),
        client.get(at("/compound/publish?message=x")),
        client.get(at("/compound/send?message=x")),
        client.get(at("/ntfy/compound/trigger")),
    ] {
        for who in ["", "duty-1"] {
            let answer = house.ask(who, asked.try_clone().unwrap()).await;
            let said = answer.json();
            assert_eq!(
                (answer.status, said["code"].as_u64()),
                (403, Some(40_301)),
                "{answer:?}"
            );
            assert!(said["error"].as_str().unwrap().contains("two officers"));
        }
    }
    for form in ["json", "sse", "raw", "auth"] {
        let answer = house.get("", &format!("/mytopic/{form}")).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_u64()),
            (404, Some(40_401))
        );
    }
    let plain = house.get("", "/compound/ws").await;
    assert_eq!(
        (plain.status, plain.json()["code"].as_u64()),
        (400, Some(40_016))
    );
    // The address of a topic in a browser leads to the page; what is no topic is no page.
    let page = house.get("", "/compound").await;
    assert!(
        page.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    house.get("", "/mytopic").await.refused(404, "no_such_path");
    assert!(
        polled(&house, "/compound/json?poll=1").await.is_empty(),
        "nothing came of any of it"
    );
}

#[tokio::test]
async fn a_site_that_demands_tokens_lets_nobody_else_listen() {
    let mut house = House::closed();
    let config = std::fs::read_to_string(house.config()).unwrap();
    std::fs::write(
        house.config(),
        format!("[ntfy]\ntoken_needed = true\n{config}"),
    )
    .unwrap();
    house.start();
    let auth = async |who: &str, query: &str| {
        let answer = house.get(who, &format!("/compound/auth{query}")).await;
        (answer.status, answer.json()["code"].as_u64())
    };
    assert_eq!(auth("", "").await, (403, Some(40_301)));
    assert_eq!(auth("vigie_wrong", "").await, (401, Some(40_101)));
    assert_eq!(auth("screens", "").await, (200, None));
    let token = house.token("screens").to_owned();
    let basic = house
        .client()
        .get(format!("{}/compound/json?poll=1", house.base));
    let answer = house.ask("", basic.basic_auth("phone", Some(&token))).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    let refused = house.get("", "/compound/json?poll=1").await;
    assert_eq!(
        (refused.status, refused.json()["http"].as_u64()),
        (403, Some(403))
    );
    assert_eq!(
        house.get("screens", "/v1/account").await.expect(200)["role"],
        "user"
    );
    // A token in an address is in no log of ours.
    let packed = base64::Engine::encode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        format!("Bearer {token}"),
    );
    assert_eq!(auth("", &format!("?auth={packed}")).await, (200, None));
    let log = house.log();
    assert!(!log.contains(&token) && !log.contains(&packed), "{log}");
}
