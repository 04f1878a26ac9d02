//! What ntfy's clients ask before they listen, and what they are told when they want to publish.

use super::listener::{Admitted, Query, admit, topics};
use super::refused::Refused;
use crate::app::App;
use crate::http::asked::{Asked, Name};
use crate::http::nothing_here;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// Whether these topics may be listened to.
pub(crate) async fn auth(
    State(app): State<Arc<App>>,
    Name(list): Name,
    headers: HeaderMap,
    Asked(query): Asked<Query>,
) -> Result<Json<Value>, Refused> {
    admit(&app, &headers, &query)?;
    topics(&list, &app.desk.state())?;
    Ok(Json(json!({ "success": true })))
}

pub(crate) async fn health() -> Json<Value> {
    Json(json!({ "healthy": true }))
}

/// Nobody has an account: it says who asks, and that nothing may be sent.
pub(crate) async fn account(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked(query): Asked<Query>,
) -> Result<Json<Value>, Refused> {
    let (name, role) = match admit(&app, &headers, &query)? {
        Admitted::Anybody => ("*", "anonymous"),
        Admitted::Holder => ("listener", "user"),
    };
    Ok(Json(json!({
        "username": name,
        "role": role,
        "limits": {
            "basis": "ip", "messages": 0, "messages_expiry_duration": 0, "emails": 0, "calls": 0, "reservations": 0,
            "attachment_total_size": 0, "attachment_file_size": 0, "attachment_expiry_duration": 0,
            "attachment_bandwidth": 0,
        },
        "stats": {
            "messages": 0, "messages_remaining": 0, "emails": 0, "emails_remaining": 0, "calls": 0,
            "calls_remaining": 0, "reservations": 0, "reservations_remaining": 0, "attachment_total_size": 0,
            "attachment_total_size_remaining": 0,
        },
    })))
}

/// How many messages there are.
pub(crate) async fn stats(State(app): State<Arc<App>>) -> Json<Value> {
    let messages = app.desk.state().alerts.keys().count();
    Json(json!({ "messages": messages, "messages_rate": 0.0 }))
}

/// As ntfy's own server answers whoever is no administrator.
pub(crate) async fn version() -> Refused {
    Refused::unauthorized()
}

/// The address of a topic in a browser: the page that shows all warnings.
pub(crate) async fn page(State(app): State<Arc<App>>, Name(list): Name) -> Response {
    match topics(&list, &app.desk.state()) {
        Ok(_) => Redirect::to("/").into_response(),
        Err(_) => nothing_here().await.into_response(),
    }
}

/// Whoever wants to publish is told how warnings are made.
pub(crate) async fn publish() -> Refused {
    Refused::forbidden(
        "nobody publishes here: what this server says, two officers have agreed to; warnings are drafted at /console",
    )
}

/// The same for one topic.
pub(crate) async fn publish_one(Name(_): Name) -> Refused {
    publish().await
}
