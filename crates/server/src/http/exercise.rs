//! The real and exercises have a prefix each: behind `/api/v1/warnings` only what is real is seen or
//! moved, behind `/api/v1/exercise/warnings` only exercises, whatever is asked and whoever asks. What
//! trains is given its prefix and no other, and nobody crosses from one to the other by a number.

use super::App;
use super::asked::Number;
use super::problem::Problem;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::StatusCode;
use axum::http::request::Parts;
use std::sync::Arc;
use vigie_core::ids::WarningId;
use vigie_core::status::Status;

/// What may be reached behind the prefix of a request: one status, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Within(Status);

/// A warning that may be reached behind the prefix of the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached(pub u64);

/// Where warnings of a status are drafted, read and moved.
pub(crate) fn prefix(status: Status) -> &'static str {
    match status {
        Status::Actual => "/api/v1/warnings",
        Status::Exercise => "/api/v1/exercise/warnings",
    }
}

impl Within {
    /// Whether something of this status may be seen and moved.
    pub(super) fn reaches(self, status: Status) -> bool {
        self.0 == status
    }

    /// Whether something of this status may be drafted.
    pub(super) fn drafts(self, status: Status) -> Result<(), Problem> {
        if self.reaches(status) {
            return Ok(());
        }
        let detail = format!(
            "the draft says that it is {status}, and behind {} only what is {} is drafted; correct the status, or send it to {}",
            prefix(self.0),
            self.0,
            prefix(status)
        );
        Err(self.only(detail))
    }

    fn only(self, detail: String) -> Problem {
        let code = match self.0 {
            Status::Actual => "actual_only",
            Status::Exercise => "exercise_only",
        };
        Problem::new(StatusCode::CONFLICT, code, detail)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Within {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let route = parts.extensions.get::<MatchedPath>();
        // Without a route there is nothing to be sure of: what harms nobody.
        let is_real = route.is_some_and(|route| route.as_str().starts_with(prefix(Status::Actual)));
        Ok(Self(if is_real {
            Status::Actual
        } else {
            Status::Exercise
        }))
    }
}

impl FromRequestParts<Arc<App>> for Reached {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Number(id) = Number::from_request_parts(parts, app).await?;
        let within = Within::from_request_parts(parts, app).await?;
        let state = app.desk.state();
        match state.warning(WarningId(id)) {
            Some(warning) if !within.reaches(warning.status) => {
                let (status, there) = (warning.status, prefix(warning.status));
                let detail = format!(
                    "warning {id} is {status}; it is reached behind {there}/{id} and nowhere else"
                );
                Err(within.only(detail))
            }
            // Whoever asks for what is not there is told so by the rule that would have moved it.
            Some(_) | None => Ok(Self(id)),
        }
    }
}
