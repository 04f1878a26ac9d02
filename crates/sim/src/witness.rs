//! What an outsider saw and heard, kept apart from what the server says of itself.

use std::collections::{BTreeMap, BTreeSet};
use vigie_core::State;
use vigie_core::fact::Entry;
use vigie_core::ids::{SirenId, WarningId};
use vigie_core::siren::Program;
use vigie_core::time::Timestamp;
use vigie_core::warning::Draft;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The checker that noticed.
    pub checker: &'static str,
    /// What was seen.
    pub why: String,
}

/// A siren began to sound.
#[derive(Clone, Debug)]
pub struct Sound {
    /// Which siren.
    pub siren: SirenId,
    /// The delivery that its order named.
    pub delivery: u64,
    /// The hash of the message that its order named.
    pub alert_sha256: String,
    /// What it sounds.
    pub program: Program,
    /// When, by the true clock.
    pub at: Timestamp,
}

/// A screen showed a bulletin.
#[derive(Clone, Debug)]
pub struct Show {
    /// Its number.
    pub n: u64,
    /// The hash of the message that it names.
    pub alert_sha256: String,
}

/// Everything seen so far.
#[derive(Debug, Default)]
pub struct Witness {
    /// Sounds, in order.
    pub sounds: Vec<Sound>,
    /// Bulletins shown, in order.
    pub shows: Vec<Show>,
    /// Which of them a start of the server has confirmed.
    pub confirmed: (usize, usize),
    /// The number up to which somebody was answered or something left the building.
    pub acknowledged: u64,
    /// The state in memory after the last turn that ended well.
    pub memory: State,
    /// The journal, as every start and the end read it.
    pub entries: Vec<Entry>,
    /// What officers asked for, and the entry that they were told.
    pub asked: Vec<(Draft, u64)>,
    /// The warning of each message, by its hash.
    pub warning_of: BTreeMap<String, WarningId>,
    /// Warnings whose end a siren has obeyed.
    pub ends_obeyed: BTreeSet<(SirenId, WarningId)>,
    /// Deliveries that a siren has sounded until its microphone had its say.
    pub sounded_out: BTreeSet<(SirenId, u64)>,
    /// The first promise that was broken.
    pub broken: Option<Broken>,
}

impl Witness {
    /// Keeps the first broken promise.
    pub fn note(&mut self, checked: Result<(), Broken>) {
        if let Err(broken) = checked
            && self.broken.is_none()
        {
            self.broken = Some(broken);
        }
    }
}
