//! `relay.toml`: everything that can be configured of a relay, with all its faults named at once.

use crate::config::{At, Http, Slow, Way, in_reading, one_line};
use crate::listen::{Asker, KeyRing};
use crate::live::Origins;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Relays in front of a relay, or servers with the same keys, that one may know.
const FROM_MAX: usize = 8;
/// Keys of one role: two while one takes the other's place.
const KEYS_MAX: usize = 4;
/// Processes that share one port; beyond it one machine has not the processors.
const WORKERS_MAX: usize = 64;

/// The whole configuration of a relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelayConfig {
    /// What it relays, and for how many.
    pub relay: Relaying,
    /// Where it listens.
    #[serde(default)]
    pub http: Http,
}

/// What is relayed, and for how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relaying {
    /// Servers or relays whose bulletins are taken, as `https://warn.example`; the next is tried when one is
    /// gone.
    pub from: Vec<String>,
    /// Keys that sign what is real and heartbeats: `x` of the role `live` in the server's `/live/keys`.
    pub live_keys: Vec<String>,
    /// Keys that sign exercises.
    pub exercise_keys: Vec<String>,
    /// Where bulletins are kept over a restart.
    #[serde(default = "state")]
    pub state: PathBuf,
    /// Processes that share the port, each with the limits below.
    #[serde(default = "one")]
    pub workers: usize,
    /// Connections of a process at once. Each costs a descriptor.
    #[serde(default = "connections_max")]
    pub connections_max: usize,
    /// Connections of a process at once from one address. Not counted behind a TLS proxy.
    #[serde(default = "connections_per_address_max")]
    pub connections_per_address_max: usize,
    /// Bulletins kept for those who come back.
    #[serde(default = "kept")]
    pub kept: usize,
    /// Frames that may wait for one slow connection; the oldest is dropped for the next.
    #[serde(default = "waiting_max")]
    pub waiting_max: usize,
    /// Seconds in which a connection must take something of what waits for it.
    #[serde(default = "write_s_max")]
    pub write_s_max: u64,
    /// Pages of others that may listen, as `https://news.example`; `*` for every page.
    #[serde(default)]
    pub origins: Vec<String>,
}

fn state() -> PathBuf {
    "relay-state".into()
}
fn one() -> usize {
    1
}
fn connections_max() -> usize {
    crate::config::Live::default().connections_max
}
fn connections_per_address_max() -> usize {
    crate::config::Live::default().connections_per_address_max
}
fn kept() -> usize {
    crate::config::Live::default().kept
}
fn waiting_max() -> usize {
    crate::config::Live::default().waiting_max
}
fn write_s_max() -> u64 {
    crate::config::Live::default().write_s_max
}

/// A configuration that was read and found right, with the keys that it pins.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What was configured, with paths made absolute.
    pub config: RelayConfig,
    /// Whose signatures are believed.
    pub keys: KeyRing,
}

/// Reads a configuration. On failure: every fault, one line each.
pub fn load(path: &Path) -> Result<Loaded, Vec<String>> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        vec![format!(
            "failed to read {}: {error}; relay.example.toml shows one",
            path.display()
        )]
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    parse(&text, folder).map_err(|faults| in_reading(path, faults))
}

fn parse(text: &str, folder: &Path) -> Result<Loaded, Vec<String>> {
    let mut config: RelayConfig =
        toml::from_str(text).map_err(|error| vec![one_line(&error, text)])?;
    let mut faults = Vec::new();
    config.relay.state = folder.join(&config.relay.state);
    config.http.faults(folder, &mut faults);
    let relay = &config.relay;
    if relay.from.is_empty() || relay.from.len() > FROM_MAX {
        faults.push(format!(
            "relay.from names {} servers; name 1 to {FROM_MAX}",
            relay.from.len()
        ));
    }
    if let Err(fault) = relay.askers() {
        faults.push(format!("relay.from: {fault}"));
    }
    relay.slow().faults("relay", &mut faults);
    faults.extend(Origins::fault(&relay.origins).map(|fault| format!("relay.{fault}")));
    let ranges = [
        ("workers", relay.workers, WORKERS_MAX),
        ("connections_max", relay.connections_max, 1_000_000),
        (
            "connections_per_address_max",
            relay.connections_per_address_max,
            1_000_000,
        ),
        ("kept", relay.kept, 100_000),
        ("live_keys", relay.live_keys.len(), KEYS_MAX),
        ("exercise_keys", relay.exercise_keys.len(), KEYS_MAX),
    ];
    for (name, value, max) in ranges {
        if !(1..=max).contains(&value) {
            faults.push(format!("relay.{name} is {value}; choose 1 to {max}"));
        }
    }
    let ways = config.http.listen.ways();
    let is_shared = |way: &Way| matches!(way.at, At::Tcp(address) if address.port() != 0);
    if relay.workers > 1 && !ways.iter().all(is_shared) {
        faults.push(
            "relay.workers share a port: http.listen must name addresses with a port of their own, and no socket file".to_owned(),
        );
    }
    let keys = KeyRing::pinned(&relay.live_keys, &relay.exercise_keys);
    match keys {
        Ok(keys) if faults.is_empty() => Ok(Loaded { config, keys }),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.push(format!(
                "{fault}; copy `x` from /live/keys of the server, and compare it with somebody who is there"
            ));
            Err(faults)
        }
    }
}

impl Relaying {
    /// How slow a listener may be.
    pub fn slow(&self) -> Slow {
        Slow {
            waiting_max: self.waiting_max,
            write_s_max: self.write_s_max,
        }
    }

    /// Whoever is asked, in order.
    pub fn askers(&self) -> Result<Vec<Asker>, String> {
        let askers = self.from.iter().map(|from| Asker::new(from, None));
        askers
            .collect::<Result<_, _>>()
            .map_err(|fault| fault.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../../../relay.example.toml");

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn every_commented_key_of_the_example_shows_its_default_and_every_key_there_is_stands_in_it() {
        let plain = parse(EXAMPLE, &folder()).unwrap().config;
        let is_key = |bare: &str| {
            let name = bare.split([' ', '=']).next().unwrap_or("");
            bare[name.len()..].trim_start().starts_with('=')
        };
        let taken: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(bare) if is_key(bare) => format!("{bare}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        assert_ne!(taken, EXAMPLE);
        assert_eq!(parse(&taken, &folder()).unwrap().config, plain);
        let whole = toml::Value::try_from(&plain).unwrap();
        for (_, table) in whole.as_table().unwrap() {
            for key in table.as_table().unwrap().keys() {
                let stands = EXAMPLE.lines().any(|line| {
                    let line = line.trim_start_matches(['#', ' ']);
                    line.strip_prefix(key.as_str())
                        .is_some_and(|rest| rest.trim_start().starts_with('='))
                });
                assert!(stands, "{key} is not in the example");
            }
        }
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let text =
            "[relay]\nfrom = [\"ftp://x\"]\nlive_keys = [\"x\"]\nexercise_keys = []\nworkers = 0\n";
        let faults = parse(text, &folder()).unwrap_err();
        for said in [
            "ftp://x",
            "relay.workers is 0",
            "relay.exercise_keys is 0",
            "not an Ed25519",
        ] {
            assert!(
                faults.iter().any(|fault| fault.contains(said)),
                "{said} is not in {faults:?}"
            );
        }
    }
}
