//! The life of a warning until it is out: written by one, agreed by another.

use super::added::{Added, may_add};
use super::compose::{Step, compose};
use super::correction::corrections;
use super::footprint::{checked, not_wider};
use super::merge::{covering, event};
use super::permit::somebody_else;
use super::{Needs, people_cap, permit, text, two_people, update, zones_known};
use crate::admission::saves_lives;
use crate::fact::{Fact, Facts};
use crate::ids::{Danger, OfficerId, WarningId};
use crate::limits::{
    OPEN_FOR_LIFE_MAX, OPEN_WARNINGS_MAX, VALID_S_MAX, VALID_S_MIN, WAITING_PER_OFFICER_MAX,
    ZONES_PER_WARNING_MAX,
};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::vetting::Sayable;
use crate::warning::{Content, Draft, Origin, Stage, Warning, approval_sha256};
use crate::wording::Act;

/// One officer writes.
pub(super) fn draft(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    draft: &Draft,
) -> Result<Facts, Refusal> {
    may_write(state, site, by, draft)?;
    if let Some(same) = covering(state, now, draft) {
        return Ok(vec![Fact::DraftJoined {
            warning: same.id,
            by: Some(by.clone()),
            from: None,
            draft: draft.clone(),
        }]);
    }
    has_room(state, site, by, draft)?;
    Ok(vec![Fact::WarningDrafted {
        draft: draft.clone(),
        by: Some(by.clone()),
        from: None,
        event: event(state, draft.status, draft.danger.as_str(), &draft.zones),
    }])
}

/// Whether one more may be kept waiting. What saves lives has room of its own.
fn has_room(state: &State, site: &Site, by: &OfficerId, draft: &Draft) -> Result<(), Refusal> {
    let open = state.warnings.own_open();
    let full = |what, limit| Err(Refusal::Full { what, limit });
    if draft.status == Status::Actual && site.is_grave(&draft.danger) {
        if open >= OPEN_FOR_LIFE_MAX {
            return full("open warnings", OPEN_FOR_LIFE_MAX);
        }
        return Ok(());
    }
    if state.warnings.waiting_of(by) >= WAITING_PER_OFFICER_MAX {
        return full("drafts of yours that wait", WAITING_PER_OFFICER_MAX);
    }
    if open >= OPEN_WARNINGS_MAX {
        return full("open warnings", OPEN_WARNINGS_MAX);
    }
    Ok(())
}

/// An officer changes what is not live yet: their own draft, another's, or one that a feed made.
pub(super) fn amend(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
    draft: &Draft,
) -> Result<Facts, Refusal> {
    let warning = pending(state, id, "amend")?;
    if draft.status != warning.status {
        let status = warning.status;
        return Err(Refusal::StatusFixed { status });
    }
    may_write(state, site, by, draft)?;
    Ok(vec![Fact::WarningAmended {
        warning: id,
        by: by.clone(),
        draft: draft.clone(),
        event: event(state, draft.status, draft.danger.as_str(), &draft.zones)
            .filter(|event| *event != id),
    }])
}

fn may_write(state: &State, site: &Site, by: &OfficerId, draft: &Draft) -> Result<(), Refusal> {
    zones_known(site, &draft.zones)?;
    permit(site, by, Needs::write(draft.status, &draft.zones))?;
    two_people(site, draft.status)?;
    if draft.zones.len() > ZONES_PER_WARNING_MAX {
        return Err(Refusal::Full {
            what: "zones in one warning",
            limit: ZONES_PER_WARNING_MAX,
        });
    }
    bounded(draft.valid_s)?;
    let words = site.words.get(&draft.danger);
    let words = words.ok_or_else(|| Refusal::NoWords {
        danger: draft.danger.to_string(),
    })?;
    // Whoever drafts hears at once that nothing could leave, and not when a second person is asked.
    let sayable = Sayable::of(state, site, draft.status, &draft.danger, None);
    let sayable = sayable.or_refused(&draft.danger)?;
    may_add(site, words, &sayable, &Added::by_draft(draft))?;
    people_cap(site, by, site.people_in(&draft.zones))
}

/// Whether a warning may hold for so long.
pub(super) fn bounded(valid_s: u32) -> Result<(), Refusal> {
    if !(VALID_S_MIN..=VALID_S_MAX).contains(&valid_s) {
        return Err(Refusal::BadValidity { valid_s });
    }
    Ok(())
}

/// The message is written whole, with both its ends, and shown to a second person: at once, or when its
/// officer has a turn. Another officer may put what waits forward out of their own turns.
pub(super) fn submit(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    if !matches!(warning.stage, Stage::Returned | Stage::Queued) {
        at_stage(warning, "submit", Stage::Draft)?;
    }
    let submitted = submission(state, site, now, by, warning)?;
    let turn = match &submitted {
        Fact::WarningSubmitted { content, .. } if !saves_lives(content) => {
            state.turns.next(site.turns, by, now)
        }
        _ => now,
    };
    if turn <= now {
        return Ok(vec![submitted]);
    }
    if let Some((_, until)) = warning.queued {
        return Err(Refusal::Queued { until });
    }
    Ok(vec![Fact::SubmissionQueued {
        warning: id,
        by: by.clone(),
        until: turn,
    }])
}

/// The turn of what was queued has come: it is shown to a second person, or its officer is told why not.
pub(super) fn turn_came(
    state: &State,
    site: &Site,
    now: Timestamp,
    warning: &Warning,
) -> Option<Fact> {
    let (hand, _) = warning.queued.as_ref().filter(|(_, at)| *at <= now)?;
    let submitted = submission(state, site, now, &hand.by, warning);
    Some(submitted.unwrap_or_else(|refusal| Fact::SubmissionFailed {
        warning: warning.id,
        why: refusal.to_string(),
    }))
}

/// What would be shown to a second person.
fn submission(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    warning: &Warning,
) -> Result<Fact, Refusal> {
    permit(site, by, Needs::write(warning.status, &warning.zones))?;
    let danger = Danger::new(warning.danger.clone());
    let content = compose(
        state,
        site,
        now,
        &Step::of(state, now, warning, &danger, Act::Alert, true),
    )?;
    let footprint = checked(site, &content)?;
    not_wider(&footprint, warning.drafted_m2)?;
    people_cap(site, by, footprint.people)?;
    let sayable = Sayable::of(state, site, warning.status, &danger, Some(warning));
    let corrections = corrections(site, &sayable, warning.status, &danger, &warning.zones)?;
    Ok(Fact::WarningSubmitted {
        warning: warning.id,
        by: by.clone(),
        content: Box::new(content),
        corrections: Some(Box::new(corrections)),
    })
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
        return update::approve(state, site, now, by, warning, sha256);
    }
    at_stage(warning, "approve", Stage::Submitted)?;
    permit(site, by, Needs::approve(warning.status, &warning.zones))?;
    let Some((submitter, content)) = &warning.submitted else {
        return Err(Refusal::WrongStage {
            tried: "approve",
            stage: "not submitted",
        });
    };
    somebody_else(site, by, warning.hands.iter().chain([submitter]))?;
    // The configuration may have changed since it was submitted.
    zones_known(site, &warning.zones)?;
    let agreed = approval_sha256(content, warning.corrections.as_deref());
    if !sha256.eq_ignore_ascii_case(&agreed) {
        return Err(Refusal::OtherBytes);
    }
    Sayable::still(state, site, warning, content)?;
    let footprint = checked(site, content)?;
    not_wider(&footprint, warning.drafted_m2)?;
    people_cap(site, by, footprint.people)?;
    let mut facts = release(now, by, id, content, agreed)?;
    facts.extend(openings(state, id, Some(warning.event())));
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
    let warning = pending(state, id, "reject")?;
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

/// What opens with the first message of an own warning: the roll call and the record. One event has one
/// record, and one roll call at a time.
pub(super) fn openings(state: &State, warning: WarningId, event: Option<WarningId>) -> Facts {
    let incident = event.and_then(|event| state.incident_of_event(event));
    let asks = |other: &WarningId| {
        let headcount = state.headcount_of(*other);
        headcount.is_some_and(|headcount| headcount.closed.is_none())
    };
    let is_asked = incident.is_some_and(|incident| incident.warnings.iter().any(asks));
    let mut facts = Vec::new();
    let expected = state.roster.people.len() as u64;
    if expected > 0 && !is_asked {
        facts.push(Fact::HeadcountOpened { warning, expected });
    }
    facts.push(match incident.map(|incident| incident.id) {
        Some(incident) => Fact::IncidentJoined { incident, warning },
        None => Fact::IncidentOpened { warning },
    });
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

/// A warning of this site that waits for somebody to write or approve it.
pub(super) fn pending<'a>(
    state: &'a State,
    id: WarningId,
    tried: &'static str,
) -> Result<&'a Warning, Refusal> {
    let warning = own(state, id)?;
    if !warning.is_pending() {
        at_stage(warning, tried, Stage::Draft)?;
    }
    Ok(warning)
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
        Stage::Queued => "waiting for its turn",
        Stage::Submitted => "submitted",
        Stage::Returned => "given back",
        Stage::Rejected => "rejected",
        Stage::Live => "live",
        Stage::Ended => "ended",
    };
    Err(Refusal::WrongStage { tried, stage })
}
