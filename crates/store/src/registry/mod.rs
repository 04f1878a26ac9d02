//! The registry: people, what the public wrote, feeds and tokens. Everything that must be erasable and
//! therefore is never in the journal, which knows people by pseudonyms only.
//!
//! SQLite in one file, WAL, synchronous=FULL: what a call returned is certain to survive a power cut.
//! What identifies a person is encrypted (see `seal`); the master key is in a file of its own.
//!
//! People alone may instead be in a PostgreSQL that several nodes share; what can be done with them is
//! [`Register`], over both.

mod carry;
mod everybody;
mod fault;
mod feeds;
pub mod parcels;
mod people;
mod person;
mod postgres;
mod register;
mod reports;
mod rows;
mod seal;
mod sheet;
mod slips;
mod tokens;

pub use self::postgres::Shared;
pub use fault::Fault;
pub use feeds::FeedState;
pub use person::{
    ENDPOINTS_MAX, Endpoint, Follows, NEEDS, NewPerson, PLACES_MAX, Person, Place, ROUNDED_TO_E6,
    Spot,
};
pub use register::{
    Agreed, CHANGE_KEPT_MS, Forgotten, POSITION_KEPT_MS, Part, Placed, Put, Register, Registered,
    Whom,
};
pub use reports::ReportText;
pub use rows::Rows;
pub use slips::{Drawer, Drawers, Filed, NewSlip, Slip};
pub use tokens::{NewToken, Token};

use crate::key_file::SecretKey;
use rusqlite::Connection;
use std::{fs::OpenOptions, io, os::unix::fs::OpenOptionsExt as _, path::Path, time::Duration};

/// The registry. One thread uses it at a time; put it behind a lock or on a thread of its own.
pub struct Registry {
    connection: Connection,
    master: SecretKey,
}

/// How long a call waits for another program that reads or copies the database.
const BUSY: Duration = Duration::from_secs(5);

/// Numbered from 1; a migration that was ever published is never changed.
const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_audience.sql"),
    include_str!("migrations/0003_slips.sql"),
    include_str!("migrations/0004_follow.sql"),
    include_str!("migrations/0005_parcels.sql"),
    include_str!("migrations/0006_told.sql"),
    include_str!("migrations/0007_texts_by_sum.sql"),
];

const KEY_CHECK: seal::Place<'_> = seal::Place {
    table: "registry",
    id: "",
    column: "key_check",
};
const KEY_CHECK_TEXT: &[u8] = b"vigie registry";

impl Registry {
    /// Opens the registry in the file `database`, or makes it; both files are readable by their owner
    /// only. The key file is made with a new registry, never for one that is there already.
    pub fn open(database: &Path, key_file: &Path) -> Result<Self, Fault> {
        let failed_to = || format!("open the registry {}", database.display());
        let file = |why| Fault::File {
            failed_to: failed_to(),
            why,
        };
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(database)
            .map_err(file)?;
        let mut connection =
            Connection::open(database).map_err(Fault::database("open the registry"))?;
        prepare(&connection).map_err(Fault::database("prepare the registry"))?;
        migrate(&mut connection)?;
        let master = unlock(&connection, key_file)?;
        carry::over(&mut connection, &master)?;
        carry::mark(&mut connection, &master)?;
        Ok(Self { connection, master })
    }

    /// A registry in memory with a key that is forgotten with it: for tests and simulations.
    pub fn in_memory() -> Result<Self, Fault> {
        let connection =
            Connection::open_in_memory().map_err(Fault::database("open a registry"))?;
        prepare(&connection).map_err(Fault::database("prepare the registry"))?;
        let mut connection = connection;
        migrate(&mut connection)?;
        let master = SecretKey::random().map_err(|_| Fault::Chance)?;
        carry::over(&mut connection, &master)?;
        Ok(Self { connection, master })
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registry({:?})", self.connection.path())
    }
}

/// Makes sure that nothing of what was deleted is left in the files.
fn forget_deleted(connection: &Connection) -> Result<(), Fault> {
    let failed_to = "forget what was deleted (something else reads the registry: erase again)";
    let busy: i64 = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(Fault::database(failed_to))?;
    if busy != 0 {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        return Err(Fault::database(failed_to)(rusqlite::Error::SqliteFailure(
            code, None,
        )));
    }
    Ok(())
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Deleted content is overwritten with zeros; temporary tables never reach a disk.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    let failed = || Fault::database("bring the registry up to date");
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found: u32 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(failed())?;
    if found > known {
        return Err(Fault::TooNew { found, known });
    }
    for (version, migration) in (1..=known).zip(MIGRATIONS).skip(found as usize) {
        let transaction = connection.transaction().map_err(failed())?;
        transaction.execute_batch(migration).map_err(failed())?;
        transaction
            .pragma_update(None, "user_version", version)
            .map_err(failed())?;
        transaction.commit().map_err(failed())?;
    }
    Ok(())
}

/// Loads the master key and checks that it is the right one, or makes it for a new registry.
fn unlock(connection: &Connection, key_file: &Path) -> Result<SecretKey, Fault> {
    let failed = || Fault::database("look at the registry's key check");
    let check: Option<Vec<u8>> = rusqlite::OptionalExtension::optional(connection.query_row(
        "SELECT key_check FROM registry",
        [],
        |row| row.get(0),
    ))
    .map_err(failed())?;
    if let Some(check) = check {
        return checked_key(key_file, &check);
    }
    let (master, check) = first_key(key_file)?;
    connection
        .execute("INSERT INTO registry (key_check) VALUES (?1)", [check])
        .map_err(failed())?;
    Ok(master)
}

/// The master key of a registry that has this key check.
fn checked_key(key_file: &Path, check: &[u8]) -> Result<SecretKey, Fault> {
    let wrong = || Fault::WrongKey {
        key_file: key_file.display().to_string(),
    };
    let master = SecretKey::load(key_file).map_err(|why| match why.kind() {
        io::ErrorKind::NotFound => wrong(),
        _ => unusable(key_file, why),
    })?;
    seal::open(&master, KEY_CHECK, check).map_err(|_| wrong())?;
    Ok(master)
}

/// The master key of a new registry, and its key check.
fn first_key(key_file: &Path) -> Result<(SecretKey, Vec<u8>), Fault> {
    let master = SecretKey::load_or_make(key_file).map_err(|why| unusable(key_file, why))?;
    let check = seal::seal(&master, KEY_CHECK, KEY_CHECK_TEXT)?;
    Ok((master, check))
}

fn unusable(key_file: &Path, why: io::Error) -> Fault {
    Fault::File {
        failed_to: format!("use the key file {}", key_file.display()),
        why,
    }
}

/// Random letters and digits behind a prefix: 80 bits, so that ids neither meet nor can be guessed.
fn random_id(prefix: &str) -> Result<String, Fault> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes).map_err(|_| Fault::Chance)?;
    Ok(format!("{prefix}{}", hex::encode(bytes)))
}

fn fits(what: &'static str, text: &str, bytes_max: usize) -> Result<(), Fault> {
    let bytes = text.len();
    if bytes == 0 || bytes > bytes_max {
        return Err(Fault::Unfit {
            what,
            bytes,
            bytes_max,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt as _};

    #[test]
    fn the_registry_is_kept_with_full_syncs_and_closed_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let (database, key) = (
            folder.path().join("registry.db"),
            folder.path().join("registry.key"),
        );
        let registry = Registry::open(&database, &key).unwrap();
        let pragma = |name: &str| -> String {
            let value = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
            let value = registry
                .connection
                .query_row(&format!("PRAGMA {name}"), [], value)
                .unwrap();
            format!("{value:?}")
        };
        assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
        assert_eq!(pragma("synchronous"), "Integer(2)");
        assert_eq!(pragma("secure_delete"), "Integer(1)");
        assert_eq!(
            pragma("user_version"),
            format!("Integer({})", MIGRATIONS.len())
        );
        for entry in fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        }
    }

    #[test]
    fn another_or_a_missing_key_file_is_refused_and_no_new_one_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let (database, key) = (
            folder.path().join("registry.db"),
            folder.path().join("registry.key"),
        );
        drop(Registry::open(&database, &key).unwrap());
        drop(Registry::open(&database, &key).unwrap());
        let other = folder.path().join("other.key");
        SecretKey::load_or_make(&other).unwrap();
        assert!(matches!(
            Registry::open(&database, &other),
            Err(Fault::WrongKey { .. })
        ));
        fs::remove_file(&key).unwrap();
        let refused = Registry::open(&database, &key).unwrap_err().to_string();
        assert!(refused.contains("restore the key file"), "{refused}");
        assert!(!key.exists());
    }

    #[test]
    fn a_registry_of_a_newer_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (database, key) = (
            folder.path().join("registry.db"),
            folder.path().join("registry.key"),
        );
        let registry = Registry::open(&database, &key).unwrap();
        registry
            .connection
            .pragma_update(None, "user_version", 99)
            .unwrap();
        drop(registry);
        assert!(matches!(
            Registry::open(&database, &key),
            Err(Fault::TooNew { found: 99, .. })
        ));
    }
}
