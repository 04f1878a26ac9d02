//! Signs and checks what Vigie puts on a wire: orders, answers, bulletins, heartbeats.
//!
//! One form for all: JWS compact (RFC 7515) with Ed25519 (RFC 8037), so that a browser checks it
//! with WebCrypto and a siren maker with any JOSE library. Written by hand because the strictness is
//! the point: the header must be byte for byte the one expected, with the kind of text in `typ`,
//! so an answer is never taken for an order and no algorithm is negotiated.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

/// Whether the fault of the fuzzer is built in, a signature that nobody checks: only for the fuzzer, and only where it
/// asks for it.
#[expect(
    unexpected_cfgs,
    reason = "what every fuzzer of Rust sets, and cargo does not know"
)]
const PLANTED: bool = cfg!(all(fuzzing, feature = "planted"));

/// Largest signed text accepted, in bytes: far above any bulletin, far below harm.
pub const SIGNED_BYTES_MAX: usize = 256 * 1024;

/// What a signed text is; goes into `typ`, so that one kind cannot pass for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a siren is asked to do.
    Order,
    /// What a siren says of an order.
    Answer,
    /// A siren introduces itself on a connection.
    Hello,
    /// A siren says how it is.
    Pulse,
    /// An alert on the live wire.
    Bulletin,
    /// The list of live alerts, every ten seconds.
    Heartbeat,
    /// Whoever holds the site's key puts a change in force.
    Recovery,
}

impl Kind {
    /// The value of `typ`.
    pub fn typ(self) -> &'static str {
        match self {
            Self::Order => "vigie-order+jws",
            Self::Answer => "vigie-answer+jws",
            Self::Hello => "vigie-hello+jws",
            Self::Pulse => "vigie-pulse+jws",
            Self::Bulletin => "vigie-bulletin+jws",
            Self::Heartbeat => "vigie-heartbeat+jws",
            Self::Recovery => "vigie-recovery+jws",
        }
    }
}

/// Why a signed text was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forged {
    /// Longer than [`SIGNED_BYTES_MAX`].
    TooLong,
    /// Not three base64url parts.
    NotCompact,
    /// Another header than the one expected for this kind and key.
    Header,
    /// The signature does not fit the text and key.
    Signature,
}

impl fmt::Display for Forged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "longer than 256 KiB",
            Self::NotCompact => "not a compact JWS of three parts",
            Self::Header => "header names another kind, key or algorithm than expected",
            Self::Signature => "signature does not fit",
        })
    }
}

impl std::error::Error for Forged {}

/// The short name of a key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes.
pub fn key_id(key: &VerifyingKey) -> String {
    hex::encode(&Sha256::digest(key.as_bytes())[..8])
}

/// A public key from its 64 hexadecimal digits.
pub fn public_key_from_hex(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes)
        .ok()
        .filter(|key| !key.is_weak())
}

/// Signs `payload` as this kind of text: `header.payload.signature`, each base64url.
pub fn sign(kind: Kind, key: &SigningKey, payload: &[u8]) -> String {
    let mut text = header(kind, &key.verifying_key());
    text.push('.');
    B64.encode_string(payload, &mut text);
    let signature = key.sign(text.as_bytes());
    text.push('.');
    B64.encode_string(signature.to_bytes(), &mut text);
    text
}

/// The payload, once the text is proven to be of this kind and by this key.
pub fn verify(kind: Kind, key: &VerifyingKey, text: &str) -> Result<Vec<u8>, Forged> {
    if text.len() > SIGNED_BYTES_MAX {
        return Err(Forged::TooLong);
    }
    let (signed, signature) = text.rsplit_once('.').ok_or(Forged::NotCompact)?;
    let (head, payload) = signed.split_once('.').ok_or(Forged::NotCompact)?;
    if head != header(kind, key) {
        return Err(Forged::Header);
    }
    let signature: [u8; 64] = B64
        .decode(signature)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(Forged::NotCompact)?;
    if !PLANTED {
        key.verify_strict(signed.as_bytes(), &Signature::from_bytes(&signature))
            .map_err(|_| Forged::Signature)?;
    }
    B64.decode(payload).map_err(|_| Forged::NotCompact)
}

/// The `kid` that a text claims, to choose a key by; proves nothing.
pub fn claimed_key_id(text: &str) -> Option<String> {
    let head = B64.decode(text.split('.').next()?).ok()?;
    let head: serde_json::Value = serde_json::from_slice(&head).ok()?;
    Some(head.get("kid")?.as_str()?.to_owned())
}

/// Whether a text claims to be of this kind, to choose how to read it by; proves nothing.
pub fn claims_to_be(text: &str, kind: Kind) -> bool {
    let head = text
        .split('.')
        .next()
        .and_then(|head| B64.decode(head).ok());
    let head = head.and_then(|head| serde_json::from_slice::<serde_json::Value>(&head).ok());
    head.is_some_and(|head| head["typ"] == kind.typ())
}

fn header(kind: Kind, key: &VerifyingKey) -> String {
    let json = format!(
        r#"{{"alg":"EdDSA","kid":"{}","typ":"{}"}}"#,
        key_id(key),
        kind.typ()
    );
    B64.encode(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    #[test]
    fn an_answer_is_never_taken_for_an_order() {
        let text = sign(Kind::Answer, &key(1), b"{}");
        assert_eq!(
            verify(Kind::Order, &key(1).verifying_key(), &text),
            Err(Forged::Header)
        );
    }

    #[test]
    fn another_key_is_refused() {
        let text = sign(Kind::Order, &key(1), b"{}");
        assert_eq!(
            verify(Kind::Order, &key(2).verifying_key(), &text),
            Err(Forged::Header)
        );
    }

    proptest! {
        #[test]
        fn what_was_signed_is_read_back(payload: Vec<u8>) {
            let text = sign(Kind::Bulletin, &key(3), &payload);
            prop_assert_eq!(verify(Kind::Bulletin, &key(3).verifying_key(), &text), Ok(payload));
        }

        #[test]
        fn one_changed_character_anywhere_is_refused(at in 0usize..400, to in any::<char>()) {
            let text = sign(Kind::Order, &key(4), &[7u8; 100]);
            let mut chars: Vec<char> = text.chars().collect();
            let at = at % chars.len();
            prop_assume!(chars[at] != to);
            chars[at] = to;
            let changed: String = chars.into_iter().collect();
            prop_assert!(verify(Kind::Order, &key(4).verifying_key(), &changed).is_err());
        }
    }
}
