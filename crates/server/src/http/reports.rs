//! `POST /api/v1/reports`: we are told something.

use super::App;
use super::asked::Number;
use super::auth::{Officer, Reporter};
use super::body::Body;
use super::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use vigie_core::Input;
use vigie_core::audience::area::Point;
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, Language, ReportId, is_name};
use vigie_core::limits::TEXT_BYTES_MAX;
use vigie_core::refusal::Refusal;
use vigie_core::report::{Confidence, Health, Report, Source};
use vigie_core::time::Timestamp;
use vigie_store::Sha256Sum;
use vigie_store::registry::ReportText;

/// Longest verbatim text of a report, in bytes: a long newspaper article.
const VERBATIM_BYTES_MAX: usize = 100_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReport {
    reading: Option<u64>,
    source: Option<NewSource>,
    danger: Option<String>,
    place: Option<Place>,
    said_at: Option<jiff::Timestamp>,
    confidence: Option<Confidence>,
    text: Option<String>,
    language: Option<String>,
    health: Option<Health>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum NewSource {
    Spokesperson { of: String },
    Press { outlet: String },
    SocialMedia { platform: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    lat: f64,
    lon: f64,
}

pub(super) async fn post(
    State(app): State<Arc<App>>,
    reporter: Reporter,
    Body(new): Body<NewReport>,
) -> Result<impl IntoResponse, Problem> {
    let text = new.text.clone();
    let report = read(reporter, new)?;
    let language = report.language.clone();
    if let Some(text) = &text {
        // Whatever is refused must leave no words behind; the engine decides again, for certain.
        let input = Input::Report(Box::new(report.clone()));
        vigie_core::decide(&app.desk.state(), crate::clock::now(), &input)?;
        app.people
            .keep_report_text(text, &report.source.shown(), language.as_ref())
            .await?;
    }
    let decided = app
        .desk
        .inbox
        .ask(Input::Report(Box::new(report)))
        .await??;
    let warning = decided.facts.iter().find_map(|fact| match fact {
        Fact::AlertIssued { warning, .. } => Some(*warning),
        _ => None,
    });
    // The time of the entry, unless so many came since that it is no longer in memory.
    let state = app.desk.state();
    let taken = state.reports.get(&ReportId(decided.first));
    let at = taken.map_or(state.at, |taken| taken.at);
    let answer =
        json!({ "report": decided.first, "n": decided.first, "at": at, "warning": warning });
    Ok((StatusCode::CREATED, axum::Json(answer)))
}

/// The words of a report, for an officer who marks what they say.
pub(super) async fn text(
    State(app): State<Arc<App>>,
    _: Officer,
    Number(id): Number,
) -> Result<axum::Json<serde_json::Value>, Problem> {
    let kept = kept(&app, ReportId(id)).await?;
    Ok(axum::Json(json!({
        "report": id, "text": kept.text, "language": kept.language, "source": kept.source,
    })))
}

/// The words of a report as they came.
pub(super) async fn verbatim(app: &App, id: ReportId) -> Result<String, Problem> {
    kept(app, id).await.map(|kept| kept.text)
}

async fn kept(app: &App, id: ReportId) -> Result<ReportText, Problem> {
    let sum = app.desk.state().texts.get(&id).cloned();
    let sum = sum.and_then(|sum| Sha256Sum::from_hex(sum.as_bytes()));
    let sum = sum.ok_or_else(|| Problem::not_found(&format!("text of a report {id}")))?;
    let text = app.people.report_text(sum).await?;
    text.ok_or_else(|| {
        let detail = format!("the text of report {id} was erased; its sum is in the journal");
        Problem::new(StatusCode::GONE, "text_erased", detail)
    })
}

fn read(reporter: Reporter, new: NewReport) -> Result<Report, Problem> {
    let source = source(reporter, new.reading, new.source)?;
    if new.health.is_some() && !matches!(source, Source::Sensor { .. }) {
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "health_given",
            "only a sensor says how it is; leave `health` out",
        ));
    }
    let place = new
        .place
        .map(|place| Point::from_degrees(place.lat, place.lon))
        .transpose();
    let text_sha256 = match &new.text {
        Some(text) if text.is_empty() || text.len() > VERBATIM_BYTES_MAX => {
            let detail = format!(
                "the text has {} bytes; between 1 and {VERBATIM_BYTES_MAX} are accepted",
                text.len()
            );
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "bad_text",
                detail,
            ));
        }
        text => text
            .as_ref()
            .map(|text| hex::encode(Sha256::digest(text.as_bytes()))),
    };
    for (what, name) in [("danger", &new.danger), ("language", &new.language)] {
        if let Some(name) = name.as_ref().filter(|name| !is_name(name)) {
            let detail = format!("{what} {name:?} is not a name of 1 to 64 of a-z A-Z 0-9 . _ -");
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "bad_name",
                detail,
            ));
        }
    }
    Ok(Report {
        source,
        danger: new.danger.map(Danger::new),
        place: place.map_err(|fault| Problem::from(Refusal::BadArea(fault)))?,
        said_at: new
            .said_at
            .map(|at| Timestamp::from_unix_ms(at.as_millisecond())),
        confidence: new.confidence.unwrap_or(Confidence::Unknown),
        text_sha256,
        language: new.language.map(Language::new),
        health: new.health,
    })
}

fn source(
    reporter: Reporter,
    reading: Option<u64>,
    source: Option<NewSource>,
) -> Result<Source, Problem> {
    let wrong = |code: &str, detail: &str| {
        Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail))
    };
    let named = |name: String| {
        if name.trim().is_empty() || name.len() > TEXT_BYTES_MAX.min(200) {
            return Err(Problem::from(Refusal::BadText {
                what: "name of the source",
                bytes: name.len(),
            }));
        }
        Ok(name)
    };
    match (reporter, reading, source) {
        (Reporter::Sensor(sensor), Some(reading), None) if (1..1 << 53).contains(&reading) => {
            Ok(Source::Sensor { sensor, reading })
        }
        (Reporter::Sensor(_), Some(_), None) => {
            wrong("bad_reading", "reading must be between 1 and 2^53 - 1")
        }
        (Reporter::Sensor(_), None, _) => wrong(
            "reading_missing",
            "a sensor numbers its readings; send `reading`, each higher than the one before",
        ),
        (Reporter::Sensor(_), _, Some(_)) => wrong(
            "source_given",
            "a sensor speaks for itself; leave `source` out",
        ),
        (Reporter::Officer(_), Some(_), _) => wrong(
            "reading_given",
            "only sensors number readings; leave `reading` out",
        ),
        (Reporter::Officer(officer), None, None) => Ok(Source::Officer { officer }),
        (Reporter::Officer(_), None, Some(NewSource::Spokesperson { of })) => {
            Ok(Source::Spokesperson { of: named(of)? })
        }
        (Reporter::Officer(_), None, Some(NewSource::Press { outlet })) => Ok(Source::Press {
            outlet: named(outlet)?,
        }),
        (Reporter::Officer(_), None, Some(NewSource::SocialMedia { platform })) => {
            Ok(Source::SocialMedia {
                platform: named(platform)?,
            })
        }
    }
}
