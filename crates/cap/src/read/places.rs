//! Where each element of an alert stands in its text.

use crate::finding::Place;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Offsets in the text of the alert, by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    offsets: HashMap<Place, usize, BuildHasherDefault<Mixed>>,
}

impl Places {
    /// For so many elements without growing.
    pub(super) fn with_capacity(elements: usize) -> Self {
        Self {
            offsets: HashMap::with_capacity_and_hasher(elements, BuildHasherDefault::default()),
        }
    }

    /// Remembers an element. Where several have one place, the last is the one that the document holds.
    pub(super) fn mark(&mut self, place: Place, offset: usize) {
        self.offsets.insert(place, offset);
    }

    /// Gives back what was made ready for elements that did not come: a file may hold a thousand alerts.
    pub(super) fn trim(&mut self) {
        if self.offsets.len() < self.offsets.capacity() / 2 {
            self.offsets.shrink_to_fit();
        }
    }

    /// Where this element stands, or else the nearest one around it that is there.
    pub(super) fn of(&self, place: Place) -> usize {
        let mut around = std::iter::successors(Some(place), |place| place.parent());
        let offset = around.find_map(|place| self.offsets.get(&place));
        offset.copied().unwrap_or_default()
    }
}

/// Spreads the one number that a place is hashed by. Nobody chooses places at will, so that the hasher of the standard
/// library, made against those who do and ten times as long at work, is not needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        /// 2^64 by the golden ratio.
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        let (low, high) = (self.0 ^ number).carrying_mul(SPREAD, 0);
        self.0 = low ^ high;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_stands_where_its_parent_does() {
        let mut places = Places::default();
        places.mark(Place::info(1), 7);
        places.mark(Place::info(1).part("area", 0), 9);
        places.mark(Place::info(1).one("event"), 8);
        places.mark(Place::info(1).one("event"), 12);
        assert_eq!(places.of(Place::info(1).one("event")), 12);
        assert_eq!(places.of(Place::info(1).one("headline")), 7);
        assert_eq!(
            places.of(Place::info(1).part("area", 0).nth("polygon", 3)),
            9
        );
        assert_eq!(places.of(Place::info(0)), 0);
    }
}
