//! What a path and a query say, read so that a mistake is answered like every other: with a sentence.

use super::problem::Problem;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// The number in a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number(pub u64);

/// The name in a path.
#[derive(Clone, Debug)]
pub(crate) struct Name(pub String);

/// The query.
#[derive(Clone, Debug)]
pub(crate) struct Asked<T>(pub T);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(name)| Self(name)).map_err(|rejection| {
            let detail = format!("the path is not readable: {rejection}; see /openapi.json");
            Problem::new(StatusCode::BAD_REQUEST, "bad_path", detail)
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Name(text) = Name::from_request_parts(parts, state).await?;
        text.parse().map(Self).map_err(|_| {
            let detail = format!("{text:?} in the path is not a number; look at the list of them");
            Problem::new(StatusCode::BAD_REQUEST, "bad_path", detail)
        })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(asked)| Self(asked)).map_err(|rejection| {
            let why = rejection.body_text();
            let detail = format!("the query is not readable: {why}; see /openapi.json");
            Problem::new(StatusCode::BAD_REQUEST, "bad_query", detail)
        })
    }
}
