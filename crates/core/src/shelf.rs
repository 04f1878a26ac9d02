//! Things by number or name, shared between the writer and its readers: a clone costs nothing, and a
//! change copies only the way to what changed, however much stands beside it.

use rpds::RedBlackTreeMapSync;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Index, Range};
use std::sync::Arc;

/// Things by number or name, in their order.
#[derive(Serialize, Deserialize)]
#[serde(
    transparent,
    bound(
        serialize = "K: Ord + Serialize, V: Serialize",
        deserialize = "K: Ord + Deserialize<'de>, V: Deserialize<'de>"
    )
)]
pub struct Shelf<K: Ord, V>(RedBlackTreeMapSync<K, Arc<V>>);

impl<K: Ord, V> Shelf<K, V> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.size()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One of them.
    pub fn get(&self, key: &K) -> Option<&Arc<V>> {
        self.0.get(key)
    }

    /// Whether it is there.
    pub fn contains_key(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// The one that comes first.
    pub fn first(&self) -> Option<(&K, &Arc<V>)> {
        self.0.first()
    }

    /// The one that comes last.
    pub fn last(&self) -> Option<(&K, &Arc<V>)> {
        self.0.last()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &Arc<V>)> {
        self.0.iter()
    }

    /// Those whose keys lie in a range, in order.
    pub fn range(&self, keys: Range<K>) -> impl DoubleEndedIterator<Item = (&K, &Arc<V>)> {
        self.0.range(keys)
    }

    /// Their numbers or names, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The things alone, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<V>> {
        self.iter().map(|(_, thing)| thing)
    }
}

impl<K: Ord + Clone, V> Shelf<K, V> {
    /// Puts it there, in place of what was there under this key.
    pub fn insert(&mut self, key: K, thing: V) {
        self.0.insert_mut(key, Arc::new(thing));
    }

    /// Takes it away; says whether it was there.
    pub fn remove(&mut self, key: &K) -> bool {
        self.0.remove_mut(key)
    }
}

impl<K: Ord + Clone, V: Clone> Shelf<K, V> {
    /// One of them, to be changed; readers keep it as it was.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.0.get_mut(key).map(Arc::make_mut)
    }

    /// Changes one of them, if it is there; gives what it was and what it is.
    pub fn changed(&mut self, key: &K, change: impl FnOnce(&mut V)) -> Option<(Arc<V>, Arc<V>)> {
        let before = self.get(key).cloned()?;
        change(self.get_mut(key)?);
        let after = self.get(key).cloned()?;
        Some((before, after))
    }
}

impl<K: Ord, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Self(RedBlackTreeMapSync::new_sync())
    }
}

impl<K: Ord, V> Clone for Shelf<K, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Ord, V: PartialEq> PartialEq for Shelf<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K: Ord, V: Eq> Eq for Shelf<K, V> {}

impl<K: Ord + fmt::Debug, V: fmt::Debug> fmt::Debug for Shelf<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K: Ord, V> Index<&K> for Shelf<K, V> {
    type Output = Arc<V>;

    fn index(&self, key: &K) -> &Arc<V> {
        &self.0[key]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_keeps_what_it_saw() {
        let mut shelf = Shelf::default();
        shelf.insert(1, "one");
        shelf.insert(2, "two");
        let seen = shelf.clone();
        *shelf.get_mut(&1).unwrap() = "uno";
        shelf.remove(&2);
        shelf.insert(3, "three");
        let words = |shelf: &Shelf<i32, &'static str>| -> Vec<&str> {
            shelf.values().map(|word| **word).collect()
        };
        assert_eq!(words(&seen), ["one", "two"]);
        assert_eq!(words(&shelf), ["uno", "three"]);
    }
}
