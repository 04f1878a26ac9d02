//! The alert element: its children, what stands in for those that are missing, and the findings of it all.

use super::inside::Inside;
use super::leaf::Leaf;
use super::places::Places;
use super::slots::{ALERT, Sequence};
use super::{ReadAlert, Version, info, rules};
use crate::check::{self, Texts};
use crate::doc::{Alert, DateTime, MsgType, Reference, Scope, Status, split_quoted};
use crate::element::Element;
use crate::finding::{Finding, Lines, Place};
use crate::rule::Level;
use crate::xml::Limits;
use crate::xml::characters::short;
use crate::xml::walk::{Fault, Ns, Tag, Walk};

/// Reads the alert element just opened, which stands at this line and column.
pub(super) fn read<'a>(
    walk: &mut Walk<'a>,
    tag: &Tag<'a>,
    from: (u32, u32),
    limits: &Limits,
) -> Result<ReadAlert, Fault> {
    let version = match tag.ns {
        Ns::Cap10 => Version::V1_0,
        Ns::Cap11 => Version::V1_1,
        _ => Version::V1_2,
    };
    walk.begin_alert(tag.at);
    let elements = (walk.text().len() / ELEMENT_BYTES).min(ELEMENTS_USUAL_MAX);
    let mut inside = Inside {
        walk,
        limits,
        ns: tag.ns,
        version,
        notes: Vec::new(),
        unplaced: Vec::new(),
        begin: tag.at,
        places: Places::with_capacity(elements),
        signatures: 0,
        plain: None,
        texts: Texts::Plain,
        overflow: false,
    };
    inside.mark(Place::ALERT, tag.at);
    inside.root(tag);
    let mut parts = Parts::new();
    inside.children(&mut parts)?;
    inside.walk.end_alert();
    inside.places.settle();
    let (alert, stand_ins) = parts.finish();
    Ok(inside.finish(alert, stand_ins, from))
}

/// An element of a real message takes so many bytes or more.
const ELEMENT_BYTES: usize = 64;
/// More than most messages have: places for these are made at once.
const ELEMENTS_USUAL_MAX: usize = 1_000;

/// The alert while its required parts may still be missing.
struct Parts {
    identifier: Option<String>,
    sender: Option<String>,
    sent: Option<DateTime>,
    status: Option<Status>,
    msg_type: Option<MsgType>,
    scope: Option<Scope>,
    /// Everything else, and what stands in for those above.
    rest: Alert,
}

impl Parts {
    fn new() -> Self {
        let kind = (Status::Draft, MsgType::Alert, Scope::Private);
        Self {
            identifier: None,
            sender: None,
            sent: None,
            status: None,
            msg_type: None,
            scope: None,
            rest: Alert::new("", "", DateTime::from_unix_ms(0), kind),
        }
    }

    /// The alert, and the names of the elements that neutral values stand in for.
    fn finish(self) -> (Alert, Vec<&'static str>) {
        let rest = self.rest;
        let mut stand_ins = Vec::new();
        let alert = Alert {
            identifier: stand_in(
                &mut stand_ins,
                "identifier",
                self.identifier,
                rest.identifier,
            ),
            sender: stand_in(&mut stand_ins, "sender", self.sender, rest.sender),
            sent: stand_in(&mut stand_ins, "sent", self.sent, rest.sent),
            status: stand_in(&mut stand_ins, "status", self.status, rest.status),
            msg_type: stand_in(&mut stand_ins, "msgType", self.msg_type, rest.msg_type),
            scope: stand_in(&mut stand_ins, "scope", self.scope, rest.scope),
            ..rest
        };
        (alert, stand_ins)
    }
}

fn stand_in<T>(
    stand_ins: &mut Vec<&'static str>,
    name: &'static str,
    value: Option<T>,
    neutral: T,
) -> T {
    value.unwrap_or_else(|| {
        stand_ins.push(name);
        neutral
    })
}

impl Inside<'_, '_> {
    fn root(&mut self, tag: &Tag<'_>) {
        if !tag.ns.is_cap() {
            let found = "the alert element is in no namespace of CAP; read as CAP 1.2";
            self.note(tag.at, Finding::new(&rules::NAMESPACE, Place::ALERT, found));
        } else if self.version < Version::V1_2 {
            let found = format!("the alert is written in CAP {}", self.version);
            self.note(tag.at, Finding::new(&rules::VERSION, Place::ALERT, found));
        }
        if tag.attributed {
            let found = format!("the attribute {} on <alert>", short(&tag.first_attribute()));
            self.note(tag.at, Finding::new(&rules::ATTRIBUTE, Place::ALERT, found));
        }
    }

    fn children(&mut self, parts: &mut Parts) -> Result<(), Fault> {
        let mut sequence = Sequence::new(ALERT);
        while let Some((name, at)) = self.child(&mut sequence, Place::ALERT)? {
            if name == Element::Info {
                let nth = parts.rest.infos.len();
                if nth >= self.limits.infos_max {
                    let found = format!("more than {} infos in one alert", self.limits.infos_max);
                    return Err(Fault {
                        rule: &crate::xml::rules::LIMIT,
                        at,
                        found,
                    });
                }
                let info = info::read(self, Place::info(nth), at)?;
                // Most messages have one or two, and each takes half a kilobyte: room is made for no more.
                if nth < 2 {
                    parts.rest.infos.reserve_exact(1);
                }
                parts.rest.infos.push(info);
                continue;
            }
            let place = match name {
                Element::Code => Place::ALERT.nth(Element::Code, parts.rest.codes.len()),
                name => Place::ALERT.one(name),
            };
            let leaf = self.leaf(place, at)?;
            match name {
                Element::Identifier => parts.identifier = self.optional(&leaf),
                Element::Sender => parts.sender = self.optional(&leaf),
                Element::Sent => parts.sent = self.moment(&leaf),
                Element::Status => parts.status = self.listed(&leaf, Status::ALL, Status::NAMES),
                Element::MsgType => {
                    parts.msg_type = self.listed(&leaf, MsgType::ALL, MsgType::NAMES);
                }
                Element::Scope => parts.scope = self.listed(&leaf, Scope::ALL, Scope::NAMES),
                Element::Password => {
                    self.note(
                        leaf.at,
                        Finding::new(&rules::PASSWORD, leaf.place, "a password"),
                    );
                    self.set_aside_text(&leaf, "");
                }
                Element::Source => parts.rest.source = self.optional(&leaf),
                Element::Restriction => parts.rest.restriction = self.optional(&leaf),
                Element::Addresses => parts.rest.addresses = self.names(&leaf)?,
                Element::Code => parts.rest.codes.extend(self.optional(&leaf)),
                Element::Note => parts.rest.note = self.optional(&leaf),
                Element::References => parts.rest.references = self.references(&leaf),
                _ => parts.rest.incidents = self.names(&leaf)?,
            }
        }
        // CAP 1.0 lets the scope be absent, which meant everybody.
        if self.version == Version::V1_0 && parts.scope.is_none() {
            parts.scope = Some(Scope::Public);
        }
        Ok(())
    }

    /// The names of `addresses` or `incidents`.
    fn names(&mut self, leaf: &Leaf<'_>) -> Result<Vec<String>, Fault> {
        /// A list for a machine to dial is longer than any person wrote; each name costs many times its text.
        const NAMES_MAX: usize = 1_000;
        let names = split_quoted(&self.required(leaf));
        if names.len() > NAMES_MAX {
            let found = format!("more than {NAMES_MAX} names in {}", leaf.name());
            return Err(Fault {
                rule: &crate::xml::rules::LIMIT,
                at: leaf.at,
                found,
            });
        }
        Ok(names)
    }

    /// The triples of `references`; a word that is none is kept aside.
    fn references(&mut self, leaf: &Leaf<'_>) -> Vec<Reference> {
        let text = self.required(leaf);
        let mut references = Vec::new();
        for word in text.split_ascii_whitespace() {
            let mut parts = word.splitn(3, ',');
            let triple = match (
                parts.next(),
                parts.next(),
                parts.next().and_then(DateTime::read),
            ) {
                (Some(sender), Some(identifier), Some((sent, _)))
                    if !sender.is_empty() && !identifier.is_empty() =>
                {
                    Some(Reference {
                        sender: sender.to_owned(),
                        identifier: identifier.to_owned(),
                        sent,
                    })
                }
                _ => None,
            };
            if let Some(triple) = triple {
                references.push(triple);
            } else {
                let finding =
                    Finding::new(&rules::VALUE, leaf.place, format!("\"{}\"", short(word)));
                self.note(
                    leaf.at,
                    finding.mended_by("write sender,identifier,sent of the earlier message"),
                );
                self.set_aside_text(leaf, word);
            }
        }
        references
    }

    /// Adds the findings of the document's rules and gives every finding its line and column.
    fn finish(mut self, alert: Alert, stand_ins: Vec<&'static str>, from: (u32, u32)) -> ReadAlert {
        let (begin, end) = (self.begin, self.walk.at());
        let xml = self.walk.text().get(begin..end).unwrap_or_default();
        let lines = || Lines::new(xml, from.0, from.1);
        let unplaced = self.take_unplaced(lines());
        let mut notes = std::mem::take(&mut self.notes);
        notes.sort_by_key(|(at, _)| *at);
        let mut lines = lines();
        let mut findings: Vec<Finding> = Vec::with_capacity(notes.len());
        for (at, mut finding) in notes {
            (finding.line, finding.column) = lines.of(at.saturating_sub(begin));
            findings.push(finding);
        }
        let mut read = ReadAlert {
            version: self.version,
            line: from.0,
            column: from.1,
            findings: Vec::new(),
            unplaced,
            stand_ins,
            signatures: self.signatures,
            places: std::mem::take(&mut self.places),
            xml: xml.to_owned(),
            alert,
        };
        // One more than fits, so that it shows when there are more.
        let room = self.limits.findings_max.saturating_sub(findings.len());
        let mut checked = check::check_at_most(&read.alert, self.texts, room + 1);
        let spoken_of = spoken_of(&findings);
        checked.retain(|finding| {
            let again =
                finding.level() == Level::Error && spoken_of.binary_search(&finding.place).is_ok();
            !again && !beside_the_point(finding, &read)
        });
        self.overflow |= checked.len() > room;
        checked.truncate(room);
        read.locate(&mut checked);
        findings.append(&mut checked);
        if self.overflow {
            let found = format!(
                "more than {} findings in one alert",
                self.limits.findings_max
            );
            let last = Finding {
                line: from.0,
                column: from.1,
                ..Finding::new(&crate::xml::rules::FINDINGS, Place::ALERT, found)
            };
            findings.push(last);
        }
        findings.sort_by_key(|finding| (finding.line, finding.column));
        read.findings = findings;
        read
    }
}

/// What only CAP 1.2 demands is not asked of older messages, and nothing is concluded from a value that stands in.
fn beside_the_point(finding: &Finding, read: &ReadAlert) -> bool {
    use crate::check::rules::{ADDRESSES, CATEGORY, DRAFT, MIME};
    match finding.rule {
        rule if *rule == MIME => read.version < Version::V1_2,
        rule if *rule == CATEGORY => read.version < Version::V1_1,
        rule if *rule == ADDRESSES => read.stand_ins.contains(&"scope"),
        rule if *rule == DRAFT => read.stand_ins.contains(&"status"),
        _ => false,
    }
}

/// The places of which the text already said that they are missing, empty or unreadable: the document's errors
/// there would say it again.
fn spoken_of(findings: &[Finding]) -> Vec<Place> {
    let silencing = [
        &rules::MISSING,
        &rules::EMPTY,
        &rules::VALUE,
        &rules::TIME,
        &rules::LISTED,
    ];
    let spoken_of = findings
        .iter()
        .filter(|finding| silencing.contains(&finding.rule));
    let mut places: Vec<Place> = spoken_of.map(|finding| finding.place).collect();
    places.sort_unstable();
    places
}
