//! `/api/v1/headcounts` and `/api/v1/safe/{token}`: who is safe, who needs help, who is missing.

use super::App;
use super::asked::{Name, Number};
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::{Nothing, command};
use crate::safe_token::SafeToken;
use crate::views::picture;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::headcount::Reply;
use vigie_core::ids::HeadcountId;
use vigie_core::site::Role;
use vigie_core::{Command, Input};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    answer: Reply,
}

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "headcounts": picture::headcounts(&app.desk.state()) }))
}

/// One link for each person expected, for a recorder to hand out.
pub(super) async fn links(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let recorder = state
        .site
        .as_deref()
        .and_then(|site| site.officers.get(&by))
        .is_some_and(|officer| officer.roles.contains(&Role::Recorder));
    if !recorder {
        let detail = format!(
            "{by} does not have the role recorder, which hands out the links of a headcount"
        );
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_permitted", detail));
    }
    let headcount = state.headcounts.get(&HeadcountId(id));
    let headcount = headcount.ok_or_else(|| Problem::not_found(&format!("headcount {id}")))?;
    let people = app.people.listed().await?;
    let links: Vec<Value> = people
        .into_iter()
        .filter(|person| headcount.expects(&person.pseudonym))
        .map(|person| {
            let token = SafeToken::new(headcount.id, &person.pseudonym).seal(&app.safe_secret);
            json!({ "person": person.id, "group": person.group, "language": person.language, "token": token })
        })
        .collect();
    Ok(Json(json!({ "headcount": id, "links": links })))
}

pub(super) async fn close(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    let decided = command(&app, by, Command::CloseHeadcount(HeadcountId(id))).await?;
    Ok(Json(json!({ "headcount": id, "n": decided.first })))
}

/// What the page of one person shows; the token is the capability.
pub(super) async fn safe_get(
    State(app): State<Arc<App>>,
    Name(token): Name,
) -> Result<Json<Value>, Problem> {
    let token = open(&app, &token)?;
    let state = app.desk.state();
    let headcount = state
        .headcounts
        .get(&token.headcount)
        .ok_or_else(unknown_link)?;
    if !headcount.expects(&token.person) {
        return Err(unknown_link());
    }
    let answer = headcount.answers.get(&token.person).map(|answer| **answer);
    let warning = state.warning(headcount.warning);
    let last = warning.and_then(|warning| state.last_alert(warning));
    Ok(Json(json!({
        "open": headcount.closed.is_none(),
        "answered": answer.map(|(reply, _)| reply),
        "status": warning.map(|w| w.status),
        "texts": last.map(|alert| &alert.content.texts),
        "warning": last.map(|alert| json!({ "id": headcount.warning, "act": alert.content.act, "texts": alert.content.texts })),
    })))
}

pub(super) async fn safe_post(
    State(app): State<Arc<App>>,
    Name(token): Name,
    Body(Answer { answer: reply }): Body<Answer>,
) -> Result<Json<Value>, Problem> {
    let SafeToken { headcount, person } = open(&app, &token)?;
    app.desk
        .inbox
        .ask(Input::Safe {
            headcount,
            person,
            reply,
        })
        .await??;
    Ok(Json(json!({ "answered": reply })))
}

fn open(app: &App, token: &str) -> Result<SafeToken, Problem> {
    SafeToken::open(token, &app.safe_secret).ok_or_else(unknown_link)
}

fn unknown_link() -> Problem {
    let detail = "this link is not known; ask the person who sent it for a new one";
    Problem::new(StatusCode::NOT_FOUND, "link_unknown", detail)
}
