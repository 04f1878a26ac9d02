//! Makes a [`Tape`]: one pass over the text, with every limit and every doubt.

use super::tape::{Attribute, Element, NONE, Node, Tape, XML, is_absolute, split};
use super::{Refused, refuse, rules as sig};
use crate::xml::characters::{first_illegal, is_blank, short};
use crate::xml::{Limits, rules};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// The namespace that no prefix may name.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// Bytes of one name or of one namespace: the longest real one has 53.
const NAME_BYTES_MAX: usize = 256;
/// Instructions in one document: real ones have one, for a style sheet.
const INSTRUCTIONS_MAX: usize = 16;

pub(super) fn read<'a>(text: &'a str, limits: &Limits) -> Result<Tape<'a>, Refused> {
    let mut taping = Taping::new(text, limits);
    while taping.step()? {}
    taping.finish()
}

/// The reading of a tape, under way.
struct Taping<'a, 'l> {
    reader: Reader<&'a [u8]>,
    limits: &'l Limits,
    tape: Tape<'a>,
    /// Nodes of the elements that are open.
    open: Vec<usize>,
    /// Namespaces in scope, innermost last.
    scope: Vec<(String, usize)>,
    elements: usize,
    instructions: usize,
    rooted: bool,
}

impl<'a, 'l> Taping<'a, 'l> {
    fn new(text: &'a str, limits: &'l Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = true;
        Self {
            reader,
            limits,
            tape: Tape {
                text,
                nodes: Vec::new(),
                namespaces: vec![String::new(), XML.to_owned()],
                root: 0,
                root_end: 0,
            },
            open: Vec::new(),
            scope: vec![("xml".to_owned(), 1)],
            elements: 0,
            instructions: 0,
            rooted: false,
        }
    }

    fn fail<T>(
        &self,
        rule: &'static crate::Rule,
        at: usize,
        found: impl Into<crate::finding::What>,
    ) -> Result<T, Refused> {
        Err(refuse(rule, self.tape.text, at, found))
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Takes one piece of markup or text; false at the end.
    fn step(&mut self) -> Result<bool, Refused> {
        let at = self.at();
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => return self.fail(&rules::MALFORMED, at, short(&error.to_string())),
        };
        match event {
            Event::Start(start) | Event::Empty(start) => self.start(&start, at)?,
            Event::End(_) => self.end(at),
            Event::Text(text) => self.text(text.xml10_content(), at)?,
            Event::CData(text) => self.text(text.xml10_content(), at)?,
            Event::GeneralRef(reference) => {
                let text = self.reference(&reference, at)?;
                self.text(text, at)?;
            }
            Event::Comment(_) => self.push(Node::Comment),
            Event::PI(instruction) => self.instruction(&instruction, at)?,
            Event::Decl(_) if at > 0 => {
                return self.fail(&rules::DECLARATION, at, "something stands before <?xml");
            }
            Event::Decl(declaration) => {
                if declaration.version().is_ok_and(|version| version != "1.0") {
                    let found = "the message is not in XML 1.0";
                    return self.fail(&rules::MALFORMED, at, found);
                }
            }
            Event::DocType(_) => {
                return self.fail(&rules::DOCTYPE, at, "a document type declaration");
            }
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    /// The text that a reference stands for.
    fn reference(&self, reference: &BytesRef<'a>, at: usize) -> Result<Cow<'a, str>, Refused> {
        let named = match &**reference {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            other => {
                return match reference.resolve_char_ref() {
                    Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
                    _ => self.fail(
                        &rules::ENTITY,
                        at,
                        format!("&{}; is not defined in XML", short(other)),
                    ),
                };
            }
        };
        Ok(Cow::Borrowed(named))
    }

    fn push(&mut self, node: Node<'a>) {
        self.tape.nodes.push(node);
    }

    fn start(&mut self, start: &BytesStart<'a>, at: usize) -> Result<(), Refused> {
        if self.open.is_empty() && self.rooted {
            return self.fail(
                &rules::SEVERAL_ROOTS,
                at,
                "a second root element begins here",
            );
        }
        self.elements += 1;
        if self.elements > self.limits.nodes_max {
            let found = format!("more than {} elements", self.limits.nodes_max);
            return self.fail(&rules::LIMIT, at, found);
        }
        if self.open.len() >= self.limits.depth_max {
            let found = format!("elements nest more than {} deep", self.limits.depth_max);
            return self.fail(&rules::LIMIT, at, found);
        }
        let written = self.tape.text.get(at + 1..at + 1 + start.name().0.len());
        let written = written.unwrap_or_default();
        if written != start.name().0 {
            // A second byte order mark would shift every offset.
            return self.fail(&rules::STRAY_TEXT, at, "something stands before the text");
        }
        self.check_name(written, at)?;
        let mut element = Element {
            written,
            ns: NONE,
            at,
            declared: Vec::new(),
            attributes: Vec::new(),
            parent: self.open.last().copied(),
            close: 0,
        };
        self.attributes(start, &mut element)?;
        self.scope.extend(element.declared.iter().cloned());
        if self.scope.len() > self.limits.attributes_max {
            let found = format!("more than {} namespaces", self.limits.attributes_max);
            return self.fail(&rules::LIMIT, at, found);
        }
        element.ns = self.resolve(split(written).0, at)?;
        self.resolve_attributes(&mut element)?;
        let node = self.tape.nodes.len();
        if self.open.is_empty() {
            self.tape.root = node;
            self.rooted = true;
        }
        self.open.push(node);
        self.push(Node::Open(element));
        Ok(())
    }

    fn attributes(
        &mut self,
        start: &BytesStart<'a>,
        element: &mut Element<'a>,
    ) -> Result<(), Refused> {
        let at = element.at;
        if start.attributes_raw().trim_ascii().is_empty() {
            return Ok(());
        }
        // Looking for doubles costs the square of the count: only as many as the limit are looked at.
        for (count, attribute) in start.attributes().with_checks(true).enumerate() {
            if count >= self.limits.attributes_max {
                let found = format!("more than {} attributes", self.limits.attributes_max);
                return self.fail(&rules::LIMIT, at, found);
            }
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    return self.fail(&rules::MALFORMED, at, short(&error.to_string()));
                }
            };
            let written = attribute.key.0;
            self.check_name(written, at)?;
            if attribute.value.contains('<') {
                return self.fail(&rules::MALFORMED, at, format!("a < in {}", short(written)));
            }
            let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(error) => return self.fail(&rules::ENTITY, at, short(&error.to_string())),
            };
            self.check_characters(&value, at)?;
            if written == "xmlns" {
                self.declare("", value, element)?;
            } else if let Some(prefix) = written.strip_prefix("xmlns:") {
                self.declare(prefix, value, element)?;
            } else {
                element.attributes.push(Attribute {
                    written: written.to_owned(),
                    ns: NONE,
                    value,
                });
            }
        }
        Ok(())
    }

    fn declare(
        &mut self,
        prefix: &str,
        uri: String,
        element: &mut Element<'a>,
    ) -> Result<(), Refused> {
        let why = if uri.len() > NAME_BYTES_MAX {
            "is longer than any real one"
        } else if prefix == "xmlns" || uri == XMLNS || (prefix == "xml") != (uri == XML) {
            "is reserved by XML"
        } else if uri.is_empty() && !prefix.is_empty() {
            "takes back a prefix, which XML 1.0 does not allow"
        } else if !uri.is_empty() && !is_absolute(&uri) {
            "is not absolute"
        } else {
            let ns = if uri.is_empty() {
                NONE
            } else {
                self.tape.namespaces.push(uri);
                self.tape.namespaces.len() - 1
            };
            element.declared.push((prefix.to_owned(), ns));
            return Ok(());
        };
        let found = format!("the namespace \"{}\" {why}", short(&uri));
        self.fail(&sig::NAMESPACE, element.at, found)
    }

    /// Gives attributes their namespaces and refuses two of one name.
    fn resolve_attributes(&self, element: &mut Element<'a>) -> Result<(), Refused> {
        for attribute in &mut element.attributes {
            let (prefix, _) = split(&attribute.written);
            if !prefix.is_empty() {
                attribute.ns = self.resolve(prefix, element.at)?;
            }
        }
        let names = &self.tape.namespaces;
        let name = |attribute: &Attribute| {
            let local = split(&attribute.written).1.to_owned();
            (names[attribute.ns].clone(), local)
        };
        element.attributes.sort_by_cached_key(name);
        let twice = element
            .attributes
            .windows(2)
            .find(|pair| name(&pair[0]) == name(&pair[1]));
        match twice {
            Some(pair) => {
                let found = format!("the attribute {} stands twice", short(&pair[0].written));
                self.fail(&rules::MALFORMED, element.at, found)
            }
            None => Ok(()),
        }
    }

    fn resolve(&self, prefix: &str, at: usize) -> Result<usize, Refused> {
        match self.scope.iter().rev().find(|(known, _)| known == prefix) {
            Some((_, ns)) => Ok(*ns),
            None if prefix.is_empty() => Ok(NONE),
            None => self.fail(
                &rules::PREFIX,
                at,
                format!("the prefix \"{}\" is not declared", short(prefix)),
            ),
        }
    }

    /// The reader has seen to it that the names of tags agree.
    fn end(&mut self, at: usize) {
        let close = self.tape.nodes.len();
        self.push(Node::Close);
        let Some(opened) = self.open.pop() else {
            return;
        };
        if self.open.is_empty() {
            self.tape.root_end = at;
        }
        if let Some(Node::Open(element)) = self.tape.nodes.get_mut(opened) {
            element.close = close;
            self.scope
                .truncate(self.scope.len() - element.declared.len());
        }
    }

    fn text(&mut self, text: Cow<'a, str>, at: usize) -> Result<(), Refused> {
        self.check_characters(&text, at)?;
        if !self.open.is_empty() {
            self.push(Node::Text(text));
        } else if !text.chars().all(is_blank) {
            let found = format!("\"{}\" stands outside the root element", short(text.trim()));
            return self.fail(&rules::STRAY_TEXT, at, found);
        }
        Ok(())
    }

    fn instruction(&mut self, written: &str, at: usize) -> Result<(), Refused> {
        self.instructions += 1;
        if self.instructions > INSTRUCTIONS_MAX {
            let found = format!("more than {INSTRUCTIONS_MAX} processing instructions");
            return self.fail(&rules::LIMIT, at, found);
        }
        self.check_characters(written, at)?;
        let (target, rest) = written.split_once(is_blank).unwrap_or((written, ""));
        self.check_name(target, at)?;
        if target.contains(':') || target.eq_ignore_ascii_case("xml") {
            let found = format!("an instruction named {}", short(target));
            return self.fail(&rules::MALFORMED, at, found);
        }
        let rest = rest
            .trim_start_matches(is_blank)
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        self.push(Node::Instruction(target.to_owned(), rest));
        Ok(())
    }

    fn check_name(&self, written: &str, at: usize) -> Result<(), Refused> {
        let (prefix, local) = split(written);
        let begins = |part: &str| part.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '\u{B7}');
        let parts_fit = begins(local)
            && local.chars().all(goes_on)
            && (prefix.is_empty() || begins(prefix) && prefix.chars().all(goes_on));
        if written.len() > NAME_BYTES_MAX {
            let found = format!("a name is longer than {NAME_BYTES_MAX} bytes");
            self.fail(&rules::LIMIT, at, found)
        } else if !parts_fit || written.starts_with(':') {
            self.fail(
                &rules::MALFORMED,
                at,
                format!("\"{}\" is no name", short(written)),
            )
        } else {
            Ok(())
        }
    }

    fn check_characters(&self, text: &str, at: usize) -> Result<(), Refused> {
        match first_illegal(text) {
            Some(illegal) => {
                let found = format!("character U+{:04X}", u32::from(illegal));
                self.fail(&rules::CHARACTER, at, found)
            }
            None => Ok(()),
        }
    }

    fn finish(self) -> Result<Tape<'a>, Refused> {
        let at = self.at();
        if !self.open.is_empty() {
            let found = format!("the text ends with {} elements still open", self.open.len());
            return self.fail(&rules::TRUNCATED, at, found);
        }
        if !self.rooted {
            return self.fail(&rules::EMPTY, at, "there is no element");
        }
        Ok(self.tape)
    }
}
