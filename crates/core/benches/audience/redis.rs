//! Redis and its GEOSEARCH, which knows circles alone. It keeps places to about half a metre and takes the globe
//! for a little larger, so it is asked for the same angle and may differ by the people on the border.

use super::clock::median;
use super::places::{Named, Spot};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
/// People of one command.
const AT_ONCE: usize = 1_000;
/// Metres of the globe's radius, as Redis has it and as it is here.
const RADIUS_M: (f64, f64) = (6_372_797.560_856, 6_371_008.8);

pub struct Server {
    _folder: tempfile::TempDir,
    program: Child,
    line: UnixStream,
}

impl Server {
    /// Starts it and gives it everybody.
    pub fn start(spots: &[Spot]) -> Result<Self, String> {
        eprintln!("{} people: filling Redis", spots.len());
        let folder = tempfile::tempdir().map_err(said)?;
        let socket = folder.path().join("redis.sock");
        let program = Command::new("redis-server")
            .args([
                "--port",
                "0",
                "--save",
                "",
                "--appendonly",
                "no",
                "--unixsocket",
            ])
            .arg(&socket)
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| {
                format!(
                    "failed to start redis-server: {error}; install the Debian package redis-server"
                )
            })?;
        let until = Instant::now() + PATIENCE;
        let line = loop {
            match UnixStream::connect(&socket) {
                Ok(line) => break line,
                Err(error) if Instant::now() > until => {
                    return Err(format!("Redis did not answer: {error}"));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let server = Self {
            _folder: folder,
            program,
            line,
        };
        server.fill(spots)?;
        Ok(server)
    }

    fn fill(&self, spots: &[Spot]) -> Result<(), String> {
        let mut line = &self.line;
        for (chunk, spots) in spots.chunks(AT_ONCE).enumerate() {
            let mut command = vec!["GEOADD".to_owned(), "people".to_owned()];
            for (n, spot) in spots.iter().enumerate() {
                let (lat, lon) = (f64::from(spot.lat) / 1e6, f64::from(spot.lon) / 1e6);
                command.extend([
                    lon.to_string(),
                    lat.to_string(),
                    (chunk * AT_ONCE + n).to_string(),
                ]);
            }
            line.write_all(&spelled(&command)).map_err(said)?;
            let mut answer = [0; 64];
            let read = line.read(&mut answer).map_err(said)?;
            if answer[0] != b':' {
                return Err(format!(
                    "Redis refused people: {}",
                    String::from_utf8_lossy(&answer[..read])
                ));
            }
        }
        Ok(())
    }

    /// How many are in a circle: all are named, as one needs them.
    pub fn count(&self, area: &Named, rounds: usize) -> Result<(f64, usize), String> {
        let radius_m = f64::from(area.radius_m) * RADIUS_M.0 / RADIUS_M.1;
        let (lat, lon) = (
            f64::from(area.centre.lat) / 1e6,
            f64::from(area.centre.lon) / 1e6,
        );
        let command = ["GEOSEARCH", "people", "FROMLONLAT"]
            .map(str::to_owned)
            .into_iter();
        let command = command.chain([
            lon.to_string(),
            lat.to_string(),
            "BYRADIUS".into(),
            radius_m.to_string(),
            "m".into(),
        ]);
        let command = spelled(&command.collect::<Vec<_>>());
        let mut found = 0;
        let mut taken = Vec::new();
        for _ in 0..rounds {
            let began = Instant::now();
            (&self.line).write_all(&command).map_err(said)?;
            let mut answer = BufReader::with_capacity(1 << 16, &self.line);
            let mut text = String::new();
            answer.read_line(&mut text).map_err(said)?;
            found = text
                .trim_end()
                .trim_start_matches('*')
                .parse()
                .map_err(|_| format!("Redis said {text}"))?;
            for _ in 0..2 * found {
                text.clear();
                answer.read_line(&mut text).map_err(said)?;
            }
            taken.push(began.elapsed().as_secs_f64() * 1e3);
        }
        Ok((median(taken), found))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A command as Redis reads it.
fn spelled(words: &[String]) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
    for word in words {
        bytes.extend_from_slice(format!("${}\r\n{word}\r\n", word.len()).as_bytes());
    }
    bytes
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn said(error: io::Error) -> String {
    format!("failed to talk to Redis: {error}")
}
