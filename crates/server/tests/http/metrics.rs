//! What `/metrics` says of the live wire is what went over it, in a server and in a relay.

use crate::house::{House, PATIENCE};
use crate::relay::Station;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// One who listens at an address and counts each byte.
struct Counting {
    stream: TcpStream,
    bytes: Arc<AtomicU64>,
    bulletins: Arc<AtomicU64>,
}

impl Counting {
    fn at(base: &str) -> Self {
        let stream = TcpStream::connect(base.trim_start_matches("http://")).unwrap();
        let (bytes, bulletins) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let mut reads = stream.try_clone().unwrap();
        let mut asks = &stream;
        asks.write_all(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let counts = (Arc::clone(&bytes), Arc::clone(&bulletins));
        std::thread::spawn(move || {
            let (mut all, mut piece) = (Vec::new(), [0; 4_096]);
            while let Ok(read) = reads.read(&mut piece) {
                if read == 0 {
                    return;
                }
                all.extend_from_slice(&piece[..read]);
                let text = String::from_utf8_lossy(&all);
                counts
                    .1
                    .store(text.matches("event: bulletin").count() as u64, Relaxed);
                counts.0.store(all.len() as u64, Relaxed);
            }
        });
        Self {
            stream,
            bytes,
            bulletins,
        }
    }
}

async fn page(base: &str) -> String {
    let answer = reqwest::get(format!("{base}/metrics")).await.unwrap();
    answer.text().await.unwrap()
}

fn figure(page: &str, name: &str) -> u64 {
    let line = page.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|value| value.trim().parse().ok())
        .unwrap_or_else(|| panic!("{name} is not there: {page}"))
}

async fn until(base: &str, what: &str, so: impl Fn(&str) -> bool) -> String {
    let began = Instant::now();
    loop {
        let page = page(base).await;
        if so(&page) {
            return page;
        }
        assert!(began.elapsed() < PATIENCE, "never: {what}: {page}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// So many others are connected besides the one who counts.
async fn counts_truly(base: &str, listener: Counting, others: u64) {
    let heard = || listener.bytes.load(Relaxed);
    until(base, "a bulletin was heard", |_| {
        listener.bulletins.load(Relaxed) == 1
    })
    .await;
    let page = if others == 0 {
        until(base, "each byte is counted", |page| {
            figure(page, "vigie_live_bytes_total ") == heard()
        })
        .await
    } else {
        page(base).await
    };
    assert!(figure(&page, "vigie_live_bytes_total ") >= heard());
    assert_eq!(figure(&page, "vigie_live_connections "), 1 + others);
    assert!(figure(&page, "vigie_live_frames_total ") >= 2, "{page}");
    let (first, last) = (
        figure(&page, "vigie_live_first_write_us "),
        figure(&page, "vigie_live_last_write_us "),
    );
    assert!(
        0 < first && first <= last && last < 5_000_000,
        "{first} {last}"
    );
    assert_eq!(figure(&page, "vigie_live_behind "), 0);
    assert_eq!(figure(&page, "vigie_live_dropped_total "), 0);
    let left = "vigie_live_closed_total{why=\"left\"} ";
    let had_left = figure(&page, left);
    assert_eq!(figure(&page, "vigie_live_closed_total{why=\"slow\"} "), 0);
    listener.stream.shutdown(std::net::Shutdown::Both).unwrap();
    until(base, "who left is counted", |page| {
        figure(page, left) == had_left + 1 && figure(page, "vigie_live_connections ") == others
    })
    .await;
}

#[tokio::test]
async fn what_metrics_say_of_the_live_wire_is_what_went_over_it_in_a_server_and_in_a_relay() {
    let house = House::open();
    let relay = Station::of(&house.base, 1).await;
    relay.until_linked(true).await;
    let at_server = Counting::at(&house.base);
    let at_relay = Counting::at(&relay.base);
    for (base, others) in [(&house.base, 1), (&relay.base, 0)] {
        until(base, "everybody is in", |page| {
            figure(page, "vigie_live_connections ") == 1 + others
        })
        .await;
    }
    house.warn("exercise").await;
    counts_truly(&relay.base, at_relay, 0).await;
    // The relay is one of those at the server.
    counts_truly(&house.base, at_server, 1).await;
}
