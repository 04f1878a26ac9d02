//! What a siren says of itself while nothing is ordered: every half minute, and at once when it changes. So a
//! siren that is dying, opened, or holds other alerts than the server is known before it is needed.

use super::order::{Unbelieved, is_sha256, sign, verify};
use crate::ids::SirenId;
use crate::jws::Kind;
use crate::time::Timestamp;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Seconds between two pulses of a siren; after three that are missing it is not known how it stands.
pub const PULSE_EVERY_S: u32 = 30;

/// How a siren is, as it says under its own signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pulse {
    /// Always [`super::ORDER_VERSION`].
    pub v: u8,
    /// Who speaks.
    pub siren: SirenId,
    /// The challenge of this connection, or the SHA-256 of the last beat: a recorded pulse is worth nothing.
    pub nonce: String,
    /// The siren's clock.
    pub at: Timestamp,
    /// What it holds to be live: see [`alerts_sha256`].
    pub alerts_sha256: String,
    /// How it is.
    pub condition: Condition,
    /// A fresh challenge of the siren's own: see [`super::Hello::challenge`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

/// What is put into the record of a siren when it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What it lives on.
    pub power: Power,
    /// Its case.
    pub case: Case,
    /// Its sound output, when it was last used or tested.
    pub sound: Fitness,
    /// The recordings of what it says after a tone.
    pub voice: Fitness,
    /// Its disk, when it was last written.
    pub disk: Fitness,
    /// Its place at the broker.
    pub broker: Seat,
    /// Its last test of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<SelfTest>,
}

/// What a siren lives on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Power {
    /// It cannot tell.
    #[default]
    Unknown,
    /// The mains.
    Mains,
    /// Its battery.
    Battery {
        /// How full, 0 to 100.
        percent: u8,
    },
}

/// Whether somebody is at the case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// It cannot tell.
    #[default]
    Unknown,
    /// Shut.
    Shut,
    /// Open: somebody is at it.
    Open,
}

/// Whether a part works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fitness {
    /// Not used since the siren was switched on.
    #[default]
    Untried,
    /// It did what it should.
    Works,
    /// It did not.
    Broken,
}

/// Whether the siren keeps its place at the broker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// It has no broker.
    #[default]
    None,
    /// It is connected and left in peace.
    Held,
    /// The broker is not reached.
    Away,
    /// It is thrown off again and again: somebody uses its name.
    Contested,
}

/// What came of a siren's test of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfTest {
    /// When, by the siren's clock.
    pub at: Timestamp,
    /// Whether people could hear it.
    pub kind: TestKind,
    /// What came of it.
    pub result: TestResult,
}

/// Whether people could hear a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestKind {
    /// Disk, output and microphone, without a sound.
    Silent,
    /// A tone, as the law asks for.
    Audible,
}

/// What came of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestResult {
    /// Everything that the siren has did what it should.
    Passed,
    /// The disk could not be written: the next order would be refused.
    Disk,
    /// The sound output did not start.
    Output,
    /// The microphone hears nothing at all, or is gone.
    Microphone,
    /// The tone was not heard.
    NotHeard,
    /// Its clock and the server's differ by more than 30 s.
    Clock,
    /// What tells of its power cannot be read, or its battery is almost empty.
    Power,
    /// What tells of its case cannot be read, or it is open.
    Case,
    /// Nothing was tested, because the siren was sounding.
    Busy,
}

impl Condition {
    /// Whether the record should have it after `before`. A battery is news when it passes half, a fifth or a
    /// tenth: a journal is no meter.
    pub fn is_news(&self, before: &Self) -> bool {
        let level = |power| match power {
            Power::Unknown => 0,
            Power::Mains => 1,
            Power::Battery { percent } if percent > 50 => 2,
            Power::Battery { percent } if percent > 20 => 3,
            Power::Battery { percent } if percent > 10 => 4,
            Power::Battery { .. } => 5,
        };
        let rest = |condition: &Self| Self {
            power: Power::Unknown,
            ..condition.clone()
        };
        level(self.power) != level(before.power) || rest(self) != rest(before)
    }

    /// What an officer should see to, worst first; empty when nothing is.
    pub fn faults(&self) -> Vec<&'static str> {
        let tested = self.tested.map(|test| test.result);
        let all = [
            (
                self.case == Case::Open,
                "its case is open: somebody is at it",
            ),
            (
                self.broker == Seat::Contested,
                "somebody uses its name at the broker",
            ),
            (
                self.sound == Fitness::Broken,
                "its sound output does not start",
            ),
            (
                self.disk == Fitness::Broken,
                "its disk cannot be written: it refuses every order",
            ),
            (
                matches!(self.power, Power::Battery { percent } if percent <= 20),
                "its battery is almost empty",
            ),
            (
                matches!(self.power, Power::Battery { percent } if percent > 20),
                "it lives on its battery",
            ),
            (
                self.voice == Fitness::Broken,
                "recordings of what it says are missing",
            ),
            (self.broker == Seat::Away, "it does not reach the broker"),
            (
                tested == Some(TestResult::Microphone),
                "its microphone hears nothing",
            ),
            (
                tested == Some(TestResult::NotHeard),
                "its last audible test was not heard",
            ),
            (
                tested == Some(TestResult::Clock),
                "its clock and ours differ by more than 30 s",
            ),
            (
                tested == Some(TestResult::Power) && self.power == Power::Unknown,
                "what tells of its power cannot be read",
            ),
            (
                tested == Some(TestResult::Case) && self.case == Case::Unknown,
                "what tells of its case cannot be read",
            ),
        ];
        let is = all.into_iter().filter(|(is, _)| *is);
        is.map(|(_, fault)| fault).collect()
    }
}

/// The name of what is held to be live: SHA-256 of the list of live alerts, byte for byte as the beat has it.
pub fn alerts_sha256(list: &str) -> String {
    hex::encode(Sha256::digest(list.as_bytes()))
}

/// Signs a pulse: a compact JWS with `typ` `vigie-pulse+jws`.
pub fn sign_pulse(pulse: &Pulse, key: &SigningKey) -> String {
    sign(Kind::Pulse, pulse, key)
}

/// The pulse, once it is proven to be by this siren's key and for one of these challenges.
pub fn verify_pulse(
    text: &str,
    siren_key: &VerifyingKey,
    nonces: &[String],
) -> Result<Pulse, Unbelieved> {
    let pulse: Pulse = verify(Kind::Pulse, text, siren_key)?;
    if !nonces.contains(&pulse.nonce) {
        let why = "nonce is not the challenge of this connection";
        return Err(Unbelieved::Unreadable(why.to_owned()));
    }
    if !is_sha256(&pulse.alerts_sha256) {
        let why = "alerts_sha256 is not 64 lower-case hexadecimal digits";
        return Err(Unbelieved::Unreadable(why.to_owned()));
    }
    Ok(pulse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[9; 32])
    }

    fn pulse() -> Pulse {
        Pulse {
            v: 1,
            siren: SirenId::new("siren-07"),
            nonce: "n0nce".into(),
            at: Timestamp::from_unix_ms(1_700_000_000_000),
            alerts_sha256: alerts_sha256("[]"),
            condition: Condition {
                power: Power::Battery { percent: 80 },
                case: Case::Shut,
                sound: Fitness::Works,
                voice: Fitness::Untried,
                disk: Fitness::Works,
                broker: Seat::Held,
                tested: Some(SelfTest {
                    at: Timestamp::from_unix_ms(1_699_990_000_000),
                    kind: TestKind::Silent,
                    result: TestResult::Passed,
                }),
            },
            challenge: None,
        }
    }

    #[test]
    fn the_wire_of_a_pulse_is_the_one_in_the_manual() {
        assert_eq!(
            serde_json::to_string(&pulse()).unwrap(),
            r#"{"v":1,"siren":"siren-07","nonce":"n0nce","at":1700000000000,"alerts_sha256":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","condition":{"power":{"kind":"battery","percent":80},"case":"shut","sound":"works","voice":"untried","disk":"works","broker":"held","tested":{"at":1699990000000,"kind":"silent","result":"passed"}}}"#
        );
    }

    #[test]
    fn a_recorded_pulse_is_worth_nothing_on_the_next_connection() {
        let text = sign_pulse(&pulse(), &key());
        let read = |nonce: &str| verify_pulse(&text, &key().verifying_key(), &[nonce.to_owned()]);
        assert_eq!(read("n0nce"), Ok(pulse()));
        assert!(read("another").is_err());
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        assert!(verify_pulse(&text, &other, &["n0nce".to_owned()]).is_err());
    }

    #[test]
    fn a_battery_is_news_when_it_passes_a_mark_and_not_with_every_percent() {
        let at = |percent| Condition {
            power: Power::Battery { percent },
            ..Condition::default()
        };
        assert!(!at(79).is_news(&at(80)));
        assert!(at(50).is_news(&at(51)));
        assert!(at(20).is_news(&at(21)));
        assert!(at(80).is_news(&Condition::default()));
        let opened = Condition {
            case: Case::Open,
            ..at(80)
        };
        assert!(opened.is_news(&at(80)));
    }

    #[test]
    fn whatever_is_wrong_is_named_and_a_sound_siren_has_no_fault() {
        assert!(Condition::default().faults().is_empty());
        let worst = Condition {
            power: Power::Battery { percent: 5 },
            case: Case::Open,
            sound: Fitness::Broken,
            voice: Fitness::Broken,
            disk: Fitness::Broken,
            broker: Seat::Contested,
            tested: Some(SelfTest {
                at: Timestamp::from_unix_ms(1),
                kind: TestKind::Audible,
                result: TestResult::NotHeard,
            }),
        };
        assert_eq!(worst.faults().len(), 7);
        assert!(worst.faults()[0].contains("case is open"));
    }
}
