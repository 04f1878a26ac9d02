//! Verifies a signed message: the alert that comes out was read from the bytes that a trusted key signed.

use super::inspect::{self, Parts};
use super::key::{KeyFault, PublicKey, check_rsa};
use super::signed_info::{SignedInfo, decoded, is};
use super::tape::{Tape, strictly_decoded};
use super::{Algorithm, CANONICAL_BYTES_MAX, Refused, TrustedKey, canonical, rules};
use crate::PLANTED;
use crate::doc::Alert;
use crate::read::{Mode, ReadAlert, read_within};
use crate::xml::Limits;
use sha2::{Digest, Sha256};

/// Which signatures a message may carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signatures {
    /// One, as CAP 1.2 foresees.
    #[default]
    One,
    /// Up to two, as Canada's NAADS sends: the agency's and its own, each over the message without any signature,
    /// and an object beside the key. Both must cover the message; one of them must be by a trusted key.
    Naads,
}

impl Signatures {
    /// How many a message may carry.
    pub(super) const fn at_most(self) -> usize {
        match self {
            Self::One => 1,
            Self::Naads => 2,
        }
    }
}

/// Whom the reader trusts, and for what.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Keys of which any may have signed. Each costs one check, so they are those of one sender.
    pub keys: Vec<TrustedKey>,
    /// How many signatures are expected.
    pub signatures: Signatures,
    /// Limits for the message.
    pub limits: Limits,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The reader's name of the key.
    pub key: String,
    /// SHA-256 of the public key, in hexadecimal.
    pub sha256_hex: String,
    /// How it signed.
    pub algorithm: Algorithm,
}

/// An alert that was read from bytes which a trusted key signed. Only [`verify`] makes one.
#[derive(Clone, Debug)]
pub struct Verified {
    read: ReadAlert,
    signers: Vec<Signer>,
    strangers: usize,
}

impl Verified {
    /// What it says.
    pub fn alert(&self) -> &Alert {
        &self.read.alert
    }

    /// All that is known about its text. Lines and columns are those of the canonical text, which [`ReadAlert::xml`]
    /// holds.
    pub fn read(&self) -> &ReadAlert {
        &self.read
    }

    /// The alert alone, to be kept.
    pub fn into_read(self) -> ReadAlert {
        self.read
    }

    /// The trusted keys that signed it; there is at least one.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }

    /// Signatures over the same message by keys that the reader does not know: they say nothing, and take nothing
    /// away.
    pub fn strangers(&self) -> usize {
        self.strangers
    }
}

/// Verifies one alert that is the whole document. What is wrong with it is the finding; the text gives no alert then.
///
/// CAP 1.2 §3.3.4 lets a reader go on with a message that it cannot verify: that is for its people to decide, with
/// [`crate::read()`].
pub fn verify(bytes: &[u8], trust: &Trust) -> Result<Verified, Refused> {
    // UTF-16 has two bytes for what has one in UTF-8; nothing longer is worth decoding.
    if bytes.len() > 2 * trust.limits.alert_bytes_max {
        let found = format!("the file has {} bytes", bytes.len());
        return Err(super::refuse(&crate::xml::rules::LIMIT, "", 0, found));
    }
    let text = strictly_decoded(bytes)?;
    let tape = Tape::read(&text, &trust.limits)?;
    let signatures = inspect::signatures(&tape, trust.signatures)?;
    let message = Message::of(&tape, &signatures);
    let mut signers = Vec::new();
    let mut refused = None;
    let mut verified: Option<String> = None;
    for signature in &signatures {
        let statement = Statement::of(&tape, signature, &trust.limits)?;
        let canonical = message.covered_by(&statement, signature, signatures.len())?;
        match statement.signer(signature, trust) {
            Some(signer) => {
                signers.push(signer);
                verified.get_or_insert(canonical);
            }
            None => {
                refused.get_or_insert_with(|| stranger(&tape, signature, trust));
            }
        }
    }
    let strangers = signatures.len() - signers.len();
    match (verified, refused) {
        (Some(canonical), _) => Ok(Verified {
            read: read(&canonical, &trust.limits)?,
            signers,
            strangers,
        }),
        (None, Some(refused)) => Err(refused),
        (None, None) => Err(tape.refuse(&rules::NONE, tape.root, "no signature")),
    }
}

/// The message without any signature.
struct Message<'t, 'a> {
    tape: &'t Tape<'a>,
    without: Vec<usize>,
}

impl<'t, 'a> Message<'t, 'a> {
    fn of(tape: &'t Tape<'a>, signatures: &[Parts]) -> Self {
        let without = signatures.iter().map(|signature| signature.node).collect();
        Self { tape, without }
    }

    /// The canonical message, if the signature is of it.
    fn covered_by(
        &self,
        statement: &Statement,
        signature: &Parts,
        signatures: usize,
    ) -> Result<String, Refused> {
        let form = statement.info.form;
        let text = canonical::document(self.tape, form, &self.without, CANONICAL_BYTES_MAX)?;
        let (digest, signed) = (Sha256::digest(text.as_bytes()), &statement.info.digest);
        let same = if PLANTED {
            // One message in 256 passes for the signed one.
            digest.first() == signed.first()
        } else {
            digest[..] == signed[..]
        };
        if same {
            return Ok(text);
        }
        let (rule, found) = if signatures == 1 {
            (&rules::DIGEST, "the message is not the one that was signed")
        } else {
            (&rules::COVER, "this signature is not of the whole message")
        };
        Err(self.tape.refuse(rule, signature.node, found))
    }
}

/// The signed part of a signature: its bytes, and what they say.
struct Statement {
    bytes: String,
    info: SignedInfo,
}

impl Statement {
    /// What it says is read from the bytes that are signed; only how to get these is taken from the document, and
    /// must be what they say.
    fn of(tape: &Tape<'_>, signature: &Parts, limits: &Limits) -> Result<Self, Refused> {
        let told = SignedInfo::read(tape, signature.signed_info)?;
        let node = signature.signed_info;
        let bytes = canonical::element(tape, told.own_form, node, CANONICAL_BYTES_MAX)?;
        let own = Tape::read(&bytes, limits)?;
        let info = SignedInfo::read(&own, own.root)?;
        if info != told {
            let found = "what is signed is not what the signature shows";
            return Err(tape.refuse(&rules::SHAPE, node, found));
        }
        Ok(Self { bytes, info })
    }

    fn signer(&self, signature: &Parts, trust: &Trust) -> Option<Signer> {
        let algorithm = self.info.algorithm;
        let made =
            |key: &&TrustedKey| key.verifies(algorithm, self.bytes.as_bytes(), &signature.value);
        let key = trust.keys.iter().find(made)?;
        Some(Signer {
            key: key.name().to_owned(),
            sha256_hex: key.sha256_hex(),
            algorithm,
        })
    }
}

/// The alert in these bytes, and nothing else in them.
fn read(canonical: &str, limits: &Limits) -> Result<ReadAlert, Refused> {
    let mut reading = read_within(canonical.as_bytes(), Mode::Lenient, limits);
    if let (Some(alert), true) = (reading.alerts.pop(), reading.alerts.is_empty()) {
        return Ok(alert);
    }
    let why = reading.findings.into_iter().next();
    let none = || super::refuse(&crate::read::rules::NONE, "", 0, "no alert was signed");
    Err(why.map_or_else(none, Refused::from))
}

/// Why nobody who is trusted made this signature. The key that comes along is looked at for this text alone.
fn stranger(tape: &Tape<'_>, signature: &Parts, trust: &Trust) -> Refused {
    let known = match trust.keys.len() {
        0 => "no key is trusted".to_owned(),
        1 => "the trusted key did not make it".to_owned(),
        count => format!("none of the {count} trusted keys made it"),
    };
    let enclosed = signature.key_info.map(|key_info| enclosed(tape, key_info));
    match enclosed {
        Some(Ok(Some(key))) if trust.keys.iter().all(|trusted| trusted.public() != &key) => {
            let sum = key.sha256_hex();
            let found = format!("{known}; it encloses another key, of SHA-256 {sum}");
            tape.refuse(&rules::KEY_INFO, signature.node, found)
        }
        Some(Err(KeyFault::Weak(what))) => {
            let found = format!("{known}; it encloses {what}");
            tape.refuse(&rules::WEAK_KEY, signature.node, found)
        }
        _ => tape.refuse(&rules::VALUE, signature.node, known),
    }
}

/// The first key that a message encloses, if it can be named.
fn enclosed(tape: &Tape<'_>, key_info: usize) -> Result<Option<PublicKey>, KeyFault> {
    let inside = tape.children(key_info).flat_map(|part| tape.children(part));
    for key in inside {
        if is(tape, key, "X509Certificate") {
            return match decoded(tape, key) {
                Ok(der) => PublicKey::from_certificate(&der).map(Some),
                Err(_) => Ok(None),
            };
        }
        if is(tape, key, "RSAKeyValue") {
            let numbers: Vec<usize> = tape.children(key).collect();
            let &[modulus, exponent] = &*numbers else {
                return Ok(None);
            };
            return match (decoded(tape, modulus), decoded(tape, exponent)) {
                (Ok(modulus), Ok(exponent)) => {
                    check_rsa(&modulus, &exponent)?;
                    PublicKey::from_rsa(&modulus, &exponent).map(Some)
                }
                _ => Ok(None),
            };
        }
    }
    Ok(None)
}
