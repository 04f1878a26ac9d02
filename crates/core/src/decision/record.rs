//! The roll call and the record: who answered, what is said to have happened.

use crate::fact::{Fact, Facts};
use crate::headcount::Reply;
use crate::ids::{AssertionId, HeadcountId, IncidentId, OfficerId, PersonRef, ReportId};
use crate::limits::{ASSERTIONS_MAX, LINE_REPORTS_MAX, SALVOS_MAX};
use crate::record::assertion::{Assertion, Claim, Standing};
use crate::record::unfit::Unfit;
use crate::refusal::Refusal;
use crate::site::{Role, Site};
use crate::state::State;

use super::incident::whole;
use super::line::marks_bounded;
use super::{Needs, permit, text};

pub(super) fn safe(
    state: &State,
    id: HeadcountId,
    person: &PersonRef,
    reply: Reply,
) -> Result<Facts, Refusal> {
    let unknown = || Refusal::Unknown {
        what: "headcount",
        name: id.to_string(),
    };
    let headcount = state.headcounts.get(&id).ok_or_else(unknown)?;
    if headcount.closed.is_some() {
        return Err(Refusal::WrongStage {
            tried: "answer",
            stage: "closed for the headcount",
        });
    }
    if !headcount.expects(person) {
        return Err(Refusal::Unknown {
            what: "person on this roster",
            name: person.to_string(),
        });
    }
    match headcount.answers.get(person) {
        Some(answer) if answer.0 == reply => Ok(Vec::new()),
        Some(_) | None => Ok(vec![Fact::HeadcountAnswered {
            headcount: id,
            person: person.clone(),
            reply,
        }]),
    }
}

pub(super) fn close_headcount(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: HeadcountId,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    let unknown = || Refusal::Unknown {
        what: "headcount",
        name: id.to_string(),
    };
    if state
        .headcounts
        .get(&id)
        .ok_or_else(unknown)?
        .closed
        .is_some()
    {
        return Err(Refusal::Already {
            what: "the headcount was closed before",
        });
    }
    Ok(vec![Fact::HeadcountClosed {
        headcount: id,
        by: by.clone(),
    }])
}

pub(super) fn assert_line(
    state: &State,
    site: &Site,
    by: &OfficerId,
    incident: IncidentId,
    assertion: &Assertion,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    incident_with_room(state, incident)?;
    text("statement", &assertion.statement)?;
    text("reported_by", &assertion.reported_by)?;
    reports_bounded(&assertion.reports)?;
    marks_bounded(&assertion.marks, 0)?;
    if let Some(place) = &assertion.place {
        text("place", &place.name)?;
    }
    if let Some(quantity) = &assertion.quantity {
        text("quantity", &quantity.said)?;
    }
    if let Some(salvo) = assertion.salvo.filter(|n| !(1..=SALVOS_MAX).contains(n)) {
        return Err(Unfit::BadSalvo { salvo }.into());
    }
    if matches!(
        assertion.standing,
        Standing::Confirmed | Standing::Withdrawn
    ) {
        return Err(Refusal::WrongStage {
            tried: "be recorded as confirmed or withdrawn",
            stage: "new; another officer confirms it",
        });
    }
    Ok(vec![Fact::AssertionRecorded {
        incident,
        by: by.clone(),
        assertion: Box::new(assertion.clone()),
    }])
}

pub(super) fn claim(
    state: &State,
    site: &Site,
    by: &OfficerId,
    incident: IncidentId,
    claim: &Claim,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    incident_with_room(state, incident)?;
    claim_bounded(claim)?;
    Ok(vec![Fact::ClaimRecorded {
        incident,
        by: by.clone(),
        claim: Box::new(claim.clone()),
    }])
}

/// Takes a line back, whether it says what happened or who did it; it stays in the record.
pub(super) fn withdraw(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: AssertionId,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    text("reason", reason)?;
    let incident = state.lines.get(&id).and_then(|of| state.incidents.get(of));
    let is_withdrawn = incident.and_then(|incident| {
        let assertion = incident.assertions.get(&id);
        let by_source = assertion.map(|line| line.said.standing == Standing::Withdrawn);
        by_source.or_else(|| {
            incident
                .claims
                .get(&id)
                .map(|line| line.withdrawn.is_some())
        })
    });
    match is_withdrawn {
        None => Err(Refusal::Unknown {
            what: "assertion or claim",
            name: id.to_string(),
        }),
        Some(true) => Err(Refusal::Already {
            what: "it was withdrawn before",
        }),
        Some(false) => Ok(vec![Fact::AssertionWithdrawn {
            assertion: id,
            by: by.clone(),
            reason: reason.to_owned(),
        }]),
    }
}

fn claim_bounded(claim: &Claim) -> Result<(), Refusal> {
    match claim {
        Claim::Nobody {
            reported_by,
            reports,
            ..
        } => {
            text("reported_by", reported_by)?;
            reports_bounded(reports)
        }
        Claim::Claimed {
            by,
            channel,
            reports,
            credibility: _,
        } => {
            text("by", by)?;
            text("channel", channel)?;
            reports_bounded(reports)
        }
        Claim::Attributed {
            to,
            reported_by,
            reports,
            ground,
        } => {
            if let Some(ground) = ground {
                text("ground", ground)?;
            }
            text("to", to)?;
            text("reported_by", reported_by)?;
            reports_bounded(reports)
        }
    }
}

fn reports_bounded(reports: &[ReportId]) -> Result<(), Refusal> {
    if reports.len() > LINE_REPORTS_MAX {
        return Err(Refusal::Full {
            what: "reports under one line",
            limit: LINE_REPORTS_MAX,
        });
    }
    Ok(())
}

fn incident_with_room(state: &State, id: IncidentId) -> Result<(), Refusal> {
    let incident = whole(state, id)?;
    if incident.lines() >= ASSERTIONS_MAX {
        return Err(Refusal::Full {
            what: "lines in this incident",
            limit: ASSERTIONS_MAX,
        });
    }
    Ok(())
}
