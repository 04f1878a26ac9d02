//! A server with nothing but a live wire, which signs and publishes whatever it is asked to: what relays are
//! measured behind.

use crate::http;
use crate::live::{At, Behind, Door, Origins};
use crate::{clock, serve, stopping};
use ed25519_dalek::SigningKey;
use serde_json::json;
use std::io::BufRead as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use vigie_channels::keys::Keys;
use vigie_channels::live::{Hub, frame, heartbeat};
use vigie_core::ids::ZoneId;
use vigie_core::jws::{self, Kind};
use vigie_fanout::To;

/// Relays and a few more.
const CONNECTIONS_MAX: usize = 15_000;
/// Of a place, in metres: less than the cell that a listener gives.
const RADIUS_M: u64 = 500;
/// Bulletins kept for those who come back.
const KEPT: usize = 1_000;

/// The server. It ends with the program.
pub struct Feed {
    hub: Arc<Hub>,
    keys: Keys,
    last: Arc<AtomicU64>,
    _stop: stopping::Stop,
    /// `http://ADDRESS:PORT`.
    pub base: String,
}

struct Last(Arc<AtomicU64>);

impl Behind for Last {
    fn head(&self) -> u64 {
        self.0.load(Relaxed)
    }
    fn live(&self) -> Vec<u64> {
        Vec::new()
    }
    fn is_other(&self, _: u64, _: &str) -> bool {
        false
    }
    fn has_zone(&self, _: &ZoneId) -> bool {
        false
    }
    fn zone_names(&self, _: &str) -> Option<String> {
        None
    }
}

impl Feed {
    /// Listens, on the runtime that it is called on, and says a heartbeat every so many seconds.
    pub fn start(listen: SocketAddr, heartbeat_s: u32) -> Result<Arc<Self>, String> {
        let mut seeds = [[0; 32]; 3];
        for seed in &mut seeds {
            getrandom::fill(seed).map_err(|error| format!("failed to make a key: {error}"))?;
        }
        let [live, exercise, stop] = seeds.map(|seed| SigningKey::from_bytes(&seed));
        let keys = Keys {
            live,
            exercise,
            stop,
        };
        let config = crate::config::Http {
            listen: listen.into(),
            ..crate::config::Http::default()
        };
        let listeners = http::listeners::open(&config, false)?;
        let base = listeners.here();
        let (hub, last) = (
            Arc::new(serve::hub(KEPT, 1, crate::config::Live::default().slow())?),
            Arc::<AtomicU64>::default(),
        );
        let door = Arc::new(Door {
            hub: Arc::clone(&hub),
            connections_max: CONNECTIONS_MAX,
            addresses: Arc::new(http::Addresses::new(CONNECTIONS_MAX)),
            origins: Origins::default(),
            keys: vec![
                ("live", keys.live.verifying_key()),
                ("exercise", keys.exercise.verifying_key()),
            ],
            screens: None,
            behind: Box::new(Last(Arc::clone(&last))),
        });
        let (stop, stopping) = stopping::pair();
        let service = http::live_service(At(door));
        http::wire::open(listeners, &config, service, stopping)?;
        let feed = Arc::new(Self {
            hub,
            keys,
            last,
            _stop: stop,
            base,
        });
        tokio::spawn(Arc::clone(&feed).beat(heartbeat_s));
        Ok(feed)
    }

    async fn beat(self: Arc<Self>, every_s: u32) {
        let mut due = tokio::time::interval(Duration::from_secs(u64::from(every_s)));
        loop {
            due.tick().await;
            let n = self.last.load(Relaxed);
            let jws = heartbeat(&self.keys, clock::now(), every_s, n, &[]);
            self.hub.beat(frame::heartbeat(&jws));
        }
    }

    /// Publishes a signed bulletin whose frame has so many bytes, or the fewest that it can have; its number. For
    /// everybody, or for one of a hundred places that lie far from each other.
    pub fn publish(&self, bytes: usize, place: Option<u64>) -> u64 {
        let n = self.last.fetch_add(1, Relaxed) + 1;
        let bare = self.signed(n, 0, place);
        // Three bytes of text are four of base64.
        let more = bytes.saturating_sub(
            frame::bulletin(n, &bare)
                .bytes(vigie_fanout::Wire::Sse)
                .len(),
        ) * 3
            / 4;
        let jws = if more == 0 {
            bare
        } else {
            self.signed(n, more, place)
        };
        // Whoever stands behind the relays has a place; they themselves get everything.
        self.hub
            .publish(&Arc::new(frame::bulletin(n, &jws)), &To::Everyone);
        n
    }

    fn signed(&self, n: u64, padding: usize, place: Option<u64>) -> String {
        // Five degrees apart, ten in a row.
        let e6 = |steps: u64| 5_000_000 * (1 + steps);
        let circles: Vec<_> = place
            .map(|place| (e6(place / 10 % 10), e6(place % 10), RADIUS_M))
            .into_iter()
            .collect();
        let payload = json!({
            "v": 1, "n": n, "warning": n, "alert": n, "act": "alert", "status": "exercise",
            "danger": "rockets", "sent": clock::now(), "expires": null, "source": "bench",
            "code": "ABCD-EFGH", "area": { "desc": "here", "circles": circles },
            "texts": { "en": { "headline": "Exercise", "description": "x".repeat(padding), "instruction": "None" } },
        });
        jws::sign(
            Kind::Bulletin,
            &self.keys.exercise,
            payload.to_string().as_bytes(),
        )
    }
}

/// Says on standard output where it listens; each line of standard input, a number of bytes and perhaps that of a place,
/// is published.
pub fn feed_lines(listen: SocketAddr) -> Result<(), String> {
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("failed to start: {error}"))?;
    // A heartbeat in the middle of a measurement would be taken for what is measured.
    let _on = runtime.enter();
    let feed = Feed::start(listen, 60)?;
    println!("{}", feed.base);
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let mut words = line.split_whitespace().map(str::parse::<u64>);
        let (Some(Ok(bytes)), place) = (words.next(), words.next().and_then(Result::ok)) else {
            return Err(format!("{line:?} is no number of bytes"));
        };
        feed.publish(usize::try_from(bytes).unwrap_or(usize::MAX), place);
    }
    Ok(())
}
