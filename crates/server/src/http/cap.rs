//! `/cap/…`: what other software reads.

use super::App;
use super::asked::Name;
use super::problem::Problem;
use crate::views::feeds;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use vigie_core::ids::AlertId;
use vigie_core::warning::Alert;

/// The indexes as they were last written, each with the messages that it lists. Writing one means
/// reading every message in it, so it is done once for each list and not for each who asks.
#[derive(Debug)]
pub struct Indexes {
    kept: Mutex<BTreeMap<&'static str, Kept>>,
    /// Room for those who wait until something changes.
    pub(super) waiting: Semaphore,
}

/// Requests that may wait for a change: each holds a connection. Whoever comes later is answered at once.
const WAITING_MAX: usize = 2_000;

impl Default for Indexes {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            waiting: Semaphore::new(WAITING_MAX),
        }
    }
}

#[derive(Clone, Debug)]
struct Kept {
    alerts: Vec<AlertId>,
    bytes: Bytes,
    etag: String,
}

pub(super) async fn atom(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let listed = feeds::listed(&app.desk.state());
    let kind = "application/atom+xml; charset=utf-8";
    whole(app, &headers, "alerts.atom", kind, listed).await
}

pub(super) async fn rss(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let listed = feeds::listed(&app.desk.state());
    let kind = "application/rss+xml; charset=utf-8";
    whole(app, &headers, "alerts.rss", kind, listed).await
}

/// The CAP message as it was issued, byte for byte, by the number of its alert: its SHA-256 is the one that bulletins
/// name.
pub(super) async fn by_number(
    State(app): State<Arc<App>>,
    Name(file): Name,
) -> Result<Response, Problem> {
    let number = file
        .strip_suffix(".xml")
        .and_then(|n| n.parse().ok())
        .map(AlertId);
    let state = app.desk.state();
    number
        .and_then(|id| state.alerts.get(&id))
        .map(|alert| message(alert.content.cap.xml.clone()))
        .ok_or_else(|| Problem::not_found(&format!("CAP message {file}")))
}

/// The message as feeds link to it, by the name of its file, which for one of ours is its identifier: signed, if there
/// is a key.
pub(super) async fn by_name(
    State(app): State<Arc<App>>,
    Name(file): Name,
) -> Result<Response, Problem> {
    let state = app.desk.state();
    let found = state
        .alerts
        .values()
        .rev()
        .find(|alert| feeds::file_name(alert) == file);
    found
        .map(|alert| message(given_out(&app, alert)))
        .ok_or_else(|| Problem::not_found(&format!("CAP message {file}")))
}

/// The message as it is given out: signed, if there is a key.
pub(super) fn given_out(app: &App, alert: &Alert) -> String {
    match &app.seal {
        Some(seal) => seal.text(alert).to_string(),
        None => alert.content.cap.xml.clone(),
    }
}

/// An index over all of a list, from memory if the list is the one it was written for.
pub(super) async fn whole(
    app: Arc<App>,
    asked: &HeaderMap,
    name: &'static str,
    kind: &'static str,
    alerts: Vec<Arc<Alert>>,
) -> Result<Response, Problem> {
    // Whoever comes second waits for the first: many who ask at once cost one writing.
    let write = move || {
        let mut kept = app
            .indexes
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let ids: Vec<AlertId> = alerts.iter().map(|alert| alert.id).collect();
        if let Some(known) = kept.get(name).filter(|known| known.alerts == ids) {
            return known.clone();
        }
        let bytes = feeds::index(&app.desk.state(), &app.base, name, &alerts);
        let made = Kept {
            alerts: ids,
            etag: etag(&bytes),
            bytes,
        };
        kept.insert(name, made.clone());
        made
    };
    let made = tokio::task::spawn_blocking(write).await.map_err(|error| {
        let detail = format!("failed to write {name}: {error}; ask again");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "index_unwritable",
            detail,
        )
    })?;
    Ok(cached(asked, kind, &made.etag, made.bytes))
}

pub(super) fn message(xml: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/cap+xml"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, xml).into_response()
}

pub(super) fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", hex::encode(&Sha256::digest(bytes)[..12]))
}

/// With an ETag, so that who asks often gets nothing twice.
pub(super) fn cached(asked: &HeaderMap, kind: &'static str, etag: &str, bytes: Bytes) -> Response {
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let fresh = [(header::ETAG, etag), (header::CACHE_CONTROL, "no-cache")];
    let same = |one: &str| one == "*" || one.trim_start_matches("W/") == etag;
    if known.is_some_and(|known| known.split(',').any(|one| same(one.trim()))) {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    (fresh, [(header::CONTENT_TYPE, kind)], bytes).into_response()
}
