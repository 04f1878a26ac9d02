//! Which signed texts are believed: the key must be one that the server lists, in the role that the
//! text needs. An exercise under the live key, or the reverse, is refused as forged.

use super::bulletin::{Bulletin, Heartbeat};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use std::fmt;
use vigie_core::jws::{self, Forged, Kind};
use vigie_core::status::Status;

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Live,
    Exercise,
}

/// The keys of one server.
#[derive(Clone, Debug)]
pub struct KeyRing {
    live: Vec<VerifyingKey>,
    exercise: Vec<VerifyingKey>,
}

/// Why a signed text was not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disbelief {
    /// The signature or the header does not fit.
    Forged(Forged),
    /// Signed by a key that the server does not list, or in another role.
    Key,
    /// Signed, and not the text that it should be.
    Unreadable(String),
}

impl fmt::Display for Disbelief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forged(why) => why.fmt(f),
            Self::Key => {
                f.write_str("signed by a key that the server does not list for this status")
            }
            Self::Unreadable(why) => write!(f, "signed and not readable: {why}"),
        }
    }
}

impl std::error::Error for Disbelief {}

impl KeyRing {
    /// Reads the document of `/live/keys`.
    pub fn read(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Document {
            keys: Vec<Listed>,
        }
        #[derive(Deserialize)]
        struct Listed {
            x: String,
            role: Role,
        }
        let document: Document = serde_json::from_str(json).map_err(|e| e.to_string())?;
        let mut ring = Self {
            live: Vec::new(),
            exercise: Vec::new(),
        };
        for Listed { x, role } in document.keys {
            let key = public_key(&x)?;
            match role {
                Role::Live => ring.live.push(key),
                Role::Exercise => ring.exercise.push(key),
            }
        }
        if ring.live.is_empty() || ring.exercise.is_empty() {
            return Err("the server lists no live key or no exercise key".to_owned());
        }
        Ok(ring)
    }

    /// These keys and no others, whatever a server lists; each is the `x` of such a document.
    pub fn pinned(live: &[String], exercise: &[String]) -> Result<Self, String> {
        let read = |keys: &[String]| -> Result<Vec<_>, String> {
            keys.iter().map(|x| public_key(x)).collect()
        };
        Ok(Self {
            live: read(live)?,
            exercise: read(exercise)?,
        })
    }

    /// The keys by the name of their role.
    pub fn listed(&self) -> Vec<(&'static str, VerifyingKey)> {
        let live = self.live.iter().map(|key| ("live", *key));
        let exercise = self.exercise.iter().map(|key| ("exercise", *key));
        live.chain(exercise).collect()
    }

    /// The bulletin, once it is proven.
    pub fn bulletin(&self, text: &str) -> Result<Bulletin, Disbelief> {
        let (bulletin, role): (Bulletin, Role) =
            self.open(Kind::Bulletin, text, &[Role::Live, Role::Exercise])?;
        let needed = match bulletin.status {
            Status::Actual => Role::Live,
            Status::Exercise => Role::Exercise,
        };
        if role == needed {
            Ok(bulletin)
        } else {
            Err(Disbelief::Key)
        }
    }

    /// The heartbeat, once it is proven.
    pub fn heartbeat(&self, text: &str) -> Result<Heartbeat, Disbelief> {
        Ok(self.open(Kind::Heartbeat, text, &[Role::Live])?.0)
    }

    fn open<T: for<'a> Deserialize<'a>>(
        &self,
        kind: Kind,
        text: &str,
        roles: &[Role],
    ) -> Result<(T, Role), Disbelief> {
        let claimed = jws::claimed_key_id(text).ok_or(Disbelief::Forged(Forged::Header))?;
        let (key, role) = roles
            .iter()
            .flat_map(|role| self.of(*role).iter().map(move |key| (key, *role)))
            .find(|(key, _)| jws::key_id(key) == claimed)
            .ok_or(Disbelief::Key)?;
        let payload = jws::verify(kind, key, text).map_err(Disbelief::Forged)?;
        let read =
            serde_json::from_slice(&payload).map_err(|e| Disbelief::Unreadable(e.to_string()))?;
        Ok((read, role))
    }

    fn of(&self, role: Role) -> &[VerifyingKey] {
        match role {
            Role::Live => &self.live,
            Role::Exercise => &self.exercise,
        }
    }
}

fn public_key(x: &str) -> Result<VerifyingKey, String> {
    let bytes = B64.decode(x).ok();
    bytes
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .filter(|key| !key.is_weak())
        .ok_or_else(|| format!("{x:?} is not an Ed25519 public key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;
    use serde_json::json;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn ring() -> KeyRing {
        let listed = |seed, role| {
            let x = B64.encode(key(seed).verifying_key().as_bytes());
            json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "", "role": role})
        };
        let document = json!({"keys": [listed(1, "live"), listed(2, "exercise")]});
        KeyRing::read(&document.to_string()).unwrap()
    }

    fn bulletin(status: &str) -> Vec<u8> {
        json!({
            "v": 1, "n": 7, "warning": 7, "alert": 7, "act": "alert", "status": status,
            "danger": "rockets", "severity": "Extreme", "urgency": "Immediate",
            "certainty": "Observed", "sent": 1, "expires": null, "source": "us", "code": "ABCD-EFGH",
            "cap": {}, "area": {"desc": "here", "polygons": []},
            "texts": {"en": {"headline": "h", "description": "d", "instruction": "i"}},
        })
        .to_string()
        .into_bytes()
    }

    #[test]
    fn a_bulletin_is_believed_under_the_key_of_its_status_alone() {
        for (seed, status, believed) in [
            (1, "actual", true),
            (2, "exercise", true),
            (1, "exercise", false),
            (2, "actual", false),
            (3, "exercise", false),
        ] {
            let text = jws::sign(Kind::Bulletin, &key(seed), &bulletin(status));
            assert_eq!(ring().bulletin(&text).is_ok(), believed, "{seed} {status}");
        }
    }

    #[test]
    fn a_heartbeat_under_the_exercise_key_is_not_believed() {
        let beat = json!({"v": 1, "at": 5, "n": 7, "live": []}).to_string();
        let text = |seed| jws::sign(Kind::Heartbeat, &key(seed), beat.as_bytes());
        assert_eq!(ring().heartbeat(&text(1)).unwrap().n, 7);
        assert_eq!(ring().heartbeat(&text(2)), Err(Disbelief::Key));
    }

    #[test]
    fn a_list_without_both_roles_is_refused() {
        assert!(KeyRing::read(r#"{"keys":[]}"#).is_err());
        assert!(KeyRing::read("{}").is_err());
    }
}
