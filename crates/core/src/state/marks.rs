//! A set in order whose copies share what they have in common: what an index is made of.

use rpds::RedBlackTreeMapSync;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::ops::RangeBounds;

/// A set in order. A copy costs nothing; a change costs the way to one mark.
#[derive(Clone)]
pub struct Marks<K: Ord>(RedBlackTreeMapSync<K, ()>);

impl<K: Ord + Clone> Marks<K> {
    /// Whether it is in.
    pub fn contains(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.size()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.0.iter().map(|(key, ())| key)
    }

    /// Those between two, in order.
    pub fn range(&self, keys: impl RangeBounds<K>) -> impl DoubleEndedIterator<Item = &K> {
        self.0.range(keys).map(|(key, ())| key)
    }

    /// The first.
    pub fn first(&self) -> Option<&K> {
        self.0.first().map(|(key, ())| key)
    }

    pub(crate) fn insert(&mut self, key: K) {
        self.0.insert_mut(key, ());
    }

    pub(crate) fn remove(&mut self, key: &K) {
        self.0.remove_mut(key);
    }

    /// Takes one out and another in, when they differ.
    pub(crate) fn replace(&mut self, before: Option<K>, after: Option<K>) {
        if before == after {
            return;
        }
        if let Some(before) = before {
            self.remove(&before);
        }
        if let Some(after) = after {
            self.insert(after);
        }
    }
}

impl<K: Ord> Default for Marks<K> {
    fn default() -> Self {
        Self(RedBlackTreeMapSync::new_sync())
    }
}

impl<K: Ord> PartialEq for Marks<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K: Ord> Eq for Marks<K> {}

impl<K: Ord + fmt::Debug> fmt::Debug for Marks<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.0.iter().map(|(key, ())| key);
        f.debug_set().entries(keys).finish()
    }
}

impl<K: Ord> FromIterator<K> for Marks<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut marks = RedBlackTreeMapSync::new_sync();
        for key in keys {
            marks.insert_mut(key, ());
        }
        Self(marks)
    }
}

impl<K: Ord + Serialize> Serialize for Marks<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|(key, ())| key))
    }
}

impl<'de, K: Ord + Deserialize<'de>> Deserialize<'de> for Marks<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::<K>::deserialize(from).map(|keys| keys.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_written_as_a_list_in_order() {
        let marks: Marks<(u64, u64)> = [(2, 1), (1, 0)].into_iter().collect();
        let text = serde_json::to_string(&marks).unwrap();
        assert_eq!(text, "[[1,0],[2,1]]");
        assert_eq!(
            serde_json::from_str::<Marks<(u64, u64)>>(&text).unwrap(),
            marks
        );
    }

    #[test]
    fn a_copy_keeps_the_marks_it_had() {
        let mut marks: Marks<u64> = (0..1_000).collect();
        let copy = marks.clone();
        marks.replace(Some(7), Some(2_000));
        assert!(copy.contains(&7) && !copy.contains(&2_000));
        assert!(!marks.contains(&7) && marks.contains(&2_000));
        assert_eq!(
            marks.range(998..).copied().collect::<Vec<_>>(),
            [998, 999, 2_000]
        );
    }
}
