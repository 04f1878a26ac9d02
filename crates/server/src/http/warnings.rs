//! `/api/v1/warnings` and `/api/v1/exercise/warnings`: the life of a warning, decided by officers.

use super::App;
use super::audience;
use super::auth::Officer;
use super::body::Body;
use super::exercise::{Reached, Within};
use super::problem::Problem;
use crate::engine::Decided;
use crate::views::{picture, waiting, words};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Json, response::Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::fact::Fact;
use vigie_core::ids::{OfficerId, WarningId};
use vigie_core::warning::{Draft, Revision, Warning};
use vigie_core::wording::Cause;
use vigie_core::{Command, Input};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Approval {
    pub(super) sha256: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    pub(super) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Handover {
    to: OfficerId,
}

/// Why it was false: a cause, whose vetted sentence people are told, and words for the record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Retraction {
    #[serde(default)]
    cause: Option<Cause>,
    #[serde(default)]
    reason: Option<String>,
}

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer, within: Within) -> Json<Value> {
    let state = app.desk.state();
    let shown = state.warnings.values().filter(|w| within.reaches(w.status));
    let shown = shown.map(|warning| whole(&app, &state, warning));
    Json(json!({ "warnings": shown.collect::<Vec<_>>() }))
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    _: Officer,
    Reached(id): Reached,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let warning = state
        .warning(WarningId(id))
        .ok_or_else(|| Problem::not_found(&format!("warning {id}")))?;
    Ok(Json(whole(&app, &state, warning)))
}

/// A warning, with who is registered where it would go.
fn whole(app: &App, state: &vigie_core::State, warning: &Warning) -> Value {
    let mut shown = picture::warning(state, warning);
    audience::add_registered(app, warning, &mut shown);
    shown
}

pub(super) async fn draft(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    within: Within,
    Body(draft): Body<Draft>,
) -> Result<Response, Problem> {
    within.drafts(draft.status)?;
    let findings = words::findings(&app.linter, draft.danger.as_str(), draft.note.as_ref());
    let decided = command(&app, by, Command::Draft(draft)).await?;
    if let [Fact::DraftJoined { warning, .. }] = decided.facts[..] {
        let state = app.desk.state();
        let stands = state.warning(warning).map(|warning| warning.stage);
        let body = json!({ "warning": warning, "joined": true, "stage": stands });
        return Ok(Json(body).into_response());
    }
    Ok((
        StatusCode::CREATED,
        Json(json!({ "warning": decided.first, "findings": findings })),
    )
        .into_response())
}

/// Changes what is not live yet; a submission of it is void.
pub(super) async fn amend(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(draft): Body<Draft>,
) -> Result<Json<Value>, Problem> {
    let findings = words::findings(&app.linter, draft.danger.as_str(), draft.note.as_ref());
    let amend = |warning| Command::Amend { warning, draft };
    let Json(mut answer) = done(&app, by, id, amend).await?;
    answer["findings"] = findings;
    Ok(Json(answer))
}

pub(super) async fn submit(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(_): Body<Nothing>,
) -> Result<Response, Problem> {
    let decided = command(&app, by, Command::Submit(WarningId(id))).await?;
    if let [Fact::SubmissionQueued { warning, until, .. }] = decided.facts[..] {
        let body = json!({ "warning": warning, "queued_until": until });
        return Ok((StatusCode::ACCEPTED, Json(body)).into_response());
    }
    let state = app.desk.state();
    let warning = state
        .warning(WarningId(id))
        .ok_or_else(|| Problem::not_found(&format!("warning {id}")))?;
    waiting::submission(&state, warning)
        .map(|mut submission| {
            audience::add_registered(&app, warning, &mut submission);
            Json(submission).into_response()
        })
        .ok_or_else(|| Problem::not_found("submission"))
}

pub(super) async fn approve(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(Approval { sha256 }): Body<Approval>,
) -> Result<Json<Value>, Problem> {
    let approve = |warning| Command::Approve { warning, sha256 };
    done(&app, by, id, approve).await
}

pub(super) async fn reject(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Json<Value>, Problem> {
    let reject = |warning| Command::Reject { warning, reason };
    done(&app, by, id, reject).await
}

pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    done(&app, by, id, Command::Confirm).await
}

pub(super) async fn update(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(revision): Body<Revision>,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let danger = state.warning(WarningId(id)).map(|w| w.danger.clone());
    let danger = revision.danger.as_ref().map(ToString::to_string).or(danger);
    let danger = danger.unwrap_or_default();
    let findings = words::findings(&app.linter, &danger, revision.note.as_ref());
    let update = |warning| Command::Update { warning, revision };
    let Json(mut answer) = done(&app, by, id, update).await?;
    answer["findings"] = findings;
    Ok(Json(answer))
}

pub(super) async fn all_clear(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    done(&app, by, id, Command::AllClear).await
}

pub(super) async fn retract(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(Retraction { cause, reason }): Body<Retraction>,
) -> Result<Json<Value>, Problem> {
    let retract = |warning| Command::Retract {
        warning,
        cause,
        note: reason,
    };
    done(&app, by, id, retract).await
}

/// Gives it back to its author to mend.
pub(super) async fn give_back(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Json<Value>, Problem> {
    let give_back = |warning| Command::Return { warning, reason };
    done(&app, by, id, give_back).await
}

/// Hands it to another officer.
pub(super) async fn delegate(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Reached(id): Reached,
    Body(Handover { to }): Body<Handover>,
) -> Result<Json<Value>, Problem> {
    let delegate = |warning| Command::Delegate { warning, to };
    done(&app, by, id, delegate).await
}

/// Puts an officer's command to the engine.
pub(super) async fn command(
    app: &App,
    by: OfficerId,
    command: Command,
) -> Result<Decided, Problem> {
    Ok(app.desk.inbox.ask(Input::Officer { by, command }).await??)
}

/// Puts a command about a warning to the engine, and shows what the warning has become.
async fn done(
    app: &App,
    by: OfficerId,
    id: u64,
    about: impl FnOnce(WarningId) -> Command,
) -> Result<Json<Value>, Problem> {
    let decided = command(app, by, about(WarningId(id))).await?;
    let state = app.desk.state();
    let warning = state
        .warning(WarningId(id))
        .ok_or_else(|| Problem::not_found(&format!("warning {id}")))?;
    Ok(Json(
        json!({ "n": decided.first, "warning": whole(app, &state, warning) }),
    ))
}
