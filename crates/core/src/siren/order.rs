//! What a siren is asked to do: one signed text, for one siren, for at most two minutes.
//!
//! The wire is documented for makers in `docs/manual/siren-orders.md`.

use super::Tone;
use crate::ids::{SirenId, is_name};
use crate::jws::{self, Forged, Kind};
use crate::status::Status;
use crate::time::Timestamp;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// The version of orders, answers and hellos that this code writes and reads.
pub const ORDER_VERSION: u8 = 1;

/// Longest signed order, in bytes: it must fit one packet of a slow modem, MQTT header included.
pub const ORDER_BYTES_MAX: usize = 1_400;

/// Longest challenge that an order returns, in characters.
pub const NONCE_CHARS_MAX: usize = 64;

/// Largest number in an order or answer: 2⁵³ − 1, so that every JSON reader keeps it exact.
pub const WIRE_NUMBER_MAX: u64 = (1 << 53) - 1;

/// What one siren is asked to do, before it is signed.
///
/// Signed by the server's stop key when it is to be silent; else by its live key when [`Status::Actual`], by its
/// exercise key when [`Status::Exercise`] ([`super::Role::of`]): the siren refuses the one under the other's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Always [`ORDER_VERSION`].
    pub v: u8,
    /// The delivery this order carries; the same on every retry of the same delivery, so that
    /// twice is heard once. 1 to [`WIRE_NUMBER_MAX`].
    pub order: u64,
    /// The site that the siren belongs to.
    pub site: String,
    /// The one siren that may act on it.
    pub target: SirenId,
    /// The pairing that the counter belongs to; raised by hand when a siren lost its counter.
    pub epoch: u32,
    /// Greater than that of every earlier order under the same key, retries included. 1 to
    /// [`WIRE_NUMBER_MAX`].
    pub ctr: u64,
    /// Not to be obeyed before this time.
    pub not_before: Timestamp,
    /// Not to be obeyed from this time on; at most 120 s after `not_before`.
    pub expires: Timestamp,
    /// What to do.
    pub program: Program,
    /// SHA-256 of the CAP message that justifies the order: 64 lower-case hexadecimal digits.
    pub alert_sha256: String,
    /// Real or exercise.
    pub status: Status,
    /// The siren's newest challenge, where the server has one: proves that the order is of now to a siren whose clock
    /// is wrong. One that the siren does not know proves nothing, and harms nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

impl Order {
    /// The same, for a siren that gave this challenge.
    #[must_use]
    pub fn returning(mut self, challenge: Option<String>) -> Self {
        self.nonce = challenge;
        self
    }
}

/// What a siren can be asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Program {
    /// Sound a warning; ends what is sounding.
    Sound {
        /// The tone; never an all clear.
        tone: Tone,
        /// For how long, in seconds: 1 to 180.
        duration_s: u16,
    },
    /// Sound that the danger is over; ends what is sounding.
    AllClear {
        /// The tone; always an all clear.
        tone: Tone,
        /// For how long, in seconds: 1 to 180.
        duration_s: u16,
    },
    /// Sound a tone so that people hear that the siren works, as the law has it; only as an exercise. The siren says
    /// afterwards how it stands.
    Test {
        /// The tone; any.
        tone: Tone,
        /// For how long, in seconds: 1 to 180.
        duration_s: u16,
    },
    /// Be silent; ends what is sounding. Has a key of its own.
    Stop,
}

impl Program {
    /// The tone and its length in seconds, unless the order is to be silent.
    pub const fn sound(self) -> Option<(Tone, u16)> {
        match self {
            Self::Sound { tone, duration_s }
            | Self::AllClear { tone, duration_s }
            | Self::Test { tone, duration_s } => Some((tone, duration_s)),
            Self::Stop => None,
        }
    }
}

/// Why a signed text is not an order, an answer or a hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unbelieved {
    /// The signature, the key or the kind of text does not fit.
    Forged(Forged),
    /// Signed, and of another version than [`ORDER_VERSION`].
    Version(u64),
    /// Signed, and not the text it should be: what is wrong with it.
    Unreadable(String),
}

impl fmt::Display for Unbelieved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forged(why) => why.fmt(f),
            Self::Version(v) => write!(f, "version {v}, only {ORDER_VERSION} is understood"),
            Self::Unreadable(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Unbelieved {}

/// Signs an order: a compact JWS with `typ` `vigie-order+jws`.
pub fn sign_order(order: &Order, key: &SigningKey) -> String {
    sign(Kind::Order, order, key)
}

/// The order, once it is proven to be one by this key. Says nothing of whether it may be obeyed.
pub fn verify_order(text: &str, key: &VerifyingKey) -> Result<Order, Unbelieved> {
    if text.len() > ORDER_BYTES_MAX {
        return Err(Unbelieved::Forged(Forged::TooLong));
    }
    let order: Order = verify(Kind::Order, text, key)?;
    let fault = if !is_name(order.target.as_str()) || !is_name(&order.site) {
        "target or site is not a name of 1 to 64 of a-z A-Z 0-9 . _ -"
    } else if !is_sha256(&order.alert_sha256) {
        "alert_sha256 is not 64 lower-case hexadecimal digits"
    } else if !is_wire_number(order.order) || !is_wire_number(order.ctr) {
        "order or ctr is not between 1 and 2^53 - 1"
    } else if order
        .nonce
        .as_ref()
        .is_some_and(|n| n.len() > NONCE_CHARS_MAX)
    {
        "nonce is longer than 64 bytes"
    } else {
        return Ok(order);
    };
    Err(Unbelieved::Unreadable(fault.to_owned()))
}

/// The name of one signed text: SHA-256 of its bytes, 64 lower-case hexadecimal digits.
pub fn order_sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

pub(super) fn sign<T: Serialize>(kind: Kind, wire: &T, key: &SigningKey) -> String {
    // Plain structs of numbers and texts always have a JSON form; an empty payload, were it ever
    // written, is refused by every reader.
    let payload = serde_json::to_vec(wire).unwrap_or_default();
    jws::sign(kind, key, &payload)
}

pub(super) fn verify<T>(kind: Kind, text: &str, key: &VerifyingKey) -> Result<T, Unbelieved>
where
    T: for<'de> Deserialize<'de>,
{
    let payload = jws::verify(kind, key, text).map_err(Unbelieved::Forged)?;
    let unreadable = |e: serde_json::Error| Unbelieved::Unreadable(e.to_string());
    let version: Versioned = serde_json::from_slice(&payload).map_err(unreadable)?;
    if version.v != u64::from(ORDER_VERSION) {
        return Err(Unbelieved::Version(version.v));
    }
    serde_json::from_slice(&payload).map_err(unreadable)
}

pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_wire_number(n: u64) -> bool {
    (1..=WIRE_NUMBER_MAX).contains(&n)
}

#[derive(Deserialize)]
struct Versioned {
    v: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn order() -> Order {
        Order {
            v: 1,
            order: 42,
            site: "compound".into(),
            target: SirenId::new("siren-07"),
            epoch: 1,
            ctr: 5,
            not_before: Timestamp::from_unix_ms(1_700_000_000_000),
            expires: Timestamp::from_unix_ms(1_700_000_090_000),
            program: Program::Sound {
                tone: Tone::WailWarning,
                duration_s: 60,
            },
            alert_sha256: "ab".repeat(32),
            status: Status::Exercise,
            nonce: None,
        }
    }

    fn signed(json: &str) -> String {
        jws::sign(Kind::Order, &key(), json.as_bytes())
    }

    /// Golden: a maker's parser depends on every byte of it.
    const GOLDEN: &str = r#"{"v":1,"order":42,"site":"compound","target":"siren-07","epoch":1,"ctr":5,"not_before":1700000000000,"expires":1700000090000,"program":{"kind":"sound","tone":"wail_warning","duration_s":60},"alert_sha256":"abababababababababababababababababababababababababababababababab","status":"exercise"}"#;

    #[test]
    fn the_wire_of_an_order_is_the_one_in_the_manual() {
        assert_eq!(serde_json::to_string(&order()).unwrap(), GOLDEN);
        assert_eq!(
            serde_json::to_string(&Program::Stop).unwrap(),
            r#"{"kind":"stop"}"#
        );
    }

    #[test]
    fn a_signed_order_is_read_back() {
        let text = sign_order(&order(), &key());
        assert_eq!(verify_order(&text, &key().verifying_key()), Ok(order()));
    }

    #[test]
    fn the_longest_order_fits_one_packet() {
        let longest = Order {
            order: WIRE_NUMBER_MAX,
            ctr: WIRE_NUMBER_MAX,
            epoch: u32::MAX,
            site: "s".repeat(64),
            target: SirenId::new("t".repeat(64)),
            not_before: Timestamp::from_unix_ms(i64::MIN),
            expires: Timestamp::from_unix_ms(i64::MIN),
            program: Program::AllClear {
                tone: Tone::AllClearSteady,
                duration_s: u16::MAX,
            },
            nonce: Some("f".repeat(NONCE_CHARS_MAX)),
            ..order()
        };
        let text = sign_order(&longest, &key());
        assert!(text.len() <= ORDER_BYTES_MAX, "{} bytes", text.len());
        assert!(verify_order(&text, &key().verifying_key()).is_ok());
    }

    #[test]
    fn a_signed_text_with_anything_unknown_in_it_is_not_an_order() {
        for (from, to) in [
            (r#""v":1"#, r#""v":1,"volume":11"#),
            (r#""v":1"#, r#""v":1,"v":1"#),
            (r#""duration_s":60"#, r#""duration_s":60,"loop":true"#),
            ("wail_warning", "air_horn"),
            (r#""sound""#, r#""scream""#),
            (r#""exercise""#, r#""test""#),
            ("siren-07", "siren 07"),
            ("abab", "ABab"),
            (r#""ctr":5"#, r#""ctr":0"#),
            (r#""ctr":5"#, r#""ctr":9007199254740992"#),
            (r#""order":42"#, r#""order":-1"#),
            (r#""duration_s":60"#, r#""duration_s":66000"#),
        ] {
            let json = GOLDEN.replacen(from, to, 1);
            assert_ne!(json, GOLDEN);
            let read = verify_order(&signed(&json), &key().verifying_key());
            assert!(matches!(read, Err(Unbelieved::Unreadable(_))), "{to}");
        }
    }

    #[test]
    fn another_version_is_named_even_when_nothing_else_of_it_is_known() {
        let text = signed(r#"{"v":2,"do":"sound"}"#);
        assert_eq!(
            verify_order(&text, &key().verifying_key()),
            Err(Unbelieved::Version(2))
        );
    }
}
