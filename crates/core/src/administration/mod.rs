//! What only two people change together, besides warnings: the site, and the tokens that let somebody
//! in. What takes power away from somebody needs one, and holds at once.

mod compare;
mod person;

pub use compare::{left_for_two, narrowed};
pub use person::persons;
pub(crate) use person::{acts_in, administers, could_agree};

use crate::hand::Hand;
use crate::ids::{ChangeId, OfficerId, SensorId, TokenId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::status::Status;
use crate::time::Timestamp;
use crate::vetting::{Vetting, Withdrawal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Something that holds only when two people agree to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Change {
    /// The site becomes this.
    Site {
        /// The whole site.
        site: Box<Site>,
    },
    /// A token lets somebody in.
    Token {
        /// Which.
        token: Token,
    },
    /// Words that somebody of the place vetted may be said for real.
    Words {
        /// Which, and who did.
        vetting: Vetting,
    },
    /// The site becomes this, and its new words may be said for real: an edit or an upgrade of words and who
    /// vetted them are agreed to in one.
    VettedSite {
        /// The whole site.
        site: Box<Site>,
        /// Which words, and who vetted them, one for each language and expert.
        vettings: Vec<Vetting>,
    },
    /// Words that were vetted may be said for real no more.
    Withdrawal {
        /// Which, and why.
        withdrawal: Withdrawal,
    },
}

impl Change {
    /// A short name for lists: `site`, `token`, `words`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Site { .. } => "site",
            Self::Token { .. } => "token",
            Self::Words { .. } => "words",
            Self::VettedSite { .. } => "vetted_site",
            Self::Withdrawal { .. } => "withdrawal",
        }
    }

    /// What the site becomes, if it is to become another.
    pub fn site(&self) -> Option<&Site> {
        match self {
            Self::Site { site } | Self::VettedSite { site, .. } => Some(site),
            Self::Token { .. } | Self::Words { .. } | Self::Withdrawal { .. } => None,
        }
    }

    /// What becomes vetted by it.
    pub fn vettings(&self) -> &[Vetting] {
        match self {
            Self::Words { vetting } => std::slice::from_ref(vetting),
            Self::VettedSite { vettings, .. } => vettings,
            Self::Site { .. } | Self::Token { .. } | Self::Withdrawal { .. } => &[],
        }
    }

    /// The status in which whoever agrees must be allowed to act: where anything is real, those who
    /// only train change nothing.
    pub(crate) fn status(&self, in_force: &Site) -> Status {
        let becomes_real = self.site().is_some_and(person::acts_for_real);
        if becomes_real || person::acts_for_real(in_force) {
            Status::Actual
        } else {
            Status::Exercise
        }
    }

    /// What two people agree to: SHA-256 of the canonical JSON (RFC 8785) of the change and of the
    /// lines that they read of it.
    pub fn sha256(&self, says: &[String]) -> Result<String, Refusal> {
        #[derive(Serialize)]
        struct Whole<'a> {
            change: &'a Change,
            says: &'a [String],
        }
        let whole = Whole { change: self, says };
        let bytes = serde_json_canonicalizer::to_vec(&whole);
        let bytes = bytes.map_err(|error| Refusal::Unwritable {
            why: error.to_string(),
        })?;
        Ok(hex::encode(Sha256::digest(&bytes)))
    }
}

/// A token of the registry, as far as the journal may know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Token {
    /// Its name, which opens nothing.
    pub id: TokenId,
    /// Whom it lets in.
    pub holder: Holder,
    /// When it ends, if it does.
    pub expires: Option<Timestamp>,
    /// SHA-256 over the sum of its secret and everything above: whoever exchanges any of it in the
    /// registry has another token.
    pub seal: String,
}

impl Token {
    /// What it does, in one line for those who agree to it.
    pub fn says(&self) -> String {
        let until = self
            .expires
            .map_or_else(|| "without end".to_owned(), |at| format!("until {at}"));
        match &self.holder {
            Holder::Officer(officer) => {
                format!("token {} lets in the officer {officer} {until}", self.id)
            }
            Holder::Sensor(sensor) => {
                format!("token {} lets in the sensor {sensor} {until}", self.id)
            }
        }
    }
}

/// Whom a token lets in. Screens only listen: theirs need no second person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// An officer.
    Officer(OfficerId),
    /// A sensor: enough of them warn without a human.
    Sensor(SensorId),
}

impl Holder {
    /// Whether the site has them.
    pub fn is_of(&self, site: &Site) -> bool {
        match self {
            Self::Officer(officer) => site.officers.contains_key(officer),
            Self::Sensor(sensor) => site.sensors.contains_key(sensor),
        }
    }
}

/// Why a site holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Nobody could have agreed yet: no two people held tokens. It was taken as it stood.
    Founding {
        /// How many people it names who may decide about real warnings.
        persons: u64,
    },
    /// It only takes away what officers may do, or what a feed may bring.
    Narrowing,
}

/// What is asked of two people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its number.
    pub id: ChangeId,
    /// What it is about: `site`, `token`.
    pub of: String,
    /// What it does, line by line.
    pub says: Vec<String>,
    /// What they agree to: see [`Change::sha256`].
    pub sha256: String,
    /// Who agreed so far; an officer who proposed it is the first.
    pub agreed: Vec<Hand>,
    /// When it was proposed.
    pub at: Timestamp,
}

/// A change that waits for a second person, or for two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// What is asked.
    pub asked: Asked,
    /// What it would do.
    pub change: Change,
    /// When it is void.
    pub expires: Timestamp,
}

/// A change that waits no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What was asked.
    pub asked: Asked,
    /// When it ended.
    pub at: Timestamp,
    /// How.
    pub how: Ending,
}

/// A change that the site's key put in force, until two people have looked at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeByKey {
    /// What was asked.
    pub asked: Asked,
    /// When it was put in force.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Who has looked at it since.
    pub confirmed: Vec<Hand>,
}

/// How a change ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Ending {
    /// Two people agreed, and it holds.
    InForce,
    /// No two people could agree; whoever holds the site's key put it in force.
    ByKey {
        /// Why.
        reason: String,
    },
    /// One person said no, or its author took it back.
    Refused {
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// It lost its meaning or its time.
    Void {
        /// Why.
        why: String,
    },
}
