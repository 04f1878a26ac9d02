//! Reads strangers' feeds: which messages they link to, and which they hold.

use super::{MEDIA_TYPE, MEDIA_TYPE_REGISTERED, distribution, judge, rules};
use crate::doc::DateTime;
use crate::finding::{Finding, Lines, Place};
use crate::read::{Mode, ReadAlert, Reading, Wrapper};
use crate::rule::{Level, Rule};
use crate::xml::characters::is_blank;
use crate::xml::walk::{Fault, Step, Tag, Walk};
use crate::xml::{Limits, encoding};
use std::collections::BTreeSet;

/// Entries of one feed: the largest national one has 1,400.
const ENTRIES_MAX: usize = 20_000;

/// What a feed offers.
#[derive(Clone, Debug)]
pub struct FeedReading {
    /// The kind of document; a bare alert or a distribution has alerts and no entries.
    pub wrapper: Wrapper,
    /// Names it for ever.
    pub id: Option<String>,
    /// Whose feed it is.
    pub title: Option<String>,
    /// When it last changed, as it says.
    pub updated: Option<DateTime>,
    /// The next page, if it has pages.
    pub next: Option<String>,
    /// Its entries, in its order.
    pub entries: Vec<FeedLink>,
    /// The whole alerts it holds, read leniently.
    pub alerts: Vec<ReadAlert>,
    /// What is wrong with the feed.
    pub findings: Vec<Finding>,
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedLink {
    /// Names it for ever; empty if it has none.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it last changed.
    pub updated: Option<DateTime>,
    /// Where its message is: the link of CAP's media type if there is one, or else the alternate one. It may
    /// be relative to the address of the feed.
    pub link: Option<String>,
    /// The media type that the feed promises for the link.
    pub media_type: Option<String>,
    /// Whether the entry holds its whole alert.
    pub embedded: bool,
    pub(super) line: u32,
    pub(super) column: u32,
    rank: u8,
}

/// Reads the entries of a feed and the alerts in it, within the default [`Limits`]. Never fails.
pub fn read(bytes: &[u8]) -> FeedReading {
    let whole = crate::read::read(bytes, Mode::Lenient);
    let mut feed = around(bytes, &whole);
    let index = [crate::read::rules::INDEX.id, crate::read::rules::NONE.id];
    // An index without alerts is what a feed may well be; whether anything is in it is judged here.
    let own = whole.findings.into_iter();
    let mut findings: Vec<Finding> = own
        .filter(|finding| !index.contains(&finding.rule.id))
        .collect();
    let stopped = findings
        .iter()
        .any(|finding| finding.level() == Level::Error);
    findings.append(&mut feed.findings);
    feed.alerts = whole.alerts;
    let feedlike = matches!(feed.wrapper, Wrapper::Atom | Wrapper::Rss);
    if !feedlike && feed.alerts.is_empty() && !stopped {
        let found = "this is neither a feed nor a CAP message";
        let finding = Finding::new(&crate::read::rules::NONE, Place::ALERT, found);
        findings.push(Finding {
            line: 1,
            column: 1,
            ..finding
        });
    }
    feed.findings = findings;
    feed
}

/// What is wrong with a file as a feed or distribution, beyond what was found in it when these bytes were read as
/// CAP. Nothing if it is neither.
pub fn findings(bytes: &[u8], reading: &Reading) -> Vec<Finding> {
    match reading.wrapper {
        Wrapper::Atom | Wrapper::Rss | Wrapper::EdxlDe => around(bytes, reading).findings,
        Wrapper::Bare | Wrapper::Other => Vec::new(),
    }
}

/// What stands around the alerts of these bytes, and what is wrong with that.
fn around(bytes: &[u8], reading: &Reading) -> FeedReading {
    let limits = Limits::default();
    let mut feed = FeedReading {
        wrapper: reading.wrapper,
        id: None,
        title: None,
        updated: None,
        next: None,
        entries: Vec::new(),
        alerts: Vec::new(),
        findings: Vec::new(),
    };
    let fits = bytes.len() <= limits.file_bytes_max;
    if let (true, Ok(decoded)) = (fits, encoding::decode(bytes)) {
        let mut walk = Walk::new(&decoded.text, &limits);
        // A fault was already found by the reading; the entries before it count.
        let _ = match feed.wrapper {
            Wrapper::Atom | Wrapper::Rss => feed.walk(&mut walk),
            Wrapper::EdxlDe => distribution::check(&mut walk, &mut feed.findings),
            Wrapper::Bare | Wrapper::Other => Ok(()),
        };
    }
    feed.check(&reading.alerts);
    feed
}

impl FeedReading {
    fn walk(&mut self, walk: &mut Walk<'_>) -> Result<(), Fault> {
        let mut lines = Lines::new(walk.text(), 1, 1);
        loop {
            match walk.step()? {
                Step::Open(tag) if matches!(tag.name(), "entry" | "item") => {
                    if self.entries.len() >= ENTRIES_MAX {
                        let found = format!("more than {ENTRIES_MAX} entries");
                        self.findings
                            .push(Finding::new(&rules::ENTRIES, Place::ALERT, found));
                        return Ok(());
                    }
                    let (line, column) = lines.of(tag.at);
                    let mut entry = FeedLink {
                        line,
                        column,
                        ..FeedLink::default()
                    };
                    entry.children(walk)?;
                    self.entries.push(entry);
                }
                Step::Open(tag) => self.head(walk, &tag)?,
                Step::Close | Step::Text(_) => {}
                Step::End => return Ok(()),
            }
        }
    }

    /// What stands beside the entries, at any depth: RSS nests them in a channel.
    fn head(&mut self, walk: &mut Walk<'_>, tag: &Tag<'_>) -> Result<(), Fault> {
        match tag.name() {
            "id" if self.id.is_none() => self.id = Some(text(walk)?),
            "title" if self.title.is_none() => self.title = Some(text(walk)?),
            "updated" | "lastBuildDate" | "pubDate" if self.updated.is_none() => {
                self.updated = moment(&text(walk)?);
            }
            "link" if tag.attribute("rel").as_deref() == Some("next") => {
                self.next = tag.attribute("href");
            }
            "image" | "author" => walk.skip()?,
            _ => {}
        }
        Ok(())
    }

    fn check(&mut self, alerts: &[ReadAlert]) {
        judge::head(self);
        judge::alerts(self, alerts);
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let atom = self.wrapper == Wrapper::Atom;
        for entry in &self.entries {
            let mut say = |rule: &'static Rule, what: String| {
                found.push(Finding {
                    line: entry.line,
                    column: entry.column,
                    ..Finding::new(rule, Place::ALERT, what)
                });
            };
            if entry.id.is_empty() {
                say(&rules::ENTRY_ID, "an entry without id".to_owned());
            } else if !seen.insert(entry.id.as_str()) {
                say(&rules::ENTRY_TWICE, format!("the id {} again", entry.id));
            }
            if entry.link.is_none() && !entry.embedded {
                say(
                    &rules::ENTRY_LINK,
                    format!("the entry {} leads to no message", entry.id),
                );
            }
            let typed = entry.media_type.as_deref().is_some_and(is_cap);
            if atom && entry.link.is_some() && !typed {
                let media_type = entry.media_type.as_deref().unwrap_or("no type");
                say(&rules::LINK_TYPE, format!("a link of {media_type}"));
            }
            if entry.title.is_empty() {
                say(
                    &rules::ENTRY_TITLE,
                    format!("the entry {} has no title", entry.id),
                );
            }
            if entry.updated.is_none() {
                say(
                    &rules::ENTRY_TIME,
                    format!("the entry {} says no time", entry.id),
                );
            }
        }
        found.truncate(Limits::default().findings_max);
        self.findings.append(&mut found);
    }
}

impl FeedLink {
    fn children(&mut self, walk: &mut Walk<'_>) -> Result<(), Fault> {
        let inside = walk.depth();
        loop {
            match walk.step()? {
                Step::Open(tag) if walk.depth() == inside + 1 && !tag.ns.is_cap() => {
                    self.child(walk, &tag)?;
                }
                Step::Open(tag) => self.embedded |= tag.name() == "alert",
                Step::Close if walk.depth() < inside => return Ok(()),
                Step::Close | Step::Text(_) => {}
                Step::End => return Ok(()),
            }
        }
    }

    fn child(&mut self, walk: &mut Walk<'_>, tag: &Tag<'_>) -> Result<(), Fault> {
        match tag.name() {
            "id" | "guid" => self.id = text(walk)?,
            "title" => self.title = text(walk)?,
            "updated" | "pubDate" => self.updated = moment(&text(walk)?),
            "published" | "date" => {
                let published = moment(&text(walk)?);
                self.updated = self.updated.or(published);
            }
            "link" => {
                let written = tag.attribute("href");
                let rel = tag.attribute("rel");
                let inner = text(walk)?;
                let target = written.or(Some(inner)).filter(|target| !target.is_empty());
                self.offer(target, rel.as_deref(), tag.attribute("type"));
            }
            "enclosure" | "content" => {
                let target = tag.attribute("url").or_else(|| tag.attribute("src"));
                self.offer(target, Some("enclosure"), tag.attribute("type"));
            }
            "alert" => self.embedded = true,
            _ => {}
        }
        Ok(())
    }

    /// Keeps a link if it promises CAP better than the one kept so far.
    fn offer(&mut self, target: Option<String>, rel: Option<&str>, media_type: Option<String>) {
        let bare = media_type
            .as_deref()
            .and_then(|media| media.split(';').next())
            .map(str::trim);
        let rank = match (bare, rel) {
            (Some(media), _) if is_cap(media) => 4,
            (Some("application/xml" | "text/xml"), _) | (None, None | Some("alternate")) => 3,
            (Some(media), Some("alternate") | None) if !media.contains("html") => 2,
            (_, Some("alternate") | None) => 1,
            _ => 0,
        };
        if let (Some(target), true) = (target, rank > self.rank) {
            self.link = Some(target);
            self.media_type = media_type;
            self.rank = rank;
        }
    }
}

/// Whether a media type is one of CAP's.
fn is_cap(media_type: &str) -> bool {
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    [MEDIA_TYPE, MEDIA_TYPE_REGISTERED]
        .iter()
        .any(|cap| cap.eq_ignore_ascii_case(bare))
}

/// The text of the element just opened, up to its end.
fn text(walk: &mut Walk<'_>) -> Result<String, Fault> {
    let inside = walk.depth();
    let mut text = String::new();
    loop {
        match walk.step()? {
            Step::Text(more) => text.push_str(&more),
            Step::Close if walk.depth() < inside => break,
            Step::End => break,
            Step::Open(_) | Step::Close => {}
        }
    }
    Ok(text.trim_matches(is_blank).to_owned())
}

/// RFC 3339 as in Atom, or RFC 2822 as in RSS.
fn moment(text: &str) -> Option<DateTime> {
    let read = DateTime::read(text).map(|(moment, _)| moment);
    read.or_else(|| {
        let zoned = jiff::fmt::rfc2822::DateTimeParser::new()
            .relaxed_weekday(true)
            .parse_zoned(text)
            .ok()?;
        let offset_min = i16::try_from(zoned.offset().seconds() / 60).ok()?;
        DateTime::new(zoned.timestamp().as_second(), offset_min)
    })
}
