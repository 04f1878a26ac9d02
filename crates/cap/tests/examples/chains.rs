//! Examples of rules of chains: an Update beside the first message.

use super::{Edits, Example, alert};
use vigie_cap::chain;
use vigie_cap::doc::Alert;

/// The first message of the chain, and the exemplary Update of it.
fn first(edits: &[(&str, &str)]) -> Alert {
    let mut all = vec![
        ("<msgType>Update", "<msgType>Alert"),
        ("2023-12-08T04:10:00+03:00", "2023-12-08T04:00:00+03:00"),
        (
            "  <references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>\n",
            "",
        ),
    ];
    all.extend_from_slice(edits);
    alert("urn:oid:2.49.0.1.124.0.2023.1", &all)
}

pub(super) fn examples() -> Vec<Example> {
    let sound = alert("urn:oid:2.49.0.1.124.0.2023.2", &[]);
    let sound_found = chain::check(&sound, &[&first(&[]), &sound]);
    assert_eq!(sound_found, []);
    CHAINS
        .iter()
        .map(|(rule, edits_first, edits_update)| Example {
            rule,
            broken: broken(rule, edits_first, edits_update),
            sound: sound_found.clone(),
        })
        .collect()
}

fn broken(rule: &str, edits_first: Edits, edits_update: Edits) -> Vec<vigie_cap::Finding> {
    let first = first(edits_first);
    let update = alert("urn:oid:2.49.0.1.124.0.2023.2", edits_update);
    let mut others = vec![first.clone()];
    match rule {
        "CHAIN-UNKNOWN" => others.clear(),
        "CHAIN-ENDED" => {
            let cancel = [
                ("<msgType>Update", "<msgType>Cancel"),
                ("T04:10:00+03:00", "T04:05:00+03:00"),
            ];
            others.push(alert("urn:oid:2.49.0.1.124.0.2023.3", &cancel));
        }
        "CHAIN-TWICE" => others.push(Alert {
            note: None,
            ..update.clone()
        }),
        "CHAIN-INCOMPLETE" => {
            let zero = Alert {
                identifier: "urn:oid:2.49.0.1.124.0.2023.0".to_owned(),
                ..first
            };
            others[0].references.push(zero.reference());
            others.push(zero);
        }
        _ => {}
    }
    let others: Vec<&Alert> = others.iter().collect();
    chain::check(&update, &others)
}

const CHAINS: &[(&str, Edits, Edits)] = &[
    ("CHAIN-UNKNOWN", &[], &[]),
    (
        "CHAIN-SENT",
        &[("<sent>2023-12-08T04:00:00", "<sent>2023-12-08T04:00:01")],
        &[],
    ),
    (
        "CHAIN-LATER",
        &[],
        &[("<sent>2023-12-08T04:10", "<sent>2023-12-08T03:10")],
    ),
    ("CHAIN-SENDER", &[], &[("<sender>duty", "<sender>night")]),
    (
        "CHAIN-STATUS",
        &[],
        &[("<status>Exercise", "<status>Actual")],
    ),
    ("CHAIN-ENDED", &[], &[]),
    (
        "CHAIN-EXPIRED",
        &[
            ("<expires>2023-12-08T05", "<expires>2023-12-08T03"),
            ("<expires>2023-12-08T05", "<expires>2023-12-08T03"),
        ],
        &[],
    ),
    ("CHAIN-INCOMPLETE", &[], &[]),
    (
        "CHAIN-REPLY",
        &[("<msgType>Alert", "<msgType>Ack")],
        &[("<msgType>Update", "<msgType>Error")],
    ),
    ("CHAIN-TWICE", &[], &[]),
];
