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
    /// The shared database failed.
    Postgres {
        /// What failed, to finish the sentence "failed to …".
        failed_to: &'static str,
        /// What PostgreSQL said.
        why: postgres::Error,
    },
    /// The shared database may not be reached in this way.
    Unsafe {
        /// Why not, and what to do.
        why: String,
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
    /// Neither a name nor a way to reach them.
    Nobody,
    /// More of something than one person may have.
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        max: usize,
    },
    /// A word has signs that part words.
    NotAWord {
        /// Which word.
        what: &'static str,
        /// As given.
        word: String,
    },
    /// A kind of help that nobody knows how to give.
    NoSuchNeed {
        /// As given.
        need: String,
    },
    /// A place that is not on the globe.
    OffTheGlobe {
        /// Latitude in micro-degrees.
        lat_e6: i32,
        /// Longitude in micro-degrees.
        lon_e6: i32,
    },
    /// A sum leads to a row that is not there.
    Torn {
        /// Number of the row.
        number: i64,
    },
    /// What was sealed is not of the form that this program writes.
    Form {
        /// What the reader said; it names no value.
        why: String,
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

    pub(super) fn postgres(failed_to: &'static str) -> impl FnOnce(postgres::Error) -> Self {
        move |why| Self::Postgres { failed_to, why }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "stands where errors are mapped"
    )]
    pub(super) fn form(why: serde_json::Error) -> Self {
        // Category and place only: the whole text could quote what was sealed.
        let (line, column) = (why.line(), why.column());
        Self::Form {
            why: format!("{:?} at {line}:{column}", why.classify()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { failed_to, why } => write!(f, "failed to {failed_to}: {why}"),
            Self::File { failed_to, why } => write!(f, "failed to {failed_to}: {why}"),
            Self::Postgres { failed_to, why } => match why.as_db_error() {
                // Its details quote values, which may be somebody's.
                Some(said) => write!(f, "failed to {failed_to}: {}", said.message()),
                None => write!(f, "failed to {failed_to}: {why}"),
            },
            Self::Unsafe { why } => write!(f, "failed to open the shared registry: {why}"),
            Self::Nobody => f.write_str(
                "failed to register a person who has neither a name nor a way to be reached; give one of \
                 them",
            ),
            Self::TooMany { what, count, max } => write!(
                f,
                "failed to register a person with {count} {what}: at most {max} are kept, leave some out"
            ),
            Self::NotAWord { what, word } => write!(
                f,
                "failed to keep the {what} {word:?}: write it in small letters, digits, - and _"
            ),
            Self::NoSuchNeed { need } => write!(
                f,
                "{need:?} is no kind of help that is known; the kinds are {}",
                super::NEEDS.join(", ")
            ),
            Self::OffTheGlobe { lat_e6, lon_e6 } => write!(
                f,
                "failed to keep the place {:.6}, {:.6}: latitude goes from -90 to 90 and comes first, \
                 longitude from -180 to 180",
                f64::from(*lat_e6) / 1e6,
                f64::from(*lon_e6) / 1e6
            ),
            Self::Torn { number } => write!(
                f,
                "failed to find row {number} of the people: the registry was changed from outside; restore \
                 it from a copy"
            ),
            Self::Form { why } => write!(
                f,
                "failed to read what was sealed of a person ({why}): the registry was written by another \
                 program; restore it from a copy"
            ),
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
            Self::Postgres { why, .. } => Some(why),
            Self::File { why, .. } => Some(why),
            _ => None,
        }
    }
}
