//! `vigie bench sirens`: from a decision that is on disk to a thousand sirens that have their order and have judged it,
//! through a broker and on their own connections; beside a bare loop that publishes texts of the same length through
//! the same broker to the same sirens in the same run. Then the same while half of them come back.

use super::figures::{Times, median, ratio, rounded};
use super::fleet::{Arrived, Fleet, Known, fresh_keys, name};
use super::loops::{Bare, bare};
use super::machine::Machine;
use super::site::{Server, Site};
use super::wire::Line;
use crate::mosquitto::Mosquitto;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vigie_core::siren::{DeviceKeys, Way};

/// The goals: the last order within so many times the bare loop, and so many milliseconds.
const GOAL_RATIO: f64 = 1.3;
const GOAL_LAST_MS: f64 = 200.0;
/// The goal for judging one order, in microseconds.
const GOAL_JUDGED_US: f64 = 100.0;
/// How long anything is waited for.
pub(super) const PATIENCE: Duration = Duration::from_mins(2);
/// How long a siren that comes back may take until it has sounded: a beat of ten seconds, a try that was lost, a rest.
const STORM: Duration = Duration::from_secs(90);

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// Sirens.
    pub sirens: usize,
    /// Warnings and all clears, by each way.
    pub rounds: usize,
}

impl Crowd {
    /// What is published.
    pub const FULL: Self = Self {
        sirens: 1_000,
        rounds: 5,
    };
    /// A look: as many sirens, one warning.
    pub const QUICK: Self = Self {
        sirens: 1_000,
        rounds: 1,
    };
}

/// All figures.
#[derive(Debug, Serialize)]
pub struct Sirens {
    machine: Machine,
    extent: Value,
    mqtt: ByWay,
    wire: ByWay,
    /// Texts of the same length, published one after the other through the same broker.
    bare_mqtt: Bare,
    /// The last order on the wire by the last text of the bare loop, both as the broker confirmed them.
    last_to_bare: f64,
    storm: Storm,
    goals: Value,
}

/// By one way.
#[derive(Debug, Serialize)]
struct ByWay {
    /// From the decision on disk to the order on the wire: written to the siren's socket, or confirmed by the broker.
    wire: Spread,
    /// From the decision on disk to the order read at a siren, while the other sirens judge theirs and answer.
    read: Spread,
    /// How long a siren takes to judge an order.
    judged: Times,
    runs: Vec<Run>,
}

/// One message to all sirens.
#[derive(Clone, Copy, Debug, Serialize)]
struct Run {
    wire: Spread,
    read: Spread,
}

/// The first and the last of all sirens.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Spread {
    first_ms: f64,
    last_ms: f64,
}

/// A warning while half of the sirens come back.
#[derive(Debug, Serialize)]
struct Storm {
    sirens: usize,
    cut: usize,
    /// Those that obeyed the order.
    obeyed: usize,
    /// Those that obeyed it more than once: none may.
    twice: usize,
    last_s: f64,
}

/// Measures. `tell` hears what is under way.
pub fn sirens(folder: &Path, crowd: Crowd, tell: &dyn Fn(&str)) -> Result<Sirens, String> {
    let machine = Machine::here(folder);
    let scratch = tempfile::tempdir_in(folder)
        .map_err(|error| format!("failed to make a folder: {error}"))?;
    let broker = Mosquitto::start(scratch.path())?;
    let address = SocketAddr::from(([127, 0, 0, 1], broker.port));
    let keys = fresh_keys(crowd.sirens)?;
    let mut more = format!(
        "\n[mqtt]\nbroker = \"mqtt://127.0.0.1:{}\"\n\n[live]\nconnections_per_address_max = {}\n",
        broker.port,
        2 * crowd.sirens + 100,
    );
    for (n, key) in keys.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(
            more,
            "\n[site.siren.{}]\nzone = \"compound\"\nplace = [33.3021, 44.3905]\nkey = \"{}\"\n",
            name(n),
            hex::encode(key.verifying_key())
        );
    }
    let site = Site::set_up_with(folder, 0, &more)?;
    let server = Server::start(&site)?;
    let known = Arc::new(Known {
        site: "bench".to_owned(),
        keys: DeviceKeys::new(site.live_key, site.server_key, site.stop_key)
            .ok_or("two keys are the same")?,
        sirens: keys,
    });
    let desk = Desk {
        site: &site,
        server: &server,
    };

    tell(&format!("{} sirens by their own connections", crowd.sirens));
    let fleet = Fleet::connect(&known, Way::Wire, server.address)?;
    desk.until_reached("wire", crowd.sirens)?;
    let wire = desk.rounds(&fleet, crowd)?;
    drop(fleet);
    desk.until_reached("wire", 0)?;

    tell(&format!("{} sirens through mosquitto", crowd.sirens));
    let fleet = Fleet::connect(&known, Way::Mqtt, address)?;
    desk.until_reached("mqtt", crowd.sirens)?;
    let bare_runs = (0..crowd.rounds)
        .map(|_| bare(&fleet, address, crowd.sirens))
        .collect::<Result<Vec<_>, _>>()?;
    let mqtt = desk.rounds(&fleet, crowd)?;
    let bare_mqtt = Bare::middle(&bare_runs);

    tell("a warning while half of them come back");
    let storm = desk.storm(&fleet, crowd)?;
    drop(fleet);
    server.stop()?;
    let last_to_bare = ratio(mqtt.wire.last_ms, bare_mqtt.confirmed_ms);
    let judged_us = 1_000.0 * mqtt.judged.p50_ms;
    Ok(Sirens {
        machine,
        extent: json!({ "sirens": crowd.sirens, "rounds": crowd.rounds }),
        goals: json!({
            "last_to_bare_max": GOAL_RATIO, "last_to_bare_is_met": last_to_bare <= GOAL_RATIO,
            "last_ms_max": GOAL_LAST_MS, "last_ms_is_met": mqtt.wire.last_ms < GOAL_LAST_MS && wire.wire.last_ms < GOAL_LAST_MS,
            "judged_us_max": GOAL_JUDGED_US, "judged_us_is_met": judged_us < GOAL_JUDGED_US,
            "storm_is_met": storm.obeyed == storm.sirens && storm.twice == 0,
        }),
        mqtt,
        wire,
        bare_mqtt,
        last_to_bare,
        storm,
    })
}

/// The officers' end.
struct Desk<'a> {
    site: &'a Site,
    server: &'a Server,
}

impl Desk<'_> {
    /// Waits until so many sirens are reached on a way.
    fn until_reached(&self, way: &str, sirens: usize) -> Result<(), String> {
        let since = Instant::now();
        loop {
            let channels = self.get("/api/v1/channels")?;
            let reached = channels["channels"][0][way].as_u64().unwrap_or(0);
            if usize::try_from(reached) == Ok(sirens) {
                return Ok(());
            }
            if since.elapsed() > PATIENCE {
                return Err(format!(
                    "{reached} of {sirens} sirens are reached by {way} after {PATIENCE:?}"
                ));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Warnings and all clears, one after the other, each to every siren.
    fn rounds(&self, fleet: &Fleet, crowd: Crowd) -> Result<ByWay, String> {
        let (mut runs, mut judged) = (Vec::new(), Vec::new());
        for _ in 0..crowd.rounds {
            let warning = self.warn()?;
            for is_end in [false, true] {
                if is_end {
                    let path = format!("/api/v1/exercise/warnings/{warning}/all-clear");
                    self.post(0, &path, &json!({}))?;
                }
                let came = gather(fleet, crowd.sirens, PATIENCE, |came| came.is_obeyed)?;
                let (synced_us, wire) = self.on_the_wire()?;
                let read = spread(came.values().map(|came| came.at_us - synced_us));
                runs.push(Run { wire, read });
                judged.extend(came.values().map(|came| came.judged));
                // What they answer late is out of the way of what is measured next.
                self.until_quiet()?;
            }
        }
        Ok(ByWay {
            wire: middle(runs.iter().map(|run| run.wire)),
            read: middle(runs.iter().map(|run| run.read)),
            judged: Times::of(judged),
            runs,
        })
    }

    /// A warning at the very moment at which every second siren loses its connection.
    fn storm(&self, fleet: &Fleet, crowd: Crowd) -> Result<Storm, String> {
        let began = Instant::now();
        fleet.cut_all_but_every(2);
        self.warn()?;
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        let mut last = Duration::ZERO;
        // On after the last has obeyed, for as long as a second order could still come.
        let mut until = STORM;
        while began.elapsed() < until {
            let Ok(came) = fleet.arrived.recv_timeout(Duration::from_millis(100)) else {
                continue;
            };
            if came.is_obeyed {
                *times.entry(came.siren).or_default() += 1;
                last = began.elapsed();
            }
            if times.len() == crowd.sirens {
                until = until.min(last + Duration::from_secs(15));
            }
        }
        Ok(Storm {
            sirens: crowd.sirens,
            cut: crowd.sirens / 2,
            obeyed: times.len(),
            twice: times.values().filter(|times| **times > 1).count(),
            last_s: rounded(last.as_secs_f64()),
        })
    }

    fn warn(&self) -> Result<u64, String> {
        let path = "/api/v1/exercise/warnings";
        let draft = json!({ "danger": "rockets", "zones": ["compound"], "status": "exercise", "valid_s": 3_600 });
        let drafted = self.post(0, path, &draft)?;
        let id = drafted["warning"]
            .as_u64()
            .ok_or_else(|| format!("no number: {drafted}"))?;
        let submitted = self.post(0, &format!("{path}/{id}/submit"), &json!({}))?;
        let sha256 = &submitted["sha256"];
        self.post(
            1,
            &format!("{path}/{id}/approve"),
            &json!({ "sha256": sha256 }),
        )?;
        Ok(id)
    }

    /// When the last decision was on disk, in microseconds, and how long after it the first and the last of its orders
    /// were on the wire.
    fn on_the_wire(&self) -> Result<(i64, Spread), String> {
        let timings = self.get("/api/v1/timings")?;
        let last = timings["timings"].as_array().and_then(|all| all.last());
        let at = |which: &str| last.and_then(|last| last[which].as_i64());
        let times = ["synced_us", "first_order_us", "last_order_us"].map(at);
        let [Some(synced), Some(first), Some(last)] = times else {
            return Err(format!("no times of the last alert: {timings}"));
        };
        Ok((synced, spread([first - synced, last - synced].into_iter())))
    }

    /// Waits until the journal grows no more.
    fn until_quiet(&self) -> Result<(), String> {
        let mut before = String::new();
        loop {
            std::thread::sleep(Duration::from_secs(2));
            let (_, note) = Line::connect(self.server.address)?.get("/log/checkpoint")?;
            if note == before {
                return Ok(());
            }
            before = note;
        }
    }

    fn get(&self, path: &str) -> Result<Value, String> {
        let (status, answer) =
            Line::connect(self.server.address)?.get_as(path, self.site.officer(0))?;
        answered(path, status, &answer)
    }

    fn post(&self, officer: usize, path: &str, body: &Value) -> Result<Value, String> {
        let mut line = Line::connect(self.server.address)?;
        let (status, answer) = line.post(path, self.site.officer(officer), &body.to_string())?;
        answered(path, status, &answer)
    }
}

fn answered(path: &str, status: u16, answer: &str) -> Result<Value, String> {
    if (200..300).contains(&status) {
        serde_json::from_str(answer).map_err(|error| format!("{path}: {error}"))
    } else {
        Err(format!("{path} was answered with {status}: {answer}"))
    }
}

/// The first of each siren that counts, once all have one.
pub(super) fn gather(
    fleet: &Fleet,
    sirens: usize,
    patience: Duration,
    counts: impl Fn(&Arrived) -> bool,
) -> Result<BTreeMap<usize, Arrived>, String> {
    let since = Instant::now();
    let mut came = BTreeMap::new();
    while came.len() < sirens {
        let left = patience.saturating_sub(since.elapsed());
        let Ok(one) = fleet.arrived.recv_timeout(left) else {
            return Err(format!(
                "{} of {sirens} sirens got it within {patience:?}",
                came.len()
            ));
        };
        if counts(&one) {
            came.entry(one.siren).or_insert(one);
        }
    }
    Ok(came)
}

pub(super) fn spread(after_us: impl Iterator<Item = i64>) -> Spread {
    let after: Vec<i64> = after_us.collect();
    let ms = |us: Option<&i64>| us.map_or(0.0, |us| rounded(to_ms(*us)));
    Spread {
        first_ms: ms(after.iter().min()),
        last_ms: ms(after.iter().max()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "some seconds in microseconds")]
pub(super) fn to_ms(us: i64) -> f64 {
    us as f64 / 1_000.0
}

pub(super) fn middle(runs: impl Iterator<Item = Spread> + Clone) -> Spread {
    Spread {
        first_ms: median(runs.clone().map(|run| run.first_ms)),
        last_ms: median(runs.map(|run| run.last_ms)),
    }
}
