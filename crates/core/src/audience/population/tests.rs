use super::*;
use crate::audience::area::{Area, Circle, Point, Ring};
use geo::{Area as _, BooleanOps as _};
use proptest::prelude::*;

/// Four rows of five cells of a tenth of a degree, with one person more in each than in the one before.
fn lattice() -> Lattice {
    Lattice {
        north: 33.4,
        west: 44.0,
        cell_height: 0.1,
        cell_width: 0.1,
        rows: 4,
        columns: 5,
    }
}

fn grid() -> Population {
    Population::new(
        lattice(),
        (1..=20_u8).map(|n| f32::from(n) * 1_000.0).collect(),
    )
    .unwrap()
}

fn ring(corners: &[(f64, f64)]) -> Ring {
    let points = corners.iter().chain([&corners[0]]);
    let points = points.map(|(lat, lon)| Point::from_degrees(*lat, *lon).unwrap());
    Ring::new(points.collect()).unwrap()
}

fn boxed(south: f64, west: f64, north: f64, east: f64) -> Ring {
    ring(&[(south, west), (south, east), (north, east), (north, west)])
}

fn region(rings: Vec<Ring>) -> Region {
    Region::from(&Area {
        polygons: rings,
        ..Area::default()
    })
}

fn of(rings: Vec<Ring>) -> Estimate {
    grid().estimate(&region(rings))
}

fn people(rings: Vec<Ring>) -> u64 {
    let Estimate {
        people,
        covered_percent,
    } = of(rings);
    assert_eq!(covered_percent, 100);
    people
}

#[test]
fn the_whole_grid_holds_everybody_and_one_cell_its_own() {
    assert_eq!(grid().all(), 210_000);
    assert_eq!(people(vec![boxed(33.0, 44.0, 33.4, 44.5)]), 210_000);
    assert_eq!(people(vec![boxed(33.3, 44.0, 33.4, 44.1)]), 1_000);
    assert_eq!(people(vec![boxed(33.0, 44.4, 33.1, 44.5)]), 20_000);
}

#[test]
fn a_cell_that_is_partly_inside_counts_by_its_part() {
    assert_eq!(people(vec![boxed(33.3, 44.0, 33.4, 44.05)]), 500);
    assert_eq!(people(vec![boxed(33.32, 44.02, 33.33, 44.12)]), 80 + 40);
    let half = ring(&[(33.3, 44.0), (33.4, 44.0), (33.3, 44.1)]);
    assert_eq!(people(vec![half]), 500);
    // A quarter of four cells that meet, 1, 2, 6, 7; the northern half of a cell is a little smaller.
    assert_eq!(people(vec![boxed(33.25, 44.05, 33.35, 44.15)]), 3_999);
}

#[test]
fn nobody_is_counted_twice_where_rings_overlap_and_nobody_in_a_hole() {
    let whole = boxed(33.0, 44.0, 33.4, 44.5);
    let cell = boxed(33.3, 44.0, 33.4, 44.1);
    assert_eq!(people(vec![whole.clone(), cell.clone()]), 210_000);
    let holed = Region::polygon(&whole, std::slice::from_ref(&cell));
    assert_eq!(grid().estimate(&holed).people, 209_000);
    let less = region(vec![whole]).without(&region(vec![cell]));
    assert_eq!(grid().estimate(&less).people, 209_000);
}

#[test]
fn ground_that_the_grid_does_not_tell_of_is_said() {
    assert_eq!(
        of(vec![boxed(33.3, 43.9, 33.4, 44.1)]),
        Estimate {
            people: 1_000,
            covered_percent: 50
        }
    );
    assert_eq!(of(vec![boxed(32.0, 44.0, 33.4, 44.5)]).people, 210_000);
    assert_eq!(of(vec![boxed(32.0, 44.0, 33.4, 44.5)]).covered_percent, 28);
    assert_eq!(
        of(vec![boxed(10.0, 10.0, 11.0, 11.0)]),
        Estimate {
            people: 0,
            covered_percent: 0
        }
    );
}

#[test]
fn a_circle_holds_the_people_of_its_ground() {
    let even = Population::new(lattice(), vec![1_000.0; 20]).unwrap();
    let centre = Point::from_degrees(33.2, 44.25).unwrap();
    for radius_m in [50, 500, 5_000, 15_000] {
        let estimate = even.estimate(&Region::circle(Circle(centre, radius_m)));
        let per_degree_m = 111_195.08;
        let cell_m2 = 0.1 * 0.1 * per_degree_m * per_degree_m * 33.2_f64.to_radians().cos();
        let expected = std::f64::consts::PI * f64::from(radius_m).powi(2) / cell_m2 * 1_000.0;
        #[expect(clippy::cast_precision_loss, reason = "thousands")]
        let off = (estimate.people as f64 - expected).abs();
        assert!(
            off <= 0.5 + expected / 500.0,
            "{radius_m}: {estimate:?}, {expected}"
        );
    }
}

#[test]
fn a_grid_goes_on_where_the_map_ends() {
    let pacific = Lattice {
        north: -15.0,
        west: 177.0,
        cell_height: 1.0,
        cell_width: 1.0,
        rows: 5,
        columns: 6,
    };
    let grid = Population::new(pacific, vec![10.0; 30]).unwrap();
    let both = vec![
        boxed(-20.0, 177.0, -15.0, 180.0),
        boxed(-20.0, -180.0, -15.0, -177.0),
    ];
    let expected = Estimate {
        people: 300,
        covered_percent: 100,
    };
    assert_eq!(grid.estimate(&region(both)), expected);
    let fiji = Point::from_degrees(-17.5, 179.9).unwrap();
    let around = grid.estimate(&Region::circle(Circle(fiji, 50_000)));
    assert_eq!(around.covered_percent, 100);
    let cells =
        std::f64::consts::PI * 50.0 * 50.0 / (111.195 * 111.195 * 17.5_f64.to_radians().cos());
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let off = (around.people as f64 - cells * 10.0).abs();
    assert!(off < 1.0, "{around:?}");
}

#[test]
fn what_cannot_be_a_grid_of_people_is_refused() {
    let cells = |people: Vec<f32>| Population::new(lattice(), people);
    let with = |odd: f32| {
        let mut people = vec![1.0; 20];
        people[7] = odd;
        cells(people)
    };
    for odd in [-99_999.0, f32::INFINITY, 6e7] {
        let fault = with(odd).unwrap_err();
        let expected = GridFault::Cell {
            row: 2,
            column: 3,
            people: odd,
        };
        assert_eq!(fault, expected);
    }
    assert!(matches!(
        with(f32::NAN),
        Err(GridFault::Cell { row: 2, .. })
    ));
    assert_eq!(cells(vec![0.0; 20]), Err(GridFault::Deserted));
    assert!(matches!(
        cells(vec![1.0; 19]),
        Err(GridFault::OffTheGlobe(_))
    ));
    let huge = Lattice {
        rows: 100_000,
        columns: 100_000,
        cell_height: 0.001,
        cell_width: 0.001,
        ..lattice()
    };
    assert_eq!(
        huge.cells(),
        Err(GridFault::TooLarge {
            cells: 10_000_000_000
        })
    );
    // Metres that are taken for degrees.
    let metres = Lattice {
        north: 3_700_000.0,
        west: 440_000.0,
        cell_height: 1_000.0,
        cell_width: 1_000.0,
        ..lattice()
    };
    assert!(matches!(metres.cells(), Err(GridFault::OffTheGlobe(_))));
    let crowded = Lattice {
        rows: 40,
        columns: 10,
        cell_height: 0.01,
        ..lattice()
    };
    let all = Population::new(crowded, vec![4e7; 400]);
    assert!(matches!(all, Err(GridFault::Crowded { .. })));
}

/// People by the reference library: of each cell the part that the ring cuts out.
fn by_reference(ring: &Ring) -> f64 {
    let cut = ring.polygon();
    (0..4_u8)
        .flat_map(|row| (0..5_u8).map(move |column| (row, column)))
        .map(|(row, column)| {
            let (north, west) = (33.4 - 0.1 * f64::from(row), 44.0 + 0.1 * f64::from(column));
            let cell = boxed(north - 0.1, west, north, west + 0.1).polygon();
            let people = f64::from(row * 5 + column + 1) * 1_000.0;
            cell.intersection(&cut).unsigned_area() / cell.unsigned_area() * people
        })
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_estimate_is_that_of_the_reference_library(
        corners in proptest::collection::vec((0..=400_u16, 0..=500_u16), 3..8),
    ) {
        let corners: Vec<(f64, f64)> = corners
            .iter()
            .map(|(lat, lon)| (33.0 + f64::from(*lat) / 1e3, 44.0 + f64::from(*lon) / 1e3))
            .collect();
        let points = corners.iter().chain([&corners[0]]);
        let points = points.map(|(lat, lon)| Point::from_degrees(*lat, *lon).unwrap());
        if let Ok(ring) = Ring::new(points.collect()) {
            let expected = by_reference(&ring);
            let estimate = of(vec![ring]);
            prop_assert_eq!(estimate.covered_percent, 100);
            #[expect(clippy::cast_precision_loss, reason = "thousands")]
            let off = (estimate.people as f64 - expected).abs();
            prop_assert!(off <= 1.0 + expected / 500.0, "{:?}, {}", estimate, expected);
        }
    }
}
