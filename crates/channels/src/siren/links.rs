//! The sirens that are connected, and handing an order to one of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use vigie_core::delivery::Outcome;
use vigie_core::ids::SirenId;

/// How long handing an order to a connected siren may take, in milliseconds.
pub const HAND_OVER_MS_MAX: u64 = 2_000;
/// Orders that may wait for one siren.
const WAITING_MAX: usize = 16;

/// A text for a siren, with a way to say that it has been written to the socket.
#[derive(Debug)]
pub struct ToSiren {
    /// The signed order.
    pub text: String,
    /// Told once the text is written.
    pub written: oneshot::Sender<()>,
}

/// The connected sirens.
#[derive(Debug, Default)]
pub struct Links {
    by_siren: Mutex<BTreeMap<SirenId, (u64, mpsc::Sender<ToSiren>)>>,
    next: AtomicU64,
}

/// One connection of a siren; gone from the list when dropped.
#[derive(Debug)]
pub struct Link {
    links: Arc<Links>,
    siren: SirenId,
    number: u64,
    /// What to write to it.
    pub orders: mpsc::Receiver<ToSiren>,
}

impl Links {
    /// Lists a siren's connection; the newest takes the place of an older one.
    pub fn connect(self: &Arc<Self>, siren: SirenId) -> Link {
        let (out, orders) = mpsc::channel(WAITING_MAX);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.by_siren).insert(siren.clone(), (number, out));
        Link {
            links: Arc::clone(self),
            siren,
            number,
            orders,
        }
    }

    /// Hands a signed order to a siren, and waits until it is written to the socket.
    pub async fn send(&self, siren: &SirenId, text: String) -> Outcome {
        let Some((_, out)) = lock(&self.by_siren).get(siren).cloned() else {
            return failed("not connected");
        };
        let (written, done) = oneshot::channel();
        if out.try_send(ToSiren { text, written }).is_err() {
            return failed("connected, and takes no orders");
        }
        match tokio::time::timeout(Duration::from_millis(HAND_OVER_MS_MAX), done).await {
            Ok(Ok(())) => Outcome::HandedOver { to: 1 },
            Ok(Err(_)) => failed("the connection broke while the order was written"),
            Err(_) => failed("connected, and did not take the order in time"),
        }
    }
}

impl Link {
    /// Whether no newer connection of the same siren has taken its place.
    pub fn is_current(&self) -> bool {
        lock(&self.links.by_siren)
            .get(&self.siren)
            .is_some_and(|(number, _)| *number == self.number)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let mut links = lock(&self.links.by_siren);
        if links
            .get(&self.siren)
            .is_some_and(|(number, _)| *number == self.number)
        {
            links.remove(&self.siren);
        }
    }
}

fn failed(why: &str) -> Outcome {
    Outcome::Failed {
        why: why.to_owned(),
    }
}

/// A poisoned lock only means that another thread panicked between two entries.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_siren_that_is_not_there_is_said_to_be_so_at_once() {
        let links = Links::default();
        let outcome = links.send(&SirenId::new("s1"), "x".to_owned()).await;
        assert!(matches!(outcome, Outcome::Failed { why } if why == "not connected"));
    }

    #[tokio::test]
    async fn a_newer_connection_takes_the_place_of_the_older() {
        let links = Arc::new(Links::default());
        let older = links.connect(SirenId::new("s1"));
        let mut newer = links.connect(SirenId::new("s1"));
        assert!(!older.is_current());
        drop(older);
        let sending = {
            let links = Arc::clone(&links);
            tokio::spawn(async move { links.send(&SirenId::new("s1"), "x".to_owned()).await })
        };
        let given = newer.orders.recv().await.unwrap();
        given.written.send(()).unwrap();
        assert_eq!(sending.await.unwrap(), Outcome::HandedOver { to: 1 });
    }
}
