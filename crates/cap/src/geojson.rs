//! Alerts as GeoJSON, with the property names of api.weather.gov, so that its clients work unchanged; and back.
//!
//! GeoJSON features have one language; of an alert that speaks several, the asked one is taken, or else that of
//! its first info. Places of all infos in that language count.

mod read;

pub use read::{FromFeature, NotAFeature, read, read_feature};

use crate::doc::{Alert, Area, Circle, Info, NameValue, Polygon, Position};
use serde_json::{Map, Value, json};

/// The media type of this form (RFC 7946), in which the API answers by default.
pub const MEDIA_TYPE: &str = "application/geo+json";
/// The same with the meaning of its names (JSON-LD).
pub const MEDIA_TYPE_LD: &str = "application/ld+json";

/// The mean radius of the Earth (IUGG), in kilometres.
const EARTH_RADIUS_KM: f64 = 6371.0088;
/// Corners of the ring drawn for a circle: its edge is then within 0.13 % of the radius.
const CIRCLE_CORNERS: u32 = 64;

/// Shapes among which a repeated one is looked for: each with each costs the square.
const REPEATS_SEARCHED_MAX: usize = 256;

/// One alert and where it is.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The alert.
    pub alert: &'a Alert,
    /// Its permanent address, which is the id of the feature.
    pub url: &'a str,
    /// The language wanted.
    pub language: Option<&'a str>,
}

/// All alerts as one `FeatureCollection`.
pub fn feature_collection(entries: &[Entry<'_>]) -> Value {
    let features: Vec<Value> = entries.iter().map(feature).collect();
    json!({
        "@context": [
            "https://geojson.org/geojson-ld/geojson-context.jsonld",
            {"@version": "1.1", "wx": "https://api.weather.gov/ontology#", "@vocab": "https://api.weather.gov/ontology#"},
        ],
        "type": "FeatureCollection",
        "features": features,
    })
}

/// One alert as a `Feature`.
pub fn feature(entry: &Entry<'_>) -> Value {
    let alert = entry.alert;
    let spoken = info_in(alert, entry.language);
    let infos = || {
        spoken.into_iter().flat_map(|one| {
            alert
                .infos
                .iter()
                .filter(move |other| other.language() == one.language())
        })
    };
    let areas: Vec<&Area> = infos().flat_map(|info| &info.areas).collect();
    json!({
        "id": entry.url,
        "type": "Feature",
        "geometry": geometry(&areas),
        "properties": properties(entry, spoken, &areas),
    })
}

/// The info in this language (by its first subtag, if no better), or else the first.
pub fn info_in<'a>(alert: &'a Alert, language: Option<&str>) -> Option<&'a Info> {
    let main = |tag: &str| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let spoken = language.and_then(|wanted| {
        let exact = alert
            .infos
            .iter()
            .find(|info| info.language().eq_ignore_ascii_case(wanted));
        exact.or_else(|| {
            alert
                .infos
                .iter()
                .find(|info| main(info.language()) == main(wanted))
        })
    });
    spoken.or_else(|| alert.infos.first())
}

fn properties(entry: &Entry<'_>, info: Option<&Info>, areas: &[&Area]) -> Value {
    let alert = entry.alert;
    let none = Info::default();
    let info = info.unwrap_or(&none);
    let named: Vec<&str> = areas.iter().map(|area| area.area_desc.as_str()).collect();
    let references: Vec<Value> = alert
        .references
        .iter()
        .map(|one| json!({"@id": beside(entry.url, &one.identifier), "identifier": one.identifier, "sender": one.sender, "sent": one.sent}))
        .collect();
    json!({
        "@id": entry.url,
        "@type": "wx:Alert",
        "id": alert.identifier,
        "areaDesc": named.join("; "),
        "geocode": geocodes(areas),
        "affectedZones": [],
        "references": references,
        "sent": alert.sent,
        "effective": info.effective.unwrap_or(alert.sent),
        "onset": info.onset,
        "expires": info.expires,
        "ends": info.parameter("eventEndingTime").next(),
        "status": alert.status,
        "messageType": alert.msg_type,
        "category": info.categories.first(),
        "severity": info.severity,
        "certainty": info.certainty,
        "urgency": info.urgency,
        "event": info.event,
        "sender": alert.sender,
        "senderName": info.sender_name,
        "headline": info.headline,
        "description": info.description,
        "instruction": info.instruction,
        "response": info.response_types.first(),
        "note": alert.note,
        "scope": alert.scope,
        "code": alert.codes.join(" "),
        "language": info.language(),
        "web": info.web,
        "contact": info.contact,
        "eventCode": grouped(&info.event_codes, &[]),
        "parameters": grouped(&info.parameters, &[]),
    })
}

/// The codes of all places. Clients of the weather service count on its two lists being there.
fn geocodes(areas: &[&Area]) -> Value {
    let all: Vec<NameValue> = areas
        .iter()
        .flat_map(|area| area.geocodes.iter().cloned())
        .collect();
    grouped(&all, &["SAME", "UGC"])
}

/// `{name: [values]}`, with at least these names.
fn grouped(pairs: &[NameValue], always: &[&str]) -> Value {
    let mut groups: Map<String, Value> = always
        .iter()
        .map(|name| ((*name).to_owned(), json!([])))
        .collect();
    for pair in pairs {
        let group = groups
            .entry(pair.value_name.to_string())
            .or_insert_with(|| json!([]));
        if let Value::Array(values) = group {
            values.push(json!(pair.value));
        }
    }
    Value::Object(groups)
}

/// The address of another message of the same collection: the identifier in place of the last segment.
fn beside(url: &str, identifier: &str) -> String {
    let (folder, last) = url.rsplit_once('/').unwrap_or(("", url));
    let extension = [".xml", ".cap", ".json"]
        .into_iter()
        .find(|extension| last.ends_with(extension))
        .unwrap_or_default();
    format!("{folder}/{identifier}{extension}")
}

/// The union of all polygons and circles; null if places are named by codes or words alone. A circle without
/// radius is a point.
fn geometry(areas: &[&Area]) -> Value {
    let polygons = areas.iter().flat_map(|area| &area.polygons).map(ring_of);
    let discs = || areas.iter().flat_map(|area| &area.circles);
    let circles = discs().filter(|disc| disc.radius_km > 0.0).map(ring_around);
    let mut rings: Vec<Vec<[f64; 2]>> = Vec::new();
    for ring in polygons.chain(circles).filter(|ring| ring.len() >= 4) {
        // Infos of several times often repeat one place.
        if rings.len() >= REPEATS_SEARCHED_MAX || !rings.contains(&ring) {
            rings.push(ring);
        }
    }
    let mut points: Vec<[f64; 2]> = Vec::new();
    for disc in discs().filter(|disc| disc.radius_km <= 0.0) {
        let point = [disc.centre.lon, disc.centre.lat];
        if points.len() >= REPEATS_SEARCHED_MAX || !points.contains(&point) {
            points.push(point);
        }
    }
    let surfaces = match rings.as_slice() {
        [] => None,
        [ring] => Some(json!({"type": "Polygon", "coordinates": [ring]})),
        rings => {
            let each: Vec<Value> = rings.iter().map(|ring| json!([ring])).collect();
            Some(json!({"type": "MultiPolygon", "coordinates": each}))
        }
    };
    let places = match points.as_slice() {
        [] => None,
        [point] => Some(json!({"type": "Point", "coordinates": point})),
        points => Some(json!({"type": "MultiPoint", "coordinates": points})),
    };
    match (surfaces, places) {
        (Some(surfaces), Some(places)) => {
            json!({"type": "GeometryCollection", "geometries": [surfaces, places]})
        }
        (one, other) => one.or(other).unwrap_or_default(),
    }
}

/// The outline of every polygon and circle of these areas; a circle without radius is a single position.
pub fn outlines(areas: &[Area]) -> Vec<Vec<Position>> {
    let positions = |ring: Vec<[f64; 2]>| {
        ring.into_iter()
            .map(|[lon, lat]| Position::new(lat, lon))
            .collect()
    };
    let of_area = |area: &Area| {
        let polygons = area.polygons.iter().map(|polygon| polygon.0.clone());
        let circles = area.circles.iter().map(|disc| {
            if disc.radius_km > 0.0 {
                positions(ring_around(disc))
            } else {
                vec![disc.centre]
            }
        });
        polygons.chain(circles).collect::<Vec<_>>()
    };
    areas.iter().flat_map(of_area).collect()
}

/// A ring with the longitude first, closed, counter-clockwise (RFC 7946, §3.1.6).
fn ring_of(polygon: &Polygon) -> Vec<[f64; 2]> {
    let mut ring: Vec<[f64; 2]> = polygon
        .0
        .iter()
        .map(|position| [position.lon, position.lat])
        .collect();
    if ring.len() > 2 && ring.first() != ring.last() {
        ring.push(ring[0]);
    }
    let doubled_area: f64 = ring
        .windows(2)
        .map(|edge| edge[0][0] * edge[1][1] - edge[1][0] * edge[0][1])
        .sum();
    if doubled_area < 0.0 {
        ring.reverse();
    }
    ring
}

/// A ring around a circle on the sphere. Longitudes run on past 180 where it crosses the antimeridian.
fn ring_around(circle: &Circle) -> Vec<[f64; 2]> {
    let (lat, angle) = (
        circle.centre.lat.to_radians(),
        circle.radius_km / EARTH_RADIUS_KM,
    );
    let reach = angle.to_degrees();
    if circle.centre.lat.abs() + reach >= 90.0 {
        return polar_cap(circle.centre, reach);
    }
    let mut ring: Vec<[f64; 2]> = (0..CIRCLE_CORNERS)
        .map(|corner| {
            // Counter-clockwise from the north.
            let bearing = -std::f64::consts::TAU * f64::from(corner) / f64::from(CIRCLE_CORNERS);
            let north = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).asin();
            let east = (bearing.sin() * angle.sin() * lat.cos())
                .atan2(angle.cos() - lat.sin() * north.sin());
            [
                rounded(circle.centre.lon + east.to_degrees()),
                rounded(north.to_degrees()),
            ]
        })
        .collect();
    ring.push(ring[0]);
    ring
}

/// A circle that holds a pole reaches round the world.
fn polar_cap(centre: Position, reach: f64) -> Vec<[f64; 2]> {
    let south = if centre.lat - reach <= -90.0 {
        -90.0
    } else {
        rounded(centre.lat - reach)
    };
    let north = if centre.lat + reach >= 90.0 {
        90.0
    } else {
        rounded(centre.lat + reach)
    };
    vec![
        [-180.0, south],
        [180.0, south],
        [180.0, north],
        [-180.0, north],
        [-180.0, south],
    ]
}

/// To about a tenth of a metre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests;
