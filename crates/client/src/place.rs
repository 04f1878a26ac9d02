//! Decides on the device whether a bulletin concerns it. Nothing of the place leaves it.
//!
//! By hand, and the same line for line in TypeScript: two libraries of geometry would differ at the antimeridian, at
//! the poles and on the border, and two people side by side must read the same.

use crate::wire::Area;

/// How far around an area people need to know of it, in metres: half an hour's walk.
pub const NEIGHBOURS_M: f64 = 5_000.0;
/// The Earth's mean radius, in metres.
const RADIUS_M: f64 = 6_371_008.8;
/// Longest part of an edge that is taken as straight through the globe, in degrees.
const STRAIGHT_DEGREES: f64 = 0.25;
/// Most parts of one edge.
const PARTS_MAX: f64 = 1_440.0;

/// Where a device is, and codes of its place that it knows, such as that of its district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lon: f64,
    /// Name and value of codes.
    pub geocodes: Vec<(String, String)>,
}

/// Where a place lies to an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// In it; on the border counts.
    Within,
    /// Not more than [`NEIGHBOURS_M`] from it.
    Near,
    /// Elsewhere.
    Elsewhere,
    /// The area is said by codes alone, none of which the device knows: it is shown, because it may be here.
    Unknown,
}

/// Where a place lies to an area.
pub fn lies(area: &Area, place: &Place) -> Lies {
    let rings: Vec<Vec<[f64; 2]>> = area.polygons.iter().map(|ring| unrolled(ring)).collect();
    let circles = || area.circles.iter().filter(|circle| circle[2] >= 0);
    let within = rings.iter().any(|ring| ring_holds(ring, place))
        || circles().any(|circle| beyond_m(circle, place) <= 0.0)
        || area
            .geocodes
            .iter()
            .any(|code| place.geocodes.contains(code));
    if within {
        return Lies::Within;
    }
    if rings.is_empty() && area.circles.is_empty() {
        return Lies::Unknown;
    }
    let near = rings
        .iter()
        .any(|ring| border_m(ring, place) <= NEIGHBOURS_M)
        || circles().any(|circle| beyond_m(circle, place) <= NEIGHBOURS_M);
    if near { Lies::Near } else { Lies::Elsewhere }
}

/// The ring in degrees, each corner the short way from the one before, so that longitudes may leave ±180°; closed over
/// the pole if it goes around one. Half the globe is taken as it is drawn, and so is a parallel all the way around.
fn unrolled(ring: &[[i32; 2]]) -> Vec<[f64; 2]> {
    let mut corners: Vec<[f64; 2]> = Vec::with_capacity(ring.len() + 3);
    let mut turned = 0.0;
    for (at, [lat, lon]) in ring.iter().enumerate() {
        if let Some([lat_before, before]) = at.checked_sub(1).and_then(|at| ring.get(at)) {
            let way = i64::from(*lon) - i64::from(*before);
            let is_around = way.abs() == 360_000_000 && lat == lat_before;
            if way.abs() > 180_000_000 && !is_around {
                turned -= if way < 0 { -360.0 } else { 360.0 };
            }
        }
        corners.push([f64::from(*lat) / 1e6, f64::from(*lon) / 1e6 + turned]);
    }
    let (Some(first), Some(last)) = (corners.first().copied(), corners.last().copied()) else {
        return corners;
    };
    if (last[1] - first[1]).abs() > 180.0 {
        let sum: f64 = corners.iter().map(|corner| corner[0]).sum();
        let pole = if sum < 0.0 { -90.0 } else { 90.0 };
        corners.extend([[pole, last[1]], [pole, first[1]], first]);
    } else if ring.first() != ring.last() {
        corners.push(first);
    }
    corners
}

fn ring_holds(ring: &[[f64; 2]], place: &Place) -> bool {
    [-360.0, 0.0, 360.0].iter().any(|turn| {
        let (y, x) = (place.lat, place.lon + turn);
        let mut inside = false;
        for edge in ring.windows(2) {
            let ([y1, x1], [y2, x2]) = (edge[0], edge[1]);
            if on_edge(y, x, edge) {
                return true;
            }
            if (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) {
                inside = !inside;
            }
        }
        inside
    })
}

/// Whether a point is on an edge, as exactly as millionths of a degree are.
fn on_edge(y: f64, x: f64, edge: &[[f64; 2]]) -> bool {
    let ([y1, x1], [y2, x2]) = (edge[0], edge[1]);
    let (dy, dx) = (y2 - y1, x2 - x1);
    let length2 = dy * dy + dx * dx;
    let along = if length2 > 0.0 {
        (((y - y1) * dy + (x - x1) * dx) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (off_y, off_x) = (y - y1 - along * dy, x - x1 - along * dx);
    off_y * off_y + off_x * off_x <= 1e-14
}

/// How far a place is outside a circle, in metres.
fn beyond_m(circle: &[i64; 3], place: &Place) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "at most 180,000,000, and 20,000,000 m"
    )]
    let [lat, lon, radius_m] = circle.map(|value| value as f64);
    let (a, b) = (xyz(lat / 1e6, lon / 1e6), xyz(place.lat, place.lon));
    arc_m(distance(a, b)) - radius_m
}

/// How far a place is from the border of a ring, in metres.
fn border_m(ring: &[[f64; 2]], place: &Place) -> f64 {
    let here = xyz(place.lat, place.lon);
    let mut nearest = f64::INFINITY;
    for edge in ring.windows(2) {
        let ([y1, x1], [y2, x2]) = (edge[0], edge[1]);
        let longest = (y2 - y1).abs().max((x2 - x1).abs());
        let parts = (longest / STRAIGHT_DEGREES).ceil().clamp(1.0, PARTS_MAX);
        let at = |part: f64| xyz(y1 + (y2 - y1) * part / parts, x1 + (x2 - x1) * part / parts);
        let mut part = 0.0;
        while part < parts {
            nearest = nearest.min(from_segment(here, at(part), at(part + 1.0)));
            part += 1.0;
        }
    }
    arc_m(nearest)
}

/// A place on a globe of radius 1.
fn xyz(lat: f64, lon: f64) -> [f64; 3] {
    let (phi, lambda) = (lat.to_radians(), lon.to_radians());
    [
        phi.cos() * lambda.cos(),
        phi.cos() * lambda.sin(),
        phi.sin(),
    ]
}

fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let way = minus(a, b);
    dot(way, way).sqrt()
}

fn from_segment(here: [f64; 3], a: [f64; 3], b: [f64; 3]) -> f64 {
    let way = minus(b, a);
    let length2 = dot(way, way);
    let along = if length2 > 0.0 {
        (dot(minus(here, a), way) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let foot = [
        a[0] + along * way[0],
        a[1] + along * way[1],
        a[2] + along * way[2],
    ];
    distance(here, foot)
}

/// The way over the ground, by the straight way through it.
fn arc_m(chord: f64) -> f64 {
    2.0 * RADIUS_M * (chord / 2.0).min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Live, concerns};
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn the_cases_that_both_libraries_share_hold() {
        let golden: Value = serde_json::from_str(include_str!("../golden/places.json")).unwrap();
        let mut count = 0;
        for one in golden["lies"].as_array().unwrap() {
            let area: Area = serde_json::from_value(one["area"].clone()).unwrap();
            for (expected, places) in one["places"].as_object().unwrap() {
                for place in places.as_array().unwrap() {
                    let read = |index: usize| place[index].as_f64().unwrap();
                    let geocodes = serde_json::from_value(place[2].clone()).unwrap_or_default();
                    let place = Place {
                        lat: read(0),
                        lon: read(1),
                        geocodes,
                    };
                    let said = format!("{:?}", lies(&area, &place)).to_lowercase();
                    assert_eq!(&said, expected, "{}: {place:?}", one["case"]);
                    count += 1;
                }
            }
        }
        for one in golden["cells"].as_array().unwrap() {
            let place = Place {
                lat: one[0].as_f64().unwrap(),
                lon: one[1].as_f64().unwrap(),
                ..Place::default()
            };
            let name = one[2].as_str().unwrap();
            assert_eq!(Cell::of(&place, name.len()).as_str(), name);
        }
        for one in golden["concerns"].as_array().unwrap() {
            let live = Live {
                warning: 1,
                n: 1,
                status: "exercise".to_owned(),
                cells: serde_json::from_value(one[0].clone()).unwrap(),
            };
            let (lat, lon) = (one[1][0].as_f64().unwrap(), one[1][1].as_f64().unwrap());
            let level = usize::try_from(one[1][2].as_u64().unwrap()).unwrap();
            let cell = Cell::of(
                &Place {
                    lat,
                    lon,
                    ..Place::default()
                },
                level,
            );
            assert_eq!(concerns(&live, &cell), one[2].as_bool().unwrap(), "{one}");
        }
        assert!(count > 40, "{count}");
    }

    proptest! {
        #[test]
        fn whoever_is_in_a_circle_is_in_it_wherever_it_is_drawn(
            lat in -89.9..=89.9f64, lon in -180.0..=180.0f64, radius in 100..50_000i64, way in 0.0..0.99f64,
        ) {
            #[expect(clippy::cast_possible_truncation, reason = "at most 180,000,000")]
            let e6 = |degrees: f64| (degrees * 1e6).round() as i64;
            let area = Area { circles: vec![[e6(lat), e6(lon), radius]], ..Area::default() };
            #[expect(clippy::cast_precision_loss, reason = "at most 50,000")]
            let north = radius as f64 * way / 111_195.08;
            let place = Place { lat: (lat + north).min(90.0), lon, ..Place::default() };
            prop_assert_eq!(lies(&area, &place), Lies::Within);
        }

        #[test]
        fn nothing_that_is_read_breaks_it(
            ring in prop::collection::vec([-90_000_000..=90_000_000i32, -180_000_000..=180_000_000i32], 0..8),
            lat in -90.0..=90.0f64, lon in -180.0..=180.0f64,
        ) {
            let area = Area { polygons: vec![ring], ..Area::default() };
            let _ = lies(&area, &Place { lat, lon, ..Place::default() });
        }
    }
}
