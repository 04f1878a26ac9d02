//! The site's end of a broker: beats and orders out on one connection, hellos and answers in on another.

use super::broker::Broker;
use super::orders::Ordering;
use super::spoken::{Listening, Said};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use vigie_core::ids::SirenId;

/// The connections to a broker. They end with the last copy of this.
#[derive(Clone, Debug)]
pub struct Bridge {
    ordering: Ordering,
    listening: Listening,
    _kept: Arc<JoinSet<()>>,
}

/// What comes over a bridge.
#[derive(Debug)]
pub struct Coming {
    /// What is said.
    pub said: mpsc::Receiver<Said>,
    /// Whether orders reach the broker, or why not.
    pub orders: watch::Receiver<Result<(), String>>,
}

impl Bridge {
    /// Connects for ever.
    pub fn open(broker: &Broker, site: &str) -> (Self, Coming) {
        let name = fresh_name(site);
        let (ordering, orders, keep) = Ordering::open(broker, site, format!("{name}-orders"));
        let (listening, said, hear) = Listening::open(broker, site, name);
        let mut kept = JoinSet::new();
        kept.spawn(keep);
        kept.spawn(hear);
        let bridge = Self {
            ordering,
            listening,
            _kept: Arc::new(kept),
        };
        (bridge, Coming { said, orders })
    }

    /// Gives an order to the broker, without waiting for anything that sirens say; `confirmed` is told once the
    /// broker has it, and dropped if it never will.
    pub fn order(&self, siren: &SirenId, text: String, confirmed: oneshot::Sender<()>) {
        self.ordering.order(siren, text, confirmed);
    }

    /// Shows every siren that the server is there.
    pub fn beat(&self, heartbeat: String) {
        self.ordering.beat(heartbeat);
    }

    /// Says that an answer arrived.
    pub fn taken(&self, siren: &SirenId, sha256: String) {
        self.listening.taken(siren, sha256);
    }
}

/// A name that nobody can guess: a broker drops whoever had a name when it is used again, and a stranger on it shall not
/// silence the site by that.
fn fresh_name(site: &str) -> String {
    // Without chance it is told apart from other programs of this machine at least.
    let chance = getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()));
    format!("vigie-{site}-{chance:016x}")
}
