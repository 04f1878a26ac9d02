//! A storm: the relay that everybody listens to dies, a bulletin is published meanwhile, and all come back.

use super::Rough;
use super::feed::Feed;
use super::listener::{Heard, stay};
use super::relay::Relay;
use super::soak::until;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// How long they may take.
const BACK_MAX: Duration = Duration::from_mins(2);
/// Storms of which the worst counts.
const STORMS: usize = 5;
const FRAME_BYTES: usize = 2_000;

/// What the storms came to.
#[derive(Clone, Debug, Serialize)]
pub struct Storm {
    /// Listeners.
    pub listeners: usize,
    /// From the death of the relay until the last of all had what was published meanwhile; each storm.
    pub all_back_ms: Vec<u128>,
    /// Bulletins that were missed.
    pub missed: u64,
    /// Bulletins that somebody had twice.
    pub twice: u64,
}

/// Lets a relay die while everybody listens.
pub fn storm(folder: &Path, rough: Rough, say: &dyn Fn(&str)) -> Result<Storm, String> {
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("failed to start: {error}"))?;
    crate::http::wire::raise_descriptors();
    runtime.block_on(async {
        let feed = Feed::start(SocketAddr::from(([127, 0, 0, 1], 0)), 10)?;
        let mut relay = Relay::behind(&feed, folder, 1).await?;
        let heard = Arc::<Heard>::default();
        for n in 0..rough.listeners {
            tokio::spawn(stay(relay.address, n as u64, 0, Arc::clone(&heard)));
        }
        let mut all = 0;
        let mut everywhere = async || {
            feed.publish(FRAME_BYTES);
            all += rough.listeners as u64;
            until(BACK_MAX, "the bulletin is everywhere", async || {
                heard.bulletins.load(Relaxed) >= all
            })
            .await
        };
        everywhere().await?;
        let mut all_back_ms = Vec::new();
        for _ in 0..STORMS {
            let died = Instant::now();
            relay.kill_and_start()?;
            everywhere().await?;
            let taken = died.elapsed().as_millis();
            say(&format!(
                "all {} are back after {taken} ms",
                rough.listeners
            ));
            all_back_ms.push(taken);
        }
        Ok(Storm {
            listeners: rough.listeners,
            all_back_ms,
            missed: heard.missed.load(Relaxed),
            twice: heard.twice.load(Relaxed),
        })
    })
}
