//! Who the siren is: a key that is made in it and never leaves it, and the pairing it belongs to.
//!
//! The key file remembers the pairing (`epoch`). So a siren whose counter files vanished knows that
//! they are lost and not that it is new, and only a raised epoch in the configuration starts a fresh
//! counter.

use crate::config::Config;
use crate::disk::{Disk, RealDisk, folder_of, read_small};
use crate::slots::Slots;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use vigie_core::siren::Memory;

/// A key file is a few lines; anything longer is not one.
const KEY_FILE_BYTES_MAX: u64 = 4 * 1024;

/// The siren's key, and what it remembers.
pub struct Identity<D = RealDisk> {
    pub(crate) key: SigningKey,
    pub(crate) memory: Option<Memory>,
    pub(crate) slots: Slots<D>,
    /// Held as long as the siren runs: two of them would obey one order twice.
    pub(crate) lock: File,
}

/// Why a siren does not know who it is.
#[derive(Debug)]
pub enum IdentityFault {
    /// A file could not be read or written.
    Disk(PathBuf, io::Error),
    /// The key file is not one, or others can read it.
    KeyFile(PathBuf, String),
    /// Another process runs with the same state.
    InUse(PathBuf),
    /// The configuration names an older pairing than the siren's own.
    EpochLowered {
        /// In the configuration.
        asked: u32,
        /// What the siren knows.
        paired: u32,
    },
}

impl fmt::Display for IdentityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(file, e) => write!(f, "failed to use {}: {e}", file.display()),
            Self::KeyFile(file, why) => {
                write!(f, "failed to use the key file {}: {why}", file.display())
            }
            Self::InUse(folder) => write!(
                f,
                "failed to use {}: another vigie-siren runs with it; end that one, or give this one \
                 its own state_dir",
                folder.display()
            ),
            Self::EpochLowered { asked, paired } => write!(
                f,
                "failed to take epoch {asked}: this siren is paired with epoch {paired}, and an \
                 older one would let old orders sound again; configure {paired} or higher"
            ),
        }
    }
}

impl std::error::Error for IdentityFault {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    /// 64 hexadecimal digits.
    ed25519_seed: String,
    epoch: u32,
}

impl Identity {
    /// Reads the key and the memory. At first start both are made; when the configured epoch was
    /// raised, a fresh counter is.
    pub fn open(config: &Config) -> Result<Self, IdentityFault> {
        Self::open_on(&RealDisk, config)
    }
}

impl<D: Disk + Clone> Identity<D> {
    /// The same, on another disk.
    pub(crate) fn open_on(on: &D, config: &Config) -> Result<Self, IdentityFault> {
        let file = &config.key_file;
        let disk = |path: &Path| {
            let path = path.to_owned();
            move |e| IdentityFault::Disk(path, e)
        };
        std::fs::create_dir_all(folder_of(file)).map_err(disk(file))?;
        let known = read_key_file(file)?;
        let paired = known.as_ref().map_or(0, |(_, epoch)| *epoch);
        let lock = lock(&config.state_dir)?;
        let (mut slots, memory) =
            Slots::open(on.clone(), &config.state_dir).map_err(disk(&config.state_dir))?;
        let remembered = memory.as_ref().map_or(0, |memory| memory.counter.epoch);
        let newest = paired.max(remembered);
        if config.epoch < newest {
            return Err(IdentityFault::EpochLowered {
                asked: config.epoch,
                paired: newest,
            });
        }
        let memory = memory.filter(|memory| memory.counter.epoch == config.epoch);
        let (key, is_paired) = match known {
            Some((key, epoch)) => (key, epoch == config.epoch),
            None => (fresh_key().map_err(disk(file))?, false),
        };
        if is_paired {
            return Ok(Self {
                key,
                memory,
                slots,
                lock,
            });
        }

        // New, or paired anew. The counter goes to disk before the key file says that it is there,
        // so that a power cut in between starts over and never resets a counter in use.
        let memory = memory.unwrap_or_else(|| Memory::paired(config.epoch));
        slots.write(&memory).map_err(disk(&config.state_dir))?;
        write_key_file(on, file, &key, config.epoch).map_err(disk(file))?;
        Ok(Self {
            key,
            memory: Some(memory),
            slots,
            lock,
        })
    }

    /// The public half, for the server.
    pub fn public_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }
}

/// The siren's public key; made when there is none. Works while the siren runs.
pub fn public_key(config: &Config) -> Result<VerifyingKey, IdentityFault> {
    match read_key_file(&config.key_file)? {
        Some((key, _)) => Ok(key.verifying_key()),
        None => Identity::open(config).map(|identity| identity.public_key()),
    }
}

fn lock(folder: &Path) -> Result<File, IdentityFault> {
    let disk = |e| IdentityFault::Disk(folder.to_owned(), e);
    std::fs::create_dir_all(folder).map_err(disk)?;
    let file = File::create(folder.join("lock")).map_err(disk)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(IdentityFault::InUse(folder.to_owned())),
        Err(TryLockError::Error(e)) => Err(disk(e)),
    }
}

/// What two people compare on paper when a siren is paired: the first 16 bytes of the key's SHA-256,
/// in groups of four hexadecimal digits.
pub fn fingerprint(key: &VerifyingKey) -> String {
    let digits = hex::encode(&Sha256::digest(key.as_bytes())[..16]);
    let groups: Vec<&str> = (0..8).map(|n| &digits[4 * n..4 * n + 4]).collect();
    groups.join("-")
}

fn fresh_key() -> io::Result<SigningKey> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    Ok(SigningKey::from_bytes(&seed))
}

fn read_key_file(file: &Path) -> Result<Option<(SigningKey, u32)>, IdentityFault> {
    let wrong = |why: &str| IdentityFault::KeyFile(file.to_owned(), why.to_owned());
    let text = read_small(file, KEY_FILE_BYTES_MAX)
        .map_err(|e| IdentityFault::Disk(file.to_owned(), e))?;
    let Some(text) = text else { return Ok(None) };
    check_private(file)?;
    let parsed: KeyFile =
        toml::from_str(&text).map_err(|_| wrong("not a key file; restore it from its copy"))?;
    let seed: [u8; 32] = hex::decode(&parsed.ed25519_seed)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| wrong("the seed is not 64 hexadecimal digits; restore it from its copy"))?;
    Ok(Some((SigningKey::from_bytes(&seed), parsed.epoch)))
}

fn write_key_file(disk: &impl Disk, file: &Path, key: &SigningKey, epoch: u32) -> io::Result<()> {
    let key_file = KeyFile {
        ed25519_seed: hex::encode(key.as_bytes()),
        epoch,
    };
    let text = toml::to_string(&key_file).map_err(io::Error::other)?;
    disk.replace_private(file, text.as_bytes())
}

#[cfg(unix)]
fn check_private(file: &Path) -> Result<(), IdentityFault> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file)
        .map_err(|e| IdentityFault::Disk(file.to_owned(), e))?
        .permissions()
        .mode();
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(());
    }
    Err(IdentityFault::KeyFile(
        file.to_owned(),
        format!(
            "others can read it (mode {:o}); make it private with `chmod 600`, and replace the key \
             if somebody did",
            mode & 0o777
        ),
    ))
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<(), IdentityFault> {
    Ok(())
}

#[cfg(test)]
mod tests {
    mod cuts;

    use super::*;

    fn config(folder: &Path, epoch: u32) -> Config {
        let public = |seed: u8| {
            hex::encode(
                SigningKey::from_bytes(&[seed; 32])
                    .verifying_key()
                    .as_bytes(),
            )
        };
        let text = format!(
            r#"
            siren = "siren-07"
            site = "compound"
            epoch = {epoch}
            server = "ws://127.0.0.1:1/"
            key_file = "siren.key"
            state_dir = "state"
            server_keys = {{ live = "{}", exercise = "{}", stop = "{}" }}
            sound = {{ kind = "wav", folder = "sounds" }}
            microphone = {{ kind = "none" }}
            "#,
            public(1),
            public(2),
            public(3)
        );
        Config::parse(&text, folder).unwrap()
    }

    fn open(folder: &Path, epoch: u32) -> Result<Identity, IdentityFault> {
        Identity::open(&config(folder, epoch))
    }

    #[test]
    fn a_siren_makes_its_key_once_and_keeps_it_to_itself() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path(), 1).unwrap().public_key();
        let second = open(folder.path(), 1).unwrap();
        assert_eq!(first, second.public_key());
        assert_eq!(second.memory, Some(Memory::paired(1)));
        let file = folder.path().join("siren.key");
        let mode = |file: &Path| file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
        assert!(matches!(
            open(folder.path(), 1),
            Err(IdentityFault::KeyFile(..))
        ));
    }

    #[test]
    fn a_lost_counter_stays_lost_until_the_epoch_is_raised() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path(), 1).unwrap().public_key();
        std::fs::remove_dir_all(folder.path().join("state")).unwrap();
        for _ in 0..2 {
            assert_eq!(open(folder.path(), 1).unwrap().memory, None);
        }
        let paired = open(folder.path(), 2).unwrap();
        assert_eq!(paired.memory, Some(Memory::paired(2)));
        assert_eq!(paired.public_key(), first);
    }

    #[test]
    fn two_processes_cannot_be_the_same_siren() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path(), 1).unwrap();
        assert!(matches!(
            open(folder.path(), 1),
            Err(IdentityFault::InUse(_))
        ));
        let shown = public_key(&config(folder.path(), 1)).unwrap();
        assert_eq!(shown, first.public_key());
        drop(first);
        assert!(open(folder.path(), 1).is_ok());
    }

    #[test]
    fn an_epoch_is_never_lowered() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path(), 2).unwrap();
        assert!(matches!(
            open(folder.path(), 1),
            Err(IdentityFault::EpochLowered {
                asked: 1,
                paired: 2
            })
        ));
    }

    #[test]
    fn a_power_cut_while_pairing_does_not_reset_a_counter_in_use() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path(), 1).unwrap();
        let old_key_file = std::fs::read(folder.path().join("siren.key")).unwrap();
        let mut paired = open(folder.path(), 2).unwrap();
        let mut used = Memory::paired(2);
        used.counter.actual = 9;
        paired.slots.write(&used).unwrap();
        drop(paired);
        std::fs::write(folder.path().join("siren.key"), old_key_file).unwrap();
        assert_eq!(open(folder.path(), 2).unwrap().memory, Some(used));
    }

    #[test]
    fn a_fingerprint_can_be_read_aloud() {
        let key = SigningKey::from_bytes(&[1; 32]).verifying_key();
        let fingerprint = fingerprint(&key);
        assert_eq!(fingerprint.len(), 39);
        assert_eq!(
            fingerprint.replace('-', "")[..16],
            vigie_core::jws::key_id(&key)
        );
    }
}
