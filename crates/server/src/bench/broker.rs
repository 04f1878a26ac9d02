//! A real Mosquitto that lets everybody in, on a free port of the loopback: the worst broker that a site can have.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Debian keeps it where only administrators look.
const PROGRAMS: [&str; 2] = ["/usr/sbin/mosquitto", "mosquitto"];
/// How long it may take until it listens.
const START_MAX: Duration = Duration::from_secs(20);

/// A running broker; ended with the value.
pub struct Broker {
    child: Child,
    /// Where it listens, on the loopback.
    pub port: u16,
}

impl Broker {
    /// Starts one whose configuration lies in this folder.
    pub fn start(folder: &Path) -> Result<Self, String> {
        let failed =
            |error: std::io::Error| format!("failed to start mosquitto: {error}; install it");
        let free = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let port = free.local_addr().map_err(failed)?.port();
        drop(free);
        let file = folder.join("mosquitto.conf");
        // Without a limit of its own on what waits: a thousand sirens may come back at once.
        let config = format!(
            "listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\nset_tcp_nodelay true\n"
        );
        std::fs::write(&file, config).map_err(failed)?;
        let start = |program: &&str| {
            let mut command = Command::new(program);
            command.arg("-c").arg(&file).stdin(Stdio::null());
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()
        };
        let mut started = PROGRAMS.iter().map(start);
        let child = started
            .find(Result::is_ok)
            .unwrap_or_else(|| start(&PROGRAMS[1]));
        let broker = Self {
            child: child.map_err(failed)?,
            port,
        };
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if since.elapsed() > START_MAX {
                return Err("mosquitto was started and does not listen".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(broker)
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
