//! `/live` (Server-Sent Events) and `/live/ws`: who may listen, from where on, and what a screen says.
//!
//! A connection is HTTP until its request is answered; then its socket goes to the engine that fans out,
//! and nothing of HTTP is kept for it.

mod door;
mod origins;
mod screen;

use crate::app::App;
use crate::http::asked::{Asked, Name};
use crate::http::auth::bearer;
use crate::http::problem::{Problem, no_websocket};
use crate::tokens::Who;
use axum::Json;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{ConnectInfo, FromRef, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
pub(crate) use door::Ask;
pub use door::{Behind, Door};
pub use origins::Origins;
pub use screen::{Ack, Screens, acks, count};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use vigie_channels::live::reach::By;
use vigie_channels::live::zones::{Names, Zones};
use vigie_channels::live::{LiveAlert, live_list, reach};
use vigie_core::State as Core;
use vigie_core::ids::{AlertId, ZoneId};
use vigie_core::jws::key_id;
use vigie_core::warning::Alert;
use vigie_fanout::{To, Wire};

/// Whose live wire a request is for.
#[derive(Clone)]
pub struct At(pub Arc<Door>);

impl FromRef<Arc<App>> for At {
    fn from_ref(app: &Arc<App>) -> Self {
        Self(Arc::clone(&app.door))
    }
}

/// A server's own journal.
impl Behind for crate::engine::Desk {
    fn head(&self) -> u64 {
        self.state().head
    }

    fn live(&self) -> Vec<u64> {
        let listed = live_list(&self.state());
        listed.iter().map(|alert| alert.n).collect()
    }

    fn is_other(&self, n: u64, code: &str) -> bool {
        let state = self.state();
        let known = state.alerts.get(&AlertId(n));
        known.is_some_and(|alert| alert.code() != code)
    }

    fn has_zone(&self, zone: &ZoneId) -> bool {
        let state = self.state();
        let site = state.site.as_deref();
        site.is_some_and(|site| site.knows_zone(zone))
    }

    fn zone_names(&self, sum: &str) -> Option<String> {
        let state = self.state();
        let names = Names::of(state.site.as_deref()?);
        (names.sum() == sum).then(|| names.text().to_owned())
    }
}

/// The public keys that bulletins and heartbeats are signed with.
pub(crate) async fn keys(
    State(At(door)): State<At>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let told = Told(door.origins.admit(&headers)?);
    let keys: Vec<Value> = door
        .keys
        .iter()
        .map(|(role, key)| {
            json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "role": role,
                    "kid": key_id(key), "x": B64.encode(key.as_bytes()) })
        })
        .collect();
    Ok((told, Json(json!({ "keys": keys }))).into_response())
}

/// The names of all zones of a site, by the sum that bulletins and heartbeats give.
pub(crate) async fn zones(
    State(At(door)): State<At>,
    headers: HeaderMap,
    Name(sum): Name,
) -> Result<Response, Problem> {
    let told = Told(door.origins.admit(&headers)?);
    let text = door.behind.zone_names(&sum).ok_or_else(|| {
        let detail =
            "there is no such list of zones here; the last heartbeat says which is in force";
        Problem::new(StatusCode::NOT_FOUND, "not_found", detail)
    })?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        // What has this sum never changes.
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((told, headers, text).into_response())
}

/// Tells the browser of a page that is named that it may read the answer.
struct Told(Option<HeaderValue>);

impl IntoResponseParts for Told {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        if let Some(origin) = self.0 {
            let headers = parts.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::VARY, HeaderValue::from_static("origin"));
        }
        Ok(parts)
    }
}

pub(crate) async fn sse(
    State(At(door)): State<At>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Asked(ask): Asked<Ask>,
) -> Result<Response, Problem> {
    let told = Told(door.origins.admit(&headers)?);
    let last_id = match headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
    {
        Some(id) => Some(id.trim().parse().map_err(|_| {
            let detail = format!(
                "Last-Event-ID {id:?} is not a number; send the id of the last event, or none"
            );
            Problem::new(StatusCode::BAD_REQUEST, "bad_last_event_id", detail)
        })?),
        None => None,
    };
    let since = ask.since(last_id);
    let leaves = door.join(Wire::Sse, peer, since, ask.stands(&door)?, None)?;
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
        // The stream has no length and no end: what ends it is the connection.
        (header::CONNECTION, "close"),
    ];
    Ok((headers, told, leaves, ()).into_response())
}

pub(crate) async fn ws(
    State(At(door)): State<At>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Asked(ask): Asked<Ask>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(no_websocket)?;
    door.origins.admit(&headers)?;
    let token = bearer(&headers).map(str::to_owned).or(ask.token.clone());
    let screen = match (token, &door.screens) {
        (None, _) | (_, None) => None,
        (Some(token), Some(screens)) => match screens.tokens.who(&token) {
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
    let stands = ask.stands(&door)?;
    let leaves = door.join(Wire::WebSocket, peer, ask.since(None), stands, screen)?;
    let headers = [
        (header::UPGRADE, "websocket".to_owned()),
        (header::CONNECTION, "upgrade".to_owned()),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    Ok((StatusCode::SWITCHING_PROTOCOLS, headers, leaves, ()).into_response())
}

/// Whom a bulletin is for: whoever is where its warning is, or was before it was changed.
pub fn audience(state: &Core, alert: &Arc<Alert>) -> To {
    reach::to(places(state, alert), By::Borders(state.site.clone()))
}

/// What its bulletin says of zones, for relays, which have no borders.
pub fn zones_of(state: &Core, alert: &Arc<Alert>) -> Option<Zones> {
    Zones::of(places(state, alert), state.site.as_deref()?)
}

/// The messages whose areas a bulletin is about.
fn places(state: &Core, alert: &Arc<Alert>) -> Vec<Arc<Alert>> {
    let warning = state.warning(alert.warning);
    let told = warning.iter().flat_map(|warning| &warning.alerts);
    let told = told.filter(|id| **id < alert.id);
    let mut alerts: Vec<_> = told
        .filter_map(|id| state.alerts.get(id).cloned())
        .collect();
    alerts.push(Arc::clone(alert));
    alerts
}

/// What heartbeats say of where each live warning is, worked out once for each bulletin.
#[derive(Debug, Default)]
pub struct Covers(BTreeMap<u64, Option<Vec<String>>>);

impl Covers {
    /// Adds to a list of what is live whose cells get each: a listener with a cell that is in none misses nothing.
    pub fn tell(&mut self, state: &Core, live: &mut [LiveAlert]) {
        let mut before = std::mem::take(&mut self.0);
        for one in live {
            let known = before.remove(&one.n).unwrap_or_else(|| {
                let alert = state.alerts.get(&AlertId(one.alert))?;
                reach::cover(places(state, alert))
            });
            one.cells.clone_from(&known);
            self.0.insert(one.n, known);
        }
    }
}
