//! Some who are neighbours on the curve, in its order: what a move shifts and what a square takes whole.

use crate::audience::morton::Grid;
use std::ops::Range;

/// Places of a block: two blocks of this size are shifted in less time than memory takes to answer.
pub(in crate::audience) const PLACES: usize = 128;

/// What a place is sorted by: its number on the curve, and among those of one point the member.
pub(super) type Key = (u64, u32);

/// Those of a block, or some of them that follow each other.
#[derive(Clone, Copy, Debug)]
pub(in crate::audience) struct Spots<'a> {
    /// Micro-degrees east of the globe's corner.
    pub xs: &'a [u32],
    /// Micro-degrees north of it.
    pub ys: &'a [u32],
    /// Who is there.
    pub members: &'a [u32],
}

impl<'a> Spots<'a> {
    /// Each with where it is.
    pub fn each(self) -> impl Iterator<Item = (Grid, u32)> + 'a {
        let places = self.xs.iter().zip(self.ys).zip(self.members);
        places.map(|((x, y), member)| (Grid { x: *x, y: *y }, *member))
    }

    /// Where one of them is.
    pub fn grid(self, at: usize) -> Grid {
        Grid {
            x: self.xs[at],
            y: self.ys[at],
        }
    }

    /// Some of them.
    pub fn part(self, range: Range<usize>) -> Self {
        Self {
            xs: &self.xs[range.clone()],
            ys: &self.ys[range.clone()],
            members: &self.members[range],
        }
    }
}

// Longitudes and latitudes are kept apart, and not as numbers on the curve: so nothing is worked out when a
// border asks everybody near it, and several are asked with one instruction.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it holds lies from the one to before the other.
    pub bounds: Range<Key>,
    len: usize,
    members: [u32; PLACES],
    xs: [u32; PLACES],
    ys: [u32; PLACES],
}

impl Block {
    pub const EMPTY: Self = Self {
        bounds: (0, 0)..(0, 0),
        len: 0,
        members: [0; PLACES],
        xs: [0; PLACES],
        ys: [0; PLACES],
    };

    pub fn grid(&self, at: usize) -> Grid {
        Grid {
            x: self.xs[at],
            y: self.ys[at],
        }
    }

    pub fn key(&self, at: usize) -> Key {
        (self.grid(at).number(), self.members[at])
    }

    pub fn spots(&self) -> Spots<'_> {
        Spots {
            xs: &self.xs[..self.len],
            ys: &self.ys[..self.len],
            members: &self.members[..self.len],
        }
    }

    /// Which of those in a range is the first that does not lie before a point.
    pub fn first_from(&self, among: Range<usize>, point: Grid) -> usize {
        let (mut low, mut high) = (among.start, among.end);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.grid(middle).is_before(point) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Where somebody at a point belongs.
    fn place_of(&self, point: Grid, member: u32) -> usize {
        let mut at = self.first_from(0..self.len, point);
        while at < self.len && self.grid(at) == point && self.members[at] < member {
            at += 1;
        }
        at
    }

    pub fn place_of_member(&self, member: u32) -> Option<usize> {
        // Sixteen at once first: that many are compared in one or two instructions.
        let members = &self.members[..self.len];
        let (sixteens, rest) = members.as_chunks::<16>();
        let has = |some: &[u32; 16]| {
            some.iter()
                .map(|one| u32::from(*one == member))
                .sum::<u32>()
                > 0
        };
        let (from, near) = match sixteens.iter().position(has) {
            Some(at) => (16 * at, sixteens[at].as_slice()),
            None => (16 * sixteens.len(), rest),
        };
        near.iter()
            .position(|one| *one == member)
            .map(|at| from + at)
    }

    /// Puts somebody behind all whom it holds.
    pub fn push(&mut self, point: Grid, member: u32) {
        self.set(self.len, point, member);
        self.len += 1;
    }

    pub fn insert(&mut self, point: Grid, member: u32) {
        let at = self.place_of(point, member);
        self.copy(at..self.len, at + 1);
        self.set(at, point, member);
        self.len += 1;
    }

    pub fn remove(&mut self, at: usize) {
        self.copy(at + 1..self.len, at);
        self.len -= 1;
    }

    /// Takes away all from a place on.
    pub fn cut(&mut self, len: usize) {
        self.len = len;
    }

    /// Gives what is at one place another point.
    pub fn shift(&mut self, at: usize, point: Grid, member: u32) {
        let to = self.place_of(point, member);
        let to = if to > at {
            self.copy(at + 1..to, at);
            to - 1
        } else {
            self.copy(to..at, to + 1);
            to
        };
        self.set(to, point, member);
    }

    fn set(&mut self, at: usize, point: Grid, member: u32) {
        (self.xs[at], self.ys[at], self.members[at]) = (point.x, point.y, member);
    }

    fn copy(&mut self, from: Range<usize>, to: usize) {
        self.xs.copy_within(from.clone(), to);
        self.ys.copy_within(from.clone(), to);
        self.members.copy_within(from, to);
    }
}
