//! Who holds a warning that is not out yet: handed back to its author, handed over to another
//! officer, and asked of a deputy when nobody moves it.

use super::permit::somebody_else;
use super::warning::{at_stage, own, pending};
use super::{Needs, permit, text};
use crate::fact::{Fact, Facts};
use crate::ids::{OfficerId, WarningId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::{Stage, Warning};

/// A second officer gives it back to whoever submitted it: good enough to mend, not to send.
pub(super) fn turn_back(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
    reason: &str,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "return", Stage::Submitted)?;
    permit(site, by, Needs::approve(warning.status, &warning.zones))?;
    text("reason", reason)?;
    Ok(vec![Fact::WarningReturned {
        warning: id,
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}

/// An officer hands it to another, who must be able to take the next step.
pub(super) fn delegate(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
    to: &OfficerId,
) -> Result<Facts, Refusal> {
    let warning = pending(state, id, "delegate")?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    if warning.holder.as_ref() == Some(to) {
        return Err(Refusal::Already {
            what: "that officer holds it",
        });
    }
    may_move(site, warning, to)?;
    Ok(vec![Fact::WarningDelegated {
        warning: id,
        by: by.clone(),
        to: to.clone(),
    }])
}

/// Whether an officer may take the next step: write what is a draft, approve what is submitted.
fn may_move(site: &Site, warning: &Warning, officer: &OfficerId) -> Result<(), Refusal> {
    let waits_for_approval = warning.stage == Stage::Submitted || warning.proposal.is_some();
    if !waits_for_approval {
        return permit(site, officer, Needs::write(warning.status, &warning.zones));
    }
    permit(
        site,
        officer,
        Needs::approve(warning.status, &warning.zones),
    )?;
    somebody_else(site, officer, warning.waiting_hands())
}

/// When the clock on a warning that is not out yet runs out, and the deputy who is asked then: the
/// first named who has not been asked, does not hold it, and may take the next step.
pub(crate) fn escalation(site: &Site, warning: &Warning) -> Option<(Timestamp, OfficerId)> {
    let clock = site.drafts.as_ref()?;
    if !warning.is_pending() && warning.proposal.is_none() {
        return None;
    }
    let deputy = clock.deputies.iter().find(|deputy| {
        warning.holder.as_ref() != Some(*deputy)
            && !warning.escalated.contains(deputy)
            && may_move(site, warning, deputy).is_ok()
    })?;
    let at = warning.held_since.plus_s(i64::from(clock.escalate_after_s));
    Some((at, deputy.clone()))
}
