//! The other side: a receiver that opens what it is sent, and a push service that behaves as it is told. Vigie's
//! tests use it; what proves the sealing is the receiver of others that they use beside it.

#[cfg(test)]
pub(crate) mod service;

use super::config::{Endpoint, draw_key};
use super::encrypt::{Receiver, SALT_BYTES, point};
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes128Gcm, Key, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::ecdh::diffie_hellman;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;

/// A browser or app.
pub struct Subscriber {
    key: SecretKey,
    auth: [u8; 16],
}

impl Subscriber {
    /// A new one.
    ///
    /// # Panics
    ///
    /// If the system has no random bytes.
    pub fn draw() -> Self {
        let mut auth = [0; 16];
        let (Some(key), Ok(())) = (draw_key(), getrandom::fill(&mut auth)) else {
            panic!("the system gave no random bytes");
        };
        Self { key, auth }
    }

    /// What it tells a server: `p256dh` and `auth`.
    pub fn keys(&self) -> (String, String) {
        (
            URL_SAFE_NO_PAD.encode(point(&self.key.public_key())),
            URL_SAFE_NO_PAD.encode(self.auth),
        )
    }

    /// How to seal for it.
    ///
    /// # Panics
    ///
    /// Never: its keys are well formed.
    pub fn receiver(&self) -> Receiver {
        let (p256dh, auth) = self.keys();
        match Receiver::read(&p256dh, &auth) {
            Ok(receiver) => receiver,
            Err(why) => panic!("{why}"),
        }
    }

    /// Where it is reached at a push service.
    ///
    /// # Panics
    ///
    /// If that is no address.
    pub fn at(&self, url: &str) -> Endpoint {
        let (p256dh, auth) = self.keys();
        match Endpoint::read(url, &p256dh, &auth) {
            Ok(endpoint) => endpoint,
            Err(why) => panic!("{why}"),
        }
    }

    /// Opens the body of a request; `None` if it is not for this one.
    pub fn open(&self, body: &[u8]) -> Option<Vec<u8>> {
        let (salt, rest) = body.split_first_chunk::<SALT_BYTES>()?;
        let (_, rest) = rest.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first()?;
        let (theirs_point, sealed) = rest.split_at_checked(usize::from(*length))?;
        let theirs = PublicKey::from_sec1_bytes(theirs_point).ok()?;
        let shared = diffie_hellman(self.key.to_nonzero_scalar(), theirs.as_affine());
        let own = point(&self.key.public_key());
        let about = [b"WebPush: info\0".as_slice(), &own, theirs_point].concat();
        let (mut ikm, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
        let first = Hkdf::<Sha256>::new(Some(&self.auth), shared.raw_secret_bytes());
        first.expand(&about, &mut ikm).ok()?;
        let second = Hkdf::<Sha256>::new(Some(salt), &ikm);
        second
            .expand(b"Content-Encoding: aes128gcm\0", &mut key)
            .ok()?;
        second
            .expand(b"Content-Encoding: nonce\0", &mut nonce)
            .ok()?;
        let cipher = Aes128Gcm::new(&Key::<Aes128Gcm>::from(key));
        let mut text = cipher.decrypt(&Nonce::from(nonce), sealed).ok()?;
        while text.pop()? == 0 {}
        Some(text)
    }
}
