//! What goes first when not everything can go at once: the real thing before an exercise, what saves
//! lives before what ends a warning before everything else, sirens before screens before people one by one
//! before programs before files, and
//! then whoever came first, so that each waits at most for those before it.

use super::{Delivery, Target};
use crate::class::Class;
use crate::ids::AlertId;
use crate::status::Status;
use crate::warning::Content;
use crate::wording::Act;
use serde::{Deserialize, Serialize};

/// How urgent a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// People must act at once, or may be hurt.
    Life,
    /// Something is over or was false.
    End,
    /// Everything else: what goes on unchanged, what is minor, what may come.
    Other,
}

/// A way out, with its own room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Sirens.
    Sirens,
    /// The live wire.
    Live,
    /// Registered people, over whichever channel reaches them.
    People,
    /// Programs of others.
    Hooks,
    /// The folder of files.
    Folder,
}

/// What is asked for first is lowest.
pub type Rank = (Status, Lane, Channel, AlertId);

impl Lane {
    /// Whether people may be hurt by a danger of a CAP severity.
    pub fn is_grave(severity: &str) -> bool {
        matches!(severity, "Extreme" | "Severe")
    }

    /// The lane of a message.
    pub fn of(content: &Content) -> Self {
        let is_grave = content.class == Class::Alert && Self::is_grave(&content.severity);
        match content.act {
            Act::Alert if is_grave => Self::Life,
            // An update that sounds brings a new danger; one that does not says that it goes on.
            Act::Update if is_grave && content.sounds => Self::Life,
            Act::AllClear | Act::Retraction => Self::End,
            Act::Alert | Act::Update | Act::Expiry => Self::Other,
        }
    }
}

impl Delivery {
    /// The way it goes.
    pub fn channel(&self) -> Channel {
        match self.target {
            Target::Siren(_) => Channel::Sirens,
            Target::Live => Channel::Live,
            Target::People => Channel::People,
            Target::Hook(_) => Channel::Hooks,
            Target::Folder => Channel::Folder,
        }
    }

    /// Its place among all that is due.
    pub fn rank(&self) -> Rank {
        (self.status, self.lane, self.channel(), self.alert)
    }
}
