//! The message itself: who, to whom, about what earlier ones.

use super::{Found, rules};
use crate::doc::{Alert, MsgType, Reference, Scope, Status};
use crate::element::Element;
use crate::finding::Place;
use crate::xml::characters::short;

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let at = |element| Place::ALERT.one(element);
    found.unless(
        is_token(&alert.identifier),
        &rules::IDENTIFIER,
        at(Element::Identifier),
        || shown(&alert.identifier),
    );
    found.unless(
        is_token(&alert.sender),
        &rules::SENDER,
        at(Element::Sender),
        || shown(&alert.sender),
    );

    let (restricted, private) = (
        alert.scope == Scope::Restricted,
        alert.scope == Scope::Private,
    );
    let restriction = alert.restriction.is_some();
    found.unless(
        restriction || !restricted,
        &rules::RESTRICTION,
        at(Element::Restriction),
        || "the scope is Restricted and there is no restriction",
    );
    found.unless(
        restricted || !restriction,
        &rules::RESTRICTION_SCOPE,
        at(Element::Restriction),
        || format!("a restriction, and the scope is {}", alert.scope),
    );
    found.unless(
        !private || !alert.addresses.is_empty(),
        &rules::ADDRESSES,
        at(Element::Addresses),
        || "the scope is Private and there are no addresses",
    );
    for (element, names) in [
        (Element::Addresses, &alert.addresses),
        (Element::Incidents, &alert.incidents),
    ] {
        if let Some(name) = names.iter().find(|name| name.contains('"')) {
            found.say(&rules::QUOTES, at(element), shown(name));
        }
    }

    let wants_note = alert.status == Status::Exercise || alert.msg_type == MsgType::Error;
    found.unless(
        !wants_note || alert.note.is_some(),
        &rules::NOTE,
        at(Element::Note),
        || "there is no note",
    );
    found.unless(
        alert.status != Status::Draft,
        &rules::DRAFT,
        at(Element::Status),
        || "the status is Draft",
    );
    let speaks = matches!(alert.msg_type, MsgType::Alert | MsgType::Update)
        && alert.status != Status::System;
    found.unless(
        !speaks || !alert.infos.is_empty(),
        &rules::INFO,
        at(Element::Info),
        || format!("the {} has no info", alert.msg_type),
    );
    references(alert, found);
}

fn references(alert: &Alert, found: &mut Found) {
    let place = Place::ALERT.one(Element::References);
    found.unless(
        alert.msg_type == MsgType::Alert || !alert.references.is_empty(),
        &rules::REFERENCES,
        place,
        || format!("the {} references nothing", alert.msg_type),
    );
    for reference in &alert.references {
        let sound = is_token(&reference.sender) && is_token(&reference.identifier);
        found.unless(sound, &rules::REFERENCE_TRIPLE, place, || {
            shown(&reference.to_string())
        });
        if is_to(reference, alert) {
            found.say(
                &rules::REFERENCE_SELF,
                place,
                format!("the message references itself: {reference}"),
            );
        } else {
            found.unless(
                reference.sent.unix_s() <= alert.sent.unix_s(),
                &rules::REFERENCE_LATER,
                place,
                || {
                    format!(
                        "a message sent {}, and this one was sent {}",
                        reference.sent, alert.sent
                    )
                },
            );
        }
    }
}

fn is_to(reference: &Reference, alert: &Alert) -> bool {
    reference.sender == alert.sender
        && reference.identifier == alert.identifier
        && reference.sent.unix_s() == alert.sent.unix_s()
}

/// A word as `identifier` and `sender` must be.
fn is_token(text: &str) -> bool {
    let restricted =
        |character: char| character.is_whitespace() || matches!(character, ',' | '<' | '&');
    !text.is_empty() && !text.contains(restricted)
}

pub(super) fn shown(text: &str) -> String {
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        format!("\"{}\"", short(text))
    }
}
