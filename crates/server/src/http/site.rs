//! Lists of what the site consists of, and the picture of all of it.

use super::App;
use super::auth::{Officer, bearer};
use crate::tokens::Who;
use crate::views::picture::{self, Around};
use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use vigie_core::siren::Way;

/// Shortest time between two pictures on one stream.
const PICTURE_EVERY_MS: u64 = 250;
/// Longest time without a picture: a console that hears nothing for twice as long says so.
const PICTURE_AT_LEAST_S: u64 = 5;

pub(super) async fn zones(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    let state = app.desk.state();
    Json(json!({ "zones": state.site.as_deref().map(|site| &site.zones) }))
}

pub(super) async fn officers(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    let state = app.desk.state();
    Json(json!({ "officers": state.site.as_deref().map(|site| &site.officers) }))
}

pub(super) async fn sirens(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "sirens": picture::sirens(&app.desk.state(), &app.links, &app.watch) }))
}

pub(super) async fn channels(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    let state = app.desk.state();
    let up = state
        .sirens
        .values()
        .filter(|siren| siren.up == Some(true))
        .count();
    Json(json!({ "channels": [
        { "id": "siren", "up": up, "wire": app.links.count(Way::Wire), "mqtt": app.links.count(Way::Mqtt), "of": state.site.as_deref().map_or(0, |site| site.sirens.len()) },
        { "id": "live", "connections": app.hub.connections(), "answering": app.hub.answering() },
        { "id": "folder" },
    ]}))
}

pub(super) async fn feeds(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "feeds": (app.feeds)() }))
}

/// What is open, one line for each event.
pub(super) async fn summary(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!(vigie_core::summary::summary(&app.desk.state())))
}

pub(super) async fn picture(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(now(&app))
}

/// The same picture again whenever it changes.
pub(super) async fn picture_stream(
    State(app): State<Arc<App>>,
    _: Officer,
    headers: HeaderMap,
) -> Response {
    let view = app.desk.view.clone();
    let token: Arc<str> = bearer(&headers).unwrap_or_default().into();
    let frames = stream::unfold((app, view, true), move |(app, mut view, first)| {
        let token = Arc::clone(&token);
        async move {
            if !first {
                tokio::select! {
                    _ = tokio::time::timeout(Duration::from_secs(PICTURE_AT_LEAST_S), view.changed()) => {}
                    () = app.stopping.wait() => return None,
                }
                tokio::time::sleep(Duration::from_millis(PICTURE_EVERY_MS)).await;
            }
            // A token that was revoked ends its streams as well.
            if !matches!(app.tokens.who(&token), Some(Who::Officer(_))) {
                return None;
            }
            view.mark_unchanged();
            let text = format!("event: picture\ndata: {}\n\n", now(&app));
            Some((Ok::<Bytes, Infallible>(text.into()), (app, view, false)))
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, HttpBody::from_stream(frames)).into_response()
}

fn now(app: &App) -> Value {
    let around = Around {
        now: crate::clock::now(),
        connections: app.hub.connections(),
        answering: app.hub.answering(),
        feeds: (app.feeds)(),
        unsigned: app.unsigned(),
        links: Arc::clone(&app.links),
        watch: Arc::clone(&app.watch),
    };
    let state = app.desk.state();
    let mut picture = picture::picture(&state, &around);
    let shown = picture.get_mut("warnings").and_then(Value::as_array_mut);
    for shown in shown.into_iter().flatten() {
        let id = shown["id"].as_u64().map(vigie_core::ids::WarningId);
        if let Some(warning) = id.and_then(|id| state.warning(id)) {
            super::audience::add_registered(app, warning, shown);
        }
    }
    picture
}
