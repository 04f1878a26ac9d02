//! The life of a warning: written by one, agreed by another, ended by either.

use super::compose::{Step, compose};
use super::{Needs, people_cap, permit, text, zones_known};
use crate::fact::{Fact, Facts};
use crate::ids::{Danger, OfficerId, WarningId};
use crate::limits::{OPEN_WARNINGS_MAX, VALID_S_MAX, VALID_S_MIN, ZONES_PER_WARNING_MAX};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::{Draft, Origin, Stage, Warning};
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
    if warning.stage != Stage::Submitted {
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
    if !(VALID_S_MIN..=VALID_S_MAX).contains(&draft.valid_s) {
        return Err(Refusal::BadValidity {
            valid_s: draft.valid_s,
        });
    }
    if !site.words.contains_key(&draft.danger) {
        return Err(Refusal::NoWords {
            danger: draft.danger.to_string(),
        });
    }
    people_cap(site, by, site.people_in(&draft.zones))
}

/// The message is written whole, and shown to a second person.
pub(super) fn submit(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "submit", Stage::Draft)?;
    permit(site, by, Needs::write(warning.status, &warning.zones))?;
    people_cap(site, by, site.people_in(&warning.zones))?;
    let danger = Danger::new(warning.danger.clone());
    let content = compose(
        site,
        now,
        &Step::of(state, now, warning, &danger, Act::Alert, true),
    )?;
    Ok(vec![Fact::WarningSubmitted {
        warning: id,
        by: by.clone(),
        content: Box::new(content),
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
    at_stage(warning, "approve", Stage::Submitted)?;
    permit(site, by, Needs::approve(warning.status, &warning.zones))?;
    let Some((submitter, content)) = &warning.submitted else {
        return Err(Refusal::WrongStage {
            tried: "approve",
            stage: "not submitted",
        });
    };
    if submitter.by == *by || warning.hands.contains(by) {
        return Err(Refusal::SameOfficer { by: by.clone() });
    }
    // The configuration may have changed since it was submitted.
    zones_known(site, &warning.zones)?;
    people_cap(site, by, site.people_in(&warning.zones))?;
    if !sha256.eq_ignore_ascii_case(&content.cap.sha256) {
        return Err(Refusal::OtherBytes {
            submitted: content.cap.sha256.clone(),
        });
    }
    if content.expires.is_some_and(|expires| expires <= now) {
        return Err(Refusal::WrongStage {
            tried: "approve",
            stage: "expired before anyone approved it",
        });
    }
    let approved = Fact::WarningApproved {
        warning: id,
        by: by.clone(),
        sha256: content.cap.sha256.clone(),
    };
    let issued = Fact::AlertIssued {
        warning: id,
        by: Some(by.clone()),
        fired_by: None,
        content: content.clone(),
    };
    let mut facts = vec![approved, issued];
    facts.extend(openings(state, id));
    Ok(facts)
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
    if warning.stage != Stage::Draft {
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

/// An officer says that what fired without a human is right.
pub(super) fn confirm(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "confirm", Stage::Live)?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    if !warning.is_unconfirmed() {
        return Err(Refusal::Already {
            what: "a human stands behind this warning already",
        });
    }
    if warning.hands.contains(by) {
        return Err(Refusal::SameOfficer { by: by.clone() });
    }
    Ok(vec![Fact::WarningConfirmed {
        warning: id,
        by: by.clone(),
    }])
}

/// Renews a live warning. Sirens sound again only when asked: an unchanged update is no second alarm.
pub(super) fn update(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
    resound: bool,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "update", Stage::Live)?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    let danger = Danger::new(warning.danger.clone());
    let content = compose(
        site,
        now,
        &Step::of(state, now, warning, &danger, Act::Update, resound),
    )?;
    Ok(vec![issue(id, Some(by), content)])
}

/// One officer ends it: over, or false. It goes to everyone and everything that got any of it.
pub(super) fn end(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
    act: Act,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "end", Stage::Live)?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    let danger = Danger::new(warning.danger.clone());
    let sounded = state.last_alert(warning).is_some() && any_sounded(state, warning);
    let step = Step::of(state, now, warning, &danger, act, sounded);
    let content = compose(site, now, &step)?;
    Ok(vec![issue(id, Some(by), content)])
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

fn issue(warning: WarningId, by: Option<&OfficerId>, content: crate::warning::Content) -> Fact {
    Fact::AlertIssued {
        warning,
        by: by.cloned(),
        fired_by: None,
        content: Box::new(content),
    }
}

fn own(state: &State, id: WarningId) -> Result<&Warning, Refusal> {
    state
        .warning(id)
        .filter(|warning| warning.origin == Origin::Own)
        .ok_or_else(|| Refusal::Unknown {
            what: "warning of this site",
            name: id.to_string(),
        })
}

fn at_stage(warning: &Warning, tried: &'static str, stage: Stage) -> Result<(), Refusal> {
    if warning.stage == stage {
        return Ok(());
    }
    let stage = match warning.stage {
        Stage::Draft => "a draft",
        Stage::Submitted => "submitted",
        Stage::Rejected => "rejected",
        Stage::Live => "live",
        Stage::Ended => "ended",
    };
    Err(Refusal::WrongStage { tried, stage })
}
