//! What of a webhook is configured: where it is, its secrets, and what it hears of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use vigie_core::status::Status;

/// Shortest secret, in bytes: what Standard Webhooks asks for.
const SECRET_BYTES_MIN: usize = 24;
/// Longest secret, in bytes.
const SECRET_BYTES_MAX: usize = 64;
/// Secrets at once: the one that is new, the one that ends, and one to spare.
const SECRETS_MAX: usize = 3;

/// One webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where it is: `https://desk.example/vigie`.
    pub url: String,
    /// A file with one secret a line, `whsec_` and base64: every one signs, so that one can be exchanged for
    /// another without a gap.
    pub secret: PathBuf,
    /// Whether it hears of what is real, of exercises, or both.
    #[serde(default = "all")]
    pub statuses: BTreeSet<Status>,
    /// Whether it may be in this machine or a private network: it, and nothing else.
    #[serde(default)]
    pub inside: bool,
}

/// The host that an address names, for people.
pub fn host(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(str::to_owned)
}

fn all() -> BTreeSet<Status> {
    [Status::Actual, Status::Exercise].into()
}

/// What a webhook is signed with. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// Why a text is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretFault {
    /// It does not begin with `whsec_` and go on in base64.
    Form,
    /// It is too short or too long.
    Length(usize),
    /// There is none, or there are too many.
    Number(usize),
}

impl fmt::Display for SecretFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str(
                "a line is not whsec_ and base64; `printf 'whsec_%s\\n' \"$(head -c 32 /dev/urandom | base64)\"` makes one",
            ),
            Self::Length(bytes) => write!(
                f,
                "a secret has {bytes} bytes; {SECRET_BYTES_MIN} to {SECRET_BYTES_MAX} are taken"
            ),
            Self::Number(secrets) => write!(
                f,
                "there are {secrets} secrets; write 1 to {SECRETS_MAX}, one a line, the newest first"
            ),
        }
    }
}

impl std::error::Error for SecretFault {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secrets of a file.
    pub fn read_all(text: &str) -> Result<Vec<Self>, SecretFault> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let secrets: Vec<Self> = lines.map(Self::read).collect::<Result<_, _>>()?;
        if secrets.is_empty() || secrets.len() > SECRETS_MAX {
            return Err(SecretFault::Number(secrets.len()));
        }
        Ok(secrets)
    }

    fn read(line: &str) -> Result<Self, SecretFault> {
        let text = line.strip_prefix("whsec_").ok_or(SecretFault::Form)?;
        let bytes = STANDARD.decode(text).map_err(|_| SecretFault::Form)?;
        if !(SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len()) {
            return Err(SecretFault::Length(bytes.len()));
        }
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_enough_and_never_shown() {
        let good = format!("whsec_{}", STANDARD.encode([7; 32]));
        let secrets = Secret::read_all(&format!("{good}\n\n  {good}\n")).unwrap();
        assert_eq!(format!("{secrets:?}"), "[Secret(…), Secret(…)]");
        let short = format!("whsec_{}", STANDARD.encode([7; 16]));
        assert_eq!(Secret::read_all(&short), Err(SecretFault::Length(16)));
        assert_eq!(Secret::read_all("hunter2"), Err(SecretFault::Form));
        assert_eq!(Secret::read_all("\n"), Err(SecretFault::Number(0)));
    }
}
