//! `/healthz`, `/readyz`, `/metrics`, `/openapi.json`, `/api/v1/timings`, `/log/checkpoint`.

use super::App;
use super::auth::Officer;
use super::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;
use vigie_core::delivery::{Life, Target};

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

/// Prometheus' text form, named by the seven words.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let state = app.desk.state();
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: u64| {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n"
        );
    };
    gauge(
        "vigie_journal_entries",
        "Number of the last entry.",
        state.head,
    );
    gauge(
        "vigie_live_connections",
        "Connections on the live wire.",
        app.hub.connections(),
    );
    gauge(
        "vigie_live_answering",
        "Connections that say what they show.",
        app.hub.answering(),
    );
    gauge(
        "vigie_warnings_live",
        "Warnings that people are being warned of.",
        state.live_warnings().count() as u64,
    );
    let unconfirmed = state.live_warnings().filter(|w| w.is_unconfirmed()).count();
    gauge(
        "vigie_warnings_unconfirmed",
        "Live warnings that no human has confirmed.",
        unconfirmed as u64,
    );
    let up = state.sirens.values().filter(|s| s.up == Some(true)).count();
    gauge("vigie_sirens_up", "Sirens whose link is up.", up as u64);
    let posts = state.site.as_deref().map_or(0, |site| site.sirens.len());
    gauge("vigie_sirens", "Sirens of the site.", posts as u64);
    gauge(
        "vigie_delivery_open",
        "Deliveries that are not final.",
        state.open_deliveries.len() as u64,
    );
    let count = |name: &str| {
        state
            .deliveries
            .values()
            .filter(|d| d.life.as_str() == name)
            .count() as u64
    };
    text.push_str("# HELP vigie_deliveries Deliveries kept in memory, by where they stand.\n# TYPE vigie_deliveries gauge\n");
    for life in [
        "planned",
        "resting",
        "sent",
        "accepted",
        "heard",
        "published",
        "silent",
        "refused",
        "given_up",
        "overtaken",
    ] {
        let _ = writeln!(text, "vigie_deliveries{{life=\"{life}\"}} {}", count(life));
    }
    let attempts: u64 = state
        .deliveries
        .values()
        .filter(|d| matches!(d.target, Target::Siren(_)) && !matches!(d.life, Life::Planned))
        .map(|d| u64::from(d.attempt))
        .sum();
    let _ = write!(
        text,
        "# HELP vigie_delivery_attempts Attempts to reach sirens, of deliveries kept in memory.\n# TYPE vigie_delivery_attempts gauge\nvigie_delivery_attempts {attempts}\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
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
                    "first_order_us": t.first_order_us, "bulletin_us": t.bulletin_us })
        })
        .collect();
    Json(json!({ "timings": all }))
}
