//! Signs CAP messages and verifies signed ones; what was not verified cannot be interpreted through it.
//!
//! [`verify`] brings the message without its signature into canonical form, compares the digest of exactly those
//! bytes with the signed one, and reads the alert of [`Verified`] from exactly those bytes and from nothing else.
//! So there is no second reading that could see another message: signature wrapping, duplicate ids and comments
//! inside values have nothing to work on, and are refused by name all the same. The same holds one level down: the
//! digest and the algorithms are read from the bytes that the key signed.
//!
//! One kind of signature is known: enveloped in the alert, over the whole document, with SHA-256. Keys are the
//! caller's ([`TrustedKey`]); what a message says about keys is only ever shown.
//!
//! Hand-written: the libraries for XML signatures implement all of the standard and parse the document by
//! themselves, so that two readings have to agree; they do not know Canada's profile; and each is the work of one
//! author on pre-release cryptography. What is needed of the standard fits on a few pages. The cryptography is
//! ring's, certificates are read by x509-cert, XML is split by quick-xml, to which the reader's splitting is held.

mod canonical;
mod inspect;
mod key;
mod make;
pub mod rules;
mod signed_info;
mod signing_key;
mod tape;
mod taping;
mod verify;

pub use key::{Algorithm, KeyFault, TrustedKey};
pub use make::{SignFault, sign, sign_text};
pub use signing_key::SigningKey;
pub use verify::{Signatures, Signer, Trust, Verified, verify};

use crate::finding::{Finding, Lines, Place, What};
use crate::rule::Rule;
use std::fmt;

/// Bytes of one canonical text: real ones are shorter than their source.
const CANONICAL_BYTES_MAX: usize = 1 << 20;

/// Why a message was not signed or not verified: the first rule that it breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused(Box<Finding>);

impl Refused {
    /// The rule, the place in the text, what was found and the way out.
    pub fn finding(&self) -> &Finding {
        &self.0
    }
}

impl From<Finding> for Refused {
    fn from(finding: Finding) -> Self {
        Self(Box::new(finding))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refused {}

/// Refuses at an offset of the text.
fn refuse(rule: &'static Rule, text: &str, at: usize, found: impl Into<What>) -> Refused {
    let (line, column) = Lines::new(text, 1, 1).of(at);
    Refused::from(Finding {
        line,
        column,
        ..Finding::new(rule, Place::ALERT, found)
    })
}
