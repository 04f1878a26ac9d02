//! `/live` (Server-Sent Events) and `/live/ws`: the live wire.
//!
//! One task per connection on the ordinary HTTP stack; every frame is encoded once and shared.

use super::App;
use super::problem::Problem;
use crate::tokens::Who;
use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::convert::Infallible;
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
pub(super) struct Ask {
    since: Option<u64>,
    token: Option<String>,
}

/// The public keys that bulletins and heartbeats are signed with.
pub(super) async fn keys(State(app): State<Arc<App>>) -> Json<Value> {
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

pub(super) async fn sse(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(ask): Query<Ask>,
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
    let joined = join(&app, since, false)?;
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

pub(super) async fn ws(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(ask): Query<Ask>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    let token = bearer.map(str::to_owned).or(ask.token);
    let answers = match token {
        None => false,
        Some(token) => match app.tokens.who(&token) {
            Some(Who::Screens) => true,
            Some(Who::Officer(_) | Who::Sensor(_)) => false,
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
    let joined = join(&app, ask.since, answers)?;
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
    last: u64,
}

fn join(app: &Arc<App>, since: Option<u64>, answers: bool) -> Result<Joined, Problem> {
    if app.hub.connections() >= app.connections_max as u64 {
        let detail =
            "there are as many connections as this server takes; try again in a few seconds";
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "connections_full",
            detail,
        ));
    }
    let seat = app.hub.enter(answers);
    let live: Vec<u64> = live_list(&app.desk.state())
        .iter()
        .map(|alert| alert.n)
        .collect();
    let (first, after) = app.hub.join(since, &live);
    Ok(Joined {
        first: first.into(),
        after,
        seat,
        app: Arc::clone(app),
        last: since.unwrap_or(0),
    })
}

impl Joined {
    /// The next frame; none when the server stops.
    async fn next(&mut self) -> Option<Arc<Frame>> {
        loop {
            let frame = match self.first.pop_front() {
                Some(frame) => frame,
                None => tokio::select! {
                    frame = self.after.recv() => match frame {
                        Ok(frame) => frame,
                        Err(RecvError::Closed) => return None,
                        Err(RecvError::Lagged(_)) => return Some(Arc::new(Frame::resync(self.last))),
                    },
                    () = self.app.stopping.wait() => return None,
                },
            };
            match frame.n {
                // Between joining and listening a bulletin can come both ways.
                Some(n) if n <= self.last => {}
                Some(n) => {
                    self.last = n;
                    return Some(frame);
                }
                None => return Some(frame),
            }
        }
    }
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
                    if let Some(n) = received(&text) {
                        joined.seat.shows(n);
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
