//! What a siren says: who it is, and what became of each order, signed by its own key.

use super::order::{Unbelieved, is_sha256, sign, verify};
use crate::ids::SirenId;
use crate::jws::Kind;
use crate::time::Timestamp;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What became of one order, so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Always [`super::ORDER_VERSION`].
    pub v: u8,
    /// Who answers.
    pub siren: SirenId,
    /// The `order` number of the order; 0 when the text was not believed and so has none.
    pub order: u64,
    /// The `ctr` of the order; 0 when the text was not believed.
    pub ctr: u64,
    /// SHA-256 of the signed text answered, as it arrived ([`super::order_sha256`]). For an answer
    /// to a retry, that of the retry.
    pub order_sha256: String,
    /// When it happened, by the siren's clock.
    pub at: Timestamp,
    /// What happened.
    pub what: AnswerWhat,
    /// Lowest counter that the siren will take next under the key of this order (the live key when
    /// the text was not believed).
    pub next_ctr: u64,
    /// A fresh challenge, in a refusal: an order that returns it is believed whatever the siren's clock shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

/// What happened to an order, in this order: accepted, started, heard or not heard, ended; or
/// refused, which is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerWhat {
    /// Believed, and its counter is on disk.
    Accepted,
    /// Not obeyed.
    Refused {
        /// The rule that said no.
        reason: RefusalReason,
    },
    /// The sound output runs. Says nothing of whether anybody can hear it.
    Started,
    /// The microphone recognised the ordered tone.
    Heard,
    /// The sound output ran, and the microphone did not recognise the tone.
    NotHeard,
    /// Silent again; for a stop: silence is reached.
    Ended,
}

impl AnswerWhat {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused { .. } => "refused",
            Self::Started => "started",
            Self::Heard => "heard",
            Self::NotHeard => "not_heard",
            Self::Ended => "ended",
        }
    }
}

/// Why a siren did not obey. Every one is a rule of the device itself, whoever carries the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// The signature does not fit, or the text is of another kind, or too long.
    Forged,
    /// Signed by none of the keys that the siren knows.
    UnknownKey,
    /// Of a version that the siren does not speak.
    Version,
    /// Signed, and not an order that the siren understands.
    Unreadable,
    /// Under the key of another role: real, exercise, or stop.
    KeyRole,
    /// For another siren.
    WrongTarget,
    /// For another site.
    WrongSite,
    /// For another pairing than the present one.
    WrongEpoch,
    /// The counter is not greater than the last one taken: a replay, or overtaken by a newer order.
    Replayed,
    /// `expires` is not after `not_before`, or more than 120 s after it.
    Window,
    /// Too late.
    Expired,
    /// Too early by more than the clock may be wrong.
    TooEarly,
    /// Longer than 180 s, or of no length.
    Duration,
    /// An all clear with a warning's tone, or a warning with the tone of the all clear.
    ToneMeaning,
    /// Too many starts in ten minutes.
    RateLimited,
    /// An exercise may not touch a siren that warns of a real danger.
    RealSounding,
    /// The siren lost its counter and refuses everything until it is paired anew.
    CounterLost,
    /// The counter could not be written to disk, so the order was not obeyed.
    CounterNotSaved,
    /// The sound output could not be started.
    SoundOutput,
}

impl RefusalReason {
    /// Every reason, in the order of the manual.
    pub const ALL: [Self; 19] = [
        Self::Forged,
        Self::UnknownKey,
        Self::Version,
        Self::Unreadable,
        Self::KeyRole,
        Self::WrongTarget,
        Self::WrongSite,
        Self::WrongEpoch,
        Self::Replayed,
        Self::Window,
        Self::Expired,
        Self::TooEarly,
        Self::Duration,
        Self::ToneMeaning,
        Self::RateLimited,
        Self::RealSounding,
        Self::CounterLost,
        Self::CounterNotSaved,
        Self::SoundOutput,
    ];

    /// What an officer reads: what is wrong and the way out.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Forged => "the order's signature does not fit: somebody else sent it",
            Self::UnknownKey => "the order is signed by a key the siren does not know: pair it",
            Self::Version => "the order is of another version: update the siren or the server",
            Self::Unreadable => "the siren does not understand the order: update the siren",
            Self::KeyRole => {
                "the order is signed by a key for something else: real, exercise and stop were mixed"
            }
            Self::WrongTarget => "the order is for another siren",
            Self::WrongSite => "the order is for another site",
            Self::WrongEpoch => "the order is for another pairing: use the siren's present epoch",
            Self::Replayed => "the counter was used before: send a new order with a higher one",
            Self::Window => "the order's window is empty or longer than 120 s",
            Self::Expired => {
                "the order came too late: send a new one that returns the siren's challenge, check the clocks"
            }
            Self::TooEarly => {
                "the siren's clock is slow: send a new order that returns its challenge, check the clocks"
            }
            Self::Duration => "the sound must last 1 to 180 s",
            Self::ToneMeaning => "the tone has another meaning than the order",
            Self::RateLimited => "too many starts in ten minutes: wait, or go to the siren",
            Self::RealSounding => "a real warning is sounding: exercises must wait",
            Self::CounterLost => "the siren lost its counter: raise its epoch to pair it anew",
            Self::CounterNotSaved => "the siren cannot write its disk: repair it",
            Self::SoundOutput => "the siren's sound output does not start: repair it",
        }
    }
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.advice())
    }
}

/// How a siren introduces itself on a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// Always [`super::ORDER_VERSION`].
    pub v: u8,
    /// Who speaks.
    pub siren: SirenId,
    /// The challenge of this connection, returned: a recorded hello is worth nothing.
    pub nonce: String,
    /// The siren's clock.
    pub at: Timestamp,
    /// Lowest counter that the siren will take next under the live key; 0 when its counter is lost.
    pub next_ctr: u64,
    /// The same under the exercise key.
    pub next_ctr_exercise: u64,
    /// The siren's pairing.
    pub epoch: u32,
    /// Name and version of the siren's program.
    pub software: String,
    /// A fresh challenge of the siren's own: an order that returns it is believed whatever the siren's clock shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

/// Signs an answer: a compact JWS with `typ` `vigie-answer+jws`.
pub fn sign_answer(answer: &Answer, key: &SigningKey) -> String {
    sign(Kind::Answer, answer, key)
}

/// The answer, once it is proven to be one by this siren's key.
pub fn verify_answer(text: &str, siren_key: &VerifyingKey) -> Result<Answer, Unbelieved> {
    let answer: Answer = verify(Kind::Answer, text, siren_key)?;
    if is_sha256(&answer.order_sha256) {
        Ok(answer)
    } else {
        Err(Unbelieved::Unreadable(
            "order_sha256 is not 64 lower-case hexadecimal digits".to_owned(),
        ))
    }
}

/// Signs a hello: a compact JWS with `typ` `vigie-hello+jws`.
pub fn sign_hello(hello: &Hello, key: &SigningKey) -> String {
    sign(Kind::Hello, hello, key)
}

/// The hello, once it is proven to be by this siren's key and for this connection's challenge.
pub fn verify_hello(
    text: &str,
    siren_key: &VerifyingKey,
    nonce: &str,
) -> Result<Hello, Unbelieved> {
    let hello: Hello = verify(Kind::Hello, text, siren_key)?;
    if hello.nonce == nonce {
        Ok(hello)
    } else {
        Err(Unbelieved::Unreadable(
            "nonce is not the challenge of this connection".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[9; 32])
    }

    fn answer(what: AnswerWhat) -> Answer {
        Answer {
            v: 1,
            siren: SirenId::new("siren-07"),
            order: 42,
            ctr: 5,
            order_sha256: "cd".repeat(32),
            at: Timestamp::from_unix_ms(1_700_000_000_250),
            what,
            next_ctr: 6,
            challenge: None,
        }
    }

    fn hello() -> Hello {
        Hello {
            v: 1,
            siren: SirenId::new("siren-07"),
            nonce: "n0nce".into(),
            at: Timestamp::from_unix_ms(1_700_000_000_000),
            next_ctr: 6,
            next_ctr_exercise: 1,
            epoch: 1,
            software: "vigie-siren 0.1.0".into(),
            challenge: Some("c0ffee".into()),
        }
    }

    #[test]
    fn the_wire_of_an_answer_is_the_one_in_the_manual() {
        let refused = AnswerWhat::Refused {
            reason: RefusalReason::Replayed,
        };
        assert_eq!(
            serde_json::to_string(&answer(refused)).unwrap(),
            r#"{"v":1,"siren":"siren-07","order":42,"ctr":5,"order_sha256":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","at":1700000000250,"what":{"kind":"refused","reason":"replayed"},"next_ctr":6}"#
        );
        for what in [
            AnswerWhat::Accepted,
            AnswerWhat::Started,
            AnswerWhat::Heard,
            AnswerWhat::NotHeard,
            AnswerWhat::Ended,
        ] {
            assert_eq!(
                serde_json::to_string(&what).unwrap(),
                format!(r#"{{"kind":"{}"}}"#, what.as_str())
            );
        }
    }

    #[test]
    fn the_wire_of_a_hello_is_the_one_in_the_manual() {
        assert_eq!(
            serde_json::to_string(&hello()).unwrap(),
            r#"{"v":1,"siren":"siren-07","nonce":"n0nce","at":1700000000000,"next_ctr":6,"next_ctr_exercise":1,"epoch":1,"software":"vigie-siren 0.1.0","challenge":"c0ffee"}"#
        );
    }

    #[test]
    fn a_signed_answer_is_read_back_and_another_siren_cannot_give_it() {
        let text = sign_answer(&answer(AnswerWhat::Heard), &key());
        assert_eq!(
            verify_answer(&text, &key().verifying_key()),
            Ok(answer(AnswerWhat::Heard))
        );
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        assert!(verify_answer(&text, &other).is_err());
    }

    #[test]
    fn a_recorded_hello_is_worth_nothing_on_the_next_connection() {
        let text = sign_hello(&hello(), &key());
        assert_eq!(
            verify_hello(&text, &key().verifying_key(), "n0nce"),
            Ok(hello())
        );
        assert!(verify_hello(&text, &key().verifying_key(), "another").is_err());
    }

    #[test]
    fn a_hello_is_never_taken_for_an_answer() {
        let text = sign_hello(&hello(), &key());
        assert!(matches!(
            verify_answer(&text, &key().verifying_key()),
            Err(Unbelieved::Forged(_))
        ));
    }
}
