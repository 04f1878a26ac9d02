use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn point() -> impl Strategy<Value = Point> {
    // Few different points, so that many share one.
    prop_oneof![
        (-20..20_i64, -20..20_i64).prop_map(|(lat, lon)| Point::nearest_e6(lat, lon)),
        (-90_000_000..=90_000_000_i64, -180_000_000..=180_000_000_i64)
            .prop_map(|(lat, lon)| Point::nearest_e6(lat, lon)),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Put(u32, Point),
    PutAll(Vec<(u32, Point)>),
    Remove(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..1_500_u32, point()).prop_map(|(member, point)| Step::Put(member, point)),
        1 => proptest::collection::vec((0..1_500_u32, point()), 0..100).prop_map(Step::PutAll),
        1 => (0..1_500_u32).prop_map(Step::Remove),
    ]
}

fn sound(positions: &Positions, known: &BTreeMap<u32, Point>) {
    assert_eq!(positions.len(), known.len());
    let (low, high) = positions.ends();
    let all = positions.spots(low, high).flat_map(Spots::each);
    let seen: Vec<Key> = all.map(|(at, member)| (at.number(), member)).collect();
    assert_eq!(positions.between(low, high), seen.len());
    assert!(seen.is_sorted(), "in the order of the curve");
    let mut expected: Vec<Key> = known
        .iter()
        .map(|(member, point)| (Grid::of(*point).number(), *member))
        .collect();
    expected.sort_unstable();
    assert_eq!(seen, expected);
    for (member, point) in known {
        assert_eq!(positions.at(Member(*member)), Some(*point));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn everybody_is_where_they_said_last(
        first in proptest::collection::vec((0..1_500_u32, point()), 0..2_000),
        steps in proptest::collection::vec(step(), 0..4_000),
    ) {
        let mut known: BTreeMap<u32, Point> = first.iter().copied().collect();
        let mut positions = Positions::of(first.into_iter().map(|(m, point)| (Member(m), point)));
        sound(&positions, &known);
        for step in steps {
            match step {
                Step::Put(member, point) => {
                    positions.put(Member(member), point);
                    known.insert(member, point);
                }
                Step::PutAll(moves) => {
                    let named: Vec<_> = moves.iter().map(|(m, point)| (Member(*m), *point)).collect();
                    positions.put_all(&named);
                    known.extend(moves);
                }
                Step::Remove(member) => {
                    let was_there = known.remove(&member).is_some();
                    prop_assert_eq!(positions.remove(Member(member)), was_there);
                }
            }
        }
        sound(&positions, &known);
    }
}

#[test]
fn ten_thousand_people_in_one_place_find_room() {
    let point = Point::from_degrees(33.3, 44.4).unwrap();
    let mut positions = Positions::default();
    for member in 0..10_000 {
        positions.put(Member(member), point);
    }
    sound(
        &positions,
        &(0..10_000).map(|member| (member, point)).collect(),
    );
    for member in 0..10_000 {
        assert!(positions.remove(Member(member)));
    }
    assert!(positions.is_empty());
    assert!(!positions.remove(Member(5)));
}

#[test]
fn nobody_has_a_place_at_first() {
    assert_eq!(Positions::default().at(Member(3)), None);
    assert!(Positions::of([]).is_empty());
}
