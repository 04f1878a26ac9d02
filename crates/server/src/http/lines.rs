//! `/api/v1/incidents/{id}/assertions`, `…/claims` and `/api/v1/assertions`: lines of the record, each with the
//! sentence that says it.

use super::App;
use super::asked::Number;
use super::auth::Officer;
use super::body::Body;
use super::incidents::{NewSpot, NewWhen, time};
use super::problem::Problem;
use super::warnings::{Reason, command};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::ids::{AssertionId, IncidentId, ReportId};
use vigie_core::record::assertion::{About, Assertion, Claim, Credibility, Mark, Standing};
use vigie_core::record::quantity::Quantity;

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
    #[serde(default)]
    marks: Vec<Mark>,
    when: Option<NewWhen>,
    place: Option<NewSpot>,
    quantity: Option<String>,
    salvo: Option<u16>,
    as_of: Option<jiff::Timestamp>,
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
        credibility: Option<Credibility>,
    },
    Attributed {
        to: String,
        reported_by: String,
        #[serde(default)]
        reports: Vec<ReportId>,
        ground: Option<String>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Judged {
    standing: Standing,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Supported {
    #[serde(default)]
    reports: Vec<ReportId>,
    #[serde(default)]
    marks: Vec<Mark>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opposed {
    other: AssertionId,
    reason: String,
}

pub(super) async fn assert_line(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(new): Body<NewAssertion>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    stand_there(&app, &new.marks).await?;
    let assertion = Assertion {
        about: new.about,
        statement: new.statement,
        reported_by: new.reported_by,
        reports: new.reports,
        said_at: new.said_at.map(time),
        standing: new.standing,
        marks: new.marks,
        when: new.when.map(NewWhen::read),
        place: new.place.map(NewSpot::read).transpose()?,
        quantity: new.quantity.as_deref().map(Quantity::read),
        salvo: new.salvo,
        as_of: new.as_of.map(time),
    };
    let said = Command::Assert {
        incident: IncidentId(id),
        assertion: Box::new(assertion),
    };
    let decided = command(&app, by, said).await?;
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
            credibility,
        } => Claim::Claimed {
            by,
            channel,
            reports,
            credibility,
        },
        NewClaim::Attributed {
            to,
            reported_by,
            reports,
            ground,
        } => Claim::Attributed {
            to,
            reported_by,
            reports,
            ground,
        },
    };
    let said = Command::Claim {
        incident: IncidentId(id),
        claim: Box::new(claim),
    };
    let decided = command(&app, by, said).await?;
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
    let assertion = AssertionId(id);
    done(&app, by, id, Command::Withdraw { assertion, reason }).await
}

pub(super) async fn judge(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(Judged { standing, reason }): Body<Judged>,
) -> Result<Json<Value>, Problem> {
    let judge = Command::Judge {
        assertion: AssertionId(id),
        standing,
        reason,
    };
    done(&app, by, id, judge).await
}

pub(super) async fn support(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(Supported { reports, marks }): Body<Supported>,
) -> Result<Json<Value>, Problem> {
    stand_there(&app, &marks).await?;
    let support = Command::Support {
        assertion: AssertionId(id),
        reports,
        marks,
    };
    done(&app, by, id, support).await
}

pub(super) async fn oppose(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(Opposed { other, reason }): Body<Opposed>,
) -> Result<Json<Value>, Problem> {
    let oppose = Command::Oppose {
        one: AssertionId(id),
        other,
        reason,
    };
    done(&app, by, id, oppose).await
}

async fn done(
    app: &App,
    by: vigie_core::ids::OfficerId,
    id: u64,
    what: Command,
) -> Result<Json<Value>, Problem> {
    let decided = command(app, by, what).await?;
    Ok(Json(json!({ "assertion": id, "n": decided.first })))
}

/// Whether each sentence stands where it is said to stand, in the text that was kept of its report.
async fn stand_there(app: &App, marks: &[Mark]) -> Result<(), Problem> {
    let mut texts: BTreeMap<ReportId, String> = BTreeMap::new();
    for mark in marks {
        let text = match texts.entry(mark.report) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(super::reports::verbatim(app, mark.report).await?),
        };
        let there = text.get(mark.from as usize..mark.to as usize);
        if there != Some(mark.quote.as_str()) {
            let detail = format!(
                "the text of report {} does not say {:?} from byte {} to {}; mark the sentence anew",
                mark.report,
                mark.quote.chars().take(80).collect::<String>(),
                mark.from,
                mark.to
            );
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "bad_mark",
                detail,
            ));
        }
    }
    Ok(())
}
