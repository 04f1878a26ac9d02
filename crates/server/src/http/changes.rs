//! `/api/v1/changes`: what needs two people besides warnings.

use super::App;
use super::asked::Number;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::{Approval, Nothing, Reason, command};
use crate::recovery::Recovery;
use crate::views::changes;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::ids::ChangeId;
use vigie_core::{Command, Input};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proof {
    proof: String,
}

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

/// Whoever holds the site's key puts it in force, where no two people could: no token opens this.
pub(super) async fn by_key(
    State(app): State<Arc<App>>,
    Number(id): Number,
    Body(Proof { proof }): Body<Proof>,
) -> Result<Json<Value>, Problem> {
    let unproven = |why: String| Problem::new(StatusCode::FORBIDDEN, "key_unproven", why);
    let said = Recovery::believed(&proof, &app.keys, crate::clock::now()).map_err(unproven)?;
    if said.change != ChangeId(id) {
        let why = format!(
            "the site's key signed for change {}, which has an address of its own",
            said.change
        );
        return Err(unproven(why));
    }
    let Recovery {
        change,
        sha256,
        reason,
        ..
    } = said;
    tracing::warn!(%change, %reason, "the site's key is used where two people are missing");
    let input = Input::ByKey {
        change,
        sha256,
        reason,
    };
    app.desk.inbox.ask(input).await??;
    shown(&app, change)
}

/// One person has looked at what the site's key put in force.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    let change = ChangeId(id);
    command(&app, by, Command::ConfirmChange(change)).await?;
    shown(&app, change)
}

fn shown(app: &App, id: ChangeId) -> Result<Json<Value>, Problem> {
    let shown = changes::one(&app.desk.state(), id);
    shown
        .map(Json)
        .ok_or_else(|| Problem::not_found(&format!("change {id}")))
}
