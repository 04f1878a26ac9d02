//! `vigie bench accept`: from a report to its place on disk, to its answer, and to the first siren.
//!
//! Every run measures the bare disk and Vigie one after the other, because disks of shared machines
//! change from minute to minute: a ratio holds within a run, an absolute figure only on its day.

use super::figures::{Times, median, ratio};
use super::machine::Machine;
use super::restart::{Restart, restart};
use super::siren::Siren;
use super::site::{Server, Site};
use super::wire::{Line, Reports};
use super::writers::{Load, Writers};
use super::{Extent, bare, sqlite};
use serde::Serialize;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use vigie_core::siren::Program;

/// The goal alone: so many times the bare sync of the same disk.
const GOAL_RATIO_ALONE: f64 = 1.5;
/// The goal with 64 writers: so many reports accepted a second.
const GOAL_PER_S: f64 = 40_000.0;
/// Within how long the two sensors of a standing order must agree; a firing is followed by another no
/// sooner. Long enough that a busy machine takes both readings in time.
const WITHIN: Duration = Duration::from_millis(250);
/// Pairs of readings sent for one firing: on a machine that stands still between two they may not agree.
const TRIES_MAX: usize = 4;
/// The clock that the core sees has milliseconds.
const CLOCK_STEP: Duration = Duration::from_millis(5);

/// All figures.
#[derive(Debug, Serialize)]
pub struct Accept {
    machine: Machine,
    extent: Value,
    /// Medians over the runs.
    median: Run,
    goals: Value,
    restart: Restart,
    /// Every run by itself.
    runs: Vec<Run>,
    /// Not measured here: figures of a throw-away prototype and of others, as published with the goal.
    quoted: Value,
}

/// The figures of one run.
#[derive(Clone, Copy, Debug, Serialize)]
struct Run {
    /// 500 bytes appended and synced, one after the other.
    bare_sync: Times,
    /// The same bytes sent over a connection, kept by the thread that read them, and answered.
    bare_answer: Times,
    /// The same, kept by one writer for whom the connection's thread waits.
    bare_hand_over: Times,
    /// 64 threads and one writer that syncs for all of them, a second.
    bare_group_commits_per_s: f64,
    /// One insert, one commit, `synchronous = FULL`.
    sqlite_full: Times,
    /// A question over one connection that needs no journal, to its answer: what the network and HTTP
    /// cost.
    http_alone: Times,
    /// A report over one connection, to its answer.
    alone: Times,
    /// The median alone by the median of the bare sync.
    alone_to_bare_sync: f64,
    /// The median alone by that of the bare hand-over.
    alone_to_bare_hand_over: f64,
    /// 64 sensors at once.
    writers_64: Load,
    /// Processor time of the server for one of these reports, in microseconds: unlike the rate it does
    /// not depend on who else uses the machine.
    server_us_per_report: f64,
    /// What is accepted by what the bare group commit reaches.
    writers_to_bare_group_commit: f64,
    /// From the report that completes a standing order to the order at the siren.
    first_order: Times,
    /// The same under the load of 64 writers.
    first_order_under_load: Times,
}

/// Measures. `tell` hears what is under way.
pub fn accept(folder: &Path, extent: Extent, tell: &dyn Fn(&str)) -> Result<Accept, String> {
    let machine = Machine::here(folder);
    // Two pairs of sensors for the standing orders of each run, and one that reports alone.
    let site = Site::set_up(folder, 2 * extent.runs + 1)?;
    let server = Server::start(&site)?;
    let address = server.address;
    let siren = Siren::link(&site, address)?;
    let orders = (0..2 * extent.runs)
        .map(|n| Trigger::put_in_force(&site, &server, n))
        .collect::<Result<Vec<_>, _>>()?;
    let mut orders = orders.into_iter();
    let mut runs = Vec::with_capacity(extent.runs);
    for n in 1..=extent.runs {
        tell(&format!("run {n} of {}", extent.runs));
        let (Some(quiet), Some(loaded)) = (orders.next(), orders.next()) else {
            break;
        };
        runs.push(run(&site, &server, &siren, [quiet, loaded], extent)?);
    }
    server.stop()?;
    tell(&format!(
        "filling a journal with {} entries and starting on it",
        extent.entries
    ));
    let restart = restart(folder, extent.entries, extent.starts)?;
    let median = middle(&runs);
    Ok(Accept {
        machine,
        extent: json!({
            "runs": extent.runs, "reports": extent.reports, "load_s": extent.load_s,
            "firings": extent.firings, "starts": extent.starts,
        }),
        goals: json!({
            "alone_to_bare_sync_max": GOAL_RATIO_ALONE,
            "alone_is_met": median.alone_to_bare_sync <= GOAL_RATIO_ALONE,
            "writers_64_accepted_per_s_min": GOAL_PER_S,
            "writers_64_is_met": median.writers_64.accepted_per_s >= GOAL_PER_S,
        }),
        median,
        restart,
        runs,
        quoted: json!({
            "prototype": { "alone_p50_ms": 0.36, "writers_64_per_s": 49_000 },
            "sqlite_full": { "alone_p50_ms": 0.21, "writers_64_per_s": 1_500 },
            "nats_sync_always": { "alone_p50_ms": 0.43, "writers_64_per_s": 3_200 },
        }),
    })
}

fn run(
    site: &Site,
    server: &Server,
    siren: &Siren,
    [quiet, loaded]: [Trigger; 2],
    extent: Extent,
) -> Result<Run, String> {
    let bare = |error: std::io::Error| format!("failed to write to the bare disk: {error}");
    let bare_sync = bare::syncs(site.folder(), extent.reports).map_err(bare)?;
    let bare_answer = bare::answers(site.folder(), extent.reports).map_err(bare)?;
    let bare_hand_over = bare::handed_over(site.folder(), extent.reports).map_err(bare)?;
    let http_alone = http_alone(server, extent)?;
    let alone = alone(site, server, extent)?;
    let sqlite_full = sqlite::inserts(site.folder(), extent.reports)
        .map_err(|error| format!("failed to measure SQLite: {error}"))?;
    let bare_group_commits_per_s =
        bare::group_commits(site.folder(), extent.load_s).map_err(bare)?;
    let (writers_64, worked) = load(site, server, extent.load_s, || {
        let before = server.worked();
        std::thread::sleep(Duration::from_secs_f64(extent.load_s));
        Ok(server.worked().saturating_sub(before))
    })?;
    let worked_us_per_s = worked.as_secs_f64() * 1e6 / extent.load_s;
    let first_order = quiet.firings(site, siren, extent.firings)?;
    let (_, first_order_under_load) = load(site, server, extent.load_s, || {
        loaded.firings(site, siren, extent.firings)
    })?;
    Ok(Run {
        bare_sync,
        bare_answer,
        bare_hand_over,
        bare_group_commits_per_s: median([bare_group_commits_per_s].into_iter()),
        sqlite_full,
        http_alone,
        alone,
        alone_to_bare_sync: ratio(alone.p50_ms, bare_sync.p50_ms),
        alone_to_bare_hand_over: ratio(alone.p50_ms, bare_hand_over.p50_ms),
        writers_64,
        server_us_per_report: ratio(worked_us_per_s, writers_64.accepted_per_s),
        writers_to_bare_group_commit: ratio(writers_64.accepted_per_s, bare_group_commits_per_s),
        first_order,
        first_order_under_load,
    })
}

/// One connection, one report after the other. The first tenth warms up and does not count.
fn alone(site: &Site, server: &Server, extent: Extent) -> Result<Times, String> {
    let [(_, mut sensor), _] = site.pair(server.address, 2 * extent.runs);
    let mut line = Line::connect(server.address)?;
    for _ in 0..extent.reports / 10 {
        line.report(&mut sensor)?;
    }
    let mut taken = Vec::with_capacity(extent.reports);
    for _ in 0..extent.reports {
        let began = Instant::now();
        line.report(&mut sensor)?;
        taken.push(began.elapsed());
    }
    Ok(Times::of(taken))
}

/// One connection, one question after the other.
fn http_alone(server: &Server, extent: Extent) -> Result<Times, String> {
    let mut line = Line::connect(server.address)?;
    let mut taken = Vec::with_capacity(extent.reports);
    for _ in 0..extent.reports {
        let began = Instant::now();
        let (status, _) = line.get("/healthz")?;
        taken.push(began.elapsed());
        if status != 200 {
            return Err(format!("/healthz was answered with {status}"));
        }
    }
    Ok(Times::of(taken))
}

/// Does something under the load of all writers, after a quarter of the usual time as warm-up.
fn load<T>(
    site: &Site,
    server: &Server,
    seconds: f64,
    under_it: impl FnOnce() -> Result<T, String>,
) -> Result<(Load, T), String> {
    let mut writers = Writers::start(server.address, site.writers(server.address))?;
    std::thread::sleep(Duration::from_secs_f64(seconds / 4.0));
    writers.count();
    let done = under_it();
    let load = writers.stop()?;
    Ok((load, done?))
}

/// A standing order with two sensors of its own: no order may fire as often as is measured here.
struct Trigger {
    address: SocketAddr,
    sensors: [Reports; 2],
}

impl Trigger {
    fn put_in_force(site: &Site, server: &Server, n: usize) -> Result<Self, String> {
        let [(first, first_reports), (second, second_reports)] = site.pair(server.address, n);
        let mut officer = Line::connect(server.address)?;
        let expires = crate::clock::now().plus_s(86_400).to_string();
        let order = json!({
            "id": format!("first-order-{n}"), "danger": "rockets", "zones": ["compound"],
            "status": "exercise", "sensors": [first, second], "sensors_min": 2,
            "within_ms": WITHIN.as_millis(), "people_max": 1_000, "firings_per_hour_max": 60,
            "expires": expires,
        });
        let orders = "/api/v1/standing-orders";
        let proposed = ask(&mut officer, site.officer(0), orders, &order)?;
        let approve = format!("/api/v1/standing-orders/first-order-{n}/approve");
        let agreed = json!({ "sha256": proposed["sha256"] });
        ask(&mut officer, site.officer(1), &approve, &agreed)?;
        Ok(Self {
            address: server.address,
            sensors: [first_reports, second_reports],
        })
    }

    /// Fires so many times, over connections of its own: the server closes those that are idle.
    fn firings(self, site: &Site, siren: &Siren, count: usize) -> Result<Times, String> {
        let line = || Line::connect(self.address);
        let mut firing = Firing {
            sensors: [line()?, line()?],
            officer: line()?,
            reports: self.sensors,
        };
        let taken: Result<Vec<_>, _> = (0..count).map(|_| firing.fire(site, siren)).collect();
        taken.map(Times::of)
    }
}

/// Two sensors and an officer, connected.
struct Firing {
    sensors: [Line; 2],
    reports: [Reports; 2],
    officer: Line,
}

impl Firing {
    /// Fires once, and gives the all clear, so that the next firing is again the first.
    fn fire(&mut self, site: &Site, siren: &Siren) -> Result<Duration, String> {
        let (began, warning) = self.agree()?;
        let fired = Instant::now();
        let arrived = siren.next()?;
        let Program::Sound { .. } = arrived.order.program else {
            return Err(format!(
                "the siren was not told to sound: {:?}",
                arrived.order
            ));
        };
        let path = format!("/api/v1/exercise/warnings/{warning}/all-clear");
        ask(&mut self.officer, site.officer(0), &path, &json!({}))?;
        let cleared = siren.next()?;
        let Program::AllClear { .. } = cleared.order.program else {
            return Err(format!("the siren heard no all clear: {:?}", cleared.order));
        };
        std::thread::sleep((WITHIN + CLOCK_STEP).saturating_sub(fired.elapsed()));
        Ok(arrived.at.duration_since(began))
    }

    /// Lets both sensors report; says when the second began to, and which warning that set off.
    fn agree(&mut self) -> Result<(Instant, u64), String> {
        let ([first, second], [first_reports, second_reports]) =
            (&mut self.sensors, &mut self.reports);
        for _ in 0..TRIES_MAX {
            first.report(first_reports)?;
            let began = Instant::now();
            second.report(second_reports)?;
            if let Some(warning) = second_reports.warning() {
                return Ok((began, warning));
            }
            std::thread::sleep(WITHIN + CLOCK_STEP);
        }
        Err("two readings did not agree in time; the machine is too busy to measure".to_owned())
    }
}

fn ask(line: &mut Line, token: &str, path: &str, body: &Value) -> Result<Value, String> {
    let (status, answer) = line.post(path, token, &body.to_string())?;
    if (200..300).contains(&status) {
        serde_json::from_str(&answer).map_err(|error| format!("{path}: {error}"))
    } else {
        Err(format!("{path} was answered with {status}: {answer}"))
    }
}

fn middle(runs: &[Run]) -> Run {
    let times =
        |which: fn(&Run) -> Times| Times::median(&runs.iter().map(which).collect::<Vec<_>>());
    let figure = |which: fn(&Run) -> f64| median(runs.iter().map(which));
    Run {
        bare_sync: times(|run| run.bare_sync),
        bare_answer: times(|run| run.bare_answer),
        bare_hand_over: times(|run| run.bare_hand_over),
        bare_group_commits_per_s: figure(|run| run.bare_group_commits_per_s),
        sqlite_full: times(|run| run.sqlite_full),
        http_alone: times(|run| run.http_alone),
        alone: times(|run| run.alone),
        alone_to_bare_sync: figure(|run| run.alone_to_bare_sync),
        alone_to_bare_hand_over: figure(|run| run.alone_to_bare_hand_over),
        writers_64: Load {
            accepted_per_s: figure(|run| run.writers_64.accepted_per_s),
            times: times(|run| run.writers_64.times),
        },
        server_us_per_report: figure(|run| run.server_us_per_report),
        writers_to_bare_group_commit: figure(|run| run.writers_to_bare_group_commit),
        first_order: times(|run| run.first_order),
        first_order_under_load: times(|run| run.first_order_under_load),
    }
}
