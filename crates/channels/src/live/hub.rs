//! What is kept for those who come back, who says what it shows, and the one order of joining and publishing.

use super::frame;
use super::reach::{RELAYS, cell_of, relays_first};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use vigie_core::audience::cells::Cell;
use vigie_fanout::{Counted, Fanout, Frame, Group, To};

/// Alerts whose acknowledgements are counted; older ones are settled.
const COUNTED_MAX: usize = 64;

/// What a publishing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publish {
    /// Connections that it was handed to.
    pub connections: u64,
}

/// A bulletin that is kept, and whom it is for.
#[derive(Clone, Debug)]
struct Kept {
    frame: Arc<Frame>,
    to: To,
}

/// Everyone who is connected.
#[derive(Debug)]
pub struct Hub {
    /// None where frames are only kept, and whoever listens is told another way.
    wire: Option<Fanout>,
    kept: Mutex<VecDeque<Kept>>,
    kept_max: usize,
    answering: AtomicU64,
    next_seat: AtomicU64,
    acked: Mutex<BTreeMap<u64, BTreeSet<u64>>>,
    last_heartbeat: Mutex<Option<Arc<Frame>>>,
    missing_before: AtomicU64,
}

impl Hub {
    /// A hub that keeps so many bulletins for those who come back, and carries nothing.
    pub fn new(kept_max: usize) -> Self {
        Self {
            wire: None,
            kept: Mutex::default(),
            kept_max,
            answering: AtomicU64::new(0),
            next_seat: AtomicU64::new(1),
            acked: Mutex::default(),
            last_heartbeat: Mutex::default(),
            missing_before: AtomicU64::new(0),
        }
    }

    /// The same, carried by an engine.
    pub fn over(wire: Fanout, kept_max: usize) -> Self {
        Self {
            wire: Some(wire),
            ..Self::new(kept_max)
        }
    }

    /// Keeps a bulletin for those who come back, without sending it: at a start.
    pub fn keep(&self, frame: Arc<Frame>, to: To) {
        self.keep_in(&mut lock(&self.kept), frame, to);
    }

    fn keep_in(&self, kept: &mut VecDeque<Kept>, frame: Arc<Frame>, to: To) {
        // The most urgent goes out first, so a lower number may follow a higher one.
        if kept
            .iter()
            .rev()
            .any(|known| known.number() == frame.number())
        {
            return;
        }
        kept.push_back(Kept { frame, to });
        if kept.len() > self.kept_max {
            kept.pop_front();
        }
    }

    /// Hands a bulletin to those it is for, and keeps it.
    pub fn publish(&self, frame: &Arc<Frame>, to: &To) -> Publish {
        // Under the same lock as joining: whoever joins has it among the first, or gets it, never both.
        let mut kept = lock(&self.kept);
        self.keep_in(&mut kept, Arc::clone(frame), to.clone());
        let connections = self.wire.as_ref().map_or(0, |wire| {
            // Where nobody gave a place there is nothing to choose, and nothing to work out.
            if wire.are_all_in(&[Group::default()]) {
                wire.publish(frame, &To::Everyone)
            } else if matches!(to, To::Everyone) || wire.are_all_in(&[Group::default(), RELAYS]) {
                wire.publish(frame, &relays_first())
            } else {
                wire.publish(frame, to)
            }
        });
        Publish { connections }
    }

    /// Whether a bulletin is kept, or is older than all that are.
    pub fn has(&self, n: u64) -> bool {
        let kept = lock(&self.kept);
        let is_full = kept.len() >= self.kept_max;
        (is_full && n < lowest(&kept)) || kept.iter().any(|kept| kept.number() == Some(n))
    }

    /// Whether there is no bulletin of this number among those that are kept, though there would be room for it.
    pub fn lacks(&self, n: u64) -> bool {
        let kept = lock(&self.kept);
        n >= lowest(&kept) && !kept.iter().any(|kept| kept.number() == Some(n))
    }

    /// What was before this number may be missing here, also where there is room for more: whoever has a
    /// lower one is told.
    pub fn missing_before(&self, n: u64) {
        self.missing_before.fetch_max(n, Ordering::Relaxed);
    }

    /// Drops everything that is kept: the numbers begin anew.
    pub fn forget(&self) {
        lock(&self.kept).clear();
        self.missing_before.store(0, Ordering::Relaxed);
        self.hush();
    }

    /// Newcomers get no heartbeat until the next: the last one says nothing of now.
    pub fn hush(&self) {
        let _kept = lock(&self.kept);
        *lock(&self.last_heartbeat) = None;
    }

    /// Hands a heartbeat to everyone.
    pub fn beat(&self, frame: Frame) {
        let frame = Arc::new(frame);
        let _kept = lock(&self.kept);
        *lock(&self.last_heartbeat) = Some(Arc::clone(&frame));
        if let Some(wire) = &self.wire {
            wire.publish(&frame, &To::Everyone);
        }
    }

    /// Lets a connection in. `enter` is given what it gets first; all that is published once it was called
    /// comes after. `since` is the last number it has; without one it gets `live`, the last bulletins of what
    /// is live.
    pub fn join<T>(
        &self,
        since: Option<u64>,
        live: &[u64],
        group: Group,
        enter: impl FnOnce(Vec<Arc<Frame>>) -> T,
    ) -> T {
        let mut first: Vec<Arc<Frame>> = Vec::new();
        let kept = lock(&self.kept);
        let is_for = |kept: &&Kept| kept.to.reaches(group);
        match since {
            Some(since) => {
                let oldest = lowest(&kept);
                let missing_before = self.missing_before.load(Ordering::Relaxed);
                if (kept.len() >= self.kept_max && since < oldest) || since < missing_before {
                    first.push(Arc::new(frame::resync(oldest.max(missing_before))));
                }
                // Whatever went out after the one it has, also with a lower number.
                let has = kept.iter().rposition(|kept| kept.number() == Some(since));
                let missed = kept.iter().enumerate().filter(|(at, kept)| {
                    kept.number() > Some(since) || has.is_some_and(|has| *at > has)
                });
                let missed = missed.map(|(_, kept)| kept).filter(is_for);
                first.extend(missed.map(|kept| Arc::clone(&kept.frame)));
            }
            None => first.extend(
                kept.iter()
                    .filter(|kept| kept.number().is_some_and(|n| live.contains(&n)))
                    .filter(is_for)
                    .map(|kept| Arc::clone(&kept.frame)),
            ),
        }
        first.extend(lock(&self.last_heartbeat).clone());
        enter(first)
    }

    /// What carries frames, if anything does.
    pub fn wire(&self) -> Option<&Fanout> {
        self.wire.as_ref()
    }

    /// What was carried.
    pub fn counted(&self) -> Option<&Counted> {
        self.wire.as_ref().map(Fanout::counted)
    }

    /// Connections now by the cell that they gave, the few not merged.
    pub fn by_cell(&self) -> BTreeMap<Cell, u64> {
        let mut counts = BTreeMap::new();
        for (group, count) in self.wire.iter().flat_map(Fanout::by_group) {
            if let Some(cell) = cell_of(group) {
                *counts.entry(cell).or_default() += count;
            }
        }
        counts
    }

    /// Ends every connection.
    pub fn stop(&self) {
        if let Some(wire) = &self.wire {
            wire.stop();
        }
    }

    /// The oldest bulletin kept; a connection that fell behind starts again from it.
    pub fn oldest(&self) -> u64 {
        lowest(&lock(&self.kept))
    }

    /// Counts a connection in that will say which bulletins it shows.
    pub fn seat(self: &Arc<Self>) -> Seat {
        self.answering.fetch_add(1, Ordering::Relaxed);
        Seat {
            number: self.next_seat.fetch_add(1, Ordering::Relaxed),
            hub: Arc::clone(self),
        }
    }

    /// Connections now.
    pub fn connections(&self) -> u64 {
        self.counted().map_or(0, Counted::connections)
    }

    /// Connections now that say which bulletins they show.
    pub fn answering(&self) -> u64 {
        self.answering.load(Ordering::Relaxed)
    }

    /// How many connections have said that they show bulletin `n`.
    pub fn acked(&self, n: u64) -> u64 {
        lock(&self.acked)
            .get(&n)
            .map_or(0, |seats| seats.len() as u64)
    }
}

impl Kept {
    fn number(&self) -> Option<u64> {
        self.frame.number()
    }
}

/// A connection that is counted for as long as it lives.
#[derive(Debug)]
pub struct Seat {
    hub: Arc<Hub>,
    number: u64,
}

impl Seat {
    /// The connection says that it shows bulletin `n`. Unknown numbers are not counted.
    pub fn shows(&self, n: u64) {
        let is_known = lock(&self.hub.kept)
            .iter()
            .any(|kept| kept.number() == Some(n));
        if !is_known {
            return;
        }
        let mut acked = lock(&self.hub.acked);
        acked.entry(n).or_default().insert(self.number);
        if acked.len() > COUNTED_MAX {
            acked.pop_first();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

fn lowest(kept: &VecDeque<Kept>) -> u64 {
    kept.iter().filter_map(Kept::number).min().unwrap_or(0)
}

/// A poisoned lock only means that another thread panicked between two counts.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_fanout::Wire;

    fn with(hub: Hub, numbers: impl IntoIterator<Item = u64>) -> Hub {
        for n in numbers {
            hub.publish(&Arc::new(frame::bulletin(n, "x")), &To::Everyone);
        }
        hub
    }

    fn joined(hub: &Hub, since: Option<u64>, live: &[u64]) -> Vec<u64> {
        hub.join(since, live, Group::default(), |first| {
            first.iter().filter_map(|frame| frame.number()).collect()
        })
    }

    #[test]
    fn who_comes_back_gets_what_it_missed_once() {
        let hub = with(Hub::new(10), [3, 5, 9]);
        assert_eq!(joined(&hub, Some(3), &[]), [5, 9]);
    }

    #[test]
    fn what_went_out_late_with_a_lower_number_is_not_missed_by_who_comes_back() {
        let hub = with(Hub::new(10), [3, 9, 5]);
        let missed = |since| joined(&hub, Some(since), &[]);
        assert_eq!(
            (missed(3), missed(9), missed(5)),
            (vec![9, 5], vec![5], vec![9])
        );
        assert_eq!(joined(&hub, None, &[5, 9]).len(), 2);
    }

    #[test]
    fn who_was_away_for_too_long_is_told_so() {
        let hub = with(Hub::new(2), 1..=5);
        let first = hub.join(Some(1), &[], Group::default(), |first| first);
        assert!(first[0].bytes(Wire::Sse).starts_with(b"event: resync"));
        assert_eq!(joined(&hub, Some(1), &[]), [4, 5]);
    }

    #[test]
    fn who_has_less_than_a_relay_ever_had_is_told_so_and_a_heartbeat_of_before_is_not_for_newcomers()
     {
        let hub = with(Hub::new(10), [7, 9]);
        hub.missing_before(7);
        hub.beat(frame::heartbeat("x"));
        let first = |since| {
            let kinds =
                |first: Vec<Arc<Frame>>| first.iter().map(|f| f.number()).collect::<Vec<_>>();
            hub.join(Some(since), &[], Group::default(), kinds)
        };
        assert_eq!(first(5), [None, Some(7), Some(9), None]);
        assert_eq!(first(7), [Some(9), None]);
        hub.hush();
        assert_eq!(first(7), [Some(9)]);
        assert!(hub.has(7) && !hub.has(8));
        assert!(hub.lacks(8) && hub.lacks(10) && !hub.lacks(9) && !hub.lacks(6));
    }

    #[test]
    fn a_newcomer_gets_what_is_live_and_nothing_old() {
        let hub = with(Hub::new(10), [3, 5, 9]);
        assert_eq!(joined(&hub, None, &[5]), [5]);
    }

    #[test]
    fn a_connection_counts_once_for_each_bulletin_and_only_for_real_ones() {
        let hub = Arc::new(with(Hub::new(10), [3]));
        let seat = hub.seat();
        seat.shows(3);
        seat.shows(3);
        seat.shows(4);
        assert_eq!((hub.acked(3), hub.acked(4), hub.answering()), (1, 0, 1));
        drop(seat);
        assert_eq!(hub.answering(), 0);
    }
}
