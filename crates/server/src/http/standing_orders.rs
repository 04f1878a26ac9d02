//! `/api/v1/standing-orders`: permissions to warn without a human, agreed by two.

use super::App;
use super::asked::Name;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use super::warnings::{Approval, Nothing, command};
use crate::views::picture;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::Command;
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::fact::Fact;
use vigie_core::ids::{OfficerId, StandingOrderId};

/// An order as it is proposed: as the journal has it, but with a readable time of expiry.
#[derive(Debug, Deserialize)]
pub(super) struct Proposal {
    expires: jiff::Timestamp,
    #[serde(flatten)]
    rest: serde_json::Map<String, Value>,
}

impl Proposal {
    fn order(self) -> Result<StandingOrder, Problem> {
        let mut whole = self.rest;
        whole.insert("expires".to_owned(), self.expires.as_millisecond().into());
        serde_json::from_value(Value::Object(whole)).map_err(|error| {
            let detail = format!("the standing order cannot be read: {error}");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "body_unexpected", detail)
        })
    }
}

pub(super) async fn list(State(app): State<Arc<App>>, _: Officer) -> Json<Value> {
    Json(
        json!({ "standing_orders": picture::standing_orders(&app.desk.state(), crate::clock::now()) }),
    )
}

pub(super) async fn propose(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(proposal): Body<Proposal>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let order = proposal.order()?;
    let (id, sha256) = (order.id.clone(), order.sha256());
    let decided = command(&app, by, Command::ProposeStandingOrder(Box::new(order))).await?;
    let answer = json!({ "standing_order": id, "n": decided.first, "sha256": sha256 });
    Ok((StatusCode::CREATED, Json(answer)))
}

pub(super) async fn approve(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Name(id): Name,
    Body(Approval { sha256 }): Body<Approval>,
) -> Result<Json<Value>, Problem> {
    let name = StandingOrderId::new(id.clone());
    let Json(mut answer) = done(&app, by, name, |order| Command::ApproveStandingOrder {
        order,
        sha256,
    })
    .await?;
    let orders = picture::standing_orders(&app.desk.state(), crate::clock::now());
    let mut orders = orders.as_array().into_iter().flatten();
    answer["left_out"] = orders
        .find(|order| order["id"] == json!(id))
        .map_or(Value::Null, |order| order["left_out"].clone());
    Ok(Json(answer))
}

pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Name(id): Name,
    Body(_): Body<Nothing>,
) -> Result<Json<Value>, Problem> {
    let order = StandingOrderId::new(id);
    done(&app, by, order, Command::RevokeStandingOrder).await
}

async fn done(
    app: &App,
    by: OfficerId,
    id: StandingOrderId,
    about: impl FnOnce(StandingOrderId) -> Command,
) -> Result<Json<Value>, Problem> {
    let decided = command(app, by, about(id.clone())).await?;
    Ok(Json(json!({ "standing_order": id, "n": decided.first })))
}

/// Presses the button of an order: it warns at once.
pub(super) async fn press(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Name(id): Name,
    Body(_): Body<Nothing>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let decided = command(
        &app,
        by,
        Command::PressButton(StandingOrderId::new(id.clone())),
    )
    .await?;
    let warning = decided.facts.iter().find_map(|fact| match fact {
        Fact::StandingOrderFired { warning, .. } => Some(*warning),
        _ => None,
    });
    let status = warning.and_then(|id| Some(app.desk.state().warning(id)?.status));
    let answer =
        json!({ "standing_order": id, "n": decided.first, "warning": warning, "status": status });
    Ok((StatusCode::CREATED, Json(answer)))
}
