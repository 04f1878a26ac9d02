//! Canonical XML: the one sequence of bytes that a document stands for, which is what digests and signatures are of.
//!
//! Canonical XML 1.0 and 1.1 (inclusive) and Exclusive XML Canonicalization 1.0, of whole documents and of single
//! elements, without comments, which is all that an enveloped signature of a CAP message needs.

use super::tape::{Element, NONE, Node, Tape, split};
use super::{Refused, rules as sig};
use crate::xml::rules;
use std::collections::BTreeMap;

/// Which namespaces a canonical text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// All that are in scope: Canonical XML 1.0 and 1.1.
    Inclusive,
    /// Those that are used: Exclusive XML Canonicalization 1.0.
    Exclusive,
}

impl Form {
    /// The form of this algorithm identifier. With URI="" comments are left out before any form sees them, and
    /// comments inside a signature are refused: the forms with comments give the same bytes.
    pub(super) fn of(algorithm: &str) -> Option<Self> {
        match algorithm {
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
            | "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
            | "http://www.w3.org/2006/12/xml-c14n11"
            | "http://www.w3.org/2006/12/xml-c14n11#WithComments" => Some(Self::Inclusive),
            "http://www.w3.org/2001/10/xml-exc-c14n#"
            | "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" => Some(Self::Exclusive),
            _ => None,
        }
    }
}

/// The whole document but these elements.
pub(super) fn document(
    tape: &Tape<'_>,
    form: Form,
    without: &[usize],
    bytes_max: usize,
) -> Result<String, Refused> {
    let mut out = Canonical::new(tape, form, bytes_max);
    let end = tape.element(tape.root).map_or(0, |root| root.close);
    for (at, node) in tape.nodes.iter().enumerate() {
        if let Node::Instruction(target, rest) = node {
            if at < tape.root {
                out.instruction(target, rest);
                out.text.push('\n');
            } else if at > end {
                out.text.push('\n');
                out.instruction(target, rest);
            }
        }
        if at == tape.root {
            out.tree(at, without)?;
        }
    }
    Ok(out.text)
}

/// One element with all that is in it, as it stands in its document.
pub(super) fn element(
    tape: &Tape<'_>,
    form: Form,
    node: usize,
    bytes_max: usize,
) -> Result<String, Refused> {
    let mut out = Canonical::new(tape, form, bytes_max);
    if form == Form::Inclusive {
        let mut around = tape.element(node).and_then(|element| element.parent);
        while let Some(parent) = around.and_then(|parent| tape.element(parent)) {
            // The two inclusive forms inherit these differently; nothing in CAP has any.
            if parent
                .attributes
                .iter()
                .any(|attribute| attribute.ns == XML_NS)
            {
                let found = "an xml: attribute around the signature";
                return Err(tape.refuse(&sig::TRANSFORM, node, found));
            }
            around = parent.parent;
        }
    }
    out.tree(node, &[])?;
    Ok(out.text)
}

/// Place of the namespace of `xml:` in [`Tape::namespaces`].
const XML_NS: usize = 1;

struct Canonical<'t, 'a> {
    tape: &'t Tape<'a>,
    form: Form,
    bytes_max: usize,
    text: String,
    /// What is rendered around the next element: prefix and namespace, innermost last.
    rendered: Vec<(&'t str, usize)>,
    /// How long `rendered` was before each open element.
    marks: Vec<usize>,
}

impl<'t, 'a> Canonical<'t, 'a> {
    fn new(tape: &'t Tape<'a>, form: Form, bytes_max: usize) -> Self {
        Self {
            tape,
            form,
            bytes_max,
            text: String::new(),
            rendered: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// An element and what is in it.
    fn tree(&mut self, root: usize, without: &[usize]) -> Result<(), Refused> {
        let tape = self.tape;
        let mut names: Vec<&'a str> = Vec::new();
        let mut at = root;
        loop {
            match tape.nodes.get(at) {
                Some(Node::Open(element)) if without.contains(&at) => at = element.close,
                Some(Node::Open(element)) => {
                    self.open(element, at == root);
                    names.push(element.written);
                }
                Some(Node::Close) => {
                    let name = names.pop().unwrap_or_default();
                    self.push(&["</", name, ">"]);
                    self.rendered.truncate(self.marks.pop().unwrap_or(0));
                }
                Some(Node::Text(text)) => escape(&mut self.text, text, Inside::Text),
                Some(Node::Instruction(target, rest)) => self.instruction(target, rest),
                Some(Node::Comment) | None => {}
            }
            // A namespace of some bytes, used by ten thousand elements, must be written ten thousand times.
            if self.text.len() > self.bytes_max {
                let found = format!("the canonical text is longer than {} bytes", self.bytes_max);
                return Err(tape.refuse(&rules::LIMIT, root, found));
            }
            if names.is_empty() {
                return Ok(());
            }
            at += 1;
        }
    }

    fn open(&mut self, element: &'t Element<'a>, apex: bool) {
        let tape = self.tape;
        self.marks.push(self.rendered.len());
        self.push(&["<", element.written]);
        for (prefix, ns) in self.candidates(element, apex) {
            let uri = &tape.namespaces[ns];
            let around = self
                .rendered
                .iter()
                .rev()
                .find(|(known, _)| *known == prefix);
            let around = around.map_or("", |(_, ns)| &*tape.namespaces[*ns]);
            if uri == around || prefix == "xml" {
                continue;
            }
            self.rendered.push((prefix, ns));
            let colon = if prefix.is_empty() { "" } else { ":" };
            self.push(&[" xmlns", colon, prefix, "=\""]);
            escape(&mut self.text, uri, Inside::Attribute);
            self.text.push('"');
        }
        for attribute in &element.attributes {
            self.push(&[" ", &attribute.written, "=\""]);
            escape(&mut self.text, &attribute.value, Inside::Attribute);
            self.text.push('"');
        }
        self.text.push('>');
    }

    /// The namespaces that this element may have to name, by prefix.
    fn candidates(&self, element: &'t Element<'a>, apex: bool) -> BTreeMap<&'t str, usize> {
        match self.form {
            Form::Inclusive if apex => {
                let mut path = vec![element];
                while let Some(parent) = path
                    .last()
                    .and_then(|inner| inner.parent)
                    .and_then(|parent| self.tape.element(parent))
                {
                    path.push(parent);
                }
                let declared = path.into_iter().rev().flat_map(|around| &around.declared);
                declared.map(|(prefix, ns)| (&**prefix, *ns)).collect()
            }
            Form::Inclusive => {
                let declared = element.declared.iter();
                declared.map(|(prefix, ns)| (&**prefix, *ns)).collect()
            }
            Form::Exclusive => {
                let own = (split(element.written).0, element.ns);
                let attributes = element.attributes.iter();
                let prefixed = attributes
                    .filter(|attribute| attribute.ns != NONE)
                    .map(|attribute| (split(&attribute.written).0, attribute.ns));
                prefixed.chain([own]).collect()
            }
        }
    }

    fn instruction(&mut self, target: &str, rest: &str) {
        let blank = if rest.is_empty() { "" } else { " " };
        self.push(&["<?", target, blank, rest, "?>"]);
    }

    fn push(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.text.push_str(piece);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Text,
    Attribute,
}

fn escape(out: &mut String, text: &str, inside: Inside) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match (byte, inside) {
            (b'&', _) => "&amp;",
            (b'<', _) => "&lt;",
            (b'\r', _) => "&#xD;",
            (b'>', Inside::Text) => "&gt;",
            (b'"', Inside::Attribute) => "&quot;",
            (b'\t', Inside::Attribute) => "&#x9;",
            (b'\n', Inside::Attribute) => "&#xA;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(reference);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests;
