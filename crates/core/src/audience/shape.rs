//! A border drawn with fewer corners, or drawn anew where it crossed itself, and what that costs: ground that
//! is gained, ground that is lost. Nothing is changed silently.

use super::area::{Point, Ring};
use geo::{BooleanOps, BoundingRect, ChamberlainDuquetteArea, MakeValid, SimplifyVwPreserve};

/// Rounds of looking for how much must be left out; each halves what is not known yet.
const ROUNDS: usize = 48;

/// What another border gains and loses.
#[derive(Clone, Debug, PartialEq)]
pub struct Redrawn {
    /// The new border; a ring that crossed itself may become several.
    pub rings: Vec<Ring>,
    /// Ground that was outside and is inside.
    pub gained: Vec<Ring>,
    /// Ground that was inside and is outside.
    pub lost: Vec<Ring>,
    /// Size of what is gained, in square metres.
    pub gained_m2: u64,
    /// Size of what is lost, in square metres.
    pub lost_m2: u64,
}

/// A ring with at most so many corners, the first repeated at the end; as close as they allow. `None` when
/// there is no ring of so few.
pub fn simplified(ring: &Ring, corners_max: usize) -> Option<Redrawn> {
    let polygon = ring.polygon();
    if ring.points().len() <= corners_max {
        return Some(compared(&polygon, vec![ring.clone()]));
    }
    // In square degrees of the triangle that a corner spans: from nothing to the whole globe.
    let (mut little, mut much) = (0.0_f64, 64_800.0_f64);
    let mut best = None;
    for _ in 0..ROUNDS {
        let middle = if little == 0.0 {
            much / 1e6
        } else {
            (little * much).sqrt()
        };
        let fewer = polygon.simplify_vw_preserve(middle);
        let fits = fewer.exterior().0.len() <= corners_max;
        let ring = fits.then(|| rounded(fewer.exterior())).flatten();
        if ring.is_some() {
            best = ring;
            much = middle;
        } else if fits && best.is_none() {
            // Too little is left: nothing remains of it.
            much = middle;
        } else {
            little = middle;
        }
    }
    best.map(|ring| compared(&polygon, vec![ring]))
}

/// What a ring that crosses itself encloses: whatever an odd number of its loops surrounds. `None` when that
/// is nothing.
pub fn uncrossed(points: &[Point]) -> Option<Redrawn> {
    let line: Vec<geo::Coord> = points.iter().map(|point| point.coordinate()).collect();
    let drawn = geo::Polygon::new(geo::LineString(line), Vec::new());
    let valid = drawn.make_valid().ok()?;
    let rings: Vec<Ring> = valid
        .iter()
        .filter_map(|one| rounded(one.exterior()))
        .collect();
    if rings.is_empty() {
        return None;
    }
    let before = valid;
    let after = many(&rings);
    Some(differences(&before, &after, rings))
}

/// How much of some ground lies in none of other rings, in square metres.
pub fn outside_m2<'a>(ground: &[Ring], others: impl Iterator<Item = &'a Ring>) -> u64 {
    let left = others.fold(many(ground), |left, ring| left.difference(&ring.polygon()));
    size_m2(&left)
}

/// A ring with holes in it, cut from south to north through each hole into rings without any: alerts are told
/// in rings, and a hole that is left out would be warned. `None` when nothing of a size is left.
pub fn without_holes(ring: &Ring, holes: &[Ring]) -> Option<Redrawn> {
    let inside = holes.iter().map(Ring::polygon);
    let whole = inside.fold(
        geo::MultiPolygon::new(vec![ring.polygon()]),
        |left, hole| left.difference(&hole),
    );
    let mut open: Vec<geo::Polygon> = whole.0.clone();
    let mut pieces = Vec::new();
    while let Some(piece) = open.pop() {
        let (Some(hole), Some(box_of)) = (piece.interiors().first(), piece.bounding_rect()) else {
            pieces.push(piece);
            continue;
        };
        let middle = hole.bounding_rect()?.center().x;
        let (low, high) = (box_of.min(), box_of.max());
        for (west, east) in [(low.x - 1.0, middle), (middle, high.x + 1.0)] {
            let side = geo::Rect::new((west, low.y - 1.0), (east, high.y + 1.0)).to_polygon();
            open.extend(piece.intersection(&side));
        }
    }
    let rings: Vec<Ring> = pieces
        .iter()
        .filter_map(|one| rounded(one.exterior()))
        .collect();
    (!rings.is_empty()).then(|| differences(&whole, &many(&rings), rings))
}

fn compared(before: &geo::Polygon, rings: Vec<Ring>) -> Redrawn {
    let after = many(&rings);
    differences(&geo::MultiPolygon::new(vec![before.clone()]), &after, rings)
}

fn differences(before: &geo::MultiPolygon, after: &geo::MultiPolygon, rings: Vec<Ring>) -> Redrawn {
    let (gained, lost) = (after.difference(before), before.difference(after));
    let outlines = |area: &geo::MultiPolygon| -> Vec<Ring> {
        area.iter()
            .filter_map(|one| rounded(one.exterior()))
            .collect()
    };
    Redrawn {
        rings,
        gained: outlines(&gained),
        lost: outlines(&lost),
        gained_m2: size_m2(&gained),
        lost_m2: size_m2(&lost),
    }
}

fn many(rings: &[Ring]) -> geo::MultiPolygon {
    geo::MultiPolygon::new(rings.iter().map(Ring::polygon).collect())
}

/// A ring of micro-degrees; rounding may make two corners one.
fn rounded(line: &geo::LineString) -> Option<Ring> {
    let points = line.0.iter().map(|at| Point::from_degrees(at.y, at.x).ok());
    let mut points = points.collect::<Option<Vec<Point>>>()?;
    points.dedup();
    Ring::new(points).ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and the surface of the globe, 5.1e14"
)]
fn size_m2(area: &geo::MultiPolygon) -> u64 {
    area.chamberlain_duquette_unsigned_area().round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> Point {
        Point::from_degrees(lat, lon).unwrap()
    }

    /// A star of so many corners around a place in Iraq.
    fn star(corners: usize, reach: &[u8]) -> Ring {
        let mut points: Vec<Point> = (0..corners)
            .map(|at| {
                #[expect(clippy::cast_precision_loss, reason = "some thousands")]
                let turn = at as f64 / corners as f64 * std::f64::consts::TAU;
                let far = 0.5 + f64::from(reach[at % reach.len()]) / 512.0;
                point(33.3 + far * turn.sin(), 44.4 + far * turn.cos())
            })
            .collect();
        points.push(points[0]);
        Ring::new(points).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn fewer_corners_cost_what_is_said_and_no_more(
            reach in proptest::collection::vec(any::<u8>(), 3..40),
            corners in 20..400_usize,
            corners_max in 8..100_usize,
        ) {
            let ring = star(corners, &reach);
            let redrawn = simplified(&ring, corners_max).unwrap();
            prop_assert!(redrawn.rings[0].points().len() <= corners_max);
            let (before, after) = (ring.size_m2(), redrawn.rings[0].size_m2());
            let said = before + redrawn.gained_m2 - redrawn.lost_m2;
            // The size of an area on the globe is an estimate: a corner more on a long edge changes it a little.
            prop_assert!(said.abs_diff(after) <= 1 + after / 500, "{} for {}", said, after);
        }
    }

    #[test]
    fn a_ring_that_is_short_enough_stays_and_costs_nothing() {
        let ring = star(40, &[100]);
        let redrawn = simplified(&ring, 41).unwrap();
        assert_eq!(redrawn.rings, [ring]);
        assert_eq!((redrawn.gained_m2, redrawn.lost_m2), (0, 0));
        assert_eq!(simplified(&star(40, &[100]), 3), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_zone_with_holes_is_cut_into_rings_that_leave_them_out(
            holes in proptest::collection::vec((0..6_u8, 0..6_u8, 1..90_u8), 0..8),
            at in proptest::collection::vec((0.0..6.0_f64, 0.0..6.0_f64), 1..100),
        ) {
            let square = |south: f64, west: f64, side: f64| {
                let corners = [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)];
                let points = corners.map(|(lat, lon)| point(33.0 + (south + lat) / 10.0, 44.0 + (west + lon) / 10.0));
                Ring::new(points.into()).unwrap()
            };
            let ring = square(0.0, 0.0, 6.0);
            let holes: Vec<Ring> = holes
                .iter()
                .map(|(lat, lon, side)| square(f64::from(*lat) + 0.05, f64::from(*lon) + 0.05, f64::from(*side) / 100.0))
                .collect();
            let cut = without_holes(&ring, &holes).unwrap();
            // Rounding to a tenth of a metre is all that changes.
            prop_assert!(cut.gained_m2 + cut.lost_m2 < 100_000, "{} {}", cut.gained_m2, cut.lost_m2);
            for (lat, lon) in at {
                let at = point(33.0 + lat / 10.0, 44.0 + lon / 10.0);
                let is_far = |ring: &Ring| {
                    let near = |edge: &[Point]| crate::audience::area::distance_m(edge[0], at) < 30.0;
                    !ring.points().windows(2).any(near)
                };
                if !cut.rings.iter().all(is_far) { continue; }
                let is_in = !holes.iter().any(|hole| hole.contains(at));
                prop_assert_eq!(cut.rings.iter().any(|ring| ring.contains(at)), is_in);
            }
        }
    }

    #[test]
    fn a_bow_tie_becomes_its_two_loops() {
        let corners = [
            (33.0, 44.0),
            (33.1, 44.1),
            (33.1, 44.0),
            (33.0, 44.1),
            (33.0, 44.0),
        ];
        let points: Vec<Point> = corners.iter().map(|(lat, lon)| point(*lat, *lon)).collect();
        assert!(Ring::new(points.clone()).is_err());
        let redrawn = uncrossed(&points).unwrap();
        assert_eq!(redrawn.rings.len(), 2);
        assert!(
            redrawn.rings.iter().any(
                |ring| ring.contains(point(33.02, 44.05)) || ring.contains(point(33.05, 44.02))
            )
        );
        let line = [(33.0, 44.0), (33.1, 44.1), (33.0, 44.0)];
        let points: Vec<Point> = line.iter().map(|(lat, lon)| point(*lat, *lon)).collect();
        assert_eq!(uncrossed(&points), None);
    }
}
