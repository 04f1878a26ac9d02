//! A storm: the relay that everybody listens to dies, a bulletin is published meanwhile, and all come back.

use super::Rough;
use super::crowd::{Crowd, PER_PROCESS};
use super::feed::Feed;
use super::relay::Relay;
use super::soak::until;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::Path;
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
    /// Processes of the relay.
    pub workers: usize,
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
        let workers = rough.listeners.div_ceil(PER_PROCESS).max(1);
        let mut relay = Relay::behind(&feed, folder, workers).await?;
        let mut crowd = Crowd::start(relay.address, rough.listeners)?;
        let mut all = 0;
        let mut everywhere = async || {
            feed.publish(FRAME_BYTES, None);
            all += rough.listeners as u64;
            let came = until(BACK_MAX, "the bulletin is everywhere", async || {
                crowd.heard().is_ok_and(|heard| heard.bulletins >= all)
            });
            let came = came.await;
            let heard = crowd.heard()?;
            // How far it came is worth knowing also where it did not end.
            came.map_err(|why| {
                let lacking = all.saturating_sub(heard.bulletins);
                format!(
                    "{why}; {lacking} of {all} bulletins are not there, {} were missed",
                    heard.missed
                )
            })?;
            Ok::<_, String>(heard)
        };
        everywhere().await?;
        let mut all_back_ms = Vec::new();
        for _ in 0..STORMS {
            let died = Instant::now();
            relay.kill_and_start()?;
            let heard = everywhere().await?;
            let taken = died.elapsed().as_millis();
            say(&format!(
                "all {} are back after {taken} ms; {} bulletins missed, {} had twice, so far",
                rough.listeners, heard.missed, heard.twice
            ));
            all_back_ms.push(taken);
        }
        let heard = crowd.heard()?;
        Ok(Storm {
            listeners: rough.listeners,
            workers,
            all_back_ms,
            missed: heard.missed,
            twice: heard.twice,
        })
    })
}
