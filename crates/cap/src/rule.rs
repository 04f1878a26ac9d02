//! What a rule is: one sentence of a standard or profile, with its name, weight and source.

use serde::{Serialize, Serializer};
use std::fmt;

/// How much a broken rule matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The message is wrong: other readers may refuse it or take it for something else.
    Error,
    /// The message is readable and probably not what was meant.
    Warning,
    /// The message would serve people better otherwise.
    Advice,
}

impl Level {
    /// The level as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One rule. Rules are statics: a finding points at the rule it is about.
#[derive(Debug)]
pub struct Rule {
    /// Stable name, such as `CAP-POLYGON-OPEN`.
    pub id: &'static str,
    /// How much it matters.
    pub level: Level,
    /// The clause of the standard or profile it comes from.
    pub clause: &'static str,
    /// What it demands, in one sentence.
    pub says: &'static str,
    /// How to mend what breaks it.
    pub mend: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

/// Declares the rules of one subject and the list `RULES` of them all.
macro_rules! rules {
    ($($name:ident = $id:literal $level:ident $clause:literal, $says:literal, $mend:literal;)+) => {
        $(
            #[doc = $says]
            pub static $name: $crate::rule::Rule = $crate::rule::Rule {
                id: $id,
                level: $crate::rule::Level::$level,
                clause: $clause,
                says: $says,
                mend: $mend,
            };
        )+
        /// Every rule of this subject.
        pub static RULES: &[&$crate::rule::Rule] = &[$(&$name),+];
    };
}
pub(crate) use rules;
