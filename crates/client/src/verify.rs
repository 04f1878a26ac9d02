//! Whether a signed text is believed: a compact JWS with Ed25519 whose header is byte for byte the one agreed.

use crate::wire::{Bulletin, Heartbeat};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;

/// Longest signed text that is read, in characters: a server's own limit.
const SIGNED_CHARS_MAX: usize = 256 * 1_024;

/// Why a text is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forged {
    /// Too long, not three parts, or not base64url.
    NotCompact,
    /// No key of the ring makes this header.
    UnknownKey,
    /// The signature is not of this text.
    Signature,
    /// An exercise by the key of what is real, or the reverse.
    Role,
    /// The text is not one of ours.
    Payload,
}

impl fmt::Display for Forged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotCompact => "it is not a compact JWS of at most 256 KiB",
            Self::UnknownKey => {
                "it is signed by a key that the server does not list; fetch /live/keys again"
            }
            Self::Signature => "the signature does not fit the text",
            Self::Role => "it is signed by the key of the other status",
            Self::Payload => "the text cannot be read whole",
        })
    }
}

impl std::error::Error for Forged {}

/// One key of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    id: String,
    role: String,
    public: VerifyingKey,
}

/// The keys of one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyRing(Vec<Key>);

impl KeyRing {
    /// From what `/live/keys` says. A key that is not what its name says is left out.
    pub fn read(document: &str) -> Self {
        let document: Value = serde_json::from_str(document).unwrap_or_default();
        let keys = document["keys"].as_array().map_or(&[][..], Vec::as_slice);
        Self(keys.iter().filter_map(key).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A bulletin, if it is believed.
    pub fn bulletin(&self, jws: &str) -> Result<Bulletin, Forged> {
        let (role, bulletin): (_, Bulletin) = self.open("vigie-bulletin+jws", jws)?;
        let needed = match bulletin.status.as_str() {
            "exercise" => "exercise",
            "actual" => "live",
            _ => return Err(Forged::Payload),
        };
        match (role == needed, bulletin.v) {
            (true, 1) => Ok(bulletin),
            (true, _) => Err(Forged::Payload),
            (false, _) => Err(Forged::Role),
        }
    }

    /// A heartbeat, if it is believed.
    pub fn heartbeat(&self, jws: &str) -> Result<Heartbeat, Forged> {
        let (role, heartbeat): (_, Heartbeat) = self.open("vigie-heartbeat+jws", jws)?;
        match (role, heartbeat.v) {
            ("live", 1) => Ok(heartbeat),
            ("live", _) => Err(Forged::Payload),
            _ => Err(Forged::Role),
        }
    }

    fn open<T: DeserializeOwned>(&self, kind: &str, jws: &str) -> Result<(&str, T), Forged> {
        if jws.len() > SIGNED_CHARS_MAX {
            return Err(Forged::NotCompact);
        }
        let (signed, mac) = jws.rsplit_once('.').ok_or(Forged::NotCompact)?;
        let (head, body) = signed.split_once('.').ok_or(Forged::NotCompact)?;
        let decoded = |part: &str| B64.decode(part).map_err(|_| Forged::NotCompact);
        let payload = decoded(body)?;
        let mac = Signature::from_slice(&decoded(mac)?).map_err(|_| Forged::NotCompact)?;
        let made_by = |key: &&Key| {
            let header = format!(r#"{{"alg":"EdDSA","kid":"{}","typ":"{kind}"}}"#, key.id);
            B64.encode(header) == head
        };
        let key = self.0.iter().find(made_by).ok_or(Forged::UnknownKey)?;
        let verified = key.public.verify_strict(signed.as_bytes(), &mac);
        verified.map_err(|_| Forged::Signature)?;
        let read = serde_json::from_slice(&payload).map_err(|_| Forged::Payload)?;
        Ok((&key.role, read))
    }
}

fn key(said: &Value) -> Option<Key> {
    let bytes: [u8; 32] = B64.decode(said["x"].as_str()?).ok()?.try_into().ok()?;
    let sum = Sha256::digest(bytes);
    let id = hex::encode(sum.get(..8)?);
    let role = said["role"]
        .as_str()
        .filter(|role| ["live", "exercise"].contains(role))?;
    let is_ours = said["kty"] == "OKP" && said["crv"] == "Ed25519" && said["kid"] == id.as_str();
    is_ours.then_some(())?;
    Some(Key {
        id,
        role: role.to_owned(),
        public: VerifyingKey::from_bytes(&bytes).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};
    use serde_json::json;

    fn id(key: &SigningKey) -> String {
        let sum = Sha256::digest(key.verifying_key().as_bytes());
        hex::encode(&sum[..8])
    }

    fn ring(keys: &[(&str, &SigningKey)]) -> KeyRing {
        let keys: Vec<Value> = keys
            .iter()
            .map(|(role, key)| {
                json!({ "kty": "OKP", "crv": "Ed25519", "role": role, "kid": id(key),
                        "x": B64.encode(key.verifying_key().as_bytes()) })
            })
            .collect();
        KeyRing::read(&json!({ "keys": keys }).to_string())
    }

    fn signed(key: &SigningKey, kind: &str, payload: &Value) -> String {
        let header = format!(r#"{{"alg":"EdDSA","kid":"{}","typ":"{kind}"}}"#, id(key));
        let signed = format!("{}.{}", B64.encode(header), B64.encode(payload.to_string()));
        let mac = B64.encode(key.sign(signed.as_bytes()).to_bytes());
        format!("{signed}.{mac}")
    }

    fn bulletin(status: &str) -> Value {
        json!({ "v": 1, "n": 41, "warning": 38, "act": "alert", "status": status, "danger": "rockets", "sent": 1,
                "expires": null, "code": "7Q4K-92MX", "area": {}, "texts": { "en": { "headline": "x" } }, "more": 1 })
    }

    #[test]
    fn only_what_the_right_key_signed_is_believed() {
        let (live, exercise) = (
            SigningKey::from_bytes(&[1; 32]),
            SigningKey::from_bytes(&[2; 32]),
        );
        let ring = ring(&[("live", &live), ("exercise", &exercise)]);
        let kind = "vigie-bulletin+jws";
        let genuine = signed(&exercise, kind, &bulletin("exercise"));
        assert_eq!(ring.bulletin(&genuine).unwrap().n, 41);
        for (jws, why) in [
            (signed(&live, kind, &bulletin("exercise")), Forged::Role),
            (signed(&exercise, kind, &bulletin("actual")), Forged::Role),
            (signed(&live, kind, &bulletin("test")), Forged::Payload),
            (
                signed(&SigningKey::from_bytes(&[3; 32]), kind, &bulletin("actual")),
                Forged::UnknownKey,
            ),
            (
                signed(&live, "vigie-heartbeat+jws", &bulletin("actual")),
                Forged::UnknownKey,
            ),
            (signed(&live, kind, &json!({ "v": 1 })), Forged::Payload),
            (genuine.replace('.', ""), Forged::NotCompact),
            (format!("{genuine}A"), Forged::NotCompact),
            ("x".repeat(SIGNED_CHARS_MAX + 1), Forged::NotCompact),
        ] {
            assert_eq!(ring.bulletin(&jws), Err(why), "{jws:.80}");
        }
        let other = signed(&exercise, kind, &json!({ "v": 2 }));
        let (head, _) = genuine.rsplit_once('.').unwrap();
        let (_, mac) = other.rsplit_once('.').unwrap();
        assert_eq!(
            ring.bulletin(&format!("{head}.{mac}")),
            Err(Forged::Signature)
        );
        let beat = json!({ "v": 1, "at": 5, "n": 52, "live": [{ "warning": 38, "n": 41, "status": "exercise" }] });
        let believed = ring
            .heartbeat(&signed(&live, "vigie-heartbeat+jws", &beat))
            .unwrap();
        assert_eq!((believed.every_s, believed.live[0].n), (10, 41));
        let by_other = signed(&exercise, "vigie-heartbeat+jws", &beat);
        assert_eq!(ring.heartbeat(&by_other), Err(Forged::Role));
    }

    #[test]
    fn a_key_that_is_not_what_its_name_says_is_left_out() {
        let x = B64.encode(SigningKey::from_bytes(&[1; 32]).verifying_key().as_bytes());
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "role": "live", "kid": "0123456789abcdef", "x": x });
        assert!(KeyRing::read(&json!({ "keys": [key] }).to_string()).is_empty());
        assert!(KeyRing::read("no JSON").is_empty());
    }
}
