//! Reads CAP as it is found in the world: bare, in feeds and wrappers, right or wrong.

mod alert;
mod info;
mod inside;
mod leaf;
mod places;
pub mod rules;
mod slots;

use crate::doc::Alert;
use crate::finding::{Finding, Lines, Place, What};
use crate::profile::{self, Profile};
use crate::rule::{Level, Rule};
use crate::xml::walk::{Fault, Flaw, Ns, Step, Tag, Walk};
use crate::xml::{Limits, encoding};
use places::Places;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;

/// How to treat alerts with errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Keep them, with what could not be placed, and say what is wrong.
    Lenient,
    /// Withhold them, and say what is wrong.
    Strict,
}

/// The version of CAP that an alert is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Version {
    /// CAP 1.0 (2004).
    #[serde(rename = "1.0")]
    V1_0,
    /// CAP 1.1 (2005).
    #[serde(rename = "1.1")]
    V1_1,
    /// CAP 1.2 (2010).
    #[serde(rename = "1.2")]
    V1_2,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
        })
    }
}

/// What stood around the alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrapper {
    /// Nothing: the alert is the root.
    Bare,
    /// An Atom feed.
    Atom,
    /// An RSS feed.
    Rss,
    /// An EDXL distribution.
    EdxlDe,
    /// Any other XML.
    Other,
}

impl fmt::Display for Wrapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bare => "bare",
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::EdxlDe => "edxl-de",
            Self::Other => "other",
        })
    }
}

/// Everything that was read from one file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The alerts, in the order of the file.
    pub alerts: Vec<ReadAlert>,
    /// What stood around them.
    pub wrapper: Wrapper,
    /// What is wrong with the file, and with alerts that were withheld or could not be finished.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// All findings: of the file, then of each alert.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .chain(self.alerts.iter().flat_map(|alert| &alert.findings))
    }

    /// Whether anything is wrong at the level of an error.
    pub fn has_errors(&self) -> bool {
        self.all_findings()
            .any(|finding| finding.level() == Level::Error)
    }
}

/// One alert and all that is known about its text.
#[derive(Clone, Debug)]
pub struct ReadAlert {
    /// What it says.
    pub alert: Alert,
    /// The version it is written in.
    pub version: Version,
    /// The element exactly as it stood, in UTF-8: from `<alert` to `</alert>`. Inside a wrapper its namespace
    /// may be declared outside this text.
    pub xml: String,
    /// Line of its `<` in the file, from 1.
    pub line: u32,
    /// Column of its `<` in the file in characters, from 1.
    pub column: u32,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What could not be placed in the document.
    pub unplaced: Vec<Unplaced>,
    /// Required elements that were missing or unreadable. Neutral values stand in their place: empty text, the
    /// year 1970, `Draft`, `Alert`, `Private`. An alert with any is fit to be shown to an expert, not acted on.
    pub stand_ins: Vec<&'static str>,
    /// How many XML signatures it carries. None has been verified.
    pub signatures: u32,
    places: Places,
}

impl ReadAlert {
    /// SHA-256 of the element exactly as it stood.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.xml.as_bytes()).into()
    }

    /// The same in hexadecimal, as people and other programs name it.
    pub fn sha256_hex(&self) -> String {
        use std::fmt::Write;
        self.sha256()
            .iter()
            .fold(String::with_capacity(64), |mut digits, byte| {
                let _ = write!(digits, "{byte:02x}");
                digits
            })
    }

    /// Everything in it that these profiles do not allow or advise against, with lines and columns.
    pub fn check(&self, profiles: &[Profile]) -> Vec<Finding> {
        let mut findings = profile::check_each(profiles, &self.alert);
        self.locate(&mut findings);
        findings
    }

    /// Gives findings of later checks the line and column of their element, or of the nearest one around it.
    pub fn locate(&self, findings: &mut [Finding]) {
        if !findings.is_empty() {
            let lines = Lines::new(&self.xml, self.line, self.column);
            self.places.locate(findings, lines);
        }
    }
}

/// Something an alert said that has no place in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unplaced {
    /// The element, as a path.
    pub path: String,
    /// Its text, or its XML if it holds elements.
    pub text: String,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the file in characters, from 1.
    pub column: u32,
}

/// Reads whatever is CAP in these bytes, within the default [`Limits`]. Never fails: what is wrong is a finding.
pub fn read(bytes: &[u8], mode: Mode) -> Reading {
    read_within(bytes, mode, &Limits::default())
}

/// Reads whatever is CAP in these bytes, within these limits.
pub fn read_within(bytes: &[u8], mode: Mode, limits: &Limits) -> Reading {
    let mut reading = Reading {
        alerts: Vec::new(),
        wrapper: Wrapper::Other,
        findings: Vec::new(),
    };
    if bytes.len() > limits.file_bytes_max {
        let found = format!(
            "the file has {} bytes, the limit is {}",
            bytes.len(),
            limits.file_bytes_max
        );
        reading.findings.push(Finding {
            line: 1,
            column: 1,
            ..Finding::new(&crate::xml::rules::LIMIT, Place::ALERT, found)
        });
        return reading;
    }
    let decoded = match encoding::decode(bytes) {
        Ok(decoded) => decoded,
        Err((rule, found)) => {
            reading.findings.push(Finding {
                line: 1,
                column: 1,
                ..Finding::new(rule, Place::ALERT, found)
            });
            return reading;
        }
    };
    let mut file = File::new(&decoded.text, mode, *limits);
    if let Some((rule, at, found)) = decoded.flaw {
        file.note(rule, at, found);
    }
    file.read();
    file.finish()
}

/// The reading of one file, under way.
struct File<'a> {
    walk: Walk<'a>,
    mode: Mode,
    limits: Limits,
    alerts: Vec<ReadAlert>,
    wrapper: Option<Wrapper>,
    /// Flaws of the file itself, by offset.
    flaws: Vec<(usize, Finding)>,
    /// Follows the beginnings of the alerts.
    lines: Lines<'a>,
    entries: usize,
    /// Findings and unplaced pieces of all alerts so far.
    kept: usize,
}

impl<'a> File<'a> {
    fn new(text: &'a str, mode: Mode, limits: Limits) -> Self {
        Self {
            walk: Walk::new(text, &limits).skim(),
            mode,
            limits,
            alerts: Vec::new(),
            wrapper: None,
            flaws: Vec::new(),
            lines: Lines::new(text, 1, 1),
            entries: 0,
            kept: 0,
        }
    }

    fn note(&mut self, rule: &'static Rule, at: usize, found: impl Into<What>) {
        if self.flaws.len() < self.limits.findings_max {
            self.flaws
                .push((at, Finding::new(rule, Place::ALERT, found)));
        }
    }

    fn read(&mut self) {
        loop {
            let step = self.walk.step();
            for Flaw { rule, at, found } in self.walk.take_flaws() {
                self.note(rule, at, found);
            }
            let more = match step {
                Ok(Step::Open(tag)) => self.element(&tag),
                Ok(Step::Close | Step::Text(_)) => Ok(true),
                Ok(Step::End) => Ok(false),
                Err(fault) => Err(fault),
            };
            match more {
                Ok(true) => {}
                Ok(false) => return,
                Err(Fault { rule, at, found }) => {
                    // The one finding that explains why reading stopped is never left out.
                    self.flaws
                        .push((at, Finding::new(rule, Place::ALERT, found)));
                    return;
                }
            }
        }
    }

    /// An element of the file that is not inside an alert. False ends the reading.
    fn element(&mut self, tag: &Tag<'a>) -> Result<bool, Fault> {
        let root = self.walk.depth() == 1;
        if root && self.wrapper.is_none() {
            self.wrapper = Some(wrapper_of(tag));
        }
        self.entries += usize::from(matches!(tag.name(), "entry" | "item"));
        let known = tag.ns.is_cap() || matches!(tag.ns, Ns::None | Ns::Undeclared) || root;
        if tag.name() != "alert" || !known {
            return Ok(true);
        }
        if self.alerts.len() >= self.limits.alerts_max {
            let found = format!("more than {} alerts in one file", self.limits.alerts_max);
            return Err(Fault {
                rule: &crate::xml::rules::LIMIT,
                at: tag.at,
                found,
            });
        }
        let from = self.lines.of(tag.at);
        let limits = self.budget();
        let alert = alert::read(&mut self.walk, tag, from, &limits)?;
        self.kept += alert.findings.len() + alert.unplaced.len();
        if self.mode == Mode::Strict
            && alert
                .findings
                .iter()
                .any(|finding| finding.level() == Level::Error)
        {
            self.withhold(alert);
        } else {
            // Nearly every file holds one, which takes half a kilobyte: room is made for no more.
            if self.alerts.is_empty() {
                self.alerts.reserve_exact(1);
            }
            self.alerts.push(alert);
        }
        Ok(true)
    }

    /// The limits for the next alert.
    fn budget(&self) -> Limits {
        /// Enough to see what is wrong with an alert, whatever came before it.
        const FINDINGS_MIN: usize = 5;
        let left = self
            .limits
            .file_findings_max
            .saturating_sub(self.kept)
            .max(FINDINGS_MIN);
        Limits {
            findings_max: self.limits.findings_max.min(left),
            ..self.limits
        }
    }

    fn withhold(&mut self, alert: ReadAlert) {
        let found = format!("alert \"{}\" was withheld", alert.alert.identifier);
        let at = self.walk.at() - alert.xml.len();
        self.flaws
            .extend(alert.findings.into_iter().map(|finding| (at, finding)));
        self.flaws
            .push((at, Finding::new(&rules::STRICT, Place::ALERT, found)));
    }

    fn finish(mut self) -> Reading {
        let wrapper = self.wrapper.unwrap_or(Wrapper::Other);
        if self.alerts.is_empty()
            && self
                .flaws
                .iter()
                .all(|(_, finding)| finding.level() != Level::Error)
        {
            let feed = matches!(wrapper, Wrapper::Atom | Wrapper::Rss);
            if feed {
                self.note(
                    &rules::INDEX,
                    0,
                    format!("a feed of {} entries without a whole alert", self.entries),
                );
            } else {
                self.note(&rules::NONE, 0, "there is no CAP alert in this file");
            }
        }
        self.flaws.sort_by_key(|(at, _)| *at);
        let mut lines = Lines::new(self.walk.text(), 1, 1);
        let located = self.flaws.into_iter().map(|(at, mut finding)| {
            if finding.line == 0 {
                (finding.line, finding.column) = lines.of(at);
            }
            finding
        });
        Reading {
            findings: located.collect(),
            alerts: self.alerts,
            wrapper,
        }
    }
}

fn wrapper_of(root: &Tag<'_>) -> Wrapper {
    match (root.name(), root.ns) {
        ("alert", _) => Wrapper::Bare,
        ("feed", Ns::Atom) => Wrapper::Atom,
        ("rss" | "RDF", _) => Wrapper::Rss,
        ("EDXLDistribution" | "edxlDistribution", _) => Wrapper::EdxlDe,
        _ => Wrapper::Other,
    }
}
