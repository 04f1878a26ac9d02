//! `/cap/…` and `/alerts/active`: what other software reads.

use super::App;
use super::problem::Problem;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use vigie_cap::doc;
use vigie_channels::folder::render::{self, Listed, Masthead};
use vigie_core::audience::area::Point;
use vigie_core::ids::AlertId;
use vigie_core::refusal::Refusal;
use vigie_core::warning::Alert;

pub(super) async fn atom(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let state = app.desk.state();
    index(
        &headers,
        &app,
        "alerts.atom",
        "application/atom+xml; charset=utf-8",
        &crate::courier::listed(&state),
    )
}

pub(super) async fn rss(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let state = app.desk.state();
    index(
        &headers,
        &app,
        "alerts.rss",
        "application/rss+xml; charset=utf-8",
        &crate::courier::listed(&state),
    )
}

/// The CAP message itself, byte for byte, by the number of its alert.
pub(super) async fn by_number(
    State(app): State<Arc<App>>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let number = file
        .strip_suffix(".xml")
        .and_then(|n| n.parse().ok())
        .map(AlertId);
    let state = app.desk.state();
    number
        .and_then(|id| state.alerts.get(&id))
        .map(|alert| message(alert))
        .ok_or_else(|| Problem::not_found(&format!("CAP message {file}")))
}

/// The same by the name of its file, which for a message of ours is its identifier.
pub(super) async fn by_name(
    State(app): State<Arc<App>>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let state = app.desk.state();
    let found = state
        .alerts
        .values()
        .rev()
        .find(|alert| render::file_name(alert) == file);
    found
        .map(|alert| message(alert))
        .ok_or_else(|| Problem::not_found(&format!("CAP message {file}")))
}

#[derive(Debug, Deserialize)]
pub(super) struct Filter {
    point: Option<String>,
    status: Option<String>,
}

/// Live warnings as GeoJSON, in the form of api.weather.gov.
pub(super) async fn active(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let point = filter.point.as_deref().map(point).transpose()?;
    let state = app.desk.state();
    let wanted: Vec<Arc<Alert>> = state
        .live_warnings()
        .filter_map(|warning| state.last_alert(warning))
        .filter(|alert| point.is_none_or(|point| alert.content.area.contains(point)))
        .filter(|a| {
            filter
                .status
                .as_deref()
                .is_none_or(|s| s.eq_ignore_ascii_case(a.content.status.as_str()))
        })
        .cloned()
        .collect();
    Ok(index(
        &headers,
        &app,
        "active.geojson",
        "application/geo+json",
        &wanted,
    ))
}

fn point(text: &str) -> Result<Point, Problem> {
    let pair = text
        .split_once(',')
        .and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    let Some((lat, lon)) = pair else {
        let detail =
            format!("point {text:?} is not `latitude,longitude` in degrees, such as 33.30,44.39");
        return Err(Problem::new(StatusCode::BAD_REQUEST, "bad_point", detail));
    };
    Point::from_degrees(lat, lon).map_err(|fault| Problem::from(Refusal::BadArea(fault)))
}

/// One of the three indexes over some alerts.
fn index(
    asked: &HeaderMap,
    app: &App,
    name: &str,
    kind: &'static str,
    alerts: &[Arc<Alert>],
) -> Response {
    let said: Vec<(&Arc<Alert>, doc::Alert)> = alerts
        .iter()
        .filter_map(|alert| Some((alert, render::said(alert)?)))
        .collect();
    let listed: Vec<Listed<'_>> = said
        .iter()
        .map(|(alert, said)| Listed {
            outgoing: alert.outgoing(),
            said,
        })
        .collect();
    let masthead = masthead(app);
    let files = render::indexes(&masthead, &listed, app.desk.state().at);
    let bytes = files
        .into_iter()
        .find(|file| file.name == name)
        .map(|file| file.bytes)
        .unwrap_or_default();
    cached(asked, kind, bytes)
}

fn masthead(app: &App) -> Masthead {
    let state = app.desk.state();
    crate::courier::masthead(state.site.as_deref(), &format!("{}/", app.base))
}

fn message(alert: &Alert) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/cap+xml"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, alert.content.cap.xml.clone()).into_response()
}

/// With an ETag, so that who asks often gets nothing twice.
fn cached(asked: &HeaderMap, kind: &'static str, bytes: Vec<u8>) -> Response {
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..12]));
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let fresh = [
        (header::ETAG, etag.as_str()),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag)) {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    (fresh, [(header::CONTENT_TYPE, kind)], bytes).into_response()
}
