//! A relay as a program, in a folder of its own.

use super::feed::Feed;
use crate::listen::Asker;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a relay may take until it is linked.
const START_MAX: Duration = Duration::from_secs(30);

/// The program.
pub(super) struct Relay {
    folder: tempfile::TempDir,
    child: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
}

impl Relay {
    /// Starts one behind a feed, and waits until it is linked.
    pub(super) async fn behind(feed: &Feed, parent: &Path, workers: usize) -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("vigie-bench-")
            .tempdir_in(parent);
        let folder = folder
            .map_err(|error| format!("failed to make a folder in {}: {error}", parent.display()))?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let address = free.map_err(|error| format!("failed to find a free port: {error}"))?;
        let asker = Asker::new(&feed.base, None).map_err(|error| error.to_string())?;
        let keys: Value = asker
            .get("/live/keys")
            .await
            .map_err(|error| error.to_string())?;
        let text = format!(
            "[relay]\nfrom = [{:?}]\nlive_keys = [{}]\nexercise_keys = [{}]\nworkers = {workers}\nconnections_max = 19000\n\
             connections_per_address_max = 1000000\n[http]\nlisten = \"{address}\"\n",
            feed.base, keys["keys"][0]["x"], keys["keys"][1]["x"],
        );
        std::fs::write(folder.path().join("relay.toml"), text)
            .map_err(|error| format!("failed to write the configuration: {error}"))?;
        let child = spawn(folder.path())?;
        let relay = Self {
            folder,
            child,
            address,
        };
        relay.until_linked().await?;
        Ok(relay)
    }

    /// Kills it and its workers as a power cut does, and starts it again; does not wait.
    pub(super) fn kill_and_start(&mut self) -> Result<(), String> {
        let workers = self.workers();
        let killed = self.child.kill().and_then(|()| self.child.wait());
        killed.map_err(|error| format!("failed to kill the relay: {error}"))?;
        for pid in workers.into_iter().filter_map(Pid::from_raw) {
            // One that ended with its starter is no fault.
            let _ = kill_process(pid, Signal::KILL);
        }
        self.child = spawn(self.folder.path())?;
        Ok(())
    }

    /// What is its own in memory, and its workers', in KiB.
    pub(super) fn resident_kib(&self) -> u64 {
        let this = i32::try_from(self.child.id()).unwrap_or_default();
        let all = self.workers().into_iter().chain([this]);
        all.map(resident_kib).sum()
    }

    /// The processes that it started.
    fn workers(&self) -> Vec<i32> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let of_task = |task: std::fs::DirEntry| {
            let children = std::fs::read_to_string(task.path().join("children"));
            children.unwrap_or_default()
        };
        let children: Vec<String> = tasks.into_iter().flatten().flatten().map(of_task).collect();
        let pids = children
            .iter()
            .flat_map(|children| children.split_whitespace());
        pids.filter_map(|pid| pid.parse().ok()).collect()
    }

    /// One figure of its metrics.
    pub(super) async fn metric(&self, name: &str) -> Result<u64, String> {
        let asker = self.asker()?;
        let page = asker.text("/metrics").await;
        let page = page.map_err(|error| error.to_string())?;
        let line = page
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse().ok())
            .ok_or_else(|| format!("{name} is not among the metrics"))
    }

    async fn until_linked(&self) -> Result<(), String> {
        let (asker, began) = (self.asker()?, Instant::now());
        while asker.text("/readyz").await.is_err() {
            if began.elapsed() > START_MAX {
                return Err("the relay does not start; its log says why".to_owned());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    fn asker(&self) -> Result<Asker, String> {
        Asker::new(&format!("http://{}", self.address), None).map_err(|error| error.to_string())
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(folder: &Path) -> Result<Child, String> {
    let failed = |error: std::io::Error| format!("failed to start a relay: {error}");
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .map_err(failed)?;
    Command::new(std::env::current_exe().map_err(failed)?)
        .args(["relay", "--config"])
        .arg(folder.join("relay.toml"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(failed)
}

fn resident_kib(pid: i32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0u64) * 4
}
