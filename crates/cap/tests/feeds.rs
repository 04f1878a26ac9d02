//! Feeds: what is written reads back, and what others write is understood.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod common;

use vigie_cap::doc::{Alert, Area, Category, DateTime, Info, MsgType, Scope, Status};
use vigie_cap::feed::{FeedEntry, FeedHead, FeedReading, atom, read, rss};
use vigie_cap::{Mode, Wrapper};

fn head() -> FeedHead {
    FeedHead {
        id: "https://vigie.example/cap/alerts".into(),
        title: "Alerts & more".into(),
        author: "Duty desk".into(),
        link: "https://vigie.example/cap/alerts.atom?a=1&b=2".into(),
        updated: DateTime::new(1_702_008_600, 180).unwrap(),
    }
}

fn alert(status: Status) -> Alert {
    let area = Area {
        polygons: vec!["33,44 33,45 34,45 33,44".parse().unwrap()],
        ..Area::new("Green Zone")
    };
    let info = Info {
        categories: vec![Category::Security],
        event: "Rockets <incoming>".into(),
        areas: vec![area],
        ..Info::default()
    };
    let sent = DateTime::new(1_702_008_600, 180).unwrap();
    Alert {
        infos: vec![info],
        ..Alert::new(
            "a-1",
            "duty@vigie.example",
            sent,
            (status, MsgType::Alert, Scope::Public),
        )
    }
}

fn one_entry(written: &str) -> FeedReading {
    let feed = read(written.as_bytes());
    assert!(feed.findings.is_empty(), "{:?}\n{written}", feed.findings);
    assert_eq!(feed.entries.len(), 1);
    feed
}

#[test]
fn an_atom_feed_and_an_rss_feed_lead_to_the_message() {
    let alert = alert(Status::Actual);
    let entry = FeedEntry {
        alert: &alert,
        link: "https://vigie.example/cap/a-1.xml?x=1&y=2",
        language: None,
    };
    for (written, wrapper) in [
        (atom(&head(), &[entry]), Wrapper::Atom),
        (rss(&head(), &[entry]), Wrapper::Rss),
    ] {
        let feed = one_entry(&written);
        assert_eq!(feed.wrapper, wrapper);
        assert_eq!(feed.title.as_deref(), Some("Alerts & more"));
        assert_eq!(feed.updated.map(DateTime::unix_s), Some(1_702_008_600));
        assert_eq!(feed.entries[0].title, "Rockets <incoming>: Green Zone");
        assert_eq!(feed.entries[0].link.as_deref(), Some(entry.link));
        assert_eq!(feed.entries[0].id, entry.link);
        assert_eq!(
            feed.entries[0].updated.map(DateTime::unix_s),
            Some(1_702_008_600)
        );
    }
}

#[test]
fn an_exercise_is_marked_in_the_title_of_its_entry() {
    let alert = alert(Status::Exercise);
    let entry = FeedEntry {
        alert: &alert,
        link: "https://vigie.example/cap/a-1.xml",
        language: None,
    };
    assert!(
        one_entry(&atom(&head(), &[entry])).entries[0]
            .title
            .starts_with("EXERCISE: ")
    );
}

#[test]
fn a_fat_feed_gives_its_alerts_and_a_link_to_a_page_is_not_taken_for_cap() {
    let whole = vigie_cap::write(&alert(Status::Actual));
    let bare = whole.split_once("?>").unwrap().1;
    let fat = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>f</id><title>t</title><updated>2020-01-01T00:00:00Z</updated>\
         <entry><id>1</id><title>t</title><updated>2023-12-08T04:10:00Z</updated>\
         <content type='text/xml'>{bare}</content></entry>\
         <entry><id>2</id><title>t</title><updated>2020-01-01T00:00:00Z</updated>\
         <link rel='alternate' type='text/html' href='/page'/>\
         <link rel='related' type='application/cap+xml' href='/cap'/></entry></feed>"
    );
    let feed = read(fat.as_bytes());
    assert!(feed.findings.is_empty(), "{:?}", feed.findings);
    assert_eq!(feed.alerts[0].alert, alert(Status::Actual));
    assert!(feed.entries[0].embedded);
    assert_eq!(feed.entries[1].link.as_deref(), Some("/cap"));
}

#[test]
fn what_is_wrong_with_a_feed_is_said_with_its_line() {
    let feed = read(b"<rss><channel><title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate>\n<item><title>t</title></item>\n</channel></rss>");
    let said: Vec<_> = feed
        .findings
        .iter()
        .map(|finding| (finding.rule.id, finding.line))
        .collect();
    assert_eq!(
        said,
        [
            ("FEED-ENTRY-ID", 2),
            ("FEED-ENTRY-LINK", 2),
            ("FEED-ENTRY-TIME", 2)
        ]
    );
    assert_eq!(read(b"<html/>").findings[0].rule.id, "CAP-NONE");
    assert_eq!(read(b"").findings[0].rule.id, "XML-EMPTY");
}

#[test]
fn every_real_feed_gives_as_many_entries_as_it_has() {
    let mut feeds = 0;
    for (name, bytes) in common::corpus() {
        let feed = read(&bytes);
        if !matches!(feed.wrapper, Wrapper::Atom | Wrapper::Rss) {
            continue;
        }
        feeds += 1;
        let text = String::from_utf8_lossy(&bytes);
        let written = text.matches("<entry>").count() + text.matches("<item>").count();
        assert_eq!(feed.entries.len(), written, "{name}");
        let unlinked = feed
            .entries
            .iter()
            .filter(|entry| entry.link.is_none())
            .count();
        println!(
            "{name}: {written} entries, {unlinked} without link, {:?}",
            feed.title
        );
    }
    println!("{feeds} feeds");
}

#[test]
fn every_real_alert_becomes_geojson_with_closed_rings() {
    for (name, bytes) in common::corpus() {
        for read in vigie_cap::read(&bytes, Mode::Lenient).alerts {
            let entry = vigie_cap::geojson::Entry {
                alert: &read.alert,
                url: "https://vigie.example/1",
                language: None,
            };
            let feature = vigie_cap::geojson::feature(&entry);
            assert_eq!(
                feature["properties"]["id"],
                read.alert.identifier.as_str(),
                "{name}"
            );
            let rings = match feature["geometry"]["type"].as_str() {
                Some("Polygon") => vec![&feature["geometry"]["coordinates"]],
                Some("MultiPolygon") => feature["geometry"]["coordinates"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .collect(),
                _ => Vec::new(),
            };
            for ring in rings {
                let ring = ring[0].as_array().unwrap();
                assert_eq!(ring.first(), ring.last(), "{name}");
            }
        }
    }
}
