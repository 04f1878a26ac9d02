//! Typed names and numbers, so that a siren is never taken for a sensor.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest name of a zone, siren, sensor, officer or feed, in bytes: it must fit a display line.
pub const NAME_BYTES_MAX: usize = 64;

macro_rules! named {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a name that was checked at the edge (see [`is_name`]).
            pub fn new(name: impl Into<String>) -> Self { Self(name.into()) }
            /// The name as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )*};
}

macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}", self.0) }
        }
    )*};
}

named! {
    /// A named area of the site: a compound, a district.
    ZoneId,
    /// One siren on its mast.
    SirenId,
    /// One sensor that reports by itself.
    SensorId,
    /// One duty officer, by a name that says nothing about the person.
    OfficerId,
    /// One incoming CAP feed.
    FeedId,
    /// A way to registered people, by its name in their endpoints: `mail`, `push`, `sms`.
    ChannelId,
    /// A program of others that is told of every warning.
    HookId,
    /// One standing order.
    StandingOrderId,
    /// The kind of an incident, by which tallies count: `rocket_attack`.
    IncidentKind,
    /// A stored question to the record: `embassy-rockets`.
    TallyId,
    /// The kind of danger, by its code in `words/`: `rockets`, `fire`.
    Danger,
    /// A language tag (BCP 47): `en`, `fr`, `ar`.
    Language,
    /// One token, by the name that opens nothing.
    TokenId,
    /// A person as the journal knows them: a keyed hash whose key is erased with the person.
    PersonRef,
}

numbered! {
    /// The whole story of one danger; the number of the journal entry that opened it.
    WarningId,
    /// One immutable CAP message of a warning.
    AlertId,
    /// What we were told, once.
    ReportId,
    /// Carrying one alert to one target.
    DeliveryId,
    /// One roll call.
    HeadcountId,
    /// One incident of the record.
    IncidentId,
    /// One assertion or claim about an incident.
    AssertionId,
    /// One change that needs two people; the number of the journal entry that proposed it.
    ChangeId,
}

/// Whether a text may serve as a name: 1 to 64 of `a-z A-Z 0-9 . _ -`.
pub fn is_name(text: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_space_and_an_end() {
        assert!(is_name("siren-07"));
        assert!(!is_name(""));
        assert!(!is_name("siren 07"));
        assert!(!is_name(&"x".repeat(65)));
    }
}
