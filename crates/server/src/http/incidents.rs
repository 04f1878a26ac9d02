//! `/api/v1/incidents` and `/api/v1/assertions`: the record of what happened and who says so.

use super::App;
use super::asked::Number;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::{Reason, command};
use crate::views::picture;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::ids::{AssertionId, IncidentId, ReportId};
use vigie_core::record::account::account;
use vigie_core::record::assertion::{About, Assertion, Claim, Standing};
use vigie_core::time::Timestamp;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAssertion {
    about: About,
    statement: String,
    reported_by: String,
    #[serde(default)]
    reports: Vec<ReportId>,
    said_at: Option<jiff::Timestamp>,
    #[serde(default = "reported")]
    standing: Standing,
}

fn reported() -> Standing {
    Standing::Reported
}

#[derive(Debug, Deserialize)]
#[serde(tag = "claim", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum NewClaim {
    Nobody {
        as_of: jiff::Timestamp,
        reported_by: String,
        #[serde(default)]
        reports: Vec<ReportId>,
    },
    Claimed {
        by: String,
        channel: String,
        #[serde(default)]
        reports: Vec<ReportId>,
    },
    Attributed {
        to: String,
        reported_by: String,
        #[serde(default)]
        reports: Vec<ReportId>,
    },
}

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(json!({ "incidents": picture::incidents(&app.desk.state()) }))
}

pub(super) async fn record(
    State(app): State<Arc<App>>,
    _: Officer,
    Number(id): Number,
) -> Result<Json<Value>, Problem> {
    let account = account(&app.desk.state(), IncidentId(id));
    let account = account.ok_or_else(|| Problem::not_found(&format!("incident {id}")))?;
    serde_json::to_value(account).map(Json).map_err(|error| {
        let detail = format!("failed to write the record of incident {id}: {error}");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "record_unwritable",
            detail,
        )
    })
}

pub(super) async fn assert_line(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(new): Body<NewAssertion>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let assertion = Assertion {
        about: new.about,
        statement: new.statement,
        reported_by: new.reported_by,
        reports: new.reports,
        said_at: new.said_at.map(time),
        standing: new.standing,
    };
    let assertion = Box::new(assertion);
    let decided = command(
        &app,
        by,
        Command::Assert {
            incident: IncidentId(id),
            assertion,
        },
    )
    .await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "assertion": decided.first })),
    ))
}

pub(super) async fn claim(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(new): Body<NewClaim>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let claim = match new {
        NewClaim::Nobody {
            as_of,
            reported_by,
            reports,
        } => Claim::Nobody {
            as_of: time(as_of),
            reported_by,
            reports,
        },
        NewClaim::Claimed {
            by,
            channel,
            reports,
        } => Claim::Claimed {
            by,
            channel,
            reports,
        },
        NewClaim::Attributed {
            to,
            reported_by,
            reports,
        } => Claim::Attributed {
            to,
            reported_by,
            reports,
        },
    };
    let claim = Box::new(claim);
    let decided = command(
        &app,
        by,
        Command::Claim {
            incident: IncidentId(id),
            claim,
        },
    )
    .await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "assertion": decided.first })),
    ))
}

pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Json<Value>, Problem> {
    let decided = command(
        &app,
        by,
        Command::Withdraw {
            assertion: AssertionId(id),
            reason,
        },
    )
    .await?;
    Ok(Json(json!({ "assertion": id, "n": decided.first })))
}

fn time(at: jiff::Timestamp) -> Timestamp {
    Timestamp::from_unix_ms(at.as_millisecond())
}
