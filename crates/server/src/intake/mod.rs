//! Incoming messages of other authorities: fetched or found, read leniently, decided by the engine.
//!
//! ```text
//! folder ─┐
//!         ├─ bytes → taking → engine → an outcome for each message → health, log, summary
//! poll ───┘
//! └─ fetch └─ guard
//! ```
//!
//! Each feed is a task of its own. One that fails or panics is started again alone; the others, and the warnings
//! of this site, do not notice.

pub mod fetch;
pub mod folder;
pub mod guard;
pub mod health;
pub mod memory;
mod poll;
pub mod progress;
mod proof;
mod standalone;
pub mod summary;
pub mod taking;

pub use health::{FeedHealth, Health, Standing};
pub use memory::{FeedMemory, InMemory, RegistryMemory};

use crate::config::CapFeed;
use crate::engine::Desk;
use fetch::{Fetcher, Patience};
use guard::{Guard, Names, SystemNames};
use std::sync::Arc;
use std::time::Duration;
use taking::Taker;
use tokio::sync::watch;
use vigie_core::ids::FeedId;

/// Rest before a feed that panicked is started again: a fault in a message must not spin.
const AFTER_PANIC: Duration = Duration::from_secs(5);

/// What feeds stand on.
#[derive(Clone, Debug)]
pub struct Ground {
    /// What is remembered of them.
    pub memory: Arc<dyn FeedMemory>,
    /// Who knows the addresses of names.
    pub names: Arc<dyn Names>,
    /// How long and how much is waited for.
    pub patience: Patience,
    /// Rest before a feed that panicked is started again.
    pub after_panic: Duration,
}

impl Ground {
    /// Names as the system resolves them, and the usual patience.
    pub fn new(memory: Arc<dyn FeedMemory>) -> Self {
        Self {
            memory,
            names: Arc::new(SystemNames),
            patience: Patience::default(),
            after_panic: AFTER_PANIC,
        }
    }
}

/// Starts a task for each feed; they end when `stop` turns true or is dropped, or when the engine is gone.
/// Must be called inside a tokio runtime.
pub fn start(
    desk: &Desk,
    feeds: Vec<CapFeed>,
    memory: Arc<dyn FeedMemory>,
    stop: &watch::Receiver<bool>,
) -> Health {
    start_on(desk, feeds, &Ground::new(memory), stop)
}

/// Like [`start`], on other ground.
pub fn start_on(
    desk: &Desk,
    feeds: Vec<CapFeed>,
    ground: &Ground,
    stop: &watch::Receiver<bool>,
) -> Health {
    let health = Health::of(&feeds);
    for feed in feeds {
        let (desk, ground) = (desk.clone(), ground.clone());
        tokio::spawn(keep_up(desk, feed, ground, health.clone(), stop.clone()));
    }
    health
}

/// Runs one feed, and runs it again if it panics.
async fn keep_up(
    desk: Desk,
    feed: CapFeed,
    ground: Ground,
    health: Health,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let run = run(&desk, &feed, &ground, &health, &stop);
        match tokio::spawn(run).await {
            Err(fault) if fault.is_panic() => broke_off(&feed.name, &health),
            // It ended because the program stops, or was cancelled because the runtime does.
            Ok(()) | Err(_) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(ground.after_panic) => {}
            () = until(&mut stop) => return,
        }
    }
}

fn broke_off(feed: &FeedId, health: &Health) {
    tracing::error!(%feed, "the feed broke off; it is started again");
    health.note(feed, |health| {
        health.standing = Standing::Failing;
        health.failures += 1;
        health.last_error =
            Some("reading it broke off by a fault of Vigie; it is started again".to_owned());
    });
}

/// The task of one feed.
fn run(
    desk: &Desk,
    feed: &CapFeed,
    ground: &Ground,
    health: &Health,
    stop: &watch::Receiver<bool>,
) -> impl Future<Output = ()> + Send + 'static {
    let taker = Taker::new(feed.name.clone(), desk.inbox.clone()).trusting(feed.trust());
    let every = Duration::from_secs(u64::from(feed.poll_s.max(1)));
    let (health, stop) = (health.clone(), stop.clone());
    let (feed, ground) = (feed.clone(), ground.clone());
    async move {
        if let Some(path) = feed.folder {
            folder::watch(folder::Folder::watched(path), every, taker, health, stop).await;
            return;
        }
        // The configuration was checked; a feed without an address has nothing to be looked at.
        let Some(Ok(url)) = feed.url.as_deref().map(url::Url::parse) else {
            return;
        };
        let guard = Guard::new(url, feed.inside, ground.names);
        let poller = poll::Poller {
            every,
            fetcher: Fetcher::new(guard, ground.patience),
            taker,
            memory: ground.memory,
            health,
            forgot: None,
        };
        poller.run(stop).await;
    }
}

/// Waits until the program stops.
async fn until(stop: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone: the program stops.
    let _ = stop.wait_for(|stopped| *stopped).await;
}
