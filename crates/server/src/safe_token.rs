//! The link of one person in one headcount: unguessable, derived, and stored nowhere.
//!
//! `base64url(headcount (8 bytes, big endian) ‖ pseudonym ‖ first 16 bytes of
//! HMAC-SHA-256(secret, the rest))`.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use vigie_core::ids::{HeadcountId, PersonRef};

const SEAL_BYTES: usize = 16;
/// Longest link, in characters: it must fit an SMS with words around it.
const LINK_CHARS_MAX: usize = 160;

/// One person in one headcount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeToken {
    /// Which headcount.
    pub headcount: HeadcountId,
    /// Who.
    pub person: PersonRef,
}

impl SafeToken {
    /// The token of a person.
    pub fn new(headcount: HeadcountId, person: &PersonRef) -> Self {
        Self {
            headcount,
            person: person.clone(),
        }
    }

    /// As text for a link.
    pub fn seal(&self, secret: &[u8; 32]) -> String {
        let mut bytes = self.headcount.0.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.person.as_str().as_bytes());
        let seal = mac(secret, &bytes).finalize().into_bytes();
        bytes.extend_from_slice(&seal[..SEAL_BYTES]);
        B64.encode(bytes)
    }

    /// From the text of a link, if it was sealed with this secret.
    pub fn open(text: &str, secret: &[u8; 32]) -> Option<Self> {
        if text.len() > LINK_CHARS_MAX {
            return None;
        }
        let bytes = B64.decode(text).ok()?;
        let (said, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL_BYTES)?)?;
        mac(secret, said).verify_truncated_left(seal).ok()?;
        let (headcount, person) = said.split_first_chunk::<8>()?;
        let person = PersonRef::new(std::str::from_utf8(person).ok()?);
        Some(Self {
            headcount: HeadcountId(u64::from_be_bytes(*headcount)),
            person,
        })
    }
}

fn mac(secret: &[u8; 32], bytes: &[u8]) -> Hmac<Sha256> {
    // HMAC pads a short key with zeros itself (RFC 2104); doing it here cannot fail.
    let mut padded = [0u8; 64];
    padded[..32].copy_from_slice(secret);
    let mut mac = Hmac::<Sha256>::new(&padded.into());
    mac.update(b"vigie-safe-v1\n");
    mac.update(bytes);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sealed_link_opens() {
        let token = SafeToken::new(HeadcountId(7), &PersonRef::new("abc"));
        let text = token.seal(&[1; 32]);
        assert_eq!(SafeToken::open(&text, &[1; 32]), Some(token));
        assert_eq!(SafeToken::open(&text, &[2; 32]), None);
        assert_eq!(SafeToken::open("", &[1; 32]), None);
        let mut other = text.into_bytes();
        other[3] ^= 1;
        assert_eq!(
            SafeToken::open(std::str::from_utf8(&other).unwrap(), &[1; 32]),
            None
        );
    }
}
