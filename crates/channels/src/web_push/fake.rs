//! The other side: a receiver that opens what it is sent, and a push service that behaves as it is told. Vigie's
//! tests use it; what proves the sealing is the receiver of others that they use beside it.

use super::config::{Endpoint, draw_key};
use super::encrypt::{Receiver, SALT_BYTES, point};
use super::send::{Answer, Answered, Request, answer};
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes128Gcm, Key, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::ecdh::diffie_hellman;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

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

/// A push service in memory. It keeps one message of each topic for each receiver, as a real one does.
#[derive(Debug, Default)]
pub struct PushService(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    waiting: BTreeMap<(String, String), Vec<u8>>,
    without_topic: u64,
    scripted: VecDeque<Answer>,
    asked: usize,
}

impl PushService {
    /// It answers the next request like this.
    pub fn answer_next(&self, answer: Answer) {
        self.lock().scripted.push_back(answer);
    }

    /// Takes a request as a push service does.
    pub fn take(&self, request: &Request) -> Answered {
        let mut kept = self.lock();
        kept.asked += 1;
        let said = kept.scripted.pop_front().unwrap_or(Answer {
            status: 201,
            retry_after: None,
        });
        if (200..300).contains(&said.status) {
            let topic = request.header("Topic").map_or_else(
                || {
                    kept.without_topic += 1;
                    format!("#{}", kept.without_topic)
                },
                str::to_owned,
            );
            let place = (request.url.to_string(), topic);
            kept.waiting.insert(place, request.body.clone());
        }
        answer(&said)
    }

    /// What waits for the receiver at this address.
    pub fn waiting(&self, url: &str) -> Vec<Vec<u8>> {
        let kept = self.lock();
        let there = kept.waiting.iter().filter(|((at, _), _)| at == url);
        there.map(|(_, body)| body.clone()).collect()
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.lock().asked
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
