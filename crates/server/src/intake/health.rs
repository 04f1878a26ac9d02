//! How each feed is: a feed that is silent because it is broken must not look like one that has nothing to say.

use super::taking::Outcome;
use crate::config::CapFeed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use vigie_core::ids::FeedId;
use vigie_core::time::Timestamp;

/// How a feed stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was not looked at yet: nothing is known.
    #[default]
    Never,
    /// The last look succeeded.
    Ok,
    /// The last look failed: what it has to say is not known.
    Failing,
}

/// What became of the messages of a feed since the program started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Shown to our people.
    pub relayed: u64,
    /// Left to an officer.
    pub drafts: u64,
    /// Kept in the journal, shown to nobody.
    pub ignored: u64,
    /// Taken before.
    pub seen_before: u64,
    /// Refused by a rule.
    pub refused: u64,
    /// Not readable.
    pub unreadable: u64,
}

impl Counts {
    /// Counts one message.
    pub fn add(&mut self, outcome: &Outcome) {
        let count = match outcome {
            Outcome::Relayed { .. } => &mut self.relayed,
            Outcome::Draft { .. } => &mut self.drafts,
            Outcome::Ignored { .. } => &mut self.ignored,
            Outcome::SeenBefore => &mut self.seen_before,
            Outcome::Refused { .. } => &mut self.refused,
            Outcome::Unreadable { .. } => &mut self.unreadable,
        };
        *count += 1;
    }
}

/// How one feed is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FeedHealth {
    /// Its name.
    pub name: String,
    /// The folder or address it comes from, without any password.
    pub from: String,
    /// How it stands.
    pub standing: Standing,
    /// When a look last succeeded.
    pub last_ok: Option<Timestamp>,
    /// Why the last look failed, in plain words; gone with the next success.
    pub last_error: Option<String>,
    /// Looks that failed in a row.
    pub failures: u32,
    /// When it is looked at next.
    pub next_look: Option<Timestamp>,
    /// What became of its messages.
    #[serde(flatten)]
    pub counts: Counts,
    /// The last message that was not taken, and why.
    pub last_trouble: Option<String>,
}

/// How all feeds are; shared between the feeds and those who look.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<Mutex<BTreeMap<FeedId, FeedHealth>>>);

impl Health {
    /// Nothing is known of these feeds yet.
    pub fn of(feeds: &[CapFeed]) -> Self {
        let health = feeds.iter().map(|feed| {
            let about = FeedHealth {
                name: feed.name.to_string(),
                from: origin(feed),
                ..FeedHealth::default()
            };
            (feed.name.clone(), about)
        });
        Self(Arc::new(Mutex::new(health.collect())))
    }

    /// How every feed is now, by name.
    pub fn snapshot(&self) -> Vec<FeedHealth> {
        let health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        health.values().cloned().collect()
    }

    pub(super) fn note(&self, feed: &FeedId, note: impl FnOnce(&mut FeedHealth)) {
        let mut health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(health) = health.get_mut(feed) {
            note(health);
        }
    }

    pub(super) fn count(&self, feed: &FeedId, from: &str, outcome: &Outcome) {
        self.note(feed, |health| {
            health.counts.add(outcome);
            if matches!(
                outcome,
                Outcome::Refused { .. } | Outcome::Unreadable { .. }
            ) {
                health.last_trouble = Some(format!("{from}: {outcome}"));
            }
        });
    }
}

/// Where a feed comes from, without a password that its address may carry.
fn origin(feed: &CapFeed) -> String {
    if let Some(folder) = &feed.folder {
        return folder.display().to_string();
    }
    let address = feed.url.as_deref().unwrap_or_default();
    let Ok(mut url) = url::Url::parse(address) else {
        return address.to_owned();
    };
    // Only addresses without a host cannot carry a password, so there is nothing to fail.
    let _ = url.set_password(None);
    let _ = url.set_username("");
    // Many a key is in the query.
    if url.query().is_some() {
        url.set_query(Some("…"));
    }
    url.to_string()
}
