//! A real Mosquitto that lets everybody in, in a temporary folder on a free port of the loopback.

#[path = "../../../server/src/mosquitto.rs"]
mod mosquitto;

use mosquitto::Mosquitto;
use tempfile::TempDir;

pub struct Broker {
    pub port: u16,
    broker: Mosquitto,
    _folder: TempDir,
}

impl Broker {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let broker = Mosquitto::start(folder.path()).expect("`cargo xtask test` installs it");
        Self {
            port: broker.port,
            broker,
            _folder: folder,
        }
    }

    pub fn url(&self) -> String {
        self.broker.url()
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.broker.kill();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.broker.start_again().unwrap();
    }
}
