//! What a server and all its processes use, as the kernel tells it.

use std::collections::BTreeMap;

/// Of a process and all its descendants.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    pub user_s: f64,
    pub system_s: f64,
    pub resident_bytes: f64,
}

/// Ticks of a second in /proc, as every Linux has them.
const TICKS: f64 = 100.0;
const PAGE_BYTES: f64 = 4_096.0;

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
            used.resident_bytes += fields.resident * PAGE_BYTES;
        }
    }
    used
}

struct Fields {
    parent: u32,
    user: f64,
    system: f64,
    resident: f64,
}

fn stat(pid: u32) -> Option<Fields> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold anything, and ends with the last bracket.
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    Some(Fields {
        parent: fields.get(1)?.parse().ok()?,
        user: fields.get(11)?.parse().ok()?,
        system: fields.get(12)?.parse().ok()?,
        resident: fields.get(21)?.parse().ok()?,
    })
}
