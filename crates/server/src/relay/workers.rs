//! Several processes that share one port, because one may not hold as many descriptors as a machine has
//! connections. The kernel deals connections among them; one that dies is started again, alone.

use crate::stopping::{Told, Word};
use rustix::process::{Pid, Signal};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;
use tokio::process::{Child, Command};

/// Says which process started a worker.
const STARTED_BY: &str = "VIGIE_STARTED_BY";
/// Rest before a worker that died is started again.
const REST: Duration = Duration::from_millis(500);
/// Rest between two workers that begin anew.
const APART: Duration = Duration::from_secs(2);
/// How long workers may take to stop.
const STOP: Duration = Duration::from_secs(5);

/// Runs so many workers of one configuration until told to stop.
pub async fn supervise(config: &Path, workers: usize) -> Result<(), String> {
    let mut told = Told::hear()?;
    let (stop, stopping) = crate::stopping::pair();
    let mut tasks = Vec::new();
    let pids: Arc<[AtomicU32]> = (0..workers).map(|_| AtomicU32::new(0)).collect();
    for number in 0..workers {
        let (config, stopping) = (config.to_owned(), stopping.clone());
        let pids = Arc::clone(&pids);
        let first = start(&config, number)?;
        tasks.push(tokio::spawn(async move {
            let mut worker = first;
            loop {
                pids[number].store(worker.id().unwrap_or(0), Relaxed);
                tokio::select! {
                    ended = worker.wait() => {
                        tracing::error!(number, ?ended, "a worker ended by itself and is started again; its listeners come back by number");
                    }
                    () = stopping.wait() => return finish(worker).await,
                }
                tokio::select! {
                    () = tokio::time::sleep(REST) => {}
                    () = stopping.wait() => return,
                }
                match start(&config, number) {
                    Ok(again) => worker = again,
                    Err(why) => return tracing::error!(number, %why, "a worker is gone"),
                }
            }
        }));
    }
    while told.word().await == Word::StartAnew {
        // One after the other: most of those who listen notice nothing.
        for pid in pids.iter().map(|pid| pid.load(Relaxed)) {
            signal(pid, Signal::HUP);
            tokio::time::sleep(APART).await;
        }
    }
    stop.now();
    for task in tasks {
        let _ = task.await;
    }
    Ok(())
}

fn start(config: &Path, number: usize) -> Result<Child, String> {
    let this =
        std::env::current_exe().map_err(|error| format!("failed to find this program: {error}"))?;
    Command::new(this)
        .args(["relay", "--worker", &number.to_string(), "--config"])
        .arg(config)
        .env(STARTED_BY, std::process::id().to_string())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("failed to start worker {number}: {error}"))
}

async fn finish(mut worker: Child) {
    signal(worker.id().unwrap_or(0), Signal::TERM);
    let _ = tokio::time::timeout(STOP, worker.wait()).await;
}

/// A worker ends with whoever started it: that one starts others again, and must not find this one still there.
pub(super) fn end_with_starter() -> Result<(), String> {
    let asked = rustix::process::set_parent_process_death_signal(Some(Signal::TERM));
    asked
        .map_err(|error| format!("failed to be told of the end of whoever started it: {error}"))?;
    let starter = std::env::var(STARTED_BY)
        .ok()
        .and_then(|pid| pid.parse().ok());
    if starter != rustix::process::getppid().map(Pid::as_raw_pid) {
        return Err("whoever started this worker is gone already".to_owned());
    }
    Ok(())
}

/// Says something to a worker, if it is there.
fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = rustix::process::kill_process(pid, signal);
    }
}
