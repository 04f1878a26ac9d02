//! The warnings, with what must be found among ten thousand of them without looking at each: the open
//! ones, the live ones, those that change by themselves at a time, those of a danger in a zone.

use super::Changing;
use super::marks::Marks;
use crate::ids::{OfficerId, WarningId, ZoneId};
use crate::shelf::Shelf;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{Origin, Stage, Warning};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// All open warnings and the latest closed ones. Changed through one door alone, so that
/// no index can say something else than the warnings themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warnings {
    all: Shelf<WarningId, Warning>,
    open: Marks<WarningId>,
    live: Marks<WarningId>,
    /// Closed ones by the entry that closed them: all, and those of other authorities.
    closed: Shelf<u64, WarningId>,
    closed_relayed: Shelf<u64, WarningId>,
    /// When something changes by itself.
    clock: Marks<(Timestamp, WarningId)>,
    /// Own open ones by status, danger and zone.
    places: Marks<(Status, String, ZoneId, WarningId)>,
    /// Own open ones that are not the first of their event, by that.
    further: Marks<(WarningId, WarningId)>,
    /// How many each officer has drafted that are not out yet.
    waiting: Shelf<OfficerId, usize>,
    own_open: usize,
    /// Drafts that no officer has looked at.
    undrafted: usize,
}

impl Warnings {
    /// One of them.
    pub fn get(&self, id: &WarningId) -> Option<&Arc<Warning>> {
        self.all.get(id)
    }

    /// Whether it is kept.
    pub fn contains_key(&self, id: &WarningId) -> bool {
        self.all.contains_key(id)
    }

    /// All, oldest first.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<Warning>> {
        self.all.values()
    }

    /// Their numbers, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &WarningId> {
        self.all.keys()
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Drafts, submitted and live ones, oldest first.
    pub fn open(&self) -> &Marks<WarningId> {
        &self.open
    }

    /// Those that people are being warned of, oldest first.
    pub fn live(&self) -> impl DoubleEndedIterator<Item = &Arc<Warning>> {
        self.live.iter().filter_map(|id| self.all.get(id))
    }

    /// How many are live.
    pub fn live_len(&self) -> usize {
        self.live.len()
    }

    /// Ended and rejected ones, the latest closed last.
    pub fn closed(&self) -> impl DoubleEndedIterator<Item = &WarningId> {
        self.closed.values().map(AsRef::as_ref)
    }

    /// How many of the site's own are open.
    pub fn own_open(&self) -> usize {
        self.own_open
    }

    /// How many drafts feeds have waiting that no officer has looked at.
    pub fn feed_drafts(&self) -> usize {
        self.undrafted
    }

    /// Those that something happens to by itself up to a time, oldest first.
    pub fn awake(&self, until: Timestamp) -> Vec<&Arc<Warning>> {
        let awake = self.clock.range(..=(until, WarningId(u64::MAX)));
        let mut awake: Vec<_> = awake.filter_map(|(_, id)| self.all.get(id)).collect();
        awake.sort_by_key(|warning| warning.id);
        awake
    }

    /// The first to which something happens by itself after a time, and when.
    pub fn wakes_after(&self, now: Timestamp) -> Option<(Timestamp, &Arc<Warning>)> {
        let first = (now.plus_ms(1), WarningId(0));
        let (at, id) = self.clock.range(first..).next()?;
        Some((*at, self.all.get(id)?))
    }

    /// Own open warnings of a danger that name a zone, oldest first.
    pub fn at_place<'a>(
        &'a self,
        status: Status,
        danger: &str,
        zone: &ZoneId,
    ) -> impl Iterator<Item = &'a Arc<Warning>> {
        let key = |id| (status, danger.to_owned(), zone.clone(), WarningId(id));
        let found = self.places.range(key(0)..=key(u64::MAX));
        found.filter_map(|(.., id)| self.all.get(id))
    }

    /// The open warnings of an event besides its first, oldest first.
    pub fn further_of(&self, event: WarningId) -> impl Iterator<Item = WarningId> {
        let those = (event, WarningId(0))..=(event, WarningId(u64::MAX));
        self.further.range(those).map(|(_, id)| *id)
    }

    /// How many an officer has drafted that are not out yet.
    pub fn waiting_of(&self, officer: &OfficerId) -> usize {
        self.waiting.get(officer).map_or(0, |count| **count)
    }

    /// The closed one to forget first: another authority's, since a busy feed must not push out our
    /// own record.
    pub(crate) fn first_to_forget(&self) -> Option<WarningId> {
        let first = self.closed_relayed.first().or_else(|| self.closed.first());
        first.map(|(_, id)| **id)
    }

    /// How many closed ones are kept.
    pub fn closed_len(&self) -> usize {
        self.closed.len()
    }

    pub(crate) fn insert(&mut self, warning: Warning) {
        self.mark(None, Some(&warning));
        self.all.insert(warning.id, warning);
    }

    /// Forgets one and gives it back.
    pub(crate) fn remove(&mut self, id: WarningId) -> Option<Arc<Warning>> {
        let warning = self.all.get(&id).cloned()?;
        self.mark(Some(&warning), None);
        self.all.remove(&id);
        Some(warning)
    }

    fn mark(&mut self, before: Option<&Warning>, after: Option<&Warning>) {
        let open = |w: &Warning| is_open(w).then_some(w.id);
        let (was, is) = (before.and_then(open), after.and_then(open));
        self.open.replace(was, is);
        let live = |w: &Warning| w.is_live().then_some(w.id);
        self.live
            .replace(before.and_then(live), after.and_then(live));
        let clock = |w: &Warning| Some((w.wakes_at()?.0, w.id));
        self.clock
            .replace(before.and_then(clock), after.and_then(clock));
        let closed = |w: &Warning| Some((w.closed_by?, w.id, w.origin != Origin::Own));
        let (was_closed, is_closed) = (before.and_then(closed), after.and_then(closed));
        if was_closed != is_closed {
            if let Some((n, ..)) = was_closed {
                self.closed.remove(&n);
                self.closed_relayed.remove(&n);
            }
            if let Some((n, id, relayed)) = is_closed {
                self.closed.insert(n, id);
                if relayed {
                    self.closed_relayed.insert(n, id);
                }
            }
        }
        let own = |w: &Warning| is_open(w) && w.origin == Origin::Own;
        count(
            &mut self.own_open,
            before.is_some_and(own),
            after.is_some_and(own),
        );
        count(
            &mut self.undrafted,
            before.is_some_and(is_undrafted),
            after.is_some_and(is_undrafted),
        );
        let further = |w: &Warning| Some((w.event.filter(|_| own(w))?, w.id));
        self.further
            .replace(before.and_then(further), after.and_then(further));
        self.mark_waiting(before, after);
        self.mark_places(before, after);
    }

    fn mark_waiting(&mut self, before: Option<&Warning>, after: Option<&Warning>) {
        let waits = |w: &Warning| w.drafted_by.clone().filter(|_| w.is_pending());
        let (was, is) = (before.and_then(waits), after.and_then(waits));
        if was == is {
            return;
        }
        if let Some(by) = was {
            match self.waiting_of(&by) {
                0 | 1 => {
                    self.waiting.remove(&by);
                }
                count => self.waiting.insert(by, count - 1),
            }
        }
        if let Some(by) = is {
            let count = self.waiting_of(&by) + 1;
            self.waiting.insert(by, count);
        }
    }

    fn mark_places(&mut self, before: Option<&Warning>, after: Option<&Warning>) {
        let placed = |w: &&Warning| is_open(w) && w.origin == Origin::Own;
        let (before, after) = (before.filter(placed), after.filter(placed));
        let same = before.zip(after).is_some_and(|(before, after)| {
            before.status == after.status
                && before.danger == after.danger
                && before.zones == after.zones
        });
        if same {
            return;
        }
        let keys = |w: &Warning| {
            let zones = w.zones.iter();
            let key = |zone: &ZoneId| (w.status, w.danger.clone(), zone.clone(), w.id);
            zones.map(key).collect::<Vec<_>>()
        };
        for key in before.map(keys).unwrap_or_default() {
            self.places.remove(&key);
        }
        for key in after.map(keys).unwrap_or_default() {
            self.places.insert(key);
        }
    }

    /// The same warnings with every index made anew: what a test compares with.
    #[must_use]
    pub fn indexed_anew(&self) -> Self {
        let mut anew = Self::default();
        for warning in self.values() {
            anew.insert(warning.as_ref().clone());
        }
        anew
    }
}

impl Changing<WarningId, Warning> for Warnings {
    fn change(&mut self, id: &WarningId, change: impl FnOnce(&mut Warning)) {
        if let Some((before, after)) = self.all.changed(id, change) {
            self.mark(Some(&before), Some(&after));
        }
    }
}

fn is_open(warning: &Warning) -> bool {
    match warning.stage {
        Stage::Draft | Stage::Queued | Stage::Submitted | Stage::Returned | Stage::Live => true,
        Stage::Rejected | Stage::Ended => false,
    }
}

fn is_undrafted(warning: &Warning) -> bool {
    warning.stage == Stage::Draft && warning.drafted_by.is_none()
}

fn count(total: &mut usize, was: bool, is: bool) {
    if was && !is {
        *total = total.saturating_sub(1);
    } else if is && !was {
        *total += 1;
    }
}
