//! The libraries that are at hand: a tree of boxes (rstar), and the reference geometry library (geo) for what
//! lies in the box of an area.

use super::places::{Named, Spot};
use geo::{Intersects, MonotonicPolygons};
use rstar::{AABB, RTree, RTreeObject};
use vigie_core::audience::area::{Point, distance_m};

struct Placed {
    at: [i32; 2],
    _member: u32,
}

impl RTreeObject for Placed {
    type Envelope = AABB<[i32; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.at)
    }
}

pub struct Tree(RTree<Placed>);

impl Tree {
    pub fn of(spots: &[Spot]) -> Self {
        let placed = (0..).zip(spots).map(|(member, spot)| Placed {
            at: [spot.lon, spot.lat],
            _member: member,
        });
        Self(RTree::bulk_load(placed.collect()))
    }

    /// How many are in an area.
    pub fn count(&self, area: &Named) -> usize {
        let [(south, north), (west, east)] = area.bounds();
        let shape = Shape::of(area);
        let near = self
            .0
            .locate_in_envelope(&AABB::from_corners([west, south], [east, north]));
        near.filter(|placed| {
            let [lon, lat] = placed.at;
            shape.has(Spot { lat, lon })
        })
        .count()
    }
}

/// An area for the reference library, cut into pieces that each line meets at most twice.
pub enum Shape {
    Polygon(MonotonicPolygons<f64>),
    Circle(Point, f64),
}

impl Shape {
    pub fn of(area: &Named) -> Self {
        if area.is_circle() {
            return Self::Circle(area.centre.point(), f64::from(area.radius_m));
        }
        let line: Vec<(f64, f64)> = area
            .ring
            .iter()
            .map(|spot| (f64::from(spot.lon), f64::from(spot.lat)))
            .collect();
        Self::Polygon(geo::Polygon::new(line.into(), Vec::new()).into())
    }

    pub fn has(&self, spot: Spot) -> bool {
        match self {
            Self::Polygon(polygon) => polygon.intersects(&geo::Coord {
                x: f64::from(spot.lon),
                y: f64::from(spot.lat),
            }),
            Self::Circle(centre, radius_m) => distance_m(*centre, spot.point()) <= *radius_m,
        }
    }
}
