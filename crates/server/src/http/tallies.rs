//! `/api/v1/tallies`: how often it has happened before, with the definition and the list behind the number.

use super::App;
use super::asked::{Asked, Name};
use super::auth::Officer;
use super::body::Body;
use super::incidents::time;
use super::problem::Problem;
use super::warnings::{Reason, command};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::audience::area::Point;
use vigie_core::ids::{IncidentKind, TallyId, ZoneId};
use vigie_core::record::tally::{Around, Tally};
use vigie_core::refusal::Refusal;
use vigie_core::status::Status;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTally {
    id: TallyId,
    definition: String,
    status: Status,
    #[serde(default)]
    kinds: BTreeSet<IncidentKind>,
    #[serde(default)]
    zones: BTreeSet<ZoneId>,
    around: Option<NewAround>,
    since: Option<jiff::Timestamp>,
    until: Option<jiff::Timestamp>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAround {
    lat: f64,
    lon: f64,
    radius_m: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// The entry up to which the record is read; the last if none is named.
    as_of: Option<u64>,
    /// The entry since which changes are told.
    compare: Option<u64>,
}

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    let state = app.desk.state();
    let tallies: Vec<_> = state.tallies.values().collect();
    Json(json!({ "tallies": tallies }))
}

pub(super) async fn define(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(new): Body<NewTally>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let around = new
        .around
        .map(|around| {
            let centre = Point::from_degrees(around.lat, around.lon);
            let centre = centre.map_err(|fault| Problem::from(Refusal::BadArea(fault)))?;
            Ok::<_, Problem>(Around {
                centre,
                radius_m: around.radius_m,
            })
        })
        .transpose()?;
    let id = new.id.clone();
    let tally = Tally {
        id: new.id,
        definition: new.definition,
        status: new.status,
        kinds: new.kinds,
        zones: new.zones,
        around,
        since: new.since.map(time),
        until: new.until.map(time),
    };
    let decided = command(&app, by, Command::DefineTally(Box::new(tally))).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "tally": id, "n": decided.first })),
    ))
}

/// The number, as of any entry: what was said once can be checked for good.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    _: Officer,
    Name(id): Name,
    Asked(asked): Asked<Question>,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let tally = state.tallies.get(&TallyId::new(id.as_str()));
    let tally = tally.ok_or_else(|| Problem::not_found(&format!("tally {id:?}")))?;
    let as_of = asked.as_of.unwrap_or(state.head).min(state.head);
    let answer = tally.answer(&state.incidents, as_of);
    let changes = asked.compare.map(|since| {
        let (from, to) = (since.min(as_of), since.max(as_of));
        tally.changes(&state.incidents, from, to)
    });
    Ok(Json(json!({
        "tally": tally,
        "as_of": as_of,
        "number": answer.counted.len(),
        "perhaps_more": answer.perhaps.len(),
        "before_last": answer.before_last(),
        "counted": answer.counted,
        "perhaps": answer.perhaps,
        "changes": changes,
    })))
}

pub(super) async fn drop(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Name(id): Name,
    Body(Reason { reason }): Body<Reason>,
) -> Result<Json<Value>, Problem> {
    let tally = TallyId::new(id.as_str());
    let decided = command(&app, by, Command::DropTally { tally, reason }).await?;
    Ok(Json(json!({ "tally": id, "n": decided.first })))
}
