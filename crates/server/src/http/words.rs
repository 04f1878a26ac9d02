//! `/api/v1/words`: what the site says, and putting on record who vetted it.

use super::App;
use super::asked::Name;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::command;
use crate::views::words;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::fact::Fact;
use vigie_core::ids::Language;
use vigie_core::vetting::{Vetting, Withdrawal};

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "words": words::all(&app.desk.state()) }))
}

pub(super) async fn in_language(
    State(app): State<Arc<App>>,
    _: Officer,
    Name(language): Name,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let shown = words::in_language(&state, &Language::new(language.clone()))
        .ok_or_else(|| Problem::not_found(&format!("language {language} of this site")))?;
    Ok(Json(json!({ "words": shown })))
}

/// Offers what an expert vetted; a second person agrees to it as to any change.
pub(super) async fn vet(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(vetting): Body<Vetting>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let decided = command(&app, by, Command::Vet(Box::new(vetting))).await?;
    let offered = decided.facts.iter().find_map(|fact| match fact {
        Fact::ChangeProposed { says, sha256, .. } => Some((says, sha256)),
        _ => None,
    });
    let (says, sha256) = offered.ok_or_else(|| Problem::not_found("offer"))?;
    let answer = json!({ "change": decided.first, "sha256": sha256, "says": says });
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Takes back that words were vetted: one officer is enough.
pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(withdrawal): Body<Withdrawal>,
) -> Result<Json<Value>, Problem> {
    let language = withdrawal.language.clone();
    let decided = command(&app, by, Command::WithdrawVetting(Box::new(withdrawal))).await?;
    let left = words::in_language(&app.desk.state(), &language);
    Ok(Json(
        json!({ "n": decided.first, "words": left.unwrap_or_default() }),
    ))
}
