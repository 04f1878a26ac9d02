//! Keeps each answer until the server is known to have it: an answer lost with a link would leave a
//! siren that was heard looking silent.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tracing::warn;
use vigie_core::siren::{Way, order_sha256};

/// Most answers kept: an hour of a siren without link, at the most it may be started.
pub(crate) const WAITING_MAX: usize = 256;

/// The answers that wait. Each goes out on every way that is up, until the server has it from one of them.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: Mutex<State>,
    grown: [Notify; Way::COUNT],
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<Waiting>,
    next: u64,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    text: String,
    is_refusal: bool,
    is_sent: [bool; Way::COUNT],
}

impl Outbox {
    /// Adds a signed answer. When full, refusals go first: they prove least.
    pub(crate) fn push(&self, text: String, is_refusal: bool) {
        let mut state = self.state();
        if state.queue.len() == WAITING_MAX {
            let victim = state.queue.iter().position(|waiting| waiting.is_refusal);
            state.queue.remove(victim.unwrap_or(0));
            warn!("dropped an answer: {WAITING_MAX} wait for the server already");
        }
        state.next += 1;
        let number = state.next;
        state.queue.push_back(Waiting {
            number,
            text,
            is_refusal,
            is_sent: [false; Way::COUNT],
        });
        drop(state);
        self.grown.iter().for_each(Notify::notify_one);
    }

    /// Returns when there may be something to send on a way.
    pub(crate) async fn grown(&self, way: Way) {
        self.grown[way as usize].notified().await;
    }

    /// A new connection: whatever the server has not confirmed is sent again.
    pub(crate) fn start_over(&self, way: Way) {
        for waiting in &mut self.state().queue {
            waiting.is_sent[way as usize] = false;
        }
        self.grown[way as usize].notify_one();
    }

    /// What is to be sent now on a way, oldest first, and the number that confirms all of it.
    pub(crate) fn take_unsent(&self, way: Way) -> Option<(Vec<String>, u64)> {
        let mut state = self.state();
        let mut texts = Vec::new();
        let mut last = 0;
        let unsent = |waiting: &&mut Waiting| !waiting.is_sent[way as usize];
        for waiting in state.queue.iter_mut().filter(unsent) {
            waiting.is_sent[way as usize] = true;
            last = waiting.number;
            texts.push(waiting.text.clone());
        }
        (!texts.is_empty()).then_some((texts, last))
    }

    /// The server has everything sent on this connection of a way up to this number.
    pub(crate) fn confirm(&self, way: Way, number: u64) {
        self.state()
            .queue
            .retain(|waiting| waiting.number > number || !waiting.is_sent[way as usize]);
    }

    /// The server says that it has the answer of this SHA-256.
    pub(crate) fn confirm_one(&self, sha256: &str) {
        self.state()
            .queue
            .retain(|waiting| order_sha256(&waiting.text) != sha256);
    }

    /// Whether the server has every answer.
    pub(crate) fn is_empty(&self) -> bool {
        self.state().queue.is_empty()
    }

    /// No holder of the lock can fail between two of its writes.
    fn state(&self) -> MutexGuard<'_, State> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(outbox: &Outbox) -> Vec<String> {
        outbox
            .take_unsent(Way::Wire)
            .map_or(Vec::new(), |(texts, _)| texts)
    }

    #[test]
    fn what_was_sent_and_not_confirmed_is_sent_again_on_the_next_link() {
        let outbox = Outbox::default();
        outbox.push("heard".into(), false);
        assert_eq!(
            outbox.take_unsent(Way::Wire),
            Some((vec!["heard".into()], 1))
        );
        assert_eq!(texts(&outbox), [""; 0]);
        outbox.start_over(Way::Wire);
        assert_eq!(texts(&outbox), ["heard"]);
        outbox.confirm(Way::Wire, 1);
        outbox.start_over(Way::Wire);
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_late_confirmation_drops_nothing_that_was_not_sent_on_this_link() {
        let outbox = Outbox::default();
        outbox.push("heard".into(), false);
        outbox.take_unsent(Way::Wire);
        outbox.start_over(Way::Wire);
        outbox.confirm(Way::Wire, 1);
        assert_eq!(texts(&outbox), ["heard"]);
    }

    #[test]
    fn a_flood_of_refusals_does_not_push_out_what_was_heard() {
        let outbox = Outbox::default();
        outbox.push("heard".into(), false);
        for _ in 0..2 * WAITING_MAX {
            outbox.push("refused".into(), true);
        }
        let texts = texts(&outbox);
        assert_eq!(texts.len(), WAITING_MAX);
        assert_eq!(texts[0], "heard");
    }

    #[test]
    fn what_the_server_has_from_one_way_is_not_sent_on_the_other() {
        let outbox = Outbox::default();
        outbox.push("heard".into(), false);
        outbox.push("ended".into(), false);
        assert!(outbox.take_unsent(Way::Mqtt).is_some());
        outbox.confirm_one(&order_sha256("heard"));
        assert_eq!(texts(&outbox), ["ended"]);
        outbox.confirm(Way::Wire, 2);
        outbox.start_over(Way::Mqtt);
        assert_eq!(outbox.take_unsent(Way::Mqtt), None);
    }
}
