//! A JSON body, read strictly: whatever is wrong with it is said with line and column.

use super::problem::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;

/// How long a body may take, in seconds: a full one over a line of 2G, twice.
const BODY_S_MAX: u64 = 60;

/// A body that was read.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = timeout(
            Duration::from_secs(BODY_S_MAX),
            Bytes::from_request(request, state),
        )
        .await;
        let Ok(read) = read else {
            let detail = format!("the body did not come within {BODY_S_MAX} s; send it again");
            return Err(Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "body_slow",
                detail,
            ));
        };
        let bytes = read.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                let detail = "the body is larger than http.body_bytes_max allows; send less, or attach it elsewhere";
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail)
            } else {
                Problem::new(StatusCode::BAD_REQUEST, "body_broken", format!("failed to read the body: {rejection}"))
            }
        })?;
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        serde_json::from_slice(bytes).map(Self).map_err(|error| {
            let detail = format!("the body is not what is expected: {error}; see /openapi.json");
            if error.is_syntax() || error.is_eof() {
                Problem::new(StatusCode::BAD_REQUEST, "body_malformed", detail)
            } else {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "body_unexpected", detail)
            }
        })
    }
}
