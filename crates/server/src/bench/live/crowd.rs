//! Listeners who stay, in processes of their own: one may not hold as many descriptors as there are listeners, and what
//! they cost is not to be taken for what the relay costs.

use super::listener::{Heard, stay};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Connections of one process, below the limit of its descriptors.
pub(super) const PER_PROCESS: usize = 14_000;

/// All of them.
pub(super) struct Crowd(Vec<Part>);

struct Part {
    child: Child,
    asks: ChildStdin,
    says: BufReader<ChildStdout>,
}

/// What they came to so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    /// Bulletins, over all listeners.
    pub(super) bulletins: u64,
    /// Numbers that were passed over.
    pub(super) missed: u64,
    /// Numbers that came again.
    pub(super) twice: u64,
}

impl Crowd {
    /// So many listeners of one address.
    pub(super) fn start(to: SocketAddr, count: usize) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("failed to start a process: {error}");
        let mut parts = Vec::new();
        let each = count.div_ceil(count.div_ceil(PER_PROCESS).max(1));
        for first in (0..count).step_by(each.max(1)) {
            let mut child = Command::new(std::env::current_exe().map_err(failed)?)
                .args(["bench", "crowd", "--listen", &to.to_string()])
                .args(["--first", &first.to_string()])
                .args(["--listeners", &each.min(count - first).to_string()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .map_err(failed)?;
            let (asks, says) = (child.stdin.take(), child.stdout.take());
            let (Some(asks), Some(says)) = (asks, says) else {
                return Err("a process of listeners has no pipes".to_owned());
            };
            let says = BufReader::new(says);
            parts.push(Part { child, asks, says });
        }
        Ok(Self(parts))
    }

    /// What all of them came to.
    pub(super) fn heard(&mut self) -> Result<Sum, String> {
        let mut sum = Sum::default();
        for part in &mut self.0 {
            let mut line = String::new();
            let asked = part.asks.write_all(b"?").and_then(|()| part.asks.flush());
            let said = asked.and_then(|()| part.says.read_line(&mut line));
            said.map_err(|error| format!("failed to ask the listeners: {error}"))?;
            let counts: Vec<u64> = line.split_whitespace().flat_map(str::parse).collect();
            let [bulletins, missed, twice] = counts[..] else {
                return Err(format!("a process of listeners said {line:?}"));
            };
            sum.bulletins += bulletins;
            sum.missed += missed;
            sum.twice += twice;
        }
        Ok(sum)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One of those processes: listens, and says its counts for every byte that it reads, until there are no more.
pub fn crowd(to: SocketAddr, first: usize, count: usize) -> Result<(), String> {
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("failed to start: {error}"))?;
    crate::http::wire::raise_descriptors();
    let heard = Arc::<Heard>::default();
    for n in first..first + count {
        runtime.spawn(stay(to, n as u64, 0, Arc::clone(&heard)));
    }
    let count = |count: &AtomicU64| count.load(Relaxed);
    while std::io::stdin().read(&mut [0]).is_ok_and(|read| read > 0) {
        let heard = [&heard.bulletins, &heard.missed, &heard.twice].map(count);
        println!("{} {} {}", heard[0], heard[1], heard[2]);
    }
    Ok(())
}
