//! The names of what varies: which slots there are, and which part says the value of each.

use serde::{Deserialize, Serialize};

/// The name of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Slot {
    /// Where the danger is.
    Place,
    /// Who warns.
    Authority,
    /// When it was said, in the place's own time.
    Time,
    /// How far to stay away.
    Distance,
    /// How long there is, or how long it lasts.
    Minutes,
    /// Which way to go.
    Direction,
    /// Which number to call.
    Phone,
    /// Which way the wind carries gas, smoke or dust: towards, as people move, and not from, as the weather
    /// service says it.
    Drift,
    /// Which place of the site to go to.
    Destination,
}

impl Slot {
    /// Every slot.
    pub const ALL: [Self; 9] = [
        Self::Place,
        Self::Authority,
        Self::Time,
        Self::Distance,
        Self::Minutes,
        Self::Direction,
        Self::Phone,
        Self::Drift,
        Self::Destination,
    ];

    /// Its name in a text, after the `$`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Authority => "authority",
            Self::Time => "time",
            Self::Distance => "distance",
            Self::Minutes => "minutes",
            Self::Direction => "direction",
            Self::Phone => "phone",
            Self::Drift => "drift",
            Self::Destination => "destination",
        }
    }

    /// The part that says its value in a whole sentence; none for a name, which stands in a text by itself.
    pub const fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Place | Self::Authority | Self::Time => None,
            Self::Distance => Some("say-distance"),
            Self::Minutes => Some("say-minutes"),
            Self::Direction => Some("say-direction"),
            Self::Phone => Some("say-phone"),
            Self::Drift => Some("say-drift"),
            Self::Destination => Some("say-destination"),
        }
    }

    /// Every part that says a value.
    pub fn sentences() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter_map(Self::sentence)
    }

    /// The slot whose value a part says.
    pub fn said_by(part: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|slot| slot.sentence() == Some(part))
    }
}
