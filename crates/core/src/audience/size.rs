//! How large an area is, and how much of one lies in another: estimates for people, in whole numbers,
//! the same on every machine.

use super::area::{Area, Circle, Point, Ring};
use geo::{BooleanOps, ChamberlainDuquetteArea, Contains, Intersects};

/// Rings overlap from here on, in square metres: less is the rounding of a shared border.
const OVERLAP_M2_MIN: u64 = 10;

impl Ring {
    /// Its size in square metres.
    pub fn size_m2(&self) -> u64 {
        rounded(self.polygon().chamberlain_duquette_unsigned_area())
    }

    /// Whether no part of it lies outside another; borders may touch.
    pub fn lies_in(&self, other: &Self) -> bool {
        self == other || other.polygon().contains(&self.polygon())
    }

    /// Whether all of it lies north, south, east or west of all of another.
    fn is_apart_from(&self, other: &Self) -> bool {
        let ([south, north], [west, east]) = self.bounds_e6();
        let ([other_south, other_north], [other_west, other_east]) = other.bounds_e6();
        north < other_south || other_north < south || east < other_west || other_east < west
    }

    /// The least and the greatest latitude, and longitude, of its corners.
    fn bounds_e6(&self) -> ([i32; 2], [i32; 2]) {
        let none = [i32::MAX, i32::MIN];
        let widen = |[least, most]: [i32; 2], e6: i32| [least.min(e6), most.max(e6)];
        self.points()
            .iter()
            .fold((none, none), |(lat, lon), point| {
                (widen(lat, point.lat_e6()), widen(lon, point.lon_e6()))
            })
    }

    /// Whether a point lies in it; its border counts as inside.
    pub fn contains(&self, point: Point) -> bool {
        self.polygon().intersects(&geo::Point(point.coordinate()))
    }
}

impl Area {
    /// Its size in square metres: the sum over its rings and circles.
    pub fn size_m2(&self) -> u64 {
        let rings = self.polygons.iter().map(Ring::size_m2);
        let circles = self.circles.iter().map(|Circle(_, radius_m)| {
            let radius_m = f64::from(*radius_m);
            rounded(std::f64::consts::PI * radius_m * radius_m)
        });
        rings.chain(circles).fold(0, u64::saturating_add)
    }

    /// How much of some ground lies in its rings, in parts of `whole`; at least 1 where they overlap, since
    /// a sliver is still somebody's street. Neighbours that share a border do not overlap.
    pub fn share_of<'a>(&self, ground: impl Iterator<Item = &'a Ring> + Clone, whole: u64) -> u64 {
        if ground.clone().all(|ring| self.polygons.contains(ring)) {
            return whole;
        }
        let common_m2 = ground
            .clone()
            .map(|ring| self.common_m2(ring))
            .fold(0, u64::saturating_add);
        if common_m2 < OVERLAP_M2_MIN {
            return 0;
        }
        let ground_m2 = ground.map(Ring::size_m2).fold(0, u64::saturating_add);
        let ground_m2 = ground_m2.max(1);
        (common_m2
            .saturating_mul(whole)
            .saturating_add(ground_m2 / 2)
            / ground_m2)
            .clamp(1, whole)
    }

    /// Whether any of some ground lies in its rings.
    pub fn covers_some_of<'a>(&self, mut ground: impl Iterator<Item = &'a Ring>) -> bool {
        ground.any(|ring| self.common_m2(ring) >= OVERLAP_M2_MIN)
    }

    /// How much of a ring lies in its rings, in square metres.
    fn common_m2(&self, ring: &Ring) -> u64 {
        if self.polygons.contains(ring) {
            return ring.size_m2();
        }
        // Most zones lie elsewhere, which their corners alone tell.
        let mut near = self.polygons.iter().filter(|one| !one.is_apart_from(ring));
        let Some(first) = near.next() else { return 0 };
        let other = ring.polygon();
        let common_m2 = std::iter::once(first).chain(near).map(|one| {
            let one = one.polygon();
            if !one.intersects(&other) {
                return 0;
            }
            rounded(
                one.intersection(&other)
                    .chamberlain_duquette_unsigned_area(),
            )
        });
        common_m2.fold(0, u64::saturating_add)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and the surface of the globe, 5.1e14"
)]
fn rounded(m2: f64) -> u64 {
    m2.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square of a hundredth of a degree, some hundredths east of 44° and so wide.
    fn square(east: f64, wide: f64) -> Ring {
        let (west, east) = (44.0 + east / 100.0, 44.0 + (east + wide) / 100.0);
        let corners = [
            (33.0, west),
            (33.0, east),
            (33.01, east),
            (33.01, west),
            (33.0, west),
        ];
        let points = corners.map(|(lat, lon)| Point::from_degrees(lat, lon).unwrap());
        Ring::new(points.into()).unwrap()
    }

    fn area(rings: Vec<Ring>) -> Area {
        Area {
            polygons: rings,
            ..Area::default()
        }
    }

    #[test]
    fn a_hundredth_of_a_degree_squared_is_about_a_square_kilometre() {
        let m2 = square(0.0, 1.0).size_m2();
        assert!((1_030_000..1_045_000).contains(&m2), "{m2}");
    }

    #[test]
    fn a_ring_lies_wholly_half_a_little_or_not_in_another() {
        let ring = square(0.0, 1.0);
        let share = |other: Ring| area(vec![other]).share_of(std::iter::once(&ring), 256);
        assert_eq!(share(ring.clone()), 256);
        assert_eq!(share(square(-1.0, 3.0)), 256);
        assert_eq!(share(square(0.5, 1.0)), 128);
        assert_eq!(share(square(0.999, 1.0)), 1, "a sliver counts");
        assert_eq!(share(square(1.0, 1.0)), 0, "neighbours share a border");
        assert_eq!(share(square(2.0, 1.0)), 0);
    }

    #[test]
    fn a_circle_has_a_size_too() {
        let centre = Point::from_degrees(33.0, 44.0).unwrap();
        let circle = Area {
            circles: vec![Circle(centre, 1_000)],
            ..Area::default()
        };
        assert_eq!(circle.size_m2(), 3_141_593);
    }
}
