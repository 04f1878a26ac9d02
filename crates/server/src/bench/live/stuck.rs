//! Clients that mean it ill, as many as people who do not: they never read, or never finish what they ask.

use super::feed::Feed;
use super::listener::{Heard, connect, stay};
use super::relay::Relay;
use super::soak::until;
use serde::Serialize;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;

/// Those who never read, in all; each process of them holds half.
const NEVER_READ: usize = 20_000;
/// Those who never finish their request.
const HALF_OPEN: usize = 2_000;
/// Processes of them, and workers of the relay: one may not hold as many descriptors.
const PROCESSES: usize = 2;
/// Bulletins while they are there.
const BULLETINS: usize = 5;
const FRAME_BYTES: usize = 2_000;
const READY_MAX: Duration = Duration::from_mins(3);

/// What it came to.
#[derive(Clone, Debug, Serialize)]
pub struct Stuck {
    /// Connections that never read.
    pub never_read: usize,
    /// Requests that are never finished.
    pub half_open: usize,
    /// From the publishing of each bulletin until an honest listener had it.
    pub honest_ms: Vec<u128>,
    /// Memory of all processes of the relay before, with them, and after the bulletins, in KiB.
    pub resident_kib: [u64; 3],
}

/// Measures what they cost.
pub fn stuck(folder: &Path, say: &dyn Fn(&str)) -> Result<Stuck, String> {
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("failed to start: {error}"))?;
    runtime.block_on(async {
        let feed = Feed::start(SocketAddr::from(([127, 0, 0, 1], 0)), 10)?;
        let relay = Relay::behind(&feed, folder, PROCESSES).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let before = relay.resident_kib();
        let mut holders = Vec::new();
        for at in 0..PROCESSES {
            holders.push(Holder::start(relay.address, at)?);
        }
        for holder in &mut holders {
            holder.until_ready()?;
        }
        say("they are all connected");
        let with = relay.resident_kib();
        let heard = Arc::<Heard>::default();
        tokio::spawn(stay(relay.address, 0, 0, Arc::clone(&heard)));
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut honest_ms = Vec::new();
        for n in 1..=BULLETINS as u64 {
            feed.publish(FRAME_BYTES, None);
            let taken = until(READY_MAX, "an honest listener hears", async || {
                heard.bulletins.load(Relaxed) >= n
            });
            honest_ms.push(taken.await?.as_millis());
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(Stuck {
            never_read: NEVER_READ,
            half_open: HALF_OPEN,
            honest_ms,
            resident_kib: [before, with, relay.resident_kib()],
        })
    })
}

/// Holds its part of them until its standard input ends.
pub fn hold(to: SocketAddr, at: usize) -> Result<(), String> {
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("failed to start: {error}"))?;
    crate::http::wire::raise_descriptors();
    runtime.block_on(async {
        let mut held = Vec::new();
        let request = b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let (all, half) = (NEVER_READ / PROCESSES, HALF_OPEN / PROCESSES);
        for n in 0..all + half {
            let number = (at * (all + half) + n) as u64;
            let mut stream = connect(to, number)
                .await
                .map_err(|error| format!("failed to connect: {error}"))?;
            let said = if n < all {
                &request[..]
            } else {
                &request[..20]
            };
            let written = stream.write_all(said).await;
            written.map_err(|error| format!("failed to ask: {error}"))?;
            held.push(stream);
        }
        println!("ready");
        let _ = std::io::stdin().read(&mut [0]);
        Ok(())
    })
}

struct Holder(Child);

impl Holder {
    fn start(to: SocketAddr, at: usize) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("failed to start a process: {error}");
        let child = Command::new(std::env::current_exe().map_err(failed)?)
            .args(["bench", "hold", "--listen", &to.to_string()])
            .args(["--listeners", &at.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        child.map(Self).map_err(failed)
    }

    fn until_ready(&mut self) -> Result<(), String> {
        let output = self.0.stdout.as_mut();
        let read = output.map(|output| output.read(&mut [0; 8]));
        match read {
            Some(Ok(bytes)) if bytes > 0 => Ok(()),
            _ => Err("those who never read could not connect; they said why above".to_owned()),
        }
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
