//! The tokens of the registry as two people know them. The registry alone lets nobody in.

use crate::administration::{Holder, Token, acts_in, administers};
use crate::ids::{ChangeId, OfficerId, TokenId};
use crate::shelf::Shelf;
use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Tokens, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    all: Shelf<TokenId, Known>,
    founded: bool,
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Which.
    pub token: Token,
    /// Whether it lets anybody in.
    pub standing: Standing,
}

/// Whether a token lets anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It does.
    InForce,
    /// It waits for two people.
    Waiting(ChangeId),
    /// It was refused, or nobody agreed in time: another one must be made.
    Void,
}

impl Tokens {
    /// Where a token stands; none when it, as it is, was never heard of.
    pub fn standing(&self, token: &Token) -> Option<Standing> {
        let known = self
            .all
            .get(&token.id)
            .filter(|known| known.token == *token);
        known.map(|known| known.standing)
    }

    /// All that are known, by name.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Arc<Known>> {
        self.all.values()
    }

    /// Whether two people who could agree have held tokens: from then on nothing is taken as it stands.
    pub fn is_founded(&self) -> bool {
        self.founded
    }

    /// Whether those who hold tokens could put a change in force together.
    pub fn could_agree(&self, site: &Site) -> bool {
        crate::administration::could_agree(site, self.officers())
    }

    /// Those who hold tokens and may decide about changes.
    pub(crate) fn able<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a OfficerId> {
        let status = acts_in(site);
        self.officers().filter(move |id| {
            let officer = site.officers.get(*id);
            officer.is_some_and(|officer| administers(officer, status))
        })
    }

    pub(crate) fn put(&mut self, token: Token, standing: Standing) {
        self.all.insert(token.id.clone(), Known { token, standing });
    }

    pub(crate) fn drop(&mut self, ids: &[TokenId]) {
        for id in ids {
            self.all.remove(id);
        }
    }

    /// What lets in somebody whom the site does not have is gone for good, also when they come back.
    pub(crate) fn keep_those_of(&mut self, site: &Site) {
        let strangers = self.values().filter(|k| !k.token.holder.is_of(site));
        let strangers: Vec<TokenId> = strangers.map(|known| known.token.id.clone()).collect();
        self.drop(&strangers);
    }

    /// Ends the founding once those who hold tokens could agree to something.
    pub(crate) fn look(&mut self, site: &Site) {
        self.founded |= self.could_agree(site);
    }

    fn officers(&self) -> impl Iterator<Item = &OfficerId> {
        let in_force = self.values().filter(|k| k.standing == Standing::InForce);
        in_force.filter_map(|known| match &known.token.holder {
            Holder::Officer(officer) => Some(officer),
            Holder::Sensor(_) => None,
        })
    }
}
