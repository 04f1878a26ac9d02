//! Errors as RFC 9457 problem documents: one clear sentence, a stable code, the way out.

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use vigie_core::record::unfit::Unfit;
use vigie_core::refusal::Refusal;

/// What went wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code for machines.
    pub code: String,
    /// What, where, and what to do.
    pub detail: String,
}

impl Problem {
    /// A problem with a code and a sentence.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            detail: detail.into(),
        }
    }

    /// No such thing.
    pub fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("there is no {what} here; look at the list of them"),
        )
    }
}

/// A path of a WebSocket that was asked another way.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed over by map_err"
)]
pub(crate) fn no_websocket(rejection: WebSocketUpgradeRejection) -> Problem {
    let why = rejection.body_text();
    let detail =
        format!("this path is a WebSocket and was asked otherwise: {why}; see /openapi.json");
    Problem::new(rejection.status(), "websocket_expected", detail)
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match &refusal {
            Refusal::Unknown { .. } => StatusCode::NOT_FOUND,
            Refusal::NotPermitted { .. }
            | Refusal::WrongStatus { .. }
            | Refusal::OutsideZone { .. }
            | Refusal::SameOfficer { .. }
            | Refusal::SamePersonAgain { .. }
            | Refusal::OnePerson { .. }
            | Refusal::TwoCouldAgree
            | Refusal::NobodyAgreed { .. }
            | Refusal::NoButton { .. }
            | Refusal::TooManyPeople { .. } => StatusCode::FORBIDDEN,
            Refusal::WrongStage { .. }
            | Refusal::Queued { .. }
            | Refusal::OtherBytes
            | Refusal::OtherWords { .. }
            | Refusal::NoLongerVetted { .. }
            | Refusal::StatusFixed { .. }
            | Refusal::ReadingSeen { .. }
            | Refusal::CapSeen { .. }
            | Refusal::NotInForce { .. }
            | Refusal::HeldBack { .. }
            | Refusal::SamePerson { .. }
            | Refusal::Unfit(
                Unfit::TakenOver { .. } | Unfit::PartOf { .. } | Unfit::OneSource { .. },
            )
            | Refusal::Already { .. } => StatusCode::CONFLICT,
            Refusal::NoSite | Refusal::Full { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::NoArea
            | Refusal::BadArea(_)
            | Refusal::Unfit(
                Unfit::Twice { .. }
                | Unfit::Fixed { .. }
                | Unfit::EmptySpan { .. }
                | Unfit::BadName { .. }
                | Unfit::BadMark { .. }
                | Unfit::BadSalvo { .. },
            )
            | Refusal::Elsewhere { .. }
            | Refusal::WiderThanDrafted { .. }
            | Refusal::Narrower { .. }
            | Refusal::BadValidity { .. }
            | Refusal::InTheFuture { .. }
            | Refusal::TooOld { .. }
            | Refusal::BadText { .. }
            | Refusal::NoWords { .. }
            | Refusal::NotVetted { .. }
            | Refusal::BadSlot { .. }
            | Refusal::BadNote { .. }
            | Refusal::Unwritable { .. }
            | Refusal::Unbounded { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal.rule(), refusal.to_string())
    }
}

impl From<crate::engine::Stopped> for Problem {
    fn from(stopped: crate::engine::Stopped) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "stopping",
            stopped.to_string(),
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": format!("urn:vigie:problem:{}", self.code),
            "title": self.status.canonical_reason().unwrap_or("Problem"),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "code": self.code,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (self.status, kind, body.to_string()).into_response()
    }
}
