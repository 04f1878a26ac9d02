//! Nobody inside is reached through a feed: a canary listens, and must hear nothing.

use crate::web::{Reply, Web};
use axum::http::header;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;
use url::Url;
use vigie_server::intake::fetch::{Answer, Failure, Fetcher, Patience};
use vigie_server::intake::guard::{self, Guard, Names, NotAdmitted};
use vigie_server::intake::memory::FeedState;

/// Listens on every loopback address of one port and counts who connects.
async fn canary() -> (u16, Arc<AtomicU64>) {
    let heard = Arc::new(AtomicU64::new(0));
    let four = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = four.local_addr().unwrap().port();
    // A machine without IPv6 has one way less in.
    let six = TcpListener::bind(("::1", port)).await;
    for listener in [Some(four), six.ok()].into_iter().flatten() {
        let heard = Arc::clone(&heard);
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                heard.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    (port, heard)
}

/// Answers every name with the address that the name spells, as `10-0-0-1.example`, and counts.
#[derive(Debug, Default)]
struct Spelled(AtomicU64);

impl Names for Spelled {
    fn addresses<'a>(&'a self, name: &'a str) -> guard::Answer<'a> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let spelled = name.split('.').next().unwrap_or_default();
            let all = spelled.split("--and--").map(|one| {
                let four = one.replace('-', ".").parse::<IpAddr>();
                four.or_else(|_| one.replace('-', ":").parse())
            });
            let all: Result<Vec<IpAddr>, _> = all.collect();
            all.map_err(|_| std::io::Error::other("no such name"))
        })
    }
}

fn fetcher(feed: &str, inside: bool, names: Arc<dyn Names>) -> Fetcher {
    let guard = Guard::new(Url::parse(feed).unwrap(), inside, names);
    Fetcher::new(guard, Patience::default())
}

/// Ways to write an address that leads inside; `P` is the port of the canary.
const BAD: &[&str] = &[
    "http://127.0.0.1:P/",
    "http://127.1:P/",
    "http://127.0.1:P/",
    "http://2130706433:P/",
    "http://0x7f000001:P/",
    "http://0x7f.0.0.1:P/",
    "http://0x7f.1:P/",
    "http://0177.0.0.1:P/",
    "http://017700000001:P/",
    "http://127.0.0.1.:P/",
    "http://127.127.127.127:P/",
    "http://0.0.0.0:P/",
    "http://0:P/",
    "http://0x0:P/",
    "http://00.00.00.00:P/",
    "http://①②⑦.⓪.⓪.①:P/",
    "http://１２７.０.０.１:P/",
    "http://127。0。0。1:P/",
    "http://127%2e0%2e0%2e1:P/",
    "http://[::1]:P/",
    "http://[0:0:0:0:0:0:0:1]:P/",
    "http://[::]:P/",
    "http://[::ffff:127.0.0.1]:P/",
    "http://[::ffff:7f00:1]:P/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:P/",
    "http://[::127.0.0.1]:P/",
    "http://[64:ff9b::127.0.0.1]:P/",
    "http://[64:ff9b::7f00:1]:P/",
    "http://[2002:7f00:1::]:P/",
    "http://[2001::7f00:1]:P/",
    "http://[fe80::1]:P/",
    "http://[fe80::1%25lo]:P/",
    "http://[fc00::1]:P/",
    "http://[fd00:ec2::254]:P/",
    "http://[ff02::1]:P/",
    "http://localhost:P/",
    "http://LOCALHOST:P/",
    "http://localhost.:P/",
    "http://localhost..:P/",
    "http://a.localhost:P/",
    "http://a.b.LocalHost.:P/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:P/",
    "http://127-0-0-1.example:P/",
    "http://10-0-0-1.example:P/",
    "http://169-254-169-254.example:P/",
    "http://100-64-0-1.example:P/",
    "http://172-16-0-1.example:P/",
    "http://192-168-0-1.example:P/",
    "http://0-0-0-0.example:P/",
    "http://224-0-0-1.example:P/",
    "http://255-255-255-255.example:P/",
    "http://8-8-8-8--and--127-0-0-1.example:P/",
    "http://---1.example:P/",
    "http://--ffff-7f00-1.example:P/",
    "http://no-such-name.example:P/",
    "http://user@127.0.0.1:P/",
    "http://user:secret@8-8-8-8.example:P/",
    "http://8.8.8.8@127.0.0.1:P/",
    "http://127.0.0.1:P#@8.8.8.8/",
    "http://127.0.0.1:P\\@8.8.8.8/",
    "https://127.0.0.1:P/",
    "https://[::1]:P/",
    "http://10.0.0.1:P/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254:P/",
    "http://100.100.100.200:P/",
    "http://192.0.0.192:P/",
    "http://198.18.0.1:P/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:6379/",
    "http://8.8.8.8:25/",
    "ftp://127.0.0.1:P/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:P/",
    "data:text/xml,<alert/>",
    "unix:///run/docker.sock",
    "http:///P",
    "http://",
    "//127.0.0.1:P/",
    "\\\\127.0.0.1:P\\",
];

#[tokio::test]
async fn no_way_of_writing_an_address_leads_inside() {
    let (port, heard) = canary().await;
    // Its port is that of the feed, so that the port alone refuses nothing.
    let feed = format!("http://feed.example:{port}/feed.atom");
    let fetcher = fetcher(&feed, false, Arc::new(Spelled::default()));
    let base = Url::parse(&feed).unwrap();
    for bad in BAD {
        let written = bad.replace(":P", &format!(":{port}"));
        let Ok(url) = base.join(&written) else {
            continue;
        };
        let refused = fetcher.fetch(&url, &FeedState::default()).await;
        assert!(
            matches!(refused, Err(Failure::NotAdmitted(_))),
            "{bad}: {refused:?}"
        );
    }
    assert!(BAD.len() >= 60);
    assert_eq!(heard.load(Ordering::SeqCst), 0, "the canary was reached");
    // The canary hears: whoever is let in is counted.
    let inside = self::fetcher(
        &format!("http://127.0.0.1:{port}/"),
        true,
        Arc::new(Spelled::default()),
    );
    let patience = std::time::Duration::from_millis(200);
    let url = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let _ = tokio::time::timeout(patience, inside.fetch(&url, &FeedState::default())).await;
    assert_eq!(heard.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_feed_inside_does_not_open_the_rest_of_the_inside() {
    let (port, heard) = canary().await;
    let fetcher = fetcher(
        &format!("http://10-0-0-7.example:{port}/"),
        true,
        Arc::new(Spelled::default()),
    );
    for bad in BAD {
        let written = bad.replace(":P", &format!(":{port}"));
        let Ok(url) = Url::parse(&written) else {
            continue;
        };
        let refused = fetcher.fetch(&url, &FeedState::default()).await;
        assert!(
            matches!(refused, Err(Failure::NotAdmitted(_))),
            "{bad}: {refused:?}"
        );
    }
    assert_eq!(heard.load(Ordering::SeqCst), 0, "the canary was reached");
}

#[tokio::test]
async fn a_redirect_leads_inside_no_more_than_a_link() {
    let web = Web::start().await;
    let (port, heard) = canary().await;
    let fetcher = fetcher(
        &format!("{}/feed", web.base),
        true,
        Arc::new(Spelled::default()),
    );
    for bad in BAD {
        let mut targets = vec![bad.replace(":P", &format!(":{port}"))];
        // The same server by another name is another origin.
        if !bad.contains("127.0.0.1:P") && !bad.contains('①') {
            targets.push(bad.replace(":P", &format!(":{}", web.port)));
        }
        for target in targets {
            let base = Url::parse(&web.base).unwrap();
            let own = base
                .join(&target)
                .is_ok_and(|url| url.origin() == base.origin());
            if own || !target.is_ascii() {
                continue;
            }
            web.put(
                "/feed",
                [Reply::status(302).with(header::LOCATION, &target)],
            );
            let asked = web.paths().len();
            let feed = Url::parse(&format!("{}/feed", web.base)).unwrap();
            let refused = fetcher.fetch(&feed, &FeedState::default()).await;
            let refused = refused.expect_err(&target);
            assert!(
                matches!(refused, Failure::NotAdmitted(_) | Failure::Redirect { .. }),
                "{target}: {refused:?}"
            );
            assert_eq!(web.paths().len(), asked + 1, "{target}: asked again");
        }
    }
    assert_eq!(heard.load(Ordering::SeqCst), 0, "the canary was reached");
}

/// Says one thing first and another ever after.
#[derive(Debug, Default)]
struct Rebinding(AtomicU64);

impl Names for Rebinding {
    fn addresses<'a>(&'a self, _: &'a str) -> guard::Answer<'a> {
        let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
        let at = if first { "127.0.0.1" } else { "127.0.0.2" };
        Box::pin(async move { Ok(vec![at.parse().unwrap()]) })
    }
}

#[tokio::test]
async fn a_name_is_asked_for_once_and_the_connection_goes_where_the_guard_looked() {
    let web = Web::start().await;
    web.put("/feed", [Reply::ok("one")]);
    let names = Arc::new(Rebinding::default());
    let asked: Arc<dyn Names> = Arc::<Rebinding>::clone(&names);
    let feed = format!("http://feed.example:{}/feed", web.port);
    let fetcher = fetcher(&feed, true, asked);
    let url = Url::parse(&feed).unwrap();
    for _ in 0..3 {
        let answer = fetcher.fetch(&url, &FeedState::default()).await.unwrap();
        assert!(matches!(answer, Answer::Document { bytes, .. } if bytes == b"one"));
    }
    assert_eq!(names.0.load(Ordering::SeqCst), 1);
    let host = web.asked("/feed")[0].headers[header::HOST].clone();
    assert_eq!(host, format!("feed.example:{}", web.port));
}

#[tokio::test]
async fn a_name_that_comes_to_lead_inside_is_refused_at_the_next_look() {
    let web = Web::start().await;
    let names: Arc<dyn Names> = Arc::new(Rebinding(AtomicU64::new(1)));
    let fetcher = fetcher(
        &format!("http://feed.example:{}/feed", web.port),
        false,
        names,
    );
    fetcher.rest();
    let url = fetcher.feed().clone();
    let refused = fetcher.fetch(&url, &FeedState::default()).await;
    assert!(
        matches!(
            refused,
            Err(Failure::NotAdmitted(NotAdmitted::Inside { .. }))
        ),
        "{refused:?}"
    );
    assert!(web.paths().is_empty());
}
