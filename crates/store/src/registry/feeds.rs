//! What was already taken in from other authorities' feeds, so that no message is taken in twice and
//! an unchanged feed is not read again.

use super::{Fault, Registry, fits};
use rusqlite::{OptionalExtension as _, params};

/// Longest name of a feed or an item, in bytes. An item is named by (sender, identifier, sent).
const NAME_BYTES_MAX: usize = 2048;

/// What a feed's server said of its last answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// Its `ETag`, to be sent back as `If-None-Match`.
    pub etag: Option<String>,
    /// Its `Last-Modified`, to be sent back as `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// When it was last asked, in milliseconds since 1970.
    pub polled_at_ms: i64,
}

impl Registry {
    /// Whether this item of the feed was taken in already.
    pub fn feed_seen(&self, feed: &str, item: &str) -> Result<bool, Fault> {
        let select = "SELECT EXISTS (SELECT 1 FROM feed_items WHERE feed = ?1 AND item = ?2)";
        let seen = self
            .connection
            .query_row(select, [feed, item], |row| row.get(0));
        seen.map_err(Fault::database("look a feed's item up"))
    }

    /// Marks items of a feed as taken in, with one sync. Returns how many were new.
    pub fn feed_mark(&mut self, feed: &str, items: &[&str], at_ms: i64) -> Result<usize, Fault> {
        let failed = || Fault::database("mark a feed's items as seen");
        fits("feed's name", feed, NAME_BYTES_MAX)?;
        let transaction = self.connection.transaction().map_err(failed())?;
        let mut new = 0;
        for item in items {
            fits("feed item's name", item, NAME_BYTES_MAX)?;
            let insert = "INSERT INTO feed_items (feed, item, seen_at_ms) VALUES (?1, ?2, ?3) \
                          ON CONFLICT DO NOTHING";
            let mut insert = transaction.prepare_cached(insert).map_err(failed())?;
            new += insert
                .execute(params![feed, item, at_ms])
                .map_err(failed())?;
        }
        transaction.commit().map_err(failed())?;
        Ok(new)
    }

    /// Forgets items first seen before `before_ms`; a feed must not offer them any longer. Returns how
    /// many.
    pub fn feed_forget(&mut self, before_ms: i64) -> Result<usize, Fault> {
        let delete = "DELETE FROM feed_items WHERE seen_at_ms < ?1";
        let forgotten = self.connection.execute(delete, [before_ms]);
        forgotten.map_err(Fault::database("forget old feed items"))
    }

    /// What is known of a feed.
    pub fn feed_state(&self, feed: &str) -> Result<Option<FeedState>, Fault> {
        let select = "SELECT etag, last_modified, polled_at_ms FROM feeds WHERE feed = ?1";
        let state = self.connection.query_row(select, [feed], |row| {
            let (etag, last_modified, polled_at_ms) = row.try_into()?;
            Ok(FeedState {
                etag,
                last_modified,
                polled_at_ms,
            })
        });
        state.optional().map_err(Fault::database("look a feed up"))
    }

    /// Keeps what is known of a feed.
    pub fn put_feed_state(&mut self, feed: &str, state: &FeedState) -> Result<(), Fault> {
        fits("feed's name", feed, NAME_BYTES_MAX)?;
        for text in [&state.etag, &state.last_modified].into_iter().flatten() {
            fits("feed's state", text, NAME_BYTES_MAX)?;
        }
        let insert = "INSERT OR REPLACE INTO feeds (feed, etag, last_modified, polled_at_ms) \
                      VALUES (?1, ?2, ?3, ?4)";
        let FeedState {
            etag,
            last_modified,
            polled_at_ms,
        } = state;
        let kept = self
            .connection
            .execute(insert, params![feed, etag, last_modified, polled_at_ms]);
        kept.map(drop)
            .map_err(Fault::database("keep a feed's state"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_new_once_per_feed_until_it_is_forgotten() {
        let mut registry = Registry::in_memory().unwrap();
        assert!(!registry.feed_seen("a", "1").unwrap());
        assert_eq!(registry.feed_mark("a", &["1", "2", "1"], 10).unwrap(), 2);
        assert_eq!(registry.feed_mark("a", &["2", "3"], 20).unwrap(), 1);
        assert!(registry.feed_seen("a", "2").unwrap());
        assert!(!registry.feed_seen("b", "2").unwrap());
        assert_eq!(registry.feed_forget(20).unwrap(), 2);
        assert!(!registry.feed_seen("a", "2").unwrap());
        assert!(registry.feed_seen("a", "3").unwrap());
    }

    #[test]
    fn the_state_of_a_feed_is_the_last_one_kept() {
        let mut registry = Registry::in_memory().unwrap();
        assert_eq!(registry.feed_state("a").unwrap(), None);
        let first = FeedState {
            etag: Some("\"x\"".to_owned()),
            last_modified: None,
            polled_at_ms: 1,
        };
        registry.put_feed_state("a", &first).unwrap();
        let last = FeedState {
            etag: None,
            polled_at_ms: 2,
            ..first
        };
        registry.put_feed_state("a", &last).unwrap();
        assert_eq!(registry.feed_state("a").unwrap(), Some(last));
    }
}
