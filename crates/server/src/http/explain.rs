//! `/api/v1/explain`: why a thing was or was not sent, as a story from the journal.

use super::App;
use super::asked::Name;
use super::auth::Officer;
use super::problem::Problem;
use crate::explain::{Story, explain};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;

pub(super) async fn get(
    State(app): State<Arc<App>>,
    _: Officer,
    Name(what): Name,
) -> Result<Json<Story>, Problem> {
    let journal = app.journal.clone();
    // The whole journal is read: nothing for a thread that others wait for.
    let told = tokio::task::spawn_blocking(move || explain(&journal, &what)).await;
    let told = told.unwrap_or_else(|error| Err(format!("failed to read the journal: {error}")));
    told.map(Json)
        .map_err(|why| Problem::new(StatusCode::NOT_FOUND, "not_found", why))
}
