//! Keys for one run, made by openssl: none is kept in the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use vigie_cap::sign::{SigningKey, Trust, TrustedKey};

/// A folder of keys and of files made with them.
pub struct Keys {
    folder: tempfile::TempDir,
}

impl Keys {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and says where.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// The private key of this kind: `rsa`, `rsa-1024`, `p256`, `p384` or `ed25519`. Made once.
    pub fn private(&self, kind: &str) -> PathBuf {
        let path = self.path(&format!("{kind}.pem"));
        if !path.exists() {
            let how: &[&str] = match kind {
                "rsa" | "rsa-other" => &["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
                "rsa-1024" => &["RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
                "p256" | "p256-other" => &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
                "p384" => &["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
                "ed25519" => &["ED25519"],
                other => panic!("no kind {other}"),
            };
            let mut args = vec!["genpkey", "-algorithm"];
            args.extend(how);
            openssl(&args, &path);
        }
        path
    }

    pub fn public(&self, kind: &str) -> PathBuf {
        let path = self.path(&format!("{kind}.pub"));
        let private = self.private(kind);
        if path.exists() {
            return path;
        }
        openssl(
            &["pkey", "-pubout", "-in", private.to_str().unwrap()],
            &path,
        );
        path
    }

    /// A certificate that the key signed for itself.
    pub fn certificate(&self, kind: &str) -> PathBuf {
        let path = self.path(&format!("{kind}.crt"));
        let private = self.private(kind);
        let key = private.to_str().unwrap();
        if path.exists() {
            return path;
        }
        openssl(
            &[
                "req",
                "-x509",
                "-new",
                "-key",
                key,
                "-subj",
                "/CN=vigie.example",
            ],
            &path,
        );
        path
    }

    pub fn signing(&self, kind: &str) -> SigningKey {
        SigningKey::from_pem(&read(&self.private(kind))).unwrap()
    }

    pub fn trusted(&self, kind: &str) -> TrustedKey {
        TrustedKey::from_pem(kind, &read(&self.public(kind))).unwrap()
    }

    pub fn trust(&self, kind: &str) -> Trust {
        Trust {
            keys: vec![self.trusted(kind)],
            ..Trust::default()
        }
    }
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn openssl(args: &[&str], out: &Path) {
    let done = Command::new("openssl")
        .args(args)
        .arg("-out")
        .arg(out)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "openssl {args:?}: {said}");
}
