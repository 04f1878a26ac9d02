//! Who comes first, seen on the wire: those in the area, the nearest before others, then those around it, then
//! whoever asked for everything; and nothing for those elsewhere.

use crate::house::{House, PATIENCE};
use serde_json::json;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

/// Of each kind: enough that writing to them takes longer than one look at all.
const EACH: usize = 400;
/// Warnings after which it must have been seen in the middle of one.
const WARNINGS_MAX: usize = 60;

/// Listeners who gave the same place.
struct Group(Vec<Listener>);

struct Listener {
    stream: TcpStream,
    heard: Vec<u8>,
    bulletins: usize,
}

impl Listener {
    fn look(&mut self) -> usize {
        let mut bytes = [0; 16_384];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => panic!("it was let go"),
                Ok(count) => self.heard.extend_from_slice(&bytes[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => panic!("{error}"),
            }
        }
        let mark = b"\nevent: bulletin\n";
        while let Some(at) = self.heard.windows(mark.len()).position(|part| part == mark) {
            self.heard.drain(..at + mark.len());
            self.bulletins += 1;
        }
        self.bulletins
    }
}

impl Group {
    fn at(house: &House, query: &str) -> Self {
        let listener = |_| {
            let mut stream = TcpStream::connect(house.address()).unwrap();
            let request = format!("GET /live{query} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            stream.write_all(request.as_bytes()).unwrap();
            stream.set_nonblocking(true).unwrap();
            Listener {
                stream,
                heard: Vec::new(),
                bulletins: 0,
            }
        };
        Self((0..EACH).map(listener).collect())
    }

    /// How many have heard so many bulletins.
    fn heard(&mut self, bulletins: usize) -> usize {
        self.0
            .iter_mut()
            .filter_map(|one| (one.look() >= bulletins).then_some(()))
            .count()
    }
}

#[tokio::test]
async fn those_in_the_area_hear_it_before_those_around_it_and_these_before_all_others() {
    // One processor is one thread that writes: what it does first is seen first.
    let mut house = House::closed();
    let settings = std::fs::read_to_string(house.config()).unwrap();
    let none_waits = format!("{settings}\n[site.turns]\nat_once = 100\nevery_s = 1\n");
    std::fs::write(house.config(), none_waits).unwrap();
    house.start_on_one_processor();
    let mut in_turn = [
        Group::at(&house, "?at=33.31,44.39"),
        Group::at(&house, "?at=33.37,44.39"),
        Group::at(&house, ""),
    ];
    let mut elsewhere = Group::at(&house, "?at=34.5,44.39");
    let connected = format!("vigie_live_connections {}\n", 4 * EACH);
    house
        .until("", "/metrics", |page| {
            page.text.contains(&connected).then_some(())
        })
        .await;
    let mut seen_between = [false; 2];
    for warning in 1..=WARNINGS_MAX {
        // Each is ended before the next, which would join it otherwise: two bulletins each.
        let nth = 2 * warning - 1;
        let (id, sha256) = house.submitted("exercise").await;
        let path = format!("/api/v1/exercise/warnings/{id}/approve");
        let approved = house.post("duty-2", &path, json!({ "sha256": sha256 }));
        let looking = async {
            let since = Instant::now();
            loop {
                // The last first: whatever they have, those before them must have when they are looked at later.
                let others = in_turn[2].heard(nth);
                let around = in_turn[1].heard(nth);
                let inside = in_turn[0].heard(nth);
                assert!(
                    around == 0 || inside == EACH,
                    "{around} around before {inside} inside"
                );
                assert!(
                    others == 0 || around == EACH,
                    "{others} others before {around} around"
                );
                seen_between[0] |= inside > 0 && around < EACH;
                seen_between[1] |= around > 0 && others < EACH;
                if others == EACH {
                    break;
                }
                assert!(since.elapsed() < PATIENCE, "{inside} {around} {others}");
                tokio::task::yield_now().await;
            }
        };
        let (answer, ()) = tokio::join!(approved, looking);
        answer.expect(200);
        assert_eq!(elsewhere.heard(1), 0, "it is not there");
        if seen_between == [true; 2] {
            return;
        }
        let over = format!("/api/v1/exercise/warnings/{id}/all-clear");
        house.post("duty-2", &over, json!({})).await.expect(200);
        let since = Instant::now();
        while in_turn.iter_mut().any(|group| group.heard(nth + 1) < EACH) {
            assert!(since.elapsed() < PATIENCE, "the end is not everywhere");
            tokio::task::yield_now().await;
        }
    }
    panic!("it was never looked at in the middle of one: {seen_between:?}");
}
