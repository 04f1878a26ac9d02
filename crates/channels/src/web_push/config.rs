//! The key by which push services know us (RFC 8292), whom they may write to, and where a receiver is.

use super::encrypt::{NotSealed, Receiver};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use std::fmt;
use url::Url;

/// How long a proof of who we are holds, in seconds: half of the day that push services allow, so that a clock that
/// is wrong by hours does no harm.
const PROOF_S: i64 = 12 * 3_600;
/// Longest address of a receiver, in bytes: those of the large push services have two to six hundred.
pub const ENDPOINT_BYTES_MAX: usize = 800;
/// Drawing a number beyond the order of the curve happens once in 2^32; so often never.
const DRAWS_MAX: usize = 4;

/// The key by which push services know us. Whoever subscribed did so for this key: without it nobody can be reached.
#[derive(Clone)]
pub struct Vapid {
    key: SigningKey,
    contact: String,
}

impl fmt::Debug for Vapid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vapid({})", self.public())
    }
}

impl Vapid {
    /// Of 32 secret bytes; `contact` is a `mailto:` or `https:` address that a push service may write to when something
    /// is wrong, or empty. `None` if the bytes are no key of the curve.
    pub fn new(secret: &[u8; 32], contact: &str) -> Option<Self> {
        let key = SigningKey::from_slice(secret).ok()?;
        Some(Self {
            key,
            contact: contact.to_owned(),
        })
    }

    /// 32 secret bytes for a new key.
    pub fn draw() -> Option<[u8; 32]> {
        Some(draw_key()?.to_bytes().into())
    }

    /// The public key, as browsers and apps take it.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().to_sec1_point(false).as_bytes())
    }

    /// The `Authorization` of a request to the push service at `origin`.
    pub fn authorization(&self, origin: &str, now_s: i64) -> String {
        let mut claims = json!({ "aud": origin, "exp": now_s + PROOF_S });
        if !self.contact.is_empty() {
            claims["sub"] = json!(self.contact);
        }
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let head = part(r#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", part(&claims.to_string()));
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public())
    }
}

/// A new key of the curve.
pub(super) fn draw_key() -> Option<SecretKey> {
    (0..DRAWS_MAX).find_map(|_| {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        SecretKey::from_slice(&bytes).ok()
    })
}

/// Where a receiver is reached, and how to seal for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The address at its push service. It is personal, and nobody else may know it.
    pub url: Url,
    /// How to seal for it.
    pub receiver: Receiver,
    written: String,
}

/// Why something is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoEndpoint {
    /// The address.
    Url(&'static str),
    /// The keys.
    Keys(NotSealed),
}

impl fmt::Display for NoEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(why) => write!(f, "the endpoint {why}"),
            Self::Keys(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for NoEndpoint {}

impl Endpoint {
    /// Reads what a browser or app gives. Which networks an address may lead to is decided where it is asked.
    pub fn read(url: &str, p256dh: &str, auth: &str) -> Result<Self, NoEndpoint> {
        if url.len() > ENDPOINT_BYTES_MAX {
            return Err(NoEndpoint::Url("is longer than 800 bytes"));
        }
        if url.contains(char::is_whitespace) {
            return Err(NoEndpoint::Url("has a space in it"));
        }
        let parsed = Url::parse(url).map_err(|_| NoEndpoint::Url("is no address of the web"))?;
        if !matches!(parsed.scheme(), "https" | "http") || parsed.host().is_none() {
            return Err(NoEndpoint::Url("does not begin with https://"));
        }
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(NoEndpoint::Url("carries a name or a password"));
        }
        Ok(Self {
            url: parsed,
            receiver: Receiver::read(p256dh, auth).map_err(NoEndpoint::Keys)?,
            written: format!("{url} {p256dh} {auth}"),
        })
    }

    /// As it is kept, sealed: one text.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Of what [`Endpoint::written`] gave.
    pub fn of_written(written: &str) -> Result<Self, NoEndpoint> {
        let mut parts = written.split(' ');
        let (url, p256dh, auth) = (parts.next(), parts.next(), parts.next());
        Self::read(
            url.unwrap_or_default(),
            p256dh.unwrap_or_default(),
            auth.unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_push::fake::Subscriber;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier as _;

    #[test]
    fn a_push_service_can_check_who_we_are_with_what_we_send_alone() {
        let vapid = Vapid::new(&Vapid::draw().unwrap(), "mailto:duty@site.example").unwrap();
        let header = vapid.authorization("https://push.example", 1_784_000_000);
        let (token, key) = header
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="))
            .unwrap();
        let key = VerifyingKey::from_sec1_bytes(&URL_SAFE_NO_PAD.decode(key).unwrap()).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let signature = Signature::from_slice(&signature).unwrap();
        key.verify(signed.as_bytes(), &signature).unwrap();
        assert!(key.verify(b"something else", &signature).is_err());
        let claims = signed.split_once('.').unwrap().1;
        let claims: serde_json::Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        assert_eq!(claims["sub"], "mailto:duty@site.example");
        assert_eq!(claims["exp"], 1_784_043_200);
    }

    #[test]
    fn an_endpoint_is_kept_as_one_text_and_strange_ones_are_refused() {
        let (p256dh, auth) = Subscriber::draw().keys();
        let read = |url: &str| Endpoint::read(url, &p256dh, &auth);
        let endpoint = read("https://push.example/abc?up=1").unwrap();
        assert_eq!(Endpoint::of_written(endpoint.written()), Ok(endpoint));
        for bad in [
            "",
            "push.example",
            "ftp://push.example/",
            "file:///etc/passwd",
            "https://u:p@push.example/",
            "https://u@push.example/",
            "https://push.example/a b",
            &format!("https://push.example/{}", "x".repeat(800)),
        ] {
            assert!(matches!(read(bad), Err(NoEndpoint::Url(_))), "{bad}");
        }
        assert!(matches!(
            Endpoint::read("https://push.example/", "x", &auth),
            Err(NoEndpoint::Keys(NotSealed::Key))
        ));
    }
}
