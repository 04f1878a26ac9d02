//! Public keys: whom the reader trusts. None ever comes from a message.

use super::rules;
use ring::signature::{self, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use std::fmt;
use x509_cert::Certificate;
use x509_cert::der::asn1::{AnyRef, BitStringRef, Null, ObjectIdentifier, UintRef};
use x509_cert::der::{Decode, Encode, Reader, SliceReader, Tag, pem};
use x509_cert::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};

/// Bits of the smallest RSA key that is taken.
pub(super) const RSA_BITS_MIN: usize = 2048;
/// Bits of the largest one: checking costs the square.
const RSA_BITS_MAX: usize = 8192;

pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
pub(super) const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// A way to sign. All of them use SHA-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA, PKCS #1 v1.5, with SHA-256.
    RsaSha256,
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256Sha256,
    /// Ed25519 as RFC 9231 names it; xmlsec1 before 1.3 does not know it.
    Ed25519,
}

impl Algorithm {
    /// Its identifier in XML signatures.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::RsaSha256 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            Self::EcdsaP256Sha256 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            Self::Ed25519 => "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
        }
    }

    pub(super) fn of(uri: &str) -> Option<Self> {
        let all = [Self::RsaSha256, Self::EcdsaP256Sha256, Self::Ed25519];
        all.into_iter().find(|algorithm| algorithm.uri() == uri)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RsaSha256 => "RSA-SHA256",
            Self::EcdsaP256Sha256 => "ECDSA-P256-SHA256",
            Self::Ed25519 => "Ed25519",
        })
    }
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The text holds no PEM block that was asked for.
    NotPem(String),
    /// The block cannot be read.
    Broken(String),
    /// The key is of a kind that is not used here.
    Unfit(String),
    /// An RSA key of so many bits, or with too small an exponent: rule `SIG-WEAK-KEY`.
    Weak(String),
    /// The certificate is of another key.
    OtherKey,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPem(why) => write!(f, "failed to read a key: {why}; give a PEM file"),
            Self::Broken(why) => write!(f, "failed to read the key: {why}; make or fetch it again"),
            Self::Unfit(what) => {
                write!(f, "failed to use the key: {what}; give an RSA key of {RSA_BITS_MIN} bits or more, one on P-256, or Ed25519")
            }
            Self::Weak(what) => write!(f, "failed to trust the key: {what} ({}: {}); {}", rules::WEAK_KEY.id, rules::WEAK_KEY.says, rules::WEAK_KEY.mend),
            Self::OtherKey => f.write_str("failed to use the certificate: it is of another key; give the one that belongs to the private key"),
        }
    }
}

impl std::error::Error for KeyFault {}

/// A public key that the reader trusts, from a file that did not come with the message.
///
/// A certificate is pinned: it is taken for its key, and neither its issuer nor its dates are looked at. Whoever
/// replaces a key gives both for as long as both are in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    name: String,
    public: PublicKey,
}

impl TrustedKey {
    /// The first public key or certificate of a PEM text, under a name that results are reported by.
    pub fn from_pem(name: &str, text: &str) -> Result<Self, KeyFault> {
        let (label, der) = block(text)?;
        let public = match &*label {
            "PUBLIC KEY" => PublicKey::from_spki(&der)?,
            "CERTIFICATE" => PublicKey::from_certificate(&der)?,
            other => {
                let why = format!("\"{other}\" is neither PUBLIC KEY nor CERTIFICATE");
                return Err(KeyFault::NotPem(why));
            }
        };
        Ok(Self {
            name: name.to_owned(),
            public,
        })
    }

    /// What the reader calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm
    }

    /// SHA-256 of the public key (its SubjectPublicKeyInfo), in hexadecimal: what people compare by telephone.
    pub fn sha256_hex(&self) -> String {
        self.public.sha256_hex()
    }

    /// Whether it made this signature of these bytes.
    pub(super) fn verifies(&self, algorithm: Algorithm, signed: &[u8], value: &[u8]) -> bool {
        let how: &dyn signature::VerificationAlgorithm = match self.public.algorithm {
            Algorithm::RsaSha256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::EcdsaP256Sha256 => &signature::ECDSA_P256_SHA256_FIXED,
            Algorithm::Ed25519 => &signature::ED25519,
        };
        algorithm == self.public.algorithm
            && UnparsedPublicKey::new(how, &self.public.key)
                .verify(signed, value)
                .is_ok()
    }

    pub(super) fn of(name: &str, public: PublicKey) -> Self {
        Self {
            name: name.to_owned(),
            public,
        }
    }

    pub(super) fn public(&self) -> &PublicKey {
        &self.public
    }
}

/// A public key, checked for its kind and strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey {
    pub(super) algorithm: Algorithm,
    /// As the signature library wants it: RSAPublicKey, an uncompressed point, or 32 bytes.
    pub(super) key: Vec<u8>,
    spki: Vec<u8>,
}

impl PublicKey {
    pub(super) fn from_certificate(der: &[u8]) -> Result<Self, KeyFault> {
        let certificate = Certificate::from_der(der).map_err(broken)?;
        Self::of(certificate.tbs_certificate().subject_public_key_info())
    }

    /// A key that a message writes as two numbers.
    pub(super) fn from_rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyFault> {
        let mut numbers = UintRef::new(modulus)
            .and_then(|number| number.to_der())
            .map_err(broken)?;
        numbers.extend(
            UintRef::new(exponent)
                .and_then(|number| number.to_der())
                .map_err(broken)?,
        );
        let key = AnyRef::new(Tag::Sequence, &numbers)
            .and_then(|pair| pair.to_der())
            .map_err(broken)?;
        Self::from_spki(&spki(RSA, Some(AnyRef::from(Null)), &key)?)
    }

    pub(super) fn from_spki(der: &[u8]) -> Result<Self, KeyFault> {
        Self::of(&SubjectPublicKeyInfoOwned::from_der(der).map_err(broken)?)
    }

    fn of(spki: &SubjectPublicKeyInfoOwned) -> Result<Self, KeyFault> {
        let key = spki.subject_public_key.raw_bytes().to_vec();
        let kind = spki.algorithm.oid;
        let algorithm = if kind == RSA {
            check_strength(&key)?;
            Algorithm::RsaSha256
        } else if kind == EC {
            let curve = spki.algorithm.parameters.as_ref();
            let curve = curve.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            if curve != Some(P256) {
                return Err(KeyFault::Unfit(
                    "it is on another curve than P-256".to_owned(),
                ));
            }
            Algorithm::EcdsaP256Sha256
        } else if kind == ED25519 {
            Algorithm::Ed25519
        } else {
            return Err(KeyFault::Unfit(format!("it is of the kind {kind}")));
        };
        let spki = spki.to_der().map_err(broken)?;
        Ok(Self {
            algorithm,
            key,
            spki,
        })
    }

    pub(super) fn sha256_hex(&self) -> String {
        use fmt::Write;
        let sum = Sha256::digest(&self.spki);
        sum.iter()
            .fold(String::with_capacity(64), |mut digits, byte| {
                let _ = write!(digits, "{byte:02x}");
                digits
            })
    }
}

/// Refuses an RSA key that can be broken, or that costs too much to use.
fn check_strength(key: &[u8]) -> Result<(), KeyFault> {
    let mut reader = SliceReader::new(key).map_err(broken)?;
    let read = reader.sequence(|inside| {
        Ok::<_, x509_cert::der::Error>((UintRef::decode(inside)?, UintRef::decode(inside)?))
    });
    let (modulus, exponent) = read.map_err(broken)?;
    check_rsa(modulus.as_bytes(), exponent.as_bytes())
}

/// The same, by the two numbers of the key, most significant byte first.
pub(super) fn check_rsa(modulus: &[u8], exponent: &[u8]) -> Result<(), KeyFault> {
    let significant = |number: &[u8]| {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let first = number
            .get(zeros)
            .map_or(0, |byte| byte.leading_zeros() as usize);
        (number.len() - zeros) * 8 - first
    };
    let bits = significant(modulus);
    if bits < RSA_BITS_MIN {
        return Err(KeyFault::Weak(format!("an RSA key of {bits} bits")));
    }
    if bits > RSA_BITS_MAX {
        return Err(KeyFault::Unfit(format!("it has {bits} bits")));
    }
    if significant(exponent) < 2 || exponent.last().is_none_or(|low| low % 2 == 0) {
        return Err(KeyFault::Weak(
            "an RSA key whose exponent is no odd number above 2".to_owned(),
        ));
    }
    Ok(())
}

/// A public key as a SubjectPublicKeyInfo.
pub(super) fn spki(
    kind: ObjectIdentifier,
    parameters: Option<AnyRef<'_>>,
    key: &[u8],
) -> Result<Vec<u8>, KeyFault> {
    let spki = SubjectPublicKeyInfoRef {
        algorithm: AlgorithmIdentifierRef {
            oid: kind,
            parameters,
        },
        subject_public_key: BitStringRef::from_bytes(key).map_err(broken)?,
    };
    spki.to_der().map_err(broken)
}

/// The first block of a PEM text: what stands before and after it is for people.
pub(super) fn block(text: &str) -> Result<(String, Vec<u8>), KeyFault> {
    let none = || KeyFault::NotPem("there is no \"-----BEGIN …-----\" in it".to_owned());
    let begin = text.find("-----BEGIN ").ok_or_else(none)?;
    let rest = &text[begin..];
    let end = rest.find("-----END ").ok_or_else(none)?;
    let line = rest[end..]
        .find('\n')
        .map_or(rest.len(), |line| end + line + 1);
    let (label, der) = pem::decode_vec(&rest.as_bytes()[..line])
        .map_err(|error| KeyFault::Broken(format!("its PEM cannot be read: {error}")))?;
    Ok((label.to_owned(), der))
}

pub(super) fn broken(error: x509_cert::der::Error) -> KeyFault {
    KeyFault::Broken(error.to_string())
}
