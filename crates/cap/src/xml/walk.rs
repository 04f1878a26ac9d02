//! A bounded walk over the tags of a text, in one pass, with the offset of each.
//!
//! `tokens` splits the text into tags; this adds what it leaves open: limits, no document type, no undeclared
//! entities, one root, legal characters. It stops at the first thing that makes the rest meaningless (a fault)
//! and notes what it can read past (a flaw).

use super::characters::{first_illegal, is_clean, is_legal, short};
pub(crate) use super::scopes::Ns;
use super::scopes::Scopes;
use super::swift::Packed;
use super::tokens::{Broken, How, Opening, Plain, Token, Tokens};
use super::{Limits, rules};
use crate::rule::Rule;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart};
use std::borrow::Cow;

/// An opening tag.
pub(crate) struct Tag<'a> {
    pub(crate) ns: Ns,
    /// Offset of its `<`.
    pub(crate) at: usize,
    /// Whether it has attributes other than namespace declarations and schema hints.
    pub(crate) attributed: bool,
    opening: Opening<'a>,
}

impl<'a> Tag<'a> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &'a str {
        self.opening.local_name()
    }

    /// The same, to compare.
    pub(crate) fn packed(&self) -> Packed {
        self.opening.local
    }

    /// The value of an attribute without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let start = BytesStart::from_content(self.opening.content, self.opening.name_bytes);
        let found = start.try_get_attribute(name).ok()??;
        let value = found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()?;
        Some(value.into_owned())
    }

    /// The name of the first attribute that CAP does not know.
    pub(crate) fn first_attribute(&self) -> String {
        for attribute in attributes(&self.opening).with_checks(false).flatten() {
            if !is_declaration(attribute.key.0) {
                return attribute.key.0.to_owned();
            }
        }
        String::new()
    }
}

fn attributes<'a>(opening: &Opening<'a>) -> Attributes<'a> {
    Attributes::new(opening.content, opening.name_bytes)
}

fn is_declaration(attribute: &str) -> bool {
    attribute == "xmlns" || attribute.starts_with("xmlns:") || attribute.starts_with("xsi:")
}

/// One step of the walk.
pub(crate) enum Step<'a> {
    Open(Tag<'a>),
    Close,
    Text(Cow<'a, str>),
    End,
}

/// What becomes of text that is white space alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    Kept,
    Skipped,
}

/// What ends a reading.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) rule: &'static Rule,
    pub(crate) at: usize,
    pub(crate) found: String,
}

/// What is wrong and can be read past.
#[derive(Debug)]
pub(crate) struct Flaw {
    pub(crate) rule: &'static Rule,
    pub(crate) at: usize,
    pub(crate) found: String,
}

pub(crate) struct Walk<'a> {
    text: &'a str,
    /// Every character is legal and every line end the one that XML wants: no part needs a look.
    is_clean: bool,
    tokens: Tokens<'a>,
    scopes: Scopes<'a>,
    limits: Limits,
    depth: usize,
    roots: usize,
    /// Elements of the file so far.
    nodes: usize,
    /// Texts, references, comments and instructions of the file so far.
    pieces: usize,
    /// Attributes of the file so far.
    attributes: usize,
    /// Nobody looks at text outside an alert.
    skims: bool,
    /// Where the alert being read began, and its elements so far.
    alert: Option<(usize, usize)>,
    flaws: Vec<Flaw>,
    /// Flaws since the alert began, or outside of any.
    noted: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str, limits: &Limits) -> Self {
        Self {
            text,
            is_clean: is_clean(text),
            tokens: Tokens::new(text),
            scopes: Scopes::new(limits.attributes_max),
            nodes: 0,
            pieces: 0,
            attributes: 0,
            skims: false,
            limits: *limits,
            depth: 0,
            roots: 0,
            alert: None,
            flaws: Vec::new(),
            noted: 0,
        }
    }

    /// Leaves text outside an alert as it stands: bringing its line ends in order takes time.
    pub(crate) fn skim(mut self) -> Self {
        self.skims = true;
        self
    }

    /// Elements open around the next step.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The offset up to which the text has been read.
    pub(crate) fn at(&self) -> usize {
        self.tokens.at()
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// Whether any flaw was noted since they were last taken.
    pub(crate) fn has_flaws(&self) -> bool {
        !self.flaws.is_empty()
    }

    /// The flaws noted since the last call.
    pub(crate) fn take_flaws(&mut self) -> Vec<Flaw> {
        std::mem::take(&mut self.flaws)
    }

    /// From here to [`Walk::end_alert`] the limits of one alert hold.
    pub(crate) fn begin_alert(&mut self, at: usize) {
        self.alert = Some((at, 0));
        self.noted = 0;
    }

    pub(crate) fn end_alert(&mut self) {
        self.alert = None;
        self.noted = 0;
    }

    /// The next tag or text.
    pub(crate) fn step(&mut self) -> Result<Step<'a>, Fault> {
        self.next(Blanks::Kept)
    }

    /// The next tag, or text that is more than white space.
    pub(crate) fn step_over_blanks(&mut self) -> Result<Step<'a>, Fault> {
        self.next(Blanks::Skipped)
    }

    /// The whole content of the element just opened, if it is nothing but text as it is meant; it is then closed.
    #[inline]
    pub(crate) fn plain(&mut self) -> Result<Option<&'a str>, Fault> {
        if !self.is_clean {
            return Ok(None);
        }
        let at = self.at();
        let text = self.tokens.plain();
        if text.is_some() {
            self.check_alert_size(at)?;
            self.close();
        }
        Ok(text)
    }

    /// The next element, if it is without attributes, in this namespace and nothing but text as it is meant, and `wanted`
    /// by its name: what becomes of it, its offset and its text. It is then closed. Anything that needs a second look is
    /// left to the other ways of reading.
    #[inline]
    pub(crate) fn plain_element<T>(
        &mut self,
        ns: Ns,
        wanted: impl FnOnce(Packed) -> Option<T>,
    ) -> Option<(T, usize, &'a str)> {
        let (begin, nodes) = self.alert?;
        self.tokens.skip_blanks();
        let plain: Plain<'a> = self.tokens.plain_ahead()?;
        let limits = &self.limits;
        let within = self.is_clean
            && self.depth < limits.depth_max
            && self.nodes < limits.file_nodes_max
            && nodes < limits.nodes_max
            && plain.end - begin <= limits.alert_bytes_max;
        if !within || self.scopes.known(plain.prefix) != Some(ns) {
            return None;
        }
        let wanted = wanted(plain.local)?;
        self.nodes += 1;
        self.alert = Some((begin, nodes + 1));
        self.tokens.pass(&plain);
        Some((wanted, plain.at, plain.text))
    }

    #[inline]
    fn next(&mut self, blanks: Blanks) -> Result<Step<'a>, Fault> {
        loop {
            if blanks == Blanks::Skipped {
                self.tokens.skip_blanks();
            }
            let at = self.at();
            // Most pieces are tags without anything to look at between them.
            if self.tokens.is_at_opening() {
                let opening = match self.tokens.open() {
                    Ok(opening) => opening,
                    Err(broken) => return Err(self.fault_of(&broken)),
                };
                self.check_alert_size(at)?;
                return self.open(opening, at);
            }
            // Looked at where it stands: to move it costs as much as to split it off.
            let token = self.tokens.next();
            self.check_alert_size(at)?;
            let token = match &token {
                Ok(token) => token,
                Err(broken) => return Err(self.fault_of(broken)),
            };
            match token {
                Token::Open(opening) => return self.open(*opening, at),
                Token::Close => {
                    self.close();
                    return Ok(Step::Close);
                }
                Token::Blank(_) if self.skims && self.alert.is_none() => {}
                Token::Blank(text) => {
                    if self.depth > 0 && blanks == Blanks::Kept {
                        return Ok(Step::Text(self.line_ends(text)));
                    }
                }
                Token::Text(text) => {
                    self.piece(at)?;
                    // The splitting leaves one in a text only where no reference begins.
                    if text.starts_with('&') {
                        self.flaw(&rules::ENTITY, at, || {
                            "an & that begins no reference".to_owned()
                        });
                    }
                    if let Some(text) = self.characters(self.line_ends(text), at) {
                        return Ok(Step::Text(text));
                    }
                }
                Token::Cdata(text) => {
                    self.piece(at)?;
                    if let Some(text) = self.characters(self.line_ends(text), at) {
                        return Ok(Step::Text(text));
                    }
                }
                Token::Reference(name) => {
                    self.piece(at)?;
                    let content = self.reference(name, at);
                    if let Some(text) = self.characters(content, at) {
                        return Ok(Step::Text(text));
                    }
                }
                Token::Doctype => return Err(self.doctype(at)),
                Token::Declaration if at > 0 && self.roots == 0 => {
                    self.piece(at)?;
                    self.flaw(&rules::DECLARATION, at, || {
                        "something stands before <?xml".to_owned()
                    });
                }
                Token::Declaration | Token::Aside => self.piece(at)?,
                Token::End => return self.end(at),
            }
        }
    }

    /// Counts what is no tag.
    fn piece(&mut self, at: usize) -> Result<(), Fault> {
        self.pieces += 1;
        if self.pieces > self.limits.file_pieces_max {
            let pieces_max = self.limits.file_pieces_max;
            let found =
                format!("more than {pieces_max} texts, references and comments in the file");
            return Err(limit(at, found));
        }
        Ok(())
    }

    fn close(&mut self) {
        self.scopes.close(self.depth);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Passes over everything up to the end of the element just opened.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.step()?;
        }
        Ok(())
    }

    #[expect(
        clippy::inline_always,
        reason = "its result is taken apart at once; handed over through memory it costs twice as much"
    )]
    #[inline(always)]
    fn open(&mut self, opening: Opening<'a>, at: usize) -> Result<Step<'a>, Fault> {
        if self.depth == 0 {
            self.roots += 1;
            if self.roots == 2 {
                self.flaw(&rules::SEVERAL_ROOTS, at, || {
                    "a second root element begins here".to_owned()
                });
            }
        }
        self.depth += 1;
        self.count(at)?;
        let (declares, attributed) = self.check_attributes(&opening, at)?;
        let written = opening.name();
        if declares && self.scopes.open(&opening, self.depth).is_err() {
            let found = format!(
                "more than {} namespaces are declared around <{}>",
                self.limits.attributes_max,
                short(written)
            );
            return Err(limit(at, found));
        }
        let ns = self.scopes.of(&opening);
        if ns == Ns::Undeclared {
            self.flaw(&rules::PREFIX, at, || {
                format!("the prefix of <{}> is not declared", short(written))
            });
        }
        Ok(Step::Open(Tag {
            ns,
            at,
            attributed,
            opening,
        }))
    }

    fn count(&mut self, at: usize) -> Result<(), Fault> {
        if self.depth > self.limits.depth_max {
            return Err(limit(
                at,
                format!("elements nest more than {} deep", self.limits.depth_max),
            ));
        }
        self.nodes += 1;
        if self.nodes > self.limits.file_nodes_max {
            return Err(limit(
                at,
                format!(
                    "more than {} elements in the file",
                    self.limits.file_nodes_max
                ),
            ));
        }
        if let Some((_, nodes)) = &mut self.alert {
            *nodes += 1;
            if *nodes > self.limits.nodes_max {
                return Err(limit(
                    at,
                    format!("more than {} elements in one alert", self.limits.nodes_max),
                ));
            }
        }
        Ok(())
    }

    /// Counts and checks attributes; says whether any declare namespaces, and whether CAP does not know any.
    fn check_attributes(
        &mut self,
        opening: &Opening<'_>,
        at: usize,
    ) -> Result<(bool, bool), Fault> {
        if opening.content.len() > self.limits.tag_bytes_max {
            let found = format!("a tag is longer than {} bytes", self.limits.tag_bytes_max);
            return Err(limit(at, found));
        }
        if !opening.has_attributes() {
            return Ok((false, false));
        }
        let (mut declares, mut attributed) = (false, false);
        // Looking for doubles costs the square of the count: only as many as the limit are looked at.
        for (count, attribute) in attributes(opening).with_checks(true).enumerate() {
            if count >= self.limits.attributes_max {
                let found = format!(
                    "<{}> has more than {} attributes",
                    short(opening.name()),
                    self.limits.attributes_max
                );
                return Err(limit(at, found));
            }
            self.attributes += 1;
            if self.attributes > self.limits.file_attributes_max {
                let attributes_max = self.limits.file_attributes_max;
                return Err(limit(
                    at,
                    format!("more than {attributes_max} attributes in the file"),
                ));
            }
            match attribute {
                Ok(attribute) => {
                    declares |= attribute.key.as_namespace_binding().is_some();
                    attributed |= !is_declaration(attribute.key.0);
                }
                Err(error) => {
                    let found = format!("<{}>: {error}", short(opening.name()));
                    return Err(Fault {
                        rule: &rules::MALFORMED,
                        at,
                        found,
                    });
                }
            }
        }
        Ok((declares, attributed))
    }

    fn check_alert_size(&self, at: usize) -> Result<(), Fault> {
        match self.alert {
            Some((begin, _)) if self.at() - begin > self.limits.alert_bytes_max => Err(limit(
                at,
                format!(
                    "the alert is longer than {} bytes",
                    self.limits.alert_bytes_max
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The text a reference stands for; one that is unknown stands for itself.
    fn reference(&mut self, name: &'a str, at: usize) -> Cow<'a, str> {
        let named = match name {
            "amp" => Some("&"),
            "lt" => Some("<"),
            "gt" => Some(">"),
            "quot" => Some("\""),
            "apos" => Some("'"),
            "#10" | "#xA" => Some("\n"),
            "#13" | "#xD" => Some("\r"),
            _ => None,
        };
        if let Some(named) = named {
            return Cow::Borrowed(named);
        }
        if let Ok(Some(character)) = BytesRef::new(name).resolve_char_ref() {
            return Cow::Owned(character.to_string());
        }
        self.flaw(&rules::ENTITY, at, || {
            format!("&{}; is not defined in XML", short(name))
        });
        Cow::Borrowed(&self.text[at..self.at()])
    }

    /// Text with illegal characters taken out; `None` for text outside the root, which belongs to nothing.
    fn characters(&mut self, text: Cow<'a, str>, at: usize) -> Option<Cow<'a, str>> {
        if self.depth == 0 {
            if !text.trim_ascii().is_empty() {
                self.flaw(&rules::STRAY_TEXT, at, || {
                    format!(
                        "\"{}\" stands outside the root element",
                        short(text.trim_ascii())
                    )
                });
            }
            return None;
        }
        // A reference may stand for an illegal character in the cleanest of texts.
        let borrowed = matches!(text, Cow::Borrowed(_));
        let illegal = if self.is_clean && borrowed {
            None
        } else {
            first_illegal(&text)
        };
        let Some(illegal) = illegal else {
            return Some(text);
        };
        self.flaw(&rules::CHARACTER, at, || {
            format!("character U+{:04X}", u32::from(illegal))
        });
        Some(Cow::Owned(
            text.chars()
                .filter(|character| is_legal(*character))
                .collect(),
        ))
    }

    /// Text with the line ends of XML 1.0 §2.11.
    fn line_ends(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_clean || self.skims && self.alert.is_none() || !text.contains('\r') {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
    }

    fn doctype(&self, at: usize) -> Fault {
        let html = self.text[at..]
            .get(..14)
            .is_some_and(|head| head.eq_ignore_ascii_case("<!doctype html"));
        let found = if html {
            "this is a web page, not a CAP message".to_owned()
        } else {
            "a document type declaration".to_owned()
        };
        Fault {
            rule: &rules::DOCTYPE,
            at,
            found,
        }
    }

    fn end(&mut self, at: usize) -> Result<Step<'a>, Fault> {
        if self.depth > 0 {
            let found = format!("the text ends with {} elements still open", self.depth);
            return Err(Fault {
                rule: &rules::TRUNCATED,
                at,
                found,
            });
        }
        Ok(Step::End)
    }

    fn flaw(&mut self, rule: &'static Rule, at: usize, found: impl FnOnce() -> String) {
        // One more than is kept shows that there were more.
        if self.noted <= self.limits.findings_max {
            self.noted += 1;
            self.flaws.push(Flaw {
                rule,
                at,
                found: found(),
            });
        }
    }

    #[cold]
    fn fault_of(&self, broken: &Broken) -> Fault {
        // What is never closed was cut off, unless it is markup after the end that never was XML.
        let cut = self.depth > 0 || self.roots == 0;
        let (rule, found) = match &broken.how {
            How::Unclosed(what) if cut => {
                let found = format!("the text ends inside a {what}");
                (&rules::TRUNCATED, found)
            }
            How::Unclosed(what) => (&rules::MALFORMED, format!("a {what} without end")),
            How::Markup(what) => (&rules::MALFORMED, (*what).to_owned()),
            How::Name(expected, found) if expected.is_empty() => {
                let found = format!("</{}> closes nothing", short(found));
                (&rules::MALFORMED, found)
            }
            How::Name(expected, found) => {
                let (expected, found) = (short(expected), short(found));
                let found = format!("</{found}> stands where </{expected}> is expected");
                (&rules::MALFORMED, found)
            }
        };
        Fault {
            rule,
            at: broken.at,
            found,
        }
    }
}

fn limit(at: usize, found: String) -> Fault {
    Fault {
        rule: &rules::LIMIT,
        at,
        found,
    }
}
