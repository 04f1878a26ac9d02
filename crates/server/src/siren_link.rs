//! `/sirens/link`: the WebSocket of one siren. It proves who it is, gets signed orders, and what it
//! answers is believed only under its own signature.

use crate::app::App;
use crate::engine::Stopped;
use crate::http::problem::{Problem, no_websocket};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use vigie_channels::live::live_list;
use vigie_channels::siren::{Left, Link};
use vigie_core::Input;
use vigie_core::fact::Pairing;
use vigie_core::ids::{DeliveryId, SirenId};
use vigie_core::jws::{claimed_key_id, public_key_from_hex};
use vigie_core::siren::{Hello, Way, verify_answer, verify_hello};

/// How long a siren has to introduce itself.
const HELLO_S_MAX: u64 = 10;
/// Seconds between two beats to a siren; it calls the link lost after two missed.
const BEAT_S: u64 = 5;
/// Silence after which the server calls the link lost: three of the siren's pongs.
const SILENT_S_MAX: u64 = 16;
/// Largest frame from a siren, in bytes.
const FROM_SIREN_BYTES_MAX: usize = 16 * 1_024;

pub(crate) async fn ws(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(no_websocket)?;
    let place = app.addresses.place(peer.ip())?;
    let unproven = Arc::clone(&app.unproven).try_acquire_owned().map_err(|_| {
        let detail = "too many connections have not said yet which siren they are; try again in a few seconds";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "connections_full", detail)
    })?;
    Ok(upgrade
        .read_buffer_size(4_096)
        .max_message_size(FROM_SIREN_BYTES_MAX)
        .max_frame_size(FROM_SIREN_BYTES_MAX)
        .on_upgrade(move |socket| async move {
            serve(app, socket, unproven).await;
            drop(place);
        }))
}

async fn serve(app: Arc<App>, mut socket: WebSocket, unproven: OwnedSemaphorePermit) {
    let met = timeout(Duration::from_secs(HELLO_S_MAX), meet(&app, &mut socket)).await;
    drop(unproven);
    let hello = match met {
        Ok(Ok(hello)) => hello,
        Ok(Err(why)) => {
            tracing::warn!(%why, "a connection that says it is a siren was refused");
            let _ = socket
                .send(Message::Text(json!({ "refused": why }).to_string().into()))
                .await;
            return;
        }
        Err(_elapsed) => return,
    };
    let siren = hello.siren.clone();
    let mut link = app.links.connect(siren.clone(), Way::Wire);
    if came_up(&app, &hello, Way::Wire).await.is_err() {
        return;
    }
    let why = talk(&app, &mut socket, &mut link, &siren).await;
    went_down(&app, link, &siren, Way::Wire, &why).await;
}

/// Tells the core that a siren is reached. It may have been switched off a moment ago, without anybody noticing
/// on another way: then it counts as gone first, so that what it may not have sounded is ordered again.
pub(crate) async fn came_up(app: &App, hello: &Hello, way: Way) -> Result<(), Stopped> {
    let siren = &hello.siren;
    let link = |up, pairing| Input::SirenLink {
        siren: siren.clone(),
        up,
        pairing,
    };
    if app.links.ways(siren).len() > 1 && way == Way::Wire {
        app.desk.inbox.tell(link(false, None)).await?;
    }
    let pairing = Pairing {
        epoch: hello.epoch,
        next_ctr: hello.next_ctr.max(hello.next_ctr_exercise),
    };
    app.desk.inbox.tell(link(true, Some(pairing))).await?;
    tracing::info!(%siren, %way, software = %hello.software, "siren linked");
    Ok(())
}

/// Takes a lost connection off the list, and tells the core when it was the last.
pub(crate) async fn went_down(app: &App, link: Link, siren: &SirenId, way: Way, why: &str) {
    match link.leave() {
        Left::Replaced => {}
        Left::Others => {
            tracing::warn!(%siren, %way, %why, "one way to a siren is lost; it is reached on the other");
        }
        Left::Nothing => {
            tracing::warn!(%siren, %way, %why, "siren link lost");
            let down = Input::SirenLink {
                siren: siren.clone(),
                up: false,
                pairing: None,
            };
            // The engine is gone only while the program stops.
            let _ = app.desk.inbox.tell(down).await;
        }
    }
}

/// Challenges the siren, and believes its hello only under the key that the site knows it by.
async fn meet(app: &App, socket: &mut WebSocket) -> Result<Hello, String> {
    let mut nonce = [0u8; 16];
    getrandom::fill(&mut nonce).map_err(|error| format!("failed to make a challenge: {error}"))?;
    let nonce = hex::encode(nonce);
    send(socket, json!({ "challenge": nonce }).to_string()).await?;
    let text = loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => break text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => {
                return Err("it left without a hello".to_owned());
            }
        }
    };
    let hello = known_siren(app, &text, &[nonce])?;
    send(socket, json!({ "welcome": true }).to_string()).await?;
    Ok(hello)
}

/// Believes a hello only under the key that the site knows its siren by, and if it returns one of these challenges.
pub(crate) fn known_siren(app: &App, text: &str, nonces: &[String]) -> Result<Hello, String> {
    let state = app.desk.state();
    let site = state.site.as_deref().ok_or("no site is declared yet")?;
    let stranger = "its hello is not signed by the key of any siren of this site; compare its fingerprint and add its key";
    // Only the key that it names is tried: a stranger must not make us try those of every siren.
    let named = claimed_key_id(text).ok_or(stranger)?;
    let (id, key) = site
        .sirens
        .iter()
        .filter(|(_, post)| named_by(&post.key).is_some_and(|id| id == named))
        .find_map(|(id, post)| Some((id, public_key_from_hex(&post.key)?)))
        .ok_or(stranger)?;
    // The name inside is only believed once the key of that name has signed it.
    let hello = nonces
        .iter()
        .find_map(|nonce| verify_hello(text, &key, nonce).ok());
    let hello = hello.ok_or(stranger)?;
    if hello.siren == *id {
        Ok(hello)
    } else {
        Err(format!("{id} says that it is {}", hello.siren))
    }
}

/// The key id of a public key in hexadecimal digits, without the cost of making a key of it.
fn named_by(key: &str) -> Option<String> {
    let bytes = hex::decode(key).ok()?;
    Some(hex::encode(&Sha256::digest(bytes)[..8]))
}

async fn talk(app: &App, socket: &mut WebSocket, link: &mut Link, siren: &SirenId) -> String {
    let mut beat = interval(Duration::from_secs(BEAT_S));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = Instant::now();
    loop {
        tokio::select! {
            order = link.orders.recv() => match order {
                Some(order) => {
                    if let Err(why) = send(socket, order.text).await {
                        return why;
                    }
                    // Whoever waited for the writing may have given up; the siren has the order all the same.
                    let _ = order.written.send(());
                }
                None => return "the server stops".to_owned(),
            },
            _ = beat.tick() => {
                if heard.elapsed() > Duration::from_secs(SILENT_S_MAX) {
                    return "nothing was heard of it for too long".to_owned();
                }
                if !link.is_current() {
                    return "a newer connection took its place".to_owned();
                }
                let alerts = live_list(&app.desk.state());
                let text = json!({ "beat": crate::clock::now(), "alerts": alerts }).to_string();
                let ping = send(socket, text).await;
                let sent = match ping {
                    Ok(()) => socket.send(Message::Ping(bytes::Bytes::new())).await.map_err(|error| error.to_string()),
                    Err(why) => Err(why),
                };
                if let Err(why) = sent {
                    return why;
                }
            }
            said = socket.recv() => {
                heard = Instant::now();
                match said {
                    Some(Ok(Message::Text(text))) => {
                        answer(app, siren, &text).await;
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_))) => {}
                    Some(Ok(Message::Close(_))) | None => return "it closed the connection".to_owned(),
                    Some(Err(error)) => return error.to_string(),
                }
            }
            () = app.stopping.wait() => return "the server stops".to_owned(),
        }
    }
}

/// Tells the core what a siren answered, if its own key signed it. Whether the answer need not come again.
pub(crate) async fn answer(app: &App, siren: &SirenId, text: &str) -> bool {
    let state = app.desk.state();
    let key = state
        .site
        .as_deref()
        .and_then(|site| site.sirens.get(siren))
        .and_then(|post| public_key_from_hex(&post.key));
    let Some(key) = key else { return false };
    match verify_answer(text, &key) {
        Ok(answer) if answer.siren == *siren => {
            let delivery = DeliveryId(answer.order);
            let (what, device_at, next_ctr) = (answer.what, answer.at, answer.next_ctr);
            let said = Input::SirenAnswer {
                siren: siren.clone(),
                delivery,
                what,
                device_at,
                next_ctr,
            };
            // The engine is gone only while the program stops; the siren says it again when asked again.
            app.desk.inbox.tell(said).await.is_ok()
        }
        Ok(answer) => {
            tracing::warn!(%siren, says = %answer.siren, "an answer in the name of another siren was not believed");
            false
        }
        Err(why) => {
            tracing::warn!(%siren, %why, "an answer was not believed");
            false
        }
    }
}

async fn send(socket: &mut WebSocket, text: String) -> Result<(), String> {
    match timeout(
        Duration::from_secs(BEAT_S),
        socket.send(Message::Text(text.into())),
    )
    .await
    {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_elapsed) => Err("it does not take what is sent to it".to_owned()),
    }
}
