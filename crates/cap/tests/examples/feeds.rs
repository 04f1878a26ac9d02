//! Examples of rules of feeds and distributions.

use super::{EXEMPLARY, Edits, Example, changed};
use vigie_cap::feed;

const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:f</id><title>t</title>\
    <updated>2023-12-08T04:10:00+03:00</updated>\
    <entry><id>1</id><title>t</title><updated>2023-12-08T04:10:00+03:00</updated>\
    <link type='application/cap+xml' href='/1'/></entry>\
    <entry><id>2</id><title>t</title><updated>2023-12-08T04:10:00+03:00</updated>\
    <link type='application/cap+xml' href='/2'/></entry></feed>";

const RSS: &str = "<rss><channel><title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate>\
    <item><guid>1</guid><title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate><link>/1</link></item>\
    <item><guid>2</guid><title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate><link>/2</link></item>\
    </channel></rss>";

/// A rule, the sound feed, and the edit that breaks it.
const FEEDS: &[(&str, &str, (&str, &str))] = &[
    ("FEED-ID", ATOM, ("<id>urn:f</id>", "")),
    ("FEED-TITLE", ATOM, ("<title>t</title>", "")),
    (
        "FEED-TITLE",
        RSS,
        ("<channel><title>t</title>", "<channel><title/>"),
    ),
    (
        "FEED-UPDATED",
        ATOM,
        (
            "<updated>2023-12-08T04:10:00+03:00</updated>",
            "<updated>today</updated>",
        ),
    ),
    (
        "FEED-UPDATED",
        RSS,
        ("<pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate>", ""),
    ),
    ("FEED-ENTRY-ID", ATOM, ("<id>1</id>", "")),
    ("FEED-ENTRY-ID", RSS, ("<guid>1</guid>", "")),
    ("FEED-ENTRY-TWICE", ATOM, ("<id>2</id>", "<id>1</id>")),
    (
        "FEED-ENTRY-TWICE",
        RSS,
        ("<guid>2</guid>", "<guid>1</guid>"),
    ),
    ("FEED-ENTRY-LINK", RSS, ("<link>/1</link>", "")),
    (
        "FEED-ENTRY-LINK",
        ATOM,
        ("<link type='application/cap+xml' href='/1'/>", ""),
    ),
    (
        "FEED-ENTRY-TITLE",
        RSS,
        ("<guid>1</guid><title>t</title>", "<guid>1</guid>"),
    ),
    (
        "FEED-ENTRY-TIME",
        RSS,
        (
            "<title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate><link>/1",
            "<title>t</title><link>/1",
        ),
    ),
    (
        "FEED-LINK-TYPE",
        ATOM,
        ("type='application/cap+xml' href='/1'", "href='/1'"),
    ),
];

/// A feed that holds these messages whole.
fn fat(alerts: &[String]) -> String {
    let entries: Vec<String> = alerts
        .iter()
        .enumerate()
        .map(|(nth, alert)| {
            let bare = alert.split_once("?>").map_or(alert.as_str(), |(_, bare)| bare);
            format!(
                "<entry><id>{nth}</id><title>t</title><updated>2023-12-08T04:10:00+03:00</updated>\n\
                 <content type='text/xml'>{bare}</content></entry>"
            )
        })
        .collect();
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:f</id><title>t</title>\
         <updated>2023-12-08T05:00:00+03:00</updated>{}</feed>",
        entries.join("")
    )
}

const EARLIER: Edits = &[
    ("<msgType>Update", "<msgType>Alert"),
    (
        "<identifier>urn:oid:2.49.0.1.124.0.2023.2",
        "<identifier>urn:oid:2.49.0.1.124.0.2023.1",
    ),
    ("<sent>2023-12-08T04:10:00", "<sent>2023-12-08T04:00:00"),
    (
        "<references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>",
        "",
    ),
];

fn distribution(content: &str) -> String {
    format!(
        "<EDXLDistribution xmlns='urn:oasis:names:tc:emergency:EDXL:DE:1.0'>{content}</EDXLDistribution>"
    )
}

pub(super) fn examples() -> Vec<Example> {
    let found = |text: &str| feed::read(text.as_bytes()).findings;
    let mut all: Vec<Example> = FEEDS
        .iter()
        .map(|(rule, sound, (from, to))| {
            assert_eq!(found(sound), [], "{sound}");
            assert!(sound.contains(from), "{from}");
            Example {
                rule,
                broken: found(&sound.replacen(from, to, 1)),
                sound: found(sound),
            }
        })
        .collect();
    let sound = fat(&[changed(&[])]);
    assert_eq!(found(&sound), []);
    let expired = changed(&[
        ("<expires>2023-12-08T05:10", "<expires>2023-12-08T04:30"),
        ("<expires>2023-12-08T05:10", "<expires>2023-12-08T04:30"),
    ]);
    let cancel = changed(&[("<msgType>Update", "<msgType>Cancel")]);
    let inside = |message: &str| {
        let bare = message.split_once("?>").map_or(message, |(_, bare)| bare);
        distribution(&format!(
            "<contentObject><xmlContent>{bare}</xmlContent></contentObject>"
        ))
    };
    let held = [
        ("FEED-EXPIRED", fat(&[expired]), sound.clone()),
        (
            "FEED-CANCELLED",
            fat(&[changed(EARLIER), cancel.clone()]),
            fat(&[cancel]),
        ),
        ("FEED-ENTRY-SENT", fat(&[changed(EARLIER)]), sound),
        ("EDXL-CONTENT", distribution(""), inside(EXEMPLARY)),
        (
            "EDXL-CAP",
            distribution("<contentObject><nonXMLContent/></contentObject>"),
            inside(EXEMPLARY),
        ),
        (
            "FEED-ENTRIES",
            format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(20_001)),
            format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(20_000)),
        ),
    ];
    all.extend(held.map(|(rule, broken, sound)| Example {
        rule,
        broken: found(&broken),
        sound: found(&sound),
    }));
    all
}

#[test]
fn a_feed_of_too_many_entries_ends() {
    let text = format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(20_001));
    assert_eq!(feed::read(text.as_bytes()).entries.len(), 20_000);
}
