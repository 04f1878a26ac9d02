//! Keeps each answer until the server is known to have it: an answer lost with a link would leave a
//! siren that was heard looking silent.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tracing::warn;

/// Most answers kept: an hour of a siren without link, at the most it may be started.
pub(crate) const WAITING_MAX: usize = 256;

/// The answers that wait.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    waiting: Mutex<State>,
    grown: Notify,
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
    is_sent: bool,
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
            is_sent: false,
        });
        drop(state);
        self.grown.notify_one();
    }

    /// Returns when there may be something to send.
    pub(crate) async fn grown(&self) {
        self.grown.notified().await;
    }

    /// A new connection: whatever the server has not confirmed is sent again.
    pub(crate) fn start_over(&self) {
        for waiting in &mut self.state().queue {
            waiting.is_sent = false;
        }
        self.grown.notify_one();
    }

    /// What is to be sent now, oldest first, and the number that confirms all of it.
    pub(crate) fn take_unsent(&self) -> Option<(Vec<String>, u64)> {
        let mut state = self.state();
        let mut texts = Vec::new();
        let mut last = 0;
        for waiting in state.queue.iter_mut().filter(|waiting| !waiting.is_sent) {
            waiting.is_sent = true;
            last = waiting.number;
            texts.push(waiting.text.clone());
        }
        (!texts.is_empty()).then_some((texts, last))
    }

    /// The server has everything sent on this connection up to this number.
    pub(crate) fn confirm(&self, number: u64) {
        self.state()
            .queue
            .retain(|waiting| waiting.number > number || !waiting.is_sent);
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
        outbox.take_unsent().map_or(Vec::new(), |(texts, _)| texts)
    }

    #[test]
    fn what_was_sent_and_not_confirmed_is_sent_again_on_the_next_link() {
        let outbox = Outbox::default();
        outbox.push("heard".into(), false);
        assert_eq!(outbox.take_unsent(), Some((vec!["heard".into()], 1)));
        assert_eq!(texts(&outbox), [""; 0]);
        outbox.start_over();
        assert_eq!(texts(&outbox), ["heard"]);
        outbox.confirm(1);
        outbox.start_over();
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_late_confirmation_drops_nothing_that_was_not_sent_on_this_link() {
        let outbox = Outbox::default();
        outbox.push("heard".into(), false);
        outbox.take_unsent();
        outbox.start_over();
        outbox.confirm(1);
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
}
