//! Several processes that share one port, because one may not hold as many descriptors as a machine has
//! connections. The kernel deals connections among them; one that dies is started again, alone.

use crate::serve::Told;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// Rest before a worker that died is started again.
const REST: Duration = Duration::from_millis(500);
/// How long workers may take to stop.
const STOP: Duration = Duration::from_secs(5);

/// Runs so many workers of one configuration until told to stop.
pub async fn supervise(config: &Path, workers: usize) -> Result<(), String> {
    let mut told = Told::hear()?;
    let (stop, stopping) = crate::stopping::pair();
    let mut tasks = Vec::new();
    for number in 0..workers {
        let (config, stopping) = (config.to_owned(), stopping.clone());
        let first = start(&config, number)?;
        tasks.push(tokio::spawn(async move {
            let mut worker = first;
            loop {
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
    told.stops().await;
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
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("failed to start worker {number}: {error}"))
}

async fn finish(mut worker: Child) {
    let pid = worker.id().and_then(|id| i32::try_from(id).ok());
    if let Some(pid) = pid.and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
    }
    let _ = tokio::time::timeout(STOP, worker.wait()).await;
}
