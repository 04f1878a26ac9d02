//! Feeds with an address, against a server of strange answers on this machine.

use crate::site::{message, only, site, until};
use crate::web::{Reply, Web, atom};
use axum::http::header;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use vigie_core::ids::FeedId;
use vigie_server::config::CapFeed;
use vigie_server::intake::fetch::Patience;
use vigie_server::intake::memory::{FeedState, Forgot};
use vigie_server::intake::{
    FeedMemory, Ground, Health, InMemory, RegistryMemory, Standing, start_on,
};
use vigie_server::people::People;
use vigie_store::registry::Registry;

/// Short patience, and what the test wants to hold on to.
struct Polled {
    site: crate::site::Site,
    health: Health,
    stop: watch::Sender<bool>,
}

fn inside(web: &Web, path: &str) -> String {
    format!(
        "url = \"{}{path}\"\ninside = true\npoll_s = 1\nrelay_from = \"Severe\"",
        web.base
    )
}

fn ground(memory: Arc<dyn FeedMemory>) -> Ground {
    let patience = Patience {
        connect: Duration::from_secs(2),
        read: Duration::from_millis(300),
        whole: Duration::from_secs(2),
        body_bytes_max: 64 << 10,
    };
    Ground {
        patience,
        after_panic: Duration::from_millis(10),
        ..Ground::new(memory)
    }
}

async fn poll(web: &Web, path: &str) -> Polled {
    let site = site(&inside(web, path)).await;
    let (stop, stopped) = watch::channel(false);
    let memory = Arc::new(InMemory::default());
    let health = start_on(&site.desk, site.feeds.clone(), &ground(memory), &stopped);
    Polled { site, health, stop }
}

#[tokio::test]
async fn an_unchanged_feed_is_asked_with_its_etag_and_not_read_again() {
    let web = Web::start().await;
    let body = message("a", "2026-01-02T03:04:05-00:00");
    let reply = Reply::ok(body)
        .with(header::ETAG, "\"v1\"")
        .with(header::LAST_MODIFIED, "Fri, 02 Jan 2026 03:04:05 GMT");
    web.put("/feed", [reply]);
    let polled = poll(&web, "/feed").await;
    let asked = until("the feed is asked twice", || {
        let asked = web.asked("/feed");
        (asked.len() >= 2).then_some(asked)
    })
    .await;
    assert!(asked[0].headers.get(header::IF_NONE_MATCH).is_none());
    assert_eq!(asked[1].headers[header::IF_NONE_MATCH], "\"v1\"");
    assert_eq!(
        asked[1].headers[header::IF_MODIFIED_SINCE],
        "Fri, 02 Jan 2026 03:04:05 GMT"
    );
    let health = only(&polled.health);
    assert_eq!((health.counts.relayed, health.counts.seen_before), (1, 0));
    assert_eq!(health.standing, Standing::Ok);
    assert!(health.last_ok.is_some() && health.last_error.is_none());
}

#[tokio::test]
async fn after_a_restart_the_registry_still_knows_what_the_server_said() {
    let web = Web::start().await;
    let reply = Reply::ok(message("a", "2026-01-02T03:04:05-00:00")).with(header::ETAG, "\"v1\"");
    web.put("/feed", [reply]);
    let people = People::new(Registry::in_memory().unwrap());
    let memory: Arc<dyn FeedMemory> = Arc::new(RegistryMemory(people));
    let site = site(&inside(&web, "/feed")).await;
    for time in 1..=2 {
        let (stop, stopped) = watch::channel(false);
        let before = web.asked("/feed").len();
        let health = start_on(
            &site.desk,
            site.feeds.clone(),
            &ground(Arc::clone(&memory)),
            &stopped,
        );
        until("the feed has been looked at", || {
            (only(&health).standing == Standing::Ok).then_some(())
        })
        .await;
        stop.send_replace(true);
        let first = web.asked("/feed")[before]
            .headers
            .get(header::IF_NONE_MATCH)
            .cloned();
        assert_eq!(first.is_some(), time == 2);
    }
}

#[tokio::test]
async fn a_thin_feed_is_followed_oldest_first_and_each_link_once() {
    let web = Web::start().await;
    let (old, new) = ("2026-01-02T03:00:00-00:00", "2026-01-02T04:00:00-00:00");
    web.put("/one.cap", [Reply::ok(message("one", old))]);
    web.put("/two.cap", [Reply::ok(message("two", new))]);
    web.put("/three.cap", [Reply::ok(message("three", new))]);
    let two = [("2", "two.cap", new), ("1", "/one.cap", old)];
    let three = [("3", "three.cap", new), two[0], two[1]];
    web.put("/feed", [Reply::ok(atom(&two)), Reply::ok(atom(&three))]);
    let polled = poll(&web, "/feed").await;
    until("all three are taken", || {
        (only(&polled.health).counts.relayed == 3).then_some(())
    })
    .await;
    until("the feed is asked once more", || {
        (web.asked("/feed").len() >= 3).then_some(())
    })
    .await;
    let mut linked = web.paths();
    linked.retain(|path| path != "/feed");
    linked[..2].sort();
    assert_eq!(linked, ["/one.cap", "/two.cap", "/three.cap"]);
    let state = polled.site.desk.state();
    let taken: Vec<&str> = state
        .alerts
        .values()
        .map(|alert| alert.content.cap.identifier.as_str())
        .collect();
    assert_eq!(taken, ["one", "two", "three"]);
}

#[tokio::test]
async fn the_same_message_by_two_links_is_taken_once() {
    let web = Web::start().await;
    let at = "2026-01-02T03:00:00-00:00";
    web.put("/a.cap", [Reply::ok(message("same", at))]);
    web.put("/b.cap", [Reply::ok(message("same", at))]);
    web.put(
        "/feed",
        [Reply::ok(atom(&[("a", "a.cap", at), ("b", "b.cap", at)]))],
    );
    let polled = poll(&web, "/feed").await;
    let health = until("both were fetched", || {
        let health = only(&polled.health);
        (health.counts.relayed + health.counts.seen_before == 2).then_some(health)
    })
    .await;
    assert_eq!((health.counts.relayed, health.counts.seen_before), (1, 1));
    assert_eq!(polled.site.desk.state().alerts.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_fetched_for_good_is_said_once_and_the_rest_is_taken() {
    let web = Web::start().await;
    let at = "2026-01-02T03:00:00-00:00";
    web.put("/good.cap", [Reply::ok(message("good", at))]);
    let entries = [
        ("gone", "gone.cap", at),
        ("mail", "mailto:a@example.org", at),
        ("inside", "http://169.254.169.254/latest/meta-data", at),
        ("good", "good.cap", at),
    ];
    web.put("/feed", [Reply::ok(atom(&entries))]);
    let polled = poll(&web, "/feed").await;
    until("the feed is asked three times", || {
        (web.asked("/feed").len() >= 3).then_some(())
    })
    .await;
    let health = only(&polled.health);
    assert_eq!(
        (health.counts.relayed, health.counts.refused),
        (1, 3),
        "{health:?}"
    );
    assert_eq!(health.standing, Standing::Ok);
    assert_eq!(web.asked("/gone.cap").len(), 1);
    assert!(health.last_trouble.unwrap().contains("refused (link_"));
}

#[tokio::test]
async fn a_feed_that_fails_says_why_rests_and_recovers() {
    let web = Web::start().await;
    let good = Reply::ok(message("a", "2026-01-02T03:04:05-00:00"));
    web.put("/feed", [Reply::status(500), Reply::status(503), good]);
    let polled = poll(&web, "/feed").await;
    let failing = until("it fails twice", || {
        let health = only(&polled.health);
        (health.failures == 2).then_some(health)
    })
    .await;
    assert_eq!(failing.standing, Standing::Failing);
    let why = failing.last_error.unwrap();
    assert!(why.starts_with("the server answers 503"), "{why}");
    assert!(failing.next_look.is_some() && failing.last_ok.is_none());
    let fine = until("it recovers", || {
        let health = only(&polled.health);
        (health.standing == Standing::Ok).then_some(health)
    })
    .await;
    assert_eq!(
        (fine.failures, fine.last_error, fine.counts.relayed),
        (0, None, 1)
    );
}

#[tokio::test]
async fn a_server_that_asks_for_a_rest_gets_it() {
    let web = Web::start().await;
    web.put(
        "/feed",
        [Reply::status(429).with(header::RETRY_AFTER, "120")],
    );
    let polled = poll(&web, "/feed").await;
    let next = until("it has failed", || only(&polled.health).next_look).await;
    let rest_ms = next.since_ms(vigie_server::clock::now());
    assert!((100_000..=120_000).contains(&rest_ms), "{rest_ms}");
}

async fn fails_with(reply: Reply, words: &str) {
    let web = Web::start().await;
    web.put("/feed", [reply]);
    let polled = poll(&web, "/feed").await;
    let why = until("it fails", || only(&polled.health).last_error).await;
    assert!(why.contains(words), "{why}");
    assert_eq!(only(&polled.health).standing, Standing::Failing);
    assert!(polled.site.desk.state().alerts.is_empty());
    drop(polled.stop);
}

#[tokio::test]
async fn what_is_no_feed_is_a_failure_that_says_what_and_where() {
    let half = message("a", "2026-01-02T03:04:05-00:00");
    fails_with(Reply::ok(&half.as_bytes()[..300]), "line ").await;
    fails_with(
        Reply::ok("<html><body>Log in</body></html>"),
        "neither a feed nor a CAP message",
    )
    .await;
    fails_with(Reply::ok("{\"features\":[]}"), "could not be read").await;
    fails_with(Reply::ok(""), "could not be read").await;
    fails_with(
        Reply::ok("<!DOCTYPE a [<!ENTITY b \"c\">]><alert>&b;</alert>"),
        "DOCTYPE",
    )
    .await;
}

#[tokio::test]
async fn a_blemish_that_hides_nothing_is_said_and_the_feed_is_read() {
    let web = Web::start().await;
    let at = "2026-01-02T03:04:05-00:00";
    let feed = format!("\n<?xml version=\"1.0\"?>{}", atom(&[("a", "a.cap", at)]));
    web.put("/feed", [Reply::ok(feed)]);
    web.put("/a.cap", [Reply::ok(message("a", at))]);
    let polled = poll(&web, "/feed").await;
    let fine = until("it is read", || {
        let health = only(&polled.health);
        (health.standing == Standing::Ok).then_some(health)
    })
    .await;
    assert_eq!(fine.counts.relayed, 1);
    assert!(fine.last_trouble.unwrap().contains("XML-DECLARATION"));
}

#[tokio::test]
async fn answers_that_are_too_long_too_slow_or_lead_nowhere_are_failures() {
    fails_with(Reply::ok(vec![b' '; 100 << 10]), "longer than 65536 bytes").await;
    fails_with(Reply::silent(), "did not come in time").await;
    fails_with(Reply::status(404), "check the address").await;
    fails_with(Reply::status(403), "ask its operator for access").await;
    let to = |target: &str| Reply::status(302).with(header::LOCATION, target);
    fails_with(to("/feed"), "more than three times").await;
    fails_with(Reply::status(301), "without saying where to").await;
    fails_with(
        to("http://169.254.169.254/latest/"),
        "inside this machine or a private network",
    )
    .await;
    fails_with(
        to("http://10.1.2.3/"),
        "inside this machine or a private network",
    )
    .await;
    fails_with(to("file:///etc/passwd"), "only http and https").await;
}

#[tokio::test]
async fn a_small_packed_answer_that_unpacks_to_a_large_one_is_refused() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &vec![b' '; 8 << 20]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 16 << 10);
    let reply = Reply::ok(packed).with(header::CONTENT_ENCODING, "gzip");
    fails_with(reply, "longer than 65536 bytes").await;
}

#[tokio::test]
async fn a_packed_answer_is_unpacked() {
    let web = Web::start().await;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let body = message("packed", "2026-01-02T03:04:05-00:00");
    std::io::Write::write_all(&mut packed, body.as_bytes()).unwrap();
    let reply = Reply::ok(packed.finish().unwrap()).with(header::CONTENT_ENCODING, "gzip");
    web.put("/feed", [reply]);
    let polled = poll(&web, "/feed").await;
    until("it is taken", || {
        (only(&polled.health).counts.relayed == 1).then_some(())
    })
    .await;
    let asked = &web.asked("/feed")[0];
    assert!(
        asked.headers[header::ACCEPT_ENCODING]
            .to_str()
            .unwrap()
            .contains("gzip")
    );
    let state = polled.site.desk.state();
    let alert = state.alerts.values().next().unwrap();
    assert_eq!(alert.content.cap.xml, body);
}

#[tokio::test]
async fn a_moved_feed_is_followed() {
    let web = Web::start().await;
    web.put(
        "/feed",
        [Reply::status(301).with(header::LOCATION, "/moved/feed")],
    );
    let at = "2026-01-02T03:04:05-00:00";
    web.put("/moved/feed", [Reply::ok(atom(&[("a", "a.cap", at)]))]);
    web.put("/moved/a.cap", [Reply::ok(message("a", at))]);
    let polled = poll(&web, "/feed").await;
    until("it is taken", || {
        (only(&polled.health).counts.relayed == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_pages_of_a_feed_are_all_read() {
    let web = Web::start().await;
    let at = "2026-01-02T03:04:05-00:00";
    for page in ["1", "2"] {
        let link = format!("{page}.cap");
        web.put(&format!("/{link}"), [Reply::ok(message(page, at))]);
        let next = format!(
            "<link rel=\"next\" href=\"/feed{}\"/></feed>",
            if page == "1" { "2" } else { "" }
        );
        let feed = atom(&[(page, &link, at)]).replace("</feed>", &next);
        let path = if page == "1" { "/feed" } else { "/feed2" };
        web.put(path, [Reply::ok(feed)]);
    }
    let polled = poll(&web, "/feed").await;
    until("both are taken", || {
        (only(&polled.health).counts.relayed == 2).then_some(())
    })
    .await;
}

/// Breaks off the first time.
#[derive(Debug, Default)]
struct Fragile(InMemory, AtomicU64);

impl FeedMemory for Fragile {
    fn state(&self, feed: &FeedId) -> Result<FeedState, Forgot> {
        self.0.state(feed)
    }
    fn keep(&self, feed: &FeedId, state: &FeedState) -> Result<(), Forgot> {
        assert!(
            self.1.fetch_add(1, Ordering::SeqCst) > 0,
            "the first time breaks off"
        );
        self.0.keep(feed, state)
    }
    fn unseen(&self, feed: &FeedId, items: Vec<String>) -> Result<Vec<String>, Forgot> {
        self.0.unseen(feed, items)
    }
    fn mark(&self, feed: &FeedId, items: &[String], at_ms: i64) -> Result<(), Forgot> {
        self.0.mark(feed, items, at_ms)
    }
    fn forget(&self, before_ms: i64) -> Result<(), Forgot> {
        self.0.forget(before_ms)
    }
}

#[tokio::test]
async fn a_memory_that_breaks_off_fails_its_feed_for_a_moment_and_nothing_else() {
    let web = Web::start().await;
    web.put(
        "/feed",
        [Reply::ok(message("a", "2026-01-02T03:04:05-00:00"))],
    );
    let site = site(&inside(&web, "/feed")).await;
    let (_stop, stopped) = watch::channel(false);
    let memory = Arc::new(Fragile::default());
    let health = start_on(&site.desk, site.feeds.clone(), &ground(memory), &stopped);
    until("it fails", || only(&health).last_error).await;
    until("it recovers", || {
        (only(&health).standing == Standing::Ok).then_some(())
    })
    .await;
    assert_eq!(only(&health).counts.relayed, 1);
}

/// Breaks off while names are resolved, inside the feed's own task, the first time it is asked.
#[derive(Debug, Default)]
struct BreakingNames(AtomicU64);

impl vigie_server::intake::guard::Names for BreakingNames {
    fn addresses<'a>(&'a self, _: &'a str) -> vigie_server::intake::guard::Answer<'a> {
        assert!(
            self.0.fetch_add(1, Ordering::SeqCst) > 0,
            "the first time breaks off"
        );
        Box::pin(async { Ok(vec!["127.0.0.1".parse().unwrap()]) })
    }
}

#[tokio::test]
async fn a_feed_that_panics_is_started_again_alone() {
    let web = Web::start().await;
    web.put(
        "/feed",
        [Reply::ok(message("a", "2026-01-02T03:04:05-00:00"))],
    );
    web.put(
        "/other",
        [Reply::ok(message("b", "2026-01-02T03:04:05-00:00"))],
    );
    let named = inside(&web, "/feed").replace("127.0.0.1", "feed.example");
    let other = inside(&web, "/other");
    let site = site(&format!(
        "{named}\n[[intake.cap_feed]]\nname = \"other\"\n{other}"
    ))
    .await;
    let (_stop, stopped) = watch::channel(false);
    let ground = Ground {
        names: Arc::new(BreakingNames::default()),
        ..ground(Arc::new(InMemory::default()))
    };
    let feeds: Vec<CapFeed> = site.feeds.clone();
    let health = start_on(&site.desk, feeds, &ground, &stopped);
    until("both are fine", || {
        let all = health.snapshot();
        all.iter()
            .all(|one| one.standing == Standing::Ok)
            .then_some(())
    })
    .await;
    assert_eq!(site.desk.state().alerts.len(), 2);
    assert_eq!(
        health
            .snapshot()
            .iter()
            .map(|one| one.counts.relayed)
            .sum::<u64>(),
        2
    );
}
