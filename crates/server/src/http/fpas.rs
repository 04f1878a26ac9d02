//! What the FOSS Public Alert Server lists, so that apps made for it, such as Breezy Weather and FOSSWarn, show our
//! warnings once they are given our address; their subscriptions are in `fpas_subscriptions`.
//!
//! Its apps look neither at a message's status nor at the marks in its texts, so exercises are listed for who asks
//! for them and for nobody else.

use super::App;
use super::asked::{Asked, Name};
use super::cap::{given_out, message};
use super::problem::Problem;
use crate::letters::name_for_apps as name;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::audience::cells::Bounds;
use vigie_core::audience::select::Selection;
use vigie_core::status::Status;

/// How far beyond the edge of the map a box may reach, in degrees: apps add a little around a position.
const BEYOND: f64 = 1.0;

/// A part of the globe. Where it crosses the antimeridian its west is greater than its east.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Asks {
    min_lat: f64,
    max_lat: f64,
    min_lon: f64,
    max_lon: f64,
    /// `true` for exercises in place of what is real.
    exercise: Option<bool>,
}

/// The names of what holds in a part of the globe.
pub(super) async fn area(
    State(app): State<Arc<App>>,
    Asked(asks): Asked<Asks>,
) -> Result<Json<Vec<String>>, Problem> {
    let bounds = asks.bounds()?;
    let status = if asks.exercise == Some(true) {
        Status::Exercise
    } else {
        Status::Actual
    };
    Ok(Json(holding(&app, status, &bounds)))
}

/// The names of what holds in a part of the globe.
pub(super) fn holding(app: &App, status: Status, bounds: &Bounds) -> Vec<String> {
    let state = app.desk.state();
    state
        .live_warnings()
        .filter(|warning| warning.status == status)
        .filter_map(|warning| state.last_alert(warning))
        .filter(|alert| {
            let drawn = Selection::of(vec![Arc::clone(alert)]);
            drawn.is_none_or(|area| area.meets_bounds(bounds))
        })
        .map(|alert| name(alert))
        .collect()
}

impl Asks {
    /// What an app that subscribes asks for.
    pub(super) fn of([min_lat, max_lat, min_lon, max_lon]: [f64; 4]) -> Self {
        Self {
            min_lat,
            max_lat,
            min_lon,
            max_lon,
            exercise: None,
        }
    }

    pub(super) fn bounds(self) -> Result<Bounds, Problem> {
        let east = if self.min_lon > self.max_lon {
            self.max_lon + 360.0
        } else {
            self.max_lon
        };
        let bounds = Bounds {
            south: self.min_lat,
            west: self.min_lon,
            north: self.max_lat,
            east,
        };
        let is_on_map = |value: f64, most: f64| value.is_finite() && value.abs() <= most + BEYOND;
        let on_map = is_on_map(self.min_lat, 90.0)
            && is_on_map(self.max_lat, 90.0)
            && is_on_map(self.min_lon, 180.0)
            && is_on_map(self.max_lon, 180.0);
        if on_map && bounds.south < bounds.north && bounds.west < bounds.east {
            return Ok(bounds);
        }
        let detail = "min_lat, max_lat, min_lon and max_lon are no part of the globe; give degrees, the south below the north";
        Err(Problem::new(StatusCode::BAD_REQUEST, "bad_bounds", detail))
    }
}

/// A message by its name, as CAP.
pub(super) async fn one(State(app): State<Arc<App>>, Name(id): Name) -> Result<Response, Problem> {
    let state = app.desk.state();
    let found = state
        .alerts
        .values()
        .rev()
        .find(|alert| name(alert) == id.to_ascii_lowercase());
    found
        .map(|alert| message(given_out(&app, alert)))
        .ok_or_else(|| {
            Problem::not_found(&format!(
                "alert {}",
                id.chars().take(64).collect::<String>()
            ))
        })
}

/// What the apps show of a server before they use it.
pub(super) async fn status(State(app): State<Arc<App>>) -> Json<Value> {
    let state = app.desk.state();
    let operator = state.site.as_deref().map_or("", |site| &site.name);
    Json(json!({
        "server_version": concat!("Vigie ", env!("CARGO_PKG_VERSION")),
        "server_operator": operator,
        "privacy_notice": format!("{}/", app.base),
        "terms_of_service": format!("{}/", app.base),
        "congestion_state": 0,
        "supported_push_services": {
            "UNIFIED_PUSH": false,
            "UNIFIED_PUSH_ENCRYPTED": true,
            "APN": false,
            "FIREBASE": false,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(south: f64, north: f64, west: f64, east: f64) -> Result<Bounds, Problem> {
        Asks::of([south, north, west, east]).bounds()
    }

    #[test]
    fn a_box_may_cross_the_antimeridian_and_reach_a_little_over_the_edge_of_the_map() {
        assert!((bounds(-18.0, -16.0, 179.0, -179.0).unwrap().east - 181.0).abs() < 1e-9);
        assert!(bounds(89.9995, 90.0005, 0.0, 0.002).is_ok());
        for (south, north, west, east) in [
            (1.0, 1.0, 0.0, 1.0),
            (2.0, 1.0, 0.0, 1.0),
            (0.0, 1.0, 1.0, 1.0),
            (0.0, 95.0, 0.0, 1.0),
            (0.0, 1.0, 0.0, 182.0),
            (f64::NAN, 1.0, 0.0, 1.0),
        ] {
            assert!(
                bounds(south, north, west, east).is_err(),
                "{south} {north} {west} {east}"
            );
        }
    }
}
