//! Takes bytes that may hold CAP to the engine and says, message by message, what was decided.

use super::proof::proven;
use super::standalone;
use crate::engine::{Decided, Inbox, Stopped};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashSet, VecDeque};
use std::fmt;
use vigie_cap::feed::FeedLink;
use vigie_cap::sign::Trust;
use vigie_cap::{Element, Finding, Level, ReadAlert, Wrapper, feed};
use vigie_core::fact::{Fact, Verdict};
use vigie_core::ids::{FeedId, WarningId};
use vigie_core::refusal::Refusal;
use vigie_core::{Foreign, Input, Signature};

/// Largest message that is taken, in bytes: three times the largest real one. A journal entry has room for 1 MiB,
/// and a message stands in it up to three times (as it came, its texts, its danger), each byte escaped to two.
pub const ALERT_BYTES_MAX: usize = 128 << 10;
const _: () = assert!(ALERT_BYTES_MAX * 3 * 2 < vigie_store::journal::LINE_BYTES_MAX);
/// Documents and messages remembered by their hash, so that unchanged ones are not judged again: fourteen of
/// the largest feeds.
const REMEMBERED_MAX: usize = 20_000;

/// What became of one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Shown to our people as it is.
    Relayed {
        /// The warning that shows it.
        warning: WarningId,
    },
    /// An officer decides.
    Draft {
        /// The rule that says so.
        rule: String,
        /// Why.
        why: String,
    },
    /// Kept in the journal, shown to nobody.
    Ignored {
        /// The rule that says so.
        rule: String,
        /// Why.
        why: String,
    },
    /// It was taken before.
    SeenBefore,
    /// A rule said no; it is not in the journal.
    Refused {
        /// The rule's stable name.
        rule: String,
        /// Why, and what to do.
        why: String,
    },
    /// It is no CAP message that anybody could act on.
    Unreadable {
        /// The rule that is broken.
        rule: String,
        /// Line and column, what was found, how to mend it.
        why: String,
    },
}

impl Outcome {
    /// The verdict in one word, and the rule; what summaries count by.
    pub fn named(&self) -> (&'static str, &str) {
        match self {
            Self::Relayed { .. } => ("relayed", "relay"),
            Self::Draft { rule, .. } => ("draft", rule),
            Self::Ignored { rule, .. } => ("ignored", rule),
            Self::SeenBefore => ("seen before", "cap_seen"),
            Self::Refused { rule, .. } => ("refused", rule),
            Self::Unreadable { rule, .. } => ("unreadable", rule),
        }
    }

    /// Why, where there is more to say than the verdict.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Relayed { .. } | Self::SeenBefore => None,
            Self::Draft { why, .. }
            | Self::Ignored { why, .. }
            | Self::Refused { why, .. }
            | Self::Unreadable { why, .. } => Some(why),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, rule) = self.named();
        match self.why() {
            Some(why) => write!(f, "{word} ({rule}): {why}"),
            None => f.write_str(word),
        }
    }
}

/// One message and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// CAP `identifier`; none where nothing could be read.
    pub identifier: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What was found in one document. Nothing has been decided about it.
#[derive(Debug, Default)]
pub struct Found {
    /// Messages for the engine, in the order of the document.
    pub messages: Vec<Foreign>,
    /// What nobody could act on.
    pub unreadable: Vec<Taken>,
    /// Why the document itself could not be read, or not to its end.
    pub broken: Option<Taken>,
    /// What an index links to.
    pub links: Vec<FeedLink>,
    /// Its next page.
    pub next: Option<String>,
}

impl Found {
    /// Says so where a document has nothing to be taken.
    pub fn say_if_barren(&mut self, rule: &str, why: &str) {
        if self.messages.is_empty() && self.unreadable.is_empty() && self.broken.is_none() {
            self.broken = Some(taken(None, rule, why.to_owned()));
        }
    }
}

/// Takes the documents of one feed.
#[derive(Debug)]
pub struct Taker {
    feed: FeedId,
    inbox: Inbox,
    /// Whose signatures are believed; none where nobody looks.
    trust: Option<Trust>,
    known: HashSet<[u8; 32]>,
    oldest: VecDeque<[u8; 32]>,
}

impl Taker {
    /// A taker for the feed of this name, by whose rules the engine decides.
    pub fn new(feed: FeedId, inbox: Inbox) -> Self {
        Self {
            feed,
            inbox,
            trust: None,
            known: HashSet::new(),
            oldest: VecDeque::new(),
        }
    }

    /// The same, for a feed whose authority has keys.
    #[must_use]
    pub fn trusting(self, trust: Option<Trust>) -> Self {
        Self { trust, ..self }
    }

    /// The feed's name.
    pub fn feed(&self) -> &FeedId {
        &self.feed
    }

    /// Whether exactly these bytes were finished with before.
    pub fn knows(&self, bytes: &[u8]) -> bool {
        self.known.contains(&sum(bytes))
    }

    /// Remembers that these bytes are finished with; the oldest ones are forgotten.
    pub fn remember(&mut self, bytes: &[u8]) {
        self.remember_sum(sum(bytes));
    }

    fn remember_sum(&mut self, sum: [u8; 32]) {
        if self.known.insert(sum) {
            self.oldest.push_back(sum);
        }
        if self.oldest.len() > REMEMBERED_MAX
            && let Some(oldest) = self.oldest.pop_front()
        {
            self.known.remove(&oldest);
        }
    }

    /// Lets the engine decide about one message, unless it did before. Answered when it is on disk.
    pub async fn take(&mut self, message: Foreign) -> Result<Taken, Stopped> {
        let identifier = Some(message.alert.identifier.clone());
        let sum = sum(message.xml.as_bytes());
        if self.known.contains(&sum) {
            return Ok(Taken {
                identifier,
                outcome: Outcome::SeenBefore,
            });
        }
        let message = proven(message, self.trust.as_ref());
        let outcome = match self.inbox.ask(Input::Cap(Box::new(message))).await? {
            Ok(decided) => outcome(&decided),
            Err(Refusal::CapSeen { .. }) => Outcome::SeenBefore,
            Err(refusal) => Outcome::Refused {
                rule: refusal.rule().to_owned(),
                why: refusal.to_string(),
            },
        };
        if !matches!(outcome, Outcome::Refused { .. }) {
            self.remember_sum(sum);
        }
        Ok(Taken {
            identifier,
            outcome,
        })
    }

    /// Lets the engine decide about everything found in a document, in order. Links are left to the caller.
    pub async fn take_all(&mut self, found: Found) -> Result<Vec<Taken>, Stopped> {
        let mut all = found.unreadable;
        all.extend(found.broken);
        for message in found.messages {
            all.push(self.take(message).await?);
        }
        Ok(all)
    }
}

/// Reads whatever is CAP in these bytes. Pure, and as slow as they are long: at most 16 MiB are read.
pub fn read(feed: &FeedId, bytes: &[u8]) -> Found {
    let reading = feed::read(bytes);
    let of_index = |finding: &Finding| feed::rules::RULES.contains(&finding.rule);
    let faults: Vec<&Finding> = reading
        .findings
        .iter()
        .filter(|finding| finding.level() == Level::Error && !of_index(finding))
        .collect();
    let bare = reading.wrapper == Wrapper::Bare;
    let whole = standalone::whole(bytes, &reading.alerts, bare && faults.is_empty());
    let mut found = Found {
        links: reading.entries,
        next: reading.next,
        ..Found::default()
    };
    let about_file: &[&Finding] = if bare { &faults } else { &[] };
    for alert in reading.alerts {
        match message(feed, alert, about_file, whole) {
            Ok(message) => found.messages.push(message),
            Err(taken) => found.unreadable.push(taken),
        }
    }
    // What is wrong with a bare document is said of its message, unless there is none.
    let alone = !bare || (found.messages.is_empty() && found.unreadable.is_empty());
    if let (true, Some(fault)) = (alone, faults.first()) {
        found.broken = Some(unreadable(None, fault));
    }
    found
}

/// The message as the engine takes it, or why nobody could act on it.
fn message(
    feed: &FeedId,
    read: ReadAlert,
    about_file: &[&Finding],
    whole: Option<&str>,
) -> Result<Foreign, Taken> {
    let own = read.findings.iter();
    let errors: Vec<&Finding> = about_file
        .iter()
        .copied()
        .chain(own.filter(|finding| finding.level() == Level::Error))
        .collect();
    // Without these a message has no name, or nobody knows what it does and for whom.
    if let Some(missing) = read.stand_ins.first() {
        let about = errors
            .iter()
            .find(|finding| finding.place.element().map(Element::as_str) == Some(*missing))
            .or(errors.first());
        let identifier = Some(read.alert.identifier.clone()).filter(|text| !text.is_empty());
        return Err(about.map_or_else(
            || {
                let why = format!("line {}: it has no readable {missing}", read.line);
                taken(identifier.clone(), "CAP-MISSING", why)
            },
            |finding| unreadable(identifier.clone(), finding),
        ));
    }
    let mut errors: Vec<String> = errors
        .iter()
        .map(|finding| one_line(&finding.to_string()))
        .collect();
    let (xml, lost) = standalone::text(&read, whole);
    errors.extend(lost);
    if xml.len() > ALERT_BYTES_MAX {
        let why = format!(
            "line {}: it has {} bytes, at most {ALERT_BYTES_MAX} are taken; ask its sender to link recordings and pictures",
            read.line,
            xml.len()
        );
        return Err(taken(Some(read.alert.identifier), "XML-LIMIT", why));
    }
    Ok(Foreign {
        feed: feed.clone(),
        sha256: hex::encode(sum(xml.as_bytes())),
        alert: read.alert,
        xml,
        errors,
        signature: Signature::Unchecked,
    })
}

fn taken(identifier: Option<String>, rule: &str, why: String) -> Taken {
    let outcome = Outcome::Unreadable {
        rule: rule.to_owned(),
        why,
    };
    Taken {
        identifier,
        outcome,
    }
}

fn unreadable(identifier: Option<String>, finding: &Finding) -> Taken {
    let at = if finding.line > 0 {
        format!("line {}, column {}: ", finding.line, finding.column)
    } else {
        String::new()
    };
    let why = one_line(&format!("{at}{}; {}", finding.found, finding.mend()));
    taken(identifier, finding.rule.id, why)
}

/// What the facts say.
fn outcome(decided: &Decided) -> Outcome {
    let taken = decided.facts.iter().find_map(|fact| match fact {
        Fact::CapTaken {
            verdict, rule, why, ..
        } => Some((*verdict, rule.clone(), why.clone())),
        _ => None,
    });
    let warning = decided.facts.iter().find_map(|fact| match fact {
        Fact::AlertIssued { warning, .. } => Some(*warning),
        _ => None,
    });
    match (taken, warning) {
        (Some((Verdict::Relay, ..)), Some(warning)) => Outcome::Relayed { warning },
        (Some((Verdict::Draft, rule, why)), _) => Outcome::Draft { rule, why },
        (Some((Verdict::Ignore | Verdict::Relay, rule, why)), _) => Outcome::Ignored { rule, why },
        // A message is always judged; an empty answer means that nothing new became true.
        (None, _) => Outcome::SeenBefore,
    }
}

/// Findings quote the text of others: on one line, and without what moves a terminal's cursor or turns the direction
/// of what follows.
pub(super) fn one_line(text: &str) -> String {
    let moves =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if moves(c) { ' ' } else { c })
        .collect()
}

/// Whether the first byte that says anything is `<`, in any encoding that XML is written in.
pub fn begins_like_xml(bytes: &[u8]) -> bool {
    let blank = |byte: &&u8| {
        matches!(
            **byte,
            0 | b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf | 0xfe | 0xff
        )
    };
    bytes.iter().take(64).find(|byte| !blank(byte)) == Some(&b'<')
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_known_by_its_first_byte_in_any_encoding() {
        assert!(begins_like_xml(b"\xef\xbb\xbf\n<alert/>"));
        assert!(begins_like_xml(b"\xff\xfe<\0a\0"));
        assert!(!begins_like_xml(b"# README"));
        assert!(!begins_like_xml(b""));
    }

    #[test]
    fn what_others_wrote_stays_on_its_line() {
        let found = read(&FeedId::new("f"), b"<a/>x\n\x1b[2Jy");
        let why = found.broken.unwrap().outcome.why().unwrap().to_owned();
        assert!(!why.contains(['\n', '\u{1b}']), "{why:?}");
        assert_eq!(one_line("a\u{202e}\nb"), "a  b");
    }
}
