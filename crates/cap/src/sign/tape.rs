//! A document as a flat list of nodes, read strictly: what is doubtful is refused, never mended.
//!
//! The lenient walk of [`crate::xml`] keeps going where it can, which is right for reading and wrong for
//! verifying. Both split the text with the same library.

use super::{Refused, refuse, taping};
use crate::rule::Level;
use crate::xml::{Limits, encoding, rules};
use std::borrow::Cow;

/// The namespace that the prefix `xml` always names.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Place of "no namespace" in [`Tape::namespaces`].
pub(super) const NONE: usize = 0;
pub(super) enum Node<'a> {
    Open(Element<'a>),
    Close,
    Text(Cow<'a, str>),
    Comment,
    /// A processing instruction: its target, and the rest without the blank between.
    Instruction(String, String),
}

pub(super) struct Element<'a> {
    /// The name as written, with its prefix.
    pub(super) written: &'a str,
    /// Which of [`Tape::namespaces`] it is in; 0 is none.
    pub(super) ns: usize,
    /// Offset of its `<`.
    pub(super) at: usize,
    /// Namespaces it declares: prefix (empty for the default) and which.
    pub(super) declared: Vec<(String, usize)>,
    /// In canonical order.
    pub(super) attributes: Vec<Attribute>,
    /// The node of the element around it.
    pub(super) parent: Option<usize>,
    /// The node that closes it.
    pub(super) close: usize,
}

pub(super) struct Attribute {
    /// The name as written, with its prefix.
    pub(super) written: String,
    pub(super) ns: usize,
    /// With references resolved.
    pub(super) value: String,
}

/// The prefix of a name, and its local part.
pub(super) fn split(written: &str) -> (&str, &str) {
    written.split_once(':').unwrap_or(("", written))
}

/// A whole document.
pub(super) struct Tape<'a> {
    pub(super) text: &'a str,
    pub(super) nodes: Vec<Node<'a>>,
    /// Every namespace that is declared.
    pub(super) namespaces: Vec<String>,
    /// The node of the root element.
    pub(super) root: usize,
    /// Offset of the tag that closes it.
    pub(super) root_end: usize,
}

impl<'a> Tape<'a> {
    pub(super) fn read(text: &'a str, limits: &Limits) -> Result<Self, Refused> {
        if text.len() > limits.alert_bytes_max {
            let found = format!(
                "the message has {} bytes, the limit is {}",
                text.len(),
                limits.alert_bytes_max
            );
            return Err(refuse(&rules::LIMIT, text, 0, found));
        }
        taping::read(text, limits)
    }

    pub(super) fn element(&self, node: usize) -> Option<&Element<'a>> {
        match self.nodes.get(node) {
            Some(Node::Open(element)) => Some(element),
            _ => None,
        }
    }

    /// The local name and the namespace of an element.
    pub(super) fn name(&self, element: &Element<'a>) -> (&'a str, &str) {
        (split(element.written).1, &self.namespaces[element.ns])
    }

    /// The elements directly inside this one.
    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let close = self.element(node).map_or(node, |element| element.close);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            while next < close {
                let here = next;
                next += 1;
                if let Some(Node::Open(element)) = self.nodes.get(here) {
                    next = element.close + 1;
                    return Some(here);
                }
            }
            None
        })
    }

    /// Refuses, pointing at an element.
    pub(super) fn refuse(
        &self,
        rule: &'static crate::Rule,
        node: usize,
        found: impl Into<crate::finding::What>,
    ) -> Refused {
        let at = self.element(node).map_or(0, |element| element.at);
        refuse(rule, self.text, at, found)
    }
}

/// Text of a file that is exactly in the encoding it declares.
pub(super) fn strictly_decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    match encoding::decode(bytes) {
        Ok(decoded) => match decoded.flaw {
            Some((rule, at, found)) if rule.level == Level::Error => {
                Err(refuse(rule, &decoded.text, at, found))
            }
            Some(_) | None => Ok(decoded.text),
        },
        Err((rule, found)) => Err(refuse(rule, "", 0, found)),
    }
}

/// Whether a namespace has a scheme: only such a name means the same in every document.
pub(super) fn is_absolute(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}
