//! Facts as the journal writes them: `{"v":1,"kind":…,…}`, and `"more":k` where k more facts of the
//! same decision follow. The form of a version never changes; a new one is read beside the old
//! (golden files hold every kind for ever).

use crate::fact::Fact;
use serde::{Deserialize, Serialize, Serializer};
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
pub struct Wire<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// How many facts of the same decision follow it. A journal that ends with any missing is cut
    /// back to before the decision: it was never answered, and half of it must not become true.
    pub more: usize,
}

impl<'a> Wire<'a> {
    /// A fact that is a decision by itself.
    pub fn alone(fact: &'a Fact) -> Self {
        Self { fact, more: 0 }
    }

    /// The facts of one decision, in order.
    pub fn decision(facts: &'a [Fact]) -> Vec<Self> {
        let left = (0..facts.len()).rev();
        let facts = facts.iter().zip(left);
        facts.map(|(fact, more)| Self { fact, more }).collect()
    }
}

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form<'a> {
            v: u64,
            #[serde(skip_serializing_if = "is_zero")]
            more: usize,
            #[serde(flatten)]
            fact: &'a Fact,
        }
        Form {
            v: VERSION,
            more: self.more,
            fact: self.fact,
        }
        .serialize(to)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_zero(more: &usize) -> bool {
    *more == 0
}

/// Whether facts of the same decision must follow the fact with this JSON text.
pub fn has_followers(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Followers {
        #[serde(default)]
        more: u64,
    }
    // Most facts stand alone, and looking for a word is a hundred times faster than reading.
    text.contains("\"more\":")
        && serde_json::from_str::<Followers>(text).is_ok_and(|followers| followers.more > 0)
}

/// The fact that a journal's JSON object says.
pub fn from_value(mut value: Value) -> Result<Fact, Unreadable> {
    let mut take = |member| {
        let object = value.as_object_mut();
        object.and_then(|object| object.remove(member))
    };
    take("more");
    let version = take("v").unwrap_or(Value::Null);
    if version != VERSION {
        return Err(Unreadable::Version(version));
    }
    serde_json::from_value(value).map_err(Unreadable::Form)
}
