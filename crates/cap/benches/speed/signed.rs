//! The same messages, signed by a key made for this run, for what verifying costs.

use crate::set::{Message, Set};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use std::collections::BTreeMap;
use vigie_cap::sign::{SigningKey, Trust, sign};
use vigie_cap::{Mode, read};

/// Signed messages, and whom their reader trusts.
#[derive(Default)]
pub(crate) struct Signed {
    pub(crate) set: Set,
    pub(crate) trust: Trust,
}

impl Signed {
    /// Every message that may be signed, which one with errors may not.
    pub(crate) fn of(set: &Set) -> Result<Self, String> {
        let key = key()?;
        let signed = set.files.iter().filter_map(|file| {
            let reading = read(&file.bytes, Mode::Lenient);
            let text = sign(&reading.alerts.first()?.alert, &key).ok()?;
            Some(Message {
                bytes: text.into_bytes(),
                ..file.clone()
            })
        });
        let files: Vec<Message> = signed.collect();
        let lost = set.files.len() - files.len();
        Ok(Self {
            set: Set {
                files,
                left_out: BTreeMap::from([("with errors, which are not signed", lost)]),
            },
            trust: Trust {
                keys: vec![key.trusted("bench")],
                ..Trust::default()
            },
        })
    }
}

fn key() -> Result<SigningKey, String> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map_err(|error| format!("failed to make a key: {error}"))?;
    // Lines of a PEM text have 64 characters.
    let lines = made.as_ref().chunks(48).map(|line| STANDARD.encode(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    SigningKey::from_pem(&pem).map_err(|error| format!("failed to read the key back: {error}"))
}
