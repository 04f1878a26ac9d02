//! One frame on its way round the connections it is for. Between two writes connections come and go.
//!
//! A group is walked from its end: who comes is added behind what was walked, and when somebody goes, the last
//! takes the place. So nobody is passed over. The last may have been served already; the number of the
//! round, kept by each connection, says so.

use crate::frame::Frame;
use crate::groups::{Group, Groups, To};
use std::sync::Arc;
use std::time::Instant;

#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) frame: Arc<Frame>,
    pub(crate) published: Instant,
    /// Rounds of numbered frames, counted; 0 for what passes.
    pub(crate) number: u32,
    to: To,
    /// The groups, last first, once it has begun.
    left: Option<Vec<Group>>,
    /// How many members of the group at hand are left.
    members_left: usize,
    begun: bool,
}

impl Round {
    pub(crate) fn new(frame: Arc<Frame>, to: To, published: Instant, number: u32) -> Self {
        Self {
            frame,
            published,
            number,
            to,
            left: None,
            members_left: 0,
            begun: false,
        }
    }

    /// The next connection, by its place in the table; none when it is over.
    pub(crate) fn next(&mut self, groups: &Groups) -> Option<u32> {
        let left = self.left.get_or_insert_with(|| {
            let mut order = groups.order(&self.to);
            order.reverse();
            self.members_left = order.last().map_or(0, |g| groups.members(*g).len());
            order
        });
        loop {
            let members = groups.members(*left.last()?);
            self.members_left = self.members_left.min(members.len());
            if let Some(at) = self.members_left.checked_sub(1) {
                self.members_left = at;
                return members.get(at).copied();
            }
            left.pop();
            self.members_left = left.last().map_or(0, |g| groups.members(*g).len());
        }
    }

    /// Whether this is the first write of the round.
    pub(crate) fn begins(&mut self) -> bool {
        !std::mem::replace(&mut self.begun, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Kind;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// What happens between two writes.
    #[derive(Clone, Copy, Debug)]
    enum Between {
        Nothing,
        Comes(u64),
        Goes(usize),
    }

    fn between() -> impl Strategy<Value = Between> {
        prop_oneof![
            3 => Just(Between::Nothing),
            1 => (0..4u64).prop_map(Between::Comes),
            2 => any::<usize>().prop_map(Between::Goes),
        ]
    }

    /// Where each connection stands, as the writer keeps it, and what it was served.
    #[derive(Default)]
    struct Model {
        groups: Groups,
        stands: BTreeMap<u32, (Group, u32)>,
        served: BTreeMap<u32, u32>,
        next: u32,
    }

    impl Model {
        fn comes(&mut self, group: u64) -> u32 {
            let (group, connection) = (Group(group), self.next);
            self.next += 1;
            let at = self.groups.add(group, connection);
            self.stands.insert(connection, (group, at));
            connection
        }

        fn goes(&mut self, which: usize) {
            let Some(connection) = self
                .stands
                .keys()
                .nth(which % self.stands.len().max(1))
                .copied()
            else {
                return;
            };
            let (group, at) = self.stands.remove(&connection).unwrap();
            if let Some(moved) = self.groups.take_out(group, at) {
                self.stands.get_mut(&moved).unwrap().1 = at;
            }
        }
    }

    proptest! {
        #[test]
        fn who_was_there_all_along_is_served_once_and_who_comes_later_is_not(
            there in prop::collection::vec(0..4u64, 0..30),
            between in prop::collection::vec(between(), 1..40),
        ) {
            let mut model = Model::default();
            for group in there {
                model.comes(group);
            }
            let before = model.next;
            let frame = Arc::new(Frame::new(Kind::Numbered(1), "", b""));
            let mut round = Round::new(frame, To::Everyone, Instant::now(), 1);
            let mut happens = between.iter().cycle();
            for _ in 0..200 {
                let Some(connection) = round.next(&model.groups) else { break };
                // The writer skips whoever came after the round was issued, and whoever had it.
                if connection < before {
                    model.served.entry(connection).or_insert(1);
                }
                match happens.next() {
                    Some(Between::Comes(group)) => { model.comes(*group); }
                    Some(Between::Goes(which)) => model.goes(*which),
                    Some(Between::Nothing) | None => {}
                }
            }
            prop_assert!(round.next(&model.groups).is_none(), "a round has an end");
            for connection in model.stands.keys().filter(|c| **c < before) {
                prop_assert!(model.served.contains_key(connection), "{} was passed over", connection);
            }
        }
    }
}
