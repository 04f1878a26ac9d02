//! PostGIS, as an operator would tune it: a server of its own in a temporary folder, reached by a socket in it,
//! everything in memory, one core, areas cut into small pieces where that is faster.

use super::clock::median;
use super::cluster::Cluster;
use super::places::{Named, Spot};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

pub struct Server {
    cluster: Cluster,
}

/// Everything in memory and nothing kept; one core.
const SETTINGS: [&str; 12] = [
    "fsync=off",
    "shared_buffers=3GB",
    "work_mem=512MB",
    "maintenance_work_mem=2GB",
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "max_wal_size=8GB",
    "autovacuum=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "random_page_cost=1.0",
    "effective_cache_size=6GB",
];

impl Server {
    /// Starts it and gives it everybody.
    pub fn start(spots: &[Spot]) -> Result<Self, String> {
        eprintln!("{} people: filling PostGIS", spots.len());
        let cluster = Cluster::start(&SETTINGS)?;
        let server = Self { cluster };
        server.fill(spots)?;
        Ok(server)
    }

    fn fill(&self, spots: &[Spot]) -> Result<(), String> {
        self.ask(
            "CREATE EXTENSION postgis; CREATE UNLOGGED TABLE place (id int, x float8, y float8)",
        )?;
        let mut copy = self
            .cluster
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
        self.cluster.ask(question)
    }
}

fn said(what: &str) -> impl Fn(std::io::Error) -> String {
    move |error| format!("failed to {what}: {error}")
}
