//! Plane geometry of rings: their area and whether their edges cross.

use crate::doc::Position;

/// Pairs of edges compared for each position before giving up: a line from pole to pole crosses the border of a
/// real area far fewer times, and a ring made to be slow costs no more than its length.
const COMPARISONS_PER_POSITION: usize = 100;
/// Pairs compared in any case: every ring of 140 positions is checked whatever its shape.
const COMPARISONS_MIN: usize = 10_000;

/// Whether two edges of a ring cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crossing {
    /// None do.
    None,
    /// These two do; an edge is named by its first position.
    Edges(usize, usize),
    /// Too many edges to say.
    Unknown,
}

/// Twice the area enclosed, in square degrees, positive if counter-clockwise.
pub(super) fn doubled_area(ring: &[Position]) -> f64 {
    let Some(origin) = ring.first() else {
        return 0.0;
    };
    // Measured from the first position: far from 0,0 the products would lose the digits that matter.
    let from = |position: &Position| (position.lon - origin.lon, position.lat - origin.lat);
    let pairs = ring.windows(2).map(|edge| (from(&edge[0]), from(&edge[1])));
    pairs.map(|((x1, y1), (x2, y2))| x1 * y2 - x2 * y1).sum()
}

/// Looks for two edges that cross. Edges that only touch do not.
pub(super) fn crossing(ring: &[Position]) -> Crossing {
    let edges = ring.windows(2).enumerate();
    let mut order: Vec<Edge> = edges.map(|(nth, ends)| Edge::new(nth, ends)).collect();
    order.sort_unstable_by(|one, other| one.west.total_cmp(&other.west));
    // Edges that may still reach as far east as the one looked at.
    let mut open: Vec<Edge> = Vec::new();
    let comparisons_max = COMPARISONS_MIN + COMPARISONS_PER_POSITION * ring.len();
    let mut comparisons = 0;
    for edge in order {
        open.retain(|other| other.east >= edge.west);
        comparisons += open.len();
        if comparisons > comparisons_max {
            return Crossing::Unknown;
        }
        if let Some(other) = open.iter().find(|other| edge.crosses(other)) {
            return Crossing::Edges(edge.nth.min(other.nth), edge.nth.max(other.nth));
        }
        open.push(edge);
    }
    Crossing::None
}

/// From one position of a ring to the next, with its bounds.
#[derive(Clone, Copy)]
struct Edge {
    nth: usize,
    ends: [Position; 2],
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Edge {
    fn new(nth: usize, ends: &[Position]) -> Self {
        let [from, to] = [ends[0], ends[1]];
        Self {
            nth,
            ends: [from, to],
            west: from.lon.min(to.lon),
            east: from.lon.max(to.lon),
            south: from.lat.min(to.lat),
            north: from.lat.max(to.lat),
        }
    }

    fn crosses(&self, other: &Self) -> bool {
        let apart = self.north < other.south || other.north < self.south;
        let ([a, b], [c, d]) = (self.ends, other.ends);
        !apart && side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    }
}

/// Positive if `point` lies left of the line, negative if right, zero if on it.
fn side(from: Position, to: Position, point: Position) -> f64 {
    let across =
        (to.lon - from.lon) * (point.lat - from.lat) - (to.lat - from.lat) * (point.lon - from.lon);
    // Within rounding of the line is on it.
    if across.abs() < 1e-14 { 0.0 } else { across }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Polygon;

    fn ring(text: &str) -> Vec<Position> {
        text.parse::<Polygon>().unwrap().0
    }

    #[test]
    fn a_bow_tie_crosses_and_a_square_does_not() {
        assert_eq!(crossing(&ring("0,0 0,1 1,1 1,0 0,0")), Crossing::None);
        assert_eq!(
            crossing(&ring("0,0 1,1 0,1 1,0 0,0")),
            Crossing::Edges(0, 2)
        );
    }

    #[test]
    fn edges_that_touch_do_not_cross() {
        assert_eq!(crossing(&ring("0,0 2,0 2,2 1,0 0,2 0,0")), Crossing::None);
    }

    #[test]
    fn a_ring_made_to_be_slow_is_given_up() {
        let comb: Vec<Position> = (0..6000_i32)
            .map(|nth| Position::new(f64::from(nth) * 0.001, f64::from(nth % 2) * 90.0))
            .collect();
        assert_eq!(crossing(&comb), Crossing::Unknown);
    }

    #[test]
    fn a_long_honest_ring_is_checked() {
        let turns = (0..20_000_i32).map(|nth| f64::from(nth) / 20_000.0 * std::f64::consts::TAU);
        let mut round: Vec<Position> = turns
            .map(|turn| Position::new(turn.sin() * 5.0, turn.cos() * 5.0))
            .collect();
        round.push(round[0]);
        assert_eq!(crossing(&round), Crossing::None);
    }
}
