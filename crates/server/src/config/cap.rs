//! The key that CAP messages of ours are signed with, if one is configured.

use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use vigie_cap::sign::SigningKey;

/// A PEM file of a key or a certificate is a few kilobytes; whatever is longer is something else.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// How CAP is given out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The private key that our messages are signed with, in PEM: RSA, P-256 or Ed25519. None without it.
    pub key: Option<PathBuf>,
    /// Its certificate, in PEM, which is then sent along.
    pub certificate: Option<PathBuf>,
}

impl Cap {
    /// The key, if one is configured; what is wrong with it goes to `faults`.
    pub(super) fn signing_key(&self, faults: &mut Vec<String>) -> Option<SigningKey> {
        let Some(path) = &self.key else {
            if self.certificate.is_some() {
                faults
                    .push("cap.certificate has no key to go with; name one in cap.key".to_owned());
            }
            return None;
        };
        let read = private(path).and_then(|text| SigningKey::from_pem(&text).map_err(shown));
        let key = keep(read, "cap.key", path, faults)?;
        let Some(path) = &self.certificate else {
            return Some(key);
        };
        let whole = text(path).and_then(|text| key.with_certificate(&text).map_err(shown));
        keep(whole, "cap.certificate", path, faults)
    }
}

fn keep<T>(
    read: Result<T, String>,
    name: &str,
    path: &Path,
    faults: &mut Vec<String>,
) -> Option<T> {
    read.map_err(|why| faults.push(format!("{name}: failed to read {}: {why}", path.display())))
        .ok()
}

fn shown(fault: impl Display) -> String {
    fault.to_string()
}

/// A key that others may read is not a secret.
fn private(path: &Path) -> Result<String, String> {
    let mode = std::fs::metadata(path).map_err(shown)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!(
            "others may read it (mode {:o}); run chmod 600 on it and consider it known",
            mode & 0o777
        ));
    }
    text(path)
}

fn text(path: &Path) -> Result<String, String> {
    let length = std::fs::metadata(path).map_err(shown)?.len();
    if length > FILE_BYTES_MAX {
        return Err(format!("it has {length} bytes: that is no PEM file"));
    }
    std::fs::read_to_string(path).map_err(shown)
}
