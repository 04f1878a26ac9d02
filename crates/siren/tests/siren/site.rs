//! A site with one siren and a server that does only what a test tells it.

use ed25519_dalek::{SigningKey, VerifyingKey};
use futures_util::{SinkExt, StreamExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use vigie_core::ids::SirenId;
use vigie_core::jws::{Kind, claims_to_be};
use vigie_core::siren::AnswerWhat::{Accepted, Heard, Started};
use vigie_core::siren::{
    Answer, AnswerWhat, Hello, Order, Program, Pulse, RefusalReason, Role, Tone, order_sha256,
    sign_order, verify_answer, verify_hello, verify_pulse,
};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_siren::{Config, Fault, Pace, identity, run_at};

/// Longest wait for anything: far above what a busy machine needs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The challenge of every connection.
const NONCE: &str = "n0nce-1234";

pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_unix_ms(i64::try_from(since.as_millis()).unwrap())
}

pub fn live() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

pub fn exercise() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

pub fn stopping() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

pub fn sound(order: u64, ctr: u64) -> Order {
    Order {
        v: 1,
        order,
        site: "compound".into(),
        target: SirenId::new("siren-07"),
        epoch: 1,
        ctr,
        not_before: now(),
        expires: now().plus_s(60),
        program: Program::Sound {
            tone: Tone::WailWarning,
            duration_s: 30,
        },
        alert_sha256: "ab".repeat(32),
        status: Status::Exercise,
        nonce: None,
    }
}

pub fn stop(order: u64, ctr: u64) -> Order {
    Order {
        program: Program::Stop,
        ..sound(order, ctr)
    }
}

pub fn signed(order: &Order) -> String {
    match Role::of(order) {
        Role::Live => sign_order(order, &live()),
        Role::Exercise => sign_order(order, &exercise()),
        Role::Stop => sign_order(order, &stopping()),
    }
}

pub fn refused(reason: RefusalReason) -> AnswerWhat {
    AnswerWhat::Refused { reason }
}

pub struct Site {
    pub folder: TempDir,
    pub listener: TcpListener,
    pub epoch: u32,
    pub microphone: &'static str,
    /// Where the sound goes.
    pub sound: &'static str,
    /// Further lines of the configuration.
    pub more: &'static str,
    pub pace: Pace,
    /// Where its broker is, if it has one.
    pub broker: Option<String>,
    /// Further members of its broker's table, each after a comma.
    pub more_of_broker: String,
    /// Answers that the server read: a siren may give one again on its next connection.
    seen: Arc<Mutex<Vec<Answer>>>,
}

impl Site {
    pub async fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
            epoch: 1,
            microphone: r#"kind = "simulated", fault = "none", noise_db = -50"#,
            sound: r#"kind = "wav", folder = "sounds""#,
            more: "",
            pace: Pace::default(),
            broker: None,
            more_of_broker: String::new(),
            seen: Arc::default(),
        }
    }

    /// Switches the siren on and welcomes it.
    pub async fn meet(&self) -> (Running, Wire) {
        let siren = self.switch_on();
        (siren, self.welcome().await)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn config_text(&self) -> String {
        let public = |key: SigningKey| hex::encode(key.verifying_key().as_bytes());
        format!(
            r#"
            siren = "siren-07"
            site = "compound"
            epoch = {}
            server = "ws://{}/sirens/link"
            key_file = "siren.key"
            state_dir = "state"
            server_keys = {{ live = "{}", exercise = "{}", stop = "{}" }}
            sound = {{ {} }}
            microphone = {{ {} }}
            {}
            {}
            "#,
            self.epoch,
            self.listener.local_addr().unwrap(),
            public(live()),
            public(exercise()),
            public(stopping()),
            self.sound,
            self.microphone,
            self.more,
            self.broker.as_ref().map_or(String::new(), |url| format!(
                "mqtt = {{ broker = {url:?}, home_assistant = \"homeassistant\"{} }}",
                self.more_of_broker
            )),
        )
    }

    pub fn config(&self) -> Config {
        Config::parse(&self.config_text(), self.folder.path()).unwrap()
    }

    pub fn siren_key(&self) -> VerifyingKey {
        identity::public_key(&self.config()).unwrap()
    }

    /// Switches the siren on.
    pub fn switch_on(&self) -> Running {
        let (off, switched_off) = oneshot::channel::<()>();
        let (config, pace) = (self.config(), self.pace);
        let task = tokio::spawn(run_at(pace, config, async {
            let _ = switched_off.await;
        }));
        Running { off, task }
    }

    /// Waits for the siren's next connection and welcomes it.
    pub async fn welcome(&self) -> Wire {
        let (stream, _) = timeout(PATIENCE, self.listener.accept())
            .await
            .expect("no siren connects")
            .unwrap();
        let socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let mut wire = Wire {
            socket,
            key: self.siren_key(),
            hello: None,
            pulses: Vec::new(),
            seen: Arc::clone(&self.seen),
        };
        wire.send(&format!(r#"{{"challenge":"{NONCE}"}}"#)).await;
        let text = wire.next_text().await;
        wire.hello = Some(verify_hello(&text, &wire.key, NONCE).unwrap());
        wire.send(r#"{"welcome":true}"#).await;
        wire
    }

    pub fn sounds(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.path("sounds")) else {
            return Vec::new();
        };
        let name = |file: std::fs::DirEntry| file.file_name().into_string().unwrap();
        let mut names: Vec<String> = files.map(|file| name(file.unwrap())).collect();
        names.sort();
        names
    }

    /// Waits until a sound is being written.
    pub async fn sounding(&self) {
        let look = async {
            while self.sounds().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, look).await.expect("nothing sounds");
    }
}

/// A site as most have it, its siren switched on and welcomed.
pub async fn met() -> (Site, Running, Wire) {
    let site = Site::new().await;
    let (siren, wire) = site.meet().await;
    (site, siren, wire)
}

/// The same, where nothing can sound: it says so of the order 42.
pub async fn met_with_a_broken_output() -> (Site, Running, Wire) {
    let site = Site::new().await;
    std::fs::write(site.path("sounds"), "a file where the folder should be").unwrap();
    let (siren, mut wire) = site.meet().await;
    wire.order(&sound(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, refused(RefusalReason::SoundOutput))])
        .await;
    (site, siren, wire)
}

pub struct Running {
    off: oneshot::Sender<()>,
    task: JoinHandle<Result<(), Fault>>,
}

impl Running {
    pub async fn switch_off(self) {
        let _ = self.off.send(());
        timeout(PATIENCE, self.task)
            .await
            .expect("does not end")
            .unwrap()
            .unwrap();
    }

    pub async fn fault(self) -> Fault {
        timeout(PATIENCE, self.task)
            .await
            .expect("does not end")
            .unwrap()
            .expect_err("ends well")
    }
}

/// The server's end of one connection.
pub struct Wire {
    socket: WebSocketStream<TcpStream>,
    key: VerifyingKey,
    pub hello: Option<Hello>,
    pulses: Vec<Pulse>,
    seen: Arc<Mutex<Vec<Answer>>>,
}

impl Wire {
    pub fn hello(&self) -> &Hello {
        self.hello.as_ref().unwrap()
    }

    pub async fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub async fn send_frame(&mut self, frame: Message) {
        self.socket.send(frame).await.unwrap();
    }

    pub async fn order(&mut self, order: &Order) -> String {
        let text = signed(order);
        self.send(&text).await;
        order_sha256(&text)
    }

    async fn next_text(&mut self) -> String {
        loop {
            let frame = timeout(PATIENCE, self.socket.next())
                .await
                .expect("the siren is silent")
                .expect("the siren went away")
                .unwrap();
            if let Message::Text(text) = frame {
                return text.to_string();
            }
        }
    }

    /// The next pulse that such a thing is true of.
    pub async fn pulse(&mut self, is: impl Fn(&Pulse) -> bool) -> Pulse {
        loop {
            if let Some(at) = self.pulses.iter().position(&is) {
                return self.pulses.drain(..=at).next_back().unwrap();
            }
            let text = self.next_text().await;
            if claims_to_be(&text, Kind::Pulse) {
                let nonces = [NONCE.to_owned()];
                self.pulses
                    .push(verify_pulse(&text, &self.key, &nonces).unwrap());
            }
        }
    }

    /// The next answer that was not read before.
    pub async fn answer(&mut self) -> Answer {
        loop {
            let text = self.next_text().await;
            if claims_to_be(&text, Kind::Pulse) {
                let nonces = [NONCE.to_owned()];
                self.pulses
                    .push(verify_pulse(&text, &self.key, &nonces).unwrap());
                continue;
            }
            let answer = verify_answer(&text, &self.key).unwrap();
            let mut seen = self.seen.lock().unwrap();
            if !seen.contains(&answer) {
                seen.push(answer.clone());
                return answer;
            }
        }
    }

    pub async fn expect(&mut self, expected: &[(u64, AnswerWhat)]) -> Vec<Answer> {
        let mut answers: Vec<Answer> = Vec::new();
        while answers.len() < expected.len() {
            answers.push(self.answer().await);
        }
        let got: Vec<_> = answers.iter().map(|a| (a.order, a.what)).collect();
        assert_eq!(got, expected);
        answers
    }

    /// Lets a sound begin, by this order.
    pub async fn sounds(&mut self, order: &Order) -> String {
        let sha256 = self.order(order).await;
        self.expect(&[(order.order, Accepted), (order.order, Started)])
            .await;
        sha256
    }

    /// The same, until it is heard.
    pub async fn is_heard(&mut self, order: &Order) -> Vec<Answer> {
        let n = order.order;
        self.order(order).await;
        self.expect(&[(n, Accepted), (n, Started), (n, Heard)])
            .await
    }

    pub async fn expect_refusal(&mut self, text: &str, reason: RefusalReason) -> Answer {
        self.send(text).await;
        let answer = self.answer().await;
        assert_eq!(answer.what, refused(reason));
        assert_eq!(answer.order_sha256, order_sha256(text));
        answer
    }

    /// Waits until the siren is gone.
    pub async fn ends(&mut self) {
        let end = async { while let Some(Ok(_)) = self.socket.next().await {} };
        timeout(PATIENCE, end).await.expect("the siren stays");
    }
}

/// The samples of a recording.
pub fn recording(file: &Path) -> Vec<i16> {
    let mut reader = hound::WavReader::open(file).unwrap();
    reader.samples::<i16>().map(Result::unwrap).collect()
}
