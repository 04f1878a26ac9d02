//! Hands each frame to every connection: encoded once, shared by all.

use bytes::Bytes;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// Frames that may wait for one slow connection before it is told to start again.
const WAITING_MAX: usize = 256;
/// Alerts whose acknowledgements are counted; older ones are settled.
const COUNTED_MAX: usize = 64;

/// One frame, ready for either wire.
#[derive(Debug)]
pub struct Frame {
    /// The bulletin's number; none for a heartbeat.
    pub n: Option<u64>,
    /// As Server-Sent Events writes it.
    pub sse: Bytes,
    /// As the WebSocket writes it.
    pub text: Bytes,
}

impl Frame {
    /// A bulletin.
    pub fn bulletin(n: u64, jws: &str) -> Self {
        Self {
            n: Some(n),
            sse: format!("id: {n}\nevent: bulletin\ndata: {jws}\n\n").into(),
            text: json!({ "type": "bulletin", "n": n, "jws": jws })
                .to_string()
                .into(),
        }
    }

    /// A heartbeat.
    pub fn heartbeat(jws: &str) -> Self {
        Self {
            n: None,
            sse: format!("event: heartbeat\ndata: {jws}\n\n").into(),
            text: json!({ "type": "heartbeat", "jws": jws })
                .to_string()
                .into(),
        }
    }

    /// Bulletins up to `from` may be missing: ask again.
    pub fn resync(from: u64) -> Self {
        let data = json!({ "from": from }).to_string();
        Self {
            n: None,
            sse: format!("event: resync\ndata: {data}\n\n").into(),
            text: json!({ "type": "resync", "from": from }).to_string().into(),
        }
    }
}

/// What a publishing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publish {
    /// Connections that it was handed to.
    pub connections: u64,
}

/// Everyone who is connected.
#[derive(Debug)]
pub struct Hub {
    out: broadcast::Sender<Arc<Frame>>,
    kept: Mutex<VecDeque<Arc<Frame>>>,
    kept_max: usize,
    connections: AtomicU64,
    answering: AtomicU64,
    next_connection: AtomicU64,
    acked: Mutex<BTreeMap<u64, BTreeSet<u64>>>,
    last_heartbeat: Mutex<Option<Arc<Frame>>>,
}

impl Hub {
    /// A hub that keeps so many bulletins for those who come back.
    pub fn new(kept_max: usize) -> Self {
        Self {
            out: broadcast::channel(WAITING_MAX).0,
            kept: Mutex::default(),
            kept_max,
            connections: AtomicU64::new(0),
            answering: AtomicU64::new(0),
            next_connection: AtomicU64::new(1),
            acked: Mutex::default(),
            last_heartbeat: Mutex::default(),
        }
    }

    /// Keeps a bulletin for those who come back, without sending it: at a start.
    pub fn keep(&self, frame: Arc<Frame>) {
        let mut kept = lock(&self.kept);
        // The most urgent goes out first, so a lower number may follow a higher one.
        if kept.iter().rev().any(|known| known.n == frame.n) {
            return;
        }
        kept.push_back(frame);
        if kept.len() > self.kept_max {
            kept.pop_front();
        }
    }

    /// Hands a bulletin to everyone, and keeps it.
    pub fn publish(&self, frame: Frame) -> Publish {
        let frame = Arc::new(frame);
        // Kept first: who connects in between gets it from there, and twice is told apart by its number.
        self.keep(Arc::clone(&frame));
        let connections = self.out.send(frame).unwrap_or(0);
        Publish {
            connections: connections as u64,
        }
    }

    /// Hands a heartbeat to everyone.
    pub fn beat(&self, frame: Frame) {
        let frame = Arc::new(frame);
        *lock(&self.last_heartbeat) = Some(Arc::clone(&frame));
        // Nobody connected is no fault.
        let _ = self.out.send(frame);
    }

    /// What a new connection gets first, and what comes after. `since` is the last number it has;
    /// without one it gets `live`, the last bulletins of what is live.
    pub fn join(
        &self,
        since: Option<u64>,
        live: &[u64],
    ) -> (Vec<Arc<Frame>>, broadcast::Receiver<Arc<Frame>>) {
        let after = self.out.subscribe();
        let mut first: Vec<Arc<Frame>> = Vec::new();
        let kept = lock(&self.kept);
        let oldest = lowest(&kept);
        match since {
            Some(since) => {
                if kept.len() >= self.kept_max && since < oldest {
                    first.push(Arc::new(Frame::resync(oldest)));
                }
                // Whatever went out after the one it has, also with a lower number.
                let has = kept.iter().rposition(|frame| frame.n == Some(since));
                let missed = kept.iter().enumerate().filter(|(at, frame)| {
                    frame.n > Some(since) || has.is_some_and(|has| *at > has)
                });
                first.extend(missed.map(|(_, frame)| Arc::clone(frame)));
            }
            None => first.extend(
                kept.iter()
                    .filter(|f| f.n.is_some_and(|n| live.contains(&n)))
                    .cloned(),
            ),
        }
        first.extend(lock(&self.last_heartbeat).clone());
        (first, after)
    }

    /// The oldest bulletin kept; a connection that fell behind starts again from it.
    pub fn oldest(&self) -> u64 {
        lowest(&lock(&self.kept))
    }

    /// Counts a connection in; `answers` when it will say which bulletins it shows.
    pub fn enter(self: &Arc<Self>, answers: bool) -> Seat {
        self.connections.fetch_add(1, Ordering::Relaxed);
        if answers {
            self.answering.fetch_add(1, Ordering::Relaxed);
        }
        let number = self.next_connection.fetch_add(1, Ordering::Relaxed);
        Seat {
            hub: Arc::clone(self),
            number,
            answers,
        }
    }

    /// Connections now.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
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

/// A connection that is counted for as long as it lives.
#[derive(Debug)]
pub struct Seat {
    hub: Arc<Hub>,
    number: u64,
    answers: bool,
}

impl Seat {
    /// The connection says that it shows bulletin `n`. Unknown numbers are not counted.
    pub fn shows(&self, n: u64) {
        if !self.answers
            || !lock(&self.hub.kept)
                .iter()
                .rev()
                .any(|frame| frame.n == Some(n))
        {
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
        self.hub.connections.fetch_sub(1, Ordering::Relaxed);
        if self.answers {
            self.hub.answering.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn lowest(kept: &VecDeque<Arc<Frame>>) -> u64 {
    kept.iter().filter_map(|frame| frame.n).min().unwrap_or(0)
}

/// A poisoned lock only means that another thread panicked between two counts.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_back_gets_what_it_missed_once() {
        let hub = Hub::new(10);
        for n in [3, 5, 9] {
            hub.publish(Frame::bulletin(n, "x"));
        }
        let (first, _after) = hub.join(Some(3), &[]);
        assert_eq!(first.iter().filter_map(|f| f.n).collect::<Vec<_>>(), [5, 9]);
    }

    #[test]
    fn what_went_out_late_with_a_lower_number_is_not_missed_by_who_comes_back() {
        let hub = Hub::new(10);
        for n in [3, 9, 5] {
            hub.publish(Frame::bulletin(n, "x"));
        }
        let missed = |since| {
            let (first, _after) = hub.join(Some(since), &[]);
            first.iter().filter_map(|f| f.n).collect::<Vec<_>>()
        };
        assert_eq!(
            (missed(3), missed(9), missed(5)),
            (vec![9, 5], vec![5], vec![9])
        );
        let (first, _after) = hub.join(None, &[5, 9]);
        assert_eq!(first.len(), 2);
    }

    #[test]
    fn who_was_away_for_too_long_is_told_so() {
        let hub = Hub::new(2);
        for n in 1..=5 {
            hub.publish(Frame::bulletin(n, "x"));
        }
        let (first, _after) = hub.join(Some(1), &[]);
        assert!(
            first[0].text.starts_with(b"{\"from\"") || first[0].sse.starts_with(b"event: resync")
        );
        assert_eq!(first.iter().filter_map(|f| f.n).collect::<Vec<_>>(), [4, 5]);
    }

    #[test]
    fn a_newcomer_gets_what_is_live_and_nothing_old() {
        let hub = Hub::new(10);
        for n in [3, 5, 9] {
            hub.publish(Frame::bulletin(n, "x"));
        }
        let (first, _after) = hub.join(None, &[5]);
        assert_eq!(first.iter().filter_map(|f| f.n).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn a_connection_counts_once_for_each_bulletin_and_only_for_real_ones() {
        let hub = Arc::new(Hub::new(10));
        hub.publish(Frame::bulletin(3, "x"));
        let seat = hub.enter(true);
        seat.shows(3);
        seat.shows(3);
        seat.shows(4);
        assert_eq!((hub.acked(3), hub.acked(4), hub.answering()), (1, 0, 1));
        drop(seat);
        assert_eq!((hub.connections(), hub.answering()), (0, 0));
    }
}
