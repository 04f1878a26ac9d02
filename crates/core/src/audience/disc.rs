//! A circle on the globe, and what a square of the curve can say of it without asking each point.

use super::area::{Circle, Point, distance_m};
use super::morton::{Grid, Square};
use super::outline::Side;
use super::positions::Spots;

/// Metres of a micro-degree along a meridian, on the sphere that distances are measured on.
const M_PER_E6: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0 / 1e6;
/// Metres by which a square keeps away from the circle before its points are not asked: thousands of
/// times what rounding can be.
const DOUBT_M: f64 = 0.01;
const TURN_E6: i64 = 360_000_000;

/// A circle, with the box that it fits into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disc {
    centre: Point,
    radius_m: f64,
    /// Micro-degrees north and south of the centre that it reaches.
    lat_e6: i64,
    /// Micro-degrees east and west of the centre that it reaches: half a turn when a pole lies in it.
    lon_e6: i64,
    quick: Quick,
}

/// Bounds that need no trigonometry, of the square of half the chord between the centre and a place (the
/// haversine), in square micro-degrees of a flat map: that shows it too large by at most so much, when the
/// circle is small.
#[derive(Clone, Copy, Debug)]
struct Quick {
    /// The square of half the chord of the radius, a little less and a little more.
    inside: f64,
    outside: f64,
    /// Cosine of the centre's latitude by the largest and by the smallest in the box.
    cosines: (f64, f64),
}

/// What is known of all points of a square.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// All are inside.
    Whole,
    /// None is.
    None,
    /// Each must be asked.
    Part,
}

impl Disc {
    pub(super) fn of(circle: Circle) -> Self {
        let Circle(centre, radius_m) = circle;
        let radius_m = f64::from(radius_m);
        let reach_e6 = (radius_m + DOUBT_M) / M_PER_E6;
        let lat_e6 = whole(reach_e6);
        let beyond_pole = i64::from(centre.lat_e6()).abs() + lat_e6 >= 90_000_000;
        let lon_e6 = if beyond_pole {
            TURN_E6 / 2
        } else {
            let (lat, _) = centre.degrees();
            let sine = (reach_e6 / 1e6).to_radians().sin() / lat.to_radians().cos();
            whole(sine.min(1.0).asin().to_degrees() * 1e6).min(TURN_E6 / 2)
        };
        Self {
            centre,
            radius_m,
            lat_e6,
            lon_e6,
            quick: Quick::of(centre, radius_m, (lat_e6, lon_e6)),
        }
    }

    /// Whether a place in the box, so many micro-degrees from the centre, is inside; `None` if that takes
    /// more than a look.
    fn look(&self, lat_e6: i64, lon_e6: i64) -> Option<bool> {
        let Quick {
            inside,
            outside,
            cosines: (widest, narrowest),
        } = self.quick;
        let (lat, lon) = (square(lat_e6), square(lon_e6));
        if lat + widest * lon < inside {
            Some(true)
        } else if lat + narrowest * lon > outside {
            Some(false)
        } else {
            None
        }
    }

    /// South-west and north-east of the box that holds it; of one that crosses the antimeridian the whole
    /// turn.
    pub(super) fn bounds(&self) -> (Grid, Grid) {
        let at = |lat: i64, lon: i64| Grid::of(Point::nearest_e6(lat, lon));
        let (lat, lon) = (
            i64::from(self.centre.lat_e6()),
            i64::from(self.centre.lon_e6()),
        );
        let (west, east) = (lon - self.lon_e6, lon + self.lon_e6);
        let (west, east) = if west < -TURN_E6 / 2 || east > TURN_E6 / 2 {
            (-TURN_E6 / 2, TURN_E6 / 2)
        } else {
            (west, east)
        };
        (at(lat - self.lat_e6, west), at(lat + self.lat_e6, east))
    }

    /// How far south and north it reaches, in micro-degrees north of the South Pole.
    pub(super) fn heights(&self) -> (f64, f64) {
        let middle = f64::from(self.centre.lat_e6()) + 90e6;
        let reach = self.radius_m / M_PER_E6;
        ((middle - reach).max(0.0), (middle + reach).min(180e6))
    }

    /// Where it lies at a latitude, from west to east, in micro-degrees from 180° W.
    pub(super) fn stretches(&self, y: f64, to: &mut Vec<(f64, f64)>) {
        let lat = (y / 1e6 - 90.0).to_radians();
        let (middle_lat, middle_lon) = self.centre.degrees();
        let middle_lat = middle_lat.to_radians();
        let half_chord = |angle: f64| (angle / 2.0).sin().powi(2);
        let radius = (self.radius_m / M_PER_E6 / 1e6).to_radians();
        if radius >= std::f64::consts::PI {
            to.push((0.0, 360e6));
            return;
        }
        let left = half_chord(radius) - half_chord(lat - middle_lat);
        if left <= 0.0 {
            return;
        }
        let of_lon = left / (lat.cos() * middle_lat.cos());
        if of_lon.is_nan() || of_lon >= 1.0 {
            to.push((0.0, 360e6));
            return;
        }
        let half_e6 = (2.0 * of_lon.sqrt().asin()).to_degrees() * 1e6;
        let middle = (middle_lon + 180.0) * 1e6;
        let (west, east) = (middle - half_e6, middle + half_e6);
        to.push((west.max(0.0), east.min(360e6)));
        if west < 0.0 {
            to.push((west + 360e6, 360e6));
        }
        if east > 360e6 {
            to.push((0.0, east - 360e6));
        }
    }

    /// On which side some places are. Most are told from far by products alone, several at once; the few that a
    /// look does not tell are measured.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::needless_bitwise_bool,
        reason = "many at once: without branches, and with few digits, where what these round is doubted"
    )]
    pub(super) fn mark(&self, spots: Spots<'_>, sides: &mut [Side]) {
        let (inside, outside) = (
            (self.quick.inside * (1.0 - ROUNDING_OF_MANY)) as f32,
            (self.quick.outside * (1.0 + ROUNDING_OF_MANY)) as f32,
        );
        let (widest, narrowest) = self.quick.cosines;
        let (widest, narrowest) = (widest as f32, narrowest as f32);
        let centre = Grid::of(self.centre);
        let (centre_x, centre_y) = (centre.x.cast_signed(), centre.y.cast_signed());
        // At most half a turn and a step.
        let [lat_e6, lon_e6] =
            [self.lat_e6, self.lon_e6].map(|e6| i32::try_from(e6).unwrap_or(i32::MAX));
        let mut doubts = 0_u8;
        for ((x, y), side) in spots.xs.iter().zip(spots.ys).zip(&mut *sides) {
            let (to_lat, to_lon) = (y.cast_signed() - centre_y, x.cast_signed() - centre_x);
            let to_lon = short_way(to_lon);
            let is_near = (to_lat.abs() <= lat_e6) & (to_lon.abs() <= lon_e6);
            let (lat, lon) = (to_lat as f32, to_lon as f32);
            let (lat, lon) = (lat * lat, lon * lon);
            let is_inside = is_near & (lat + widest * lon < inside);
            let is_outside = !is_near | (lat + narrowest * lon > outside);
            *side = if is_inside {
                Side::INSIDE
            } else if is_outside {
                Side::OUTSIDE
            } else {
                Side::BORDER
            };
            doubts |= u8::from(!is_inside & !is_outside);
        }
        if doubts == 0 {
            return;
        }
        for (at, side) in sides.iter_mut().enumerate() {
            if *side == Side::BORDER {
                *side = self.measured(spots.grid(at).point());
            }
        }
    }

    fn measured(&self, point: Point) -> Side {
        let distance_m = distance_m(self.centre, point);
        if distance_m < self.radius_m {
            Side::INSIDE
        } else if distance_m > self.radius_m {
            Side::OUTSIDE
        } else {
            Side::BORDER
        }
    }

    pub(super) fn covers(&self, square: Square) -> Cover {
        let centre = Grid::of(self.centre);
        let side = i64::from(square.side()) - 1;
        let south = i64::from(square.corner.y) - i64::from(centre.y);
        let north = south + side;
        if south > self.lat_e6 || -north > self.lat_e6 {
            return Cover::None;
        }
        // How far the square's meridians are from the centre's, the short way round.
        let west = square.corner.x.cast_signed() - centre.x.cast_signed();
        let west = i64::from(short_way(west));
        let east = west + side;
        let gap = if (west <= 0 && east >= 0) || east >= TURN_E6 {
            0
        } else if west > 0 {
            west.min(TURN_E6 - east)
        } else {
            (-east).min(TURN_E6 + west)
        };
        if gap > self.lon_e6 {
            return Cover::None;
        }
        let (far_lat, far_lon) = (south.abs().max(north.abs()), west.abs().max(east.abs()));
        let is_in_box = far_lat <= self.lat_e6 && far_lon <= self.lon_e6;
        // The farthest corner of a flat map is at least as far as any point of the square.
        let farthest = is_in_box.then(|| self.look(far_lat, far_lon));
        if farthest == Some(Some(true)) {
            return Cover::Whole;
        }
        let near_lat = if south > 0 { south } else { (-north).max(0) };
        if self.look(near_lat, gap) == Some(false) {
            return Cover::None;
        }
        if farthest != Some(None) {
            return Cover::Part;
        }
        // Within a quarter of a turn the farthest point of a square is one of its corners.
        if west.abs().max(east.abs()) > TURN_E6 / 4 {
            return Cover::Part;
        }
        let Grid { x, y } = square.corner;
        let (end_x, end_y) = (x + square.side() - 1, y + square.side() - 1);
        let corners = [(x, y), (end_x, y), (x, end_y), (end_x, end_y)];
        let farthest_m = corners
            .map(|(x, y)| distance_m(self.centre, Grid { x, y }.point()))
            .into_iter()
            .fold(0.0, f64::max);
        if farthest_m < self.radius_m - DOUBT_M {
            Cover::Whole
        } else {
            Cover::Part
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "at most some turns of the globe"
)]
fn whole(e6: f64) -> i64 {
    e6.ceil() as i64 + 1
}

impl Quick {
    fn of(centre: Point, radius_m: f64, (lat_e6, lon_e6): (i64, i64)) -> Self {
        let angle = radius_m / (M_PER_E6 * 1e6).to_degrees();
        let (lat, _) = centre.degrees();
        let reach = from_e6(lat_e6);
        let cosine = |lat: f64| lat.clamp(-90.0, 90.0).to_radians().cos();
        let (south, north) = (lat - reach, lat + reach);
        let widest = if south <= 0.0 && north >= 0.0 {
            1.0
        } else {
            cosine(south).max(cosine(north))
        };
        let narrowest = cosine(south).min(cosine(north)).max(0.0);
        // sin² x is at least x² (1 - x²/3), and x is at most half of what the box reaches.
        let half = from_e6(lat_e6.max(lon_e6)).to_radians() / 2.0;
        let flat = (1.0 - half * half / 3.0).max(0.0);
        let e6 = (0.5e-6_f64).to_radians();
        let square = (angle.min(std::f64::consts::PI) / 2.0).sin().powi(2) / (e6 * e6);
        Self {
            inside: square * (1.0 - ROUNDING),
            // Of a circle so large that a flat map says nothing: never.
            outside: square * (1.0 + ROUNDING) / flat,
            cosines: (cosine(lat) * widest, cosine(lat) * narrowest),
        }
    }
}

/// Part of a square by which a quick look keeps away from the border: a thousand times what sums and
/// products round, and less than a millimetre of a circle that a city fits into.
const ROUNDING: f64 = 1e-9;

/// The same where many are looked at with half as many digits: ten times what these round, and some millimetres of a
/// circle that a city fits into.
const ROUNDING_OF_MANY: f64 = 1e-6;

#[expect(clippy::cast_precision_loss, reason = "at most a turn, 360,000,000")]
fn square(e6: i64) -> f64 {
    e6 as f64 * e6 as f64
}

/// So many micro-degrees of longitude, or as many less a turn, whichever is less than half of one.
fn short_way(lon_e6: i32) -> i32 {
    const TURN: i32 = 360_000_000;
    if lon_e6 >= TURN / 2 {
        lon_e6 - TURN
    } else if lon_e6 < -TURN / 2 {
        lon_e6 + TURN
    } else {
        lon_e6
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most a turn, 360,000,000")]
fn from_e6(e6: i64) -> f64 {
    e6 as f64 / 1e6
}
