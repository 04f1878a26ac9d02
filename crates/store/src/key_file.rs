//! Secret keys in files of their own: made at first start, readable by their owner only, never shown.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};
use zeroize::Zeroizing;

/// A secret of 32 bytes: a symmetric key, or the seed of an Ed25519 key.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// A key from the system's randomness.
    pub fn random() -> io::Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).map_err(|why| io::Error::other(why.to_string()))?;
        Ok(Self(key))
    }

    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The bytes, to hand to a cipher or a signer.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the key in `file`, or makes one there if the file is missing.
    ///
    /// A file that others than its owner may read or write is refused: such a key is no secret.
    pub fn load_or_make(file: &Path) -> io::Result<Self> {
        match Self::load(file) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Self::make(file),
            loaded => loaded,
        }
    }

    /// Reads the key in `file`.
    pub fn load(file: &Path) -> io::Result<Self> {
        let open = File::open(file)?;
        let mode = open.metadata()?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!(
                    "others may use this key (mode {:o}): chmod 600 {}, and make a new key if \
                     somebody may have read it",
                    mode & 0o777,
                    file.display()
                ),
            ));
        }
        // One byte more than a key has, so that a longer file is noticed.
        let mut text = Zeroizing::new(Vec::with_capacity(HEX_DIGITS + 2));
        open.take(HEX_DIGITS as u64 + 2).read_to_end(&mut text)?;
        let mut key = Zeroizing::new([0; 32]);
        let hex = text.strip_suffix(b"\n").unwrap_or(&text);
        let decoded = hex::decode_to_slice(hex, &mut *key);
        decoded.map(|()| Self(key)).map_err(|_| {
            let why = format!(
                "{} does not hold {HEX_DIGITS} hex digits and nothing else",
                file.display()
            );
            io::Error::new(io::ErrorKind::InvalidData, why)
        })
    }

    fn make(file: &Path) -> io::Result<Self> {
        let key = Self::random()?;
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut unfinished = file.as_os_str().to_owned();
        unfinished.push(".unfinished");
        match fs::remove_file(&unfinished) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            _ => {}
        }
        let mut open = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&unfinished)?;
        let text = Zeroizing::new(hex::encode(key.bytes()) + "\n");
        open.write_all(text.as_bytes())?;
        open.sync_all()?;
        // A link, not a rename: of two programs that start together one makes the key.
        match fs::hard_link(&unfinished, file) {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {
                fs::remove_file(&unfinished)?;
                return Self::load(file);
            }
            linked => linked?,
        }
        fs::remove_file(&unfinished)?;
        File::open(folder)?.sync_all()?;
        Ok(key)
    }
}

const HEX_DIGITS: usize = 64;

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(not shown)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_only_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        let made = SecretKey::load_or_make(&file).unwrap();
        assert!(made == SecretKey::load_or_make(&file).unwrap());
        assert!(made != SecretKey::load_or_make(&folder.path().join("other.key")).unwrap());
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(!format!("{made:?}").contains(&hex::encode(made.bytes())));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        SecretKey::load_or_make(&file).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = SecretKey::load_or_make(&file).unwrap_err();
        assert!(refused.to_string().contains("mode 640"), "{refused}");
    }

    #[test]
    fn a_file_that_holds_something_else_is_refused_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        for text in [
            "",
            "00",
            &"0".repeat(65),
            &"x".repeat(64),
            &format!("{}\n\n", "0".repeat(64)),
        ] {
            let mut open = OpenOptions::new();
            let mut open = open
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&file)
                .unwrap();
            open.write_all(text.as_bytes()).unwrap();
            assert_eq!(
                SecretKey::load_or_make(&file).unwrap_err().kind(),
                io::ErrorKind::InvalidData
            );
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }
}
