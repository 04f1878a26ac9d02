//! `/api/v1/changes`: what needs two people besides warnings.

use super::App;
use super::asked::Number;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::{Approval, Reason, command};
use crate::views::changes;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::ids::ChangeId;

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "changes": changes::all(&app.desk.state()) }))
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    _: Officer,
    Number(id): Number,
) -> Result<Json<Value>, Problem> {
    shown(&app, ChangeId(id))
}

/// One more person agrees; the second puts it in force.
pub(super) async fn approve(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(Approval { sha256 }): Body<Approval>,
) -> Result<Json<Value>, Problem> {
    let change = ChangeId(id);
    command(&app, by, Command::ApproveChange { change, sha256 }).await?;
    shown(&app, change)
}

/// One person says no, or an author takes it back.
pub(super) async fn refuse(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Json<Value>, Problem> {
    let change = ChangeId(id);
    command(&app, by, Command::RefuseChange { change, reason }).await?;
    shown(&app, change)
}

fn shown(app: &App, id: ChangeId) -> Result<Json<Value>, Problem> {
    let shown = changes::one(&app.desk.state(), id);
    shown
        .map(Json)
        .ok_or_else(|| Problem::not_found(&format!("change {id}")))
}
