//! The closed lists of values of CAP 1.2, §3.2: their Rust names are their names on the wire.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A value that is not in the closed list of its element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotListed {
    /// What was found.
    pub found: String,
    /// Every value that is allowed, in the order of the standard.
    pub allowed: &'static [&'static str],
}

impl fmt::Display for NotListed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not one of {}",
            self.found,
            self.allowed.join(", ")
        )
    }
}

impl std::error::Error for NotListed {}

macro_rules! closed_list {
    ($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $value:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$note])* $value,)+ }

        impl $name {
            /// Every value, in the order of the standard.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];
            /// Every value as it is written, in the order of the standard.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($value)),+];

            /// The value as it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => stringify!($value)),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = NotListed;

            fn from_str(text: &str) -> Result<Self, NotListed> {
                match text {
                    $(stringify!($value) => Ok(Self::$value),)+
                    _ => Err(NotListed { found: text.to_owned(), allowed: Self::NAMES }),
                }
            }
        }
    };
}

closed_list! {
    /// How an alert is to be handled.
    Status {
        /// Real: for all recipients.
        Actual,
        /// Only for those who take part in the exercise named in `note`.
        Exercise,
        /// For the alerting network itself.
        System,
        /// Technical test: recipients disregard it.
        Test,
        /// Not actionable.
        Draft,
    }
}

closed_list! {
    /// What an alert does.
    MsgType {
        /// First information that needs attention.
        Alert,
        /// Replaces the referenced messages.
        Update,
        /// Withdraws the referenced messages.
        Cancel,
        /// Says that the referenced messages were received.
        Ack,
        /// Says that the referenced messages were rejected; the reason is in `note`.
        Error,
    }
}

closed_list! {
    /// For whom an alert is.
    Scope {
        /// Everybody.
        Public,
        /// Those who meet the `restriction`.
        Restricted,
        /// The `addresses` alone.
        Private,
    }
}

closed_list! {
    /// The kind of event.
    Category {
        /// Geophysical: earthquake, landslide, tsunami.
        Geo,
        /// Weather and floods.
        Met,
        /// General emergency and public safety.
        Safety,
        /// Law enforcement, military, attack.
        Security,
        /// Rescue and recovery.
        Rescue,
        /// Fire suppression and rescue.
        Fire,
        /// Medical and public health.
        Health,
        /// Pollution and other environmental harm.
        Env,
        /// Public and private transport.
        Transport,
        /// Utilities, telecommunication.
        Infra,
        /// Chemical, biological, radiological, nuclear, explosive.
        CBRNE,
        /// Anything else.
        Other,
    }
}

closed_list! {
    /// What recipients are asked to do.
    ResponseType {
        /// Take shelter in place.
        Shelter,
        /// Leave.
        Evacuate,
        /// Make ready.
        Prepare,
        /// Carry out the activity planned beforehand.
        Execute,
        /// Stay away from the event.
        Avoid,
        /// Attend to information.
        Monitor,
        /// Evaluate; not for warnings to the public.
        Assess,
        /// The danger is over.
        AllClear,
        /// Nothing.
        None,
    }
}

closed_list! {
    /// How soon action is needed.
    #[derive(Default)]
    Urgency {
        /// At once.
        Immediate,
        /// Within the hour.
        Expected,
        /// In the near future.
        Future,
        /// No more.
        Past,
        /// Not known.
        #[default]
        Unknown,
    }
}

closed_list! {
    /// How great the threat to life or property is.
    #[derive(Default)]
    Severity {
        /// Extraordinary.
        Extreme,
        /// Significant.
        Severe,
        /// Possible.
        Moderate,
        /// Minimal or none known.
        Minor,
        /// Not known.
        #[default]
        Unknown,
    }
}

closed_list! {
    /// How sure the event is.
    #[derive(Default)]
    Certainty {
        /// Happened, or is happening.
        Observed,
        /// More probable than not.
        Likely,
        /// Possible, not likely.
        Possible,
        /// Not expected.
        Unlikely,
        /// Not known.
        #[default]
        Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_reads_as_it_is_written() {
        for value in Category::ALL {
            assert_eq!(value.as_str().parse::<Category>().as_ref(), Ok(value));
        }
        assert_eq!(Category::NAMES.len(), Category::ALL.len());
    }

    #[test]
    fn the_lists_are_case_sensitive_and_say_what_is_allowed() {
        let wrong = "actual".parse::<Status>().unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "\"actual\" is not one of Actual, Exercise, System, Test, Draft"
        );
    }
}
