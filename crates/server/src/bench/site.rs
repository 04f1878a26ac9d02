//! The site that is measured: a folder with configuration, words, keys and tokens, and the server that
//! runs on it as a process of its own.

use super::WRITERS;
use super::wire::{Line, Reports};
use crate::people::People;
use crate::tokens::Who;
use ed25519_dalek::{SigningKey, VerifyingKey};
use rustix::process::{Pid, Signal, kill_process};
use std::cell::Cell;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vigie_core::ids::{OfficerId, SensorId};
use vigie_store::registry::NewToken;

/// Everything but sensors. The port is the system's choice.
const CONFIG: &str = r#"
[http]
listen = "127.0.0.1:0"

[site]
id = "bench"
name = "Embassy of Arcadia"
sender = "duty@embassy.example"
languages = ["en", "fr", "ar"]

[site.zone.compound]
name = { en = "Embassy compound", fr = "Enceinte de l'ambassade", ar = "مجمع السفارة" }
ring = [[33.2990, 44.3860], [33.2990, 44.3960], [33.3060, 44.3960], [33.3060, 44.3860], [33.2990, 44.3860]]
people = 400

[site.officer.duty-1]
roles = ["drafter", "approver", "recorder"]
statuses = ["actual", "exercise"]
people_max = 5000

[site.officer.duty-2]
roles = ["drafter", "approver", "recorder"]
statuses = ["actual", "exercise"]
people_max = 5000
"#;
/// The siren.
pub const SIREN: &str = "mast-1";
/// How long a start may take: reading a million entries, on a slow machine.
const START_MAX: Duration = Duration::from_mins(5);
/// Readings kept apart for each use of a sensor.
const READINGS_APART: u64 = 1_000_000_000;

/// A site on disk.
pub struct Site {
    folder: TempDir,
    sensors: Vec<(SensorId, String)>,
    officers: Vec<String>,
    /// The siren's key.
    pub siren_key: SigningKey,
    /// The key that exercise orders are signed with.
    pub server_key: VerifyingKey,
    /// The key that real orders are signed with.
    pub live_key: VerifyingKey,
    /// The key of its stops.
    pub stop_key: VerifyingKey,
    uses: Cell<u64>,
}

impl Site {
    /// Sets one up under `parent`, with a sensor for each writer and so many pairs of others.
    pub fn set_up(parent: &Path, pairs: usize) -> Result<Self, String> {
        Self::set_up_with(parent, pairs, "")
    }

    /// The same with further lines of configuration.
    pub fn set_up_with(parent: &Path, pairs: usize, more: &str) -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("vigie-bench-")
            .tempdir_in(parent);
        let folder = folder
            .map_err(|error| format!("failed to make a folder in {}: {error}", parent.display()))?;
        let siren_key = fresh_key()?;
        let keys = crate::keys::open(&folder.path().join("state/keys"))?;
        let writers = (0..WRITERS).map(|n| format!("writer-{n}"));
        let others = (0..pairs).flat_map(|n| [format!("pair-{n}-a"), format!("pair-{n}-b")]);
        let sensors: Vec<SensorId> = writers.chain(others).map(SensorId::new).collect();
        std::fs::create_dir(folder.path().join("words"))
            .map_err(|error| format!("failed to make a folder of words: {error}"))?;
        write(
            &folder.path().join("vigie.toml"),
            &(config(&sensors, &siren_key) + more),
        )?;
        let (sensors, officers) = tokens(&folder.path().join("state"), sensors)?;
        Ok(Self {
            folder,
            sensors,
            officers,
            siren_key,
            server_key: keys.exercise.verifying_key(),
            live_key: keys.live.verifying_key(),
            stop_key: keys.stop.verifying_key(),
            uses: Cell::new(0),
        })
    }

    /// The configuration.
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("vigie.toml")
    }

    /// Journal, snapshots, registry.
    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The folder, for what else is written to the same disk.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The token of one of the two officers.
    pub fn officer(&self, which: usize) -> &str {
        &self.officers[which]
    }

    /// The sensors of the writers.
    pub fn writers(&self, address: SocketAddr) -> Vec<Reports> {
        (0..WRITERS).map(|n| self.reports(address, n)).collect()
    }

    /// A pair of other sensors: names, and reports to send.
    pub fn pair(&self, address: SocketAddr, n: usize) -> [(&SensorId, Reports); 2] {
        let first = WRITERS + 2 * n;
        [first, first + 1].map(|at| (&self.sensors[at].0, self.reports(address, at)))
    }

    /// The sensors of the writers, by name.
    pub fn writer_names(&self) -> impl Iterator<Item = &SensorId> {
        self.sensors[..WRITERS].iter().map(|(name, _)| name)
    }

    fn reports(&self, address: SocketAddr, at: usize) -> Reports {
        self.uses.set(self.uses.get() + 1);
        Reports::new(
            address,
            &self.sensors[at].1,
            self.uses.get() * READINGS_APART,
        )
    }
}

/// A key that nobody else has.
pub fn fresh_key() -> Result<SigningKey, String> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| format!("failed to make a key: {error}"))?;
    Ok(SigningKey::from_bytes(&seed))
}

fn config(sensors: &[SensorId], siren: &SigningKey) -> String {
    let mut text = CONFIG.to_owned();
    for sensor in sensors {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n[site.sensor.{sensor}]\nzone = \"compound\"\ndanger = \"rockets\"\n"
        );
    }
    let key = hex::encode(siren.verifying_key());
    let _ = write!(
        text,
        "\n[site.siren.{SIREN}]\nzone = \"compound\"\nplace = [33.3021, 44.3905]\nkey = \"{key}\"\n"
    );
    text
}

type Tokens = (Vec<(SensorId, String)>, Vec<String>);

fn tokens(state: &Path, sensors: Vec<SensorId>) -> Result<Tokens, String> {
    let people = People::open(state).map_err(|fault| fault.to_string())?;
    let now_ms = crate::clock::now().unix_ms();
    let token = |who: Who| {
        let (role, scope) = who.grant();
        let grant = NewToken {
            role: role.to_owned(),
            scope,
            label: "bench".to_owned(),
            expires_at_ms: Some(now_ms + 86_400_000),
        };
        let made = people.registry().add_token(&grant, now_ms);
        made.map(|(_, secret)| secret)
            .map_err(|fault| fault.to_string())
    };
    let sensors = sensors
        .into_iter()
        .map(|sensor| Ok((sensor.clone(), token(Who::Sensor(sensor))?)))
        .collect::<Result<_, String>>()?;
    let officers = ["duty-1", "duty-2"].map(|name| token(Who::Officer(OfficerId::new(name))));
    Ok((sensors, officers.into_iter().collect::<Result<_, _>>()?))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("failed to write {}: {error}", path.display()))
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    log: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it took entries.
    pub ready_after: Duration,
}

impl Server {
    /// Starts this program as a server on a site, and waits until it takes entries.
    pub fn start(site: &Site) -> Result<Self, String> {
        let log = site.folder().join("server.log");
        let said = site.state().join("address");
        // One that was ended by force leaves its address behind.
        let _ = std::fs::remove_file(&said);
        let began = Instant::now();
        let child =
            spawn(&site.config(), &log).map_err(|e| format!("failed to start vigie: {e}"))?;
        let mut server = Self {
            child,
            log,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            ready_after: Duration::ZERO,
        };
        while server.ready_after.is_zero() {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(server.failed(&format!("it ended with {status}")));
            }
            if began.elapsed() > START_MAX {
                return Err(server.failed("it was not ready in time"));
            }
            if let Some(address) = read_address(&said)
                && Line::connect(address)?.get("/readyz")?.0 == 200
            {
                server.address = address;
                server.ready_after = began.elapsed();
            } else {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        Ok(server)
    }

    /// Processor time that it has used so far, over all its threads.
    pub fn worked(&self) -> Duration {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let nanoseconds = tasks.into_iter().flatten().flatten().filter_map(|task| {
            let schedstat = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            schedstat.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanoseconds.sum())
    }

    /// Asks it to end, and waits.
    pub fn stop(mut self) -> Result<(), String> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let told = pid.map(|pid| kill_process(pid, Signal::TERM));
        match (told, self.child.wait()) {
            (Some(Ok(())), Ok(status)) if status.success() => Ok(()),
            (_, status) => Err(self.failed(&format!("it ended with {status:?}"))),
        }
    }

    fn failed(&self, why: &str) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(10).collect();
        format!(
            "vigie serve failed: {why}; it said last, newest first:\n{}",
            last.join("\n")
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a stop there is nothing left to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(config: &Path, log: &Path) -> std::io::Result<Child> {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(log)?;
    Command::new(std::env::current_exe()?)
        .arg("serve")
        .arg("--config")
        .arg(config)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
}

fn read_address(said: &Path) -> Option<SocketAddr> {
    let text = std::fs::read_to_string(said).ok()?;
    text.trim().strip_prefix("http://")?.parse().ok()
}
