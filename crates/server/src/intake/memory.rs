//! What is remembered of feeds across restarts: what a server said of its last answer, and which linked
//! messages were fetched.

use crate::people::People;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use vigie_core::ids::FeedId;
use vigie_store::registry;
pub use vigie_store::registry::FeedState;

/// Why something could not be remembered; the feed is read again rather than missed.
#[derive(Debug)]
pub struct Forgot(String);

impl fmt::Display for Forgot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Forgot {}

impl From<registry::Fault> for Forgot {
    fn from(fault: registry::Fault) -> Self {
        Self(fault.to_string())
    }
}

/// A memory of feeds. Its calls may wait for a disk.
pub trait FeedMemory: fmt::Debug + Send + Sync {
    /// What the feed's server said of its last answer.
    fn state(&self, feed: &FeedId) -> Result<FeedState, Forgot>;
    /// Keeps what it said.
    fn keep(&self, feed: &FeedId, state: &FeedState) -> Result<(), Forgot>;
    /// Which of these linked messages were not fetched yet, in order.
    fn unseen(&self, feed: &FeedId, items: Vec<String>) -> Result<Vec<String>, Forgot>;
    /// Marks linked messages as fetched.
    fn mark(&self, feed: &FeedId, items: &[String], at_ms: i64) -> Result<(), Forgot>;
    /// Forgets linked messages, of every feed, that were marked before `before_ms`. One that is still offered is
    /// fetched once more; the engine knows it.
    fn forget(&self, before_ms: i64) -> Result<(), Forgot>;
}

/// A memory that ends with the program.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    states: BTreeMap<FeedId, FeedState>,
    seen: BTreeMap<(FeedId, String), i64>,
}

impl InMemory {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FeedMemory for InMemory {
    fn state(&self, feed: &FeedId) -> Result<FeedState, Forgot> {
        Ok(self.kept().states.get(feed).cloned().unwrap_or_default())
    }

    fn keep(&self, feed: &FeedId, state: &FeedState) -> Result<(), Forgot> {
        self.kept().states.insert(feed.clone(), state.clone());
        Ok(())
    }

    fn unseen(&self, feed: &FeedId, mut items: Vec<String>) -> Result<Vec<String>, Forgot> {
        let kept = self.kept();
        items.retain(|item| !kept.seen.contains_key(&(feed.clone(), item.clone())));
        Ok(items)
    }

    fn mark(&self, feed: &FeedId, items: &[String], at_ms: i64) -> Result<(), Forgot> {
        let items = items
            .iter()
            .map(|item| ((feed.clone(), item.clone()), at_ms));
        self.kept().seen.extend(items);
        Ok(())
    }

    fn forget(&self, before_ms: i64) -> Result<(), Forgot> {
        self.kept().seen.retain(|_, at_ms| *at_ms >= before_ms);
        Ok(())
    }
}

/// The registry as memory.
#[derive(Clone, Debug)]
pub struct RegistryMemory(pub People);

impl FeedMemory for RegistryMemory {
    fn state(&self, feed: &FeedId) -> Result<FeedState, Forgot> {
        let state = self.0.registry().feed_state(feed.as_str())?;
        Ok(state.unwrap_or_default())
    }

    fn keep(&self, feed: &FeedId, state: &FeedState) -> Result<(), Forgot> {
        Ok(self.0.registry().put_feed_state(feed.as_str(), state)?)
    }

    fn unseen(&self, feed: &FeedId, items: Vec<String>) -> Result<Vec<String>, Forgot> {
        let registry = self.0.registry();
        let mut unseen = Vec::new();
        for item in items {
            if !registry.feed_seen(feed.as_str(), &item)? {
                unseen.push(item);
            }
        }
        Ok(unseen)
    }

    fn mark(&self, feed: &FeedId, items: &[String], at_ms: i64) -> Result<(), Forgot> {
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        self.0.registry().feed_mark(feed.as_str(), &items, at_ms)?;
        Ok(())
    }

    fn forget(&self, before_ms: i64) -> Result<(), Forgot> {
        self.0.registry().feed_forget(before_ms)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_store::registry::Registry;

    #[test]
    fn both_memories_say_the_same() {
        let registry = RegistryMemory(People::new(Registry::in_memory().unwrap()));
        let memories: [&dyn FeedMemory; 2] = [&InMemory::default(), &registry];
        for memory in memories {
            let (feed, other) = (FeedId::new("a"), FeedId::new("b"));
            let items =
                |names: &[&str]| -> Vec<String> { names.iter().map(ToString::to_string).collect() };
            assert_eq!(memory.state(&feed).unwrap(), FeedState::default());
            let state = FeedState {
                etag: Some("\"x\"".to_owned()),
                last_modified: None,
                polled_at_ms: 7,
            };
            memory.keep(&feed, &state).unwrap();
            assert_eq!(memory.state(&feed).unwrap(), state);
            memory.mark(&feed, &items(&["1"]), 10).unwrap();
            memory.mark(&feed, &items(&["2"]), 20).unwrap();
            assert_eq!(
                memory.unseen(&feed, items(&["3", "2", "1"])).unwrap(),
                items(&["3"])
            );
            assert_eq!(memory.unseen(&other, items(&["1"])).unwrap(), items(&["1"]));
            memory.forget(20).unwrap();
            assert_eq!(
                memory.unseen(&feed, items(&["1", "2"])).unwrap(),
                items(&["1"])
            );
        }
    }
}
