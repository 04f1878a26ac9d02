//! Many sensors at once: one connection each, one report under way on each.

use super::WRITERS;
use super::figures::{Times, rounded};
use super::wire::Reports;
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What the load came to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Load {
    /// Reports accepted (written, synced, answered) a second.
    pub accepted_per_s: f64,
    /// From the first byte of a request to the last of its answer.
    #[serde(flatten)]
    pub times: Times,
}

/// Where a load stands: warming up, counting, over.
const WARMING: u8 = 0;
const COUNTING: u8 = 1;
const OVER: u8 = 2;

/// A load that runs in a thread of its own until it is stopped.
pub struct Writers {
    stage: Arc<AtomicU8>,
    thread: std::thread::JoinHandle<Result<Vec<Duration>, String>>,
    counting_since: Instant,
}

impl Writers {
    /// Connects one writer for each of its sensors' reports and lets them write.
    pub fn start(address: SocketAddr, reports: Vec<Reports>) -> Result<Self, String> {
        assert_eq!(reports.len(), WRITERS, "one sensor for each writer");
        let stage = Arc::new(AtomicU8::new(WARMING));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(|error| format!("failed to start the load: {error}"))?;
        let watched = Arc::clone(&stage);
        let thread = std::thread::Builder::new()
            .name("writers".to_owned())
            .spawn(move || runtime.block_on(all(address, reports, watched)))
            .map_err(|error| format!("failed to start the load: {error}"))?;
        Ok(Self {
            stage,
            thread,
            counting_since: Instant::now(),
        })
    }

    /// From here on what is accepted counts.
    pub fn count(&mut self) {
        self.counting_since = Instant::now();
        self.stage.store(COUNTING, Ordering::Relaxed);
    }

    /// Ends the load and says what it came to.
    pub fn stop(self) -> Result<Load, String> {
        self.stage.store(OVER, Ordering::Relaxed);
        let seconds = self.counting_since.elapsed().as_secs_f64();
        let taken = self
            .thread
            .join()
            .map_err(|_| "the load panicked".to_owned())??;
        let accepted = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        Ok(Load {
            accepted_per_s: rounded(f64::from(accepted) / seconds),
            times: Times::of(taken),
        })
    }
}

async fn all(
    address: SocketAddr,
    reports: Vec<Reports>,
    stage: Arc<AtomicU8>,
) -> Result<Vec<Duration>, String> {
    let mut writers = Vec::with_capacity(reports.len());
    for reports in reports {
        let stream = TcpStream::connect(address)
            .await
            .and_then(|stream| stream.set_nodelay(true).map(|()| stream))
            .map_err(|error| format!("failed to connect to {address}: {error}"))?;
        writers.push((stream, reports));
    }
    let local = tokio::task::LocalSet::new();
    let writers: Vec<_> = writers
        .into_iter()
        .map(|(stream, reports)| local.spawn_local(one(stream, reports, Arc::clone(&stage))))
        .collect();
    local
        .run_until(async move {
            let mut taken = Vec::new();
            for writer in writers {
                let one = writer.await.map_err(|error| error.to_string())?;
                taken.append(&mut one?);
            }
            Ok(taken)
        })
        .await
}

async fn one(
    mut stream: TcpStream,
    mut reports: Reports,
    stage: Arc<AtomicU8>,
) -> Result<Vec<Duration>, String> {
    let (mut taken, mut bytes) = (Vec::new(), [0; 1_024]);
    loop {
        let counts = match stage.load(Ordering::Relaxed) {
            OVER => return Ok(taken),
            stage => stage == COUNTING,
        };
        let began = Instant::now();
        let sent = stream.write_all(reports.next()).await;
        sent.map_err(|error| format!("failed to send a report: {error}"))?;
        loop {
            let read = stream.read(&mut bytes).await;
            let read = read.map_err(|error| format!("failed to read an answer: {error}"))?;
            if read == 0 {
                return Err("the server closed a connection under load".to_owned());
            }
            if reports.take(&bytes[..read])? {
                break;
            }
        }
        // What was answered after the end belongs to no counted second.
        if counts && stage.load(Ordering::Relaxed) == COUNTING {
            taken.push(began.elapsed());
        }
    }
}
