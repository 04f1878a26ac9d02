//! `/api/v1/audience`: who would be warned in an area. Numbers for every officer; people for those who hand
//! out the links of headcounts, each time with a line in the log.

use super::App;
use super::auth::Officer;
use super::body::Body;
use super::problem::Problem;
use crate::audience::Met;
use crate::views::waiting;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use vigie_core::audience::area::{Area, Circle, Point, Ring};
use vigie_core::audience::crowd::{Fate, Reach};
use vigie_core::audience::needs::Needs;
use vigie_core::audience::positions::{Member, Positions};
use vigie_core::audience::region::Region;
use vigie_core::audience::rules::Peril;
use vigie_core::decision::footprint::Address;
use vigie_core::ids::ZoneId;
use vigie_core::limits::RING_POINTS_MAX;
use vigie_core::site::{Role, Site};
use vigie_core::time::Timestamp;
use vigie_core::warning::{Stage, Warning};
use vigie_store::registry::{Person, Register};

/// People that are named in one answer: what somebody can read through.
const NAMED_MAX: usize = 500;

/// Rings and circles of one question.
const PARTS_MAX: usize = 100;

/// An area, and how great the peril is that is thought of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// Zones of the site.
    #[serde(default)]
    zones: Vec<ZoneId>,
    /// Rings of `[latitude, longitude]` in degrees.
    #[serde(default)]
    polygons: Vec<Vec<[f64; 2]>>,
    /// `[latitude, longitude, radius in kilometres]`.
    #[serde(default)]
    circles: Vec<[f64; 3]>,
    /// Codes of authorities, name and value, whose ground the zones of the site tell.
    #[serde(default)]
    geocodes: Vec<(String, String)>,
    /// What can wait until the quiet hours are over.
    #[serde(default)]
    lesser: bool,
    /// Who, and not only how many.
    #[serde(default)]
    named: bool,
}

pub(super) async fn ask(
    State(app): State<Arc<App>>,
    Officer(by): Officer,
    Body(question): Body<Question>,
) -> Result<Json<Value>, Problem> {
    let state = app.desk.state();
    let site = state.site.as_deref();
    let recorder = site
        .and_then(|site| site.officers.get(&by))
        .is_some_and(|officer| officer.roles.contains(&Role::Recorder));
    if question.named && !recorder {
        let detail = format!(
            "{by} does not have the role recorder, which sees who is in an area; ask without `named` for \
             numbers"
        );
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_permitted", detail));
    }
    let region = region(&app, &question)?;
    let peril = if question.lesser {
        Peril::Lesser
    } else {
        Peril::Life
    };
    let now = crate::clock::now();
    let reach = app.audience.count(&region, peril, now);
    let reach = reach.ok_or_else(still_loading)?;
    let mut answer = json!(reach);
    let (of, area) = (app.inhabitants.clone(), region.clone());
    let registered = Some(reach.people);
    let living = tokio::task::spawn_blocking(move || of.living_in(&area, registered));
    let living = living
        .await
        .map_err(|why| registry_failed(&why.to_string()))?;
    if let Some(living) = living {
        answer["population"] = json!(living);
    }
    let sirens = site.map_or(0, |site| sirens_in(site, &region));
    answer["sirens"] = sirens.into();
    if question.named {
        let found = app.audience.found(&region, (peril, now), NAMED_MAX);
        let found = found.ok_or_else(still_loading)?;
        tracing::info!(officer = %by, people = found.len(), "an officer was shown who is in an area");
        let named = app
            .people
            .work(move |register| named(register, &found, now))
            .await
            .map_err(|why| registry_failed(&why))?;
        answer["named"] = json!(named);
        answer["named_max"] = json!(NAMED_MAX);
    }
    Ok(Json(answer))
}

/// Adds to a warning that has not left yet who is registered where it would go: counted in the message
/// itself once there is one.
pub(super) fn add_registered(app: &App, warning: &Warning, shown: &mut Value) {
    let is_out = match warning.stage {
        Stage::Draft | Stage::Queued | Stage::Returned | Stage::Submitted => false,
        Stage::Rejected | Stage::Live | Stage::Ended => warning.proposal.is_none(),
    };
    if is_out {
        return;
    }
    let Some(footprint) = shown.get_mut("footprint").and_then(Value::as_object_mut) else {
        return;
    };
    let state = app.desk.state();
    let Some(site) = state.site.as_deref() else {
        return;
    };
    let waiting = waiting::waiting(warning);
    let of_message = waiting.and_then(|(content, _)| Address::of_message(site, &content.cap.xml));
    let address = of_message.unwrap_or_else(|| Address {
        area: site.area_of(&warning.zones, &site.first_language()),
        peril: Peril::Life,
        languages: site.languages.iter().cloned().collect(),
    });
    let region = Region::from(&address.area);
    let reach = app
        .audience
        .count(&region, address.peril, crate::clock::now());
    let people = reach.as_ref().map(|reach| reach.people);
    if let Some(living) = app.inhabitants.living_in_area(&address.area, people) {
        footprint.insert("population".to_owned(), json!(living));
    }
    footprint.insert(
        "registered".to_owned(),
        match reach {
            Some(reach) => registered(&reach, &address),
            None => Value::Null,
        },
    );
}

fn registered(reach: &Reach, address: &Address) -> Value {
    let mut shown = json!(reach);
    let other = reach.by_language.iter();
    let other = other.filter(|(language, _)| !address.languages.contains(*language));
    shown["in_another_language"] = json!(other.map(|(_, people)| people).sum::<u64>());
    shown
}

/// Sirens that stand in a region.
fn sirens_in(site: &Site, region: &Region) -> usize {
    let places = site.sirens.values().map(|siren| siren.place);
    let places: Vec<_> = (0..).map(Member).zip(places).collect();
    Positions::of(places).count(region)
}

fn region(app: &App, question: &Question) -> Result<Region, Problem> {
    let unfit =
        |detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "area_unfit", detail);
    let state = app.desk.state();
    let mut area = Area::default();
    for zone in &question.zones {
        let ground = state.site.as_deref().map(|site| site.ground_of(zone));
        let ground = ground.filter(|ground| !ground.is_empty());
        let ground = ground.ok_or_else(|| Problem::not_found(&format!("zone {zone}")))?;
        area.polygons.extend(ground.into_iter().cloned());
    }
    if question.polygons.len() + question.circles.len() > PARTS_MAX {
        return Err(unfit(format!(
            "an area has at most {PARTS_MAX} rings and circles"
        )));
    }
    for corners in &question.polygons {
        if corners.len() > RING_POINTS_MAX {
            return Err(unfit(format!(
                "a ring of {} corners is too long, at most {RING_POINTS_MAX} are taken; `vigie zones \
                 simplify` makes it shorter and says what it costs",
                corners.len()
            )));
        }
        let points: Result<Vec<Point>, _> = corners
            .iter()
            .map(|[lat, lon]| Point::from_degrees(*lat, *lon))
            .collect();
        let ring = points
            .and_then(Ring::new)
            .map_err(|fault| unfit(fault.to_string()))?;
        let site = state.site.as_deref();
        if site.is_some_and(|site| site.seem_swapped(ring.points().iter())) {
            return Err(unfit(
                "the corners seem swapped: the other way round they lie at this site; latitude comes first"
                    .to_owned(),
            ));
        }
        area.polygons.push(ring);
    }
    for [lat, lon, radius_km] in &question.circles {
        let centre = Point::from_degrees(*lat, *lon).map_err(|fault| unfit(fault.to_string()))?;
        let site = state.site.as_deref();
        if site.is_some_and(|site| site.seem_swapped([centre].iter())) {
            return Err(unfit(format!(
                "{lat}, {lon} seems swapped: the other way round it lies at this site; latitude comes first"
            )));
        }
        if !(radius_km.is_finite() && (0.0..=20_016.0).contains(radius_km)) {
            return Err(unfit(format!(
                "a radius of {radius_km} km is not between 0 and half the way around the globe"
            )));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most 20,016,000"
        )]
        area.circles
            .push(Circle(centre, (radius_km * 1_000.0).round() as u32));
    }
    for (name, value) in &question.geocodes {
        let coded = Area {
            geocodes: vec![(name.clone(), value.clone())],
            ..Area::default()
        };
        let site = state.site.as_deref();
        let drawn = site.map_or_else(Area::default, |site| site.drawn(coded));
        if drawn.polygons.is_empty() {
            return Err(unfit(format!(
                "no zone of the site has the code {name} {value}; give a zone the code in its file"
            )));
        }
        area.polygons.extend(drawn.polygons);
    }
    if area.is_empty() {
        return Err(unfit(
            "name zones, polygons, circles or codes; no area is nobody's area".to_owned(),
        ));
    }
    Ok(Region::from(&area))
}

fn named(
    register: &mut dyn Register,
    found: &[Met],
    now: Timestamp,
) -> Result<Vec<Value>, vigie_store::registry::Fault> {
    let mut named = Vec::new();
    for met in found {
        // Whoever was erased since then is nobody's business any more.
        if let Some(person) = register.person_of(met.person)? {
            named.push(shown(&person, met, now));
        }
    }
    Ok(named)
}

fn shown(person: &Person, met: &Met, now: Timestamp) -> Value {
    let who = &person.who;
    let needs = Needs::of_bits(who.needs_bits());
    let ways = who
        .endpoints
        .iter()
        .filter(|one| needs.are_told_by(&one.channel));
    let ways: Vec<Value> = ways
        .map(|one| json!({ "channel": one.channel, "proven_at": one.proven_at_ms }))
        .collect();
    json!({
        "id": person.id,
        "name": who.name,
        "group": who.group,
        "language": who.language,
        "needs": who.needs,
        "because_of": met.kind,
        "seen_at": met.seen_at,
        "seen_ago_s": met.seen_at.map(|seen_at| now.since_ms(seen_at).max(0) / 1_000),
        "fate": met.fate,
        "paused_until": match met.fate {
            Fate::Paused => person.paused_until_ms,
            Fate::Warned | Fate::Unreachable | Fate::Quiet => None,
        },
        "ways": ways,
    })
}

fn still_loading() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "people_loading",
        "the people of the registry are still being loaded; ask again in a few seconds. Warnings do not wait \
         for it",
    )
}

pub(super) fn registry_failed(why: &str) -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "registry_failed",
        format!("the registry failed: {why}; warnings go on without it"),
    )
}
