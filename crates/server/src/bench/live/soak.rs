//! A soak: listeners that stay while others come and go, for as long as is asked; memory is looked at, and no
//! bulletin may be missed.

use super::Rough;
use super::feed::Feed;
use super::listener::{Heard, come_and_go, stay};
use super::relay::Relay;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How often a bulletin is published: what a relay keeps is full after some minutes, and memory flat from then on.
const PUBLISH_EVERY: Duration = Duration::from_millis(500);
/// Bytes of its frame: three languages.
const FRAME_BYTES: usize = 2_000;
/// How often those who come are sent, in a batch.
const BATCH_EVERY: Duration = Duration::from_millis(20);
/// How often memory is looked at.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// How long the last bulletin may take to reach everybody.
const LAST_MAX: Duration = Duration::from_secs(10);

/// What a soak came to.
#[derive(Clone, Debug, Serialize)]
pub struct Soak {
    /// How long it went.
    pub seconds: u64,
    /// Listeners that stayed.
    pub listeners: usize,
    /// Others that came and went.
    pub came_and_went: u64,
    /// Each second.
    pub per_second: u64,
    /// Of them not let in.
    pub not_let_in: u64,
    /// Bulletins published.
    pub bulletins: u64,
    /// Bulletins that a listener who stayed missed.
    pub missed: u64,
    /// Bulletins that one had twice.
    pub twice: u64,
    /// Times that one had to come back.
    pub came_back: u64,
    /// Resident memory of the relay, in KiB: with everybody connected, then each minute.
    pub resident_kib: Vec<u64>,
}

/// Soaks a relay.
pub fn soak(folder: &Path, rough: Rough, say: &dyn Fn(&str)) -> Result<Soak, String> {
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("failed to start: {error}"))?;
    crate::http::wire::raise_descriptors();
    runtime.block_on(soaked(folder, rough, say))
}

async fn soaked(folder: &Path, rough: Rough, say: &dyn Fn(&str)) -> Result<Soak, String> {
    let feed = Feed::start(SocketAddr::from(([127, 0, 0, 1], 0)), 10)?;
    let relay = Relay::behind(&feed, folder, 1).await?;
    let heard = Arc::<Heard>::default();
    for n in 0..rough.listeners {
        tokio::spawn(stay(relay.address, n as u64, 0, Arc::clone(&heard)));
    }
    until(LAST_MAX * 6, "everybody is connected", async || {
        relay.metric("vigie_live_connections").await.unwrap_or(0) >= rough.listeners as u64
    })
    .await?;
    say("everybody is connected");
    let (came, refused) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
    let churn = tokio::spawn(churn(
        relay.address,
        rough.churn_per_s,
        Arc::clone(&came),
        Arc::clone(&refused),
    ));
    let whole = Duration::from_secs(rough.minutes * 60);
    let (began, mut published) = (Instant::now(), 0);
    let (mut resident_kib, mut look_at) = (vec![relay.resident_kib()], LOOK_EVERY);
    while began.elapsed() < whole {
        tokio::time::sleep(PUBLISH_EVERY).await;
        published = feed.publish(FRAME_BYTES, None);
        if began.elapsed() >= look_at {
            resident_kib.push(relay.resident_kib());
            look_at += LOOK_EVERY;
        }
        if published.is_multiple_of(120) {
            say(&format!(
                "{published} bulletins, {} came and went, {} KiB",
                came.load(Relaxed),
                relay.resident_kib()
            ));
        }
    }
    churn.abort();
    let seconds = began.elapsed().as_secs().max(1);
    let all = published * rough.listeners as u64;
    let last = until(LAST_MAX, "the last bulletin is everywhere", async || {
        heard.bulletins.load(Relaxed) >= all
    });
    // What is missing is counted below.
    let _ = last.await;
    let had = heard.bulletins.load(Relaxed);
    let came = came.load(Relaxed);
    Ok(Soak {
        seconds,
        listeners: rough.listeners,
        came_and_went: came,
        per_second: came / seconds,
        not_let_in: refused.load(Relaxed),
        bulletins: published,
        missed: heard.missed.load(Relaxed).max(all.saturating_sub(had)),
        twice: heard.twice.load(Relaxed),
        came_back: heard.again.load(Relaxed),
        resident_kib,
    })
}

async fn churn(to: SocketAddr, per_s: u64, came: Arc<AtomicU64>, refused: Arc<AtomicU64>) {
    let (began, mut sent, mut number) = (Instant::now(), 0, 0);
    loop {
        let due = per_s * u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX) / 1_000;
        // A machine that slept for a minute does not owe sixty thousand at once.
        sent = due.saturating_sub(per_s).max(sent);
        while sent < due {
            sent += 1;
            number += 1;
            let (came, refused, n) = (Arc::clone(&came), Arc::clone(&refused), number);
            tokio::spawn(async move {
                if !come_and_go(to, n).await {
                    refused.fetch_add(1, Relaxed);
                }
                came.fetch_add(1, Relaxed);
            });
        }
        tokio::time::sleep(BATCH_EVERY).await;
    }
}

/// Waits for something, so long at most.
pub(super) async fn until(
    max: Duration,
    what: &str,
    mut is_so: impl AsyncFnMut() -> bool,
) -> Result<Duration, String> {
    let began = Instant::now();
    while !is_so().await {
        if began.elapsed() > max {
            return Err(format!(
                "it did not come to this in {} s: {what}",
                max.as_secs()
            ));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(began.elapsed())
}
