//! The life of a warning until it is out: written by one, agreed by another.

use super::compose::{Step, compose};
use super::correction::corrections;
use super::footprint::{checked, not_wider};
use super::permit::same_person;
use super::{Needs, people_cap, permit, text, update, zones_known};
use crate::fact::{Fact, Facts};
use crate::ids::{Danger, OfficerId, WarningId};
use crate::limits::{OPEN_WARNINGS_MAX, VALID_S_MAX, VALID_S_MIN, ZONES_PER_WARNING_MAX};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::{Content, Draft, Origin, Stage, Warning, approval_sha256};
use crate::wording::Act;

/// One officer writes.
pub(super) fn draft(
    state: &State,
    site: &Site,
    by: &OfficerId,
    draft: &Draft,
) -> Result<Facts, Refusal> {
    may_write(site, by, draft)?;
    if state.warnings.own_open() >= OPEN_WARNINGS_MAX {
        return Err(Refusal::Full {
            what: "open warnings",
            limit: OPEN_WARNINGS_MAX,
        });
    }
    Ok(vec![Fact::WarningDrafted {
        draft: draft.clone(),
        by: Some(by.clone()),
        from: None,
    }])
}

/// An officer changes what is not live yet: their own draft, another's, or one that a feed made.
pub(super) fn amend(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
    draft: &Draft,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    if !warning.is_pending() {
        at_stage(warning, "amend", Stage::Draft)?;
    }
    if draft.status != warning.status {
        let status = warning.status;
        return Err(Refusal::StatusFixed { status });
    }
    may_write(site, by, draft)?;
    Ok(vec![Fact::WarningAmended {
        warning: id,
        by: by.clone(),
        draft: draft.clone(),
    }])
}

fn may_write(site: &Site, by: &OfficerId, draft: &Draft) -> Result<(), Refusal> {
    zones_known(site, &draft.zones)?;
    permit(site, by, Needs::write(draft.status, &draft.zones))?;
    if draft.zones.len() > ZONES_PER_WARNING_MAX {
        return Err(Refusal::Full {
            what: "zones in one warning",
            limit: ZONES_PER_WARNING_MAX,
        });
    }
    bounded(draft.valid_s)?;
    if !site.words.contains_key(&draft.danger) {
        return Err(Refusal::NoWords {
            danger: draft.danger.to_string(),
        });
    }
    people_cap(site, by, site.people_in(&draft.zones))
}

/// Whether a warning may hold for so long.
pub(super) fn bounded(valid_s: u32) -> Result<(), Refusal> {
    if !(VALID_S_MIN..=VALID_S_MAX).contains(&valid_s) {
        return Err(Refusal::BadValidity { valid_s });
    }
    Ok(())
}

/// The message is written whole, with both its ends, and shown to a second person.
pub(super) fn submit(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    if warning.stage != Stage::Returned {
        at_stage(warning, "submit", Stage::Draft)?;
    }
    permit(site, by, Needs::write(warning.status, &warning.zones))?;
    let danger = Danger::new(warning.danger.clone());
    let content = compose(
        site,
        now,
        &Step::of(state, now, warning, &danger, Act::Alert, true),
    )?;
    let footprint = checked(site, &content)?;
    not_wider(&footprint, warning.drafted_m2)?;
    people_cap(site, by, footprint.people)?;
    let corrections = corrections(site, warning.status, &danger, &warning.zones)?;
    Ok(vec![Fact::WarningSubmitted {
        warning: id,
        by: by.clone(),
        content: Box::new(content),
        corrections: Some(Box::new(corrections)),
    }])
}

/// A second officer agrees to exactly these bytes, and they go out.
pub(super) fn approve(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
    sha256: &str,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    if warning.stage == Stage::Live {
        return update::approve(site, now, by, warning, sha256);
    }
    at_stage(warning, "approve", Stage::Submitted)?;
    permit(site, by, Needs::approve(warning.status, &warning.zones))?;
    let Some((submitter, content)) = &warning.submitted else {
        return Err(Refusal::WrongStage {
            tried: "approve",
            stage: "not submitted",
        });
    };
    let mut hands = warning.hands.iter().chain([&submitter.by]);
    if hands.any(|hand| same_person(site, hand, by)) {
        return Err(Refusal::SameOfficer { by: by.clone() });
    }
    // The configuration may have changed since it was submitted.
    zones_known(site, &warning.zones)?;
    let agreed = approval_sha256(content, warning.corrections.as_deref());
    if !sha256.eq_ignore_ascii_case(&agreed) {
        return Err(Refusal::OtherBytes);
    }
    let footprint = checked(site, content)?;
    not_wider(&footprint, warning.drafted_m2)?;
    people_cap(site, by, footprint.people)?;
    let mut facts = release(now, by, id, content, agreed)?;
    facts.extend(openings(state, id));
    Ok(facts)
}

/// What two officers agreed to goes out, unless its time has passed meanwhile.
pub(super) fn release(
    now: Timestamp,
    by: &OfficerId,
    warning: WarningId,
    content: &Content,
    agreed: String,
) -> Result<Facts, Refusal> {
    if content.expires.is_some_and(|expires| expires <= now) {
        return Err(Refusal::WrongStage {
            tried: "approve",
            stage: "expired before anyone approved it",
        });
    }
    let approved = Fact::WarningApproved {
        warning,
        by: by.clone(),
        sha256: agreed,
    };
    Ok(vec![approved, issue(warning, Some(by), content.clone())])
}

/// A second officer turns it down.
pub(super) fn reject(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
    reason: &str,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    if warning.stage == Stage::Live && warning.proposal.is_some() {
        return update::turn_down(site, by, warning, reason);
    }
    if !warning.is_pending() {
        at_stage(warning, "reject", Stage::Submitted)?;
    }
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    text("reason", reason)?;
    Ok(vec![Fact::WarningRejected {
        warning: id,
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}

/// Whether any message of the warning was for sirens.
pub(super) fn any_sounded(state: &State, warning: &Warning) -> bool {
    warning
        .alerts
        .iter()
        .filter_map(|id| state.alerts.get(id))
        .any(|alert| alert.content.sounds)
}

/// What opens with the first message of an own warning: the roll call and the record.
pub(super) fn openings(state: &State, warning: WarningId) -> Facts {
    let mut facts = Vec::new();
    let expected = state.roster.people.len() as u64;
    if expected > 0 {
        facts.push(Fact::HeadcountOpened { warning, expected });
    }
    facts.push(Fact::IncidentOpened { warning });
    facts
}

/// A message goes out, by an officer or by itself; see `fire` for what a standing order sends.
pub(super) fn issue(warning: WarningId, by: Option<&OfficerId>, content: Content) -> Fact {
    Fact::AlertIssued {
        warning,
        by: by.cloned(),
        fired_by: None,
        content: Box::new(content),
    }
}

pub(super) fn own(state: &State, id: WarningId) -> Result<&Warning, Refusal> {
    state
        .warning(id)
        .filter(|warning| warning.origin == Origin::Own)
        .ok_or_else(|| Refusal::Unknown {
            what: "warning of this site",
            name: id.to_string(),
        })
}

pub(super) fn at_stage(
    warning: &Warning,
    tried: &'static str,
    stage: Stage,
) -> Result<(), Refusal> {
    if warning.stage == stage {
        return Ok(());
    }
    let stage = match warning.stage {
        Stage::Draft => "a draft",
        Stage::Submitted => "submitted",
        Stage::Returned => "given back",
        Stage::Rejected => "rejected",
        Stage::Live => "live",
        Stage::Ended => "ended",
    };
    Err(Refusal::WrongStage { tried, stage })
}
