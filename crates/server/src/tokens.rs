//! Who a token stands for. The registry keeps only hashes; answers are remembered for two seconds,
//! so that a report is never held up by the database and a revoked token dies quickly.

use crate::people::People;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use vigie_core::ids::{OfficerId, SensorId};
use vigie_core::time::Timestamp;
use vigie_store::registry::Token;

/// Every token begins with this, so that a leaked one is recognised by scanners.
pub const PREFIX: &str = "vigie_";
/// How long an answer of the registry is believed, in milliseconds.
const BELIEVED_MS: i64 = 2_000;
/// Answers remembered; beyond it all are asked again, so that guessing fills no memory.
const REMEMBERED_MAX: usize = 50_000;

/// Whom a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A duty officer.
    Officer(OfficerId),
    /// A sensor.
    Sensor(SensorId),
    /// The site's screens: they listen, and say what they show.
    Screens,
}

impl Who {
    /// Role and scope as the registry keeps them.
    pub fn grant(&self) -> (&'static str, String) {
        match self {
            Self::Officer(id) => ("officer", id.to_string()),
            Self::Sensor(id) => ("sensor", id.to_string()),
            Self::Screens => ("screens", "site".to_owned()),
        }
    }

    fn of(token: &Token) -> Option<Self> {
        match token.grant.role.as_str() {
            "officer" => Some(Self::Officer(OfficerId::new(token.grant.scope.clone()))),
            "sensor" => Some(Self::Sensor(SensorId::new(token.grant.scope.clone()))),
            "screens" => Some(Self::Screens),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
struct Remembered {
    who: Option<Who>,
    until: Timestamp,
}

/// The tokens in force.
#[derive(Debug)]
pub struct Tokens {
    people: People,
    remembered: RwLock<BTreeMap<[u8; 32], Remembered>>,
}

impl Tokens {
    /// The tokens of a registry.
    pub fn new(people: People) -> Self {
        Self {
            people,
            remembered: RwLock::default(),
        }
    }

    /// Whom a token stands for, if it is in force.
    pub fn who(&self, token: &str) -> Option<Who> {
        if !token.starts_with(PREFIX) {
            return None;
        }
        let now = crate::clock::now();
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let remembered = self
            .remembered
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&hash)
            .cloned();
        if let Some(remembered) = remembered.filter(|remembered| now < remembered.until) {
            return remembered.who;
        }
        let who = match self.people.find_token(token, now) {
            Ok(found) => found.as_ref().and_then(Who::of),
            Err(error) => {
                tracing::error!(%error, "a token could not be looked up");
                return None;
            }
        };
        let mut all = self
            .remembered
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED_MAX {
            all.clear();
        }
        all.insert(
            hash,
            Remembered {
                who: who.clone(),
                until: now.plus_ms(BELIEVED_MS),
            },
        );
        who
    }
}
