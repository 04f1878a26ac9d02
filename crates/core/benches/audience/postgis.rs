//! PostGIS, as an operator would tune it: a server of its own in a temporary folder, reached by a socket in it,
//! everything in memory, one core, areas cut into small pieces where that is faster.

use super::clock::median;
use super::places::{Named, Spot};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the server may take to answer first.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Server {
    folder: tempfile::TempDir,
    server: Child,
}

impl Server {
    /// Starts it and gives it everybody.
    pub fn start(spots: &[Spot]) -> Result<Self, String> {
        eprintln!("{} people: filling PostGIS", spots.len());
        let folder = tempfile::tempdir().map_err(said("make a folder"))?;
        let programs = programs()?;
        own(folder.path())?;
        let cluster = folder.path().join("cluster");
        let made = as_owner(&programs.join("initdb"))
            .args(["--auth=trust", "--username=vigie", "--no-sync", "--pgdata"])
            .arg(&cluster)
            .stdout(Stdio::null())
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return Err("failed to make a database cluster with initdb".into());
        }
        let server = as_owner(&programs.join("postgres"))
            .arg("-D")
            .arg(&cluster)
            .arg("-k")
            .arg(folder.path())
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "shared_buffers=3GB",
            ])
            .args([
                "-c",
                "work_mem=512MB",
                "-c",
                "maintenance_work_mem=2GB",
                "-c",
                "jit=off",
            ])
            .args([
                "-c",
                "max_parallel_workers_per_gather=0",
                "-c",
                "max_wal_size=8GB",
            ])
            .args([
                "-c",
                "autovacuum=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off",
            ])
            .args([
                "-c",
                "random_page_cost=1.0",
                "-c",
                "effective_cache_size=6GB",
            ])
            .stderr(Stdio::null())
            .spawn()
            .map_err(said("start postgres"))?;
        let server = Self { folder, server };
        server.wait()?;
        server.fill(spots)?;
        Ok(server)
    }

    fn wait(&self) -> Result<(), String> {
        let until = Instant::now() + PATIENCE;
        while self.ask("SELECT 1").is_err() {
            if Instant::now() > until {
                return Err("PostgreSQL did not answer within a minute of its start".into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn fill(&self, spots: &[Spot]) -> Result<(), String> {
        self.ask(
            "CREATE EXTENSION postgis; CREATE UNLOGGED TABLE place (id int, x float8, y float8)",
        )?;
        let mut copy = self
            .psql()
            .args(["-c", "COPY place FROM STDIN"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(said("start psql"))?;
        let mut lines = String::new();
        if let Some(input) = copy.stdin.take() {
            let mut input = std::io::BufWriter::with_capacity(1 << 20, input);
            for (id, spot) in spots.iter().enumerate() {
                lines.clear();
                let _ = writeln!(lines, "{id}\t{}\t{}", spot.lon, spot.lat);
                input
                    .write_all(lines.as_bytes())
                    .map_err(said("copy people to PostGIS"))?;
            }
        }
        if !copy.wait().is_ok_and(|status| status.success()) {
            return Err("failed to copy people to PostGIS".into());
        }
        // In the order of the index on disk, as one would who asks for areas alone.
        self.ask(
            "CREATE UNLOGGED TABLE person AS SELECT id, ST_MakePoint(x, y) AS at FROM place ORDER BY ST_MakePoint(x, y); \
             DROP TABLE place; CREATE INDEX person_at ON person USING gist (at); VACUUM (ANALYZE) person",
        )?;
        Ok(())
    }

    /// How many are in an area: the faster of the ways that one would try.
    pub fn count(&self, area: &Named, rounds: usize) -> Result<(f64, usize), String> {
        let [(south, north), (west, east)] = area.bounds();
        let ways = if area.is_circle() {
            let (lat, lon) = (area.centre.lat, area.centre.lon);
            vec![format!(
                "SELECT count(*) FROM person WHERE at && ST_MakeEnvelope({west}, {south}, {east}, {north}) \
                 AND 2 * 6371008.8 * asin(sqrt(power(sin(radians((ST_Y(at) - {lat}) / 2e6)), 2) \
                 + cos(radians({lat} / 1e6)) * cos(radians(ST_Y(at) / 1e6)) * power(sin(radians((ST_X(at) - {lon}) / 2e6)), 2))) <= {}",
                area.radius_m
            )]
        } else {
            let corners: Vec<String> = area
                .ring
                .iter()
                .map(|spot| format!("{} {}", spot.lon, spot.lat))
                .collect();
            let polygon = format!("'POLYGON(({}))'::geometry", corners.join(","));
            vec![
                format!("SELECT count(*) FROM person WHERE ST_Intersects({polygon}, at)"),
                format!(
                    "SELECT count(DISTINCT id) FROM (SELECT ST_Subdivide({polygon}, 32) AS piece) AS pieces \
                     JOIN person ON ST_Intersects(piece, at)"
                ),
            ]
        };
        let mut best: Option<(f64, usize)> = None;
        for way in ways {
            let found = self
                .ask(&way)?
                .trim()
                .parse()
                .map_err(|_| format!("PostGIS did not answer {way} with a number"))?;
            let taken: Result<Vec<f64>, String> = (0..rounds).map(|_| self.took_ms(&way)).collect();
            let ms = median(taken?);
            if best.is_none_or(|(best_ms, _)| ms < best_ms) {
                best = Some((ms, found));
            }
        }
        best.ok_or_else(|| "PostGIS was asked nothing".into())
    }

    /// What the server itself says that a question took, without its planning.
    fn took_ms(&self, question: &str) -> Result<f64, String> {
        let said = self.ask(&format!("EXPLAIN (ANALYZE, TIMING OFF) {question}"))?;
        let line = said
            .lines()
            .find_map(|line| line.trim().strip_prefix("Execution Time: "));
        line.and_then(|line| line.trim_end_matches(" ms").parse().ok())
            .ok_or_else(|| format!("PostGIS did not say how long it took: {said}"))
    }

    fn ask(&self, question: &str) -> Result<String, String> {
        let mut psql = self
            .psql()
            .args(["-f", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(said("start psql"))?;
        if let Some(mut input) = psql.stdin.take() {
            input
                .write_all(question.as_bytes())
                .map_err(said("ask PostGIS"))?;
        }
        let answered = psql.wait_with_output().map_err(said("ask PostGIS"))?;
        if answered.status.success() {
            Ok(String::from_utf8_lossy(&answered.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&answered.stderr).into_owned())
        }
    }

    fn psql(&self) -> Command {
        let mut psql = Command::new("psql");
        psql.args([
            "-X",
            "-q",
            "-t",
            "-A",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "vigie",
            "-d",
            "postgres",
            "-h",
        ])
        .arg(self.folder.path());
        psql
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Where Debian keeps the server's programs.
fn programs() -> Result<PathBuf, String> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").map_err(|_| {
        "PostgreSQL was not found: install the Debian packages postgresql and postgresql-15-postgis-3".to_owned()
    })?;
    let newest = versions
        .filter_map(Result::ok)
        .map(|version| version.path().join("bin"))
        .max();
    newest.ok_or_else(|| "PostgreSQL was not found".to_owned())
}

/// PostgreSQL does not run as root: there the account that its package makes runs it.
fn as_owner(program: &Path) -> Command {
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command
            .args([
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "--",
            ])
            .arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn own(folder: &Path) -> Result<(), String> {
    if rustix::process::geteuid().is_root() {
        let owned = Command::new("chown")
            .arg("postgres:postgres")
            .arg(folder)
            .status();
        if !owned.is_ok_and(|status| status.success()) {
            return Err(
                "failed to give a folder to the account postgres, which the Debian package makes"
                    .into(),
            );
        }
    }
    Ok(())
}

fn said(what: &str) -> impl Fn(std::io::Error) -> String {
    move |error| format!("failed to {what}: {error}")
}
