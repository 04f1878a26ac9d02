//! Where the signatures of a message stand, and what else in it would let a signed text be taken for another.

use super::signed_info::{DSIG, attributes, decoded, is, named, parts};
use super::tape::{Element, NONE, Node, Tape, split};
use super::{Refused, rules, verify::Signatures};
use crate::xml::characters::{is_blank, short};
use std::collections::BTreeSet;

/// The namespaces of CAP 1.2, 1.1 and 1.0.
const CAP: [&str; 3] = [
    crate::write::NAMESPACE,
    "urn:oasis:names:tc:emergency:cap:1.1",
    "http://www.incident.com/cap/1.0",
];

/// One signature, taken apart.
pub(super) struct Parts {
    pub(super) node: usize,
    pub(super) signed_info: usize,
    /// The value of the signature.
    pub(super) value: Vec<u8>,
    pub(super) key_info: Option<usize>,
}

/// The signatures of the alert. Refuses a message that has one anywhere else.
pub(super) fn signatures(tape: &Tape<'_>, profile: Signatures) -> Result<Vec<Parts>, Refused> {
    check_root(tape)?;
    check_ids(tape)?;
    let found = places(tape)?;
    match found.len() {
        0 => return Err(tape.refuse(&rules::NONE, tape.root, "no signature")),
        count if count > profile.at_most() => {
            let found = format!("{count} signatures");
            return Err(tape.refuse(&rules::SEVERAL, tape.root, found));
        }
        _ => {}
    }
    check_values(tape)?;
    found
        .into_iter()
        .map(|node| take_apart(tape, node, profile))
        .collect()
}

/// Whether the document is one alert.
pub(super) fn check_root(tape: &Tape<'_>) -> Result<(), Refused> {
    let root = tape.element(tape.root).map(|root| tape.name(root));
    match root {
        Some(("alert", ns)) if CAP.contains(&ns) => Ok(()),
        Some((name, _)) => {
            let found = format!("the document is <{}>, not a CAP alert", short(name));
            Err(tape.refuse(&rules::ROOT, tape.root, found))
        }
        None => Err(tape.refuse(&rules::ROOT, tape.root, "there is no element")),
    }
}

/// Whether there is a signature, anywhere.
pub(super) fn is_signed(tape: &Tape<'_>) -> bool {
    elements(tape).any(|(_, element)| tape.name(element).1 == DSIG)
}

fn elements<'t, 'a>(tape: &'t Tape<'a>) -> impl Iterator<Item = (usize, &'t Element<'a>)> {
    let nodes = tape.nodes.iter().enumerate();
    nodes.filter_map(|(at, node)| match node {
        Node::Open(element) => Some((at, element)),
        _ => None,
    })
}

/// The signatures, each where it belongs.
fn places(tape: &Tape<'_>) -> Result<Vec<usize>, Refused> {
    let mut found = Vec::new();
    let mut inside = 0;
    for (at, element) in elements(tape) {
        if at < inside {
            let (name, ns) = tape.name(element);
            if name == "Signature" && ns == DSIG {
                return Err(tape.refuse(&rules::PLACE, at, "a signature inside a signature"));
            }
            continue;
        }
        let (name, ns) = tape.name(element);
        if ns == DSIG {
            if name != "Signature" || element.parent != Some(tape.root) {
                let found = format!(
                    "<{}> outside a signature of the alert",
                    short(element.written)
                );
                return Err(tape.refuse(&rules::PLACE, at, found));
            }
            found.push(at);
            inside = element.close;
        } else if element.parent == Some(tape.root) && !found.is_empty() {
            let found = format!("<{}> after a signature", short(element.written));
            return Err(tape.refuse(&rules::PLACE, at, found));
        }
    }
    Ok(found)
}

/// Two elements of one Id: nothing here refers to any, others may.
fn check_ids(tape: &Tape<'_>) -> Result<(), Refused> {
    let mut known = BTreeSet::new();
    for (at, element) in elements(tape) {
        for attribute in &element.attributes {
            let is_id = split(&attribute.written).1.eq_ignore_ascii_case("id");
            if is_id && !known.insert(attribute.value.trim_matches(is_blank)) {
                let found = format!("the Id \"{}\" a second time", short(&attribute.value));
                return Err(tape.refuse(&rules::DUPLICATE_ID, at, found));
            }
        }
    }
    Ok(())
}

/// A comment in a text makes two texts of it for some readers, and so does an instruction.
fn check_values(tape: &Tape<'_>) -> Result<(), Refused> {
    /// An open element: its node, whether it holds words, and whether they are interrupted.
    struct Open(usize, bool, bool);
    let mut open: Vec<Open> = Vec::new();
    for (at, node) in tape.nodes.iter().enumerate() {
        match (node, open.last_mut()) {
            (Node::Open(_), _) => open.push(Open(at, false, false)),
            (Node::Text(text), Some(around)) => around.1 |= !text.chars().all(is_blank),
            (Node::Comment | Node::Instruction(..), Some(around)) => around.2 = true,
            (Node::Close, _) => {
                if let Some(Open(node, true, true)) = open.pop() {
                    let name = tape.element(node).map_or("", |element| element.written);
                    let found = format!("a comment or an instruction inside <{}>", short(name));
                    return Err(tape.refuse(&rules::COMMENT, node, found));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn take_apart(tape: &Tape<'_>, node: usize, profile: Signatures) -> Result<Parts, Refused> {
    attributes(tape, node, &["Id"])?;
    check_uninterrupted(tape, node)?;
    let parts = parts(tape, node)?;
    let [signed_info, value, rest @ ..] = &*parts else {
        return Err(tape.refuse(&rules::SHAPE, node, "the signature is not whole"));
    };
    let signed_info = named(tape, *signed_info, "SignedInfo")?;
    let value = named(tape, *value, "SignatureValue")?;
    attributes(tape, value, &["Id"])?;
    let (key_info, objects) = match rest {
        [first, objects @ ..] if is(tape, *first, "KeyInfo") => (Some(*first), objects),
        objects => (None, objects),
    };
    for object in objects {
        check_object(tape, *object, profile)?;
    }
    if let Some(key_info) = key_info {
        for part in tape.children(key_info) {
            if is(tape, part, "RetrievalMethod") {
                return Err(tape.refuse(&rules::EXTERNAL, part, "a key to be fetched"));
            }
        }
    }
    Ok(Parts {
        node,
        signed_info,
        value: decoded(tape, value)?,
        key_info,
    })
}

/// What NAADS says of its signature stands in an object in no namespace. It is no part of the message.
fn check_object(tape: &Tape<'_>, node: usize, profile: Signatures) -> Result<(), Refused> {
    let Some(element) = tape.element(node) else {
        return Ok(());
    };
    let is_object = tape.name(element).0 == "Object";
    let in_place = element.ns == NONE || tape.name(element).1 == DSIG;
    match profile {
        _ if !is_object || !in_place => {
            let found = format!("<{}> in a signature", short(element.written));
            Err(tape.refuse(&rules::SHAPE, node, found))
        }
        Signatures::One => Err(tape.refuse(&rules::OBJECT, node, "an object")),
        Signatures::Naads => Ok(()),
    }
}

/// Comments in a signature: some canonical forms sign them, others leave them out.
fn check_uninterrupted(tape: &Tape<'_>, node: usize) -> Result<(), Refused> {
    let close = tape.element(node).map_or(node, |element| element.close);
    let interrupted = tape.nodes[node..close]
        .iter()
        .any(|inside| matches!(inside, Node::Comment | Node::Instruction(..)));
    if interrupted {
        let found = "a comment or an instruction inside the signature";
        return Err(tape.refuse(&rules::COMMENT, node, found));
    }
    Ok(())
}
