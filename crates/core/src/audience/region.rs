//! Any piece of ground: rings with holes, circles, put together and taken away.
//!
//! The rule for a point on a border: it is inside. A border of what is taken away stays inside as well: in
//! doubt somebody is warned.

use super::area::{Area, Circle, Ring};
use super::disc::Disc;
use super::morton::Grid;
use super::outline::{Edge, edges};

/// A piece of ground: the union of its terms.
#[derive(Clone, Debug, Default)]
pub struct Region {
    pub(super) terms: Vec<Term>,
}

/// What is in any of the one and strictly in none of the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Term {
    pub within: Vec<Part>,
    pub without: Vec<Part>,
}

#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A point that an odd number of these edges surrounds: a ring and its holes.
    Rings(Vec<Edge>),
    Disc(Disc),
}

impl Region {
    /// One ring and the holes in it.
    pub fn polygon(ring: &Ring, holes: &[Ring]) -> Self {
        let all = edges(std::slice::from_ref(ring)).chain(edges(holes));
        Self::part(Part::Rings(all.collect()))
    }

    /// A circle.
    pub fn circle(circle: Circle) -> Self {
        Self::part(Part::Disc(Disc::of(circle)))
    }

    /// What lies in either.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.terms.extend(other.terms);
        self
    }

    /// What lies in this and not in the other, of which nothing may be taken away already.
    #[must_use]
    pub fn without(mut self, other: &Self) -> Self {
        for term in &mut self.terms {
            let gone = other.terms.iter().flat_map(|term| &term.within);
            term.without.extend(gone.cloned());
        }
        self
    }

    /// South-west and north-east of all that lies in it; `None` when nothing does.
    pub(super) fn bounds(&self) -> Option<(Grid, Grid)> {
        let parts = self.terms.iter().flat_map(|term| &term.within);
        let bounds = parts.filter_map(Part::bounds);
        bounds.reduce(around)
    }

    fn part(part: Part) -> Self {
        let term = Term {
            within: vec![part],
            without: Vec::new(),
        };
        Self { terms: vec![term] }
    }
}

impl Part {
    fn bounds(&self) -> Option<(Grid, Grid)> {
        match self {
            Self::Rings(edges) => edges.iter().map(Edge::bounds).reduce(around),
            Self::Disc(disc) => Some(disc.bounds()),
        }
    }
}

/// The box round two boxes.
fn around(a: (Grid, Grid), b: (Grid, Grid)) -> (Grid, Grid) {
    let of = |pick: fn(u32, u32) -> u32, a: Grid, b: Grid| Grid {
        x: pick(a.x, b.x),
        y: pick(a.y, b.y),
    };
    (of(u32::min, a.0, b.0), of(u32::max, a.1, b.1))
}

/// The rings and circles of an area. Its codes name places that only their authority's zones tell.
impl From<&Area> for Region {
    fn from(area: &Area) -> Self {
        let rings = area
            .polygons
            .iter()
            .map(|ring| Part::Rings(edges(std::slice::from_ref(ring)).collect()));
        let discs = area
            .circles
            .iter()
            .map(|circle| Part::Disc(Disc::of(*circle)));
        let within: Vec<Part> = rings.chain(discs).collect();
        if within.is_empty() {
            return Self::default();
        }
        let term = Term {
            within,
            without: Vec::new(),
        };
        Self { terms: vec![term] }
    }
}
