//! What a server and all its processes use, as the kernel tells it.

use std::collections::BTreeMap;

/// Of a process and all its descendants.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    pub user_s: f64,
    pub system_s: f64,
    /// What is its own: memory that it allocated or shares with its workers, and not its code, which is read from disk.
    pub own_bytes: f64,
}

/// Ticks of a second in /proc, as every Linux has them.
const TICKS: f64 = 100.0;

/// Sums a process and all its descendants.
pub fn used(roots: &[u32]) -> Used {
    let mut parents = BTreeMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        if let Some(fields) = stat(pid) {
            parents.insert(pid, fields);
        }
    }
    let mut used = Used::default();
    for (pid, fields) in &parents {
        let mut at = *pid;
        while !roots.contains(&at) {
            match parents.get(&at) {
                Some(fields) => at = fields.parent,
                None => break,
            }
        }
        if roots.contains(&at) {
            used.user_s += fields.user / TICKS;
            used.system_s += fields.system / TICKS;
            used.own_bytes += fields.own_kib * 1_024.0;
        }
    }
    used
}

struct Fields {
    parent: u32,
    user: f64,
    system: f64,
    own_kib: f64,
}

fn stat(pid: u32) -> Option<Fields> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold anything, and ends with the last bracket.
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    Some(Fields {
        parent: fields.get(1)?.parse().ok()?,
        user: fields.get(11)?.parse().ok()?,
        system: fields.get(12)?.parse().ok()?,
        own_kib: own_kib(pid)?,
    })
}

/// None of a process that has ended.
fn own_kib(pid: u32) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let kib = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<f64>().ok()
    };
    // A thread of the kernel has no memory, and no such lines.
    Some(kib("RssAnon:").unwrap_or(0.0) + kib("RssShmem:").unwrap_or(0.0))
}
