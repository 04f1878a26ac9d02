//! Who is in a region: square by square along the curve. A square that lies wholly inside is taken
//! whole, one that lies outside is passed over, and only in those that the border crosses is each asked.
//!
//! The answer comes in the order of the curve, and of one point in the order of the members: two
//! machines that know the same choose the same, in the same order.

use super::disc::Cover;
use super::morton::{Grid, Square};
use super::outline::{Edge, Side, quarter_is_inside, side};
use super::positions::{Member, Positions};
use super::region::{Part, Region};
use std::ops::Range;

/// A square with so few people is not parted further: asking each is cheaper.
const ASKED_EACH_MAX: usize = 12;

impl Positions {
    /// How many are in a region.
    pub fn count(&self, region: &Region) -> usize {
        let mut count = 0;
        self.each(region, |_, members| count += members.len());
        count
    }

    /// Who is in a region.
    pub fn members(&self, region: &Region) -> Vec<Member> {
        let mut found = Vec::new();
        self.each(region, |_, members| {
            found.extend(members.iter().copied().map(Member));
        });
        found
    }

    /// Calls `found` with numbers on the curve and members, several at once, until all in the region
    /// were named.
    pub(super) fn each(&self, region: &Region, found: impl FnMut(&[u64], &[u32])) {
        if self.is_empty() {
            return;
        }
        let mut walk = Walk::start(self, region, found);
        let all = 0..walk.open.len();
        walk.square(Square::ALL, self.all_blocks(), all);
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
    /// What is open, square within square; that of one term side by side.
    open: Vec<Open>,
    /// Indices of the edges of what is open.
    edges: Vec<u32>,
    found: F,
}

impl<'a, F: FnMut(&[u64], &[u32])> Walk<'a, F> {
    fn start(positions: &'a Positions, region: &'a Region, found: F) -> Self {
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

    fn square(&mut self, square: Square, among: Range<usize>, open: Range<usize>) {
        let stretch = square.stretch();
        let blocks = self.positions.blocks_of(among, stretch);
        let people = match blocks.len() {
            0 => 0,
            1 => self.positions.stretch(blocks.start, stretch).0.len(),
            _ => usize::MAX,
        };
        if people == 0 {
            return;
        }
        if people <= ASKED_EACH_MAX || square.level == 0 {
            self.ask_each(square, blocks, &open);
            return;
        }
        for quarter in square.quarters() {
            let (opened, edges) = (self.open.len(), self.edges.len());
            match self.judge((square, quarter), open.clone()) {
                Verdict::Nothing => {}
                Verdict::Whole => self.take(quarter.stretch(), blocks.clone()),
                Verdict::Open(open) => self.square(quarter, blocks.clone(), open),
            }
            self.open.truncate(opened);
            self.edges.truncate(edges);
        }
    }

    /// Names everybody on a stretch.
    fn take(&mut self, stretch: (u64, u64), among: Range<usize>) {
        for block in self.positions.blocks_of(among, stretch) {
            let (numbers, members) = self.positions.stretch(block, stretch);
            if !members.is_empty() {
                (self.found)(numbers, members);
            }
        }
    }

    /// Names those of a square who are in the region.
    fn ask_each(&mut self, square: Square, blocks: Range<usize>, open: &Range<usize>) {
        for block in blocks {
            let (numbers, members) = self.positions.stretch(block, square.stretch());
            for (number, member) in numbers.iter().zip(members) {
                if self.has(square, Grid::at(*number), open) {
                    (self.found)(&[*number], &[*member]);
                }
            }
        }
    }

    /// Whether a point of a square is in the region, by what is open there.
    fn has(&self, square: Square, point: Grid, open: &Range<usize>) -> bool {
        let opens = &self.open[open.clone()];
        opens
            .chunk_by(|a, b| self.term(a) == self.term(b))
            .any(|of_term| {
                let (mut is_within, mut is_gone) = (false, false);
                for open in of_term {
                    let side = match open {
                        Open::Within { .. } => Side::Inside,
                        Open::Disc { shape } => match self.shapes[*shape].part {
                            Part::Disc(disc) => disc.side(point.point()),
                            Part::Rings(_) => Side::Outside,
                        },
                        Open::Rings {
                            shape,
                            corner_is_inside,
                            edges,
                        } => {
                            let all = self.edges_of(*shape);
                            let near = self.edges[edges.clone()].iter();
                            let near = near.map(|at| &all[*at as usize]);
                            side(*corner_is_inside, (square, point), near)
                        }
                    };
                    if self.is_without(open) {
                        is_gone |= side == Side::Inside;
                    } else {
                        is_within |= side != Side::Outside;
                    }
                }
                is_within && !is_gone
            })
    }

    /// What a quarter of a square comes to.
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

    /// Opens in a quarter what of one term is still open; true when the quarter lies wholly in it.
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

    /// What one part covers of a quarter; opens it there if it is only some.
    fn reopen(&mut self, (square, quarter): (Square, Square), open: Open) -> Cover {
        match open {
            Open::Within { .. } => Cover::Whole,
            Open::Disc { shape } => {
                let cover = match self.shapes[shape].part {
                    Part::Disc(disc) => disc.covers(quarter),
                    Part::Rings(_) => Cover::None,
                };
                if cover == Cover::Part {
                    self.open.push(open);
                }
                cover
            }
            Open::Rings {
                shape,
                corner_is_inside,
                edges,
            } => {
                let all = self.edges_of(shape);
                let near = self.edges[edges.clone()].iter();
                let near = near.map(|at| &all[*at as usize]);
                let corner_is_inside = quarter_is_inside(corner_is_inside, (square, quarter), near);
                let start = self.edges.len();
                for at in edges {
                    let edge = self.edges[at];
                    if all[edge as usize].meets(quarter) {
                        self.edges.push(edge);
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
