//! Those in a region as couriers take them: in cohorts of one way out and one cell, or nearest first.

use super::area::{Point, distance_m, whole_m};
use super::cells::Cell;
use super::morton::Grid;
use super::positions::{Member, Positions};
use super::region::Region;
use crate::limits::COHORT_MEMBERS_MAX;
use std::collections::BTreeMap;

/// Some of those in a region: of one way out and one cell, at most 1,000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort<C> {
    /// Where they are.
    pub cell: Cell,
    /// How they are reached.
    pub channel: C,
    /// Who they are, in the order of the curve.
    pub members: Vec<Member>,
}

impl Positions {
    /// Those in a region, in cohorts: by cell, in a cell by channel, and of both along the curve. Whoever has
    /// no channel is in none.
    pub fn cohorts<C: Ord + Copy>(
        &self,
        region: &Region,
        mut channel_of: impl FnMut(Member) -> Option<C>,
    ) -> Vec<Cohort<C>> {
        let mut by_cell: BTreeMap<Cell, Vec<(C, Vec<Member>)>> = BTreeMap::new();
        self.each(region, |spots| {
            let mut spots = spots.each().peekable();
            while let Some((place, member)) = spots.next() {
                let cell = Cell::of_grid(place);
                let channels = by_cell.entry(cell).or_default();
                let mut add = |member| {
                    let Some(channel) = channel_of(Member(member)) else {
                        return;
                    };
                    // A few ways out: looking through them is faster than any order.
                    match channels.iter_mut().find(|(known, _)| *known == channel) {
                        Some((_, members)) => members.push(Member(member)),
                        None => channels.push((channel, vec![Member(member)])),
                    }
                };
                add(member);
                // Neighbours on the curve are mostly of one cell.
                let is_same = |(place, _): &(Grid, u32)| Cell::of_grid(*place) == cell;
                while let Some((_, member)) = spots.next_if(is_same) {
                    add(member);
                }
            }
        });
        let mut cohorts = Vec::new();
        for (cell, mut channels) in by_cell {
            channels.sort_unstable_by_key(|(channel, _)| *channel);
            for (channel, members) in channels {
                let parts = members.chunks(COHORT_MEMBERS_MAX);
                cohorts.extend(parts.map(|members| Cohort {
                    cell,
                    channel,
                    members: members.to_vec(),
                }));
            }
        }
        cohorts
    }

    /// Those in a region with their distance from a point in metres, nearest first; of one distance in
    /// the order of the members.
    pub fn nearest_first(&self, region: &Region, from: Point) -> Vec<(Member, u32)> {
        let mut found = Vec::new();
        self.each(region, |spots| {
            found.extend(spots.each().map(|(place, member)| {
                let away_m = distance_m(from, place.point());
                (whole_m(away_m), member)
            }));
        });
        found.sort_unstable();
        found
            .into_iter()
            .map(|(away_m, member)| (Member(member), away_m))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audience::area::Circle;
    use proptest::prelude::*;

    fn people() -> impl Strategy<Value = Vec<Point>> {
        let place = (-300_000..300_000_i64, -300_000..300_000_i64);
        let place =
            place.prop_map(|(lat, lon)| Point::nearest_e6(33_300_000 + lat, 44_400_000 + lon));
        proptest::collection::vec(place, 0..3_000)
    }

    fn all(points: &[Point]) -> (Positions, Region) {
        let positions = Positions::of((0..).map(Member).zip(points.iter().copied()));
        let centre = Point::from_degrees(33.3, 44.4).unwrap();
        (positions, Region::circle(Circle(centre, 20_000)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn every_member_with_a_channel_is_in_one_cohort(points in people()) {
            let (positions, region) = all(&points);
            let channel = |member: Member| (!member.0.is_multiple_of(7)).then_some(member.0 % 3);
            let cohorts = positions.cohorts(&region, channel);
            let mut named: Vec<Member> = Vec::new();
            for cohort in &cohorts {
                prop_assert!((1..=COHORT_MEMBERS_MAX).contains(&cohort.members.len()));
                for member in &cohort.members {
                    prop_assert_eq!(channel(*member), Some(cohort.channel));
                    prop_assert_eq!(Cell::at(points[member.0 as usize]), cohort.cell);
                }
                named.extend(&cohort.members);
            }
            prop_assert!(cohorts.is_sorted_by_key(|cohort| (cohort.cell, cohort.channel)));
            named.sort_unstable();
            let mut expected = positions.members(&region);
            expected.retain(|member| channel(*member).is_some());
            expected.sort_unstable();
            prop_assert_eq!(named, expected);
        }

        #[test]
        fn the_nearest_come_first_and_nobody_is_left_out(points in people()) {
            let (positions, region) = all(&points);
            let from = Point::from_degrees(33.25, 44.45).unwrap();
            let ordered = positions.nearest_first(&region, from);
            prop_assert!(ordered.is_sorted_by_key(|(member, away_m)| (*away_m, *member)));
            let mut named: Vec<Member> = ordered.iter().map(|(member, _)| *member).collect();
            named.sort_unstable();
            let mut expected = positions.members(&region);
            expected.sort_unstable();
            prop_assert_eq!(named, expected);
        }
    }

    #[test]
    fn a_crowd_in_one_place_is_parted_into_cohorts_of_a_thousand() {
        let points = vec![Point::from_degrees(33.3, 44.4).unwrap(); 2_500];
        let (positions, region) = all(&points);
        let sizes: Vec<usize> = positions
            .cohorts(&region, |_| Some(()))
            .iter()
            .map(|cohort| cohort.members.len())
            .collect();
        assert_eq!(sizes, [1_000, 1_000, 500]);
    }
}
