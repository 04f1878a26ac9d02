//! Measures: the limit stays connected, and takes turns with each system, so that both see the same minute.

use crate::figures::{Reached, median, rounded};
use crate::listen::now_ns;
use crate::peers::{PER_PROCESS, Peer, frame_bytes, start};
use crate::process::{Used, used};
use crate::quiet::Quiet;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Deliveries over which processor time is taken, at least: it is counted in hundredths of a second.
const DELIVERIES: usize = 200_000;
/// Rounds of a system, at least and at most.
const ROUNDS: (usize, usize) = (5, 60);
/// After everybody is connected: what a server does once for each of them is over.
const SETTLE: Duration = Duration::from_millis(2_500);
/// Listeners who come and go before memory is looked at: what a server takes once, for the first of them, is no part of
/// what each of the others costs.
const FIRST_COMERS: usize = 100;
/// How long a server has to let them go.
const LET_GO: Duration = Duration::from_secs(1);
/// The group that is one in a hundred.
const ONE_GROUP: u64 = 7;

/// `--counts 1000,10000 --sizes 300,2000 --systems engine,nchan`; the figures as JSON on standard output.
pub fn run(options: &[&str]) -> Result<(), String> {
    let option = |name: &str, default: &str| {
        let at = options.iter().position(|option| *option == name);
        at.and_then(|at| options.get(at + 1))
            .map_or(default, |v| v)
            .to_owned()
    };
    let numbers = |text: String| -> Result<Vec<usize>, String> {
        text.split(',')
            .map(|n| n.parse().map_err(|error| format!("{n}: {error}")))
            .collect()
    };
    let counts = numbers(option("--counts", "1000,10000,50000,100000"))?;
    let sizes = numbers(option("--sizes", "300,2000"))?;
    let systems = option(
        "--systems",
        "engine,vigie,vigie-tls,uwebsockets,bun,nchan,centrifuge,nats,mosquitto,pushpin,axum",
    );
    let folder = std::env::temp_dir().join(format!("vigie-bench-fanout-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let measured = all(&counts, &sizes, &systems, &folder);
    let _ = std::fs::remove_dir_all(&folder);
    println!("{:#}", json!({ "rows": measured? }));
    Ok(())
}

fn all(
    counts: &[usize],
    sizes: &[usize],
    systems: &str,
    folder: &Path,
) -> Result<Vec<Value>, String> {
    let mut rows = Vec::new();
    for count in counts {
        for size in sizes {
            rows.extend(compare(*count, *size, systems, folder)?);
        }
    }
    Ok(rows)
}

fn compare(count: usize, bytes: usize, systems: &str, folder: &Path) -> Result<Vec<Value>, String> {
    let mut rows = Vec::new();
    let mut limit = Side::start("limit", count, folder)?.ok_or("the limit was not started")?;
    for system in systems.split(',') {
        let mut side = match Side::start(system, count, folder) {
            Ok(Some(side)) => side,
            Ok(None) => {
                eprintln!("fanout: {system} is one process and cannot hold {count} here");
                continue;
            }
            // One that cannot be had is said, and costs the others nothing.
            Err(why) => {
                eprintln!("fanout: {system} at {count}: {why}");
                rows.push(json!({ "system": system, "connections": count, "fault": why }));
                continue;
            }
        };
        let bytes = frame_bytes(system, bytes);
        let rounds = (DELIVERIES / count).clamp(ROUNDS.0, ROUNDS.1);
        let _quiet = Quiet::begin()?;
        let warm_up = |one: &mut Side| {
            one.round(bytes, None)?;
            Ok::<_, String>(one.round(bytes, None)?.count)
        };
        if warm_up(&mut limit)? < count {
            return Err("the limit did not reach everybody".to_owned());
        }
        let reached = warm_up(&mut side)?;
        if reached < count {
            eprintln!("fanout: {system} reached {reached} of {count}");
            rows.push(json!({ "system": system, "connections": count, "reached_only": reached }));
            continue;
        }
        let before = (limit.used(), side.used());
        let (mut of_limit, mut of_side) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            of_limit.push(limit.round(bytes, None)?);
            of_side.push(side.round(bytes, None)?);
        }
        let ratios = of_limit
            .iter()
            .zip(&of_side)
            .map(|(limit, side)| limit.last / side.last);
        let mut row = json!({
            "system": system, "connections": count, "bytes": bytes, "rounds": rounds,
            "reached": Reached::median(&of_side).json(),
            "limit": Reached::median(&of_limit).json(),
            "limit_to_system": rounded(median(ratios)),
            "cpu": cpu(before.1, side.used(), rounds * count),
            "cpu_of_limit": cpu(before.0, limit.used(), rounds * count),
            "bytes_per_idle_connection": rounded(side.idle_bytes),
            "processes": side.peer.pids().len(),
        });
        if matches!(system, "engine" | "vigie") {
            let ones: Vec<_> = (0..ROUNDS.0)
                .map(|_| side.round(bytes, Some(ONE_GROUP)))
                .collect::<Result<_, _>>()?;
            row["one_in_a_hundred"] = Reached::median(&ones).json();
        }
        eprintln!("fanout: {row}");
        rows.push(row);
    }
    Ok(rows)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "some hundred thousand deliveries"
)]
fn cpu(before: Used, after: Used, deliveries: usize) -> Value {
    let us = |before: f64, after: f64| rounded((after - before) * 1e6 / deliveries as f64);
    json!({ "user_us": us(before.user_s, after.user_s), "system_us": us(before.system_s, after.system_s) })
}

/// A system and everybody who is connected to it.
struct Side {
    peer: Peer,
    listeners: Vec<Child>,
    idle_bytes: f64,
}

impl Side {
    fn start(system: &str, count: usize, folder: &Path) -> Result<Option<Self>, String> {
        match start(system, count, folder)? {
            Some(peer) => Self::connect(peer, count).map(Some),
            None => Ok(None),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "at most some hundred thousand")]
    fn connect(peer: Peer, count: usize) -> Result<Self, String> {
        let mut side = Self {
            peer,
            listeners: Vec::new(),
            idle_bytes: 0.0,
        };
        side.listen(FIRST_COMERS * count.div_ceil(PER_PROCESS), FIRST_COMERS)?;
        side.leave();
        std::thread::sleep(LET_GO);
        let before = side.used().own_bytes;
        side.listen(count, count.div_ceil(count.div_ceil(PER_PROCESS)))?;
        std::thread::sleep(SETTLE);
        side.idle_bytes = (side.used().own_bytes - before) / count as f64;
        Ok(side)
    }

    /// Connects so many, `each` by one process, and waits until all of them listen.
    fn listen(&mut self, count: usize, each: usize) -> Result<(), String> {
        let this = std::env::current_exe().map_err(|error| error.to_string())?;
        for (at, first) in (0..count).step_by(each).enumerate() {
            let port = self.peer.ports[at % self.peer.ports.len()];
            let addresses = self.peer.addresses;
            let args = [usize::from(port), addresses, first, each.min(count - first)];
            let args = args.map(|n| n.to_string());
            let listener = Command::new(&this)
                .arg("listen")
                .args(args)
                .arg(self.peer.hello)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn();
            self.listeners
                .push(listener.map_err(|error| error.to_string())?);
        }
        self.expect(b'r')
    }

    fn leave(&mut self) {
        for mut listener in self.listeners.drain(..) {
            let _ = listener.kill();
            let _ = listener.wait();
        }
    }

    fn used(&self) -> Used {
        used(&self.peer.pids())
    }

    /// Waits until every listener has said so.
    fn expect(&mut self, sign: u8) -> Result<(), String> {
        for listener in &mut self.listeners {
            let mut said = [0];
            let output = listener.stdout.as_mut().ok_or("a listener has no output")?;
            let read = output.read_exact(&mut said);
            if read.is_err() || said[0] != sign {
                return Err("a listener ended; it said why above".to_owned());
            }
        }
        Ok(())
    }

    /// Publishes once, and says when the first bytes came.
    fn round(&mut self, size: usize, group: Option<u64>) -> Result<Reached, String> {
        for listener in &mut self.listeners {
            let input = listener.stdin.as_mut().ok_or("a listener has no input")?;
            input
                .write_all(b"g")
                .and_then(|()| input.flush())
                .map_err(|error| error.to_string())?;
        }
        self.expect(b'b')?;
        let published = now_ns();
        self.peer.publish(size, group)?;
        let mut at_ns = Vec::new();
        for listener in &mut self.listeners {
            let output = listener.stdout.as_mut().ok_or("a listener has no output")?;
            let mut number = || -> Result<u64, String> {
                let mut bytes = [0; 8];
                output
                    .read_exact(&mut bytes)
                    .map_err(|error| error.to_string())?;
                Ok(u64::from_ne_bytes(bytes))
            };
            for _ in 0..number()? {
                at_ns.push(number()?);
            }
        }
        Ok(Reached::of(at_ns, published))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        self.leave();
    }
}
