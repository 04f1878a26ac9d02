//! The programs of an exercise, each a process of its own: the server and the sirens. They are ended
//! with the exercise, whatever ends it: each stops when its standard input, which is held here, ends.

use super::fault::Fault;
use super::site::SiteFolder;
use crate::listen::Asker;
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};
use vigie_core::ids::SirenId;

/// How long the server may take until it answers: replaying an exercise takes milliseconds.
const START_LIMIT: Duration = Duration::from_secs(20);
/// How long a program may take to end by itself.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// How often a file or an answer is looked for.
const LOOK: Duration = Duration::from_millis(5);
/// Lines of a log that are shown when a program fails.
const LOG_LINES: usize = 15;

/// One running program.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Program {
    fn start(name: &str, mut command: Command, log: PathBuf) -> Result<Self, Fault> {
        let failed = |e: std::io::Error| Fault::new(format!("failed to start {name}: {e}"));
        let file = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .map_err(failed)?;
        let child = command
            .arg("--end-with-input")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(file)
            // A Ctrl-C at the terminal is for the exercise, which then ends its programs in order.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log,
        })
    }

    /// Asks it to end, and ends it when it does not.
    pub async fn stop(&mut self) -> Result<(), Fault> {
        let pid = self
            .child
            .id()
            .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(pid) = pid {
            // One that has ended already is waited for all the same.
            let _ = kill_process(pid, Signal::TERM);
        }
        match timeout(STOP_LIMIT, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(self.failed(&format!("it ended with {status}"))),
            Ok(Err(e)) => Err(self.failed(&e.to_string())),
            Err(_) => {
                let _ = self.child.kill().await;
                Err(self.failed("it did not end when asked to, and was killed"))
            }
        }
    }

    /// Takes its life, as a power cut would: SIGKILL, nothing flushed, nothing said.
    async fn kill(&mut self) -> Result<(), Fault> {
        self.child
            .kill()
            .await
            .map_err(|e| self.failed(&format!("failed to kill it: {e}")))
    }

    fn has_ended(&mut self) -> Option<String> {
        match self.child.try_wait() {
            Ok(Some(status)) => Some(status.to_string()),
            Ok(None) => None,
            Err(e) => Some(e.to_string()),
        }
    }

    fn failed(&self, why: &str) -> Fault {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines[lines.len().saturating_sub(LOG_LINES)..].join("\n  ");
        Fault::new(format!(
            "{} failed: {why}; it said last:\n  {last}",
            self.name
        ))
    }
}

/// The server of the exercise.
#[derive(Debug)]
pub struct Server {
    program: Program,
    config: PathBuf,
    state: PathBuf,
    root: PathBuf,
    base: String,
}

impl Server {
    /// Starts the server of a site and waits until it answers.
    pub async fn start(site: &SiteFolder) -> Result<Self, Fault> {
        let program = serve(&site.config(), &site.root)?;
        let mut server = Self {
            program,
            config: site.config(),
            state: site.state(),
            root: site.root.clone(),
            base: format!("http://{}", site.address),
        };
        server.answers().await?;
        Ok(server)
    }

    /// The address under which it is called.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Kills it and starts it again at once; returns how long it was away.
    pub async fn kill_and_start(&mut self) -> Result<Duration, Fault> {
        let killed = Instant::now();
        self.program.kill().await?;
        let address = self.state.join("address");
        if address.exists() {
            std::fs::remove_file(&address)
                .map_err(|e| Fault::new(format!("failed to remove {}: {e}", address.display())))?;
        }
        self.program = serve(&self.config, &self.root)?;
        self.answers().await?;
        Ok(killed.elapsed())
    }

    /// Ends it.
    pub async fn stop(&mut self) -> Result<(), Fault> {
        self.program.stop().await
    }

    async fn answers(&mut self) -> Result<(), Fault> {
        let limit = Instant::now() + START_LIMIT;
        let address = self.state.join("address");
        let asker = Asker::new(&self.base, None)?;
        let mut last = "it wrote no address".to_owned();
        loop {
            if let Some(status) = self.program.has_ended() {
                return Err(self.program.failed(&format!("it ended with {status}")));
            }
            if address.exists() {
                match asker.text("/readyz").await {
                    Ok(_) => return Ok(()),
                    Err(not_yet) => last = not_yet.to_string(),
                }
            }
            if Instant::now() > limit {
                let why = format!("not ready after {} s: {last}", START_LIMIT.as_secs());
                return Err(self.program.failed(&why));
            }
            sleep(LOOK).await;
        }
    }
}

fn serve(config: &Path, root: &Path) -> Result<Program, Fault> {
    let vigie = std::env::current_exe()
        .map_err(|e| Fault::new(format!("failed to find this program: {e}")))?;
    let mut command = Command::new(vigie);
    command.arg("serve").arg("--config").arg(config);
    Program::start("vigie serve", command, root.join("server.log"))
}

/// Starts one siren.
pub fn start_siren(site: &SiteFolder, siren: &SirenId, program: &Path) -> Result<Program, Fault> {
    let folder = site.siren(siren);
    let mut command = Command::new(program);
    command.arg("--config").arg(folder.join("siren.toml"));
    Program::start(siren.as_str(), command, folder.join("siren.log"))
}

/// The program of the sirens: it lies beside this one.
pub fn siren_program() -> Result<PathBuf, Fault> {
    let vigie = std::env::current_exe()
        .map_err(|e| Fault::new(format!("failed to find this program: {e}")))?;
    let folder = vigie.parent().unwrap_or(Path::new("."));
    let program = folder.join("vigie-siren");
    if program.is_file() {
        return Ok(program);
    }
    let build = if folder.ends_with("debug") {
        "cargo build -p vigie-siren"
    } else {
        "cargo build --release -p vigie-siren"
    };
    Err(Fault::new(format!(
        "there is no vigie-siren beside {}; build it: {build}",
        vigie.display()
    )))
}

/// Makes sure that this program and its children may hold so many connections.
pub fn allow_descriptors(needed: u64) -> Result<(), Fault> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|now| now >= needed) {
        return Ok(());
    }
    if limit.maximum.is_some_and(|most| most < needed) {
        return Err(Fault::new(format!(
            "this exercise needs {needed} open files and the system allows {}; raise the hard limit \
             (`ulimit -Hn {needed}` as root) or play with fewer screens (`--screens 200`)",
            limit.maximum.unwrap_or(0)
        )));
    }
    let raised = Rlimit {
        current: Some(needed),
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised)
        .map_err(|e| Fault::new(format!("failed to allow {needed} open files: {e}")))
}
