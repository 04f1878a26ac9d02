//! The sirens that are connected, and handing an order to one of them: on every way that is up, at once.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use vigie_core::delivery::Outcome;
use vigie_core::ids::SirenId;
use vigie_core::siren::Way;

/// How long handing an order to a connected siren may take, in milliseconds.
pub const HAND_OVER_MS_MAX: u64 = 2_000;
/// Orders that may wait for one siren on one way.
const WAITING_MAX: usize = 16;

/// A text for a siren, with a way to say that it has been written.
#[derive(Debug)]
pub struct ToSiren {
    /// The signed order.
    pub text: String,
    /// Told once the text is written to the socket, or the broker has confirmed it.
    pub written: oneshot::Sender<()>,
}

/// The newest connection of each way to one siren, by its number.
type Ways = BTreeMap<Way, (u64, mpsc::Sender<ToSiren>)>;

/// The connected sirens.
#[derive(Debug, Default)]
pub struct Links {
    by_siren: Mutex<BTreeMap<SirenId, Ways>>,
    challenges: Mutex<BTreeMap<SirenId, String>>,
    next: AtomicU64,
}

/// One connection of a siren; gone from the list when dropped.
#[derive(Debug)]
pub struct Link {
    links: Arc<Links>,
    siren: SirenId,
    way: Way,
    number: u64,
    /// What to write to it.
    pub orders: mpsc::Receiver<ToSiren>,
}

/// What is left of a siren's connections once one has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// A newer connection of the same way had taken its place.
    Replaced,
    /// Another way is up.
    Others,
    /// None: the siren is not reached.
    Nothing,
}

impl Links {
    /// Lists a siren's connection; the newest takes the place of an older one of the same way.
    pub fn connect(self: &Arc<Self>, siren: SirenId, way: Way) -> Link {
        let (out, orders) = mpsc::channel(WAITING_MAX);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut by_siren = lock(&self.by_siren);
        let ways = by_siren.entry(siren.clone()).or_default();
        ways.insert(way, (number, out));
        drop(by_siren);
        Link {
            links: Arc::clone(self),
            siren,
            way,
            number,
            orders,
        }
    }

    /// Keeps the newest challenge of a siren, as it said it under its own signature.
    pub fn challenged(&self, siren: &SirenId, challenge: Option<String>) {
        if let Some(challenge) = challenge {
            lock(&self.challenges).insert(siren.clone(), challenge);
        }
    }

    /// What the next order to a siren returns, so that it needs no clock to see that the order is of now.
    pub fn challenge(&self, siren: &SirenId) -> Option<String> {
        lock(&self.challenges).get(siren).cloned()
    }

    /// The ways on which a siren is reached.
    pub fn ways(&self, siren: &SirenId) -> Vec<Way> {
        let by_siren = lock(&self.by_siren);
        let ways = by_siren.get(siren).into_iter().flat_map(BTreeMap::keys);
        ways.copied().collect()
    }

    /// How many sirens are reached on a way.
    pub fn count(&self, way: Way) -> usize {
        let by_siren = lock(&self.by_siren);
        by_siren
            .values()
            .filter(|ways| ways.contains_key(&way))
            .count()
    }

    /// Hands a signed order to a siren on every way that is up, and waits until one of them has it. A siren that
    /// gets it twice obeys it once.
    pub async fn send(&self, siren: &SirenId, text: String) -> Outcome {
        let ways = lock(&self.by_siren).get(siren).cloned().unwrap_or_default();
        let mut tries = FuturesUnordered::new();
        let mut why = "not connected";
        for (_, out) in ways.into_values() {
            let (written, done) = oneshot::channel();
            let text = text.clone();
            if out.try_send(ToSiren { text, written }).is_ok() {
                tries.push(timeout(Duration::from_millis(HAND_OVER_MS_MAX), done));
            } else {
                why = "connected, and takes no orders";
            }
        }
        while let Some(tried) = tries.next().await {
            match tried {
                Ok(Ok(())) => return Outcome::HandedOver { to: 1 },
                Ok(Err(_)) => why = "the connection broke while the order was written",
                Err(_) => why = "connected, and did not take the order in time",
            }
        }
        failed(why)
    }
}

impl Link {
    /// Whether no newer connection of the same siren and way has taken its place.
    pub fn is_current(&self) -> bool {
        let by_siren = lock(&self.links.by_siren);
        let ways = by_siren.get(&self.siren);
        ways.and_then(|ways| ways.get(&self.way))
            .is_some_and(|(number, _)| *number == self.number)
    }

    /// Takes it off the list, and says what is left.
    pub fn leave(self) -> Left {
        self.take_off()
    }

    fn take_off(&self) -> Left {
        let mut by_siren = lock(&self.links.by_siren);
        let Some(ways) = by_siren.get_mut(&self.siren) else {
            return Left::Nothing;
        };
        match ways.get(&self.way) {
            Some((number, _)) if *number == self.number => ways.remove(&self.way),
            _ => return Left::Replaced,
        };
        if !ways.is_empty() {
            return Left::Others;
        }
        by_siren.remove(&self.siren);
        Left::Nothing
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.take_off();
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
        let older = links.connect(SirenId::new("s1"), Way::Wire);
        let mut newer = links.connect(SirenId::new("s1"), Way::Wire);
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

    #[tokio::test]
    async fn an_order_goes_out_on_every_way_and_one_that_hangs_holds_up_nothing() {
        let links = Arc::new(Links::default());
        let siren = SirenId::new("s1");
        let mut wire = links.connect(siren.clone(), Way::Wire);
        let mut mqtt = links.connect(siren.clone(), Way::Mqtt);
        let sending = {
            let links = Arc::clone(&links);
            tokio::spawn(async move { links.send(&SirenId::new("s1"), "x".to_owned()).await })
        };
        let hangs = wire.orders.recv().await.unwrap();
        let given = mqtt.orders.recv().await.unwrap();
        assert_eq!((hangs.text.as_str(), given.text.as_str()), ("x", "x"));
        given.written.send(()).unwrap();
        assert_eq!(sending.await.unwrap(), Outcome::HandedOver { to: 1 });
        assert_eq!(links.ways(&siren), [Way::Wire, Way::Mqtt]);
        assert_eq!(wire.leave(), Left::Others);
        assert_eq!(mqtt.leave(), Left::Nothing);
        assert_eq!(links.ways(&siren), []);
    }
}
