//! Elements that are nothing but text, taken whole: three of four are, and piece by piece they cost twice as much.

use super::super::names::{Name, name};
use super::super::swift::Packed;
use super::{Tokens, text_bytes};

/// An element without attributes that holds nothing but text, whole.
pub(in crate::xml) struct Plain<'a> {
    /// Offset of its `<`.
    pub(in crate::xml) at: usize,
    /// Offset after its end.
    pub(in crate::xml) end: usize,
    /// Its prefix with the colon.
    pub(in crate::xml) prefix: &'a str,
    /// The name without its prefix, to compare.
    pub(in crate::xml) local: Packed,
    /// What it holds.
    pub(in crate::xml) text: &'a str,
}

impl<'a> Tokens<'a> {
    /// The whole content of the element just opened, if it is nothing but text; it is then closed.
    #[inline]
    pub(in crate::xml) fn plain(&mut self) -> Option<&'a str> {
        if self.is_empty {
            self.close_empty();
            return Some("");
        }
        let rest = &self.text[self.at..];
        let (length, _) = text_bytes(rest.as_bytes());
        let open = self.open.last()?;
        let end = rest.as_bytes().get(length..)?.strip_prefix(b"</")?;
        let name_bytes = open.name.len();
        if !open.begins(end) || end.get(name_bytes) != Some(&b'>') {
            return None;
        }
        self.open.pop();
        self.at += length + 2 + name_bytes + 1;
        Some(&rest[..length])
    }

    /// The element that begins here, if it is nothing but text, as most are. It is not taken: see [`Tokens::pass`].
    #[inline]
    pub(in crate::xml) fn plain_ahead(&self) -> Option<Plain<'a>> {
        let rest = &self.text[self.at..];
        let inside = rest.as_bytes().strip_prefix(b"<")?;
        // Half of what begins here ends the element around it.
        if self.is_empty || inside.first() == Some(&b'/') {
            return None;
        }
        let Name {
            bytes: name_bytes,
            prefix_bytes,
            local,
        } = name(inside);
        let content = inside.get(name_bytes..)?.strip_prefix(b">")?;
        let (text_bytes, _) = text_bytes(content);
        let end = content.get(text_bytes..)?.strip_prefix(b"</")?;
        let same = match prefix_bytes {
            0 => local.begins(end, name_bytes),
            _ => None,
        };
        let same = same.unwrap_or_else(|| end.starts_with(&inside[..name_bytes]));
        if name_bytes == 0 || !same || end.get(name_bytes) != Some(&b'>') {
            return None;
        }
        let tag_bytes = 1 + name_bytes + 1;
        Some(Plain {
            at: self.at,
            end: self.at + tag_bytes + text_bytes + 1 + tag_bytes,
            prefix: &rest[1..=prefix_bytes],
            local,
            text: &rest[tag_bytes..tag_bytes + text_bytes],
        })
    }

    /// Goes on after the element that was ahead.
    pub(in crate::xml) fn pass(&mut self, plain: &Plain<'a>) {
        self.at = plain.end;
    }
}
