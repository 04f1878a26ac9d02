//! The dead-man's signal: something outside Vigie is told, again and again, that this server works. It is given only
//! after the engine has finished a turn, and while the sirens are looked after; whoever misses it knows that something
//! is wrong, whatever became of this machine.

use crate::config::Watchdog;
use crate::engine::Desk;
use crate::outside;
use crate::siren_watch::SirenWatch;
use crate::stopping::Stopping;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, timeout};
use vigie_channels::pattern::{NoAnswer, Request, Web};
use vigie_channels::webhook::host;
use vigie_core::Input;

/// How long the engine may take for a turn: far above any, far below what an officer would wait.
const TURN_MAX: Duration = Duration::from_secs(5);

/// Where the signal goes.
pub struct Signal {
    outside: Option<(String, Arc<dyn Web>)>,
    file: Option<PathBuf>,
    every: Duration,
}

impl Signal {
    /// What is configured: nothing, a signal, or a fault.
    pub fn read(config: &Watchdog) -> Result<Option<Self>, String> {
        if !(1..=3_600).contains(&config.every_s) {
            return Err(format!("every_s is {}; choose 1 to 3600", config.every_s));
        }
        let outside = match config.url.as_str() {
            "" => None,
            url => Some((url.to_owned(), outside::way(url, config.inside)?)),
        };
        let file = (!config.file.as_os_str().is_empty()).then(|| config.file.clone());
        let is_any = outside.is_some() || file.is_some();
        Ok(is_any.then(|| Self {
            outside,
            file,
            every: Duration::from_secs(u64::from(config.every_s)),
        }))
    }

    /// Gives the signal, if there is reason to.
    async fn give(&self, desk: &Desk, watch: &SirenWatch) -> Result<(), String> {
        works(desk, watch).await?;
        let (told, written) = tokio::join!(self.tell(), self.write());
        told.and(written)
    }

    async fn tell(&self) -> Result<(), String> {
        let Some((url, web)) = &self.outside else {
            return Ok(());
        };
        let request = Request {
            url: url.clone(),
            headers: vec![("content-type", "text/plain".to_owned())],
            body: b"alive\n".to_vec(),
        };
        // The address itself may be a secret.
        let whom = host(url).unwrap_or_default();
        match web.post(&request).await {
            Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
            Ok(answer) => Err(format!("{whom} answered {}", answer.status)),
            Err(NoAnswer::Silent { why } | NoAnswer::NotAdmitted { why }) => {
                Err(format!("{whom} was not told: {why}"))
            }
        }
    }

    async fn write(&self) -> Result<(), String> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        replace(file, &format!("{}\n", crate::clock::now()))
            .await
            .map_err(|error| format!("failed to write {}: {error}", file.display()))
    }
}

/// Whoever looks at the file sees it whole.
async fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    let unfinished = file.with_added_extension("unfinished");
    tokio::fs::write(&unfinished, text).await?;
    tokio::fs::rename(&unfinished, file).await
}

/// Whether the engine makes progress and the sirens are looked after, or what is wrong.
async fn works(desk: &Desk, watch: &SirenWatch) -> Result<(), String> {
    // The engine answers only after a turn.
    match timeout(TURN_MAX, desk.inbox.ask(Input::Clock)).await {
        Err(_) => return Err(format!("the engine finished no turn within {TURN_MAX:?}")),
        Ok(Err(stopped)) => return Err(stopped.to_string()),
        Ok(Ok(Err(refusal))) => return Err(refusal.to_string()),
        Ok(Ok(Ok(_))) => {}
    }
    if watch.is_kept() {
        Ok(())
    } else {
        Err("nobody looks after the sirens".to_owned())
    }
}

/// Gives the signal until the program stops.
pub(crate) async fn keep(desk: Desk, watch: Arc<SirenWatch>, signal: Signal, stopping: Stopping) {
    let mut often = interval(signal.every);
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_given = true;
    loop {
        tokio::select! {
            _ = often.tick() => {}
            () = stopping.wait() => return,
        }
        match signal.give(&desk, &watch).await {
            Ok(()) if is_given => {}
            Ok(()) => tracing::info!("the dead-man's signal is given again"),
            Err(why) if is_given => {
                tracing::warn!(%why, "the dead-man's signal was not given; whoever waits for it will call");
                is_given = false;
                continue;
            }
            Err(why) => {
                tracing::debug!(%why, "the dead-man's signal was not given");
                continue;
            }
        }
        is_given = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{self, Engine, Running};
    use crate::stopping;
    use crate::timings::Timings;
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::mpsc::{Receiver, channel};
    use vigie_core::ids::PersonRef;
    use vigie_core::site::Roster;
    use vigie_store::disk::RealDisk;
    use vigie_store::journal;

    const SITE: &str = include_str!("../tests/common/site.toml");

    /// Somebody outside, and what they were told.
    fn somebody() -> (String, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/ping/secret", listener.local_addr().unwrap());
        let (tell, told) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = [0; 4_096];
                let read = stream.read(&mut bytes).unwrap();
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                if tell
                    .send(String::from_utf8_lossy(&bytes[..read]).into_owned())
                    .is_err()
                {
                    return;
                }
            }
        });
        (url, told)
    }

    fn signal(url: &str, file: PathBuf, every: Duration) -> Signal {
        let config = Watchdog {
            url: url.to_owned(),
            inside: true,
            file,
            every_s: 1,
        };
        let read = Signal::read(&config).unwrap().unwrap();
        Signal { every, ..read }
    }

    async fn is_told(told: &Receiver<String>, within: Duration) -> bool {
        let since = std::time::Instant::now();
        while since.elapsed() < within {
            if told.try_iter().last().is_some() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }

    #[tokio::test]
    async fn the_signal_is_given_while_the_engine_turns_and_the_sirens_are_looked_after() {
        crate::tls::install();
        let folder = tempfile::tempdir().unwrap();
        let disk = Arc::new(RealDisk::open(folder.path()).unwrap());
        let (engine, _) = Engine::open(disk, journal::Config::default()).unwrap();
        let running = engine::run(engine, Arc::new(Timings::default()), None).unwrap();
        let Running {
            desk, work: _work, ..
        } = running;
        let words = concat!(env!("CARGO_MANIFEST_DIR"), "/../../words");
        let site = SITE.replace("{words}", words);
        let site = crate::config::parse(&site, folder.path()).unwrap().site;
        let declared = desk.inbox.ask(Input::Declare(Box::new(site))).await;
        declared.unwrap().unwrap();
        let (url, told) = somebody();
        let file = folder.path().join("alive");
        let watch = Arc::new(SirenWatch::default());
        let (stop, stopping) = stopping::pair();
        let signal = signal(&url, file.clone(), Duration::from_millis(50));
        let patience = Duration::from_secs(20);

        tokio::spawn(keep(desk.clone(), Arc::clone(&watch), signal, stopping));
        assert!(
            !is_told(&told, Duration::from_millis(500)).await,
            "nobody looks after the sirens"
        );
        assert!(!file.exists());
        watch.look();
        assert!(is_told(&told, patience).await);
        let at = std::fs::read_to_string(&file).unwrap();
        assert!(at.contains('T'), "{at}");

        // Whoever reads what is true keeps the engine from showing what comes next: it is stuck for good.
        let stuck = desk.view.borrow();
        let roster = Roster {
            people: [PersonRef::new("p")].into(),
        };
        desk.inbox.tell(Input::Roster(roster)).await.unwrap();
        // What was under way when it stuck has come.
        is_told(&told, Duration::from_millis(500)).await;
        assert!(
            !is_told(&told, Duration::from_secs(2)).await,
            "the engine is stuck"
        );
        drop(stuck);
        assert!(is_told(&told, patience).await);
        drop(stop);
    }

    #[tokio::test]
    async fn an_address_inside_is_told_only_where_it_is_meant() {
        let config = |url: &str, inside| Watchdog {
            url: url.to_owned(),
            inside,
            ..Watchdog::default()
        };
        for url in ["http://127.0.0.1/x", "ftp://x.example", "x"] {
            assert!(Signal::read(&config(url, false)).is_err(), "{url}");
        }
        assert!(
            Signal::read(&config("https://watch.example/x", false))
                .unwrap()
                .is_some()
        );
        assert!(Signal::read(&Watchdog::default()).unwrap().is_none());
        let inside = Signal::read(&config("https://127.0.0.1:1/x", false));
        let why = inside.unwrap().unwrap().tell().await.unwrap_err();
        assert!(why.contains("was not told"), "{why}");
    }
}
