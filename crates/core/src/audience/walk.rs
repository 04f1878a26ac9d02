//! Who is in a region: square by square along the curve. A square that lies wholly inside is taken
//! whole, one that lies outside is passed over, and only in those that the border crosses is each asked.
//!
//! The answer comes in the order of the curve, and of one point in the order of the members: two
//! machines that know the same choose the same, in the same order.

use super::disc::Cover;
use super::morton::{Grid, Square};
use super::outline::{Edge, Side};
use super::positions::{At, Member, PLACES, Positions, Spots};
use super::region::{Part, Region};
use std::ops::Range;

/// So many questions whether somebody is to one side of an edge cost no more than parting a square.
const QUESTIONS_MAX: usize = 128;
/// A square with so few people is not parted, however many edges meet it.
const PEOPLE_MIN: usize = 3;

impl Positions {
    /// How many are in a region.
    pub fn count(&self, region: &Region) -> usize {
        let mut count = Count(0);
        self.walk(region, &mut count);
        count.0
    }

    /// Who is in a region.
    pub fn members(&self, region: &Region) -> Vec<Member> {
        let mut found = Vec::new();
        self.each(region, |spots| {
            found.extend(spots.members.iter().copied().map(Member));
        });
        found
    }

    /// Calls `found` with several at once, until all in the region were named.
    pub(super) fn each(&self, region: &Region, found: impl FnMut(Spots<'_>)) {
        self.walk(region, &mut Each(found));
    }

    fn walk(&self, region: &Region, found: &mut impl Found) {
        let Some((low, high)) = region.bounds().filter(|_| !self.is_empty()) else {
            return;
        };
        let mut walk = Walk::start(self, region, (low, high), found);
        let square = Square::around(low, high);
        let all = self.ends();
        let from = self.first_from(all, square.corner);
        let to = match square.next() {
            Some(next) => self.first_from((from, all.1), next),
            None => all.1,
        };
        let open = 0..walk.open.len();
        walk.square(square, (from, to), open);
    }
}

/// What is done with those who are found.
trait Found {
    /// Some who follow each other.
    fn some(&mut self, spots: Spots<'_>);

    /// Those of some who are not outside.
    fn within(&mut self, spots: Spots<'_>, sides: &[Side]) {
        let mut from = 0;
        for (at, side) in sides.iter().enumerate() {
            if !side.is_within() {
                if from < at {
                    self.some(spots.part(from..at));
                }
                from = at + 1;
            }
        }
        if from < sides.len() {
            self.some(spots.part(from..sides.len()));
        }
    }

    /// All between two places.
    fn whole(&mut self, positions: &Positions, (low, high): (At, At)) {
        for spots in positions.spots(low, high) {
            self.some(spots);
        }
    }
}

struct Count(usize);

impl Found for Count {
    fn some(&mut self, spots: Spots<'_>) {
        self.0 += spots.members.len();
    }

    fn within(&mut self, _: Spots<'_>, sides: &[Side]) {
        let within = sides.iter().map(|side| u8::from(side.is_within()));
        // As many as a block has places: they fit.
        self.0 += usize::from(within.sum::<u8>());
    }

    fn whole(&mut self, positions: &Positions, (low, high): (At, At)) {
        self.0 += positions.between(low, high);
    }
}

struct Each<F>(F);

impl<F: FnMut(Spots<'_>)> Found for Each<F> {
    fn some(&mut self, spots: Spots<'_>) {
        (self.0)(spots);
    }
}

/// One part of a region.
#[derive(Clone, Copy)]
struct Shape<'a> {
    part: &'a Part,
    term: usize,
    /// Whether it is taken away.
    is_without: bool,
}

/// What of the region a square must still be asked about.
#[derive(Clone, Debug)]
enum Open {
    /// The square lies wholly in one of the parts that the term is made of.
    Within { term: usize },
    /// The border of rings passes through it.
    Rings {
        shape: usize,
        corner_is_inside: bool,
        /// Those of the edges that meet the square.
        edges: Range<usize>,
    },
    /// The border of a circle passes through it.
    Disc { shape: usize },
}

/// What a square came to.
enum Verdict {
    Whole,
    Nothing,
    Open(Range<usize>),
}

struct Walk<'a, F> {
    positions: &'a Positions,
    shapes: Vec<Shape<'a>>,
    /// The box round all of the region.
    bounds: (Grid, Grid),
    /// What is open, square within square; that of one term side by side.
    open: Vec<Open>,
    /// Indices of the edges of what is open.
    edges: Vec<u32>,
    found: &'a mut F,
}

impl<'a, F: Found> Walk<'a, F> {
    fn start(
        positions: &'a Positions,
        region: &'a Region,
        bounds: (Grid, Grid),
        found: &'a mut F,
    ) -> Self {
        let terms = region.terms.iter().enumerate();
        let shapes = terms.flat_map(|(term, parts)| {
            let within = parts.within.iter().map(|part| (part, false));
            let without = parts.without.iter().map(|part| (part, true));
            within.chain(without).map(move |(part, is_without)| Shape {
                part,
                term,
                is_without,
            })
        });
        let mut walk = Walk {
            positions,
            shapes: shapes.collect(),
            bounds,
            open: Vec::new(),
            edges: Vec::new(),
            found,
        };
        for shape in 0..walk.shapes.len() {
            let open = match walk.shapes[shape].part {
                Part::Disc(_) => Open::Disc { shape },
                Part::Rings(edges) => {
                    let start = walk.edges.len();
                    // A ring's corners are limited to thousands.
                    let count = u32::try_from(edges.len()).unwrap_or(u32::MAX);
                    walk.edges.extend(0..count);
                    Open::Rings {
                        shape,
                        corner_is_inside: false,
                        edges: start..walk.edges.len(),
                    }
                }
            };
            walk.open.push(open);
        }
        walk
    }

    /// Finds those of a square, who are between two places, by what is open there.
    fn square(&mut self, square: Square, (low, high): (At, At), open: Range<usize>) {
        let people = self.positions.between(low, high);
        if people == 0 {
            return;
        }
        let is_cheap = people <= PEOPLE_MIN || people * self.questions(&open) <= QUESTIONS_MAX;
        if is_cheap || square.level == 0 {
            self.ask_each(square, (low, high), &open);
            return;
        }
        let mut from = low;
        let mut quarters = square.quarters().peekable();
        while let Some(quarter) = quarters.next() {
            let to = match quarters.peek() {
                Some(next) => self.positions.first_from((from, high), next.corner),
                None => high,
            };
            if self.positions.between(from, to) > 0 {
                self.quarter((square, quarter), (from, to), open.clone());
            }
            from = to;
        }
    }

    /// Finds those of a quarter of a square. Where the region reaches into a part of it alone, that part
    /// is gone to at once.
    fn quarter(
        &mut self,
        (square, quarter): (Square, Square),
        (low, high): (At, At),
        open: Range<usize>,
    ) {
        let (opened, edges) = (self.open.len(), self.edges.len());
        let Some(part) = quarter.within(self.bounds) else {
            return;
        };
        let (mut low, mut high) = (low, high);
        if part != quarter {
            low = self.positions.first_from((low, high), part.corner);
            if let Some(next) = part.next() {
                high = self.positions.first_from((low, high), next);
            }
        }
        match self.judge((square, part), open) {
            Verdict::Nothing => {}
            Verdict::Whole => self.found.whole(self.positions, (low, high)),
            Verdict::Open(open) => self.square(part, (low, high), open),
        }
        self.open.truncate(opened);
        self.edges.truncate(edges);
    }

    /// How much must be asked of each in a square.
    fn questions(&self, open: &Range<usize>) -> usize {
        let of = |open: &Open| match open {
            Open::Within { .. } => 0,
            Open::Rings { edges, .. } => edges.len(),
            Open::Disc { .. } => 1,
        };
        self.open[open.clone()].iter().map(of).sum()
    }

    /// Names those of a square who are in the region.
    fn ask_each(&mut self, square: Square, (low, high): (At, At), open: &Range<usize>) {
        for spots in self.positions.spots(low, high) {
            let mut sides = [Side::OUTSIDE; PLACES];
            let sides = &mut sides[..spots.members.len()];
            self.mark_region(square, spots, open, sides);
            self.found.within(spots, sides);
        }
    }

    /// On which side of the region, as far as it is open in a square, some places of it are.
    fn mark_region(
        &self,
        square: Square,
        spots: Spots<'_>,
        open: &Range<usize>,
        marked: &mut [Side],
    ) {
        let opens = &self.open[open.clone()];
        if let [one] = opens {
            // Most squares on a border are on one border.
            if !self.is_without(one) {
                self.mark(square, spots, one, marked);
            }
            return;
        }
        for of_term in opens.chunk_by(|a, b| self.term(a) == self.term(b)) {
            let mut within = [false; PLACES];
            let mut gone = [false; PLACES];
            for open in of_term {
                let mut sides = [Side::OUTSIDE; PLACES];
                let sides = &mut sides[..marked.len()];
                self.mark(square, spots, open, sides);
                let is_without = self.is_without(open);
                for ((side, within), gone) in sides.iter().zip(&mut within).zip(&mut gone) {
                    *within |= !is_without & side.is_within();
                    *gone |= is_without & side.is_strictly_inside();
                }
            }
            for ((marked, within), gone) in marked.iter_mut().zip(within).zip(gone) {
                if within && !gone {
                    *marked = Side::INSIDE;
                }
            }
        }
    }

    /// On which side of what is open in a square some places of it are.
    fn mark(&self, square: Square, spots: Spots<'_>, open: &Open, sides: &mut [Side]) {
        match open {
            Open::Within { .. } => sides.fill(Side::INSIDE),
            Open::Disc { shape } => {
                if let Part::Disc(disc) = self.shapes[*shape].part {
                    disc.mark(spots, sides);
                }
            }
            Open::Rings {
                shape,
                corner_is_inside,
                edges,
            } => {
                if *corner_is_inside {
                    sides.fill(Side::INSIDE);
                }
                let all = self.edges_of(*shape);
                for at in &self.edges[edges.clone()] {
                    all[*at as usize].mark(square, spots, sides);
                }
            }
        }
    }

    /// What a part of a square comes to.
    fn judge(&mut self, squares: (Square, Square), open: Range<usize>) -> Verdict {
        let start = self.open.len();
        let mut at = open.start;
        while at < open.end {
            let term = self.term(&self.open[at]);
            let end = (at..open.end)
                .find(|next| self.term(&self.open[*next]) != term)
                .unwrap_or(open.end);
            if self.judge_term(squares, term, at..end) {
                return Verdict::Whole;
            }
            at = end;
        }
        if self.open.len() == start {
            Verdict::Nothing
        } else {
            Verdict::Open(start..self.open.len())
        }
    }

    /// Opens in a part of a square what of one term is still open; true when it lies wholly in it.
    fn judge_term(&mut self, squares: (Square, Square), term: usize, open: Range<usize>) -> bool {
        let (start, edges_before) = (self.open.len(), self.edges.len());
        let (mut is_within, mut is_gone) = (false, false);
        for at in open {
            let open = self.open[at].clone();
            let is_without = self.is_without(&open);
            match self.reopen(squares, open) {
                Cover::Whole if is_without => is_gone = true,
                Cover::Whole => is_within = true,
                Cover::None | Cover::Part => {}
            }
        }
        let some = |is_without| {
            let mut opened = self.open[start..].iter();
            opened.any(|open| self.is_without(open) == is_without)
        };
        if is_within && !is_gone && !some(true) {
            return true;
        }
        if is_gone || !(is_within || some(false)) {
            self.open.truncate(start);
            self.edges.truncate(edges_before);
        } else if is_within {
            self.open.push(Open::Within { term });
        }
        false
    }

    /// What one part of the region covers of a part of a square; opens it there if it is only some.
    fn reopen(&mut self, (square, part): (Square, Square), open: Open) -> Cover {
        match open {
            Open::Within { .. } => Cover::Whole,
            Open::Disc { shape } => {
                let cover = match self.shapes[shape].part {
                    Part::Disc(disc) => disc.covers(part),
                    Part::Rings(_) => Cover::None,
                };
                if cover == Cover::Part {
                    self.open.push(open);
                }
                cover
            }
            Open::Rings {
                shape,
                mut corner_is_inside,
                edges,
            } => {
                let all = self.edges_of(shape);
                let start = self.edges.len();
                for at in edges {
                    let index = self.edges[at];
                    let edge = &all[index as usize];
                    corner_is_inside ^= edge.parts_corners(square, part);
                    if edge.meets(part) {
                        self.edges.push(index);
                    }
                }
                let edges = start..self.edges.len();
                if edges.is_empty() {
                    return if corner_is_inside {
                        Cover::Whole
                    } else {
                        Cover::None
                    };
                }
                self.open.push(Open::Rings {
                    shape,
                    corner_is_inside,
                    edges,
                });
                Cover::Part
            }
        }
    }

    fn edges_of(&self, shape: usize) -> &'a [Edge] {
        match self.shapes[shape].part {
            Part::Rings(edges) => edges,
            Part::Disc(_) => &[],
        }
    }

    fn term(&self, open: &Open) -> usize {
        match open {
            Open::Within { term } => *term,
            Open::Rings { shape, .. } | Open::Disc { shape } => self.shapes[*shape].term,
        }
    }

    fn is_without(&self, open: &Open) -> bool {
        match open {
            Open::Within { .. } => false,
            Open::Rings { shape, .. } | Open::Disc { shape } => self.shapes[*shape].is_without,
        }
    }
}

#[cfg(test)]
mod tests;
