//! Facts as the journal writes them: `{"v":1,"kind":…,…}`. The form of a version never changes; a
//! new one is read beside the old (golden files hold every kind for ever).

use crate::fact::Fact;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// The version that is written.
pub const VERSION: u64 = 1;

/// Why a journal's fact could not be read.
#[derive(Debug)]
pub enum Unreadable {
    /// Written by a later Vigie.
    Version(Value),
    /// Not a fact of this version.
    Form(serde_json::Error),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(found) => {
                write!(
                    f,
                    "the fact is of version {found}, this Vigie reads {VERSION}; start the newer Vigie that wrote it"
                )
            }
            Self::Form(error) => write!(
                f,
                "the fact has a form that version {VERSION} does not know: {error}"
            ),
        }
    }
}

impl std::error::Error for Unreadable {}

/// A fact as it is written: a JSON object without floats.
#[derive(Clone, Copy, Debug)]
pub struct Wire<'a>(pub &'a Fact);

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form<'a> {
            v: u64,
            #[serde(flatten)]
            fact: &'a Fact,
        }
        Form {
            v: VERSION,
            fact: self.0,
        }
        .serialize(to)
    }
}

/// The fact that a journal's JSON object says.
pub fn from_value(mut value: Value) -> Result<Fact, Unreadable> {
    let version = value
        .as_object_mut()
        .and_then(|object| object.remove("v"))
        .unwrap_or(Value::Null);
    if version != VERSION {
        return Err(Unreadable::Version(version));
    }
    serde_json::from_value(value).map_err(Unreadable::Form)
}
