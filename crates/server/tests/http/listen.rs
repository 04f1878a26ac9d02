//! The live wire as a client meets it: resumed by number, over both roads.

use crate::house::{House, PATIENCE};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use vigie_core::jws::{self, Kind};

/// A WebSocket to the server.
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One thing heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Bulletin(u64, String),
    Heartbeat(String),
    Resync(u64),
}

impl Heard {
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Bulletin(n, _) => Some(*n),
            Self::Heartbeat(_) | Self::Resync(_) => None,
        }
    }
}

/// A connection of either road.
pub enum Wire {
    Sse(reqwest::Response, String),
    Socket(Box<Socket>),
}

impl Wire {
    pub async fn sse(house: &House, since: Option<u64>) -> Self {
        Self::sse_at(&house.base, since).await
    }

    pub async fn sse_at(base: &str, since: Option<u64>) -> Self {
        Self::try_sse(base, since).await.unwrap()
    }

    /// Tries until somebody answers.
    pub async fn sse_again(base: &str, since: u64) -> Self {
        loop {
            if let Ok(wire) = Self::try_sse(base, Some(since)).await {
                return wire;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn try_sse(base: &str, since: Option<u64>) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut asked = client.get(format!("{base}/live"));
        if let Some(since) = since {
            asked = asked.header("last-event-id", since);
        }
        let response = asked.send().await?;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Ok(Self::Sse(response, String::new()))
    }

    /// A stream as it comes.
    pub fn raw_sse(house: &House) -> std::net::TcpStream {
        use std::io::Write as _;
        let mut stream = std::net::TcpStream::connect(house.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(request).unwrap();
        stream
    }

    pub async fn socket(house: &House, query: &str) -> Self {
        Self::socket_at(&house.base, query).await
    }

    pub async fn socket_at(base: &str, query: &str) -> Self {
        let url = format!("{}/live/ws{query}", base.replacen("http", "ws", 1));
        Self::Socket(Box::new(connect_async(url).await.unwrap().0))
    }

    /// The next thing; none when the connection has ended.
    pub async fn next(&mut self) -> Option<Heard> {
        match self {
            Self::Sse(response, waiting) => loop {
                if let Some((block, rest)) = waiting.split_once("\n\n") {
                    // At the end it is told when to come back, which is no frame.
                    let heard = (!block.starts_with("retry: ")).then(|| from_sse(block));
                    let rest = rest.len();
                    waiting.drain(..waiting.len() - rest);
                    match heard {
                        Some(heard) => return Some(heard),
                        None => continue,
                    }
                }
                let chunk = response.chunk().await.ok()??;
                waiting.push_str(std::str::from_utf8(&chunk).unwrap());
            },
            Self::Socket(socket) => loop {
                match socket.next().await?.ok()? {
                    Message::Text(text) => return Some(from_text(&text)),
                    Message::Close(_) => return None,
                    _ => {}
                }
            },
        }
    }

    /// Hears until `n` bulletins came; panics when they do not.
    pub async fn bulletins(&mut self, n: usize) -> Vec<u64> {
        let heard = async {
            let mut numbers = Vec::new();
            while numbers.len() < n {
                numbers.extend(self.next().await.expect("the connection holds").number());
            }
            numbers
        };
        tokio::time::timeout(PATIENCE, heard)
            .await
            .expect("the bulletins come")
    }
}

fn from_sse(block: &str) -> Heard {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
    let said = field("data: ").unwrap().to_owned();
    match field("event: ").unwrap() {
        "bulletin" => Heard::Bulletin(field("id: ").unwrap().parse().unwrap(), said),
        "heartbeat" => Heard::Heartbeat(said),
        "resync" => Heard::Resync(
            serde_json::from_str::<Value>(&said).unwrap()["from"]
                .as_u64()
                .unwrap(),
        ),
        other => panic!("{other} is not on the live wire"),
    }
}

fn from_text(text: &str) -> Heard {
    let said: Value = serde_json::from_str(text).unwrap();
    let jws = || said["jws"].as_str().unwrap().to_owned();
    match said["type"].as_str().unwrap() {
        "bulletin" => Heard::Bulletin(said["n"].as_u64().unwrap(), jws()),
        "heartbeat" => Heard::Heartbeat(jws()),
        "resync" => Heard::Resync(said["from"].as_u64().unwrap()),
        other => panic!("{other} is not on the live wire"),
    }
}

#[tokio::test]
async fn a_bulletin_is_signed_by_the_key_of_its_status_and_names_the_cap_message() {
    let house = House::open();
    let mut wire = Wire::sse(&house, None).await;
    let id = house.warn("exercise").await;
    let (n, text) = loop {
        if let Heard::Bulletin(n, text) = wire.next().await.unwrap() {
            break (n, text);
        }
    };
    let keys = house.get("", "/live/keys").await.expect(200);
    let key = |role: &str| {
        let keys = keys["keys"].as_array().unwrap();
        let key = keys.iter().find(|key| key["role"] == role).unwrap();
        let bytes = B64.decode(key["x"].as_str().unwrap()).unwrap();
        ed25519_dalek::VerifyingKey::from_bytes(&bytes.try_into().unwrap()).unwrap()
    };
    assert!(
        jws::verify(Kind::Bulletin, &key("live"), &text).is_err(),
        "an exercise is never signed as real"
    );
    let payload = jws::verify(Kind::Bulletin, &key("exercise"), &text).unwrap();
    let said: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(
        (&said["n"], &said["warning"], &said["status"]),
        (&json!(n), &json!(id), &json!("exercise"))
    );
    let cap = house.get("", said["cap"]["href"].as_str().unwrap()).await;
    assert_eq!(
        vigie_core::siren::order_sha256(&cap.text),
        said["cap"]["sha256"].as_str().unwrap()
    );
}

#[tokio::test]
async fn who_comes_back_gets_what_it_missed_on_either_road() {
    let house = House::open();
    let first = house.warn("exercise").await;
    let mut early = Wire::sse(&house, None).await;
    let had = early.bulletins(1).await[0];
    drop(early);
    house
        .post(
            "duty-2",
            &format!("/api/v1/exercise/warnings/{first}/all-clear"),
            json!({}),
        )
        .await
        .expect(200);
    house.warn("exercise").await;
    let mut again = Wire::sse(&house, Some(had)).await;
    let missed = again.bulletins(2).await;
    assert!(
        missed[0] > had && missed[1] > missed[0],
        "{missed:?} after {had}"
    );
    let mut other = Wire::socket(&house, &format!("?since={had}")).await;
    assert_eq!(other.bulletins(2).await, missed);
    let mut newcomer = Wire::socket(&house, "").await;
    assert_eq!(
        newcomer.bulletins(1).await,
        missed[1..],
        "only what is live"
    );
}

#[tokio::test]
async fn a_made_up_last_number_is_told_to_start_again_and_is_not_left_in_silence() {
    let house = House::open();
    house.warn("exercise").await;
    for mut wire in [
        Wire::sse(&house, Some(u64::MAX)).await,
        Wire::socket(&house, "?since=9999999").await,
    ] {
        assert!(matches!(wire.next().await, Some(Heard::Resync(_))));
        assert_eq!(wire.bulletins(1).await.len(), 1, "what is kept follows");
    }
    house.vetted(&["en", "fr"]).await;
    let mut wire = Wire::sse(&house, Some(u64::MAX)).await;
    wire.bulletins(1).await;
    house.warn("actual").await;
    wire.bulletins(1).await;
}

#[tokio::test]
async fn a_screen_counts_when_it_says_so_with_its_token_and_no_longer_when_that_is_revoked() {
    let mut house = House::open();
    let id = house.add_token("lobby", &vigie_server::tokens::Who::Screens, 3_600_000);
    let query = format!("?token={}", house.token("lobby"));
    let mut screen = Wire::socket(&house, &query).await;
    let mut stranger = Wire::socket(&house, "").await;
    let warning = house.warn("exercise").await;
    let n = screen.bulletins(1).await[0];
    stranger.bulletins(1).await;
    for wire in [&mut screen, &mut stranger] {
        let Wire::Socket(socket) = wire else {
            unreachable!()
        };
        let said = json!({ "received": n }).to_string();
        socket.send(Message::Text(said.into())).await.unwrap();
    }
    let path = format!("/api/v1/exercise/warnings/{warning}");
    let reached = house
        .until("duty-1", &path, |answer| {
            let screens = answer.json()["alerts"][0]["screens"].clone();
            (screens["acked"] == 1).then_some(screens)
        })
        .await;
    assert_eq!(
        reached,
        json!({ "connected": 1, "acked": 1 }),
        "the stranger does not count"
    );

    let config = house.config();
    crate::house::vigie(&["token", "revoke", &id, "--config", config.to_str().unwrap()]);
    let ended = async {
        let Wire::Socket(socket) = &mut screen else {
            unreachable!()
        };
        while socket
            .send(Message::Text(json!({ "received": n }).to_string().into()))
            .await
            .is_ok()
        {
            let _ = tokio::time::timeout(std::time::Duration::from_millis(50), socket.next()).await;
        }
    };
    tokio::time::timeout(PATIENCE, ended)
        .await
        .expect("the screen of a revoked token is let go");
    let refused = connect_async(format!("ws://{}/live/ws{query}", house.address())).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn who_gives_a_place_gets_the_bulletins_of_it_and_others_only_when_it_asks() {
    let house = House::open();
    let mut here = Vec::new();
    // The zone is the compound; the cell around it, one letter shorter, holds its neighbours too.
    for place in [
        "at=33.3021,44.3905",
        "cell=svzt6",
        "cell=svz",
        "zone=compound",
    ] {
        here.push(Wire::socket(&house, &format!("?{place}")).await);
        here.push(Wire::socket(&house, &format!("?{place}&elsewhere=true")).await);
    }
    let mut far = Wire::socket(&house, "?at=-17,179.99").await;
    let mut far_and_all = Wire::socket(&house, "?cell=u4pru&elsewhere=true").await;
    house.warn("exercise").await;
    for wire in here.iter_mut().chain([&mut far_and_all]) {
        assert_eq!(wire.bulletins(1).await.len(), 1);
    }
    // The list of what is live is for everyone; the heartbeat that names the warning comes behind it.
    only_listed(&mut far).await;
    let mut back = Wire::socket(&house, "?since=0&cell=u4pru").await;
    assert!(matches!(back.next().await, Some(Heard::Heartbeat(_))));
    let metrics = house.get("", "/metrics").await.text;
    let cells: Vec<_> = metrics
        .lines()
        .filter(|line| line.starts_with("vigie_live_cell_connections{"))
        .collect();
    assert_eq!(cells, ["vigie_live_cell_connections{cell=\"\"} 9"]);
}

/// What a signed text says.
pub fn payload(jws: &str) -> Value {
    let payload = B64.decode(jws.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

fn lists_something(jws: &str) -> bool {
    !payload(jws)["live"].as_array().unwrap().is_empty()
}

/// Hears of a live warning by the list that is for everybody, and not by its bulletin.
pub async fn only_listed(wire: &mut Wire) {
    let heard = async {
        loop {
            match wire.next().await.expect("the connection holds") {
                Heard::Bulletin(n, _) => panic!("{n} is of another place"),
                Heard::Heartbeat(jws) if lists_something(&jws) => return,
                Heard::Heartbeat(_) | Heard::Resync(_) => {}
            }
        }
    };
    tokio::time::timeout(PATIENCE, heard)
        .await
        .expect("the list comes");
}
