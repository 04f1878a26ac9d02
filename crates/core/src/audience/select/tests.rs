use super::*;
use crate::audience::area::Ring;
use proptest::prelude::*;

fn point(lat: f64, lon: f64) -> Point {
    Point::from_degrees(lat, lon).unwrap()
}

fn circle(lat: f64, lon: f64, radius_m: u32) -> Area {
    Area {
        circles: vec![Circle(point(lat, lon), radius_m)],
        ..Area::default()
    }
}

fn square(south: f64, west: f64, side: f64) -> Area {
    let (north, east) = (south + side, west + side);
    let corners = [
        (south, west),
        (south, east),
        (north, east),
        (north, west),
        (south, west),
    ];
    let ring = Ring::new(corners.map(|(lat, lon)| point(lat, lon)).to_vec()).unwrap();
    Area {
        polygons: vec![ring],
        ..Area::default()
    }
}

fn of(area: Area) -> Selection<Area> {
    Selection::of(vec![area]).unwrap()
}

fn in_ranges(selection: &Selection<Area>, cell: Cell) -> bool {
    let ranges = selection.ranges();
    ranges
        .iter()
        .any(|(level, range)| *level == cell.level() && range.contains(&cell.code()))
}

#[test]
fn the_nearest_come_first_then_those_around_and_others_not_at_all() {
    let selection = of(square(33.0, 44.0, 0.2));
    let lies = |lat, lon| selection.lies(Cell::at(point(lat, lon)));
    let (middle, edge) = (lies(33.1, 44.1).unwrap(), lies(33.19, 44.01).unwrap());
    let near = lies(33.25, 44.1).unwrap();
    assert!(middle < edge && edge < near, "{middle:?} {edge:?} {near:?}");
    assert!(matches!(near, Lies::Near(_)));
    assert_eq!(lies(34.0, 44.1), None);
}

#[test]
fn who_was_told_of_a_warning_is_told_of_its_end_elsewhere() {
    let before = square(33.0, 44.0, 0.2);
    let after = square(36.0, 44.0, 0.2);
    let both = Selection::of(vec![before, after]).unwrap();
    for lat in [33.1, 36.1] {
        assert!(both.lies(Cell::at(point(lat, 44.1))).is_some());
    }
}

#[test]
fn a_place_said_by_codes_alone_is_for_everybody_to_look_at() {
    let coded = Area {
        geocodes: vec![("SAME".to_owned(), "006037".to_owned())],
        ..Area::default()
    };
    assert!(Selection::of(vec![coded]).is_none());
    assert!(Selection::<Area>::of(Vec::new()).is_none());
}

#[test]
fn the_antimeridian_and_the_poles_are_no_borders() {
    let fiji = of(circle(-17.0, 179.99, 4_000));
    assert!(fiji.lies(Cell::at(point(-17.0, -179.99))).is_some());
    assert!(in_ranges(&fiji, Cell::at(point(-17.0, -179.99))));
    let edge = of(square(-17.0, 179.9, 0.1));
    assert!(edge.lies(Cell::at(point(-16.95, -179.99))).is_some());
    let pole = of(circle(89.9, 0.0, 50_000));
    for lon in [-179.0, -90.0, 0.0, 90.0, 179.0] {
        assert!(pole.lies(Cell::at(point(89.8, lon))).is_some(), "{lon}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whoever_is_in_the_area_is_never_passed_over(
        lat in -89.0..89.0f64, lon in -180.0..179.0f64, size in 0.01..3.0f64,
        at in (0.0..1.0f64, 0.0..1.0f64), level in 1..=LEVEL_MAX,
    ) {
        let side = size.min(89.9 - lat).min(179.9 - lon).max(0.01);
        let inside = point(lat + side * at.0, lon + side * at.1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred kilometres")]
        let radius_m = distance_m(point(lat, lon), inside).ceil() as u32 + 1;
        for area in [square(lat, lon, side), circle(lat, lon, radius_m)] {
            prop_assert!(area.contains(inside));
            let selection = of(area);
            let mut cell = Cell::at(inside);
            while cell.level() > level {
                cell = cell.parent().unwrap();
            }
            prop_assert!(matches!(selection.lies(cell), Some(Lies::Within(_))), "{}", cell);
            prop_assert!(in_ranges(&selection, cell), "{}", cell);
        }
    }

    #[test]
    fn the_ranges_leave_out_nobody_who_lies_near(
        lat in -80.0..80.0f64, lon in -179.0..178.0f64, radius_m in 100..400_000u32,
        off in (-5.0..5.0f64, -5.0..5.0f64),
    ) {
        let selection = of(circle(lat, lon, radius_m));
        let other = point((lat + off.0).clamp(-90.0, 90.0), (lon + off.1).clamp(-180.0, 180.0));
        let cell = Cell::at(other);
        if selection.lies(cell).is_some() {
            prop_assert!(in_ranges(&selection, cell), "{}", cell);
        }
        prop_assert!(selection.ranges().len() < 40_000);
    }
}

#[test]
fn a_cover_is_short_and_holds_every_cell_that_is_told() {
    for area in [
        circle(33.3, 44.4, 2_000),
        circle(33.3, 44.4, 80_000),
        circle(-17.5, 179.99, 3_000),
        circle(89.9, 0.0, 5_000),
        square(33.0, 44.0, 0.2),
        square(10.0, 10.0, 30.0),
    ] {
        let selection = of(area);
        let cover = selection.cover();
        assert!(!cover.is_empty() && cover.len() <= 32, "{cover:?}");
        for (level, range) in selection.ranges() {
            for code in range.step_by(7) {
                let cell = Cell::of(level, code).unwrap();
                let is_told = selection.lies(cell).is_some();
                let is_covered = cover.iter().any(|one| one.overlaps(cell));
                assert!(is_covered || !is_told, "{cell} of {cover:?}");
            }
        }
    }
    let small = of(circle(33.31, 44.39, 300)).cover();
    assert!(
        small.iter().all(|cell| cell.level() == LEVEL_MAX),
        "{small:?}"
    );
}
