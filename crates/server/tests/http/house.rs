//! A server of its own for each test: in a temporary folder, on a free port, started as a program.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vigie_core::ids::{OfficerId, SensorId};
use vigie_server::people::People;
use vigie_server::tokens::Who;
use vigie_store::registry::NewToken;

/// How long anything may take before a test says that it never came.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// The seed of the one siren's key.
pub const SIREN_SEED: [u8; 32] = [7; 32];

/// A server and its folder.
pub struct House {
    folder: TempDir,
    child: Option<Child>,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    client: reqwest::Client,
    tokens: BTreeMap<&'static str, String>,
}

/// What the server said.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}", self.text))
    }

    /// The code of a problem, after a look at whether it is a whole one.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{self:?}");
        let code = problem["code"].as_str().unwrap().to_owned();
        assert_eq!(problem["type"], format!("urn:vigie:problem:{code}"));
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.len() > 20 && !detail.contains('\n'),
            "no sentence: {detail}"
        );
        code
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }

    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, self.problem().as_str()),
            (status, code),
            "{}",
            self.text
        );
    }
}

impl House {
    /// A folder with a configuration and tokens, and the server of it.
    pub fn open() -> Self {
        let mut house = Self::closed();
        house.start();
        house
    }

    /// The same before the server is started.
    pub fn closed() -> Self {
        vigie_server::tls::install();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vigie.toml"), configuration()).unwrap();
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .unwrap();
        let mut house = Self {
            folder,
            child: None,
            base: String::new(),
            client,
            tokens: BTreeMap::new(),
        };
        std::fs::create_dir_all(house.state().join("keys")).unwrap();
        let day = 86_400_000;
        for officer in ["duty-1", "duty-2", "chief", "novice"] {
            house.add_token(officer, &Who::Officer(OfficerId::new(officer)), day);
        }
        for sensor in ["radar-1", "radar-2"] {
            house.add_token(sensor, &Who::Sensor(SensorId::new(sensor)), day);
        }
        house.add_token("screens", &Who::Screens, day);
        house
    }

    /// The same with two people who are expected to answer.
    pub fn closed_with_people() -> Self {
        let house = Self::closed();
        let people = house.path().join("people.csv");
        let text = "name,group,language,phone,mail\nAmal,gate,en,+9647901234567,a@site.example\nBasil,gate,fr,+9647901234568,b@site.example\n";
        std::fs::write(&people, text).unwrap();
        let config = house.config();
        let out = vigie(&[
            "import",
            people.to_str().unwrap(),
            "--config",
            config.to_str().unwrap(),
        ]);
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        house
    }

    /// Makes a token that holds for so long, and returns its id.
    pub fn add_token(&mut self, name: &'static str, who: &Who, holds_ms: i64) -> String {
        let people = People::open(&self.state()).unwrap();
        let (role, scope) = who.grant();
        let now = vigie_server::clock::now().unix_ms();
        let grant = NewToken {
            role: role.to_owned(),
            scope,
            label: name.to_owned(),
            expires_at_ms: Some(now + holds_ms),
        };
        let (token, secret) = people.registry().add_token(&grant, now).unwrap();
        self.tokens.insert(name, secret);
        token.id
    }

    pub fn token<'a>(&'a self, who: &'a str) -> &'a str {
        self.tokens.get(who).map_or(who, String::as_str)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn config(&self) -> PathBuf {
        self.path().join("vigie.toml")
    }

    pub fn state(&self) -> PathBuf {
        self.path().join("state")
    }

    pub fn address(&self) -> SocketAddr {
        let (_, address) = self.base.split_once("://").unwrap();
        address.parse().unwrap()
    }

    /// Starts the program and waits until it says where it listens.
    pub fn start(&mut self) {
        self.started(Command::new(env!("CARGO_BIN_EXE_vigie")));
    }

    /// The same on one processor.
    pub fn start_on_one_processor(&mut self) {
        let mut taskset = Command::new("taskset");
        taskset.args(["--cpu-list", "0", env!("CARGO_BIN_EXE_vigie")]);
        self.started(taskset);
    }

    fn started(&mut self, mut program: Command) {
        let said = self.state().join("address");
        let _ = std::fs::remove_file(&said);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.path().join("log"))
            .unwrap();
        let mut child = program
            .args(["serve", "--config"])
            .arg(self.config())
            .env("VIGIE_LOG", "debug")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let since = Instant::now();
        self.base = loop {
            if let Ok(address) = std::fs::read_to_string(&said) {
                break address.trim().to_owned();
            }
            if let Some(ended) = child.try_wait().unwrap() {
                panic!("the server ended with {ended}: {}", self.log());
            }
            assert!(
                since.elapsed() < PATIENCE,
                "the server does not start: {}",
                self.log()
            );
            std::thread::yield_now();
        };
        self.child = Some(child);
    }

    /// Ends the program as a power cut does: it gets no word.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Whoever is told the address finds it there after a restart too.
    pub fn pin_address(&self) {
        let text = std::fs::read_to_string(self.config()).unwrap();
        let pinned = text.replace("127.0.0.1:0", &self.address().to_string());
        std::fs::write(self.config(), pinned).unwrap();
    }

    /// The program.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Asks the program to stop and waits until it has.
    pub fn stop(&mut self) -> std::process::ExitStatus {
        let mut child = self.child.take().unwrap();
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        child.wait().unwrap()
    }

    /// What the program logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path().join("log")).unwrap_or_default()
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(who, self.client.get(format!("{}{path}", self.base)))
            .await
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.try_post(who, path, body).await.unwrap()
    }

    /// As [`Self::post`]; fails when the connection does.
    pub async fn try_post(&self, who: &str, path: &str, body: Value) -> reqwest::Result<Answer> {
        let asked = self.client.post(format!("{}{path}", self.base)).json(&body);
        said("post", self.with_token(who, asked).send().await?).await
    }

    /// A request made by hand.
    pub async fn ask(&self, who: &str, asked: reqwest::RequestBuilder) -> Answer {
        let request = self.with_token(who, asked).build().unwrap();
        let method = request.method().as_str().to_lowercase();
        let response = self.client.execute(request).await.unwrap();
        said(&method, response).await.unwrap()
    }

    /// Asks with another client from here on.
    pub fn use_client(&mut self, client: reqwest::Client) {
        self.client = client;
    }

    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    fn with_token(&self, who: &str, asked: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        if who.is_empty() {
            asked
        } else {
            asked.bearer_auth(self.token(who))
        }
    }

    /// Sends bytes as they are and reads until the server closes.
    pub fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // The server may refuse and close before it has read everything.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Number of the last entry.
    pub async fn head(&self) -> u64 {
        let note = self.get("", "/log/checkpoint").await;
        note.text.lines().nth(1).unwrap().parse().unwrap()
    }

    /// Every fact of the journal, as the program exports it.
    pub fn facts(&self) -> Vec<Value> {
        let journal = self.state().join("journal");
        let out = vigie(&["journal", "export", journal.to_str().unwrap()]);
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let lines = String::from_utf8(out.stdout).unwrap();
        let entry = |line: &str| serde_json::from_str::<Value>(line).unwrap();
        lines
            .lines()
            .map(|line| entry(line)["fact"].clone())
            .collect()
    }

    /// Asks again until `done` finds what it looks for.
    pub async fn until<T>(
        &self,
        who: &str,
        path: &str,
        mut done: impl FnMut(&Answer) -> Option<T>,
    ) -> T {
        let since = Instant::now();
        loop {
            let answer = self.get(who, path).await;
            if let Some(found) = done(&answer) {
                return found;
            }
            assert!(since.elapsed() < PATIENCE, "it never came: {answer:?}");
            tokio::task::yield_now().await;
        }
    }

    /// Two officers put on record that somebody vetted everything that is said in these languages.
    pub async fn vetted(&self, languages: &[&str]) {
        for language in languages {
            let path = format!("/api/v1/words/{language}");
            let words = self.get("duty-1", &path).await.expect(200);
            let texts: serde_json::Map<String, Value> = words["words"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| {
                    (
                        one["danger"].as_str().unwrap().to_owned(),
                        one["sha256"].clone(),
                    )
                })
                .collect();
            let vetting = serde_json::json!({
                "language": language, "texts": texts, "expert": "R. Haddad", "office": "teacher",
            });
            let path = "/api/v1/words/vettings";
            let offered = self.post("duty-1", path, vetting).await.expect(201);
            let path = format!("/api/v1/changes/{}/approve", offered["change"]);
            let body = serde_json::json!({ "sha256": offered["sha256"] });
            self.post("duty-2", &path, body).await.expect(200);
        }
    }

    /// Drafts and submits; returns the number and the hash that is to be approved.
    pub async fn submitted(&self, status: &str) -> (u64, String) {
        let warnings = warnings(status);
        let draft = serde_json::json!({
            "danger": "rockets", "zones": ["compound"], "status": status, "valid_s": 600,
        });
        let drafted = self.post("duty-1", warnings, draft).await.expect(201);
        let id = drafted["warning"].as_u64().unwrap();
        let path = format!("{warnings}/{id}/submit");
        let shown = self
            .post("duty-1", &path, serde_json::json!({}))
            .await
            .expect(200);
        (id, shown["sha256"].as_str().unwrap().to_owned())
    }

    /// Memory of the server that is its own, in bytes.
    pub fn resident_bytes(&self) -> u64 {
        let pid = self.pid();
        let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap();
        let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
        pages * 4_096
    }

    /// A live warning, agreed by two; for a real one the words must be vetted.
    pub async fn warn(&self, status: &str) -> u64 {
        let (id, sha256) = self.submitted(status).await;
        let path = format!("{}/{id}/approve", warnings(status));
        let body = serde_json::json!({ "sha256": sha256 });
        self.post("duty-2", &path, body).await.expect(200);
        id
    }
}

/// Where warnings of a status are drafted and moved.
pub fn warnings(status: &str) -> &'static str {
    match status {
        "actual" => "/api/v1/warnings",
        _ => "/api/v1/exercise/warnings",
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn said(method: &str, response: reqwest::Response) -> reqwest::Result<Answer> {
    let (path, query) = (response.url().path().to_owned(), response.url().query());
    let path = query.map_or(path.clone(), |query| format!("{path}?{query}"));
    let answer = Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await?,
    };
    crate::describe::compare(method, &path, &answer);
    Ok(answer)
}

/// Runs the program to its end.
pub fn vigie(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(arguments)
        .output()
        .unwrap()
}

/// The same as an officer of a house calls it.
pub fn vigie_as(house: &House, who: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(arguments)
        .env("VIGIE_SERVER", &house.base)
        .env("VIGIE_TOKEN", house.token(who))
        .output()
        .unwrap()
}

fn configuration() -> String {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words");
    let key = ed25519_dalek::SigningKey::from_bytes(&SIREN_SEED).verifying_key();
    format!(
        r#"
[folders]
words = "{words}"
[http]
listen = "127.0.0.1:0"
body_bytes_max = 4096
[live]
heartbeat_s = 1
[site]
id = "test"
name = "Test site"
sender = "duty@site.example"
languages = ["en", "fr"]
[site.zone.compound]
people = 400
name = {{ en = "Compound", fr = "Enceinte" }}
ring = [[33.30, 44.38], [33.30, 44.40], [33.32, 44.40], [33.32, 44.38], [33.30, 44.38]]
[site.zone.town]
people = 100000
name = {{ en = "Town", fr = "Ville" }}
ring = [[33.20, 44.30], [33.20, 44.50], [33.29, 44.50], [33.29, 44.30], [33.20, 44.30]]
[site.siren.mast-1]
zone = "compound"
place = [33.31, 44.39]
key = "{key}"
[site.sensor.radar-1]
zone = "compound"
danger = "rockets"
[site.sensor.radar-2]
zone = "compound"
danger = "rockets"
[site.officer.duty-1]
roles = ["drafter", "recorder"]
statuses = ["actual", "exercise"]
people_max = 5000
[site.officer.duty-2]
roles = ["approver", "recorder"]
statuses = ["actual", "exercise"]
people_max = 5000
[site.officer.chief]
roles = ["drafter", "approver"]
statuses = ["actual", "exercise"]
people_max = 5000
[site.officer.novice]
roles = ["drafter"]
zones = ["compound"]
statuses = ["exercise"]
people_max = 5000
"#,
        key = hex::encode(key.as_bytes()),
        words = words.display()
    )
}
