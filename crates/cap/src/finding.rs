//! What was found: a broken rule, where, what stood there and how to mend it.

use crate::doc::DateTime;
use crate::element::Element;
pub use crate::place::Place;
use crate::rule::{Level, Rule};
use memchr::{memchr_iter, memrchr};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::borrow::Cow;
use std::fmt;

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
    pub found: What,
    /// How to mend it, where that is more than the rule says.
    pub(crate) mend: Option<Box<str>>,
}

impl Finding {
    pub(crate) fn new(rule: &'static Rule, place: Place, found: impl Into<What>) -> Self {
        Self {
            rule,
            place,
            line: 0,
            column: 0,
            found: found.into(),
            mend: None,
        }
    }

    pub(crate) fn mended_by(mut self, mend: impl Into<Box<str>>) -> Self {
        self.mend = Some(mend.into());
        self
    }

    /// How to mend it.
    pub fn mend(&self) -> &str {
        self.mend.as_deref().unwrap_or(self.rule.mend)
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
            self.mend()
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
        object.serialize_field("found", &self.found.text())?;
        object.serialize_field("mend", self.mend())?;
        object.end()
    }
}

/// What stood somewhere, put into words when it is shown: a message has dozens of findings, and few are ever read.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Words that are always the same.
    Said(&'static str),
    /// Words with something of the message in them.
    Text(String),
    /// The value itself.
    Quoted(Box<str>),
    /// The languages of a message.
    Speaks(Box<str>),
    /// The element is not there.
    Absent(Element),
    /// The element is there and says nothing.
    Empty(Element),
    /// The element is there and nobody looks at it.
    Ignored(Element),
    /// The value of the element is `Unknown`.
    Unknown(Element),
    /// There is no parameter of this name.
    NoParameter(&'static str),
    /// A moment.
    Moment(DateTime),
}

impl What {
    /// The value itself.
    pub(crate) fn quoted(value: &str) -> Self {
        Self::Quoted(value.into())
    }

    /// The words.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Said(words) => Cow::Borrowed(words),
            Self::Text(words) => Cow::Borrowed(words),
            _ => Cow::Owned(self.to_string()),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(words) => f.write_str(words),
            Self::Text(words) => f.write_str(words),
            Self::Quoted(value) => write!(f, "\"{value}\""),
            Self::Speaks(languages) => write!(f, "the message speaks {languages}"),
            Self::Absent(element) => write!(f, "there is no {element}"),
            Self::Empty(element) => write!(f, "{element} is empty"),
            Self::Ignored(element) => write!(f, "{element} is ignored"),
            Self::Unknown(element) => write!(f, "the {element} is Unknown"),
            Self::NoParameter(name) => write!(f, "there is no parameter {name}"),
            Self::Moment(moment) => moment.fmt(f),
        }
    }
}

impl From<&'static str> for What {
    fn from(words: &'static str) -> Self {
        Self::Said(words)
    }
}

impl From<String> for What {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<DateTime> for What {
    fn from(moment: DateTime) -> Self {
        Self::Moment(moment)
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
        if offset <= self.at {
            return (self.line, self.column);
        }
        let passed = self
            .text
            .as_bytes()
            .get(self.at..offset.min(self.text.len()))
            .unwrap_or_default();
        let mut line = passed;
        if let Some((newlines, last)) = newlines(passed) {
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
}

/// How many line ends there are, and where the last is.
fn newlines(text: &[u8]) -> Option<(usize, usize)> {
    /// From one finding to the next it is mostly a few lines, which are faster found than counted.
    const FEW_BYTES: usize = 256;
    if text.len() < FEW_BYTES {
        let each = (1..).zip(memchr_iter(b'\n', text));
        return each.last();
    }
    let last = memrchr(b'\n', text)?;
    Some((memchr_iter(b'\n', &text[..=last]).count(), last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut lines = Lines::new("é<a>\nû<b>", 1, 1);
        assert_eq!(lines.of(2), (1, 2));
        assert_eq!(lines.of(8), (2, 2));
    }
}
