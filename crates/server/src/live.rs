//! `/live` (Server-Sent Events) and `/live/ws`: the live wire.
//!
//! One task per connection on the ordinary HTTP stack; every frame is encoded once and shared.

use crate::app::App;
use crate::http::addresses::Place;
use crate::http::asked::Asked;
use crate::http::auth::bearer;
use crate::http::problem::{Problem, no_websocket};
use crate::tokens::Who;
use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use vigie_channels::live::{Frame, live_list};
use vigie_core::jws::key_id;

/// How long one frame may take to be written to a WebSocket before the connection is closed.
const WRITE_S_MAX: u64 = 10;
/// Largest frame that a screen may send: it only ever says which bulletin it shows.
const FROM_SCREEN_BYTES_MAX: usize = 1_024;

#[derive(Debug, Deserialize)]
pub(crate) struct Ask {
    since: Option<u64>,
    token: Option<String>,
}

/// The public keys that bulletins and heartbeats are signed with.
pub(crate) async fn keys(State(app): State<Arc<App>>) -> Json<Value> {
    let keys = [
        ("live", app.keys.live.verifying_key()),
        ("exercise", app.keys.exercise.verifying_key()),
    ];
    let keys: Vec<Value> = keys
        .iter()
        .map(|(role, key)| {
            json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "role": role,
                    "kid": key_id(key), "x": B64.encode(key.as_bytes()) })
        })
        .collect();
    Json(json!({ "keys": keys }))
}

pub(crate) async fn sse(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Asked(ask): Asked<Ask>,
) -> Result<Response, Problem> {
    let since = match headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
    {
        Some(id) => Some(id.trim().parse().map_err(|_| {
            let detail = format!(
                "Last-Event-ID {id:?} is not a number; send the id of the last event, or none"
            );
            Problem::new(StatusCode::BAD_REQUEST, "bad_last_event_id", detail)
        })?),
        None => ask.since,
    };
    let joined = join(&app, peer, since, None)?;
    let frames = stream::unfold(joined, |mut joined| async {
        let frame = joined.next().await?;
        Some((Ok::<Bytes, Infallible>(frame.sse.clone()), joined))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, HttpBody::from_stream(frames)).into_response())
}

pub(crate) async fn ws(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Asked(ask): Asked<Ask>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(no_websocket)?;
    let token = bearer(&headers).map(str::to_owned).or(ask.token);
    let screens = match token {
        None => None,
        Some(token) => match app.tokens.who(&token) {
            Some(Who::Screens) => Some(token),
            Some(Who::Officer(_) | Who::Sensor(_)) => None,
            None => {
                let detail = "the token is not known, has expired or was revoked; leave it out to listen only";
                return Err(Problem::new(
                    StatusCode::UNAUTHORIZED,
                    "token_unknown",
                    detail,
                ));
            }
        },
    };
    let joined = join(&app, peer, ask.since, screens)?;
    let upgrade = upgrade
        .read_buffer_size(2_048)
        .write_buffer_size(0)
        .max_message_size(FROM_SCREEN_BYTES_MAX)
        .max_frame_size(FROM_SCREEN_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |socket| serve_socket(socket, joined)))
}

/// A connection that has joined: what it still has to get first, then everything new.
struct Joined {
    first: VecDeque<Arc<Frame>>,
    after: broadcast::Receiver<Arc<Frame>>,
    seat: vigie_channels::live::Seat,
    app: Arc<App>,
    /// The numbers among the first: between joining and listening a bulletin can come both ways.
    from_first: BTreeSet<u64>,
    last: u64,
    screens: Option<String>,
    _place: Place,
}

fn join(
    app: &Arc<App>,
    peer: SocketAddr,
    since: Option<u64>,
    screens: Option<String>,
) -> Result<Joined, Problem> {
    if app.hub.connections() >= app.connections_max as u64 {
        let detail =
            "there are as many connections as this server takes; try again in a few seconds";
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "connections_full",
            detail,
        ));
    }
    let place = app.addresses.place(peer.ip())?;
    let seat = app.hub.enter(screens.is_some());
    let state = app.desk.state();
    // A number that this journal has not reached is of another journal, or made up. Who has it missed
    // everything, and is told so: to wait for that number would be silence that looks like safety.
    let foreign = since.filter(|since| *since > state.head);
    let since = since.map(|since| if foreign.is_some() { 0 } else { since });
    let live: Vec<u64> = live_list(&state).iter().map(|alert| alert.n).collect();
    let (first, after) = app.hub.join(since, &live);
    let mut first = VecDeque::from(first);
    if foreign.is_some() && first.front().is_none_or(|frame| !is_resync(frame)) {
        first.push_front(Arc::new(Frame::resync(app.hub.oldest())));
    }
    Ok(Joined {
        from_first: first.iter().filter_map(|frame| frame.n).collect(),
        first,
        after,
        seat,
        app: Arc::clone(app),
        last: since.unwrap_or(0),
        screens,
        _place: place,
    })
}

impl Joined {
    /// The next frame; none when the server stops.
    async fn next(&mut self) -> Option<Arc<Frame>> {
        loop {
            if let Some(frame) = self.first.pop_front() {
                self.last = self.last.max(frame.n.unwrap_or(0));
                return Some(frame);
            }
            let frame = tokio::select! {
                    frame = self.after.recv() => match frame {
                        Ok(frame) => frame,
                        Err(RecvError::Closed) => return None,
                        Err(RecvError::Lagged(_)) => return Some(Arc::new(Frame::resync(self.last))),
                    },
                    () = self.app.stopping.wait() => return None,
            };
            // Several alerts of one moment come most urgent first, not by number: only what this
            // connection has had is left out.
            if frame.n.is_some_and(|n| self.from_first.remove(&n)) {
                continue;
            }
            self.last = self.last.max(frame.n.unwrap_or(0));
            return Some(frame);
        }
    }

    /// The screen says that it shows bulletin `n`; false when its token is no longer in force.
    fn shows(&self, n: u64) -> bool {
        if let Some(token) = &self.screens {
            if self.app.tokens.who(token) != Some(Who::Screens) {
                return false;
            }
            self.seat.shows(n);
        }
        true
    }
}

fn is_resync(frame: &Frame) -> bool {
    frame.sse.starts_with(b"event: resync")
}

async fn serve_socket(mut socket: WebSocket, mut joined: Joined) {
    loop {
        tokio::select! {
            frame = joined.next() => {
                let Some(frame) = frame else { break };
                let Ok(text) = Utf8Bytes::try_from(frame.text.clone()) else { break };
                let written = tokio::time::timeout(Duration::from_secs(WRITE_S_MAX), socket.send(Message::Text(text)));
                if !matches!(written.await, Ok(Ok(()))) {
                    break;
                }
            }
            said = socket.recv() => match said {
                Some(Ok(Message::Text(text))) => {
                    if received(&text).is_some_and(|n| !joined.shows(n)) {
                        break;
                    }
                }
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            },
        }
    }
}

fn received(text: &str) -> Option<u64> {
    serde_json::from_str::<Value>(text)
        .ok()?
        .get("received")?
        .as_u64()
}
