//! What can go wrong with the registry.

use std::{fmt, io};

/// Why the registry did not do what was asked. Nothing is ever half done: each change is one
/// transaction.
#[derive(Debug)]
pub enum Fault {
    /// The database failed.
    Database {
        /// What failed, to finish the sentence "failed to …".
        failed_to: &'static str,
        /// What SQLite said.
        why: rusqlite::Error,
    },
    /// A file beside the database failed.
    File {
        /// What failed, to finish the sentence "failed to …".
        failed_to: String,
        /// What the system said.
        why: io::Error,
    },
    /// The key file is not the one that this registry was made with, or is missing.
    WrongKey {
        /// The key file.
        key_file: String,
    },
    /// A newer program wrote this registry.
    TooNew {
        /// Version of the database.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// A column does not open with its key: the row was changed from outside.
    Sealed {
        /// Table of the row.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The system gave no randomness.
    Chance,
    /// A value is too long or empty.
    Unfit {
        /// Which value.
        what: &'static str,
        /// Bytes that it has.
        bytes: usize,
        /// Bytes that it may have, at least 1.
        bytes_max: usize,
    },
    /// Another text is kept under this id already.
    Taken {
        /// The id.
        id: String,
    },
}

impl Fault {
    pub(super) fn database(failed_to: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |why| Self::Database { failed_to, why }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { failed_to, why } => write!(f, "failed to {failed_to}: {why}"),
            Self::File { failed_to, why } => write!(f, "failed to {failed_to}: {why}"),
            Self::WrongKey { key_file } => write!(
                f,
                "failed to open the registry: {key_file} is missing or not the key that it was made \
                 with; restore the key file, without it nobody can read the registry"
            ),
            Self::TooNew { found, known } => write!(
                f,
                "failed to open the registry: it has version {found}, this program knows versions up \
                 to {known}; start the newer program"
            ),
            Self::Sealed { table, column } => write!(
                f,
                "failed to decrypt a {column} of the table {table}: the row was changed from outside; \
                 restore the registry from a copy"
            ),
            Self::Chance => f.write_str("failed to get randomness from the system"),
            Self::Unfit {
                what,
                bytes,
                bytes_max,
            } => write!(
                f,
                "failed to keep the {what}: it has {bytes} bytes, where 1 to {bytes_max} are allowed"
            ),
            Self::Taken { id } => {
                write!(
                    f,
                    "failed to keep the text of {id}: another text has this id already"
                )
            }
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database { why, .. } => Some(why),
            Self::File { why, .. } => Some(why),
            _ => None,
        }
    }
}
