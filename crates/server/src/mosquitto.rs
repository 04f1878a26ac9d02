//! A real Mosquitto that lets everybody in, on a free port of the loopback: the worst broker that a site can have, for
//! exercises, measurements and tests. Nothing of Vigie is known here, so that the tests of other crates read this file
//! as well.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Debian keeps it where only administrators look.
const PROGRAMS: [&str; 2] = ["/usr/sbin/mosquitto", "mosquitto"];
/// How long it may take until it listens.
const START_MAX: Duration = Duration::from_secs(20);
/// Ports that are tried: somebody else may take a free one before the broker does.
const PORTS_MAX: usize = 10;

/// A running broker; ended with the value.
#[derive(Debug)]
pub struct Mosquitto {
    /// Where it listens, on the loopback.
    pub port: u16,
    config: PathBuf,
    child: Child,
}

impl Mosquitto {
    /// Starts one whose configuration lies in this folder.
    pub fn start(folder: &Path) -> Result<Self, String> {
        Self::start_with(folder, || Ok(String::new()))
    }

    /// Starts one that listens with TLS as well, with this certificate and its key; says where.
    #[cfg(test)]
    pub fn start_sealed(
        folder: &Path,
        certificate: &Path,
        key: &Path,
    ) -> Result<(Self, u16), String> {
        let mut at = 0;
        // It reads the key as whoever started it.
        let broker = Self::start_with(folder, || {
            at = free_port()?;
            Ok(format!(
                "user root\nlistener {at} 127.0.0.1\nallow_anonymous true\ncertfile {}\nkeyfile {}\n",
                certificate.display(),
                key.display()
            ))
        })?;
        Ok((broker, at))
    }

    fn start_with(
        folder: &Path,
        mut more: impl FnMut() -> Result<String, String>,
    ) -> Result<Self, String> {
        let config = folder.join("mosquitto.conf");
        for _ in 0..PORTS_MAX {
            let (port, more) = (free_port()?, more()?);
            // Without a limit of its own on what waits: a thousand sirens may come back at once.
            let text = format!(
                "listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\nset_tcp_nodelay true\n{more}"
            );
            std::fs::write(&config, text)
                .map_err(|error| format!("failed to write {}: {error}", config.display()))?;
            if let Some(child) = listening(&config, port)? {
                return Ok(Self {
                    port,
                    config,
                    child,
                });
            }
        }
        Err(format!(
            "failed to start mosquitto on any of {PORTS_MAX} ports; try `mosquitto -v -c {}`",
            config.display()
        ))
    }

    /// What a configuration names it by.
    pub fn url(&self) -> String {
        format!("mqtt://127.0.0.1:{}", self.port)
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) -> Result<(), String> {
        let started = listening(&self.config, self.port)?;
        self.child = started.ok_or_else(|| {
            format!(
                "failed to start mosquitto again: port {} is taken",
                self.port
            )
        })?;
        Ok(())
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .map(|free| free.port())
        .map_err(|error| format!("failed to find a free port for mosquitto: {error}"))
}

/// The broker, once it takes connections; nothing if it ends instead.
fn listening(config: &Path, port: u16) -> Result<Option<Child>, String> {
    let start = |program: &&str| {
        let mut command = Command::new(program);
        command.arg("-c").arg(config).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    };
    let mut child = PROGRAMS
        .iter()
        .find_map(|program| start(program).ok())
        .ok_or("failed to start mosquitto: it is not here; install the package `mosquitto`")?;
    let since = Instant::now();
    while since.elapsed() < START_MAX {
        if child.try_wait().is_ok_and(|ended| ended.is_some()) {
            return Ok(None);
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(Some(child));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err("mosquitto was started and does not listen".to_owned())
}
