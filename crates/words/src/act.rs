//! What is said, in which form, and whether it is real.

use serde::{Deserialize, Serialize};

/// What a text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The danger is possible: get ready.
    PreAlert,
    /// The danger is there.
    Alert,
    /// More is known, or it goes on.
    Update,
    /// The danger is over.
    AllClear,
    /// It was false.
    Retraction,
    /// Nobody has confirmed it for so long that it no longer holds. Not an all clear.
    Expiry,
    /// The channel is tried out; nobody need do anything.
    Test,
    /// An exercise begins.
    Exercise,
    /// Everyone is asked whether they are safe.
    Headcount,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 9] = [
        Self::PreAlert,
        Self::Alert,
        Self::Update,
        Self::AllClear,
        Self::Retraction,
        Self::Expiry,
        Self::Test,
        Self::Exercise,
        Self::Headcount,
    ];

    /// The acts that speak of one danger; the others are the same for all.
    pub const OF_A_DANGER: [Self; 6] = [
        Self::PreAlert,
        Self::Alert,
        Self::Update,
        Self::AllClear,
        Self::Retraction,
        Self::Expiry,
    ];

    /// The word that begins its parts in `acts.ftl`, and its name in `codes.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PreAlert => "pre-alert",
            Self::Alert => "alert",
            Self::Update => "update",
            Self::AllClear => "all-clear",
            Self::Retraction => "retraction",
            Self::Expiry => "expiry",
            Self::Test => "test",
            Self::Exercise => "exercise",
            Self::Headcount => "headcount",
        }
    }

    /// Whether it asks people to protect themselves: only then must it name what to do first.
    pub const fn warns(self) -> bool {
        matches!(self, Self::PreAlert | Self::Alert | Self::Update)
    }
}

/// How a text leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// One line: what, where, what to do.
    Headline,
    /// What is known.
    What,
    /// Where.
    Where,
    /// What to do first.
    First,
    /// What to do next; empty where one thing is enough.
    Next,
    /// Until when; empty where nothing is asked.
    Until,
    /// Who says so, and when.
    Source,
    /// A first SMS, without any link.
    Sms,
    /// To be read aloud, by a person or a machine.
    Voice,
    /// Two lines of sixteen characters.
    Display,
    /// The title of a push.
    Push,
    /// Cell broadcast of 90 characters.
    CellShort,
    /// Cell broadcast of 360 characters.
    Cell,
    /// Cell broadcast of 600 characters.
    CellLong,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 14] = [
        Self::Headline,
        Self::What,
        Self::Where,
        Self::First,
        Self::Next,
        Self::Until,
        Self::Source,
        Self::Sms,
        Self::Voice,
        Self::Display,
        Self::Push,
        Self::CellShort,
        Self::Cell,
        Self::CellLong,
    ];

    /// Its name in files and commands.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::What => "what",
            Self::Where => "where",
            Self::First => "first",
            Self::Next => "next",
            Self::Until => "until",
            Self::Source => "source",
            Self::Sms => "sms",
            Self::Voice => "voice",
            Self::Display => "display",
            Self::Push => "push",
            Self::CellShort => "cell-90",
            Self::Cell => "cell-360",
            Self::CellLong => "cell-600",
        }
    }

    /// Whether the form has a length that it may not pass.
    pub const fn is_narrow(self) -> bool {
        matches!(
            self,
            Self::Sms | Self::Display | Self::Push | Self::CellShort | Self::Cell | Self::CellLong
        )
    }
}

/// Whether what is said is real. Every text takes it, so that an exercise cannot look like the real
/// thing, nor the reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reality {
    /// People must act.
    Actual,
    /// Nobody is in danger, and every text begins by saying so.
    Exercise,
}
