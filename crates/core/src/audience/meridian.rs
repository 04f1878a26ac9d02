//! Rings of others that go over the antimeridian or around a pole: parted there, so that whoever looks at a ring
//! may take it as it lies on a flat map, from -180° to 180°.
//!
//! An edge goes the short way round, as every drawing program means it. One of exactly half the globe is taken as
//! it is drawn, and so is one from edge to edge of the map along a parallel: that is how the whole globe is said.

use super::area::{Point, Ring};
use crate::limits::FOREIGN_RING_POINTS_MAX;

/// Once around, in micro-degrees.
const TURN: i64 = 360_000_000;
const HALF: i64 = TURN / 2;
const POLE: i64 = 90_000_000;

/// A corner on a map that goes on beyond ±180°: latitude and longitude in micro-degrees.
type Corner = (i64, i64);

impl Ring {
    /// Another authority's ring, crossing itself or not: closed if it was open, and parted where it leaves the map.
    /// None with fewer than three corners or more than the limit.
    pub fn foreign(mut points: Vec<Point>) -> Vec<Self> {
        if points.len() < 3 || points.len() > FOREIGN_RING_POINTS_MAX {
            return Vec::new();
        }
        if points.first() != points.last() {
            points.push(points[0]);
        }
        let parts = parted(&points).unwrap_or_default();
        if parts.is_empty() {
            return vec![Self::as_drawn(points)];
        }
        parts.into_iter().map(Self::as_drawn).collect()
    }
}

/// The parts of a ring that does not lie on the map as it is; none of one that does, or that winds around twice.
fn parted(points: &[Point]) -> Option<Vec<Vec<Point>>> {
    let mut corners = unrolled(points);
    let (first, last) = (*corners.first()?, *corners.last()?);
    let mut drawn = corners.iter().zip(points);
    if drawn.all(|(corner, point)| corner.1 == i64::from(point.lon_e6())) {
        return None;
    }
    match (last.1 - first.1).abs() {
        0 => {}
        TURN => {
            let south = corners.iter().map(|(lat, _)| lat).sum::<i64>() < 0;
            let pole = if south { -POLE } else { POLE };
            corners.extend([(pole, last.1), (pole, first.1), first]);
        }
        _ => return None,
    }
    let turns = (-1..=1).map(|turn| part(&corners, turn * TURN));
    Some(turns.flatten().collect())
}

/// Each corner the short way from the one before.
fn unrolled(points: &[Point]) -> Vec<Corner> {
    let mut turned = 0;
    let mut before: Option<Point> = None;
    let mut corners = Vec::with_capacity(points.len() + 3);
    for point in points {
        let (lat, lon) = (i64::from(point.lat_e6()), i64::from(point.lon_e6()));
        if let Some(before) = before {
            let way = lon - i64::from(before.lon_e6());
            let is_around = way.abs() == TURN && before.lat_e6() == point.lat_e6();
            if way.abs() > HALF && !is_around {
                turned -= way.signum() * TURN;
            }
        }
        before = Some(*point);
        corners.push((lat, lon + turned));
    }
    corners
}

/// What of it lies on the map that is so far to the east, moved onto ours; none where that has no width.
fn part(corners: &[Corner], east: i64) -> Option<Vec<Point>> {
    let of_map = clipped(corners, |lon| lon - (east - HALF), east - HALF);
    let of_map = clipped(&of_map, |lon| east + HALF - lon, east + HALF);
    let first = of_map.first()?;
    if of_map.iter().all(|corner| corner.1 == first.1) {
        return None;
    }
    let mut points: Vec<Point> = of_map
        .iter()
        .map(|(lat, lon)| Point::nearest_e6(*lat, lon - east))
        .collect();
    points.dedup();
    if points.first() != points.last() {
        points.push(points[0]);
    }
    (points.len() > 3).then_some(points)
}

/// What lies on one side of a meridian, and on it: `inside` says how far.
fn clipped(corners: &[Corner], inside: impl Fn(i64) -> i64, meridian: i64) -> Vec<Corner> {
    let mut kept = Vec::with_capacity(corners.len() + 2);
    for edge in corners.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        if kept.is_empty() && inside(a.1) >= 0 {
            kept.push(a);
        }
        if (inside(a.1) < 0) != (inside(b.1) < 0) {
            // Both factors are below 2^31: at most two turns, and half of one.
            let lat = a.0 + (b.0 - a.0) * (meridian - a.1) / (b.1 - a.1);
            kept.push((lat, meridian));
        }
        if inside(b.1) >= 0 {
            kept.push(b);
        }
    }
    // A cut that began outside is closed along the meridian.
    if let (Some(first), Some(last)) = (kept.first().copied(), kept.last().copied())
        && first != last
    {
        kept.push(first);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audience::area::{Area, Circle};
    use crate::audience::cells::Cell;
    use crate::audience::select::{Lies, Selection};
    use proptest::prelude::*;
    use serde_json::Value;

    fn point(lat: f64, lon: f64) -> Point {
        Point::from_degrees(lat, lon).unwrap()
    }

    fn foreign(corners: &[(f64, f64)]) -> Vec<Ring> {
        let points = corners.iter().map(|(lat, lon)| point(*lat, *lon));
        Ring::foreign(points.collect())
    }

    fn area(corners: &[(f64, f64)]) -> Area {
        Area {
            polygons: foreign(corners),
            ..Area::default()
        }
    }

    const FIJI: [(f64, f64); 4] = [
        (-18.0, 179.0),
        (-18.0, -179.0),
        (-17.0, -179.0),
        (-17.0, 179.0),
    ];

    #[test]
    fn a_ring_over_the_antimeridian_holds_both_sides_of_it_and_not_the_rest_of_the_globe() {
        let fiji = area(&FIJI);
        assert_eq!(fiji.polygons.len(), 2);
        for inside in [179.5, -179.5, 180.0, -180.0] {
            assert!(fiji.contains(point(-17.5, inside)), "{inside}");
        }
        for outside in [0.0, 178.9, -178.9] {
            assert!(!fiji.contains(point(-17.5, outside)), "{outside}");
        }
        let selection = Selection::of(vec![fiji]).unwrap();
        let lies = |lon| selection.lies(Cell::at(point(-17.5, lon)));
        assert!(matches!(lies(179.5), Some(Lies::Within(_))));
        assert!(matches!(lies(-179.5), Some(Lies::Within(_))));
        assert_eq!(lies(0.0), None);
        assert!(selection.cover().len() < 24, "{:?}", selection.cover());
    }

    #[test]
    fn what_lies_on_the_map_stays_as_it_is_drawn() {
        let world = [
            (-90.0, -180.0),
            (-90.0, 180.0),
            (90.0, 180.0),
            (90.0, -180.0),
        ];
        let half = [(-60.0, -90.0), (-60.0, 90.0), (60.0, 90.0), (60.0, -90.0)];
        let tie = [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)];
        for drawn in [world, half, tie] {
            let rings = foreign(&drawn);
            assert_eq!(rings.len(), 1, "{drawn:?}");
            assert_eq!(
                rings[0].points()[..4],
                drawn.map(|(lat, lon)| point(lat, lon))
            );
        }
        assert!(area(&world).contains(point(12.0, -170.0)));
        assert!(foreign(&tie[..2]).is_empty());
    }

    #[test]
    fn a_border_on_the_antimeridian_may_be_said_by_either_name() {
        let drawn = [
            (-18.0, 179.0),
            (-18.0, 180.0),
            (-17.0, -180.0),
            (-17.0, 179.0),
        ];
        let rings = foreign(&drawn);
        assert_eq!(rings.len(), 1);
        assert!(area(&drawn).contains(point(-17.5, 179.5)));
        assert!(!area(&drawn).contains(point(-17.5, 0.0)));
    }

    #[test]
    fn devices_and_we_say_the_same_of_every_ring() {
        let golden = include_str!("../../../client/golden/places.json");
        let golden: Value = serde_json::from_str(golden).unwrap();
        let mut count = 0;
        for one in golden["lies"].as_array().unwrap() {
            let drawn = &one["area"];
            let rings: Vec<Vec<Point>> =
                serde_json::from_value(drawn["polygons"].clone()).unwrap_or_default();
            let circles: Vec<(i32, i32, u32)> =
                serde_json::from_value(drawn["circles"].clone()).unwrap_or_default();
            let middle = |(lat, lon, metres): (i32, i32, u32)| {
                Circle(Point::nearest_e6(lat.into(), lon.into()), metres)
            };
            let area = Area {
                polygons: rings.into_iter().flat_map(Ring::foreign).collect(),
                circles: circles.into_iter().map(middle).collect(),
                ..Area::default()
            };
            for (said, places) in one["places"].as_object().unwrap() {
                for place in places.as_array().unwrap() {
                    let degrees = |at: usize| place[at].as_f64().unwrap();
                    if said == "unknown" || place.get(2).is_some() {
                        continue;
                    }
                    // Both names of the antimeridian are one place.
                    let lon = if degrees(1) <= -180.0 {
                        180.0
                    } else {
                        degrees(1)
                    };
                    let holds = area.contains(point(degrees(0), lon));
                    assert_eq!(holds, said == "within", "{}: {place}", one["case"]);
                    count += 1;
                }
            }
        }
        assert!(count > 50, "{count}");
    }

    proptest! {
        #[test]
        fn nothing_that_is_read_breaks_it_and_every_part_is_closed(
            corners in prop::collection::vec((-90.0..=90.0f64, -180.0..=180.0f64), 0..9),
        ) {
            for ring in foreign(&corners) {
                let points = ring.points();
                prop_assert!(points.len() > 3 && points.first() == points.last());
            }
        }

        #[test]
        fn a_ring_that_is_moved_around_the_globe_holds_the_same_places(
            corners in prop::collection::vec((-60.0..=60.0f64, -40.0..=40.0f64), 3..9),
            places in prop::collection::vec((-60.0..=60.0f64, -40.0..=40.0f64), 1..20),
            turn in 1..360i32,
        ) {
            let moved = |(lat, lon): &(f64, f64)| {
                let lon = (lon.floor() + f64::from(turn) + 180.0).rem_euclid(360.0) - 180.0;
                (lat.floor(), lon)
            };
            let there: Vec<_> = corners.iter().map(moved).collect();
            let here: Vec<_> = corners.iter().map(|(lat, lon)| (lat.floor(), lon.floor())).collect();
            let closed = here.iter().chain(&here[..1]).map(|(lat, lon)| point(*lat, *lon));
            prop_assume!(Ring::new(closed.collect()).is_ok());
            let (here, there) = (area(&here), area(&there));
            for place in places {
                let at = (place.0.floor() + 0.5, place.1.floor() + 0.37);
                let (lat, lon) = (at.0, (at.1 + f64::from(turn) + 180.0).rem_euclid(360.0) - 180.0);
                let is_here = here.contains(point(at.0, at.1));
                prop_assert_eq!(is_here, there.contains(point(lat, lon)), "{:?}", place);
            }
        }
    }
}
