//! The way out for a site that lost so many officers that no two could agree to name another: whoever holds
//! the site's key puts one change in force, with an officer who is left where there is one. It is said on
//! every screen until two people have looked at it.

use super::administration::{as_read, still_means_something, waiting};
use super::permit::permit;
use super::{Needs, text};
use crate::administration::{Pending, acts_in};
use crate::fact::{Fact, Facts};
use crate::ids::{ChangeId, OfficerId};
use crate::limits::CHANGES_BY_KEY_MAX;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;

/// The key stands for the second person, and only where there is none.
pub(super) fn by_key(
    state: &State,
    site: &Site,
    now: Timestamp,
    id: ChangeId,
    sha256: &str,
    reason: &str,
) -> Result<Facts, Refusal> {
    let pending = waiting(state, id)?;
    let Pending { asked, change, .. } = pending;
    text("reason", reason)?;
    as_read(pending, now, sha256)?;
    if state.tokens.could_agree(site) {
        return Err(Refusal::TwoCouldAgree);
    }
    let able: Vec<&OfficerId> = state.tokens.able(site).collect();
    let agreed = |officer: &&OfficerId| asked.agreed.iter().any(|hand| hand.is_of(site, officer));
    if !able.is_empty() && !able.iter().any(agreed) {
        return Err(Refusal::NobodyAgreed {
            left: able[0].clone(),
        });
    }
    if state.changes.by_key().count() >= CHANGES_BY_KEY_MAX {
        return Err(Refusal::Full {
            what: "changes by the site's key that two people have not confirmed",
            limit: CHANGES_BY_KEY_MAX,
        });
    }
    still_means_something(state, site, change)?;
    Ok(vec![Fact::ChangeMadeByKey {
        change: id,
        sha256: asked.sha256.clone(),
        reason: reason.to_owned(),
    }])
}

/// One person has looked at it; after the second it is a change like any other.
pub(super) fn confirm(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: ChangeId,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::administer(acts_in(site)))?;
    let made = state.changes.made_by_key(id).ok_or(Refusal::Already {
        what: "the site's key put no such change in force that waits for somebody to look at it",
    })?;
    if made.confirmed.iter().any(|hand| hand.is_of(site, by)) {
        return Err(Refusal::SamePersonAgain { by: by.clone() });
    }
    Ok(vec![Fact::ChangeConfirmed {
        change: id,
        by: by.clone(),
    }])
}
