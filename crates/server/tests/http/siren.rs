//! The siren link, met by a siren that holds the real key, and by some that do not.

use crate::house::{House, PATIENCE, SIREN_SEED};
use crate::listen::Socket;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ed25519_dalek::{SigningKey, VerifyingKey};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use vigie_core::ids::SirenId;
use vigie_core::siren::{
    Answer, AnswerWhat, Hello, Order, Program, order_sha256, sign_answer, sign_hello, verify_order,
};
use vigie_core::status::Status;

struct Mast {
    socket: Socket,
    key: SigningKey,
}

impl Mast {
    /// Connects and says hello; returns what the server thinks of it.
    async fn hello(
        house: &House,
        key: SigningKey,
        name: &str,
        nonce: Option<&str>,
    ) -> (Self, Value) {
        let url = format!("ws://{}/sirens/link", house.address());
        let mut mast = Self {
            socket: connect_async(url).await.unwrap().0,
            key,
        };
        let challenge = mast.control().await;
        let hello = Hello {
            v: 1,
            siren: SirenId::new(name),
            nonce: nonce
                .or(challenge["challenge"].as_str())
                .unwrap()
                .to_owned(),
            at: vigie_server::clock::now(),
            next_ctr: 1,
            next_ctr_exercise: 1,
            epoch: 1,
            software: "a test".to_owned(),
            challenge: Some("of the siren".to_owned()),
        };
        mast.say(sign_hello(&hello, &mast.key)).await;
        let answer = mast.control().await;
        (mast, answer)
    }

    async fn say(&mut self, text: String) {
        self.socket.send(Message::Text(text.into())).await.unwrap();
    }

    async fn text(&mut self) -> String {
        let heard = async {
            loop {
                match self.socket.next().await.expect("the link holds").unwrap() {
                    Message::Text(text) => return text.to_string(),
                    Message::Close(_) => panic!("the server closed"),
                    _ => {}
                }
            }
        };
        tokio::time::timeout(PATIENCE, heard)
            .await
            .expect("the server says something")
    }

    async fn control(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// The next order, past the beats.
    async fn order(&mut self, key: &VerifyingKey) -> (Order, String) {
        loop {
            let text = self.text().await;
            if !text.starts_with('{') {
                return (
                    verify_order(&text, key).expect("signed by the key of its status"),
                    text,
                );
            }
        }
    }

    fn answer(order: &Order, text: &str, what: AnswerWhat) -> Answer {
        Answer {
            v: 1,
            siren: order.target.clone(),
            order: order.order,
            ctr: order.ctr,
            order_sha256: order_sha256(text),
            at: vigie_server::clock::now(),
            what,
            next_ctr: order.ctr + 1,
            challenge: None,
        }
    }
}

fn real() -> SigningKey {
    SigningKey::from_bytes(&SIREN_SEED)
}

async fn exercise_key(house: &House) -> VerifyingKey {
    let keys = house.get("", "/live/keys").await.expect(200);
    let keys = keys["keys"].as_array().unwrap().clone();
    let key = keys.iter().find(|key| key["role"] == "exercise").unwrap();
    let bytes = B64.decode(key["x"].as_str().unwrap()).unwrap();
    VerifyingKey::from_bytes(&bytes.try_into().unwrap()).unwrap()
}

async fn linked(house: &House, link: &str) {
    let is =
        |answer: &crate::house::Answer| (answer.json()["sirens"][0]["link"] == link).then_some(());
    house.until("duty-1", "/api/v1/sirens", is).await;
}

/// How the delivery to the siren stands.
pub fn life(answer: &crate::house::Answer) -> Option<String> {
    let deliveries = answer.json()["deliveries"].as_array().unwrap().clone();
    let to_siren = deliveries
        .iter()
        .find(|d| d["target"].as_str().unwrap().contains("mast-1"))?;
    Some(to_siren["life"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_siren_that_cannot_prove_its_name_is_refused() {
    let house = House::open();
    let other = SigningKey::from_bytes(&[8; 32]);
    let forged: [(SigningKey, &str, Option<&str>); 3] = [
        (other, "mast-1", None),
        (real(), "mast-1", Some("an old challenge")),
        (real(), "mast-2", None),
    ];
    for (key, name, nonce) in forged {
        let (_, answer) = Mast::hello(&house, key, name, nonce).await;
        assert!(
            answer["refused"]
                .as_str()
                .is_some_and(|why| !why.is_empty()),
            "{answer}"
        );
    }
    let url = format!("ws://{}/sirens/link", house.address());
    let (mut socket, _) = connect_async(url).await.unwrap();
    socket
        .send(Message::Text("{\"siren\":\"mast-1\"}".into()))
        .await
        .unwrap();
    let _challenge = socket.next().await;
    let refused = socket.next().await.unwrap().unwrap().into_text().unwrap();
    assert!(refused.contains("refused"), "{refused}");
    let sirens = house.get("duty-1", "/api/v1/sirens").await.expect(200);
    assert_eq!(sirens["sirens"][0]["link"], "never");
}

#[tokio::test]
async fn an_order_comes_after_two_agreed_and_only_a_signed_answer_counts() {
    let house = House::open();
    let (mut mast, welcome) = Mast::hello(&house, real(), "mast-1", None).await;
    assert_eq!(welcome, json!({ "welcome": true }));
    linked(&house, "up").await;
    let id = house.warn("exercise").await;
    let path = format!("/api/v1/exercise/warnings/{id}");
    let key = exercise_key(&house).await;
    let (order, text) = mast.order(&key).await;
    let warning = house.get("duty-1", &path).await.expect(200);
    assert_eq!(
        (order.status, order.target.as_str(), order.site.as_str()),
        (Status::Exercise, "mast-1", "test")
    );
    assert_eq!(
        order.alert_sha256,
        warning["alerts"][0]["sha256"].as_str().unwrap()
    );
    assert!(matches!(order.program, Program::Sound { .. }), "{order:?}");
    assert_eq!(order.nonce.as_deref(), Some("of the siren"));

    let heard = Mast::answer(&order, &text, AnswerWhat::Heard);
    mast.say(serde_json::to_string(&heard).unwrap()).await;
    mast.say(sign_answer(&heard, &SigningKey::from_bytes(&[8; 32])))
        .await;
    let elsewhere = Answer {
        siren: SirenId::new("mast-2"),
        ..heard.clone()
    };
    mast.say(sign_answer(&elsewhere, &real())).await;
    let unknown = Answer {
        order: 999_999,
        ..heard.clone()
    };
    mast.say(sign_answer(&unknown, &real())).await;
    // Answers are taken in order: once this one shows, those before were looked at.
    let accepted = Mast::answer(&order, &text, AnswerWhat::Accepted);
    mast.say(sign_answer(&accepted, &real())).await;
    let stands = house
        .until("duty-1", &path, |a| {
            life(a).filter(|life| life != "sent" && life != "planned")
        })
        .await;
    assert_eq!(stands, "accepted", "what nobody signed proves nothing");

    mast.say(sign_answer(&heard, &real())).await;
    house
        .until("duty-1", &path, |answer| {
            life(answer).filter(|life| life == "heard")
        })
        .await;

    house
        .post("duty-2", &format!("{path}/all-clear"), json!({}))
        .await
        .expect(200);
    let (over, _) = mast.order(&key).await;
    assert!(matches!(over.program, Program::AllClear { .. }), "{over:?}");
    assert!(over.ctr > order.ctr, "each order counts higher");
    drop(mast);
    linked(&house, "lost").await;
}

#[tokio::test]
async fn a_newer_connection_of_a_siren_takes_the_place_of_the_older() {
    let house = House::open();
    let (_older, _) = Mast::hello(&house, real(), "mast-1", None).await;
    let (mut newer, _) = Mast::hello(&house, real(), "mast-1", None).await;
    linked(&house, "up").await;
    house.warn("exercise").await;
    newer.order(&exercise_key(&house).await).await;
}
