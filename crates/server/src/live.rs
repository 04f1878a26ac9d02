//! `/live` (Server-Sent Events) and `/live/ws`: who may listen, from where on, and what a screen says.
//!
//! A connection is HTTP until its request is answered; then its socket goes to the engine that fans out,
//! and nothing of HTTP is kept for it.

use crate::app::App;
use crate::http::addresses::Place;
use crate::http::asked::Asked;
use crate::http::auth::bearer;
use crate::http::problem::{Problem, no_websocket};
use crate::http::taken_over::TakenOver;
use crate::tokens::Who;
use axum::Json;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use vigie_channels::live::reach::{self, Elsewhere, Stands};
use vigie_channels::live::{Seat, frame, live_list};
use vigie_core::State as Core;
use vigie_core::audience::cells::{self, Cell};
use vigie_core::ids::ZoneId;
use vigie_core::jws::key_id;
use vigie_core::warning::Alert;
use vigie_fanout::{Frame, Guest, Newcomer, Stay, To, Wire};

/// Acknowledgements that wait to be counted; beyond it they are lost, and the screen counts as silent.
const WAITING_MAX: usize = 65_536;

#[derive(Debug, Deserialize)]
pub(crate) struct Ask {
    since: Option<u64>,
    token: Option<String>,
    at: Option<String>,
    cell: Option<String>,
    zone: Option<String>,
    elsewhere: Option<bool>,
}

impl Ask {
    /// Where the listener stands. A position becomes its cell here, and is kept nowhere.
    fn stands(&self, app: &App) -> Result<Stands, Problem> {
        let refused =
            |code: &str, detail: String| Problem::new(StatusCode::BAD_REQUEST, code, detail);
        let elsewhere = if self.elsewhere == Some(true) {
            Elsewhere::Wanted
        } else {
            Elsewhere::Unwanted
        };
        match (&self.at, &self.cell, &self.zone) {
            (None, None, None) => Ok(Stands::Anywhere),
            (Some(at), None, None) => {
                let point = cells::position(at)
                    .map_err(|fault| refused(fault.code(), fault.to_string()))?;
                Ok(Stands::In(Cell::at(point), elsewhere))
            }
            (None, Some(name), None) => {
                let cell =
                    Cell::named(name).map_err(|fault| refused("bad_cell", fault.to_string()))?;
                Ok(Stands::In(cell, elsewhere))
            }
            (None, None, Some(name)) => {
                let zone = ZoneId::new(name.clone());
                let state = app.desk.state();
                let is_known = state
                    .site
                    .as_deref()
                    .is_some_and(|site| site.zones.contains_key(&zone));
                if !is_known {
                    let detail = "the site has no such zone; /api/v1/zones lists them";
                    return Err(refused("zone_unknown", detail.to_owned()));
                }
                Ok(Stands::Zone(zone, elsewhere))
            }
            _ => {
                let detail =
                    "only one of at, cell and zone says where you are; leave out the others";
                Err(refused("two_places", detail.to_owned()))
            }
        }
    }
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
    let leaves = join(&app, Wire::Sse, peer, since, ask.stands(&app)?, None)?;
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
        // The stream has no length and no end: what ends it is the connection.
        (header::CONNECTION, "close"),
    ];
    Ok((headers, leaves, ()).into_response())
}

pub(crate) async fn ws(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Asked(ask): Asked<Ask>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(no_websocket)?;
    let token = bearer(&headers).map(str::to_owned).or(ask.token.clone());
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
    // It was only asked whether this is a WebSocket; the socket goes to the engine and not to a task.
    drop(upgrade);
    let key = headers.get(header::SEC_WEBSOCKET_KEY);
    let accept = derive_accept_key(key.map_or(&[][..], |key| key.as_bytes()));
    let stands = ask.stands(&app)?;
    let leaves = join(&app, Wire::WebSocket, peer, ask.since, stands, screens)?;
    let headers = [
        (header::UPGRADE, "websocket".to_owned()),
        (header::CONNECTION, "upgrade".to_owned()),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    Ok((StatusCode::SWITCHING_PROTOCOLS, headers, leaves, ()).into_response())
}

/// Lets somebody in, if there is room; what happens to the socket once the answer is made.
fn join(
    app: &Arc<App>,
    wire: Wire,
    peer: SocketAddr,
    since: Option<u64>,
    stands: Stands,
    screens: Option<String>,
) -> Result<TakenOver, Problem> {
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
    let app = Arc::clone(app);
    Ok(TakenOver::by(move |socket, head| {
        let screen = screens.map(|token| Screen {
            acks: app.acks.clone(),
            known: Arc::new(Known {
                token,
                seat: app.hub.seat(),
                is_out: AtomicBool::new(false),
            }),
        });
        let guest = (screen.is_some() || place.is_held()).then(|| {
            let listener = Listener {
                screen,
                _place: place,
            };
            Box::new(listener) as Box<dyn Guest>
        });
        let state = app.desk.state();
        // A number that this journal has not reached is of another journal, or made up. Who has it missed
        // everything, and is told so: to wait for that number would be silence that looks like safety.
        let is_foreign = since.is_some_and(|since| since > state.head);
        let since = since.map(|since| if is_foreign { 0 } else { since });
        let live: Vec<u64> = live_list(&state).iter().map(|alert| alert.n).collect();
        let oldest = app.hub.oldest();
        let group = stands.group();
        app.hub.join(since, &live, group, |mut first| {
            let says_so = first.first().is_some_and(|first| is_resync(first));
            if is_foreign && !says_so {
                first.insert(0, Arc::new(frame::resync(oldest)));
            }
            let Some(engine) = app.hub.wire() else { return };
            engine.adopt(Newcomer {
                socket,
                wire,
                group,
                head,
                first,
                guest,
            });
        });
    }))
}

/// Whom a bulletin is for: whoever is where its warning is, or was before it was changed.
pub fn audience(state: &Core, alert: &Arc<Alert>) -> To {
    let warning = state.warning(alert.warning);
    let told = warning.iter().flat_map(|warning| &warning.alerts);
    let told = told.filter(|id| **id < alert.id);
    let mut alerts: Vec<_> = told
        .filter_map(|id| state.alerts.get(id).cloned())
        .collect();
    alerts.push(Arc::clone(alert));
    reach::to(alerts, state.site.clone())
}

fn is_resync(frame: &Frame) -> bool {
    frame.bytes(Wire::Sse).starts_with(b"event: resync")
}

/// Whoever listens, as the engine keeps it: nothing of it waits for anything.
#[derive(Debug)]
struct Listener {
    screen: Option<Screen>,
    _place: Place,
}

/// A screen that says which bulletins it shows.
#[derive(Debug)]
struct Screen {
    acks: Sender<Ack>,
    known: Arc<Known>,
}

/// What is known of a screen.
#[derive(Debug)]
struct Known {
    token: String,
    seat: Seat,
    /// Its token is no longer in force.
    is_out: AtomicBool,
}

/// A screen says that it shows a bulletin.
#[derive(Debug)]
pub struct Ack {
    screen: Arc<Known>,
    n: u64,
}

impl Guest for Listener {
    fn heard(&mut self, text: &str) -> Stay {
        let (Some(screen), Some(n)) = (&self.screen, received(text)) else {
            return Stay::On;
        };
        let screen_is = Arc::clone(&screen.known);
        // Whether the token still holds is asked of the registry, and not on the thread that writes to all.
        let _ = screen.acks.try_send(Ack {
            screen: screen_is,
            n,
        });
        if screen.known.is_out.load(Ordering::Relaxed) {
            Stay::Out
        } else {
            Stay::On
        }
    }
}

fn received(text: &str) -> Option<u64> {
    serde_json::from_str::<Value>(text)
        .ok()?
        .get("received")?
        .as_u64()
}

/// Where screens say what they show.
pub fn acks() -> (Sender<Ack>, Receiver<Ack>) {
    mpsc::channel(WAITING_MAX)
}

/// Counts what screens say they show, as long as their tokens are in force.
pub async fn count(app: Arc<App>, mut acks: Receiver<Ack>) {
    while let Some(Ack { screen, n }) = acks.recv().await {
        if app.tokens.who(&screen.token) == Some(Who::Screens) {
            screen.seat.shows(n);
        } else {
            screen.is_out.store(true, Ordering::Relaxed);
        }
    }
}
