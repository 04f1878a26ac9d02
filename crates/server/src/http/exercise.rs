//! Exercises have a prefix of their own: behind `/api/v1/exercise/` nothing real is seen or moved,
//! whatever is asked and whoever asks. What trains is given this prefix and no other.

use super::App;
use super::asked::Number;
use super::problem::Problem;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::StatusCode;
use axum::http::request::Parts;
use std::sync::Arc;
use vigie_core::ids::WarningId;
use vigie_core::status::Status;

/// What may be reached behind the prefix of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Exercises alone.
    Exercises,
    /// Whatever the officer may reach.
    All,
}

/// A warning that may be reached behind the prefix of the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached(pub u64);

impl Within {
    /// Whether something of this status may be seen and moved.
    pub(super) fn reaches(self, status: Status) -> bool {
        match self {
            Self::Exercises => status == Status::Exercise,
            Self::All => true,
        }
    }

    /// Whether something of this status may be drafted.
    pub(super) fn drafts(self, status: Status) -> Result<(), Problem> {
        if self.reaches(status) {
            return Ok(());
        }
        Err(Problem::new(
            StatusCode::CONFLICT,
            "exercise_only",
            "behind /api/v1/exercise/ only exercises are drafted; set the status to exercise, or send what is real to /api/v1/warnings",
        ))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Within {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let route = parts.extensions.get::<MatchedPath>();
        // Without a route there is nothing to be sure of: the narrower of the two.
        let is_exercise = route.is_none_or(|route| route.as_str().starts_with("/api/v1/exercise/"));
        Ok(if is_exercise {
            Self::Exercises
        } else {
            Self::All
        })
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
                Err(Problem::not_found(&format!("exercise {id}")))
            }
            // Whoever asks for what is not there is told so by the rule that would have moved it.
            Some(_) | None => Ok(Self(id)),
        }
    }
}
