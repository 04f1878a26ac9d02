//! Help that people need: counted before a warning leaves, told to those who come to help, and a reason not to
//! count on a channel that tells somebody nothing.

use serde::Serialize;

/// A kind of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Hears nothing: no siren, no voice.
    Deaf,
    /// Sees nothing: a text must be read out.
    Blind,
    /// Moves in a wheelchair.
    Wheelchair,
    /// Needs plain words, or somebody beside them.
    Cognitive,
    /// Cannot leave without whoever cares for them.
    Carer,
}

/// All kinds of help that somebody needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needs(u8);

impl Need {
    /// Every kind, in the order of the bits of [`Needs`].
    pub const ALL: [Self; 5] = [
        Self::Deaf,
        Self::Blind,
        Self::Wheelchair,
        Self::Cognitive,
        Self::Carer,
    ];
}

impl Needs {
    /// A bit for each of [`Need::ALL`]; others mean nothing here.
    pub const fn of_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// A bit for each.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Need> {
        let all = Need::ALL.into_iter().enumerate();
        all.filter(move |(at, _)| self.0 & 1 << at != 0)
            .map(|(_, need)| need)
    }

    /// Whether a channel tells them anything: whoever hears nothing is not reached by a voice.
    pub fn are_told_by(self, channel: &str) -> bool {
        let is_voice = matches!(channel, "voice" | "call" | "siren");
        !(is_voice && self.each().any(|need| need == Need::Deaf))
    }
}
