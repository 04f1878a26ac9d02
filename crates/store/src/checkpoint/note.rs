//! Signed notes (C2SP signed-note): a text, a blank line, and a line per Ed25519 signature.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// Longest note that is read: a checkpoint has three lines and some signatures.
const NOTE_BYTES_MAX: usize = 64 << 10;

/// Most signatures that are looked at.
const SIGNATURES_MAX: usize = 100;

/// The type byte of an Ed25519 key, in its id and in its text form.
const ED25519: u8 = 1;

/// Signs notes under a name.
pub struct Signer {
    key: SigningKey,
    verifier: Verifier,
}

impl Signer {
    /// A signer with the name of the log; a domain and path without a scheme, for example
    /// `vigie.example.org/log`.
    pub fn new(name: &str, key: SigningKey) -> Result<Self, NotANote> {
        let verifier = Verifier::new(name, key.verifying_key())?;
        Ok(Self { key, verifier })
    }

    /// What others need to check the signatures.
    #[must_use]
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The note: `text`, which ends with a newline, and the signature.
    pub(super) fn sign(&self, text: &str) -> String {
        let Verifier { name, id, .. } = &self.verifier;
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let signature = STANDARD.encode([id.as_slice(), &signature].concat());
        format!("{text}\n{DASH}{name} {signature}\n")
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier)
    }
}

/// A public key with its name. Its text form is `name+id+key`, as other tools for such logs read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl Verifier {
    /// A public key under the name of its log.
    pub fn new(name: &str, key: VerifyingKey) -> Result<Self, NotANote> {
        if name.is_empty() || name.contains('+') || name.chars().any(char::is_whitespace) {
            return Err(NotANote::KeyName {
                name: name.to_owned(),
            });
        }
        let id = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519]);
        let id = id.chain_update(key.as_bytes()).finalize();
        Ok(Self {
            name: name.to_owned(),
            id: [id[0], id[1], id[2], id[3]],
            key,
        })
    }

    /// The name of the log.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text that was signed, if this key signed it.
    pub(super) fn open<'a>(&self, note: &'a str) -> Result<&'a str, NotANote> {
        let control = |c: char| c.is_ascii_control() && c != '\n';
        if note.len() > NOTE_BYTES_MAX || note.contains(control) || !note.ends_with('\n') {
            return Err(NotANote::Form);
        }
        let split = note.rfind("\n\n").ok_or(NotANote::Form)? + 1;
        let (text, signatures) = (&note[..split], &note[split + 1..]);
        let mut signed = false;
        for (i, line) in signatures.lines().enumerate() {
            let (name, signature) = line
                .strip_prefix(DASH)
                .and_then(|line| line.split_once(' '))
                .filter(|_| i < SIGNATURES_MAX)
                .ok_or(NotANote::Form)?;
            let bytes = STANDARD.decode(signature).map_err(|_| NotANote::Form)?;
            let (id, signature) = bytes.split_at_checked(4).ok_or(NotANote::Form)?;
            if name == self.name && id == self.id {
                self.check(text, signature)?;
                signed = true;
            }
        }
        if signed {
            Ok(text)
        } else {
            Err(NotANote::NotSigned {
                name: self.name.clone(),
            })
        }
    }

    fn check(&self, text: &str, signature: &[u8]) -> Result<(), NotANote> {
        let forged = || NotANote::Forged {
            name: self.name.clone(),
        };
        let signature = Signature::from_slice(signature).map_err(|_| forged())?;
        self.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| forged())
    }
}

const DASH: &str = "\u{2014} ";

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, hex::encode(self.id))
    }
}

impl FromStr for Verifier {
    type Err = NotANote;

    fn from_str(text: &str) -> Result<Self, NotANote> {
        let parse = || {
            let (name, rest) = text.split_once('+')?;
            let (id, key) = rest.split_once('+')?;
            let key = STANDARD.decode(key).ok()?;
            let (ED25519, key) = key.split_first().map(|(kind, key)| (*kind, key))? else {
                return None;
            };
            let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
            let verifier = Self::new(name, key).ok()?;
            (hex::encode(verifier.id) == id).then_some(verifier)
        };
        parse().ok_or_else(|| NotANote::Key {
            key: text.to_owned(),
        })
    }
}

/// Why a text is no checkpoint, or none of this log's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotANote {
    /// It is not built as a signed note.
    Form,
    /// Its text is not built as a checkpoint.
    Checkpoint {
        /// What is wrong with it.
        how: &'static str,
    },
    /// A key's name is empty or has a space or a plus sign.
    KeyName {
        /// The name.
        name: String,
    },
    /// A public key is not written as `name+id+key`.
    Key {
        /// The text.
        key: String,
    },
    /// The log did not sign it.
    NotSigned {
        /// Name of the log.
        name: String,
    },
    /// It carries a signature of the log that is wrong: somebody changed it.
    Forged {
        /// Name of the log.
        name: String,
    },
    /// It speaks for another log.
    Origin {
        /// The log that was asked for.
        expected: String,
        /// The log that it speaks for.
        found: String,
    },
}

impl fmt::Display for NotANote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str(
                "not a signed note: expected a text, a blank line and signature lines, as the log \
                 publishes them",
            ),
            Self::Checkpoint { how } => write!(f, "not a checkpoint: {how}"),
            Self::KeyName { name } => write!(
                f,
                "{name:?} cannot name a key: use a domain and path without spaces and plus signs, \
                 such as vigie.example.org/log"
            ),
            Self::Key { key } => write!(
                f,
                "{key:?} is no public key of a log: expected name+id+key, as the log's keeper \
                 published it"
            ),
            Self::NotSigned { name } => write!(f, "{name} did not sign this checkpoint"),
            Self::Forged { name } => write!(
                f,
                "the signature of {name} does not fit this checkpoint: it was changed, or made with \
                 another key"
            ),
            Self::Origin { expected, found } => {
                write!(
                    f,
                    "this checkpoint is of {found}, expected one of {expected}"
                )
            }
        }
    }
}

impl std::error::Error for NotANote {}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the documentation of Go's x/mod/sumdb/note, where the format comes from.
    const VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const SKEY: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                        then you don't know what your problem is.\n";
    const SIGNATURE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn the_published_example_is_verified_and_made_again_byte_for_byte() {
        let note = format!("{TEXT}\n{SIGNATURE}");
        let verifier: Verifier = VKEY.parse().unwrap();
        assert_eq!(verifier.to_string(), VKEY);
        assert_eq!(verifier.open(&note), Ok(TEXT));
        let seed: [u8; 32] = STANDARD.decode(SKEY).unwrap()[1..].try_into().unwrap();
        let signer = Signer::new("PeterNeumann", SigningKey::from_bytes(&seed)).unwrap();
        assert_eq!(signer.verifier(), &verifier);
        assert_eq!(signer.sign(TEXT), note);
    }

    #[test]
    fn a_changed_text_or_signature_is_refused_at_every_byte() {
        let note = format!("{TEXT}\n{SIGNATURE}");
        let verifier: Verifier = VKEY.parse().unwrap();
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(verifier.open(&changed).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn a_key_whose_id_or_name_was_changed_is_no_key() {
        for key in [
            &VKEY.replace("c74f", "c74e"),
            &VKEY.replace("Peter", "Pieter"),
            "x",
            "a+b+c",
        ] {
            assert!(key.parse::<Verifier>().is_err(), "{key}");
        }
        let key = SigningKey::from_bytes(&[1; 32]);
        assert!(Signer::new("two words", key).is_err());
    }
}
