//! Places as whole numbers: an area is checked once at the edge and then is closed and has a size.
//!
//! Micro-degrees (0.11 m at the equator) keep floats, and so differences between machines, out of
//! the journal. The rule for a point on the border: it counts as inside.

use crate::limits::RING_POINTS_MAX;
use geo::{Contains, Intersects, Validation};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A place on the globe (WGS 84) in micro-degrees; written as `[lat_e6, lon_e6]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Point(i32, i32);

impl Point {
    /// From degrees; refuses what is not on the globe.
    pub fn from_degrees(lat: f64, lon: f64) -> Result<Self, AreaFault> {
        if !(lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0) {
            return Err(AreaFault::OffTheGlobe {
                lat: lat.to_string(),
                lon: lon.to_string(),
            });
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 180,000,000")]
        Ok(Self((lat * 1e6).round() as i32, (lon * 1e6).round() as i32))
    }
    /// The point nearest to these micro-degrees, which may lie beyond the edge of the map.
    pub(super) fn nearest_e6(lat: i64, lon: i64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "at most 180,000,000")]
        let within = |e6: i64, max: i64| e6.clamp(-max, max) as i32;
        Self(within(lat, 90_000_000), within(lon, 180_000_000))
    }
    /// Latitude in micro-degrees, north positive.
    pub const fn lat_e6(self) -> i32 {
        self.0
    }
    /// Longitude in micro-degrees, east positive.
    pub const fn lon_e6(self) -> i32 {
        self.1
    }
    /// Latitude and longitude in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.0) / 1e6, f64::from(self.1) / 1e6)
    }
    /// The same numbers the other way round, to find out whether somebody swapped them.
    pub fn swapped(self) -> Option<Self> {
        let (lat, lon) = self.degrees();
        Self::from_degrees(lon, lat).ok()
    }
    pub(super) fn coordinate(self) -> geo::Coord {
        let (lat, lon) = self.degrees();
        geo::Coord { x: lon, y: lat }
    }
}

/// A closed ring that does not cross itself and has a size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ring(Vec<Point>);

impl Ring {
    /// Checks the corners: at least four, first equals last, no crossing, under half the globe wide.
    pub fn new(points: Vec<Point>) -> Result<Self, AreaFault> {
        if points.len() < 4 {
            return Err(AreaFault::TooFewPoints {
                points: points.len(),
            });
        }
        if points.len() > RING_POINTS_MAX {
            return Err(AreaFault::TooManyPoints {
                points: points.len(),
            });
        }
        if points.first() != points.last() {
            return Err(AreaFault::Open);
        }
        let (west, east) = points.iter().fold((i32::MAX, i32::MIN), |(w, e), p| {
            (w.min(p.lon_e6()), e.max(p.lon_e6()))
        });
        if i64::from(east) - i64::from(west) > 180_000_000 {
            return Err(AreaFault::TooWide);
        }
        let ring = Self(points);
        if !ring.polygon().is_valid() {
            return Err(AreaFault::CrossesItself);
        }
        Ok(ring)
    }
    /// Corners that were found to be closed, crossing or not.
    pub(super) fn as_drawn(points: Vec<Point>) -> Self {
        Self(points)
    }
    /// The corners, the first repeated at the end.
    pub fn points(&self) -> &[Point] {
        &self.0
    }
    pub(super) fn polygon(&self) -> geo::Polygon {
        let line: Vec<geo::Coord> = self.0.iter().map(|p| p.coordinate()).collect();
        geo::Polygon::new(geo::LineString(line), Vec::new())
    }
}

/// A circle: centre, and radius in metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circle(pub Point, pub u32);

/// An area as CAP says it: the union of its rings, circles and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// What people call it.
    pub desc: String,
    /// Rings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub polygons: Vec<Ring>,
    /// Circles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circles: Vec<Circle>,
    /// Codes of other authorities, name and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub geocodes: Vec<(String, String)>,
}

impl Area {
    /// Whether it names no place at all.
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty() && self.circles.is_empty() && self.geocodes.is_empty()
    }

    /// Whether the point lies in a ring or circle; its border counts as inside.
    pub fn contains(&self, point: Point) -> bool {
        let at = geo::Point(point.coordinate());
        self.polygons.iter().any(|ring| {
            let polygon = ring.polygon();
            polygon.contains(&at) || polygon.intersects(&at)
        }) || self
            .circles
            .iter()
            .any(|circle| distance_m(circle.0, point) <= f64::from(circle.1))
    }

    /// Whether any of its rings meets the ring.
    pub fn meets(&self, other: &Ring) -> bool {
        let other_polygon = other.polygon();
        self.polygons
            .iter()
            .any(|ring| ring.polygon().intersects(&other_polygon))
            || self.circles.iter().any(|circle| {
                other
                    .points()
                    .iter()
                    .any(|p| distance_m(circle.0, *p) <= f64::from(circle.1))
                    || other_polygon.contains(&geo::Point(circle.0.coordinate()))
            })
    }
}

/// Great-circle distance in metres on a sphere of 6,371,008.8 m.
pub fn distance_m(a: Point, b: Point) -> f64 {
    let (lat_a, lon_a) = a.degrees();
    let (lat_b, lon_b) = b.degrees();
    let (phi_a, phi_b) = (lat_a.to_radians(), lat_b.to_radians());
    let half_lat = ((phi_b - phi_a) / 2.0).sin();
    let half_lon = ((lon_b - lon_a).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + phi_a.cos() * phi_b.cos() * half_lon * half_lon;
    2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
}

/// A distance on the globe in whole metres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most half the way around the globe, 20,015 km"
)]
pub(super) fn whole_m(distance_m: f64) -> u32 {
    distance_m.round() as u32
}

/// Why a place or an area is not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaFault {
    /// Latitude beyond ±90 or longitude beyond ±180, or not a number.
    OffTheGlobe {
        /// As given.
        lat: String,
        /// As given.
        lon: String,
    },
    /// Fewer than four corners.
    TooFewPoints {
        /// As given.
        points: usize,
    },
    /// More corners than the limit.
    TooManyPoints {
        /// As given.
        points: usize,
    },
    /// The last corner is not the first.
    Open,
    /// Edges cross, or the ring has no size.
    CrossesItself,
    /// Wider than half the globe: it probably crosses the antimeridian.
    TooWide,
}

impl AreaFault {
    /// A stable code for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OffTheGlobe { .. } => "area.off_the_globe",
            Self::TooFewPoints { .. } => "area.too_few_points",
            Self::TooManyPoints { .. } => "area.too_many_points",
            Self::Open => "area.open",
            Self::CrossesItself => "area.crosses_itself",
            Self::TooWide => "area.too_wide",
        }
    }
}

impl fmt::Display for AreaFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OffTheGlobe { lat, lon } => {
                write!(
                    f,
                    "latitude {lat}, longitude {lon} is not on the globe; latitude goes from -90 to 90 and comes first, longitude from -180 to 180"
                )?;
                match (lat.parse(), lon.parse()) {
                    (Ok(lat), Ok(lon)) if Point::from_degrees(lon, lat).is_ok() => {
                        f.write_str("; the two seem swapped")
                    }
                    _ => Ok(()),
                }
            }
            Self::TooFewPoints { points } => {
                write!(f, "the ring has {points} points; it needs at least 4, the last equal to the first")
            }
            Self::TooManyPoints { points } => {
                write!(f, "the ring has {points} points; at most {RING_POINTS_MAX} are accepted, simplify it")
            }
            Self::Open => f.write_str("the ring is open; repeat its first point at the end"),
            Self::CrossesItself => {
                f.write_str("the ring crosses itself or has no size; draw it again without crossing edges")
            }
            Self::TooWide => f.write_str(
                "the ring is wider than half the globe; if it crosses the 180th meridian, split it there in two",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Result<Ring, AreaFault> {
        Ring::new(
            corners
                .iter()
                .map(|(a, b)| Point::from_degrees(*a, *b).unwrap())
                .collect(),
        )
    }

    #[test]
    fn a_bow_tie_is_refused() {
        let tie = ring(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]);
        assert_eq!(tie, Err(AreaFault::CrossesItself));
    }

    #[test]
    fn an_open_ring_is_refused() {
        assert_eq!(
            ring(&[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]),
            Err(AreaFault::Open)
        );
    }

    #[test]
    fn a_point_on_the_border_is_inside() {
        let square = ring(&[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]).unwrap();
        let area = Area {
            polygons: vec![square],
            ..Area::default()
        };
        assert!(area.contains(Point::from_degrees(0.0, 0.5).unwrap()));
        assert!(area.contains(Point::from_degrees(0.5, 0.5).unwrap()));
        assert!(!area.contains(Point::from_degrees(1.5, 0.5).unwrap()));
    }

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let a = Point::from_degrees(33.0, 44.0).unwrap();
        let b = Point::from_degrees(34.0, 44.0).unwrap();
        assert!((distance_m(a, b) - 111_195.0).abs() < 10.0);
    }

    #[test]
    fn what_is_off_the_globe_is_refused() {
        assert!(Point::from_degrees(91.0, 0.0).is_err());
        assert!(Point::from_degrees(f64::NAN, 0.0).is_err());
        let swapped = Point::from_degrees(144.4, 33.3).unwrap_err().to_string();
        assert!(swapped.contains("seem swapped"), "{swapped}");
        let off = Point::from_degrees(91.0, 181.0).unwrap_err().to_string();
        assert!(!off.contains("swapped"), "{off}");
    }
}
