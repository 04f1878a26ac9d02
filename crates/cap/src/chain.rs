//! Chains: whether an Update, Cancel, Ack or Error fits the messages it references.
//!
//! A chain is judged by the messages at hand. What is referenced and not at hand is advice, not an error: a
//! receiver must cope with an Update whose beginning it never got.

use crate::check::Found;
use crate::doc::{Alert, MsgType, Reference, Status};
use crate::element::Element;
use crate::finding::{Finding, Place};
use crate::rule::rules;

rules! {
    UNKNOWN = "CHAIN-UNKNOWN" Advice "CAP 1.2 §3.2.1 references",
        "the referenced message is at hand",
        "fetch it, or treat this message as the first";
    SENT = "CHAIN-SENT" Error "CAP 1.2 §3.2.1 references",
        "a reference repeats sender, identifier and sent of the earlier message exactly",
        "copy sent from the earlier message";
    LATER = "CHAIN-LATER" Error "CAP 1.2 §3.2.1 references",
        "a message references only messages sent before it",
        "check both times";
    SENDER = "CHAIN-SENDER" Warning "CAP 1.2 §3.2.1 msgType",
        "a warning is updated or cancelled by its own sender",
        "check that the sender may speak for the other";
    STATUS = "CHAIN-STATUS" Error "CAP 1.2 §3.2.1 status",
        "an exercise or test does not change what is real, nor the reverse",
        "use the status of the referenced message";
    ENDED = "CHAIN-ENDED" Warning "CAP 1.2 §3.2.1 msgType",
        "what was cancelled is not updated or cancelled again",
        "send a new Alert";
    EXPIRED = "CHAIN-EXPIRED" Advice "CAP 1.2 §3.2.2 expires",
        "what is updated or cancelled has not expired",
        "send a new Alert";
    INCOMPLETE = "CHAIN-INCOMPLETE" Warning "CAP 1.2 §3.2.1 references; IPAWS Profile 1.0; CAP-CP 0.4; CAP-AU-STD 1.0",
        "an Update or Cancel references every message of its chain that has not expired",
        "add the missing references";
    REPLY = "CHAIN-REPLY" Advice "CAP 1.2 §3.2.1 msgType",
        "an Ack or Error answers an Alert, Update or Cancel",
        "reference the message that is answered";
    TWICE = "CHAIN-TWICE" Error "CAP 1.2 §3.2.1 identifier",
        "no two different messages share sender, identifier and sent",
        "give each message an identifier of its own";
}

/// Checks one message against the earlier ones at hand, in any order; the message itself may be among them.
pub fn check(alert: &Alert, others: &[&Alert]) -> Vec<Finding> {
    let mut found = Found::default();
    let own = alert.reference();
    for other in others {
        if *other != alert && other.reference() == own {
            found.say(
                &TWICE,
                Place::ALERT.one(Element::Identifier),
                format!("another message is also {own}"),
            );
        }
    }
    let known: Vec<&Alert> = alert
        .references
        .iter()
        .filter_map(|reference| resolve(alert, reference, others, &mut found))
        .collect();
    for earlier in &known {
        fits(alert, earlier, others, &mut found);
    }
    if matches!(alert.msg_type, MsgType::Update | MsgType::Cancel) {
        complete(alert, &known, others, &mut found);
    }
    found.findings
}

fn place() -> Place {
    Place::ALERT.one(Element::References)
}

/// The message that a reference names, or the one it seems to mean.
fn resolve<'a>(
    alert: &Alert,
    reference: &Reference,
    others: &[&'a Alert],
    found: &mut Found,
) -> Option<&'a Alert> {
    let named = |other: &&&Alert| {
        other.sender == reference.sender && other.identifier == reference.identifier
    };
    if let Some(exact) = others.iter().find(|other| other.reference() == *reference) {
        return Some(exact).copied().filter(|exact| **exact != *alert);
    }
    if let Some(near) = others.iter().find(named) {
        let what = format!("{reference}; that message was sent {}", near.sent);
        found.say(&SENT, place(), what);
        Some(near).copied()
    } else {
        found.say(&UNKNOWN, place(), reference.to_string());
        None
    }
}

/// Whether the message may do to the earlier one what it does.
fn fits(alert: &Alert, earlier: &Alert, others: &[&Alert], found: &mut Found) {
    let name = earlier.reference();
    found.unless(
        earlier.sent.unix_s() <= alert.sent.unix_s(),
        &LATER,
        place(),
        || format!("{name} was sent after {}", alert.sent),
    );
    let real = |status: Status| status == Status::Actual;
    found.unless(
        real(alert.status) == real(earlier.status),
        &STATUS,
        Place::ALERT.one(Element::Status),
        || format!("{} about {name}, which is {}", alert.status, earlier.status),
    );
    let reply = matches!(alert.msg_type, MsgType::Ack | MsgType::Error);
    if reply {
        let answerable = !matches!(earlier.msg_type, MsgType::Ack | MsgType::Error);
        found.unless(answerable, &REPLY, place(), || {
            format!("{} of the {} {name}", alert.msg_type, earlier.msg_type)
        });
        return;
    }
    if alert.msg_type == MsgType::Alert {
        return;
    }
    found.unless(
        earlier.sender == alert.sender,
        &SENDER,
        Place::ALERT.one(Element::Sender),
        || format!("{} by {} of {name}", alert.msg_type, alert.sender),
    );
    let ended = others.iter().any(|other| {
        other.msg_type == MsgType::Cancel
            && **other != *alert
            && other.sent < alert.sent
            && other.references.contains(&name)
    });
    found.unless(!ended, &ENDED, place(), || {
        format!("{name} was cancelled before")
    });
    let expired = earlier
        .expires()
        .is_some_and(|expires| expires.unix_s() <= alert.sent.unix_s());
    found.unless(!expired, &EXPIRED, place(), || {
        format!("{name} had expired")
    });
}

/// Whether messages that belong to the chain are left out: those that the referenced ones reference.
fn complete(alert: &Alert, known: &[&Alert], others: &[&Alert], found: &mut Found) {
    let expired = |reference: &Reference| {
        let at_hand = others.iter().find(|other| other.reference() == *reference);
        at_hand.is_none_or(|other| {
            other
                .expires()
                .is_some_and(|expires| expires.unix_s() <= alert.sent.unix_s())
        })
    };
    for earlier in known {
        let left_out = earlier
            .references
            .iter()
            .find(|one| !alert.references.contains(one) && !expired(one));
        if let Some(left_out) = left_out {
            let what = format!(
                "{} references {left_out}, this message does not",
                earlier.reference()
            );
            found.say(&INCOMPLETE, place(), what);
            return;
        }
    }
}
