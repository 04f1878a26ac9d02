//! `/api/v1/words`: what the site says, and putting on record who vetted it.

use super::App;
use super::asked::{Asked, Name};
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::command;
use crate::views::words;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::fact::Fact;
use vigie_core::ids::{Language, OfficerId};
use vigie_core::vetting::{Vetting, Withdrawal};

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "words": words::all(&app.desk.state()) }))
}

/// Which words are asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// Those that wait to be agreed to, and not those in force.
    #[serde(default)]
    waiting: bool,
}

pub(super) async fn in_language(
    State(app): State<Arc<App>>,
    _: Officer,
    Name(language): Name,
    Asked(Which { waiting }): Asked<Which>,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let site = if waiting {
        let pending = state.changes.site().and_then(|p| p.change.site());
        Some(pending.ok_or_else(|| Problem::not_found("site that waits to be agreed to"))?)
    } else {
        state.site.as_deref()
    };
    let shown = site
        .and_then(|site| words::in_language(&state, site, &Language::new(language.clone())))
        .ok_or_else(|| Problem::not_found(&format!("language {language} of this site")))?;
    Ok(Json(json!({ "words": shown })))
}

/// Offers what an expert vetted; a second person agrees to it as to any change.
pub(super) async fn vet(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(vetting): Body<Vetting>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    asked(&app, by, Command::Vet(Box::new(vetting))).await
}

/// What now waits for another person.
async fn asked(
    app: &App,
    by: OfficerId,
    ask: Command,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let decided = command(app, by, ask).await?;
    let numbered = (decided.first..).zip(&decided.facts);
    let asked = numbered
        .into_iter()
        .find_map(|(n, fact)| match fact {
            Fact::ChangeProposed { says, sha256, .. } => {
                Some(json!({ "change": n, "sha256": sha256, "says": says }))
            }
            _ => None,
        })
        .ok_or_else(|| Problem::not_found("offer"))?;
    Ok((StatusCode::CREATED, Json(asked)))
}

/// Asks that words be said for real no more; a second person agrees.
pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(withdrawal): Body<Withdrawal>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    asked(&app, by, Command::WithdrawVetting(Box::new(withdrawal))).await
}
