//! Who asks: the extractor is the permission. A handler that takes [`Officer`] cannot be reached by a
//! sensor, and what an officer may do is decided in the core.

use super::App;
use super::problem::Problem;
use crate::tokens::Who;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use std::sync::Arc;
use vigie_core::ids::{OfficerId, SensorId};

/// Whoever holds a valid token.
#[derive(Clone, Debug)]
pub struct Holder(pub Who);

/// A duty officer.
#[derive(Clone, Debug)]
pub struct Officer(pub OfficerId);

/// A sensor or an officer: those who may report.
#[derive(Clone, Debug)]
pub enum Reporter {
    /// A sensor.
    Sensor(SensorId),
    /// An officer.
    Officer(OfficerId),
}

/// The token of a request. The name of the scheme has no case (RFC 9110, 11.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl FromRequestParts<Arc<App>> for Holder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Some(token) = bearer(&parts.headers) else {
            let detail = "this needs a token; send it as `Authorization: Bearer vigie_…`, `vigie token add` makes one";
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "token_missing",
                detail,
            ));
        };
        app.tokens.who(token).map(Self).ok_or_else(|| {
            let detail = "the token is not known, has expired or was revoked; `vigie token add` makes a new one";
            Problem::new(StatusCode::UNAUTHORIZED, "token_unknown", detail)
        })
    }
}

impl FromRequestParts<Arc<App>> for Officer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Holder::from_request_parts(parts, app).await?.0 {
            Who::Officer(officer) => on_duty(app, officer),
            Who::Sensor(_) | Who::Screens => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "officer_needed",
                "only a duty officer may do this; use an officer's token",
            )),
        }
    }
}

/// Who was taken out of the configuration sees nothing any more, whatever token is left.
fn on_duty(app: &App, officer: OfficerId) -> Result<Officer, Problem> {
    let state = app.desk.state();
    let known = state
        .site
        .as_deref()
        .is_some_and(|site| site.officers.contains_key(&officer));
    if known {
        return Ok(Officer(officer));
    }
    let detail = format!("{officer} is not an officer of this site; revoke the token");
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "officer_unknown",
        detail,
    ))
}

impl FromRequestParts<Arc<App>> for Reporter {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        match Holder::from_request_parts(parts, app).await?.0 {
            Who::Officer(officer) => {
                on_duty(app, officer).map(|Officer(officer)| Self::Officer(officer))
            }
            Who::Sensor(sensor) => Ok(Self::Sensor(sensor)),
            Who::Screens => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "reporter_needed",
                "a screen's token may only listen; use the token of a sensor or an officer",
            )),
        }
    }
}
