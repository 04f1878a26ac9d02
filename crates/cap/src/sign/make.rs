//! Signs a message: one enveloped signature over the whole document, in exclusive canonical form.

use super::canonical::{self, Form};
use super::key::KeyFault;
use super::signed_info::{DSIG, ENVELOPED, SHA256};
use super::signing_key::SigningKey;
use super::tape::Tape;
use super::{CANONICAL_BYTES_MAX, Refused, Trust, inspect, rules, verify};
use crate::doc::Alert;
use crate::read::{Mode, read_within};
use crate::rule::Level;
use crate::xml::Limits;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt;

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// Why a message was not signed.
#[derive(Clone, Debug, PartialEq)]
pub enum SignFault {
    /// The message breaks a rule: who signs it would vouch for it.
    Message(Refused),
    /// The key does not sign.
    Key(KeyFault),
}

impl fmt::Display for SignFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(finding) => write!(f, "failed to sign the message: {finding}"),
            Self::Key(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for SignFault {}

impl From<Refused> for SignFault {
    fn from(finding: Refused) -> Self {
        Self::Message(finding)
    }
}

impl From<KeyFault> for SignFault {
    fn from(fault: KeyFault) -> Self {
        Self::Key(fault)
    }
}

/// The alert as a signed CAP 1.2 document.
pub fn sign(alert: &Alert, key: &SigningKey) -> Result<String, SignFault> {
    sign_text(&crate::write(alert), key)
}

/// A message with a signature before its last tag; every other byte stays as it is. One that breaks a rule at the
/// level of an error is not signed.
pub fn sign_text(text: &str, key: &SigningKey) -> Result<String, SignFault> {
    // A byte order mark belongs to the file, not to its text.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let limits = Limits::default();
    let tape = Tape::read(text, &limits)?;
    inspect::check_root(&tape)?;
    if inspect::is_signed(&tape) {
        return Err(tape
            .refuse(&rules::SIGNED, tape.root, "it carries a signature")
            .into());
    }
    let reading = read_within(text.as_bytes(), Mode::Lenient, &limits);
    if let Some(wrong) = reading
        .all_findings()
        .find(|finding| finding.level() == Level::Error)
    {
        return Err(SignFault::Message(wrong.clone().into()));
    }
    let message = canonical::document(&tape, Form::Exclusive, &[], CANONICAL_BYTES_MAX)?;
    let digest = STANDARD.encode(Sha256::digest(message.as_bytes()));
    let signed_info = signed_info(key.algorithm().uri(), &digest);
    // Written in canonical form but for the namespace, which the element around it declares in the message.
    let bytes = signed_info.replacen("<SignedInfo>", &format!("<SignedInfo xmlns=\"{DSIG}\">"), 1);
    let value = STANDARD.encode(key.sign(bytes.as_bytes())?);
    let key_info = key.certificate().map_or_else(String::new, |certificate| {
        let certificate = STANDARD.encode(certificate);
        format!("<KeyInfo><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo>")
    });
    let signature = format!(
        "<Signature xmlns=\"{DSIG}\">{signed_info}<SignatureValue>{value}</SignatureValue>{key_info}</Signature>"
    );
    let (before, after) = text.split_at(tape.root_end);
    let signed = format!("{before}{signature}{after}");
    // What leaves here verifies, whatever the message looked like.
    let trust = Trust {
        keys: vec![key.trusted("the signer")],
        ..Trust::default()
    };
    verify(signed.as_bytes(), &trust)?;
    Ok(signed)
}

fn signed_info(algorithm: &str, digest: &str) -> String {
    format!(
        "<SignedInfo>\
         <CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></CanonicalizationMethod>\
         <SignatureMethod Algorithm=\"{algorithm}\"></SignatureMethod>\
         <Reference URI=\"\"><Transforms>\
         <Transform Algorithm=\"{ENVELOPED}\"></Transform>\
         <Transform Algorithm=\"{EXCLUSIVE}\"></Transform>\
         </Transforms>\
         <DigestMethod Algorithm=\"{SHA256}\"></DigestMethod>\
         <DigestValue>{digest}</DigestValue></Reference></SignedInfo>"
    )
}
