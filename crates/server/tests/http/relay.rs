//! Relays as programs: they take the bulletins of a server or of each other, are killed and come back, and
//! pass on nothing that a pinned key did not sign.

use crate::house::{House, PATIENCE};
use crate::listen::{Heard, Wire, only_listed, payload};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vigie_core::jws::{self, Kind};

/// A relay and its folder.
pub struct Station {
    pub folder: TempDir,
    child: Option<Child>,
    pub base: String,
}

impl Station {
    /// Relays the server at `from`, whose keys are read from its list, on a port that stays the same.
    pub async fn of(from: &str, workers: usize) -> Self {
        let keys: Value = reqwest::get(format!("{from}/live/keys"))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let keys = keys["keys"].as_array().unwrap();
        let x = |role: &str| keys.iter().find(|key| key["role"] == role).unwrap()["x"].clone();
        Self::pinned(from, &x("live"), &x("exercise"), workers)
    }

    pub fn pinned(from: &str, live: &Value, exercise: &Value, workers: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let text = format!(
            "[relay]\nfrom = [{from:?}]\nlive_keys = [{live}]\nexercise_keys = [{exercise}]\nworkers = {workers}\n\
             [http]\nlisten = \"{address}\"\n"
        );
        std::fs::write(folder.path().join("relay.toml"), text).unwrap();
        let mut station = Self {
            folder,
            child: None,
            base: format!("http://{address}"),
        };
        station.start();
        station
    }

    pub fn start(&mut self) {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_vigie"))
            .args(["relay", "--config"])
            .arg(self.folder.path().join("relay.toml"))
            .env("VIGIE_LOG", "debug")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
        let (began, address) = (Instant::now(), self.base.trim_start_matches("http://"));
        while std::net::TcpStream::connect(address).is_err() {
            assert!(
                began.elapsed() < PATIENCE,
                "the relay does not start: {}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    async fn text(&self, path: &str) -> (u16, String) {
        let answer = reqwest::get(format!("{}{path}", self.base)).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub async fn until_linked(&self, is_linked: bool) {
        let (began, status) = (Instant::now(), if is_linked { 200 } else { 503 });
        while self.text("/readyz").await.0 != status {
            assert!(
                began.elapsed() < PATIENCE,
                "no change to {is_linked}: {}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until it has the names of the zones that are in force: the list that its last heartbeat names may be
    /// of before a change.
    pub async fn until_it_knows_the_zones(&self) {
        let mut wire = Wire::sse_at(&self.base, None).await;
        let known = async {
            loop {
                let Some(Heard::Heartbeat(jws)) = wire.next().await else {
                    continue;
                };
                let said = payload(&jws);
                let path = format!("/live/zones/{}", said["zones"].as_str().unwrap());
                if self.text(&path).await.0 == 200 {
                    return;
                }
            }
        };
        let known = tokio::time::timeout(PATIENCE, known).await;
        assert!(known.is_ok(), "no list: {}", self.log());
    }

    async fn metric(&self, name: &str) -> u64 {
        let page = self.text("/metrics").await.1;
        let line = page
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        line.unwrap().rsplit(' ').next().unwrap().parse().unwrap()
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What one listener heard of one address, over all its connections.
pub struct Listener {
    base: String,
    wire: Wire,
    heard: Vec<u64>,
}

impl Listener {
    pub async fn at(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            wire: Wire::sse_at(base, Some(0)).await,
            heard: Vec::new(),
        }
    }

    /// Waits for the next bulletin, and comes back by number when the connection ends.
    pub async fn next(&mut self) -> u64 {
        let next = async {
            loop {
                match self.wire.next().await {
                    Some(Heard::Bulletin(n, _)) => return n,
                    Some(Heard::Heartbeat(_) | Heard::Resync(_)) => {}
                    None => {
                        let since = self.heard.last().copied().unwrap_or(0);
                        self.wire = Wire::sse_again(&self.base, since).await;
                    }
                }
            }
        };
        let n = tokio::time::timeout(PATIENCE, next)
            .await
            .expect("the bulletin comes");
        self.heard.push(n);
        n
    }

    async fn heartbeat(&mut self) {
        let heard = async { while !matches!(self.wire.next().await, Some(Heard::Heartbeat(_))) {} };
        tokio::time::timeout(PATIENCE, heard)
            .await
            .expect("a heartbeat comes");
    }
}

pub async fn end(house: &House, warning: u64) {
    let path = format!("/api/v1/exercise/warnings/{warning}/all-clear");
    house.post("duty-2", &path, json!({})).await.expect(200);
}

#[tokio::test]
async fn of_a_server_and_two_relays_behind_each_other_each_is_killed_and_nothing_is_missed_or_twice()
 {
    let mut house = House::open();
    house.pin_address();
    let mut near = Station::of(&house.base, 1).await;
    let mut far = Station::of(&near.base, 1).await;
    far.until_linked(true).await;
    let mut listener = Listener::at(&far.base).await;
    let mut by_socket = Wire::socket_at(&far.base, "?since=0").await;
    listener.heartbeat().await;

    let first = house.warn("exercise").await;
    listener.next().await;

    near.kill();
    far.until_linked(false).await;
    end(&house, first).await;
    near.start();
    listener.next().await;
    far.until_linked(true).await;

    house.kill();
    near.until_linked(false).await;
    far.until_linked(false).await;
    let mut newcomer = Wire::sse_at(&far.base, Some(0)).await;
    assert_eq!(
        newcomer.bulletins(2).await.len(),
        2,
        "what is kept is there"
    );
    let silence = tokio::time::timeout(Duration::from_secs(2), newcomer.next()).await;
    assert!(
        silence.is_err(),
        "no heartbeat of before is passed on: {silence:?}"
    );
    house.start();
    let second = house.warn("exercise").await;
    listener.next().await;
    far.until_linked(true).await;

    far.kill();
    end(&house, second).await;
    far.start();
    listener.next().await;

    let all = Wire::sse(&house, Some(0)).await.bulletins(4).await;
    assert_eq!(listener.heard, all, "each once, in order");
    let kept = Wire::sse_at(&far.base, Some(0)).await.bulletins(4).await;
    assert_eq!(kept, all, "and again for whoever comes with nothing");
    assert_eq!(by_socket.bulletins(3).await, all[..3]);
}

#[tokio::test]
async fn who_names_a_zone_at_a_relay_gets_what_is_of_it_and_a_name_that_nobody_knows_gets_all() {
    let house = House::open();
    let near = Station::of(&house.base, 1).await;
    let far = Station::of(&near.base, 1).await;
    for relay in [&near, &far] {
        relay.until_linked(true).await;
        relay.until_it_knows_the_zones().await;
    }
    let (mut told, mut passed_over) = (Vec::new(), Vec::new());
    for base in [&house.base, &near.base, &far.base] {
        for query in ["?zone=compound", "?zone=town&elsewhere=true"] {
            told.push(Wire::socket_at(base, query).await);
        }
        passed_over.push(Wire::socket_at(base, "?zone=town").await);
    }
    for base in [&near.base, &far.base] {
        told.push(Wire::socket_at(base, "?zone=drawn-later").await);
    }
    let warning = house.warn("exercise").await;
    for wire in &mut told {
        wire.bulletins(1).await;
    }
    for wire in &mut passed_over {
        only_listed(wire).await;
    }
    end(&house, warning).await;
    for wire in &mut told {
        wire.bulletins(1).await;
    }
    for base in [&near.base, &far.base] {
        let mut back = Wire::socket_at(base, "?since=0&zone=compound").await;
        assert_eq!(back.bulletins(2).await.len(), 2);
        let mut back = Wire::socket_at(base, "?since=0&zone=town").await;
        assert!(matches!(back.next().await, Some(Heard::Heartbeat(_))));
    }
}

#[tokio::test]
async fn a_relay_that_is_told_no_names_of_zones_or_false_ones_gives_everybody_everything() {
    // Whoever it asks answers every question with the live wire, which is no list of that sum.
    let mut said = payload_of(7, "ABCD-EFGH", "actual");
    said["zones"] = json!({ "of": "0".repeat(32), "about": ["compound"] });
    let from = liar(vec![vec![signed(&said, 1), beat(8, 1)]]);
    let relay = Station::pinned(&from, &public(1), &public(2), 1);
    relay.until_linked(true).await;
    for zone in ["compound", "town"] {
        let query = format!("?since=0&zone={zone}");
        let mut wire = Wire::socket_at(&relay.base, &query).await;
        assert_eq!(wire.bulletins(1).await, [7], "{zone}");
    }
    assert_eq!(
        relay
            .text(&format!("/live/zones/{}", "0".repeat(32)))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_server_that_falls_silent_is_a_lost_link_and_no_newcomer_is_told_of_the_last_heartbeat() {
    let house = House::open();
    let near = Station::of(&house.base, 1).await;
    near.until_linked(true).await;
    let pid = Pid::from_raw(i32::try_from(house.pid()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    near.until_linked(false).await;
    assert!(near.log().contains("link lost"), "{}", near.log());
    let mut newcomer = Wire::sse_at(&near.base, None).await;
    let silence = tokio::time::timeout(Duration::from_secs(2), newcomer.next()).await;
    assert!(silence.is_err(), "{silence:?}");
    kill_process(pid, Signal::CONT).unwrap();
    near.until_linked(true).await;
    assert!(matches!(newcomer.next().await, Some(Heard::Heartbeat(_))));
}

/// Says the frames of one connection to whoever asks for the live wire, and holds on. Each in turn hears what is next,
/// and all after them the last.
pub fn liar(turns: Vec<Vec<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut taken = Vec::new();
        for (turn, mut stream) in listener.incoming().flatten().enumerate() {
            let frames = &turns[turn.min(turns.len() - 1)];
            let request = BufReader::new(stream.try_clone().unwrap());
            for line in request.lines().map_while(Result::ok) {
                if line.is_empty() {
                    break;
                }
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
            // Whoever has left hears nothing.
            let _ = stream.write_all((head.to_owned() + &frames.concat()).as_bytes());
            taken.push(stream);
        }
    });
    base
}

fn key(seed: u8) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[seed; 32])
}

pub fn public(seed: u8) -> Value {
    json!(B64.encode(key(seed).verifying_key().as_bytes()))
}

pub fn bulletin(n: u64, code: &str, status: &str, seed: u8) -> String {
    signed(&payload_of(n, code, status), seed)
}

fn payload_of(n: u64, code: &str, status: &str) -> Value {
    json!({
        "v": 1, "n": n, "warning": n, "alert": n, "act": "alert", "status": status,
        "danger": "rockets", "sent": 1, "expires": null, "source": "us", "code": code,
        "area": { "desc": "here", "circles": [[33_310_000, 44_390_000, 300]] }, "texts": {},
    })
}

fn signed(said: &Value, seed: u8) -> String {
    let jws = jws::sign(Kind::Bulletin, &key(seed), said.to_string().as_bytes());
    let n = &said["n"];
    format!("id: {n}\nevent: bulletin\ndata: {jws}\n\n")
}

pub fn beat(at: u64, seed: u8) -> String {
    let payload = json!({ "v": 1, "at": at, "every_s": 5, "n": 9, "live": [] }).to_string();
    let jws = jws::sign(Kind::Heartbeat, &key(seed), payload.as_bytes());
    format!("event: heartbeat\ndata: {jws}\n\n")
}

#[tokio::test]
async fn what_no_pinned_key_signed_is_refused_counted_and_said_and_goes_no_further() {
    let bulletin = |n, status, seed| bulletin(n, "ABCD-EFGH", status, seed);
    let from = liar(vec![vec![
        bulletin(3, "actual", 9),
        bulletin(4, "actual", 2),
        bulletin(5, "exercise", 1),
        "id: 6\nevent: bulletin\ndata: not.even.signed\n\n".to_owned(),
        beat(7, 9),
        beat(8, 1),
        bulletin(7, "actual", 1),
        bulletin(8, "exercise", 2),
        beat(8, 1),
    ]]);
    let relay = Station::pinned(&from, &public(1), &public(2), 1);
    relay.until_linked(true).await;
    let heard = Wire::sse_at(&relay.base, Some(0)).await.bulletins(2).await;
    assert_eq!(heard, [7, 8]);
    assert_eq!(relay.metric("vigie_relay_refused_total").await, 5);
    assert_eq!(relay.metric("vigie_relay_bulletins_total").await, 2);
    assert!(
        relay.log().contains("refused: not signed by a pinned key"),
        "{}",
        relay.log()
    );
    let kept = std::fs::read_to_string(relay.folder.path().join("relay-state/bulletins")).unwrap();
    assert_eq!(kept.lines().count(), 2);
}

fn children(of: u32) -> Vec<u32> {
    let path = format!("/proc/{of}/task");
    let tasks = std::fs::read_dir(path).unwrap().flatten();
    let of_task = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("children"));
    tasks
        .flat_map(|task| {
            of_task(task)
                .unwrap_or_default()
                .split(' ')
                .filter_map(|pid| pid.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[tokio::test]
async fn workers_share_one_port_and_one_that_is_killed_is_started_again_and_costs_no_bulletin() {
    let house = House::open();
    let relay = Station::of(&house.base, 3).await;
    let address = |number: usize| {
        relay
            .folder
            .path()
            .join(format!("relay-state/worker-{number}/address"))
    };
    let began = Instant::now();
    while !(0..3).all(|number| Path::exists(&address(number))) {
        assert!(began.elapsed() < PATIENCE, "{}", relay.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    relay.until_linked(true).await;
    let mut listeners = Vec::new();
    for _ in 0..30 {
        listeners.push(Listener::at(&relay.base).await);
    }
    let warning = house.warn("exercise").await;
    for listener in &mut listeners {
        listener.next().await;
    }
    let workers = children(relay.pid());
    assert_eq!(workers.len(), 3);
    let victim = Pid::from_raw(i32::try_from(workers[0]).unwrap()).unwrap();
    kill_process(victim, Signal::KILL).unwrap();
    end(&house, warning).await;
    for listener in &mut listeners {
        listener.next().await;
        assert_eq!(listener.heard.len(), 2);
        assert!(listener.heard[0] < listener.heard[1]);
    }
    let began = Instant::now();
    while children(relay.pid()).len() < 3 {
        assert!(began.elapsed() < PATIENCE, "{}", relay.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
