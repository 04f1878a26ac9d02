//! The part of a signature that is signed: how, over what, and with which digest. Anything not needed is refused.

use super::canonical::Form;
use super::key::Algorithm;
use super::tape::{Node, Tape};
use super::{Refused, rules};
use crate::rule::Rule;
use crate::xml::characters::{is_blank, short};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The namespace of XML signatures.
pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(super) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// What a signature says that it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SignedInfo {
    /// How the signed part itself is brought into one form.
    pub(super) own_form: Form,
    /// How the message is.
    pub(super) form: Form,
    pub(super) algorithm: Algorithm,
    /// SHA-256 of the message.
    pub(super) digest: Vec<u8>,
}

impl SignedInfo {
    pub(super) fn read(tape: &Tape<'_>, node: usize) -> Result<Self, Refused> {
        attributes(tape, node, &["Id"])?;
        let [own_form, method, references @ ..] = &*parts(tape, node)? else {
            return Err(tape.refuse(&rules::SHAPE, node, "the SignedInfo is not whole"));
        };
        let own_form = named(tape, *own_form, "CanonicalizationMethod")?;
        let method = named(tape, *method, "SignatureMethod")?;
        for other in references {
            named(tape, *other, "Reference")?;
        }
        let &[reference] = references else {
            let found = format!("{} references", references.len());
            return Err(tape.refuse(&rules::REFERENCE, node, found));
        };
        let (form, digest) = self::reference(tape, reference)?;
        Ok(Self {
            own_form: self::form(tape, own_form)?,
            form,
            algorithm: signature_method(tape, method)?,
            digest,
        })
    }
}

/// The form and the digest of the message.
fn reference(tape: &Tape<'_>, node: usize) -> Result<(Form, Vec<u8>), Refused> {
    match attribute(tape, node, "URI") {
        Some("") => {}
        None => return Err(tape.refuse(&rules::REFERENCE, node, "a reference without URI")),
        Some(uri) => {
            let found = format!("a reference to \"{}\"", short(uri));
            return Err(tape.refuse(&rules::EXTERNAL, node, found));
        }
    }
    attributes(tape, node, &["Id", "URI"])?;
    let parts = parts(tape, node)?;
    let &[transforms, method, value] = &*parts else {
        return Err(tape.refuse(&rules::TRANSFORM, node, "a reference without transforms"));
    };
    let transforms = named(tape, transforms, "Transforms")?;
    let method = named(tape, method, "DigestMethod")?;
    let value = named(tape, value, "DigestValue")?;
    attributes(tape, transforms, &[])?;
    let steps = self::parts(tape, transforms)?;
    for step in &steps {
        named(tape, *step, "Transform")?;
    }
    let form = match *steps {
        [enveloped] if algorithm(tape, enveloped)? == ENVELOPED => Form::Inclusive,
        [enveloped, form] if algorithm(tape, enveloped)? == ENVELOPED => self::form(tape, form)?,
        _ => {
            let found = "transforms other than the enveloped signature and one canonical form";
            return Err(tape.refuse(&rules::TRANSFORM, transforms, found));
        }
    };
    match algorithm(tape, method)? {
        SHA256 => {}
        other => return Err(refuse_algorithm(tape, method, other)),
    }
    Ok((form, decoded(tape, value)?))
}

fn form(tape: &Tape<'_>, node: usize) -> Result<Form, Refused> {
    let named = algorithm(tape, node)?;
    Form::of(named)
        .ok_or_else(|| tape.refuse(&rules::TRANSFORM, node, format!("\"{}\"", short(named))))
}

fn signature_method(tape: &Tape<'_>, node: usize) -> Result<Algorithm, Refused> {
    let named = algorithm(tape, node)?;
    Algorithm::of(named).ok_or_else(|| refuse_algorithm(tape, node, named))
}

fn refuse_algorithm(tape: &Tape<'_>, node: usize, named: &str) -> Refused {
    let lower = named.to_ascii_lowercase();
    let old = lower.ends_with("sha1") || lower.ends_with("md5");
    let rule = if old { &rules::SHA1 } else { &rules::ALGORITHM };
    tape.refuse(rule, node, format!("\"{}\"", short(named)))
}

/// The algorithm that an element names, which takes no parameters.
fn algorithm<'t>(tape: &'t Tape<'_>, node: usize) -> Result<&'t str, Refused> {
    attributes(tape, node, &["Algorithm"])?;
    let named = attribute(tape, node, "Algorithm")
        .ok_or_else(|| tape.refuse(&rules::SHAPE, node, "no algorithm is named"))?;
    if !parts(tape, node)?.is_empty() {
        let found = format!("parameters for \"{}\"", short(named));
        return Err(tape.refuse(parameters_of(tape, node), node, found));
    }
    Ok(named)
}

fn parameters_of(tape: &Tape<'_>, node: usize) -> &'static Rule {
    let of_method = |name| name == "SignatureMethod" || name == "DigestMethod";
    let element = tape.element(node);
    if element.is_some_and(|element| of_method(tape.name(element).0)) {
        &rules::ALGORITHM
    } else {
        &rules::TRANSFORM
    }
}

/// The elements in one that holds no text.
pub(super) fn parts(tape: &Tape<'_>, node: usize) -> Result<Vec<usize>, Refused> {
    let close = tape.element(node).map_or(node, |element| element.close);
    let mut depth = 0;
    for inside in &tape.nodes[node + 1..close.max(node + 1)] {
        match inside {
            Node::Open(_) => depth += 1,
            Node::Close => depth -= 1,
            Node::Text(text) if depth == 0 && !text.chars().all(is_blank) => {
                return Err(tape.refuse(&rules::SHAPE, node, "text between elements"));
            }
            Node::Text(_) | Node::Comment | Node::Instruction(..) => {}
        }
    }
    Ok(tape.children(node).collect())
}

/// Whether this is that element of XMLDSig. Costs nothing where it is not, of which there may be thousands.
pub(super) fn is(tape: &Tape<'_>, node: usize, name: &str) -> bool {
    tape.element(node)
        .is_some_and(|element| tape.name(element) == (name, DSIG))
}

/// The element, if it is the one of XMLDSig that stands here.
pub(super) fn named(tape: &Tape<'_>, node: usize, name: &str) -> Result<usize, Refused> {
    match tape.element(node) {
        Some(element) if tape.name(element) == (name, DSIG) => Ok(node),
        Some(element) => {
            let found = format!("<{}> where {name} stands", short(element.written));
            Err(tape.refuse(&rules::SHAPE, node, found))
        }
        None => Err(tape.refuse(&rules::SHAPE, node, format!("no {name}"))),
    }
}

/// Refuses attributes other than these.
pub(super) fn attributes(tape: &Tape<'_>, node: usize, known: &[&str]) -> Result<(), Refused> {
    let element = tape.element(node);
    let mut written = element.iter().flat_map(|element| &element.attributes);
    match written.find(|attribute| !known.contains(&&*attribute.written)) {
        Some(other) => {
            let found = format!("the attribute {}", short(&other.written));
            Err(tape.refuse(&rules::SHAPE, node, found))
        }
        None => Ok(()),
    }
}

fn attribute<'t>(tape: &'t Tape<'_>, node: usize, name: &str) -> Option<&'t str> {
    let attributes = &tape.element(node)?.attributes;
    let found = attributes
        .iter()
        .find(|attribute| attribute.written == name);
    found.map(|attribute| &*attribute.value)
}

/// The bytes that an element holds in base64.
pub(super) fn decoded(tape: &Tape<'_>, node: usize) -> Result<Vec<u8>, Refused> {
    /// A certificate has one or two thousand.
    const BYTES_MAX: usize = 16 << 10;
    let close = tape.element(node).map_or(node, |element| element.close);
    let mut written = String::new();
    for inside in &tape.nodes[node + 1..close.max(node + 1)] {
        match inside {
            Node::Text(text) => written.extend(text.chars().filter(|c| !is_blank(*c))),
            _ => return Err(tape.refuse(&rules::SHAPE, node, "not text alone")),
        }
        if written.len() > BYTES_MAX {
            return Err(tape.refuse(
                &crate::xml::rules::LIMIT,
                node,
                "base64 longer than any key",
            ));
        }
    }
    let decoded = STANDARD.decode(written);
    decoded.map_err(|error| tape.refuse(&rules::SHAPE, node, format!("not base64: {error}")))
}
