//! A siren that only listens and answers: it proves who it is with its own key, notes when each order
//! arrives, and says that it was heard. What it saves is the sound, so that orders can follow each other
//! faster than anybody could bear.

use super::site::{SIREN, Site};
use crate::clock::now;
use ed25519_dalek::{SigningKey, VerifyingKey};
use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use vigie_core::ids::SirenId;
use vigie_core::siren::{
    Answer, AnswerWhat, Hello, ORDER_VERSION, Order, order_sha256, sign_answer, sign_hello,
    verify_order,
};

/// How long an order is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// An order that arrived.
#[derive(Debug)]
pub struct Arrived {
    /// When its frame was read.
    pub at: Instant,
    /// What it says, proven to be signed by the server.
    pub order: Order,
}

/// The siren, linked.
pub struct Siren {
    arrived: Receiver<Result<Arrived, String>>,
}

impl Siren {
    /// Links it, in a thread of its own so that no load holds up its clock.
    pub fn link(site: &Site, address: SocketAddr) -> Result<Self, String> {
        let (linked, is_linked) = channel();
        let (tell, arrived) = channel();
        let (key, server_key) = (site.siren_key.clone(), site.server_key);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(|error| format!("failed to start the siren: {error}"))?;
        let live = move || {
            runtime.block_on(async {
                let socket = match introduce(address, |nonce| hello(nonce, &key)).await {
                    Ok(socket) => socket,
                    Err(why) => {
                        let _ = linked.send(Err(why));
                        return;
                    }
                };
                let _ = linked.send(Ok(()));
                if let Err(why) = listen(socket, &key, &server_key, &tell).await {
                    // Nobody listens any more once the measurement is over.
                    let _ = tell.send(Err(why));
                }
            });
        };
        std::thread::Builder::new()
            .name("siren".to_owned())
            .spawn(live)
            .map_err(|error| format!("failed to start the siren: {error}"))?;
        match is_linked.recv_timeout(PATIENCE) {
            Ok(linked) => linked.map(|()| Self { arrived }),
            Err(_) => Err("the siren was not linked in time".to_owned()),
        }
    }

    /// The next order.
    pub fn next(&self) -> Result<Arrived, String> {
        match self.arrived.recv_timeout(PATIENCE) {
            Ok(arrived) => arrived,
            Err(RecvTimeoutError::Timeout) => Err("no order came to the siren".to_owned()),
            Err(RecvTimeoutError::Disconnected) => Err("the siren's link ended".to_owned()),
        }
    }
}

/// The connection of a siren.
pub(super) type Socket = WebSocketStream<TcpStream>;

/// Connects, and answers the challenge with what `greeting` makes of it.
pub(super) async fn introduce(
    address: SocketAddr,
    greeting: impl Fn(&str) -> String,
) -> Result<Socket, String> {
    let failed = |error: std::io::Error| format!("failed to link the siren: {error}");
    let stream = TcpStream::connect(address).await.map_err(failed)?;
    stream.set_nodelay(true).map_err(failed)?;
    let url = format!("ws://{address}/sirens/link");
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream)
        .await
        .map_err(|error| format!("failed to link the siren: {error}"))?;
    let challenge = text(&mut socket).await?;
    let challenge: serde_json::Value =
        serde_json::from_str(&challenge).map_err(|error| error.to_string())?;
    let nonce = challenge["challenge"].as_str().unwrap_or("");
    send(&mut socket, greeting(nonce)).await?;
    let welcome = text(&mut socket).await?;
    if welcome.contains("welcome") {
        Ok(socket)
    } else {
        Err(format!("the siren was not welcome: {welcome}"))
    }
}

fn hello(nonce: &str, key: &SigningKey) -> String {
    let hello = Hello {
        v: ORDER_VERSION,
        siren: SirenId::new(SIREN),
        nonce: nonce.to_owned(),
        at: now(),
        next_ctr: 1,
        next_ctr_exercise: 1,
        epoch: 1,
        software: "vigie bench".to_owned(),
        challenge: None,
    };
    sign_hello(&hello, key)
}

async fn listen(
    mut socket: Socket,
    key: &SigningKey,
    server_key: &VerifyingKey,
    tell: &Sender<Result<Arrived, String>>,
) -> Result<(), String> {
    loop {
        let text = text(&mut socket).await?;
        let at = Instant::now();
        // Beats are JSON objects; an order is a compact signature.
        if text.starts_with('{') {
            continue;
        }
        let order = verify_order(&text, server_key).map_err(|why| why.to_string())?;
        let said = [
            AnswerWhat::Accepted,
            AnswerWhat::Started,
            AnswerWhat::Heard,
            AnswerWhat::Ended,
        ];
        for what in said {
            let answer = Answer {
                v: ORDER_VERSION,
                siren: order.target.clone(),
                order: order.order,
                ctr: order.ctr,
                order_sha256: order_sha256(&text),
                at: now(),
                what,
                next_ctr: order.ctr + 1,
                challenge: None,
            };
            send(&mut socket, sign_answer(&answer, key)).await?;
        }
        if tell.send(Ok(Arrived { at, order })).is_err() {
            return Ok(());
        }
    }
}

async fn text(socket: &mut Socket) -> Result<String, String> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
            Some(Ok(Message::Close(_))) | None => {
                return Err("the siren's link was closed".to_owned());
            }
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(format!("the siren's link failed: {error}")),
        }
    }
}

async fn send(socket: &mut Socket, text: String) -> Result<(), String> {
    let sent = socket.send(Message::text(text)).await;
    sent.map_err(|error| format!("the siren failed to answer: {error}"))
}
