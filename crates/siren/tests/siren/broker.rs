//! A real Mosquitto that lets everybody in, in a temporary folder on a free port of the loopback.

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Debian keeps it where only administrators look.
const PROGRAMS: [&str; 2] = ["/usr/sbin/mosquitto", "mosquitto"];

pub struct Broker {
    pub port: u16,
    folder: TempDir,
    child: Child,
}

impl Broker {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Somebody else may take the port between the two steps; then another one is tried.
        for _ in 0..10 {
            let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            if let Some(child) = listening(&folder, port) {
                return Self {
                    port,
                    folder,
                    child,
                };
            }
        }
        panic!("no broker started");
    }

    pub fn url(&self) -> String {
        format!("mqtt://127.0.0.1:{}", self.port)
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.child = listening(&self.folder, self.port).expect("its port was taken");
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The broker, once it takes connections; nothing if it ends instead.
fn listening(folder: &TempDir, port: u16) -> Option<Child> {
    let file = folder.path().join("mosquitto.conf");
    let config = format!("listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n");
    std::fs::write(&file, config).unwrap();
    let program = PROGRAMS.into_iter().find(|program| {
        let asked = Command::new(program)
            .arg("-h")
            .stdout(Stdio::null())
            .status();
        asked.is_ok()
    });
    let program = program.expect("`cargo xtask test` installs mosquitto; it is not here");
    let mut child = Command::new(program)
        .arg("-c")
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let limit = Instant::now() + Duration::from_secs(20);
    while Instant::now() < limit {
        if child.try_wait().unwrap().is_some() {
            return None;
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(child);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}
