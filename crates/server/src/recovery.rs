//! What whoever holds the site's key says to put a change in force that no two people could agree to: made
//! beside the key, believed by the server that has the other half of it.

use serde::{Deserialize, Serialize};
use vigie_channels::keys::Keys;
use vigie_core::ids::ChangeId;
use vigie_core::jws::{self, Kind};
use vigie_core::time::Timestamp;

/// How old it may be, in milliseconds: long enough to carry it to a server, too short to lie in a drawer.
const AGE_MS_MAX: i64 = 600_000;

/// Which change, exactly, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// Which.
    pub change: ChangeId,
    /// The hash of what was read.
    pub sha256: String,
    /// Why.
    pub reason: String,
    /// When it was said.
    pub at: Timestamp,
}

impl Recovery {
    /// Signs it with the key that signs what is real.
    pub fn signed(&self, keys: &Keys) -> Result<String, String> {
        let payload = serde_json::to_vec(self)
            .map_err(|error| format!("failed to write what the key is to sign: {error}"))?;
        Ok(jws::sign(Kind::Recovery, &keys.live, &payload))
    }

    /// Reads what the site's key signed a moment ago.
    pub fn believed(text: &str, keys: &Keys, now: Timestamp) -> Result<Self, String> {
        let key = keys.live.verifying_key();
        let payload = jws::verify(Kind::Recovery, &key, text)
            .map_err(|forged| format!("the site's key did not sign it: {forged}"))?;
        let said: Self = serde_json::from_slice(&payload)
            .map_err(|error| format!("what the key signed cannot be read: {error}"))?;
        if now.since_ms(said.at).abs() > AGE_MS_MAX {
            return Err(format!(
                "it was signed at {}, more than ten minutes from now; sign it again",
                said.at
            ));
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;

    fn keys(seed: u8) -> Keys {
        Keys {
            live: SigningKey::from_bytes(&[seed; 32]),
            exercise: SigningKey::from_bytes(&[seed + 1; 32]),
            stop: SigningKey::from_bytes(&[seed + 2; 32]),
        }
    }

    #[test]
    fn only_what_the_key_of_this_site_signed_a_moment_ago_is_believed() {
        let now = Timestamp::from_unix_ms(1_800_000_000_000);
        let said = Recovery {
            change: ChangeId(12),
            sha256: "5f".repeat(32),
            reason: "Basil is lost.".to_owned(),
            at: now,
        };
        let text = said.signed(&keys(1)).unwrap();
        assert_eq!(Recovery::believed(&text, &keys(1), now).unwrap(), said);
        let stranger = Recovery::believed(&text, &keys(3), now).unwrap_err();
        assert!(stranger.contains("did not sign it"), "{stranger}");
        // The key of exercises is another key.
        let trains = Keys {
            live: keys(1).exercise,
            exercise: keys(1).live,
            stop: keys(1).stop,
        };
        assert!(Recovery::believed(&text, &trains, now).is_err());
        for late_ms in [AGE_MS_MAX + 1, -AGE_MS_MAX - 1] {
            let late = Recovery::believed(&text, &keys(1), now.plus_ms(late_ms)).unwrap_err();
            assert!(late.contains("sign it again"), "{late}");
        }
    }
}
