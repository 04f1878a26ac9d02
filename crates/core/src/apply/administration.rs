//! What an entry does to changes, tokens and the site.

use super::{hand, wind};
use crate::administration::{Asked, Change, Ending, Pending, Token};
use crate::ids::{ChangeId, OfficerId, SirenId, WarningId, ZoneId};
use crate::limits::CHANGE_MS_MAX;
use crate::site::Site;
use crate::state::State;
use crate::state::tokens::Standing;
use crate::time::Timestamp;
use crate::vetting::Sums;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn proposed(
    state: &mut State,
    id: ChangeId,
    at: Timestamp,
    change: &Change,
    says: &[String],
    sha256: &str,
    by: Option<&OfficerId>,
) {
    let agreed = by.map(|by| hand(state, by, at)).into_iter().collect();
    match change {
        Change::Token { token } => state.tokens.put(token.clone(), Standing::Waiting(id)),
        Change::Site { .. }
        | Change::Words { .. }
        | Change::VettedSite { .. }
        | Change::Withdrawal { .. } => {}
    }
    state.changes.insert(Pending {
        asked: Asked {
            id,
            of: change.name().to_owned(),
            says: says.to_vec(),
            sha256: sha256.to_owned(),
            agreed,
            at,
        },
        change: change.clone(),
        expires: at.plus_ms(CHANGE_MS_MAX),
    });
}

pub(super) fn approved(state: &mut State, id: ChangeId, at: Timestamp, by: &OfficerId) {
    let hand = hand(state, by, at);
    state.changes.agreed(id, hand);
}

/// Two people agreed: it holds.
pub(super) fn made(state: &mut State, id: ChangeId, at: Timestamp) {
    in_force(state, id, at, Ending::InForce);
}

/// Whoever holds the site's key put it in force.
pub(super) fn made_by_key(state: &mut State, id: ChangeId, at: Timestamp, reason: &str) {
    state.changes.forced(id, at, reason);
    let reason = reason.to_owned();
    in_force(state, id, at, Ending::ByKey { reason });
}

/// Somebody looked at that.
pub(super) fn confirmed(state: &mut State, id: ChangeId, at: Timestamp, by: &OfficerId) {
    let hand = hand(state, by, at);
    state.changes.confirmed(id, hand);
}

fn in_force(state: &mut State, id: ChangeId, at: Timestamp, how: Ending) {
    match state.changes.end(id, at, how) {
        Some(Change::Site { site }) => site_declared(state, *site),
        Some(Change::Token { token }) => state.tokens.put(token, Standing::InForce),
        Some(Change::Words { vetting }) => state.vetted.add(&vetting, at),
        Some(Change::VettedSite { site, vettings }) => {
            for vetting in &vettings {
                state.vetted.add(vetting, at);
            }
            site_declared(state, *site);
        }
        Some(Change::Withdrawal { withdrawal }) => state.vetted.withdraw(&withdrawal),
        None => {}
    }
}

/// It does not hold, and is not asked again by itself.
pub(super) fn ended(state: &mut State, id: ChangeId, at: Timestamp, how: Ending) {
    match state.changes.end(id, at, how) {
        Some(Change::Token { token }) => state.tokens.put(token, Standing::Void),
        Some(
            Change::Site { .. }
            | Change::Words { .. }
            | Change::VettedSite { .. }
            | Change::Withdrawal { .. },
        )
        | None => {}
    }
}

/// Nobody could have agreed to them yet.
pub(super) fn tokens_taken(state: &mut State, tokens: &[Token]) {
    for token in tokens {
        state.tokens.put(token.clone(), Standing::InForce);
    }
    if let Some(site) = state.agreed_site().cloned() {
        state.tokens.look(&site);
    }
}

/// The site that was agreed to holds, and what is live keeps what it began with.
pub(super) fn site_declared(state: &mut State, agreed: Site) {
    let site = state.keeping_what_lives(agreed.clone());
    let mut by_zone: BTreeMap<ZoneId, Vec<SirenId>> = BTreeMap::new();
    for (siren, post) in &site.sirens {
        let there = by_zone.entry(post.zone.clone()).or_default();
        there.push(siren.clone());
    }
    state.sirens_by_zone = Arc::new(by_zone);
    state.tokens.keep_those_of(&agreed);
    state.tokens.look(&agreed);
    state.sums = Sums::of(&site);
    state.agreed = (agreed != site).then(|| Arc::new(agreed));
    state.site = Some(Arc::new(site));
    let open: Vec<WarningId> = state.warnings.open().iter().copied().collect();
    for id in open {
        wind(state, id);
    }
}
