//! `/api/v1/position`: a device says where its person is, so that alerts follow them. It shows what `vigie people
//! device` gave it, and nothing else opens to it.

use super::App;
use super::auth::bearer;
use super::body::Body;
use super::problem::Problem;
use crate::positions::Refused;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use std::sync::Arc;
use vigie_core::audience::area::Point;
use vigie_store::registry::Spot;

/// Where somebody is, in degrees.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Here {
    lat: f64,
    lon: f64,
}

pub(super) async fn post(
    State(app): State<Arc<App>>,
    Device(person): Device,
    Body(here): Body<Here>,
) -> Result<StatusCode, Problem> {
    let point = Point::from_degrees(here.lat, here.lon).map_err(|fault| {
        let detail = fault.to_string();
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "position_unfit", detail)
    })?;
    let at = Spot {
        lat_e6: point.lat_e6(),
        lon_e6: point.lon_e6(),
    };
    app.positions.take(person, at).map_err(problem)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets where the person is, at once.
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    Device(person): Device,
) -> Result<StatusCode, Problem> {
    app.positions.forget(person);
    let at_ms = crate::clock::now().unix_ms();
    let forgot = app
        .people
        .work(move |register| register.forget_position(person, at_ms));
    match forgot.await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(why) => Err(problem(Refused::Registry(why))),
    }
}

/// A device that speaks for this person: looked at before anything that it says.
pub(super) struct Device(i64);

impl FromRequestParts<Arc<App>> for Device {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let device = bearer(&parts.headers).ok_or_else(|| problem(Refused::Stranger))?;
        let person = app.positions.person_with(&app.people, device).await;
        person.map(Self).map_err(problem)
    }
}

fn problem(refused: Refused) -> Problem {
    match refused {
        Refused::Stranger => Problem::new(
            StatusCode::UNAUTHORIZED,
            "device_unknown",
            "this needs what `vigie people device` gave to the device, as `Authorization: Bearer p_…`; it is \
             nobody's, its person was erased, or wants no alerts to follow them",
        ),
        Refused::Busy => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "positions_busy",
            "too many devices say at once where they are; say it again in some seconds. Who was seen before \
             is still warned there",
        ),
        Refused::Registry(why) => super::audience::registry_failed(&why),
    }
}
