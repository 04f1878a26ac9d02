//! Changes that need two people: proposed by the configuration, the registry or an officer, agreed to
//! by hash, refused by any one, void when their time or their meaning is over.

use super::permit::permit;
use super::{Needs, text};
use crate::administration::{
    Basis, Change, Pending, Token, administers, left_for_two, narrowed, persons,
};
use crate::fact::{Fact, Facts};
use crate::ids::{ChangeId, OfficerId, TokenId};
use crate::limits::{CHANGES_PENDING_MAX, TOKENS_AT_ONCE_MAX, TOKENS_MAX};
use crate::refusal::Refusal;
use crate::site::{Role, Site};
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// The site as configured, checked by itself. What one person may take away is taken; declared once more,
/// what is left for two is proposed. Two decisions, since each may be as large as the journal takes.
pub(super) fn declared(state: &State, site: &Site) -> Result<Facts, Refusal> {
    let taken = |basis| {
        vec![Fact::SiteDeclared {
            site: Box::new(site.clone()),
            basis: Some(basis),
        }]
    };
    let is_same = state.agreed_site() == Some(site)
        && state.site.as_deref() == Some(&state.keeping_what_lives(site.clone()));
    let Some(agreed) = state.agreed_site().filter(|_| state.tokens.is_founded()) else {
        let persons = persons(site, Status::Actual) as u64;
        return Ok(if is_same {
            Vec::new()
        } else {
            taken(Basis::Founding { persons })
        });
    };
    let narrowed = narrowed(agreed, site);
    if narrowed != *agreed && narrowed != *site {
        return Ok(vec![Fact::SiteDeclared {
            site: Box::new(narrowed),
            basis: Some(Basis::Narrowing),
        }]);
    }
    let says = left_for_two(agreed, site);
    let waiting = state.changes.site();
    if says.is_empty() {
        let mut facts: Facts = waiting.map(|p| replaced(p)).into_iter().collect();
        if !is_same {
            facts.extend(taken(Basis::Narrowing));
        }
        return Ok(facts);
    }
    let change = Change::Site {
        site: Box::new(site.clone()),
    };
    let sha256 = change.sha256(&says)?;
    if waiting.is_some_and(|pending| is_the_same(pending, site, &says, &sha256)) {
        return Ok(Vec::new());
    }
    let mut facts: Facts = waiting.map(|p| replaced(p)).into_iter().collect();
    facts.push(proposed(change, says, sha256, None));
    Ok(facts)
}

/// Whether what waits is what is configured; an officer may have put with it who vetted its words.
fn is_the_same(waiting: &Pending, site: &Site, says: &[String], sha256: &str) -> bool {
    waiting.asked.sha256 == sha256
        || matches!(&waiting.change, Change::VettedSite { site: waits, .. }
            if **waits == *site && waiting.asked.says.starts_with(says))
}

/// Agreement is to a hash: whoever edits the configuration begins anew.
fn replaced(pending: &Pending) -> Fact {
    Fact::ChangeVoided {
        change: pending.asked.id,
        why: "the configuration says something else since".to_owned(),
    }
}

/// The valid tokens of the registry. Those that are gone are dropped; new ones are taken while nobody
/// could agree to them, and proposed from then on. Told once more, what did not fit follows.
pub(super) fn tokens_found(state: &State, site: &Site, found: &[Token]) -> Result<Facts, Refusal> {
    if found.len() > TOKENS_MAX {
        return Err(Refusal::Full {
            what: "tokens",
            limit: TOKENS_MAX,
        });
    }
    let found: BTreeMap<&TokenId, &Token> = found.iter().map(|token| (&token.id, token)).collect();
    let gone = state.tokens.values();
    let gone = gone.filter(|known| found.get(&known.token.id) != Some(&&known.token));
    let gone: Vec<&Token> = gone.take(TOKENS_AT_ONCE_MAX).map(|k| &k.token).collect();
    let mut facts = Facts::new();
    if !gone.is_empty() {
        let waiting = gone
            .iter()
            .filter_map(|token| state.changes.of_token(token));
        facts.extend(waiting.map(|pending| Fact::ChangeVoided {
            change: pending.asked.id,
            why: "the token was revoked or has ended".to_owned(),
        }));
        facts.push(Fact::TokensDropped {
            tokens: gone.iter().map(|token| token.id.clone()).collect(),
        });
    }
    let new = found
        .values()
        .filter(|token| token.holder.is_of(site) && state.tokens.standing(token).is_none());
    let new = new.map(|token| (*token).clone());
    if !state.tokens.is_founded() {
        let tokens: Vec<Token> = new.take(TOKENS_AT_ONCE_MAX).collect();
        if !tokens.is_empty() {
            facts.push(Fact::TokensTaken { tokens });
        }
        return Ok(facts);
    }
    let room = CHANGES_PENDING_MAX.saturating_sub(state.changes.pending_len());
    for token in new.take(room.min(TOKENS_AT_ONCE_MAX)) {
        let says = vec![token.says()];
        let change = Change::Token { token };
        let sha256 = change.sha256(&says)?;
        facts.push(proposed(change, says, sha256, None));
    }
    Ok(facts)
}

pub(super) fn proposed(
    change: Change,
    says: Vec<String>,
    sha256: String,
    by: Option<OfficerId>,
) -> Fact {
    Fact::ChangeProposed {
        change: Box::new(change),
        says,
        sha256,
        by,
    }
}

/// One more person agrees to exactly what they saw; the second puts it in force.
pub(super) fn approve(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: ChangeId,
    sha256: &str,
) -> Result<Facts, Refusal> {
    let pending = waiting(state, id)?;
    let Pending { asked, change, .. } = pending;
    let status = change.status(site);
    permit(site, by, Needs::administer(status))?;
    if asked.agreed.iter().any(|before| before.is_of(site, by)) {
        return Err(Refusal::SamePersonAgain { by: by.clone() });
    }
    as_read(pending, now, sha256)?;
    still_means_something(state, site, change)?;
    let approved = Fact::ChangeApproved {
        change: id,
        by: by.clone(),
        sha256: asked.sha256.clone(),
    };
    // Whoever agreed and may no longer decide counts no longer.
    let before = asked.agreed.iter().filter(|agreed| {
        let officer = site.officers.get(&agreed.by);
        officer.is_some_and(|o| administers(o, status) && o.person == agreed.person)
    });
    let before: Vec<&OfficerId> = before.map(|agreed| &agreed.by).collect();
    if before.is_empty() {
        return Ok(vec![approved]);
    }
    let may_settle = |id: &OfficerId| {
        let officer = site.officers.get(id);
        officer.is_some_and(|o| o.roles.contains(&Role::Approver))
    };
    if !before.into_iter().chain([by]).any(may_settle) {
        return Err(Refusal::NotPermitted {
            by: by.clone(),
            needs: Role::Approver,
        });
    }
    Ok(vec![approved, Fact::ChangeMade { change: id }])
}

/// What is agreed to is what waits, and waits still.
pub(super) fn as_read(pending: &Pending, now: Timestamp, sha256: &str) -> Result<(), Refusal> {
    if !sha256.eq_ignore_ascii_case(&pending.asked.sha256) {
        return Err(Refusal::OtherBytes);
    }
    if pending.expires <= now {
        return Err(Refusal::Already {
            what: "its time is over; propose it again",
        });
    }
    Ok(())
}

pub(super) fn still_means_something(
    state: &State,
    site: &Site,
    change: &Change,
) -> Result<(), Refusal> {
    match change {
        Change::Token { token } if !token.holder.is_of(site) => Err(Refusal::Unknown {
            what: "holder of the token",
            name: token.id.to_string(),
        }),
        // Whoever agrees to words that are said no more agrees to nothing.
        Change::Words { vetting } => super::vetting::as_they_stand(site, vetting),
        Change::Withdrawal { withdrawal } => super::vetting::are_vetted(state, withdrawal),
        Change::Site { .. } | Change::VettedSite { .. } | Change::Token { .. } => Ok(()),
    }
}

/// One person says no; an author takes it back the same way.
pub(super) fn refuse(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: ChangeId,
    reason: &str,
) -> Result<Facts, Refusal> {
    let pending = waiting(state, id)?;
    permit(site, by, Needs::administer(pending.change.status(site)))?;
    text("reason", reason)?;
    Ok(vec![Fact::ChangeRefused {
        change: id,
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}

/// What nobody put in force in time.
pub(super) fn lapsed(state: &State, now: Timestamp) -> impl Iterator<Item = Fact> {
    state.changes.lapsed(now).map(|change| Fact::ChangeVoided {
        change,
        why: "no two people put it in force in time".to_owned(),
    })
}

pub(super) fn waiting(state: &State, id: ChangeId) -> Result<&Pending, Refusal> {
    if let Some(pending) = state.changes.get(id) {
        return Ok(pending);
    }
    let mut decided = state.changes.decided();
    if decided.any(|decided| decided.asked.id == id) {
        return Err(Refusal::Already {
            what: "this change waits no more: it is in force, refused or void",
        });
    }
    Err(Refusal::Unknown {
        what: "change",
        name: id.to_string(),
    })
}
