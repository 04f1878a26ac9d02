//! `/alerts/active`: live warnings in the form and under the paths of api.weather.gov, so that its clients work
//! unchanged. Who knows an ETag may wait for the next one, and needs no timer.

use super::App;
use super::asked::{Asked, Name};
use super::cap::{cached, etag, whole};
use super::problem::Problem;
use crate::views::feeds;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use vigie_core::State as Core;
use vigie_core::audience::area::Point;
use vigie_core::audience::select::Selection;
use vigie_core::ids::ZoneId;
use vigie_core::refusal::Refusal;
use vigie_core::warning::Alert;

/// Longest wait for a change, in seconds: proxies cut what is silent for a minute.
const WAIT_S_MAX: u64 = 55;
const KIND: &str = "application/geo+json";
/// Properties by which a query chooses, as it names them and as features do.
const CHOSEN_BY: [(&str, &str); 6] = [
    ("message_type", "messageType"),
    ("event", "event"),
    ("code", "code"),
    ("severity", "severity"),
    ("urgency", "urgency"),
    ("certainty", "certainty"),
];

/// What may be asked for. Lists are parted by commas.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Filter {
    point: Option<String>,
    zone: Option<String>,
    area: Option<String>,
    status: Option<String>,
    message_type: Option<String>,
    event: Option<String>,
    code: Option<String>,
    severity: Option<String>,
    urgency: Option<String>,
    certainty: Option<String>,
    limit: Option<usize>,
}

/// Live warnings as GeoJSON.
pub(super) async fn active(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Result<Response, Problem> {
    answer(&app, &headers, &filter).await
}

/// Those of some zones, which the weather service has a path of its own for.
pub(super) async fn in_zone(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Name(zone): Name,
) -> Result<Response, Problem> {
    let filter = Filter {
        zone: Some(zone),
        ..Filter::default()
    };
    answer(&app, &headers, &filter).await
}

/// Those of some states or sea areas.
pub(super) async fn in_area(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Name(area): Name,
) -> Result<Response, Problem> {
    let filter = Filter {
        area: Some(area),
        ..Filter::default()
    };
    answer(&app, &headers, &filter).await
}

/// What holds now; with `Prefer: wait=30` and the ETag of what holds, what holds next.
async fn answer(app: &Arc<App>, headers: &HeaderMap, filter: &Filter) -> Result<Response, Problem> {
    let wait_s = wait_s(headers);
    let until = Instant::now() + Duration::from_secs(wait_s);
    let mut newest = app.desk.newest.clone();
    // Without room nobody waits: an answer at once is always right.
    let room = (wait_s > 0)
        .then(|| app.indexes.waiting.try_acquire().ok())
        .flatten();
    loop {
        newest.mark_unchanged();
        let mut answer = now(app, headers, filter).await?;
        if room.is_none() {
            return Ok(answer);
        }
        answer.headers_mut().insert(
            HeaderName::from_static("preference-applied"),
            HeaderValue::from_str(&format!("wait={wait_s}"))
                .unwrap_or(HeaderValue::from_static("wait")),
        );
        if answer.status() != StatusCode::NOT_MODIFIED {
            return Ok(answer);
        }
        tokio::select! {
            changed = newest.changed() => if changed.is_err() { return Ok(answer) },
            () = tokio::time::sleep_until(until) => return Ok(answer),
            () = app.stopping.wait() => return Ok(answer),
        }
    }
}

/// How long the asker would wait (RFC 7240), as far as it may.
fn wait_s(headers: &HeaderMap) -> u64 {
    if !headers.contains_key(header::IF_NONE_MATCH) {
        return 0;
    }
    let said = headers.get_all(HeaderName::from_static("prefer"));
    let said = said.iter().filter_map(|value| value.to_str().ok());
    let mut waits = said
        .flat_map(|value| value.split([',', ';']))
        .filter_map(|part| {
            part.trim()
                .strip_prefix("wait=")?
                .trim_matches('"')
                .parse()
                .ok()
        });
    waits.next().unwrap_or(0).min(WAIT_S_MAX)
}

async fn now(app: &Arc<App>, headers: &HeaderMap, filter: &Filter) -> Result<Response, Problem> {
    let state = app.desk.state();
    let place = Place::of(filter, &state)?;
    let status = |alert: &Alert| {
        let is = alert.content.status.as_str();
        filter.status.as_deref().is_none_or(|asked| has(asked, is))
    };
    let wanted: Vec<Arc<Alert>> = state
        .live_warnings()
        .filter_map(|warning| state.last_alert(warning))
        .filter(|alert| place.holds(alert, &state) && status(alert))
        .cloned()
        .collect();
    if matches!(place, Place::Anywhere) && filter.status.is_none() && filter.is_plain() {
        return whole(Arc::clone(app), headers, "active.geojson", KIND, wanted).await;
    }
    let bytes = feeds::index(&state, &app.base, "active.geojson", &wanted);
    let bytes = if filter.is_plain() {
        bytes
    } else {
        filter.chosen(&bytes)
    };
    Ok(cached(headers, KIND, &etag(&bytes), bytes))
}

/// Where.
enum Place {
    Anywhere,
    At(Point),
    /// Zones of the site, and codes of the weather service.
    Zones(Vec<ZoneId>, Vec<String>),
    /// First letters of such codes.
    Areas(Vec<String>),
}

impl Place {
    fn of(filter: &Filter, state: &Core) -> Result<Self, Problem> {
        match (&filter.point, &filter.zone, &filter.area) {
            (None, None, None) => Ok(Self::Anywhere),
            (Some(text), None, None) => point(text).map(Self::At),
            (None, Some(list), None) => zones(list, state),
            (None, None, Some(list)) => areas(list),
            _ => {
                let detail = "only one of point, zone and area says where; leave out the others";
                Err(Problem::new(StatusCode::BAD_REQUEST, "two_places", detail))
            }
        }
    }

    fn holds(&self, alert: &Arc<Alert>, state: &Core) -> bool {
        let area = &alert.content.area;
        let mut codes = area
            .geocodes
            .iter()
            .filter(|(name, _)| name == "UGC")
            .map(|(_, code)| code);
        match self {
            Self::Anywhere => true,
            Self::At(point) => area.contains(*point),
            Self::Areas(letters) => {
                codes.any(|code| letters.iter().any(|two| code.starts_with(two)))
            }
            Self::Zones(zones, others) => {
                // In doubt it is there: who asks for a zone must not miss what is said by codes alone.
                let is_in = |zone: &ZoneId| match Selection::of(vec![Arc::clone(alert)]) {
                    Some(selection) => {
                        let ground = state.site.as_deref().map(|site| site.ground_of(zone));
                        let ground = ground.unwrap_or_default();
                        ground.is_empty() || ground.into_iter().any(|r| selection.meets_ring(r))
                    }
                    None => true,
                };
                zones.iter().any(is_in) || codes.any(|code| others.contains(code))
            }
        }
    }
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

fn zones(list: &str, state: &Core) -> Result<Place, Problem> {
    let (mut ours, mut codes) = (Vec::new(), Vec::new());
    for name in parts(list) {
        let zone = ZoneId::new(name);
        if state
            .site
            .as_deref()
            .is_some_and(|site| site.knows_zone(&zone))
        {
            ours.push(zone);
        } else if is_zone_code(name) {
            codes.push(name.to_owned());
        } else {
            // An empty answer to a misspelt zone would be green for ever.
            let name: String = name.chars().take(64).collect();
            let detail = format!(
                "{name:?} is no zone of this site and no code of the weather service; /api/v1/zones lists the zones"
            );
            return Err(Problem::new(StatusCode::NOT_FOUND, "zone_unknown", detail));
        }
    }
    Ok(Place::Zones(ours, codes))
}

fn areas(list: &str) -> Result<Place, Problem> {
    let letters: Vec<String> = parts(list).map(str::to_owned).collect();
    let are_two = |text: &String| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    if letters.is_empty() || !letters.iter().all(are_two) {
        let detail = "area is the two letters of a state or sea area, such as TX; for zones of this site use zone, for a place point";
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "bad_area_code",
            detail,
        ));
    }
    Ok(Place::Areas(letters))
}

/// `TXZ123` or `TXC123`.
fn is_zone_code(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b'Z' | b'C', rest @ ..]
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && rest.len() == 3 && rest.iter().all(u8::is_ascii_digit))
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn has(list: &str, value: &str) -> bool {
    parts(list).any(|one| one.eq_ignore_ascii_case(value))
}

impl Filter {
    /// Whether it chooses by nothing that a feature says.
    fn is_plain(&self) -> bool {
        self.limit.is_none()
            && CHOSEN_BY
                .iter()
                .all(|(asked, _)| self.asked(asked).is_none())
    }

    fn asked(&self, name: &str) -> Option<&str> {
        let asked = match name {
            "message_type" => &self.message_type,
            "event" => &self.event,
            "code" => &self.code,
            "severity" => &self.severity,
            "urgency" => &self.urgency,
            _ => &self.certainty,
        };
        asked.as_deref()
    }

    /// The features that were asked for.
    fn chosen(&self, collection: &[u8]) -> Bytes {
        let Ok(mut collection) = serde_json::from_slice::<Value>(collection) else {
            return Bytes::copy_from_slice(collection);
        };
        if let Some(features) = collection.get_mut("features").and_then(Value::as_array_mut) {
            features.retain(|feature| {
                CHOSEN_BY.iter().all(|(asked, named)| {
                    let said = feature["properties"][*named].as_str().unwrap_or_default();
                    self.asked(asked).is_none_or(|list| has(list, said))
                })
            });
            features.truncate(self.limit.unwrap_or(usize::MAX));
        }
        format!("{collection:#}\n").into()
    }
}
