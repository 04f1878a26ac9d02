//! Seals a text so that the browser or app alone can read it, and no push service between: RFC 8291 over RFC 8188,
//! one record. Pure: the one-time key and the salt come from outside.

use super::{PADDED_TO, PLAIN_BYTES_MAX};
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes128Gcm, Key, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToSec1Point as _;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use std::fmt;

/// Bytes of a public key: a point of P-256, not compressed.
pub(super) const POINT_BYTES: usize = 65;
/// Bytes of the secret that only the receiver and we know.
const AUTH_BYTES: usize = 16;
/// Bytes of the salt.
pub const SALT_BYTES: usize = 16;
/// The size that the one record is said to have: the largest body that every push service takes.
const RECORD_BYTES: u32 = 4_096;
/// What ends the last record.
const LAST: u8 = 2;

/// What a receiver gave us to seal for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Receiver {
    key: PublicKey,
    auth: [u8; AUTH_BYTES],
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receiver(…)")
    }
}

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSealed {
    /// The key of the receiver is no point of the curve.
    Key,
    /// The secret of the receiver has another length.
    Auth,
    /// The text is too long.
    TooLong {
        /// Its bytes.
        bytes: usize,
    },
    /// The system gave no random bytes.
    Chance,
    /// The cipher refused, which the lengths exclude.
    Cipher,
}

impl fmt::Display for NotSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => f.write_str(
                "p256dh is no public key of P-256; send the 65 bytes that the browser or app gives, as base64url",
            ),
            Self::Auth => f.write_str(
                "auth is not 16 bytes; send those that the browser or app gives, as base64url",
            ),
            Self::TooLong { bytes } => write!(
                f,
                "the text has {bytes} bytes; a push carries at most {PLAIN_BYTES_MAX}"
            ),
            Self::Chance => f.write_str("failed to draw random bytes from the system"),
            Self::Cipher => f.write_str("failed to seal the text"),
        }
    }
}

impl std::error::Error for NotSealed {}

impl Receiver {
    /// Reads both values as browsers and apps give them: base64url, with or without padding.
    pub fn read(p256dh: &str, auth: &str) -> Result<Self, NotSealed> {
        let point = decode(p256dh).filter(|point| point.len() == POINT_BYTES);
        let key = point.and_then(|point| PublicKey::from_sec1_bytes(&point).ok());
        let auth = decode(auth).and_then(|auth| <[u8; AUTH_BYTES]>::try_from(auth).ok());
        Ok(Self {
            key: key.ok_or(NotSealed::Key)?,
            auth: auth.ok_or(NotSealed::Auth)?,
        })
    }
}

/// Some send the usual alphabet of base64, some pad.
fn decode(text: &str) -> Option<Vec<u8>> {
    let plain: String = text
        .trim_end_matches('=')
        .chars()
        .map(|letter| match letter {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    URL_SAFE_NO_PAD.decode(plain).ok()
}

/// What is used once and never again.
pub struct Once {
    /// The key of this one message.
    pub key: SecretKey,
    /// Its salt.
    pub salt: [u8; SALT_BYTES],
}

impl Once {
    /// Draws both.
    pub fn draw() -> Result<Self, NotSealed> {
        let mut salt = [0; SALT_BYTES];
        getrandom::fill(&mut salt).map_err(|_| NotSealed::Chance)?;
        Ok(Self {
            key: super::config::draw_key().ok_or(NotSealed::Chance)?,
            salt,
        })
    }
}

/// The body of the request. Bodies have one length or, for what does not fit it, the longest there is, so that a push
/// service does not see by the length what was said.
pub fn seal(text: &[u8], to: &Receiver, once: &Once) -> Result<Vec<u8>, NotSealed> {
    let bytes = text.len();
    let lengths = [PADDED_TO, PLAIN_BYTES_MAX];
    let padded = lengths.into_iter().find(|length| bytes <= *length);
    let padded = padded.ok_or(NotSealed::TooLong { bytes })?;
    seal_padded(text, padded - bytes, to, once)
}

fn seal_padded(
    text: &[u8],
    padding: usize,
    to: &Receiver,
    once: &Once,
) -> Result<Vec<u8>, NotSealed> {
    let our_point = point(&once.key.public_key());
    let shared = diffie_hellman(once.key.to_nonzero_scalar(), to.key.as_affine());
    let their_point = point(&to.key);
    // RFC 8291, 3.4: first with the secret of the receiver, then (RFC 8188, 2.2) with the salt.
    let about = [b"WebPush: info\0".as_slice(), &their_point, &our_point].concat();
    let mut ikm = [0; 32];
    expand(Some(&to.auth), shared.raw_secret_bytes(), &about, &mut ikm)?;
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    let salt = Some(once.salt.as_slice());
    expand(salt, &ikm, b"Content-Encoding: aes128gcm\0", &mut key)?;
    expand(salt, &ikm, b"Content-Encoding: nonce\0", &mut nonce)?;

    let mut record = text.to_vec();
    record.push(LAST);
    record.resize(record.len() + padding, 0);
    let cipher = Aes128Gcm::new(&Key::<Aes128Gcm>::from(key));
    let sealed = cipher.encrypt(&Nonce::from(nonce), record.as_slice());
    let sealed = sealed.map_err(|_| NotSealed::Cipher)?;
    let length = u8::try_from(our_point.len()).map_err(|_| NotSealed::Cipher)?;
    Ok([
        once.salt.as_slice(),
        &RECORD_BYTES.to_be_bytes(),
        &[length],
        &our_point,
        &sealed,
    ]
    .concat())
}

/// A public key as it travels.
pub(super) fn point(key: &PublicKey) -> Vec<u8> {
    key.to_sec1_point(false).as_bytes().to_vec()
}

fn expand(
    salt: Option<&[u8]>,
    from: &[u8],
    about: &[u8],
    into: &mut [u8],
) -> Result<(), NotSealed> {
    let expanded = Hkdf::<Sha256>::new(salt, from).expand(about, into);
    expanded.map_err(|_| NotSealed::Cipher)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_push::fake::Subscriber;
    use proptest::prelude::*;

    /// RFC 8291, Appendix A.
    #[test]
    fn the_example_of_the_rfc_is_sealed_byte_by_byte() {
        let to = Receiver::read(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .unwrap();
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let once = Once {
            key: SecretKey::from_slice(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
                .unwrap(),
            salt: bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap(),
        };
        let text = b"When I grow up, I want to be a watermelon";
        let sealed = seal_padded(text, 0, &to, &once).unwrap();
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(URL_SAFE_NO_PAD.encode(&sealed), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_fits_is_read_back_and_nothing_shows_its_length(text in proptest::collection::vec(any::<u8>(), 0..=PLAIN_BYTES_MAX)) {
            let subscriber = Subscriber::draw();
            let sealed = seal(&text, &subscriber.receiver(), &Once::draw().unwrap()).unwrap();
            prop_assert_eq!(sealed.len(), if text.len() <= PADDED_TO { PADDED_TO + 103 } else { 4_096 });
            prop_assert_eq!(subscriber.open(&sealed).unwrap(), text);
        }
    }

    #[test]
    fn what_is_too_long_and_what_is_no_key_is_refused() {
        let subscriber = Subscriber::draw();
        let long = vec![b'x'; PLAIN_BYTES_MAX + 1];
        let refused = seal(&long, &subscriber.receiver(), &Once::draw().unwrap());
        assert_eq!(refused, Err(NotSealed::TooLong { bytes: 3_994 }));
        let (p256dh, auth) = subscriber.keys();
        let off_the_curve = URL_SAFE_NO_PAD.encode([4; POINT_BYTES]);
        for (key, secret, why) in [
            (off_the_curve.as_str(), auth.as_str(), NotSealed::Key),
            ("", &auth, NotSealed::Key),
            ("no base64!", &auth, NotSealed::Key),
            (&p256dh, "", NotSealed::Auth),
            (&p256dh, &p256dh, NotSealed::Auth),
        ] {
            assert_eq!(Receiver::read(key, secret), Err(why), "{key} {secret}");
        }
        assert!(Receiver::read(&format!("{p256dh}="), &format!("{auth}==")).is_ok());
    }
}
