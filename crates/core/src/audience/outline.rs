//! Which side of a border a point is on, in whole numbers and without exception.
//!
//! Written by hand: the reference library answers for one point and walks the whole ring each time; here a
//! square knows for its corner whether it is inside, and a point of the square asks only the edges that
//! pass through the square. Every product fits 64 bits, so nothing is rounded. What lies exactly on
//! a line is decided by moving the asking point a little east and, far less, north: the same little for
//! everybody, so that no answer contradicts another.

use super::area::{Point, Ring};
use super::morton::{Grid, Square};
use super::positions::Spots;

/// One edge of a ring, in micro-degrees from the corner of the globe.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    a: (u32, u32),
    b: (u32, u32),
}

/// A place between the points: its coordinates are twice those of the grid.
type Twice = (i64, i64);

impl Edge {
    fn between(a: Point, b: Point) -> Self {
        let at = |point| {
            let Grid { x, y } = Grid::of(point);
            (x, y)
        };
        Self { a: at(a), b: at(b) }
    }

    /// From end to end.
    fn way(&self) -> (i64, i64) {
        (
            i64::from(self.b.0) - i64::from(self.a.0),
            i64::from(self.b.1) - i64::from(self.a.1),
        )
    }

    /// How far south and north it reaches, in micro-degrees north of the South Pole.
    pub(super) fn heights(&self) -> (f64, f64) {
        let (a, b) = (f64::from(self.a.1), f64::from(self.b.1));
        (a.min(b), a.max(b))
    }

    /// Where it crosses a latitude between its ends.
    pub(super) fn crossing(&self, y: f64) -> f64 {
        let place = |(x, y): (u32, u32)| (f64::from(x), f64::from(y));
        let ((ax, ay), (bx, by)) = (place(self.a), place(self.b));
        ax + (y - ay) / (by - ay) * (bx - ax)
    }

    /// Twice the area between the edge and the place: positive to its left, negative to its right.
    fn turn(&self, at: Twice) -> i64 {
        let (dx, dy) = self.way();
        let (ax, ay) = (i64::from(self.a.0), i64::from(self.a.1));
        dx * (at.1 - 2 * ay) - dy * (at.0 - 2 * ax)
    }

    /// Whether what turns so, moved a little, is to the left.
    fn is_left(&self, turn: i64) -> bool {
        match turn {
            0 if self.a.1 == self.b.1 => self.b.0 > self.a.0,
            0 => self.b.1 < self.a.1,
            turn => turn > 0,
        }
    }

    /// Whether a point on the line of the edge is one of the edge.
    #[cfg(test)]
    fn spans(&self, at: Grid) -> bool {
        let within = |a: u32, b: u32, c: u32| c >= a.min(b) && c <= a.max(b);
        within(self.a.0, self.b.0, at.x) && within(self.a.1, self.b.1, at.y)
    }

    /// Notes of each place of a square, whose corner is inside or is not, whether it is on the edge, and whether
    /// the edge lies an odd number of times on the way to it: from the corner along its meridian, and from
    /// there along the parallel of the place. One edge after the other is asked of all places, and none of them
    /// by a branch: so a processor works on several at once.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch for each place costs more"
    )]
    pub(super) fn mark(&self, square: Square, spots: Spots<'_>, sides: &mut [Side]) {
        let from = corner(square);
        let (dx, dy) = self.way();
        let (ax, ay) = (i64::from(self.a.0), i64::from(self.a.1));
        let (low, high) = self.bounds();
        let is_upright = self.passes_upright(from.0);
        let corner_is_left = self.is_left(self.turn(from));
        let on_the_line_is_left = self.is_left(0);
        let is_left = |turn: i64| (turn > 0) | ((turn == 0) & on_the_line_is_left);
        for ((x, y), side) in spots.xs.iter().zip(spots.ys).zip(sides) {
            let turn = 2 * (dx * (i64::from(*y) - ay) - dy * (i64::from(*x) - ax));
            let passes_level = (self.a.1 > *y) != (self.b.1 > *y);
            let spans = (*x >= low.x) & (*x <= high.x) & (*y >= low.y) & (*y <= high.y);
            let along_is_left = is_left(turn + dy * (2 * i64::from(*x) - from.0));
            let parts = (passes_level & (along_is_left != is_left(turn)))
                ^ (is_upright & (along_is_left != corner_is_left));
            side.0 ^= u8::from(parts);
            side.0 |= u8::from((turn == 0) & spans) << 1;
        }
    }

    /// Whether the point is one of the edge.
    #[cfg(test)]
    pub(super) fn has(&self, at: Grid) -> bool {
        self.spans(at) && self.turn((2 * i64::from(at.x), 2 * i64::from(at.y))) == 0
    }

    /// South-west and north-east of all of it.
    pub(super) fn bounds(&self) -> (Grid, Grid) {
        let of = |least: fn(u32, u32) -> u32| Grid {
            x: least(self.a.0, self.b.0),
            y: least(self.a.1, self.b.1),
        };
        (of(u32::min), of(u32::max))
    }

    /// Whether any of it may lie in the square or just beside it; never wrong when it says no.
    pub(super) fn meets(&self, square: Square) -> bool {
        let wide = |x: u32| i64::from(x);
        let side = wide(square.side());
        let (west, south) = (wide(square.corner.x) - 1, wide(square.corner.y) - 1);
        let (east, north) = (west + side + 1, south + side + 1);
        let (low, high) = self.bounds();
        if wide(high.x) < west || wide(low.x) > east || wide(high.y) < south || wide(low.y) > north
        {
            return false;
        }
        // Of the four corners these two are the farthest to either side of the line.
        let rises = (self.b.0 > self.a.0) == (self.b.1 > self.a.1);
        let (one, other) = if rises {
            ((west, north), (east, south))
        } else {
            ((west, south), (east, north))
        };
        let side = |(x, y): (i64, i64)| self.turn((2 * x, 2 * y)).signum();
        let (one, other) = (side(one), side(other));
        one != other || one == 0
    }

    /// Whether it ends on both sides of a parallel. Moved a little north: an edge that ends at this very
    /// height counts as below it.
    fn passes_level(&self, twice_y: i64) -> bool {
        let is_above = |y: u32| 2 * i64::from(y) > twice_y;
        is_above(self.a.1) != is_above(self.b.1)
    }

    /// Whether it ends on both sides of a meridian.
    fn passes_upright(&self, twice_x: i64) -> bool {
        let is_east = |x: u32| 2 * i64::from(x) > twice_x;
        is_east(self.a.0) != is_east(self.b.0)
    }

    /// Whether it lies between two places of one height.
    fn parts_level(&self, from: Twice, to_x: i64) -> bool {
        self.passes_level(from.1)
            && self.is_left(self.turn(from)) != self.is_left(self.turn((to_x, from.1)))
    }

    /// Whether it lies between two places of one longitude.
    fn parts_upright(&self, from: Twice, to_y: i64) -> bool {
        self.passes_upright(from.0)
            && self.is_left(self.turn(from)) != self.is_left(self.turn((from.0, to_y)))
    }

    /// Whether it lies an odd number of times on the way from the corner of a square to that of another, along
    /// the parallel first.
    pub(super) fn parts_corners(&self, from: Square, to: Square) -> bool {
        let (from, to) = (corner(from), corner(to));
        (from.0 != to.0 && self.parts_level(from, to.0))
            != (from.1 != to.1 && self.parts_upright((to.0, from.1), to.1))
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

/// Where a point is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Side(u8);

impl Side {
    pub(super) const OUTSIDE: Self = Self(0);
    pub(super) const INSIDE: Self = Self(1);
    /// On the border; where a count of crossings says that it is inside as well is of no interest.
    pub(super) const BORDER: Self = Self(2);

    /// Inside, or on the border.
    pub(super) fn is_within(self) -> bool {
        self.0 != 0
    }

    /// Inside and not on the border.
    pub(super) fn is_strictly_inside(self) -> bool {
        self == Self::INSIDE
    }
}
