//! What the folder's files are called and what is in them. Pure.

use super::Seal;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use vigie_cap::feed::{FeedEntry, FeedHead};
use vigie_cap::{Mode, doc, geojson};
use vigie_core::time::Timestamp;
use vigie_core::warning::{Alert, Origin, Outgoing};

/// Longest readable part of a file name, in bytes: with what is added, well under the 255 of file systems.
const NAME_BYTES_MAX: usize = 96;
/// Hexadecimal digits that tell messages of others apart: 64 bits, not to be met by chance or on purpose.
const DIGITS: usize = 16;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name: of `A-Z a-z 0-9 . _ -` alone, not beginning with a dot.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What the indexes say of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masthead {
    /// Whose alerts these are.
    pub title: String,
    /// Who publishes them.
    pub author: String,
    /// Where the folder is for its readers: an absolute URI that ends with `/`.
    pub address: String,
    /// The language of titles, where a message speaks it.
    pub language: Option<String>,
}

/// One message of the indexes.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The message, which says whether it is real.
    pub outgoing: Outgoing<'a>,
    /// What it says: [`said`].
    pub said: &'a doc::Alert,
}

/// The message as a file: its bytes as they are, or signed.
pub fn message(outgoing: Outgoing<'_>, seal: Option<&Seal>) -> File {
    let alert = outgoing.alert();
    let bytes = match seal {
        Some(seal) => seal.text(alert).as_bytes().to_vec(),
        None => alert.content.cap.xml.clone().into_bytes(),
    };
    File {
        name: file_name(alert),
        bytes,
    }
}

/// The three indexes.
pub fn indexes(masthead: &Masthead, listed: &[Listed<'_>], at: Timestamp) -> Vec<File> {
    let links: Vec<String> = listed
        .iter()
        .map(|one| link(masthead, one.outgoing.alert()))
        .collect();
    let entries: Vec<FeedEntry<'_>> = listed
        .iter()
        .zip(&links)
        .map(|(one, link)| FeedEntry {
            alert: one.said,
            link,
            language: masthead.language.as_deref(),
        })
        .collect();
    let head = |name: &str| FeedHead {
        id: format!("{}{name}", masthead.address),
        title: masthead.title.clone(),
        author: masthead.author.clone(),
        link: format!("{}{name}", masthead.address),
        updated: doc::DateTime::from_unix_ms(at.unix_ms()),
    };
    let file = |name: &str, text: String| File {
        name: name.to_owned(),
        bytes: text.into_bytes(),
    };
    let mut geojson = format!("{:#}", active(masthead, listed, &links, at));
    geojson.push('\n');
    vec![
        file(
            "alerts.atom",
            vigie_cap::feed::atom(&head("alerts.atom"), &entries),
        ),
        file(
            "alerts.rss",
            vigie_cap::feed::rss(&head("alerts.rss"), &entries),
        ),
        file("active.geojson", geojson),
    ]
}

/// What an issued message says; `None` if it cannot be read, which issuing it excludes.
pub fn said(alert: &Alert) -> Option<doc::Alert> {
    let reading = vigie_cap::read(alert.content.cap.xml.as_bytes(), Mode::Lenient);
    reading.alerts.into_iter().next().map(|read| read.alert)
}

/// The name of a message's file. An own identifier names its file, as it names its address on the web; to that
/// of others the hash of their key is added, because only the key is theirs alone.
pub fn file_name(alert: &Alert) -> String {
    let cap = &alert.content.cap;
    let whose = match &alert.content.origin {
        Origin::Own => "own",
        Origin::Feed(_) => "foreign",
    };
    let safe: String = cap
        .identifier
        .chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .take(NAME_BYTES_MAX)
        .collect();
    let safe = safe.trim_start_matches('.');
    if whose == "own" && !safe.is_empty() && safe == cap.identifier {
        return format!("{safe}.xml");
    }
    format!(
        "{safe}-{}.xml",
        digits(&format!("{whose} {}", cap.triple().0))
    )
}

const fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

fn digits(key: &str) -> String {
    let sum = Sha256::digest(key.as_bytes());
    sum.iter()
        .take(DIGITS / 2)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn link(masthead: &Masthead, alert: &Alert) -> String {
    format!(
        "{}{}/{}",
        masthead.address,
        super::MESSAGES,
        file_name(alert)
    )
}

/// What people are being warned of: without the messages that end something and those that no longer hold.
fn active(masthead: &Masthead, listed: &[Listed<'_>], links: &[String], at: Timestamp) -> Value {
    let holds = |one: &Listed<'_>| {
        let content = &one.outgoing.alert().content;
        !content.act.ends() && content.expires.is_none_or(|end| end > at)
    };
    let live: Vec<(&Listed<'_>, &String)> = listed
        .iter()
        .zip(links)
        .filter(|(one, _)| holds(one))
        .collect();
    let entries: Vec<geojson::Entry<'_>> = live
        .iter()
        .map(|(one, url)| geojson::Entry {
            alert: one.said,
            url,
            language: masthead.language.as_deref(),
        })
        .collect();
    let mut collection = geojson::feature_collection(&entries);
    let features = collection
        .get_mut("features")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten();
    for (feature, (one, _)) in features.zip(&live) {
        match one.outgoing {
            Outgoing::Actual(_) => {}
            Outgoing::Exercise(_) => mark(feature),
        }
    }
    collection
}

/// Many readers show these two and never look at the status.
fn mark(feature: &mut Value) {
    for shown in ["event", "headline"] {
        let Some(Value::String(text)) = feature
            .get_mut("properties")
            .and_then(|properties| properties.get_mut(shown))
        else {
            continue;
        };
        if !text.starts_with("EXERCISE") {
            text.insert_str(0, "EXERCISE: ");
        }
    }
}
