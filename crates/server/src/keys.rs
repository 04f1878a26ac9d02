//! The keys that Vigie signs with: made at first start, readable by nobody else, never shipped.

use ed25519_dalek::SigningKey;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use vigie_channels::keys::Keys;
use vigie_channels::web_push::Vapid;

/// Reads the keys in `folder`, or makes them. Refuses files that others may read.
pub fn open(folder: &Path) -> Result<Keys, String> {
    std::fs::create_dir_all(folder)
        .map_err(|e| format!("failed to create {}: {e}", folder.display()))?;
    Ok(Keys {
        live: one(&folder.join("live.key"))?,
        exercise: one(&folder.join("exercise.key"))?,
        stop: one(&folder.join("stop.key"))?,
    })
}

/// A secret of 32 bytes in `folder`, made at first use: for tokens that are derived, not stored.
pub fn secret(folder: &Path, name: &str) -> Result<[u8; 32], String> {
    Ok(one(&folder.join(name))?.to_bytes())
}

/// A key of its own purpose in `folder`, made at first use.
pub fn signing(folder: &Path, name: &str) -> Result<SigningKey, String> {
    one(&folder.join(name))
}

/// The key by which push services know us, made at first use. Without it nobody who subscribed can be reached.
pub fn vapid(folder: &Path, contact: &str) -> Result<Vapid, String> {
    let path = folder.join("web-push.key");
    let secret = if path.exists() {
        read(&path)?
    } else {
        let drawn = Vapid::draw().ok_or("failed to draw a key from the system's random bytes")?;
        write(&path, &drawn)?;
        drawn
    };
    Vapid::new(&secret, contact).ok_or_else(|| {
        format!(
            "failed to read the key {}: it is no key of the curve P-256; restore it from a backup",
            path.display()
        )
    })
}

fn one(path: &Path) -> Result<SigningKey, String> {
    let seed = if path.exists() {
        read(path)?
    } else {
        make(path)?
    };
    Ok(SigningKey::from_bytes(&seed))
}

fn read(path: &Path) -> Result<[u8; 32], String> {
    let failed = |what: String| format!("failed to read the key {}: {what}", path.display());
    let mode = std::fs::metadata(path)
        .map_err(|e| failed(e.to_string()))?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        return Err(failed(format!(
            "others may read it (mode {:o}); run chmod 600 on it and consider it known",
            mode & 0o777
        )));
    }
    let text = std::fs::read_to_string(path).map_err(|e| failed(e.to_string()))?;
    let bytes = hex::decode(text.trim())
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.ok_or_else(|| {
        failed("it is not 64 hexadecimal digits; restore it from a backup".to_owned())
    })
}

fn make(path: &Path) -> Result<[u8; 32], String> {
    let failed = |what: String| format!("failed to make the key {}: {what}", path.display());
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|e| failed(e.to_string()))?;
    write(path, &seed)?;
    Ok(seed)
}

fn write(path: &Path, seed: &[u8; 32]) -> Result<(), String> {
    let failed = |what: String| format!("failed to make the key {}: {what}", path.display());
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| failed(e.to_string()))?;
    let written = writeln!(file, "{}", hex::encode(seed)).and_then(|()| file.sync_all());
    written.map_err(|e| failed(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_differ() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path()).unwrap();
        let again = open(folder.path()).unwrap();
        assert_eq!(first.live.to_bytes(), again.live.to_bytes());
        assert_ne!(first.live.to_bytes(), first.exercise.to_bytes());
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path()).unwrap();
        let path = folder.path().join("live.key");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(
            open(folder.path())
                .unwrap_err()
                .contains("others may read it")
        );
    }
}
