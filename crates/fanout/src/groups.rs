//! Which connections a frame is for, and in what order: connections stand in groups, so that choosing
//! among a hundred thousand costs no look at each.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// A number that connections share which get the same frames at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group(pub u64);

/// Which groups a frame is for.
pub trait Reach: Send + Sync + std::fmt::Debug {
    /// Outside these ranges no group has a turn.
    fn ranges(&self) -> &[RangeInclusive<Group>];
    /// How late a group comes, least first; none for one that gets nothing.
    fn turn(&self, group: Group) -> Option<u64>;
}

/// Whom a frame is for.
#[derive(Clone, Debug)]
pub enum To {
    /// Every connection.
    Everyone,
    /// The groups of a reach, in its order.
    These(Arc<dyn Reach>),
}

impl To {
    /// Whether a group gets it.
    pub fn reaches(&self, group: Group) -> bool {
        match self {
            Self::Everyone => true,
            Self::These(reach) => reach.turn(group).is_some(),
        }
    }

    /// Those that are there, in the order in which they are written to.
    pub(crate) fn order<T>(&self, there: &BTreeMap<Group, T>) -> Vec<Group> {
        let reach = match self {
            Self::Everyone => return there.keys().copied().collect(),
            Self::These(reach) => reach,
        };
        let mut turns: Vec<(u64, Group)> = reach
            .ranges()
            .iter()
            .flat_map(|range| there.range(range.clone()))
            .filter_map(|(group, _)| Some((reach.turn(*group)?, *group)))
            .collect();
        turns.sort_unstable();
        turns.dedup();
        turns.into_iter().map(|(_, group)| group).collect()
    }
}

/// The connections of each group, by their place in the table.
#[derive(Debug, Default)]
pub(crate) struct Groups(BTreeMap<Group, Vec<u32>>);

impl Groups {
    /// Adds a connection; its place in the group.
    pub(crate) fn add(&mut self, group: Group, connection: u32) -> u32 {
        let members = self.0.entry(group).or_default();
        members.push(connection);
        u32::try_from(members.len() - 1).unwrap_or(u32::MAX)
    }

    /// Takes out whoever stands at a place; the one who stands there after it.
    pub(crate) fn take_out(&mut self, group: Group, at: u32) -> Option<u32> {
        let members = self.0.get_mut(&group)?;
        members.swap_remove(at as usize);
        if members.is_empty() {
            self.0.remove(&group);
            return None;
        }
        members.get(at as usize).copied()
    }

    /// The groups that a frame is for, in order.
    pub(crate) fn order(&self, to: &To) -> Vec<Group> {
        to.order(&self.0)
    }

    /// The members of a group.
    pub(crate) fn members(&self, group: Group) -> &[u32] {
        self.0.get(&group).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Odd([RangeInclusive<Group>; 2]);

    impl Reach for Odd {
        fn ranges(&self) -> &[RangeInclusive<Group>] {
            &self.0
        }
        fn turn(&self, group: Group) -> Option<u64> {
            (group.0 % 2 == 1).then_some(100 - group.0)
        }
    }

    #[test]
    fn the_order_is_that_of_the_reach_and_nobody_comes_twice() {
        let ranges = [Group(0)..=Group(9), Group(5)..=Group(12)];
        let to = To::These(Arc::new(Odd(ranges)));
        let mut groups = Groups::default();
        for group in [1, 2, 7, 11, 13] {
            groups.add(Group(group), 0);
        }
        assert_eq!(groups.order(&to), [Group(11), Group(7), Group(1)]);
        assert!(to.reaches(Group(7)) && !to.reaches(Group(2)));
        assert_eq!(groups.order(&To::Everyone).len(), 5);
    }

    #[test]
    fn who_is_taken_out_leaves_the_place_to_the_last() {
        let mut groups = Groups::default();
        let group = Group(1);
        for connection in [10, 20, 30] {
            groups.add(group, connection);
        }
        assert_eq!(groups.take_out(group, 0), Some(30));
        assert_eq!(groups.take_out(group, 1), None);
        assert_eq!(groups.members(group), [30]);
        assert_eq!(groups.take_out(group, 0), None);
        assert!(groups.order(&To::Everyone).is_empty());
    }
}
