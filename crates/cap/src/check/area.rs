//! One area: its shapes, its codes, its heights.

use super::info::named;
use super::{Found, geometry, rules};
use crate::doc::{Alert, Area, Circle, Polygon, Position};
use crate::element::Element;
use crate::finding::Place;
use crate::rule::Rule;

/// Half the Earth's circumference: beyond it a circle holds everything and begins to overlap itself.
const RADIUS_KM_MAX: f64 = 20_038.0;
/// No warning of a real sender reaches further; thousands mean metres.
const RADIUS_KM_PLAUSIBLE: f64 = 3_000.0;
/// Shapes compared with each other for swapped coordinates: more would cost the square.
const NEIGHBOURS_MAX: usize = 128;

pub(super) fn check(area: &Area, place: Place, found: &mut Found) {
    found.unless(
        !area.area_desc.is_empty(),
        &rules::WORDS,
        place.one(Element::AreaDesc),
        || "areaDesc is empty",
    );
    let placed = !(area.polygons.is_empty() && area.circles.is_empty() && area.geocodes.is_empty());
    found.unless(placed, &rules::PLACE, place, || "a place in words alone");
    for (nth, ring) in area.polygons.iter().enumerate() {
        polygon(ring, place.nth(Element::Polygon, nth), found);
    }
    for (nth, disc) in area.circles.iter().enumerate() {
        circle(disc, place.nth(Element::Circle, nth), found);
    }
    for (nth, code) in area.geocodes.iter().enumerate() {
        named(code, place.nth(Element::Geocode, nth), found);
    }
    if let Some(ceiling) = area.ceiling {
        let sound = area.altitude.is_some_and(|altitude| altitude <= ceiling);
        found.unless(
            sound,
            &rules::CEILING,
            place.one(Element::Ceiling),
            || match area.altitude {
                Some(altitude) => {
                    format!("a ceiling of {ceiling} feet below the altitude of {altitude}")
                }
                None => format!("a ceiling of {ceiling} feet without altitude"),
            },
        );
    }
}

fn polygon(ring: &Polygon, place: Place, found: &mut Found) {
    let positions = &ring.0;
    found.unless(positions.len() >= 4, &rules::POLYGON_POINTS, place, || {
        format!("{} positions", positions.len())
    });
    found.unless(ring.is_closed(), &rules::POLYGON_OPEN, place, || {
        match (positions.first(), positions.last()) {
            (Some(first), Some(last)) => format!("begins at {first}, ends at {last}"),
            _ => "no positions".to_owned(),
        }
    });
    if let Some((rule, what)) = misplaced(positions) {
        found.say(rule, place, what);
        return;
    }
    let wraps = |edge: &&[Position]| (edge[0].lon - edge[1].lon).abs() > 180.0;
    if let Some([from, to]) = positions.windows(2).find(wraps) {
        found.say(
            &rules::ANTIMERIDIAN,
            place,
            format!("an edge from {from} to {to}"),
        );
        return;
    }
    if let Some(polar) = positions.iter().find(|position| position.lat.abs() >= 90.0) {
        found.say(&rules::POLE, place, format!("the position {polar}"));
    }
    if positions.len() < 4 {
        return;
    }
    match geometry::crossing(positions) {
        geometry::Crossing::None => {
            let flat = geometry::doubled_area(positions).abs() < 1e-12;
            found.unless(
                !flat,
                &rules::POLYGON_FLAT,
                place,
                || "a polygon without area",
            );
        }
        geometry::Crossing::Edges(one, other) => {
            let edge = |at: usize| format!("{} to {}", positions[at], positions[at + 1]);
            found.say(
                &rules::POLYGON_CROSSING,
                place,
                format!("the edge {} crosses the edge {}", edge(one), edge(other)),
            );
        }
        geometry::Crossing::Unknown => {
            found.say(
                &rules::POLYGON_DETAIL,
                place,
                format!("{} positions; crossing was not checked", positions.len()),
            );
        }
    }
}

/// The first position that cannot be, and the rule it breaks.
fn misplaced(positions: &[Position]) -> Option<(&'static Rule, String)> {
    let possible = |position: &Position| position.lat.abs() <= 90.0 && position.lon.abs() <= 180.0;
    let wrong = positions.iter().find(|position| !possible(position));
    let Some(wrong) = wrong else {
        let null = positions
            .iter()
            .find(|position| position.lat == 0.0 && position.lon == 0.0)?;
        return Some((&rules::NULL_ISLAND, format!("the position {null}")));
    };
    let exchanged = positions
        .iter()
        .all(|position| possible(&Position::new(position.lon, position.lat)));
    if exchanged {
        return Some((
            &rules::SWAPPED,
            format!("{wrong} is a place only with the longitude first"),
        ));
    }
    let eastward = positions
        .iter()
        .all(|position| position.lat.abs() <= 90.0 && position.lon.abs() <= 360.0);
    if eastward {
        return Some((&rules::ANTIMERIDIAN, format!("the longitude of {wrong}")));
    }
    Some((&rules::RANGE, format!("the position {wrong}")))
}

fn circle(disc: &Circle, place: Place, found: &mut Found) {
    if let Some((rule, what)) = misplaced(&[disc.centre]) {
        found.say(rule, place, what);
    }
    let radius = disc.radius_km;
    if !(0.0..=RADIUS_KM_MAX).contains(&radius) {
        found.say(&rules::RADIUS, place, format!("a radius of {radius} km"));
    } else if radius > RADIUS_KM_PLAUSIBLE {
        found.say(
            &rules::RADIUS_LARGE,
            place,
            format!("a radius of {radius} km"),
        );
    }
    found.unless(
        radius != 0.0,
        &rules::RADIUS_ZERO,
        place,
        || "a radius of 0",
    );
}

/// A shape far from all others of its alert that would be among them with its coordinates exchanged.
pub(super) fn check_neighbours(alert: &Alert, found: &mut Found) {
    /// Degrees within which the shapes of one alert lie, and beyond which they do not.
    const NEAR: f64 = 10.0;
    const FAR: f64 = 30.0;
    let shapes: Vec<(Place, Position)> = shapes(alert).take(NEIGHBOURS_MAX).collect();
    for (place, here) in &shapes {
        let there = Position::new(here.lon, here.lat);
        let others = || {
            shapes
                .iter()
                .filter(|(other, _)| other != place)
                .map(|(_, position)| position)
        };
        let lost = others().count() > 0 && others().all(|other| distance(*here, *other) > FAR);
        if lost && others().any(|other| distance(there, *other) < NEAR) {
            found.say(
                &rules::SWAP_LIKELY,
                *place,
                format!("{here} lies far from the other places; {there} does not"),
            );
        }
    }
}

/// Every shape by a position of it.
fn shapes(alert: &Alert) -> impl Iterator<Item = (Place, Position)> {
    alert.infos.iter().enumerate().flat_map(|(info, one)| {
        one.areas.iter().enumerate().flat_map(move |(nth, area)| {
            let place = Place::info(info).part(Element::Area, nth);
            let rings = area.polygons.iter().enumerate();
            let rings = rings.filter_map(move |(nth, ring)| {
                Some((place.nth(Element::Polygon, nth), *ring.0.first()?))
            });
            let discs = area.circles.iter().enumerate();
            rings
                .chain(discs.map(move |(nth, disc)| (place.nth(Element::Circle, nth), disc.centre)))
        })
    })
}

/// The larger of the differences in latitude and in longitude, in degrees.
fn distance(one: Position, other: Position) -> f64 {
    let east = (one.lon - other.lon).abs();
    (one.lat - other.lat).abs().max(east.min(360.0 - east))
}
