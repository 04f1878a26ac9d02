//! Other programs that fan out, each as its makers ship it, with limits raised where they are lower than here.
//!
//! Where one process may not hold as many connections as are measured, there are several: on one port, if the
//! program can share it, else each on a port of its own. What is published goes to each of them.

mod brokers;
mod nchan;
mod pushpin;
mod vigie;

use crate::SERVED_AT;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Connections of one process, below the limit of its descriptors.
pub const PER_PROCESS: usize = 14_000;
/// Bytes of the shortest signed bulletin on the wire, and some more: header, payload and signature.
const SIGNED_BYTES_MIN: usize = 700;

/// A program that was started.
pub struct Peer {
    pub children: Vec<Child>,
    /// How listeners speak to it.
    pub hello: &'static str,
    /// Where they reach it.
    pub ports: Vec<u16>,
    /// At how many addresses.
    pub addresses: usize,
    way_in: WayIn,
}

enum WayIn {
    /// A number of bytes, as a line, for each process that reads.
    Lines,
    /// What to write to each of these for so many bytes.
    Wire(Vec<TcpStream>, fn(&str) -> Vec<u8>),
    /// The same, where each is answered.
    Http(TcpStream, fn(&str) -> Vec<u8>),
    /// The same, to a port where every question is one connection; the last one is kept until it is answered.
    Anew(u16, fn(&str) -> Vec<u8>, Option<TcpStream>),
}

impl Drop for Peer {
    fn drop(&mut self) {
        for child in &mut self.children {
            // nginx ends its workers when it is asked to end.
            let asked = i32::try_from(child.id())
                .ok()
                .and_then(rustix::process::Pid::from_raw);
            if let Some(pid) = asked {
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            }
            let _ = child.wait();
        }
    }
}

/// What a system sends for so many bytes: a bulletin of the program itself is signed, and so never as short as others.
pub fn frame_bytes(system: &str, bytes: usize) -> usize {
    if is_program(system) {
        bytes.max(SIGNED_BYTES_MIN)
    } else {
        bytes
    }
}

/// Whether it is Vigie itself as it ships.
fn is_program(system: &str) -> bool {
    matches!(system, "vigie" | "vigie-tls")
}

/// Starts a system for so many connections; none where it cannot hold them.
pub fn start(system: &str, connections: usize, folder: &Path) -> Result<Option<Peer>, String> {
    let processes = connections.div_ceil(PER_PROCESS);
    let fault = |error: std::io::Error| format!("failed to start {system}: {error}");
    let port = free_port()?;
    let lines = |children: Vec<Child>, hello| {
        reached(port)?;
        Ok(Some(Peer {
            children,
            hello,
            ports: vec![port],
            addresses: if system == "bun" { 1 } else { SERVED_AT.len() },
            way_in: WayIn::Lines,
        }))
    };
    match system {
        "engine" | "limit" | "axum" => {
            let writers = if processes == 1 { "2" } else { "1" };
            let this = std::env::current_exe().map_err(fault)?;
            let serve = || {
                let mut serve = Command::new(&this);
                serve.args(["serve", system, &port.to_string(), writers]);
                serve
            };
            lines(many(processes, serve).map_err(fault)?, "sse")
        }
        // One thread each: as many as there are threads of the others, at least.
        "uwebsockets" | "bun" => {
            let (program, name, script) = if system == "bun" {
                let bun = installed("node_modules/.bin/bun")?;
                (bun, "bun.mjs", include_str!("bun.mjs"))
            } else {
                ("node".into(), "uws.cjs", include_str!("uws.cjs"))
            };
            let path = folder.join(name);
            std::fs::write(&path, script).map_err(fault)?;
            let serve = || {
                let mut serve = Command::new(&program);
                serve.arg(&path).arg(port.to_string());
                serve.args(SERVED_AT.map(|at| at.to_string()));
                serve.env("NODE_PATH", installed("node_modules").unwrap_or_default());
                serve
            };
            lines(many(processes.max(2), serve).map_err(fault)?, "websocket")
        }
        "centrifuge" => {
            let program = installed("centrifuge")?;
            let serve = || {
                let mut serve = Command::new(&program);
                serve.arg(port.to_string());
                serve.args(SERVED_AT.map(|at| at.to_string()));
                serve
            };
            lines(many(processes, serve).map_err(fault)?, "centrifuge")
        }
        "vigie" => lines(
            vigie::start(port, processes, folder, vigie::Wire::Plain)?,
            "place",
        ),
        "vigie-tls" => lines(
            vigie::start(port, processes, folder, vigie::Wire::Sealed)?,
            "tls",
        ),
        "nchan" => nchan::start(port, processes, folder).map(Some),
        "mosquitto" => brokers::mosquitto(processes, folder).map(Some),
        "nats" => brokers::nats(processes).map(Some),
        "pushpin" if processes > 1 => Ok(None),
        "pushpin" => pushpin::start(port, folder).map(Some),
        other => Err(format!("{other:?} is not known here")),
    }
}

impl Peer {
    /// The processes.
    pub fn pids(&self) -> Vec<u32> {
        self.children.iter().map(Child::id).collect()
    }

    /// Publishes so many bytes; to one group alone where we ourselves are asked for it.
    pub fn publish(&mut self, bytes: usize, group: Option<u64>) -> Result<(), String> {
        let payload = "x".repeat(bytes.saturating_sub(8));
        let done = match &mut self.way_in {
            WayIn::Lines => {
                let line = group.map_or(format!("{bytes}\n"), |group| format!("{bytes} {group}\n"));
                let mut inputs = self
                    .children
                    .iter_mut()
                    .filter_map(|child| child.stdin.as_mut());
                inputs.try_for_each(|input| {
                    input
                        .write_all(line.as_bytes())
                        .and_then(|()| input.flush())
                })
            }
            WayIn::Wire(streams, written) => {
                let bytes = written(&payload);
                let mut streams = streams.iter_mut();
                streams.try_for_each(|stream| stream.write_all(&bytes))
            }
            WayIn::Http(stream, written) => {
                use std::io::Read as _;
                // The answer to the one before; none to the first.
                let _ = stream.read(&mut [0; 4_096]);
                stream.write_all(&written(&payload))
            }
            WayIn::Anew(port, written, last) => {
                let stream = TcpStream::connect(("127.0.0.1", *port));
                stream.and_then(|mut stream| {
                    stream.write_all(&written(&payload))?;
                    *last = Some(stream);
                    Ok(())
                })
            }
        };
        done.map_err(|error| format!("failed to publish: {error}"))
    }
}

impl WayIn {
    /// Over a connection that is answered: what was said of the publishing before is read, and not waited for.
    fn http(stream: TcpStream, written: fn(&str) -> Vec<u8>) -> Result<Self, String> {
        let patience = Some(Duration::from_millis(100));
        let set = stream.set_read_timeout(patience);
        set.map_err(|error| error.to_string())?;
        Ok(Self::Http(stream, written))
    }
}

/// Where `cargo xtask bench fanout` has installed what Debian does not carry.
fn installed(path: &str) -> Result<PathBuf, String> {
    let folder = std::env::var_os("VIGIE_PEERS").ok_or(
        "VIGIE_PEERS names no folder with other people's programs; `cargo xtask bench fanout` makes one",
    )?;
    Ok(Path::new(&folder).join(path))
}

fn many(processes: usize, mut serve: impl FnMut() -> Command) -> std::io::Result<Vec<Child>> {
    let piped = |_| {
        let mut serve = serve();
        serve.stdin(Stdio::piped()).stdout(Stdio::null());
        serve.spawn()
    };
    (0..processes).map(piped).collect()
}

fn quiet(mut command: Command) -> std::io::Result<Child> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

fn free_port() -> Result<u16, String> {
    let bound = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    bound
        .map(|address| address.port())
        .map_err(|error| error.to_string())
}

/// Waits until somebody listens.
fn reached(port: u16) -> Result<TcpStream, String> {
    for _ in 0..1_000 {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            return Ok(stream);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err(format!("nobody listens on {port}"))
}
