//! Who asks: the extractor is the permission. A handler that takes [`Officer`] cannot be reached by a
//! sensor, and what an officer may do is decided in the core.

use super::App;
use super::problem::Problem;
use crate::tokens::{self, Stands, Who};
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
        let mut stands = app.tokens.stands(token);
        if stands == Stands::Unheard {
            // It was made beside the server: two people are asked at once.
            if let Err(why) = tokens::look(&app.desk, &app.people).await {
                tracing::error!(%why, "failed to look through the tokens");
            }
            stands = app.tokens.stands(token);
        }
        let (status, code, detail) = match stands {
            Stands::In(who) => return Ok(Self(who)),
            Stands::Stranger(Who::Officer(officer)) => {
                return Err(not_on_duty(&officer));
            }
            Stands::Stranger(_) => (
                StatusCode::FORBIDDEN,
                "sensor_unknown",
                "the token is of a sensor that the site does not have; revoke it".to_owned(),
            ),
            Stands::Waiting(change) => (
                StatusCode::FORBIDDEN,
                "token_waiting",
                format!("the token lets nobody in before two officers agree; they see it with `vigie change show {change}`"),
            ),
            Stands::Void => (
                StatusCode::FORBIDDEN,
                "token_void",
                "the token was refused, or no two officers agreed to it in time; `vigie token add` makes a new one".to_owned(),
            ),
            Stands::Unheard => (
                StatusCode::SERVICE_UNAVAILABLE,
                "token_unheard",
                "too many changes wait for two officers to take this token to them; let them decide some first".to_owned(),
            ),
            Stands::Out => (
                StatusCode::UNAUTHORIZED,
                "token_unknown",
                "the token is not known, has expired or was revoked; `vigie token add` makes a new one".to_owned(),
            ),
        };
        Err(Problem::new(status, code, detail))
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
    Err(not_on_duty(&officer))
}

fn not_on_duty(officer: &OfficerId) -> Problem {
    let detail = format!("{officer} is not an officer of this site; revoke the token");
    Problem::new(StatusCode::FORBIDDEN, "officer_unknown", detail)
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
