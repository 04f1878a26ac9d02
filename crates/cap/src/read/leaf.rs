//! Leaves of text, and the values they are meant to be.

use super::inside::Inside;
use super::{Version, rules};
use crate::check::Texts;
use crate::doc::{DateTime, NotListed, TimeFlaw};
use crate::element::Element;
use crate::finding::{Finding, Place, What};
use crate::rule::Rule;
use crate::xml::characters::short;
use crate::xml::walk::{Fault, Step};
use std::borrow::Cow;
use std::str::FromStr;

/// The text of one element, without the white space around it.
pub(super) struct Leaf<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) place: Place,
    pub(super) at: usize,
    spaced: bool,
}

impl Leaf<'_> {
    /// The name of the element.
    pub(super) fn name(&self) -> &'static str {
        name(self.place)
    }
}

impl<'a> Inside<'_, 'a> {
    /// Reads the text of the element just opened, up to its end. Elements inside lose their tags.
    pub(super) fn leaf(&mut self, place: Place, at: usize) -> Result<Leaf<'a>, Fault> {
        self.mark(place, at);
        let text = if let Some((_, text)) = self.plain.take() {
            Cow::Borrowed(text)
        } else if let Some(text) = self.walk.plain()? {
            Cow::Borrowed(text)
        } else {
            self.texts = Texts::Any;
            self.pieces(place, at)?
        };
        if text.len() > self.limits.text_bytes_max {
            return Err(self.too_long(place, at));
        }
        let all = text.len();
        let text = trim(text);
        Ok(Leaf {
            spaced: text.len() < all,
            text,
            place,
            at,
        })
    }

    /// The text of an element that is made of more than one piece.
    fn pieces(&mut self, place: Place, at: usize) -> Result<Cow<'a, str>, Fault> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        let inside = self.walk.depth();
        let mut marked_up = false;
        loop {
            let step = self.walk.step();
            self.note_flaws(place);
            match step? {
                Step::Text(more) if text.is_empty() => text = more,
                Step::Text(more) => text.to_mut().push_str(&more),
                Step::Open(tag) => {
                    if !marked_up {
                        let found = format!("<{}> inside {}", short(tag.name()), name(place));
                        self.note(tag.at, Finding::new(&rules::MARKUP, place, found));
                        marked_up = true;
                    }
                    text.to_mut().push('\n');
                }
                Step::Close if self.walk.depth() < inside => return Ok(text),
                Step::Close => {}
                Step::End => return Ok(text),
            }
            if text.len() > self.limits.text_bytes_max {
                return Err(self.too_long(place, at));
            }
        }
    }

    fn too_long(&self, place: Place, at: usize) -> Fault {
        Fault {
            rule: &crate::xml::rules::LIMIT,
            at,
            found: format!(
                "{} is longer than {} bytes",
                name(place),
                self.limits.text_bytes_max
            ),
        }
    }

    /// Text that must say something: what it says, even if that is nothing.
    pub(super) fn required(&mut self, leaf: &Leaf<'_>) -> String {
        if leaf.text.is_empty() {
            self.say_empty(leaf);
        }
        leaf.text.as_ref().to_owned()
    }

    /// Text that may be absent; an empty element is.
    pub(super) fn optional(&mut self, leaf: &Leaf<'_>) -> Option<String> {
        Some(self.required(leaf)).filter(|text| !text.is_empty())
    }

    /// A value of a closed list. A wrong spelling of a right value is taken for it, and said.
    pub(super) fn listed<T: Copy + FromStr<Err = NotListed>>(
        &mut self,
        leaf: &Leaf<'_>,
        all: &[T],
        names: &'static [&'static str],
    ) -> Option<T> {
        match leaf.text.parse() {
            Ok(value) => {
                if leaf.spaced {
                    self.say(
                        &rules::SPACE,
                        leaf,
                        format!("white space around {}", leaf.text),
                    );
                }
                Some(value)
            }
            Err(wrong) => {
                let meant = names
                    .iter()
                    .position(|name| name.eq_ignore_ascii_case(&leaf.text));
                let found = format!(
                    "{} {}",
                    leaf.name(),
                    NotListed {
                        found: short(&wrong.found),
                        ..wrong
                    }
                );
                let finding = Finding::new(&rules::LISTED, leaf.place, found);
                if let Some(at) = meant {
                    self.note(leaf.at, finding.mended_by(format!("write {}", names[at])));
                } else {
                    self.note(leaf.at, finding);
                    self.keep(leaf.at, leaf.place.to_string(), &leaf.text);
                }
                meant.and_then(|at| all.get(at).copied())
            }
        }
    }

    /// A moment, however sloppily written.
    pub(super) fn moment(&mut self, leaf: &Leaf<'_>) -> Option<DateTime> {
        if leaf.text.is_empty() {
            self.say_empty(leaf);
            return None;
        }
        let Some((moment, flaws)) = DateTime::read(&leaf.text) else {
            self.say(
                &rules::TIME,
                leaf,
                format!("\"{}\" is no moment", short(&leaf.text)),
            );
            self.keep(leaf.at, leaf.place.to_string(), &leaf.text);
            return None;
        };
        let mut said: Vec<&'static Rule> = Vec::new();
        for flaw in flaws {
            let Some(rule) = time_rule(flaw, self.version) else {
                continue;
            };
            if !said.contains(&rule) {
                said.push(rule);
                let finding = Finding::new(rule, leaf.place, format!("\"{}\"", leaf.text));
                self.note(leaf.at, finding.mended_by(format!("write {moment}")));
            }
        }
        Some(moment)
    }

    /// A value with a form of its own; what cannot be read is kept aside.
    pub(super) fn formed<T>(
        &mut self,
        leaf: &Leaf<'_>,
        value: Option<T>,
        wanted: &str,
    ) -> Option<T> {
        if leaf.text.is_empty() {
            self.say_empty(leaf);
            return None;
        }
        if value.is_none() {
            let finding = Finding::new(
                &rules::VALUE,
                leaf.place,
                format!("\"{}\"", short(&leaf.text)),
            );
            self.note(leaf.at, finding.mended_by(format!("write {wanted}")));
            self.keep(leaf.at, leaf.place.to_string(), &leaf.text);
        }
        value
    }

    pub(super) fn set_aside_text(&mut self, leaf: &Leaf<'_>, text: &str) {
        self.keep(leaf.at, leaf.place.to_string(), text);
    }

    fn say_empty(&mut self, leaf: &Leaf<'_>) {
        if let Some(element) = leaf.place.element() {
            self.say(&rules::EMPTY, leaf, What::Empty(element));
        }
    }

    fn say(&mut self, rule: &'static Rule, leaf: &Leaf<'_>, found: impl Into<What>) {
        self.note(leaf.at, Finding::new(rule, leaf.place, found));
    }
}

fn name(place: Place) -> &'static str {
    place.element().map_or("", Element::as_str)
}

/// The rule that a way of writing breaks. CAP 1.0 and 1.1 take any time of XML Schema.
fn time_rule(flaw: TimeFlaw, version: Version) -> Option<&'static Rule> {
    match flaw {
        TimeFlaw::NoZone => Some(&rules::TIME_ZONE),
        TimeFlaw::NoSeconds | TimeFlaw::Separator => Some(&rules::TIME_FORMAT),
        TimeFlaw::Fraction | TimeFlaw::LetterZone => {
            (version == Version::V1_2).then_some(&rules::TIME_FORMAT)
        }
        TimeFlaw::PlusZero => (version == Version::V1_2).then_some(&rules::TIME_UTC),
    }
}

fn trim(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii()),
        Cow::Owned(text) => Cow::Owned(text.trim_ascii().to_owned()),
    }
}
