//! Whose cells a warning is for, and who comes first: the nearest to the danger, then those around it.
//!
//! In doubt a cell is in: a device that gave its cell decides for itself, and one that was passed over cannot.

use super::area::{Area, Circle, Point, Ring, distance_m, whole_m};
use super::cells::{Bounds, Cell, LEVEL_MAX};
use crate::warning::Alert;
use geo::{Intersects, Rect, coord};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// How far around an area people need to know of it, in metres: half an hour's walk.
pub const NEIGHBOURS_M: f64 = 5_000.0;
/// Cells of one level that are told apart; beyond it the parts of a cell are taken together and looked at one
/// by one where somebody listens. A thousand of the finest are 24,000 km².
const CELLS_MAX: usize = 1_024;
/// Cells that a selection is told to others by: a heartbeat lists them for every live warning.
const COVER_MAX: usize = 24;
/// One degree of latitude, in metres.
const DEGREE_M: f64 = 111_195.0;
/// Beyond this latitude meridians are too close for a margin in degrees to mean anything.
const POLAR_DEGREES: f64 = 85.0;

/// What has an area.
pub trait Placed {
    /// Its area.
    fn area(&self) -> &Area;
}

impl Placed for Area {
    fn area(&self) -> &Area {
        self
    }
}

impl Placed for Arc<Alert> {
    fn area(&self) -> &Area {
        &self.content.area
    }
}

/// The areas that a warning has been about: whoever was told of it is told of its end.
#[derive(Clone, Debug)]
pub struct Selection<A> {
    areas: Vec<A>,
    middle: Point,
    /// The southernmost and the northernmost of all of them, in micro-degrees.
    band: (i64, i64),
}

/// Where a cell lies to a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lies {
    /// In the area, so many metres from its middle.
    Within(u32),
    /// Around it.
    Near(u32),
}

impl<A: Placed> Selection<A> {
    /// Of these areas; none where one of them says its place by codes alone: then everybody is asked to look.
    pub fn of(mut areas: Vec<A>) -> Option<Self> {
        areas.dedup_by(|later, earlier| later.area() == earlier.area());
        let is_drawn = |area: &Area| !area.polygons.is_empty() || !area.circles.is_empty();
        if areas.is_empty() || !areas.iter().all(|one| is_drawn(one.area())) {
            return None;
        }
        let last = areas.last()?.area();
        let middle = match (last.circles.first(), last.polygons.first()) {
            (Some(Circle(middle, _)), _) => *middle,
            (None, Some(ring)) => middle_of(ring.points())?,
            (None, None) => return None,
        };
        let band = areas.iter().fold((i64::MAX, i64::MIN), |band, one| {
            let (south, north) = band_of(one.area());
            (band.0.min(south), band.1.max(north))
        });
        Some(Self {
            areas,
            middle,
            band,
        })
    }

    /// Where a cell lies; none when it is neither in an area nor around one.
    pub fn lies(&self, cell: Cell) -> Option<Lies> {
        let bounds = cell.bounds();
        let far_m = || whole_m(distance_m(self.middle, nearest(self.middle, &bounds)));
        if self.meets(&bounds, 0.0) {
            return Some(Lies::Within(far_m()));
        }
        self.meets(&bounds, NEIGHBOURS_M)
            .then(|| Lies::Near(far_m()))
    }

    /// Whether any of the areas meets a part of the globe.
    pub fn meets_bounds(&self, bounds: &Bounds) -> bool {
        self.meets(bounds, 0.0)
    }

    /// Whether any of the areas meets a ring, as zones are bounded.
    pub fn meets_ring(&self, ring: &Ring) -> bool {
        // A site has thousands of zones, and nearly all lie north or south of it all.
        let (south, north) = band_of_ring(ring);
        south <= self.band.1
            && self.band.0 <= north
            && self.areas.iter().any(|one| one.area().meets(ring))
    }

    /// A few cells, some coarser than others, that hold every cell in the areas or around them: whoever gave a
    /// cell that is in one of them, or has one of them in it, is told of the areas, and everybody can tell.
    pub fn cover(&self) -> Vec<Cell> {
        let mut cover = vec![Cell::GLOBE];
        loop {
            let coarsest = cover.iter().map(|cell| cell.level()).min();
            let Some(level) = coarsest.filter(|level| *level < LEVEL_MAX) else {
                return cover;
            };
            let (coarse, mut finer): (Vec<Cell>, Vec<Cell>) =
                cover.iter().partition(|cell| cell.level() == level);
            let parts = coarse.into_iter().flat_map(Cell::children);
            finer.extend(parts.filter(|cell| self.meets(&cell.bounds(), NEIGHBOURS_M)));
            // The first letters alone would be the globe.
            if finer.len() > COVER_MAX && level > 0 {
                return cover;
            }
            cover = finer;
        }
    }

    /// Numbers of cells, level by level, outside which no cell lies in the areas or around them.
    pub fn ranges(&self) -> Vec<(u8, RangeInclusive<u32>)> {
        let mut ranges: Vec<(u8, RangeInclusive<u32>)> = Vec::new();
        let mut cells = vec![Cell::GLOBE];
        for level in 1..=LEVEL_MAX {
            if cells.len() <= CELLS_MAX {
                cells = cells.into_iter().flat_map(Cell::children).collect();
                cells.retain(|cell| self.meets(&cell.bounds(), NEIGHBOURS_M));
            }
            let deeper = 5 * (level - cells.first().map_or(level, |cell| cell.level()));
            for cell in &cells {
                let first = cell.code() << deeper;
                let last = first | ((1 << deeper) - 1);
                match ranges.last_mut() {
                    Some((known, range)) if *known == level && *range.end() + 1 == first => {
                        *range = *range.start()..=last;
                    }
                    _ => ranges.push((level, first..=last)),
                }
            }
        }
        ranges
    }

    fn meets(&self, bounds: &Bounds, margin_m: f64) -> bool {
        let wide = widened(bounds, margin_m);
        self.areas.iter().map(Placed::area).any(|area| {
            let rings = area.polygons.iter().any(|ring| {
                let polygon = ring.polygon();
                shifted(&wide).iter().any(|rect| polygon.intersects(rect))
            });
            rings
                || area
                    .circles
                    .iter()
                    .any(|circle| circle_meets(circle, bounds, margin_m))
        })
    }
}

/// The latitudes between which an area lies, in micro-degrees; those of a circle are rounded outwards.
fn band_of(area: &Area) -> (i64, i64) {
    let rings = area.polygons.iter().map(band_of_ring);
    let circles = area.circles.iter().map(|Circle(middle, reach_m)| {
        // A degree has more than 110,000 m everywhere.
        let reach = i64::from(*reach_m) * 1_000_000 / 110_000 + 1;
        let middle = i64::from(middle.lat_e6());
        (middle - reach, middle + reach)
    });
    rings
        .chain(circles)
        .fold((i64::MAX, i64::MIN), |band, one| {
            (band.0.min(one.0), band.1.max(one.1))
        })
}

fn band_of_ring(ring: &Ring) -> (i64, i64) {
    let lats = ring.points().iter().map(|point| i64::from(point.lat_e6()));
    lats.fold((i64::MAX, i64::MIN), |(south, north), lat| {
        (south.min(lat), north.max(lat))
    })
}

/// The part of the globe and its copies a turn further east and west: rings may be drawn up to the antimeridian
/// and margins reach beyond it.
fn shifted(wide: &Bounds) -> [Rect; 3] {
    [-360.0, 0.0, 360.0].map(|turn| {
        Rect::new(
            coord! { x: wide.west + turn, y: wide.south },
            coord! { x: wide.east + turn, y: wide.north },
        )
    })
}

fn widened(bounds: &Bounds, margin_m: f64) -> Bounds {
    let lat = margin_m / DEGREE_M;
    let furthest = bounds.south.abs().max(bounds.north.abs()) + lat;
    let lon = if margin_m == 0.0 {
        0.0
    } else if furthest >= POLAR_DEGREES {
        180.0
    } else {
        lat / furthest.to_radians().cos()
    };
    Bounds {
        south: bounds.south - lat,
        west: bounds.west - lon,
        north: bounds.north + lat,
        east: bounds.east + lon,
    }
}

fn circle_meets(circle: &Circle, bounds: &Bounds, margin_m: f64) -> bool {
    let reach_m = f64::from(circle.1) + margin_m;
    let (lat, _) = circle.0.degrees();
    let reach = reach_m / DEGREE_M;
    if lat.abs() + reach >= POLAR_DEGREES {
        return lat - reach <= bounds.north && lat + reach >= bounds.south;
    }
    distance_m(circle.0, nearest(circle.0, bounds)) <= reach_m
}

/// The point between the bounds that is nearest to another, as good as latitudes and longitudes tell it.
fn nearest(point: Point, bounds: &Bounds) -> Point {
    let (lat, lon) = point.degrees();
    let turns = [lon - 360.0, lon, lon + 360.0];
    let outside = |lon: &f64| (bounds.west - lon).max(lon - bounds.east).max(0.0);
    let lon = turns
        .into_iter()
        .min_by(|a, b| outside(a).total_cmp(&outside(b)))
        .unwrap_or(lon);
    let lat = lat.clamp(bounds.south, bounds.north);
    // Within the bounds, which lie on the globe.
    Point::from_degrees(lat, lon.clamp(bounds.west, bounds.east)).unwrap_or(point)
}

fn middle_of(points: &[Point]) -> Option<Point> {
    let count = f64::from(u32::try_from(points.len()).ok()?);
    let (lat, lon) = points.iter().fold((0.0, 0.0), |(lat, lon), point| {
        let (more_lat, more_lon) = point.degrees();
        (lat + more_lat / count, lon + more_lon / count)
    });
    Point::from_degrees(lat, lon).ok()
}

#[cfg(test)]
#[path = "select/tests.rs"]
mod tests;
