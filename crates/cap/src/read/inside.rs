//! The inside of an alert: children in their slots, and the notes taken on the way.

use super::places::Places;
use super::slots::{Sequence, Verdict};
use super::{Unplaced, Version, rules};
use crate::check::Texts;
use crate::element::Element;
use crate::finding::{Finding, Lines, Place, What};
use crate::rule::Rule;
use crate::xml::Limits;
use crate::xml::characters::short;
use crate::xml::walk::{Fault, Flaw, Ns, Step, Tag, Walk};

/// The reading of one alert, under way.
pub(super) struct Inside<'w, 'a> {
    pub(super) walk: &'w mut Walk<'a>,
    pub(super) limits: &'w Limits,
    pub(super) ns: Ns,
    pub(super) version: Version,
    pub(super) notes: Vec<(usize, Finding)>,
    pub(super) unplaced: Vec<(usize, String, String)>,
    /// Offset of the alert in its file.
    pub(super) begin: usize,
    pub(super) places: Places,
    pub(super) signatures: u32,
    /// The element just entered, if it is nothing but text: its offset and the text. It is then closed.
    pub(super) plain: Option<(usize, &'a str)>,
    /// What is known of the texts so far.
    pub(super) texts: Texts,
    pub(super) overflow: bool,
}

impl<'a> Inside<'_, 'a> {
    pub(super) fn note(&mut self, at: usize, finding: Finding) {
        if self.notes.len() < self.limits.findings_max {
            self.notes.push((at, finding));
        } else {
            self.overflow = true;
        }
    }

    pub(super) fn keep(&mut self, at: usize, path: String, text: &str) {
        if self.unplaced.len() < self.limits.findings_max {
            self.unplaced.push((at, path, text.to_owned()));
        } else {
            self.overflow = true;
        }
    }

    #[inline]
    pub(super) fn note_flaws(&mut self, place: Place) {
        if self.walk.has_flaws() {
            self.note_every_flaw(place);
        }
    }

    #[cold]
    fn note_every_flaw(&mut self, place: Place) {
        for Flaw { rule, at, found } in self.walk.take_flaws() {
            self.note(at, Finding::new(rule, place, found));
        }
    }

    /// The next child of this element that has a slot, with its offset; `None` at the end.
    pub(super) fn child(
        &mut self,
        sequence: &mut Sequence,
        parent: Place,
    ) -> Result<Option<(Element, usize)>, Fault> {
        if let Some((at, text)) = self.plain.take() {
            // Elements were to stand here.
            if !text.trim_ascii().is_empty() {
                let tag = &self.walk.text()[at..];
                let tag_bytes = tag.find('>').map_or(0, |length| length + 1);
                self.text_between(at + tag_bytes, text, parent);
            }
            self.close(sequence, parent);
            return Ok(None);
        }
        loop {
            // Nearly every element is a leaf that stands where it may.
            let plain = self.walk.plain_element(self.ns, |name| sequence.fits(name));
            if let Some((name, at, text)) = plain {
                self.plain = Some((at, text));
                return Ok(Some((name, at)));
            }
            let step = self.walk.step_over_blanks();
            self.note_flaws(parent);
            // Looked at where it stands: to move it costs as much as to read it.
            let Ok(step) = &step else {
                return step.map(|_| None);
            };
            match step {
                Step::Open(tag) => {
                    if let Some(name) = self.enter(sequence, parent, tag)? {
                        return Ok(Some((name, tag.at)));
                    }
                }
                Step::Text(text) => {
                    let at = self.walk.at() - text.len().min(self.walk.at());
                    self.text_between(at, text, parent);
                }
                Step::Close | Step::End => {
                    self.close(sequence, parent);
                    return Ok(None);
                }
            }
        }
    }

    fn text_between(&mut self, at: usize, text: &str, parent: Place) {
        let text = text.trim_ascii();
        let found = format!("\"{}\" stands between elements", short(text));
        self.note(at, Finding::new(&rules::TEXT_BETWEEN, parent, found));
        self.keep(at, format!("{parent}/text()"), text);
    }

    fn close(&mut self, sequence: &Sequence, parent: Place) {
        let mut missing = sequence.missing(self.version).peekable();
        if missing.peek().is_none() {
            return;
        }
        if self.notes.len() >= self.limits.findings_max {
            self.overflow = true;
            return;
        }
        let parent_at = self.begin + self.places.last(parent);
        for name in missing {
            let finding = Finding::new(&rules::MISSING, parent.one(name), What::Absent(name));
            self.note(
                parent_at,
                finding.mended_by(format!("add the element {name}")),
            );
        }
    }

    /// Decides what to do with a child: its slot, or `None` if it was set aside.
    fn enter(
        &mut self,
        sequence: &mut Sequence,
        parent: Place,
        tag: &Tag<'a>,
    ) -> Result<Option<Element>, Fault> {
        if tag.ns == Ns::Dsig && tag.name() == "Signature" && parent == Place::ALERT {
            self.signatures += 1;
            sequence.sign();
            self.walk.skip()?;
            return Ok(None);
        }
        let ours =
            tag.ns == self.ns || tag.ns.is_cap() || matches!(tag.ns, Ns::None | Ns::Undeclared);
        let child = if ours {
            sequence.child(tag.packed())
        } else {
            None
        };
        let Some((slot, verdict)) = child else {
            let found = format!("<{}> is no element of this place", short(tag.name()));
            self.set_aside(&rules::UNKNOWN, parent, tag, found)?;
            return Ok(None);
        };
        let place = parent.one(slot.name);
        if tag.ns != self.ns {
            let found = format!("<{}> is in another namespace than its alert", tag.name());
            self.note(tag.at, Finding::new(&rules::NAMESPACE, place, found));
        }
        if tag.attributed {
            let found = format!(
                "the attribute {} on <{}>",
                short(&tag.first_attribute()),
                tag.name()
            );
            self.note(tag.at, Finding::new(&rules::ATTRIBUTE, place, found));
        }
        match verdict {
            Verdict::Fits => Ok(Some(slot.name)),
            Verdict::Late(after) => {
                let found = format!("{} stands after {after}", slot.name);
                let finding = Finding::new(&rules::ORDER, place, found)
                    .mended_by(format!("move it before {after}"));
                self.note(tag.at, finding);
                Ok(Some(slot.name))
            }
            Verdict::Again => {
                self.set_aside(&rules::ONCE, parent, tag, format!("another {}", slot.name))?;
                Ok(None)
            }
        }
    }

    /// Keeps the XML of an element that has no place.
    fn set_aside(
        &mut self,
        rule: &'static Rule,
        parent: Place,
        tag: &Tag<'a>,
        found: String,
    ) -> Result<(), Fault> {
        self.note(tag.at, Finding::new(rule, parent, found));
        self.walk.skip()?;
        let xml = self
            .walk
            .text()
            .get(tag.at..self.walk.at())
            .unwrap_or_default();
        self.keep(tag.at, format!("{parent}/{}", tag.name()), xml);
        Ok(())
    }

    /// Remembers where an element stands.
    pub(super) fn mark(&mut self, place: Place, at: usize) {
        self.places.mark(place, at.saturating_sub(self.begin));
    }

    pub(super) fn take_unplaced(&mut self, mut lines: Lines<'_>) -> Vec<Unplaced> {
        let mut kept = std::mem::take(&mut self.unplaced);
        kept.sort_by_key(|(at, _, _)| *at);
        let located = kept.into_iter().map(|(at, path, text)| {
            let (line, column) = lines.of(at.saturating_sub(self.begin));
            Unplaced {
                path,
                text,
                line,
                column,
            }
        });
        located.collect()
    }
}
