//! Splits a text into tags, text and references, and sees that every element is closed by its own name.
//!
//! Hand-written on purpose. quick-xml, which does this for the rest of the world, proves again for every piece that
//! it is UTF-8, copies the name of every open element and builds a large value for each event: its events alone take
//! half as long as reading a message here and checking it with every rule. What lies inside a tag or a reference (attributes,
//! namespaces, character numbers) is quick-xml's work still, and `xml/tokens/tests.rs` holds the splitting to it: on
//! any text, what is read here is what quick-xml reads.

mod plain;

pub(super) use plain::Plain;

use super::characters::{is_blank, short};
use super::names::{Name, name};
use super::swift::{Packed, blanks};
use memchr::{memchr2, memchr3, memchr3_iter, memmem};

/// One piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// An opening tag. An element without content is opened, and closed by the next token.
    Open(Opening<'a>),
    /// A closing tag, of the element opened last.
    Close,
    /// White space up to the next tag or reference, and nothing else.
    Blank(&'a str),
    /// Text up to the next tag or reference, as it stands.
    Text(&'a str),
    /// What stands in a CDATA section.
    Cdata(&'a str),
    /// What stands between `&` and `;`.
    Reference(&'a str),
    /// A document type declaration begins; it is not read.
    Doctype,
    /// An XML declaration.
    Declaration,
    /// A comment or processing instruction.
    Aside,
    /// The text is at its end.
    End,
}

/// The inside of an opening tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    /// Its name and attributes.
    pub(super) content: &'a str,
    /// Bytes of the name.
    pub(super) name_bytes: usize,
    /// Bytes of the prefix with its colon; 0 without prefix.
    pub(super) prefix_bytes: usize,
    /// The name without its prefix, to compare.
    pub(super) local: Packed,
}

impl<'a> Opening<'a> {
    /// The name as written.
    pub(super) fn name(&self) -> &'a str {
        &self.content[..self.name_bytes]
    }

    /// The name without its prefix.
    pub(super) fn local_name(&self) -> &'a str {
        &self.name()[self.prefix_bytes..]
    }

    /// Whether anything but blanks follows the name.
    pub(super) fn has_attributes(&self) -> bool {
        self.content.len() > self.name_bytes
            && !self.content[self.name_bytes..].trim_ascii().is_empty()
    }
}

/// What no reader can go on from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) how: How,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum How {
    /// The text ends inside this kind of markup.
    Unclosed(&'static str),
    /// Markup that is none.
    Markup(&'static str),
    /// An element is closed by another name, or none is open: what was expected, what was found.
    Name(String, String),
}

/// Elements open at once in a message: alert, info, area, geocode, value.
const DEPTH_USUAL: usize = 5;

/// The splitting of one text, under way.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Up to where it has been split.
    at: usize,
    /// Names of the open elements.
    open: Vec<Open<'a>>,
    /// The element just opened has no content.
    is_empty: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::with_capacity(DEPTH_USUAL),
            is_empty: false,
        }
    }

    /// The offset up to which the text has been split.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Passes over white space up to the next tag or reference, if there is nothing else.
    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        if self.is_empty || matches!(rest.first(), None | Some(b'<')) {
            return;
        }
        let blank = blanks(rest);
        if matches!(rest.get(blank), Some(b'<' | b'&')) {
            self.at += blank;
        }
    }

    /// The next piece.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Token<'a>, Box<Broken>> {
        if self.is_empty {
            self.close_empty();
            return Ok(Token::Close);
        }
        let rest = &self.text.as_bytes()[self.at..];
        match rest {
            [] => Ok(Token::End),
            [b'<', b'/', ..] => self.close(),
            [b'<', b'!', ..] => self.bang(),
            [b'<', b'?', ..] => self.question(),
            [b'<', ..] => self.open().map(Token::Open),
            [b'&', ..] => Ok(self.reference()),
            _ => {
                let (length, blank) = text_bytes(rest);
                let text = self.take(length);
                Ok(if length == blank {
                    Token::Blank(text)
                } else {
                    Token::Text(text)
                })
            }
        }
    }

    fn close_empty(&mut self) {
        self.is_empty = false;
        self.open.pop();
    }

    /// The next so many bytes, which end beside an ASCII character.
    fn take(&mut self, bytes: usize) -> &'a str {
        let from = self.at;
        self.at += bytes;
        &self.text[from..self.at]
    }

    /// Whether the next piece is the opening tag of an element.
    #[inline]
    pub(super) fn is_at_opening(&self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        !self.is_empty && matches!(rest, [b'<', next, ..] if !matches!(next, b'/' | b'!' | b'?'))
    }

    /// The opening tag that begins here.
    #[expect(
        clippy::inline_always,
        reason = "its result is taken apart at once; handed over through memory it costs twice as much"
    )]
    #[inline(always)]
    pub(super) fn open(&mut self) -> Result<Opening<'a>, Box<Broken>> {
        let inside = &self.text[self.at + 1..];
        let Name {
            bytes: name_bytes,
            prefix_bytes,
            local,
        } = name(inside.as_bytes());
        let after = inside.as_bytes().get(name_bytes);
        if name_bytes == 0 && after.is_some() {
            return self.broken(How::Markup("< begins no tag; as text it is written &lt;"));
        }
        let content_bytes = match after {
            Some(b'>') => name_bytes,
            Some(b'/') if inside[name_bytes..].starts_with("/>") => name_bytes + 1,
            Some(b' ' | b'\t' | b'\n' | b'\r') => self.end_of_tag(inside, name_bytes)?,
            Some(_) => return self.broken(How::Markup("a tag has a name that is none")),
            None => return self.broken(How::Unclosed("tag")),
        };
        self.at += 1 + content_bytes + 1;
        let tag = &inside[..content_bytes];
        let content = tag.strip_suffix('/');
        self.is_empty = content.is_some();
        self.open.push(Open {
            name: &inside[..name_bytes],
            packed: if prefix_bytes == 0 {
                local
            } else {
                Packed::of(&inside[..name_bytes])
            },
        });
        Ok(Opening {
            content: content.unwrap_or(tag),
            name_bytes,
            prefix_bytes,
            local,
        })
    }

    /// Where the `>` of a tag with attributes stands: not in a quoted value.
    fn end_of_tag(&self, inside: &str, from: usize) -> Result<usize, Box<Broken>> {
        let mut quoted_by = None;
        for at in memchr3_iter(b'>', b'"', b'\'', &inside.as_bytes()[from..]) {
            let byte = inside.as_bytes()[from + at];
            match quoted_by {
                Some(quote) if quote == byte => quoted_by = None,
                Some(_) => {}
                None if byte == b'>' => return Ok(from + at),
                None => quoted_by = Some(byte),
            }
        }
        self.broken(How::Unclosed("tag"))
    }

    fn close(&mut self) -> Result<Token<'a>, Box<Broken>> {
        let inside = &self.text[self.at + 2..];
        if let Some(open) = self.open.last() {
            let name_bytes = open.name.len();
            if inside.as_bytes().get(name_bytes) == Some(&b'>') && open.begins(inside.as_bytes()) {
                self.open.pop();
                self.at += 2 + name_bytes + 1;
                return Ok(Token::Close);
            }
        }
        let expected = self.open.last().map(|open| open.name);
        let Some((written, _)) = inside.split_once('>') else {
            return self.broken(How::Unclosed("tag"));
        };
        // White space may follow the name.
        if expected.is_some() && expected == Some(written.trim_end_matches(is_blank)) {
            self.open.pop();
            self.at += 2 + written.len() + 1;
            return Ok(Token::Close);
        }
        let expected = short(expected.unwrap_or_default());
        self.broken(How::Name(expected, short(written)))
    }

    fn bang(&mut self) -> Result<Token<'a>, Box<Broken>> {
        /// As it is written; other spellings are taken for it too, and refused with it.
        const DOCTYPE: &str = "<!DOCTYPE";
        let here = &self.text[self.at..];
        if here.starts_with("<!--") {
            self.up_to("<!--", "-->", "comment")?;
            Ok(Token::Aside)
        } else if here.starts_with("<![CDATA[") {
            let inside = self.up_to("<![CDATA[", "]]>", "CDATA section")?;
            Ok(Token::Cdata(inside))
        } else if is_doctype(here.as_bytes(), DOCTYPE.as_bytes()) {
            self.at += DOCTYPE.len();
            Ok(Token::Doctype)
        } else if "<![CDATA[".starts_with(here) || DOCTYPE.starts_with(here) {
            self.broken(How::Unclosed("markup after <!"))
        } else {
            self.broken(How::Markup(
                "<! begins neither a comment nor a CDATA section",
            ))
        }
    }

    fn question(&mut self) -> Result<Token<'a>, Box<Broken>> {
        let target = &self.text.as_bytes()[self.at + 2..];
        if name(target).bytes == 0 && !target.is_empty() {
            return self.broken(How::Markup("<? begins no processing instruction"));
        }
        let inside = self.up_to("<?", "?>", "processing instruction")?;
        let declares = inside
            .strip_prefix("xml")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']));
        Ok(if declares {
            Token::Declaration
        } else {
            Token::Aside
        })
    }

    /// Takes markup that has an end of its own; what stands between its two ends.
    fn up_to(
        &mut self,
        begin: &str,
        end: &str,
        what: &'static str,
    ) -> Result<&'a str, Box<Broken>> {
        let inside = &self.text[self.at + begin.len()..];
        let Some(length) = memmem::find(inside.as_bytes(), end.as_bytes()) else {
            return self.broken(How::Unclosed(what));
        };
        self.at += begin.len() + length + end.len();
        Ok(&inside[..length])
    }

    /// A reference; an `&` that begins none is text.
    fn reference(&mut self) -> Token<'a> {
        let inside = &self.text[self.at + 1..];
        match memchr3(b';', b'&', b'<', inside.as_bytes()) {
            Some(length) if inside.as_bytes()[length] == b';' => {
                self.at += 1 + length + 1;
                Token::Reference(&inside[..length])
            }
            length => Token::Text(self.take(1 + length.unwrap_or(inside.len()))),
        }
    }

    #[cold]
    fn broken<T>(&self, how: How) -> Result<T, Box<Broken>> {
        Err(Box::new(Broken { at: self.at, how }))
    }
}

/// How far a text goes that begins here, and the white space at its beginning.
#[inline]
fn text_bytes(rest: &[u8]) -> (usize, usize) {
    // Half of all texts are the line end and indentation before a tag.
    let blank = match rest.first() {
        Some(b' ' | b'\n' | b'\t' | b'\r') => blanks(rest),
        _ => 0,
    };
    match rest.get(blank) {
        None | Some(b'<' | b'&') => (blank, blank),
        Some(_) => {
            let length = memchr2(b'<', b'&', &rest[blank..]);
            (length.map_or(rest.len(), |length| blank + length), blank)
        }
    }
}

/// An open element.
struct Open<'a> {
    name: &'a str,
    packed: Packed,
}

impl Open<'_> {
    /// Whether these bytes begin with its name.
    fn begins(&self, bytes: &[u8]) -> bool {
        let swift = self.packed.begins(bytes, self.name.len());
        swift.unwrap_or_else(|| bytes.starts_with(self.name.as_bytes()))
    }
}

fn is_doctype(here: &[u8], doctype: &[u8]) -> bool {
    here.get(..doctype.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(doctype))
}

#[cfg(test)]
mod tests;
