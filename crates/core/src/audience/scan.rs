//! Where a region lies at one latitude: stretches from west to east. Line by line from south to north, it is
//! measured how much of each cell of a grid a region covers.

use super::disc::Disc;
use super::outline::Edge;
use super::region::{Part, Region};

/// From here to there, in micro-degrees east of 180° W.
pub(super) type Stretch = (f64, f64);

/// A region that is gone through from south to north.
pub(super) struct Scan<'a> {
    shapes: Vec<Shape<'a>>,
}

struct Shape<'a> {
    term: usize,
    /// Whether it is taken away.
    is_without: bool,
    form: Form<'a>,
}

enum Form<'a> {
    Rings {
        /// Edges that begin farther north, the nearest last.
        ahead: Vec<&'a Edge>,
        /// Edges that the line crosses.
        crossed: Vec<&'a Edge>,
    },
    Disc(&'a Disc),
}

impl<'a> Scan<'a> {
    pub(super) fn of(region: &'a Region) -> Self {
        let terms = region.terms.iter().enumerate();
        let shapes = terms.flat_map(|(term, parts)| {
            let within = parts.within.iter().map(|part| (part, false));
            let without = parts.without.iter().map(|part| (part, true));
            within
                .chain(without)
                .map(move |(part, is_without)| Shape::of(part, term, is_without))
        });
        Self {
            shapes: shapes.collect(),
        }
    }

    /// How far south and north it reaches, in micro-degrees north of the South Pole.
    pub(super) fn reach(&self) -> Option<(f64, f64)> {
        let within = self.shapes.iter().filter(|shape| !shape.is_without);
        let reaches = within.filter_map(|shape| match &shape.form {
            Form::Disc(disc) => Some(disc.heights()),
            Form::Rings { ahead, .. } => {
                let heights = ahead.iter().map(|edge| edge.heights());
                heights.reduce(wider)
            }
        });
        reaches.reduce(wider)
    }

    /// The stretches of it at one latitude, from west to east. It is never asked for one farther south than
    /// the one before.
    pub(super) fn at(&mut self, y: f64) -> Vec<Stretch> {
        let mut all = Vec::new();
        for of_term in self.shapes.chunk_by_mut(|a, b| a.term == b.term) {
            let (mut within, mut without) = (Vec::new(), Vec::new());
            for shape in of_term {
                let side = if shape.is_without {
                    &mut without
                } else {
                    &mut within
                };
                shape.form.stretches(y, side);
            }
            all.extend(less(&joined(within), &joined(without)));
        }
        joined(all)
    }
}

impl<'a> Shape<'a> {
    fn of(part: &'a Part, term: usize, is_without: bool) -> Self {
        let form = match part {
            Part::Disc(disc) => Form::Disc(disc),
            Part::Rings(edges) => {
                let mut ahead: Vec<&Edge> = edges.iter().collect();
                ahead.sort_by(|a, b| b.heights().0.total_cmp(&a.heights().0));
                Form::Rings {
                    ahead,
                    crossed: Vec::new(),
                }
            }
        };
        Self {
            term,
            is_without,
            form,
        }
    }
}

impl Form<'_> {
    fn stretches(&mut self, y: f64, to: &mut Vec<Stretch>) {
        match self {
            Self::Disc(disc) => disc.stretches(y, to),
            Self::Rings { ahead, crossed } => {
                while let Some(edge) = ahead.pop_if(|edge| edge.heights().0 <= y) {
                    crossed.push(edge);
                }
                crossed.retain(|edge| edge.heights().1 > y);
                let mut places: Vec<f64> = crossed.iter().map(|edge| edge.crossing(y)).collect();
                places.sort_by(f64::total_cmp);
                // Each crossing goes in or out: a hole is left where it was entered.
                to.extend(places.chunks_exact(2).map(|pair| (pair[0], pair[1])));
            }
        }
    }
}

fn wider(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.max(b.1))
}

/// What lies in any of them, in order.
fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// What lies in the one and not in the other, both in order.
fn less(within: &[Stretch], without: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::with_capacity(within.len());
    for (from, to) in within {
        let mut from = *from;
        for (gone_from, gone_to) in without {
            if *gone_to <= from || *gone_from >= *to {
                continue;
            }
            if *gone_from > from {
                left.push((from, *gone_from));
            }
            from = *gone_to;
        }
        if from < *to {
            left.push((from, *to));
        }
    }
    left
}
