//! How answers come back to the thread that asked: all of one turn at once.

use super::turn::Decided;
use crate::bell::{self, Bell, Ear};
use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;
use vigie_core::refusal::Refusal;

/// What the engine answers.
pub(super) type Answer = Result<Decided, Refusal>;

thread_local! {
    static HERE: RefCell<Option<Arc<Mailbox>>> = const { RefCell::new(None) };
}

/// Answers for the tasks of one thread.
#[derive(Debug)]
struct Mailbox {
    answers: Mutex<Vec<(oneshot::Sender<Answer>, Answer)>>,
    bell: Arc<Bell>,
}

/// Someone who waits for an answer.
#[derive(Debug)]
pub(super) struct Asker {
    answer: oneshot::Sender<Answer>,
    mailbox: Option<Arc<Mailbox>>,
}

/// Gives this thread a mailbox. Its runtime must run nothing on other threads, and be the one in
/// which this is called.
pub fn open() -> io::Result<()> {
    let (bell, ear) = bell::hang()?;
    let mailbox = Arc::new(Mailbox {
        answers: Mutex::default(),
        bell,
    });
    HERE.replace(Some(Arc::clone(&mailbox)));
    tokio::spawn(empty(mailbox, ear));
    Ok(())
}

async fn empty(mailbox: Arc<Mailbox>, ear: Ear) {
    loop {
        ear.heard().await;
        let answers = std::mem::take(&mut *mailbox.lock());
        for (asker, answer) in answers {
            // Whoever asked may have gone; what was decided stays decided.
            let _ = asker.send(answer);
        }
    }
}

impl Mailbox {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(oneshot::Sender<Answer>, Answer)>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Asker {
    /// Someone on this thread, and where the answer will be.
    pub(super) fn here() -> (Self, oneshot::Receiver<Answer>) {
        let (answer, decided) = oneshot::channel();
        let mailbox = HERE.with_borrow(Clone::clone);
        (Self { answer, mailbox }, decided)
    }
}

/// Gives each asker its answer.
pub(super) fn deliver(answers: impl Iterator<Item = (Asker, Answer)>) {
    let mut filled: Vec<Arc<Mailbox>> = Vec::new();
    for (asker, answer) in answers {
        let Some(mailbox) = asker.mailbox else {
            // Whoever asked may have gone; what was decided stays decided.
            let _ = asker.answer.send(answer);
            continue;
        };
        mailbox.lock().push((asker.answer, answer));
        if !filled.iter().any(|known| Arc::ptr_eq(known, &mailbox)) {
            filled.push(mailbox);
        }
    }
    for mailbox in filled {
        mailbox.bell.ring();
    }
}
