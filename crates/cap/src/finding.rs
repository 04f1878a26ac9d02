//! What was found: a broken rule, where, what stood there and how to mend it.

use crate::rule::{Level, Rule};
use memchr::{memchr_iter, memrchr};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

/// One broken rule at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// The element it is about.
    pub place: Place,
    /// Line in the text it was read from, from 1; 0 if it was not read from text.
    pub line: u32,
    /// Column in that line in characters, from 1; 0 if it was not read from text.
    pub column: u32,
    /// What was found there.
    pub found: Cow<'static, str>,
    /// How to mend it.
    pub mend: Cow<'static, str>,
}

impl Finding {
    pub(crate) fn new(
        rule: &'static Rule,
        place: Place,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            rule,
            place,
            line: 0,
            column: 0,
            found: found.into(),
            mend: Cow::Borrowed(rule.mend),
        }
    }

    pub(crate) fn mend(mut self, mend: impl Into<Cow<'static, str>>) -> Self {
        self.mend = mend.into();
        self
    }

    /// How much it matters.
    pub fn level(&self) -> Level {
        self.rule.level
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: ", self.line, self.column)?;
        }
        write!(
            f,
            "{} {} {}: {}; {}",
            self.level(),
            self.rule.id,
            self.place,
            self.found,
            self.mend
        )
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 8)?;
        object.serialize_field("rule", self.rule.id)?;
        object.serialize_field("level", &self.rule.level)?;
        object.serialize_field("clause", self.rule.clause)?;
        object.serialize_field("place", &self.place.to_string())?;
        object.serialize_field("line", &self.line)?;
        object.serialize_field("column", &self.column)?;
        object.serialize_field("found", &self.found)?;
        object.serialize_field("mend", &self.mend)?;
        object.end()
    }
}

/// An element of an alert, as a path: `alert/info[1]/area[2]/polygon[1]`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which `info`, from 1; 0 outside any.
    pub info: u16,
    /// The part of the info it is in (`area`, `resource`, `parameter`, …) and which one, from 1.
    pub part: (&'static str, u16),
    /// The element itself; empty for the part, the info or the alert as a whole.
    pub element: &'static str,
    /// Which one of several, from 1; 0 for an element that stands once.
    pub nth: u16,
}

impl Place {
    /// The alert as a whole.
    pub const ALERT: Self = Self {
        info: 0,
        part: ("", 0),
        element: "",
        nth: 0,
    };

    /// An info, counted from 0.
    pub fn info(at: usize) -> Self {
        Self {
            info: ordinal(at),
            ..Self::ALERT
        }
    }

    /// A part of this info, counted from 0.
    #[must_use]
    pub fn part(self, name: &'static str, at: usize) -> Self {
        Self {
            part: (name, ordinal(at)),
            element: "",
            nth: 0,
            ..self
        }
    }

    /// An element that stands once here.
    #[must_use]
    pub fn one(self, element: &'static str) -> Self {
        Self {
            element,
            nth: 0,
            ..self
        }
    }

    /// One of several elements here, counted from 0.
    #[must_use]
    pub fn nth(self, element: &'static str, at: usize) -> Self {
        Self {
            element,
            nth: ordinal(at),
            ..self
        }
    }

    /// The element that contains this one.
    pub fn parent(self) -> Option<Self> {
        if !self.element.is_empty() {
            Some(Self {
                element: "",
                nth: 0,
                ..self
            })
        } else if self.part.1 > 0 {
            Some(Self {
                part: ("", 0),
                ..self
            })
        } else {
            (self.info > 0).then_some(Self::ALERT)
        }
    }
}

impl PartialEq for Place {
    /// Most names are empty. To compare two empty texts by content, some processors take a hundred times as long as
    /// to see that they are.
    fn eq(&self, other: &Self) -> bool {
        let same =
            |one: &str, other: &str| one.len() == other.len() && (one.is_empty() || one == other);
        (self.info, self.part.1, self.nth) == (other.info, other.part.1, other.nth)
            && same(self.part.0, other.part.0)
            && same(self.element, other.element)
    }
}

impl Hash for Place {
    /// By one number: places are looked up for every finding, and their names are few.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let name = |name: &str| {
            let (first, last) = (name.bytes().next(), name.bytes().next_back());
            let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
            let letters = first.unwrap_or_default() ^ last.unwrap_or_default().rotate_left(3);
            u64::from(letters ^ length.rotate_left(5))
        };
        let numbers = [self.info, self.part.1, self.nth].map(u64::from);
        let names = name(self.part.0) << 48 | name(self.element) << 56;
        state.write_u64(numbers[0] | numbers[1] << 16 | numbers[2] << 32 | names);
    }
}

fn ordinal(at: usize) -> u16 {
    u16::try_from(at + 1).unwrap_or(u16::MAX)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("alert")?;
        if self.info > 0 {
            write!(f, "/info[{}]", self.info)?;
        }
        if self.part.1 > 0 {
            write!(f, "/{}[{}]", self.part.0, self.part.1)?;
        }
        if !self.element.is_empty() {
            write!(f, "/{}", self.element)?;
        }
        if self.nth > 0 {
            write!(f, "[{}]", self.nth)?;
        }
        Ok(())
    }
}

/// Walks forward through a text and names the line and column of byte offsets, each from 1.
pub(crate) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, line: u32, column: u32) -> Self {
        Self {
            text,
            at: 0,
            line,
            column,
        }
    }

    /// The line and column of an offset that is not before the one asked last.
    pub(crate) fn of(&mut self, offset: usize) -> (u32, u32) {
        let passed = self
            .text
            .as_bytes()
            .get(self.at..offset.min(self.text.len()))
            .unwrap_or_default();
        let mut line = passed;
        if let Some(last) = memrchr(b'\n', passed) {
            let newlines = memchr_iter(b'\n', &passed[..=last]).count();
            self.line = self
                .line
                .saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
            self.column = 1;
            line = &passed[last + 1..];
        }
        // A character is counted at its first byte; 0b10xxxxxx continues one.
        let characters = line.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.column = self
            .column
            .saturating_add(u32::try_from(characters).unwrap_or(u32::MAX));
        self.at = self.at.max(offset);
        (self.line, self.column)
    }

    /// The lines and columns of many offsets, in their order, whatever it is.
    pub(crate) fn of_each(mut self, offsets: impl Iterator<Item = usize>) -> Vec<(u32, u32)> {
        let mut sorted: Vec<(usize, usize)> =
            offsets.enumerate().map(|(nth, at)| (at, nth)).collect();
        sorted.sort_unstable();
        let mut places = vec![(0, 0); sorted.len()];
        for (at, nth) in sorted {
            places[nth] = self.of(at);
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_a_path_and_knows_its_parent() {
        let place = Place::info(0).part("area", 1).nth("polygon", 2);
        assert_eq!(place.to_string(), "alert/info[1]/area[2]/polygon[3]");
        assert_eq!(place.parent().unwrap().to_string(), "alert/info[1]/area[2]");
        assert_eq!(Place::ALERT.one("sent").parent(), Some(Place::ALERT));
        assert_eq!(Place::ALERT.parent(), None);
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut lines = Lines::new("é<a>\nû<b>", 1, 1);
        assert_eq!(lines.of(2), (1, 2));
        assert_eq!(lines.of(8), (2, 2));
        let each = Lines::new("é<a>\nû<b>", 1, 1).of_each([8, 2].into_iter());
        assert_eq!(each, [(2, 2), (1, 2)]);
    }
}
