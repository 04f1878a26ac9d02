//! Which side of a border a point is on, in whole numbers and without exception.
//!
//! Written by hand: the reference library answers for one point and walks the whole ring each time; here a
//! square knows for its corner whether it is inside, and a point of the square asks only the edges that
//! pass through the square. Every product fits 64 bits, so nothing is rounded. What lies exactly on
//! a line is decided by moving the asking point a little east and, far less, north: the same little for
//! everybody, so that no answer contradicts another.

use super::area::{Point, Ring};
use super::morton::{Grid, Square};

/// One edge of a ring, in micro-degrees from the corner of the globe.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    a: (i64, i64),
    b: (i64, i64),
}

/// A place between the points: its coordinates are twice those of the grid.
type Twice = (i64, i64);

impl Edge {
    fn between(a: Point, b: Point) -> Self {
        let wide = |point| {
            let Grid { x, y } = Grid::of(point);
            (i64::from(x), i64::from(y))
        };
        Self {
            a: wide(a),
            b: wide(b),
        }
    }

    /// Twice the area between the edge and the place: positive to its left, negative to its right.
    fn turn(&self, at: Twice) -> i64 {
        let (ax, ay) = self.a;
        let (dx, dy) = (self.b.0 - ax, self.b.1 - ay);
        dx * (at.1 - 2 * ay) - dy * (at.0 - 2 * ax)
    }

    /// Whether the place, moved a little, is to the left.
    fn is_left(&self, at: Twice) -> bool {
        match self.turn(at) {
            0 if self.a.1 == self.b.1 => self.b.0 > self.a.0,
            0 => self.b.1 < self.a.1,
            turn => turn > 0,
        }
    }

    /// Whether the point is one of the edge.
    pub(super) fn has(&self, at: (i64, i64)) -> bool {
        let within = |a: i64, b: i64, c: i64| c >= a.min(b) && c <= a.max(b);
        within(self.a.0, self.b.0, at.0)
            && within(self.a.1, self.b.1, at.1)
            && self.turn((2 * at.0, 2 * at.1)) == 0
    }

    /// Whether any of it may lie in the square or just beside it; never wrong when it says no.
    pub(super) fn meets(&self, square: Square) -> bool {
        let side = i64::from(square.side());
        let (west, south) = (
            i64::from(square.corner.x) - 1,
            i64::from(square.corner.y) - 1,
        );
        let (east, north) = (west + side + 1, south + side + 1);
        if self.a.0.max(self.b.0) < west
            || self.a.0.min(self.b.0) > east
            || self.a.1.max(self.b.1) < south
            || self.a.1.min(self.b.1) > north
        {
            return false;
        }
        let corners = [(west, south), (west, north), (east, south), (east, north)];
        let turns = corners.map(|(x, y)| self.turn((2 * x, 2 * y)).signum());
        turns != [1; 4] && turns != [-1; 4]
    }

    /// Whether it lies between two places of one height.
    fn parts_level(&self, from: Twice, to_x: i64) -> bool {
        // Moved a little north: an edge that ends at this very height counts as below it.
        let is_above = |y: i64| 2 * y > from.1;
        is_above(self.a.1) != is_above(self.b.1)
            && self.is_left(from) != self.is_left((to_x, from.1))
    }

    /// Whether it lies between two places of one longitude.
    fn parts_upright(&self, from: Twice, to_y: i64) -> bool {
        let is_east = |x: i64| 2 * x > from.0;
        is_east(self.a.0) != is_east(self.b.0) && self.is_left(from) != self.is_left((from.0, to_y))
    }
}

/// The edges of rings.
pub(super) fn edges(rings: &[Ring]) -> impl Iterator<Item = Edge> + '_ {
    let pairs = rings.iter().flat_map(|ring| ring.points().windows(2));
    pairs
        .filter(|pair| pair[0] != pair[1])
        .map(|pair| Edge::between(pair[0], pair[1]))
}

/// Just outside the south-west corner of a square, where no edge has an end.
fn corner(square: Square) -> Twice {
    let Grid { x, y } = square.corner;
    (2 * i64::from(x) - 1, 2 * i64::from(y) - 1)
}

/// Whether the corner of a quarter is inside, when that of its square is (or is not).
pub(super) fn quarter_is_inside<'a>(
    is_inside: bool,
    (square, quarter): (Square, Square),
    edges: impl Iterator<Item = &'a Edge>,
) -> bool {
    let (from, to) = (corner(square), corner(quarter));
    if from == to {
        return is_inside;
    }
    edges.fold(is_inside, |is_inside, edge| {
        let parts = edge.parts_level(from, to.0) != edge.parts_upright((to.0, from.1), to.1);
        is_inside != parts
    })
}

/// Where a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Inside,
    Border,
    Outside,
}

/// Where a point of a square is, when its corner is inside (or is not).
pub(super) fn side<'a>(
    is_inside: bool,
    (square, point): (Square, Grid),
    edges: impl Iterator<Item = &'a Edge>,
) -> Side {
    let from = corner(square);
    let at = (i64::from(point.x), i64::from(point.y));
    let (to_x, to_y) = (2 * at.0, 2 * at.1);
    let mut is_inside = is_inside;
    for edge in edges {
        if edge.has(at) {
            return Side::Border;
        }
        is_inside ^= edge.parts_upright(from, to_y) != edge.parts_level((from.0, to_y), to_x);
    }
    if is_inside {
        Side::Inside
    } else {
        Side::Outside
    }
}
