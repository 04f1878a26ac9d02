//! What the ways in hold of the rest of the program.

use crate::audience::Audience;
use crate::engine::Desk;
use crate::http::{Addresses, Indexes, Log, Strangers};
use crate::letters::Letters;
use crate::linter::Linter;
use crate::live::Door;
use crate::ntfy::Places;
use crate::people::People;
use crate::population::Inhabitants;
use crate::positions::Positions;
use crate::signup::SignUps;
use crate::signup::form::Forms;
use crate::siren_keys::SirenKeys;
use crate::siren_watch::SirenWatch;
use crate::stopping::Stopping;
use crate::timings::Timings;
use crate::tokens::Tokens;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;
use vigie_channels::folder::Seal;
use vigie_channels::keys::Keys;
use vigie_channels::live::Hub;
use vigie_channels::siren::Links;
use vigie_core::ids::AlertId;
use vigie_core::time::Timestamp;

/// What handlers hold.
pub struct App {
    /// The engine.
    pub desk: Desk,
    /// Who a token stands for.
    pub tokens: Arc<Tokens>,
    /// People and verbatim texts.
    pub people: People,
    /// Everybody who may be warned.
    pub audience: Audience,
    /// What is sent to single apps and browsers of the public.
    pub letters: Letters,
    /// What those may ask for of whom nothing is known.
    pub strangers: Strangers,
    /// The sign-up of the public, if it is open.
    pub signups: Option<SignUps>,
    /// Its forms.
    pub forms: Forms,
    /// Subscriptions of apps that are taken at most.
    pub subscriptions_max: u64,
    /// Where devices say that their people are.
    pub positions: Positions,
    /// How many live where.
    pub inhabitants: Inhabitants,
    /// The live wire.
    pub hub: Arc<Hub>,
    /// Who is let in to it.
    pub door: Arc<Door>,
    /// The sirens.
    pub links: Arc<Links>,
    /// How the sirens are.
    pub watch: Arc<SirenWatch>,
    /// Their keys.
    pub siren_keys: SirenKeys,
    /// The keys.
    pub keys: Arc<Keys>,
    /// Seals the links of headcounts.
    pub safe_secret: [u8; 32],
    /// The folder of the journal, to be read from its first entry.
    pub journal: PathBuf,
    /// When what happened.
    pub timings: Arc<Timings>,
    /// Health of the feeds, as JSON.
    pub feeds: Box<dyn Fn() -> Value + Send + Sync>,
    /// Told when the program stops.
    pub stopping: Stopping,
    /// How many long connections each address holds.
    pub addresses: Arc<Addresses>,
    /// Those who listen by ntfy's protocol.
    pub ntfy: Places,
    /// Connections that say they are a siren and have not proven it yet.
    pub unproven: Arc<Semaphore>,
    /// The feeds as they were last written.
    pub indexes: Arc<Indexes>,
    /// What looks through a note, with the site's own words.
    pub linter: Arc<Linter>,
    /// Signs CAP messages of ours, if a key is configured.
    pub seal: Option<Arc<Seal>>,
    /// Signs checkpoints of the journal.
    pub log: Log,
    /// When the program started.
    pub started: Timestamp,
    /// Names by which browsers may call, besides addresses and `localhost`.
    pub hosts: Vec<String>,
    /// The address under which feeds name their entries.
    pub base: String,
}

impl App {
    /// CAP messages of ours that went out without the signature they should have.
    pub fn unsigned(&self) -> Vec<AlertId> {
        self.seal
            .as_ref()
            .map_or_else(Vec::new, |seal| seal.unsigned())
    }
}
