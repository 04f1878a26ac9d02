//! Alerts as GeoJSON, with the property names of api.weather.gov, so that its clients work unchanged.
//!
//! GeoJSON features have one language; of an alert that speaks several, the asked one is taken, or else that of
//! its first info. Places of all infos in that language count.

use crate::doc::{Alert, Area, Circle, Info, NameValue, Polygon, Position};
use serde_json::{Map, Value, json};

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
            .entry(pair.value_name.clone())
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
mod tests {
    use super::*;
    use crate::doc::{DateTime, MsgType, Scope, Status};

    fn alert(area: Area) -> Alert {
        let info = Info {
            areas: vec![area],
            event: "Rocket attack".into(),
            ..Info::default()
        };
        let sent = DateTime::new(1_702_008_600, 180).unwrap();
        let kind = (Status::Exercise, MsgType::Alert, Scope::Public);
        Alert {
            infos: vec![info],
            ..Alert::new("a-1", "duty@vigie.example", sent, kind)
        }
    }

    fn geometry_of(area: Area) -> Value {
        let alert = alert(area);
        feature(&Entry {
            alert: &alert,
            url: "https://vigie.example/cap/a-1.xml",
            language: None,
        })["geometry"]
            .clone()
    }

    #[test]
    fn a_clockwise_ring_is_turned_and_the_longitude_comes_first() {
        let polygon = "0,0 1,0 1,1 0,0".parse().unwrap();
        let geometry = geometry_of(Area {
            polygons: vec![polygon],
            ..Area::new("Triangle")
        });
        assert_eq!(
            geometry,
            json!({"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]})
        );
    }

    #[test]
    fn a_place_without_shape_has_no_geometry() {
        assert_eq!(geometry_of(Area::new("Baghdad")), Value::Null);
    }

    #[test]
    fn a_circle_becomes_a_ring_at_its_radius() {
        let circle = "33.3,44.4 10".parse().unwrap();
        let geometry = geometry_of(Area {
            circles: vec![circle],
            ..Area::new("Disc")
        });
        let north = &geometry["coordinates"][0][0];
        // Ten kilometres are 0.0899 degrees of latitude.
        assert_eq!(north, &json!([44.4, 33.389_932]));
        assert_eq!(geometry["coordinates"][0].as_array().unwrap().len(), 65);
    }

    #[test]
    fn a_circle_without_radius_is_a_point_and_what_is_said_twice_is_shown_once() {
        let circle = "33.3,44.4 0".parse().unwrap();
        let mut area = Area {
            circles: vec![circle, circle],
            ..Area::new("Point")
        };
        let point = json!({"type": "Point", "coordinates": [44.4, 33.3]});
        assert_eq!(geometry_of(area.clone()), point);
        area.polygons = vec!["0,0 1,0 1,1 0,0".parse().unwrap(); 2];
        let both = geometry_of(area);
        assert_eq!(
            (&both["geometries"][0]["type"], &both["geometries"][1]),
            (&json!("Polygon"), &point)
        );
    }

    #[test]
    fn a_circle_around_the_pole_reaches_round_the_world() {
        let circle = "89.9,10 100".parse().unwrap();
        let geometry = geometry_of(Area {
            circles: vec![circle],
            ..Area::new("Pole")
        });
        assert_eq!(geometry["coordinates"][0][2], json!([180.0, 90.0]));
    }

    #[test]
    fn references_lie_beside_the_alert() {
        assert_eq!(
            beside("https://vigie.example/cap/a-2.xml", "a-1"),
            "https://vigie.example/cap/a-1.xml"
        );
        assert_eq!(
            beside("https://api.weather.gov/alerts/urn:2", "urn:1"),
            "https://api.weather.gov/alerts/urn:1"
        );
    }
}
