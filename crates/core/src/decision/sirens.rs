//! What follows from what sirens say while nothing is ordered, and from what nobody believed.

use crate::fact::{Fact, Facts};
use crate::ids::SirenId;
use crate::limits::WHY_CHARS_MAX;
use crate::refusal::Refusal;
use crate::siren::{Condition, Doubt, Way};
use crate::site::Site;
use crate::state::State;

/// One way to a siren came up or was lost: evidence, whether or not another is up.
pub(super) fn way(
    site: &Site,
    siren: &SirenId,
    way: Way,
    up: bool,
    why: &str,
) -> Result<Facts, Refusal> {
    known(site, siren)?;
    Ok(vec![Fact::SirenWay {
        siren: siren.clone(),
        way,
        up,
        why: why.chars().take(WHY_CHARS_MAX).collect(),
    }])
}

/// Texts that were not believed; none are no news.
pub(super) fn doubted(
    site: &Site,
    siren: &SirenId,
    doubt: Doubt,
    sha256: &str,
    times: u32,
) -> Result<Facts, Refusal> {
    known(site, siren)?;
    if times == 0 {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::SirenDoubted {
        siren: siren.clone(),
        doubt,
        sha256: sha256.to_owned(),
        times,
    }])
}

/// How a siren is, when that is news.
pub(super) fn condition(
    state: &State,
    site: &Site,
    siren: &SirenId,
    condition: &Condition,
) -> Result<Facts, Refusal> {
    known(site, siren)?;
    let before = state.sirens.get(siren).and_then(|s| s.condition.as_ref());
    if before.is_some_and(|(before, _)| !condition.is_news(before)) {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::SirenCondition {
        siren: siren.clone(),
        condition: condition.clone(),
    }])
}

/// Nothing is kept of a siren that the site does not have.
pub(super) fn known(site: &Site, siren: &SirenId) -> Result<(), Refusal> {
    if site.sirens.contains_key(siren) {
        return Ok(());
    }
    Err(Refusal::Unknown {
        what: "siren",
        name: siren.to_string(),
    })
}
