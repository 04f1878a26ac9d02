//! `/healthz`, `/readyz`, `/openapi.json`, `/api/v1/timings`.

use super::App;
use super::auth::Officer;
use super::problem::Problem;
use crate::relay::Relay;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// The process lives.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// The journal takes entries and the way out is open.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    let state = app.desk.state();
    if state.site.is_none() {
        let detail = "the site is not declared yet; wait a moment";
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "starting",
            detail,
        ));
    }
    // The engine answers only after a turn: if it hangs, so does this, and whoever asks gives up.
    app.desk.inbox.ask(vigie_core::Input::Clock).await??;
    Ok("ready\n")
}

/// The relay hears its server.
pub(super) async fn linked(State(relay): State<Arc<Relay>>) -> Result<&'static str, Problem> {
    if relay.known.is_linked() {
        return Ok("linked\n");
    }
    let detail =
        "this relay does not hear its server, and its listeners say link lost; ask another relay";
    Err(Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "link_lost",
        detail,
    ))
}

/// The description of this API.
pub(super) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], super::OPENAPI).into_response()
}

/// When each recent alert was decided, on disk and on its way, in microseconds.
pub(super) async fn timings(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    let all: Vec<Value> = app
        .timings
        .all()
        .into_iter()
        .map(|(alert, t)| {
            json!({ "alert": alert, "decided_us": t.decided_us, "synced_us": t.synced_us,
                    "first_order_us": t.first_order_us, "last_order_us": t.last_order_us,
                    "bulletin_us": t.bulletin_us })
        })
        .collect();
    Json(json!({ "timings": all }))
}
