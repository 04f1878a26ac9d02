//! `/api/v1/standing-orders`: permissions to warn without a human, agreed by two.

use super::App;
use super::asked::Name;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::{Nothing, command};
use crate::views::picture;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::ids::{Danger, SensorId, StandingOrderId, ZoneId};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposal {
    id: StandingOrderId,
    danger: Danger,
    zones: BTreeSet<ZoneId>,
    status: Status,
    sensors: BTreeSet<SensorId>,
    sensors_min: u32,
    within_ms: u32,
    people_max: u64,
    firings_per_hour_max: u32,
    expires: jiff::Timestamp,
}

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(
        json!({ "standing_orders": picture::standing_orders(&app.desk.state(), crate::clock::now()) }),
    )
}

pub(super) async fn propose(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(p): Body<Proposal>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let order = StandingOrder {
        id: p.id,
        danger: p.danger,
        zones: p.zones,
        status: p.status,
        sensors: p.sensors,
        sensors_min: p.sensors_min,
        within_ms: p.within_ms,
        people_max: p.people_max,
        firings_per_hour_max: p.firings_per_hour_max,
        expires: Timestamp::from_unix_ms(p.expires.as_millisecond()),
    };
    let id = order.id.clone();
    let decided = command(&app, by, Command::ProposeStandingOrder(Box::new(order))).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "standing_order": id, "n": decided.first })),
    ))
}

pub(super) async fn approve(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Name(id): Name,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    let decided = command(
        &app,
        by,
        Command::ApproveStandingOrder(StandingOrderId::new(id.clone())),
    )
    .await?;
    Ok(Json(json!({ "standing_order": id, "n": decided.first })))
}

pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Name(id): Name,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    let decided = command(
        &app,
        by,
        Command::RevokeStandingOrder(StandingOrderId::new(id.clone())),
    )
    .await?;
    Ok(Json(json!({ "standing_order": id, "n": decided.first })))
}
