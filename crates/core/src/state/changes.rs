//! The changes that wait for a second person, and the latest that wait no more.

use crate::administration::{Asked, Change, Decided, Ending, MadeByKey, Pending, Token};
use crate::hand::Hand;
use crate::ids::ChangeId;
use crate::limits::CHANGES_KEPT;
use crate::shelf::Shelf;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Changes, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pending: Shelf<ChangeId, Pending>,
    decided: Shelf<ChangeId, Decided>,
    #[serde(default)]
    by_key: Shelf<ChangeId, MadeByKey>,
}

impl Changes {
    /// Those that wait, oldest first.
    pub fn pending(&self) -> impl DoubleEndedIterator<Item = &Arc<Pending>> {
        self.pending.values()
    }

    /// How many wait.
    pub fn pending_len(&self) -> usize {
        self.pending.len()
    }

    /// One that waits.
    pub fn get(&self, id: ChangeId) -> Option<&Arc<Pending>> {
        self.pending.get(&id)
    }

    /// The latest that wait no more, by number.
    pub fn decided(&self) -> impl DoubleEndedIterator<Item = &Arc<Decided>> {
        self.decided.values()
    }

    /// What the site's key put in force and two people have not looked at, oldest first.
    pub fn by_key(&self) -> impl DoubleEndedIterator<Item = &Arc<MadeByKey>> {
        self.by_key.values()
    }

    pub(crate) fn made_by_key(&self, id: ChangeId) -> Option<&Arc<MadeByKey>> {
        self.by_key.get(&id)
    }

    /// The site that waits to be agreed to; there is at most one.
    pub fn site(&self) -> Option<&Arc<Pending>> {
        self.pending()
            .find(|pending| pending.change.site().is_some())
    }

    /// What waits about this very token.
    pub fn of_token(&self, token: &Token) -> Option<&Arc<Pending>> {
        self.pending()
            .find(|pending| matches!(&pending.change, Change::Token { token: of } if of == token))
    }

    /// When the first of them is void, unless somebody puts it in force.
    pub(crate) fn wakes_at(&self) -> Option<Timestamp> {
        self.pending.first().map(|(_, pending)| pending.expires)
    }

    /// Those that nobody put in force in time.
    pub(crate) fn lapsed(&self, now: Timestamp) -> impl Iterator<Item = ChangeId> {
        let lapsed = self.pending().take_while(move |p| p.expires <= now);
        lapsed.map(|pending| pending.asked.id)
    }

    pub(crate) fn insert(&mut self, pending: Pending) {
        self.pending.insert(pending.asked.id, pending);
    }

    /// It was put in force by the site's key alone.
    pub(crate) fn forced(&mut self, id: ChangeId, at: Timestamp, reason: &str) {
        let Some(pending) = self.pending.get(&id) else {
            return;
        };
        let made = MadeByKey {
            asked: pending.asked.clone(),
            at,
            reason: reason.to_owned(),
            confirmed: Vec::new(),
        };
        self.by_key.insert(id, made);
    }

    /// Somebody looked at it; after the second it is a change like any other.
    pub(crate) fn confirmed(&mut self, id: ChangeId, hand: Hand) {
        let Some(made) = self.by_key.get_mut(&id) else {
            return;
        };
        made.confirmed.push(hand);
        if made.confirmed.len() >= 2 {
            self.by_key.remove(&id);
        }
    }

    pub(crate) fn agreed(&mut self, id: ChangeId, hand: Hand) {
        if let Some(pending) = self.pending.get_mut(&id) {
            pending.asked.agreed.push(hand);
        }
    }

    /// Takes one out of those that wait, and says what it would have done.
    pub(crate) fn end(&mut self, id: ChangeId, at: Timestamp, how: Ending) -> Option<Change> {
        let pending = self
            .pending
            .get(&id)
            .map(|pending| pending.as_ref().clone())?;
        self.pending.remove(&id);
        let Pending { asked, change, .. } = pending;
        self.keep(asked, at, how);
        Some(change)
    }

    fn keep(&mut self, asked: Asked, at: Timestamp, how: Ending) {
        self.decided.insert(asked.id, Decided { asked, at, how });
        if self.decided.len() > CHANGES_KEPT
            && let Some(oldest) = self.decided.first().map(|(id, _)| *id)
        {
            self.decided.remove(&oldest);
        }
    }
}
