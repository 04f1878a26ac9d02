//! Held against the reference geometry library, which asks each point.

use super::*;
use crate::audience::area::{Area, Circle, Point, Ring, distance_m};
use crate::audience::outline::edges;
use geo::Intersects;
use proptest::prelude::*;

const E6: i64 = 1_000_000;

fn at(lat: i64, lon: i64) -> Point {
    Point::nearest_e6(lat, lon)
}

/// A ring round a centre with corners at growing angles: it never crosses itself.
fn star(centre: (i64, i64), radii: &[f64]) -> Option<Ring> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a few degrees"
    )]
    let corner = |(n, radius): (usize, &f64)| {
        let angle = n as f64 / radii.len() as f64 * std::f64::consts::TAU;
        let (sine, cosine) = angle.sin_cos();
        at(
            centre.0 + (radius * sine) as i64,
            centre.1 + (radius * cosine) as i64,
        )
    };
    let mut points: Vec<Point> = radii.iter().enumerate().map(corner).collect();
    points.push(points[0]);
    Ring::new(points).ok()
}

fn ring(scale: f64) -> impl Strategy<Value = Ring> {
    let centre = (-60 * E6..60 * E6, -150 * E6..150 * E6);
    (centre, proptest::collection::vec(0.1..1.0_f64, 3..40)).prop_filter_map(
        "a ring",
        move |(centre, radii)| {
            let radii: Vec<f64> = radii.iter().map(|radius| radius * scale).collect();
            star(centre, &radii)
        },
    )
}

fn polygon(ring: &Ring) -> geo::Polygon<f64> {
    ring.polygon()
}

fn is_on_or_in(ring: &Ring, point: Point) -> bool {
    polygon(ring).intersects(&geo::Point(point.coordinate()))
}

/// People everywhere near a ring: beside its corners, on the middle of its edges, and far from it.
fn near(ring: &Ring, offsets: &[(i64, i64)]) -> Vec<Point> {
    let corners = ring.points();
    let mut points = Vec::new();
    for (n, offset) in offsets.iter().enumerate() {
        let (a, b) = (
            corners[n % (corners.len() - 1)],
            corners[n % (corners.len() - 1) + 1],
        );
        let (lat, lon) = match n % 3 {
            0 => (i64::from(a.lat_e6()), i64::from(a.lon_e6())),
            1 => (
                i64::midpoint(i64::from(a.lat_e6()), i64::from(b.lat_e6())),
                i64::midpoint(i64::from(a.lon_e6()), i64::from(b.lon_e6())),
            ),
            _ => (
                i64::from(corners[0].lat_e6()) + offset.0 * 10_000,
                i64::from(corners[0].lon_e6()) + offset.1 * 10_000,
            ),
        };
        points.push(at(lat + offset.0 % 3, lon + offset.1 % 3));
    }
    points
}

fn found(points: &[Point], region: &Region) -> Vec<Point> {
    let members = (0..).map(Member);
    let positions = Positions::of(members.zip(points.iter().copied()));
    let mut found: Vec<u32> = positions.members(region).iter().map(|m| m.0).collect();
    assert_eq!(positions.count(region), found.len());
    found.sort_unstable();
    found.into_iter().map(|m| points[m as usize]).collect()
}

fn asked_each(points: &[Point], is_in: impl Fn(Point) -> bool) -> Vec<Point> {
    points
        .iter()
        .copied()
        .filter(|point| is_in(*point))
        .collect()
}

/// What integers decide exactly, floating point may round: within a micro-degree of an edge the
/// reference may be wrong, and the exact answer is asked of every edge in whole numbers.
fn is_in_exactly(ring: &Ring, point: Point) -> bool {
    let (px, py) = (i128::from(point.lon_e6()), i128::from(point.lat_e6()));
    let mut is_in = false;
    for pair in ring.points().windows(2) {
        let (ax, ay) = (i128::from(pair[0].lon_e6()), i128::from(pair[0].lat_e6()));
        let (bx, by) = (i128::from(pair[1].lon_e6()), i128::from(pair[1].lat_e6()));
        let turn = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
        let within = px >= ax.min(bx) && px <= ax.max(bx) && py >= ay.min(by) && py <= ay.max(by);
        if turn == 0 && within {
            return true;
        }
        if (ay > py) != (by > py) && (turn < 0) == (by < ay) {
            is_in = !is_in;
        }
    }
    is_in
}

fn is_on_border(ring: &Ring, point: Point) -> bool {
    edges(std::slice::from_ref(ring)).any(|edge| edge.has(Grid::of(point)))
}

fn offsets() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((-400..400_i64, -400..400_i64), 1..600)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn those_in_a_ring_are_found_and_nobody_else(ring in ring(3e6), offsets in offsets()) {
        let points = near(&ring, &offsets);
        let expected = asked_each(&points, |point| is_in_exactly(&ring, point));
        prop_assert_eq!(found(&points, &Region::polygon(&ring, &[])), expected);
    }

    #[test]
    fn a_ring_a_few_steps_wide_is_found_exactly(ring in ring(12.0), offsets in offsets()) {
        let centre = ring.points()[0];
        let points: Vec<Point> = offsets
            .iter()
            .map(|(a, b)| at(i64::from(centre.lat_e6()) + a % 16, i64::from(centre.lon_e6()) + b % 16))
            .collect();
        let expected = asked_each(&points, |point| is_in_exactly(&ring, point));
        prop_assert_eq!(found(&points, &Region::polygon(&ring, &[])), expected);
    }

    #[test]
    fn the_reference_library_finds_the_same(ring in ring(3e6), offsets in offsets()) {
        // Away from the edges, where floating point does not round.
        let points: Vec<Point> = near(&ring, &offsets)
            .into_iter()
            .filter(|point| {
                let around = [(-2, -2), (-2, 2), (2, -2), (2, 2)].map(|(a, b)| {
                    is_on_or_in(&ring, at(i64::from(point.lat_e6()) + a, i64::from(point.lon_e6()) + b))
                });
                around.iter().all(|inside| *inside == around[0])
            })
            .collect();
        let expected = asked_each(&points, |point| is_on_or_in(&ring, point));
        prop_assert_eq!(found(&points, &Region::polygon(&ring, &[])), expected);
    }

    #[test]
    fn holes_unions_and_differences_are_what_they_say(
        outer in ring(3e6),
        inner in ring(1e6),
        circle in (0..400_000_u32, -2 * E6..2 * E6, -2 * E6..2 * E6),
        offsets in offsets(),
    ) {
        let mut points = near(&outer, &offsets);
        points.extend(near(&inner, &offsets));
        let centre = outer.points()[0];
        let centre = at(i64::from(centre.lat_e6()) + circle.1, i64::from(centre.lon_e6()) + circle.2);
        let circle = Circle(centre, circle.0);
        let (a, b) = (Region::polygon(&outer, &[]), Region::polygon(&inner, &[]));
        let c = Region::circle(circle);
        let in_circle = |point| distance_m(centre, point) <= f64::from(circle.1);
        let strictly = |ring: &Ring, point: Point| {
            is_in_exactly(ring, point) && !is_on_border(ring, point)
        };
        let either = asked_each(&points, |p| is_in_exactly(&outer, p) || is_in_exactly(&inner, p) || in_circle(p));
        prop_assert_eq!(found(&points, &a.clone().and(b.clone()).and(c.clone())), either);
        let less = asked_each(&points, |p| {
            (is_in_exactly(&outer, p) || in_circle(p)) && !strictly(&inner, p)
        });
        prop_assert_eq!(found(&points, &a.and(c).without(&b)), less);
    }

    #[test]
    fn those_in_a_circle_are_found_anywhere_on_the_globe(
        lat in -90 * E6..=90 * E6,
        lon in -180 * E6..=180 * E6,
        radius_m in prop_oneof![1..2_000_u32, 1_000..200_000_u32, 100_000..20_100_000_u32],
        offsets in offsets(),
    ) {
        let centre = at(lat, lon);
        let circle = Circle(centre, radius_m);
        let spread = i64::from(radius_m) / 25;
        let points: Vec<Point> = offsets
            .iter()
            .map(|(a, b)| {
                let lon = lon + b * spread.max(1);
                at(lat + a * spread.max(1), (lon + 180 * E6).rem_euclid(360 * E6) - 180 * E6)
            })
            .collect();
        let expected = asked_each(&points, |point| distance_m(centre, point) <= f64::from(radius_m));
        prop_assert_eq!(found(&points, &Region::circle(circle)), expected);
    }
}

#[test]
fn an_area_selects_what_it_contains() {
    let square = |west: i64| {
        let corners = [
            (0, west),
            (0, west + E6),
            (E6, west + E6),
            (E6, west),
            (0, west),
        ];
        Ring::new(corners.map(|(lat, lon)| at(lat, lon)).into()).unwrap()
    };
    let area = Area {
        polygons: vec![square(0), square(E6)],
        circles: vec![Circle(at(5 * E6, 5 * E6), 1_000)],
        ..Area::default()
    };
    let points: Vec<Point> = (-2..14)
        .flat_map(|a| (-2..26).map(move |b| at(a * E6 / 2, b * E6 / 2)))
        .collect();
    let expected = asked_each(&points, |point| area.contains(point));
    assert!(expected.len() > 10);
    assert_eq!(found(&points, &Region::from(&area)), expected);
}

#[test]
fn a_ring_split_at_the_antimeridian_is_one_area() {
    let west = [(-1, 179), (-1, 180), (1, 180), (1, 179), (-1, 179)];
    let east = [(-1, -180), (-1, -179), (1, -179), (1, -180), (-1, -180)];
    let ring = |corners: [(i64, i64); 5]| {
        Ring::new(corners.map(|(lat, lon)| at(lat * E6, lon * E6)).into()).unwrap()
    };
    let region = Region::polygon(&ring(west), &[]).and(Region::polygon(&ring(east), &[]));
    let points = [
        at(0, 180 * E6),
        at(0, -180 * E6),
        at(0, 179 * E6),
        at(0, -178 * E6),
        at(0, 0),
    ];
    assert_eq!(found(&points, &region), points[..3]);
}

#[test]
fn a_cap_round_a_pole_is_a_ring_along_it() {
    let ring = |west: i64| {
        let corners = [
            (80, west),
            (80, west + 180),
            (90, west + 180),
            (90, west),
            (80, west),
        ];
        Ring::new(corners.map(|(lat, lon)| at(lat * E6, lon * E6)).into()).unwrap()
    };
    let region = Region::polygon(&ring(-180), &[]).and(Region::polygon(&ring(0), &[]));
    let points = [
        at(85 * E6, 3 * E6),
        at(90 * E6, -170 * E6),
        at(80 * E6, 0),
        at(79 * E6, 0),
    ];
    assert_eq!(found(&points, &region), points[..3]);
}

#[test]
fn nothing_is_in_no_region() {
    assert!(found(&[at(0, 0)], &Region::default()).is_empty());
    assert!(
        Positions::default()
            .members(&Region::circle(Circle(at(0, 0), 1_000)))
            .is_empty()
    );
}
