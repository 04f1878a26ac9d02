//! The other side of e-mail: a mail server that behaves as it is told. Against real ones see `tests/mta`.

#![cfg(test)]

use super::{Config, Tls};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes everything.
    #[default]
    Takes,
    /// Knows nobody.
    KnowsNobody,
    /// Takes nothing at present.
    Later,
    /// Says nothing at all.
    Hangs,
}

/// A mail server on a free port of this machine.
#[derive(Clone, Debug)]
pub(crate) struct MailServer {
    pub(crate) at: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    heard: Arc<Mutex<BTreeMap<String, String>>>,
}

impl MailServer {
    /// Starts one.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            at: listener.local_addr().unwrap(),
            mood: Arc::default(),
            heard: Arc::default(),
        };
        let answers = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answers = answers.clone();
                tokio::spawn(async move { answers.talk(stream).await });
            }
        });
        server
    }

    /// How it behaves from here on.
    pub(crate) fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// What it took: each mail once by its number, as mail programs show it.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().values().cloned().collect()
    }

    /// How it is configured.
    pub(crate) fn config(&self) -> Config {
        Config {
            host: self.at.ip().to_string(),
            port: self.at.port(),
            tls: Tls::Plain,
            authority: None,
            user: None,
            password: None,
            from: "Embassy <warnings@embassy.example>".to_owned(),
            bounce: "bounce@embassy.example".to_owned(),
            bounces: None,
            at_once: 2,
            per_minute_max: 600,
            per_day_max: None,
            folder: None,
        }
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        if *self.mood.lock().unwrap() == Mood::Hangs {
            std::future::pending::<()>().await;
        }
        stream.write_all(b"220 fake ESMTP\r\n").await.ok()?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let mood = *self.mood.lock().unwrap();
            let word = line.get(..4).unwrap_or_default().to_uppercase();
            let answer = match (word.as_str(), mood) {
                (_, Mood::Hangs) => std::future::pending().await,
                ("RCPT", Mood::KnowsNobody) => "550 5.1.1 no such user\r\n",
                ("RCPT", Mood::Later) => "451 4.7.1 greylisted, come back\r\n",
                ("DATA", _) => {
                    stream.write_all(b"354 go on\r\n").await.ok()?;
                    self.take(&mut stream).await?;
                    "250 2.0.0 taken\r\n"
                }
                ("QUIT", _) => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            stream.write_all(answer.as_bytes()).await.ok()?;
        }
    }

    async fn take(&self, stream: &mut BufReader<TcpStream>) -> Option<()> {
        let (mut mail, mut id) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.ok()?;
            if line == ".\r\n" {
                break;
            }
            if let Some(found) = line.strip_prefix("Message-ID: ") {
                found.trim().clone_into(&mut id);
            }
            mail.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        self.heard.lock().unwrap().insert(id, mail);
        Some(())
    }
}
