//! `/api/v1/incidents`: the record of what happened, opened by warnings, by officers and from tables.

use super::App;
use super::asked::{Asked, Number};
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::command;
use crate::views::picture;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::audience::area::Point;
use vigie_core::fact::Fact;
use vigie_core::ids::{AssertionId, IncidentId, IncidentKind, ZoneId};
use vigie_core::record::account::account;
use vigie_core::record::description::{
    Description, PlacePrecision, Row, Spot, TimePrecision, When,
};
use vigie_core::refusal::Refusal;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDescription {
    kind: IncidentKind,
    title: String,
    status: Status,
    when: NewWhen,
    place: NewSpot,
    #[serde(default)]
    zones: BTreeSet<ZoneId>,
    row: Option<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewWhen {
    at: jiff::Timestamp,
    precision: TimePrecision,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSpot {
    name: String,
    lat: Option<f64>,
    lon: Option<f64>,
    precision: PlacePrecision,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Imported {
    rows: Vec<NewDescription>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DescribedAnew {
    description: NewDescription,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MergedInto {
    into: IncidentId,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SplitOff {
    lines: Vec<AssertionId>,
    description: NewDescription,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    #[serde(default)]
    after: u64,
}

impl NewWhen {
    pub(super) fn read(self) -> When {
        When {
            at: time(self.at),
            precision: self.precision,
        }
    }
}

impl NewSpot {
    pub(super) fn read(self) -> Result<Spot, Problem> {
        let point = match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => {
                let point = Point::from_degrees(lat, lon);
                Some(point.map_err(|fault| Problem::from(Refusal::BadArea(fault)))?)
            }
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                let detail = "a place has both `lat` and `lon`, or neither";
                return Err(Problem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "half_a_place",
                    detail,
                ));
            }
        };
        Ok(Spot {
            name: self.name,
            point,
            precision: self.precision,
        })
    }
}

impl NewDescription {
    fn read(self) -> Result<Description, Problem> {
        Ok(Description {
            kind: self.kind,
            title: self.title,
            status: self.status,
            when: self.when.read(),
            place: self.place.read()?,
            zones: self.zones,
            row: self.row,
        })
    }
}

/// A page of them, in the order of their numbers.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    _: Officer,
    Asked(Page { after }): Asked<Page>,
) -> Json<Value> {
    Json(picture::incidents(&app.desk.state(), IncidentId(after)))
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

pub(super) async fn begin(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(new): Body<NewDescription>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let description = Box::new(new.read()?);
    let decided = command(&app, by, Command::Begin(description)).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "incident": decided.first })),
    ))
}

pub(super) async fn import(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(Imported { rows }): Body<Imported>,
) -> Result<Json<Value>, Problem> {
    let rows: Result<Vec<_>, _> = rows.into_iter().map(NewDescription::read).collect();
    let rows = rows?;
    let all = rows.len();
    let decided = command(&app, by, Command::Import(rows)).await?;
    let begun = |fact: &&Fact| matches!(fact, Fact::IncidentBegun { .. });
    let begun = decided.facts.iter().filter(begun).count();
    let described = decided.facts.len() - begun;
    Ok(Json(json!({
        "begun": begun, "described": described, "known": all - begun - described,
    })))
}

pub(super) async fn describe(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(new): Body<DescribedAnew>,
) -> Result<Json<Value>, Problem> {
    let describe = Command::Describe {
        incident: IncidentId(id),
        description: Box::new(new.description.read()?),
        reason: new.reason,
    };
    let decided = command(&app, by, describe).await?;
    Ok(Json(json!({ "incident": id, "n": decided.first })))
}

pub(super) async fn merge(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(MergedInto { into, reason }): Body<MergedInto>,
) -> Result<Json<Value>, Problem> {
    let merge = Command::Merge {
        incident: IncidentId(id),
        into,
        reason,
    };
    let decided = command(&app, by, merge).await?;
    Ok(Json(json!({ "incident": into, "n": decided.first })))
}

pub(super) async fn split(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Number(id): Number,
    Body(new): Body<SplitOff>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let split = Command::Split {
        incident: IncidentId(id),
        lines: new.lines,
        description: Box::new(new.description.read()?),
        reason: new.reason,
    };
    let decided = command(&app, by, split).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "incident": decided.first })),
    ))
}

pub(super) fn time(at: jiff::Timestamp) -> Timestamp {
    Timestamp::from_unix_ms(at.as_millisecond())
}
