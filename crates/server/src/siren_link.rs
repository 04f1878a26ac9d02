//! `/sirens/link`: the WebSocket of one siren. It proves who it is, gets signed orders, and what it
//! answers is believed only under its own signature.

use crate::app::App;
use crate::engine::Stopped;
use crate::http::problem::{Problem, no_websocket};
use crate::siren_keys::Keyring;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use vigie_channels::live::live_list;
use vigie_channels::siren::{Left, Link};
use vigie_core::Input;
use vigie_core::delivery::Target;
use vigie_core::fact::Pairing;
use vigie_core::ids::{DeliveryId, SirenId};
use vigie_core::jws::{Kind, claimed_key_id, claims_to_be};
use vigie_core::siren::{
    Answer, AnswerWhat, Doubt, Hello, SaidToBe, Unbelieved, Unproven, Way, order_sha256,
    verify_answer, verify_hello, verify_pulse,
};

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
    let (hello, nonce) = match met {
        Ok(Ok(met)) => met,
        Ok(Err(unmet)) => {
            tracing::warn!(why = %unmet.why, "a connection that says it is a siren was refused");
            let refused = json!({ "refused": unmet.why }).to_string();
            let _ = socket.send(Message::Text(refused.into())).await;
            if let Some((siren, reason, sha256)) = unmet.doubt {
                let doubt = Doubt::Server {
                    text: SaidToBe::Hello,
                    reason,
                };
                app.watch.doubt(&app.desk, &siren, doubt, sha256).await;
            }
            return;
        }
        Err(_elapsed) => return,
    };
    let siren = hello.siren.clone();
    let mut link = app.links.connect(siren.clone(), Way::Wire);
    if came_up(&app, &hello, Way::Wire).await.is_err() {
        return;
    }
    let why = talk(&app, &mut socket, &mut link, (&siren, &[nonce])).await;
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
    way_changed(app, siren, way, true, "").await;
    tracing::info!(%siren, %way, software = %hello.software, "siren linked");
    Ok(())
}

/// Puts into the record that one way came up or was lost.
async fn way_changed(app: &App, siren: &SirenId, way: Way, up: bool, why: &str) {
    let changed = Input::SirenWay {
        siren: siren.clone(),
        way,
        up,
        why: why.to_owned(),
    };
    // The engine is gone only while the program stops.
    let _ = app.desk.inbox.tell(changed).await;
}

/// Takes a lost connection off the list, and tells the core when it was the last.
pub(crate) async fn went_down(app: &App, link: Link, siren: &SirenId, way: Way, why: &str) {
    let left = link.leave();
    if left != Left::Replaced {
        way_changed(app, siren, way, false, why).await;
    }
    match left {
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

/// Whoever was not met as a siren.
pub(crate) struct Unmet {
    /// What it is told.
    pub(crate) why: String,
    /// The siren whose name was used, what was wrong, and the SHA-256 of the text.
    pub(crate) doubt: Option<(SirenId, Unproven, String)>,
}

impl From<String> for Unmet {
    fn from(why: String) -> Self {
        Self { why, doubt: None }
    }
}

/// Challenges the siren, and believes its hello only under the key that the site knows it by. Also the challenge,
/// which its pulses return.
async fn meet(app: &App, socket: &mut WebSocket) -> Result<(Hello, String), Unmet> {
    let mut nonce = [0u8; 16];
    getrandom::fill(&mut nonce).map_err(|error| format!("failed to make a challenge: {error}"))?;
    let nonce = hex::encode(nonce);
    send(socket, json!({ "challenge": nonce }).to_string()).await?;
    let text = loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => break text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => {
                return Err("it left without a hello".to_owned().into());
            }
        }
    };
    let hello = known_siren(app, &text, std::slice::from_ref(&nonce))?;
    send(socket, json!({ "welcome": true }).to_string()).await?;
    Ok((hello, nonce))
}

/// Believes a hello only under the key that the site knows its siren by, and if it returns one of these challenges.
pub(crate) fn known_siren(app: &App, text: &str, nonces: &[String]) -> Result<Hello, Unmet> {
    let keys = keys(app).ok_or_else(|| "no site is declared yet".to_owned())?;
    let stranger = "its hello is not signed by the key of any siren of this site; compare its fingerprint and add its key";
    // Only the key that it names is tried: a stranger must not make us try those of every siren.
    let named = claimed_key_id(text).ok_or_else(|| stranger.to_owned())?;
    let (id, key) = keys.named(&named).ok_or_else(|| stranger.to_owned())?;
    let unmet = |why: String, reason| Unmet {
        why,
        doubt: Some((id.clone(), reason, order_sha256(text))),
    };
    // The name inside is only believed once the key of that name has signed it.
    let mut reason = Unproven::Forged;
    for nonce in nonces {
        match verify_hello(text, key, nonce) {
            Ok(hello) if hello.siren == *id => {
                app.links.challenged(id, hello.challenge.clone());
                return Ok(hello);
            }
            Ok(hello) => {
                let why = format!("{id} says that it is {}", hello.siren);
                return Err(unmet(why, Unproven::OtherSiren));
            }
            Err(Unbelieved::Forged(_)) => {}
            // Signed by the siren, for another challenge.
            Err(Unbelieved::Unreadable(_) | Unbelieved::Version(_)) => reason = Unproven::Stale,
        }
    }
    Err(unmet(stranger.to_owned(), reason))
}

async fn talk(
    app: &App,
    socket: &mut WebSocket,
    link: &mut Link,
    (siren, nonce): (&SirenId, &[String]),
) -> String {
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
                    Some(Ok(Message::Text(text))) if claims_to_be(&text, Kind::Pulse) => {
                        pulse(app, siren, &text, nonce).await;
                    }
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

/// The keys that the site knows its sirens by.
fn keys(app: &App) -> Option<Arc<Keyring>> {
    let state = app.desk.state();
    state.site.as_ref().map(|site| app.siren_keys.of(site))
}

/// Tells the core what a siren answered, if its own key signed it. Whether the answer need not come again.
pub(crate) async fn answer(app: &App, siren: &SirenId, text: &str) -> bool {
    let keys = keys(app);
    let Some(key) = keys.as_ref().and_then(|keys| keys.key(siren)) else {
        return false;
    };
    let reason = match verify_answer(text, key) {
        Ok(answer) if answer.siren == *siren => return believed(app, answer, text).await,
        Ok(_) => Unproven::OtherSiren,
        Err(_) => Unproven::Forged,
    };
    not_believed(app, siren, text, SaidToBe::Answer, reason).await;
    false
}

async fn believed(app: &App, answer: Answer, text: &str) -> bool {
    let Answer {
        siren, order, what, ..
    } = answer;
    let delivery = DeliveryId(order);
    if let AnswerWhat::Refused { reason } = what {
        let state = app.desk.state();
        let known = state.deliveries.get(&delivery);
        let is_awaited = known.is_some_and(|d| {
            matches!(&d.target, Target::Siren(to) if *to == siren) && !d.life.is_final()
        });
        // What nobody ordered now was refused to somebody else; the rest is in the record with its delivery.
        if is_awaited {
            app.links.challenged(&siren, answer.challenge);
        } else {
            let sums = (order_sha256(text), answer.order_sha256);
            let doubt = Doubt::Siren { reason };
            app.watch.refused(&app.desk, &siren, doubt, sums).await;
        }
    }
    let said = Input::SirenAnswer {
        siren,
        delivery,
        what,
        device_at: answer.at,
        next_ctr: answer.next_ctr,
    };
    // The engine is gone only while the program stops; the siren says it again when asked again.
    app.desk.inbox.tell(said).await.is_ok()
}

/// Takes how a siren says that it is, if its own key signed it for one of these challenges.
pub(crate) async fn pulse(app: &App, siren: &SirenId, text: &str, nonces: &[String]) {
    let keys = keys(app);
    let Some(key) = keys.as_ref().and_then(|keys| keys.key(siren)) else {
        return;
    };
    let reason = match verify_pulse(text, key, nonces) {
        Ok(pulse) if pulse.siren == *siren => {
            let challenge = pulse.challenge.clone();
            if app.watch.pulse(&app.desk, pulse).await {
                app.links.challenged(siren, challenge);
                return;
            }
            Unproven::Stale
        }
        Ok(_) => Unproven::OtherSiren,
        Err(Unbelieved::Forged(_)) => Unproven::Forged,
        Err(Unbelieved::Unreadable(_) | Unbelieved::Version(_)) => Unproven::Stale,
    };
    not_believed(app, siren, text, SaidToBe::Pulse, reason).await;
}

/// Puts into the record that a text in a siren's name was not believed.
pub(crate) async fn not_believed(
    app: &App,
    siren: &SirenId,
    text: &str,
    said: SaidToBe,
    reason: Unproven,
) {
    let doubt = Doubt::Server { text: said, reason };
    let sha256 = order_sha256(text);
    app.watch.doubt(&app.desk, siren, doubt, sha256).await;
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
