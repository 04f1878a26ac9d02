//! Where a point lies on the curve that visits the globe square by square: neighbours on it are
//! neighbours on the ground, and every square is one unbroken stretch of it.
//!
//! Written by hand, because the curve is these shifts and nothing else, and a square must be exactly the
//! points whose numbers lie in its stretch.

use super::area::Point;

/// Levels from the whole globe down to one micro-degree: 2^29 exceeds 360,000,000.
pub(super) const LEVELS: u8 = 29;

const LAT_OFFSET_E6: i32 = 90_000_000;
const LON_OFFSET_E6: i32 = 180_000_000;

/// Micro-degrees east and north of the corner at 90° S, 180° W.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub x: u32,
    pub y: u32,
}

impl Grid {
    pub(super) fn of(point: Point) -> Self {
        Self {
            x: point.lon_e6().wrapping_add(LON_OFFSET_E6).cast_unsigned(),
            y: point.lat_e6().wrapping_add(LAT_OFFSET_E6).cast_unsigned(),
        }
    }

    /// The point; beyond the globe (squares reach over its edge) its nearest.
    pub(super) fn point(self) -> Point {
        let lon = i64::from(self.x) - i64::from(LON_OFFSET_E6);
        let lat = i64::from(self.y) - i64::from(LAT_OFFSET_E6);
        Point::nearest_e6(lat, lon)
    }

    pub(super) fn number(self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }

    /// Whether it lies before another on the curve, without either's number.
    pub(super) fn is_before(self, other: Self) -> bool {
        let (x, y) = (self.x ^ other.x, self.y ^ other.y);
        // The highest bit in which they differ decides, and of equal bits that of the latitude.
        if y < x && y < x ^ y {
            self.x < other.x
        } else {
            self.y < other.y
        }
    }

    pub(super) fn at(number: u64) -> Self {
        Self {
            x: gather(number),
            y: gather(number >> 1),
        }
    }
}

/// Puts a zero between every two bits.
pub(super) fn spread(bits: u32) -> u64 {
    let mut wide = u64::from(bits);
    for (shift, mask) in STEPS {
        wide = (wide | wide << shift) & mask;
    }
    wide
}

/// Takes every second bit.
#[expect(clippy::cast_possible_truncation, reason = "the upper half is zero")]
fn gather(number: u64) -> u32 {
    let mut wide = number & STEPS[4].1;
    for (at, (shift, _)) in STEPS.iter().enumerate().rev() {
        let mask = if at == 0 {
            0xffff_ffff
        } else {
            STEPS[at - 1].1
        };
        wide = (wide | wide >> shift) & mask;
    }
    wide as u32
}

const STEPS: [(u32, u64); 5] = [
    (16, 0x0000_ffff_0000_ffff),
    (8, 0x00ff_00ff_00ff_00ff),
    (4, 0x0f0f_0f0f_0f0f_0f0f),
    (2, 0x3333_3333_3333_3333),
    (1, 0x5555_5555_5555_5555),
];

/// A square of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Square {
    /// Its south-west corner.
    pub corner: Grid,
    /// Its side is 2^level micro-degrees.
    pub level: u8,
}

impl Square {
    pub(super) fn side(self) -> u32 {
        1 << self.level
    }

    /// The smallest that holds two points, and so all between them.
    pub(super) fn around(low: Grid, high: Grid) -> Self {
        let differs = (low.x ^ high.x) | (low.y ^ high.y);
        let level = u32::BITS - differs.leading_zeros();
        let whole = u32::MAX.checked_shl(level).unwrap_or(0);
        Self {
            corner: Grid {
                x: low.x & whole,
                y: low.y & whole,
            },
            // At most 29 bits are in use.
            level: u8::try_from(level).unwrap_or(LEVELS),
        }
    }

    /// Its corner in the north-east: the last of its points.
    pub(super) fn last(self) -> Grid {
        Grid {
            x: self.corner.x + (self.side() - 1),
            y: self.corner.y + (self.side() - 1),
        }
    }

    /// The first point behind it on the curve; none behind the last square of all.
    pub(super) fn next(self) -> Option<Grid> {
        let next = self.last().number() + 1;
        (next < 1 << (2 * LEVELS)).then(|| Grid::at(next))
    }

    /// The smallest square in it that holds all of it that lies in a box; none if nothing does.
    pub(super) fn within(self, (low, high): (Grid, Grid)) -> Option<Self> {
        let last = self.last();
        let low = Grid {
            x: low.x.max(self.corner.x),
            y: low.y.max(self.corner.y),
        };
        let high = Grid {
            x: high.x.min(last.x),
            y: high.y.min(last.y),
        };
        (low.x <= high.x && low.y <= high.y).then(|| Self::around(low, high))
    }

    /// First and last number of its stretch.
    #[cfg(test)]
    pub(super) fn stretch(self) -> (u64, u64) {
        (self.corner.number(), self.last().number())
    }

    /// Its four quarters, in the order of the curve; none of a single point.
    pub(super) fn quarters(self) -> impl Iterator<Item = Self> {
        let level = self.level.saturating_sub(1);
        let half = 1 << level;
        let count = if self.level == 0 { 0 } else { 4 };
        (0..count).map(move |quarter| Self {
            corner: Grid {
                x: self.corner.x + (quarter & 1) * half,
                y: self.corner.y + (quarter >> 1) * half,
            },
            level,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_gives_its_point_back(x in 0..=360_000_000_u32, y in 0..=180_000_000_u32) {
            let grid = Grid { x, y };
            prop_assert_eq!(Grid::at(grid.number()), grid);
            prop_assert_eq!(Grid::of(grid.point()), grid);
        }

        #[test]
        fn who_comes_first_is_told_without_numbers(
            a in (0..1_u32 << LEVELS, 0..1_u32 << LEVELS),
            near in (-3..4_i32, -3..4_i32),
            far in (0..1_u32 << LEVELS, 0..1_u32 << LEVELS),
        ) {
            let grid = |(x, y)| Grid { x, y };
            let beside = (a.0.saturating_add_signed(near.0), a.1.saturating_add_signed(near.1));
            for (a, b) in [(grid(a), grid(beside)), (grid(a), grid(far))] {
                prop_assert_eq!(a.is_before(b), a.number() < b.number());
            }
        }

        #[test]
        fn the_smallest_square_round_two_points_holds_both_in_different_quarters(
            a in (0..1_u32 << LEVELS, 0..1_u32 << LEVELS),
            b in (0..1_u32 << LEVELS, 0..1_u32 << LEVELS),
        ) {
            let (a, b) = (Grid { x: a.0, y: a.1 }, Grid { x: b.0, y: b.1 });
            let square = Square::around(a, b);
            let holds = |square: Square, at: Grid| {
                let (first, last) = square.stretch();
                (first..=last).contains(&at.number())
            };
            prop_assert!(holds(square, a) && holds(square, b));
            prop_assert!(!square.quarters().any(|part| holds(part, a) && holds(part, b)));
        }

        #[test]
        fn the_quarters_of_a_square_follow_each_other_and_fill_it(level in 1..=LEVELS, at in any::<u64>()) {
            let corner = (at % (1 << (2 * LEVELS))) >> (2 * level) << (2 * level);
            let square = Square { corner: Grid::at(corner), level };
            let (mut next, last) = square.stretch();
            for quarter in square.quarters() {
                prop_assert_eq!(quarter.stretch().0, next);
                next = quarter.stretch().1 + 1;
            }
            prop_assert_eq!(next, last + 1);
        }
    }
}
