//! The standing orders, and which of them a reading or a message may set off.

use super::Changing;
use super::marks::Marks;
use crate::decision::standing_order::Held;
use crate::decision::standing_order::trigger::Watch;
use crate::ids::StandingOrderId;
use crate::shelf::Shelf;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Standing orders, in force or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    all: Shelf<StandingOrderId, Held>,
    watching: Marks<(Watch, StandingOrderId)>,
}

impl Orders {
    /// One of them.
    pub fn get(&self, id: &StandingOrderId) -> Option<&Arc<Held>> {
        self.all.get(id)
    }

    /// All, by name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<Held>> {
        self.all.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those that watch something, by name.
    pub fn watching(&self, watch: &Watch) -> impl Iterator<Item = &Arc<Held>> {
        // No name is empty, so the empty one comes before all.
        let first = (watch.clone(), StandingOrderId::new(""));
        let watch = watch.clone();
        let those = self.watching.range(first..);
        let those = those.take_while(move |(watched, _)| *watched == watch);
        those.filter_map(|(_, id)| self.all.get(id))
    }

    pub(crate) fn insert(&mut self, id: StandingOrderId, held: Held) {
        let before = self.all.get(&id);
        let before = before.map(|held| held.order.trigger.watches());
        for watch in before.unwrap_or_default() {
            self.watching.remove(&(watch, id.clone()));
        }
        for watch in held.order.trigger.watches() {
            self.watching.insert((watch, id.clone()));
        }
        self.all.insert(id, held);
    }

    /// The same orders with every index made anew: what a test compares with.
    #[must_use]
    pub fn indexed_anew(&self) -> Self {
        let mut anew = Self::default();
        for (id, held) in self.all.iter() {
            anew.insert(id.clone(), held.as_ref().clone());
        }
        anew
    }
}

/// What an order permits never changes, so its watches do not either.
impl Changing<StandingOrderId, Held> for Orders {
    fn change(&mut self, id: &StandingOrderId, change: impl FnOnce(&mut Held)) {
        self.all.change(id, change);
    }
}
