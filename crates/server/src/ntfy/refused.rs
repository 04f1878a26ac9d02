//! Refusals in the form that ntfy's clients read: a number of five digits, the status again, and a sentence.

use crate::http::problem::Problem;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a listener is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    status: StatusCode,
    code: u32,
    error: String,
}

impl Refused {
    pub(super) fn new(status: StatusCode, code: u32, error: impl Into<String>) -> Self {
        Self {
            status,
            code,
            error: error.into(),
        }
    }

    /// The request cannot be understood.
    pub(super) fn unreadable(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 40_000, error)
    }

    /// The token is none of ours.
    pub(super) fn unauthorized() -> Self {
        let error = "the token is not known, has expired or was revoked; an officer makes one with `vigie token add`";
        Self::new(StatusCode::UNAUTHORIZED, 40_101, error)
    }

    /// Not this way.
    pub(super) fn forbidden(error: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, 40_301, error)
    }

    /// There is no room.
    pub(super) fn full(error: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, 42_903, error)
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let code = u32::from(problem.status.as_u16()) * 100;
        Self::new(problem.status, code, problem.detail)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = json!({
            "code": self.code,
            "http": self.status.as_u16(),
            "error": self.error,
            "link": "/openapi.json",
        });
        let kind = [(header::CONTENT_TYPE, "application/json")];
        (self.status, kind, body.to_string()).into_response()
    }
}
