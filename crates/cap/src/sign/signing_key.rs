//! The private key that a sender signs with.

use super::key::{
    Algorithm, EC, ED25519, KeyFault, P256, PublicKey, RSA, RSA_BITS_MIN, TrustedKey,
};
use super::key::{block, spki};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair};
use std::fmt;
use x509_cert::der::asn1::{AnyRef, Null};

/// A private key, and the certificate that goes with the signature if there is one.
pub struct SigningKey {
    pair: Pair,
    public: PublicKey,
    certificate: Option<Vec<u8>>,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.public.algorithm)
            .field("public_sha256", &self.public.sha256_hex())
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// The first private key of a PEM text: PKCS #8, or PKCS #1 for RSA.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let (label, der) = block(text)?;
        let pair = match &*label {
            "PRIVATE KEY" => Pair::from_pkcs8(&der)?,
            "RSA PRIVATE KEY" => Pair::Rsa(RsaKeyPair::from_der(&der).map_err(rejected)?),
            "EC PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" => {
                let why = format!(
                    "\"{label}\" is not read here; `openssl pkcs8 -topk8 -nocrypt -in KEY` writes it as PRIVATE KEY"
                );
                return Err(KeyFault::NotPem(why));
            }
            other => return Err(KeyFault::NotPem(format!("\"{other}\" is no PRIVATE KEY"))),
        };
        let public = pair.public()?;
        Ok(Self {
            pair,
            public,
            certificate: None,
        })
    }

    /// Sends this certificate, in PEM, along with each signature, as IPAWS asks.
    pub fn with_certificate(mut self, text: &str) -> Result<Self, KeyFault> {
        let (label, der) = block(text)?;
        if label != "CERTIFICATE" {
            return Err(KeyFault::NotPem(format!("\"{label}\" is no CERTIFICATE")));
        }
        if PublicKey::from_certificate(&der)?.key != self.public.key {
            return Err(KeyFault::OtherKey);
        }
        self.certificate = Some(der);
        Ok(self)
    }

    /// What it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm
    }

    /// The public half, for those who are to trust it.
    pub fn trusted(&self, name: &str) -> TrustedKey {
        TrustedKey::of(name, self.public.clone())
    }

    pub(super) fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let chance = SystemRandom::new();
        let failed = |_| KeyFault::Unfit("it does not sign".to_owned());
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut value = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &chance, bytes, &mut value)
                    .map_err(failed)?;
                Ok(value)
            }
            Pair::Ecdsa(pair) => Ok(pair.sign(&chance, bytes).map_err(failed)?.as_ref().to_vec()),
            Pair::Ed25519(pair) => Ok(pair.sign(bytes).as_ref().to_vec()),
        }
    }
}

impl Pair {
    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFault> {
        let chance = SystemRandom::new();
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
            return Ok(Self::Ed25519(pair));
        }
        let how = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        if let Ok(pair) = EcdsaKeyPair::from_pkcs8(how, der, &chance) {
            return Ok(Self::Ecdsa(pair));
        }
        Ok(Self::Rsa(RsaKeyPair::from_pkcs8(der).map_err(rejected)?))
    }

    fn public(&self) -> Result<PublicKey, KeyFault> {
        let (kind, parameters, key) = match self {
            Self::Rsa(pair) => (RSA, Some(AnyRef::from(Null)), pair.public_key().as_ref()),
            Self::Ecdsa(pair) => (EC, Some(AnyRef::from(&P256)), pair.public_key().as_ref()),
            Self::Ed25519(pair) => (ED25519, None, pair.public_key().as_ref()),
        };
        PublicKey::from_spki(&spki(kind, parameters, key)?)
    }
}

/// ring says in a word what it did not like.
fn rejected(error: ring::error::KeyRejected) -> KeyFault {
    let why = error.to_string();
    if why == "TooSmall" {
        KeyFault::Weak(format!("an RSA key of fewer than {RSA_BITS_MIN} bits"))
    } else {
        KeyFault::Unfit(format!("it is {why}"))
    }
}
