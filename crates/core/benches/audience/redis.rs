//! Redis and its GEOSEARCH, which knows circles alone. It keeps places to about half a metre and takes the globe
//! for a little larger, so it is asked for the same angle and may differ by the people on the border.

use super::clock::median;
use super::places::{Named, Spot};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
/// People of one command.
const AT_ONCE: usize = 1_000;
/// People for whom it is asked which number it reckons.
const SAMPLE: usize = 1_000;
/// Latitude beyond which Redis knows no place, in degrees.
const LAT_MAX: f64 = 85.051_128_78;
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

    /// Gives it everybody by the numbers that it would reckon itself, in their order, and waits for no answer before
    /// the next: one by one, as they come, ten million take more than ten minutes.
    fn fill(&self, spots: &[Spot]) -> Result<(), String> {
        self.agrees(spots)?;
        let mut scored: Vec<(u64, usize)> = spots.iter().copied().map(score).zip(0..).collect();
        scored.sort_unstable();
        let mut line = &self.line;
        std::thread::scope(|threads| {
            let writer = threads.spawn(|| {
                scored.chunks(AT_ONCE).try_for_each(|some| {
                    let mut command = vec!["ZADD".to_owned(), "people".to_owned()];
                    for (score, member) in some {
                        command.extend([score.to_string(), member.to_string()]);
                    }
                    line.write_all(&spelled(&command)).map_err(said)
                })
            });
            let mut answers = BufReader::new(&self.line);
            let mut taken = 0;
            for _ in 0..scored.len().div_ceil(AT_ONCE) {
                taken += number(&mut answers)?;
            }
            writer
                .join()
                .unwrap_or_else(|why| std::panic::resume_unwind(why))?;
            if taken == spots.len() {
                Ok(())
            } else {
                Err(format!("Redis took {taken} of {} people", spots.len()))
            }
        })
    }

    /// Of some it is asked whether it would reckon the same number.
    fn agrees(&self, spots: &[Spot]) -> Result<(), String> {
        let mut answers = BufReader::new(&self.line);
        let mut line = &self.line;
        for spot in spots.iter().step_by(spots.len() / SAMPLE + 1) {
            let (lat, lon) = spot.degrees();
            let ask = |words: &[&str]| {
                let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
                spelled(&words)
            };
            let add = ask(&["GEOADD", "one", &lon.to_string(), &lat.to_string(), "x"]);
            line.write_all(&add).map_err(said)?;
            number(&mut answers)?;
            line.write_all(&ask(&["ZSCORE", "one", "x"]))
                .map_err(said)?;
            let mut text = String::new();
            answers.read_line(&mut text).map_err(said)?;
            text.clear();
            answers.read_line(&mut text).map_err(said)?;
            let (own, theirs) = (score(*spot).to_string(), text.trim_end());
            if own != theirs {
                return Err(format!(
                    "Redis keeps {lat}, {lon} as {theirs}, not as {own}"
                ));
            }
        }
        Ok(())
    }

    /// How many are in a circle: all are named, as one needs them.
    pub fn count(&self, area: &Named, rounds: usize) -> Result<(f64, usize), String> {
        let radius_m = f64::from(area.radius_m) * RADIUS_M.0 / RADIUS_M.1;
        let (lat, lon) = area.centre.degrees();
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

/// The number by which Redis keeps a place: 26 bits of each, latitude and longitude in turns.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of the whole, 26 bits of it"
)]
fn score(spot: Spot) -> u64 {
    let (lat, lon) = spot.degrees();
    let part = |at: f64, most: f64| ((at + most) / (most - -most) * f64::from(1 << 26)) as u64;
    let (lat, lon) = (part(lat, LAT_MAX), part(lon, 180.0));
    (0..26).fold(0, |bits, n| {
        bits | (lat >> n & 1) << (2 * n) | (lon >> n & 1) << (2 * n + 1)
    })
}

/// The next answer, which is a number.
fn number(answers: &mut impl io::BufRead) -> Result<usize, String> {
    let mut text = String::new();
    answers.read_line(&mut text).map_err(said)?;
    let number = text.strip_prefix(':').map(str::trim_end);
    number
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| format!("Redis said {text}"))
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
