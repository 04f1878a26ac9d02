//! A push service and the app behind it that others wrote: what arrives there was opened by a library of others.

use crate::common::readers_python;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use crate::house::PATIENCE;

pub struct Distributor {
    child: Child,
    heard: Receiver<Value>,
    /// Where it listens.
    pub base: String,
    pub p256dh: String,
    pub auth: String,
}

impl Distributor {
    /// Starts it, if the readers of others are there.
    pub fn start() -> Option<Self> {
        let python = readers_python()?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/distributor.py");
        let mut child = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (tell, heard) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if tell.send(serde_json::from_str(&line).unwrap()).is_err() {
                    return;
                }
            }
        });
        let keys: Value = heard.recv_timeout(PATIENCE).unwrap();
        let text = |name: &str| keys[name].as_str().unwrap().to_owned();
        Some(Self {
            child,
            base: text("base"),
            p256dh: text("p256dh"),
            auth: text("auth"),
            heard,
        })
    }

    /// The next message that an app opened.
    pub fn next(&self) -> Value {
        self.heard.recv_timeout(PATIENCE).expect("nothing was sent")
    }

    /// Whether nothing more was sent.
    pub fn is_quiet(&self) -> bool {
        self.heard.try_recv().is_err()
    }
}

impl Drop for Distributor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
