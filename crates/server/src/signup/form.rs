//! Tells people from programs without asking a third party: a form is filled in by a person in no less than some
//! seconds and no more than some hours, and is sent once.
//!
//! A form carries when it was given out, sealed. It is no proof, and need not be: what a program may still do is bounded
//! by address, by receiver and in all.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Nobody reads, chooses and types faster, in milliseconds.
pub const FILLED_MS_MIN: i64 = 2_000;
/// Who took longer gets a new form, in milliseconds.
const FILLED_MS_MAX: i64 = 4 * 3_600_000;
/// Forms that are remembered as sent: those of a town on one day.
const SENT_MAX: usize = 100_000;
/// Bytes of what tells forms apart.
const NONCE_BYTES: usize = 12;
/// Bytes of the seal.
const SEAL_BYTES: usize = 16;

/// Gives forms out and takes them back.
#[derive(Debug)]
pub struct Forms {
    secret: [u8; 32],
    /// Forms that were sent, until they would be too old anyway.
    sent: Mutex<BTreeMap<[u8; NONCE_BYTES], i64>>,
}

/// Why a form is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It is not one of ours, or was sent before.
    Unknown,
    /// Nobody fills it in so fast.
    TooFast,
    /// It was given out long ago.
    TooOld,
    /// Very many were sent.
    Full,
}

impl std::fmt::Display for NotTaken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unknown => "this form is not known here, or was sent before; load the page again",
            Self::TooFast => "this form was sent faster than a person fills it in; wait two seconds and send it again",
            Self::TooOld => "this form was given out hours ago; load the page again",
            Self::Full => "very many sign up at present; try again in an hour",
        })
    }
}

impl Forms {
    /// Sealed with this secret.
    pub fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            sent: Mutex::default(),
        }
    }

    /// A form given out at a time.
    pub fn give(&self, now_ms: i64) -> Result<String, String> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| format!("failed to draw a form: {error}"))?;
        let said = [now_ms.to_be_bytes().as_slice(), &nonce].concat();
        let seal = self.mac(&said).finalize().into_bytes();
        Ok(URL_SAFE_NO_PAD.encode([&said, &seal[..SEAL_BYTES]].concat()))
    }

    /// Takes a form back, once.
    pub fn take(&self, form: &str, now_ms: i64) -> Result<(), NotTaken> {
        let bytes = URL_SAFE_NO_PAD
            .decode(form)
            .map_err(|_| NotTaken::Unknown)?;
        let (said, seal) = bytes
            .split_at_checked(8 + NONCE_BYTES)
            .ok_or(NotTaken::Unknown)?;
        let sealed = self.mac(said).verify_truncated_left(seal);
        if seal.len() != SEAL_BYTES || sealed.is_err() {
            return Err(NotTaken::Unknown);
        }
        let (given, nonce) = said.split_first_chunk::<8>().ok_or(NotTaken::Unknown)?;
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| NotTaken::Unknown)?;
        let given_ms = i64::from_be_bytes(*given);
        match now_ms.saturating_sub(given_ms) {
            ..FILLED_MS_MIN => return Err(NotTaken::TooFast),
            FILLED_MS_MIN..=FILLED_MS_MAX => {}
            _ => return Err(NotTaken::TooOld),
        }
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if sent.len() >= SENT_MAX {
            sent.retain(|_, given_ms| now_ms.saturating_sub(*given_ms) <= FILLED_MS_MAX);
        }
        if sent.len() >= SENT_MAX {
            return Err(NotTaken::Full);
        }
        match sent.insert(nonce, given_ms) {
            None => Ok(()),
            Some(_) => Err(NotTaken::Unknown),
        }
    }

    fn mac(&self, said: &[u8]) -> Hmac<Sha256> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else {
            unreachable!("HMAC takes a key of any length")
        };
        mac.update(b"vigie form\n");
        mac.update(said);
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_taken_once_and_in_the_time_that_a_person_needs() {
        let forms = Forms::new([7; 32]);
        let form = forms.give(10_000).unwrap();
        assert_eq!(forms.take(&form, 11_999), Err(NotTaken::TooFast));
        assert_eq!(forms.take(&form, 12_000), Ok(()));
        assert_eq!(forms.take(&form, 12_001), Err(NotTaken::Unknown));
        let form = forms.give(0).unwrap();
        assert_eq!(forms.take(&form, FILLED_MS_MAX + 1), Err(NotTaken::TooOld));
        assert_eq!(
            Forms::new([8; 32]).take(&form, 5_000),
            Err(NotTaken::Unknown)
        );
        let mut other = form.into_bytes();
        other[3] ^= 1;
        let other = String::from_utf8(other).unwrap();
        for nothing in ["", "x", "AAAA", &other] {
            assert_eq!(
                forms.take(nothing, 5_000),
                Err(NotTaken::Unknown),
                "{nothing}"
            );
        }
    }
}
