//! People round two thousand cities, the same on every machine, and areas round one of them.

use vigie_core::audience::area::{Circle, Point, Ring};
use vigie_core::audience::region::Region;

const CITIES: usize = 2_000;
/// Metres of a degree of latitude.
const M_PER_DEGREE: f64 = 111_195.0;

/// Numbers that look random and come again (SplitMix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    /// From 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Round 0, two thirds within 1.
    fn bell(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.part()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.part()).cos()
    }
}

/// A place in micro-degrees.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub lat: i32,
    pub lon: i32,
}

impl Spot {
    #[expect(clippy::cast_possible_truncation, reason = "degrees of the globe")]
    fn at(lat: f64, lon: f64) -> Self {
        let lon = (lon + 540.0).rem_euclid(360.0) - 180.0;
        Self {
            lat: (lat.clamp(-85.0, 85.0) * 1e6).round() as i32,
            lon: (lon * 1e6).round() as i32,
        }
    }

    /// Latitude and longitude.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat) / 1e6, f64::from(self.lon) / 1e6)
    }

    /// So many metres north and east of here.
    fn away(self, north_m: f64, east_m: f64) -> Self {
        let (lat, lon) = self.degrees();
        Self::at(
            lat + north_m / M_PER_DEGREE,
            lon + east_m / (M_PER_DEGREE * lat.to_radians().cos()),
        )
    }

    /// A street further.
    pub fn nearby(self, chance: &mut Chance) -> Self {
        self.away(chance.bell() * 100.0, chance.bell() * 100.0)
    }

    pub fn point(self) -> Point {
        let (lat, lon) = self.degrees();
        // Made by `at`, which keeps to the globe.
        Point::from_degrees(lat, lon).unwrap_or_else(|fault| panic!("{fault}"))
    }
}

fn cities() -> Vec<Spot> {
    let mut chance = Chance::new(2_000);
    let city = |_| Spot::at(chance.part() * 110.0 - 50.0, chance.part() * 340.0 - 170.0);
    (0..CITIES).map(city).collect()
}

/// So many people: in a large city more than in a small one, in its middle more than outside.
pub fn people(count: usize) -> Vec<Spot> {
    drawn(1).take(count).collect()
}

fn drawn(seed: u64) -> impl Iterator<Item = Spot> {
    let cities = cities();
    let mut chance = Chance::new(seed);
    std::iter::repeat_with(move || {
        // The n-th city has about as many as the square root of n is small.
        let rank = chance.part();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "2,000"
        )]
        let city = ((rank * rank * CITIES as f64) as usize).min(CITIES - 1);
        let wide_m = 4_000.0 + 16_000.0 * chance.part();
        cities[city].away(chance.bell() * wide_m, chance.bell() * wide_m)
    })
}

/// As many again, all of them elsewhere: none in the box round any of the areas.
pub fn elsewhere(count: usize, areas: &[Named]) -> Vec<Spot> {
    let boxes: Vec<_> = areas.iter().map(Named::bounds).collect();
    let is_near = |spot: &Spot| {
        boxes.iter().any(|[(south, north), (west, east)]| {
            (*south..=*north).contains(&spot.lat) && (*west..=*east).contains(&spot.lon)
        })
    };
    let mut found = drawn(2).filter(|spot| !is_near(spot));
    found.by_ref().take(count).collect()
}

/// An area to ask for.
pub struct Named {
    pub name: &'static str,
    pub centre: Spot,
    /// Corners, the first repeated at the end; empty for a circle.
    pub ring: Vec<Spot>,
    pub radius_m: u32,
    checked: Option<Ring>,
}

impl Named {
    pub fn is_circle(&self) -> bool {
        self.ring.is_empty()
    }

    /// The area as the index is asked for it; making it is part of the question.
    pub fn region(&self) -> Region {
        match &self.checked {
            Some(ring) => Region::polygon(ring, &[]),
            None => Region::circle(Circle(self.centre.point(), self.radius_m)),
        }
    }

    /// Lowest and highest latitude and longitude.
    pub fn bounds(&self) -> [(i32, i32); 2] {
        let spots = if self.is_circle() {
            let reach = f64::from(self.radius_m) * 1.01;
            vec![
                self.centre.away(-reach, -reach),
                self.centre.away(reach, reach),
            ]
        } else {
            self.ring.clone()
        };
        [|spot: &Spot| spot.lat, |spot: &Spot| spot.lon].map(|of| {
            let (mut least, mut most) = (i32::MAX, i32::MIN);
            for spot in &spots {
                (least, most) = (least.min(of(spot)), most.max(of(spot)));
            }
            (least, most)
        })
    }
}

/// Four kinds of danger round one city. The rings are as wide as they must be for about as many of ten million
/// people to be in them as were in the areas of figures that are quoted: 19,756, 90,553 and 1,070,676.
pub fn areas() -> Result<Vec<Named>, String> {
    let centre = cities()[3];
    let ring = |name, corners, radius_m| -> Result<Named, String> {
        let ring = coast(centre, corners, radius_m);
        let checked = Ring::new(ring.iter().map(|spot| spot.point()).collect());
        let checked = checked.map_err(|fault| format!("{name}: {fault}"))?;
        Ok(Named {
            name,
            centre,
            ring,
            radius_m: 0,
            checked: Some(checked),
        })
    };
    Ok(vec![
        ring(AREAS[0], 12, RADII_M[0])?,
        ring(AREAS[1], 200, RADII_M[1])?,
        ring(AREAS[2], 1_999, RADII_M[2])?,
        Named {
            name: AREAS[3],
            centre,
            ring: Vec::new(),
            radius_m: 5_000,
            checked: None,
        },
    ])
}

/// What they are called.
pub const AREAS: [&str; 4] = [
    "12 corners",
    "200 corners",
    "2,000 corners",
    "circle of 5 km",
];
const RADII_M: [f64; 3] = [10_611.0, 581_742.0, 4_963_031.0];

/// A ragged ring about as far from its centre everywhere.
fn coast(centre: Spot, corners: usize, radius_m: f64) -> Vec<Spot> {
    let mut chance = Chance::new(corners as u64);
    #[expect(clippy::cast_precision_loss, reason = "at most 2,000")]
    let corner = |n: usize| {
        let angle = n as f64 / corners as f64 * std::f64::consts::TAU;
        let away_m = radius_m * (0.85 + 0.15 * (5.0 * angle).sin() + 0.03 * chance.part());
        centre.away(away_m * angle.sin(), away_m * angle.cos())
    };
    let mut ring: Vec<Spot> = (0..corners).map(corner).collect();
    ring.push(ring[0]);
    ring
}
