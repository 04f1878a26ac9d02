//! What is thought of a line of the record once it stands: more sources, more or less belief, another that
//! says otherwise. The line itself is never changed.

use super::permit::somebody_else;
use super::{Needs, permit, text};
use crate::fact::{Fact, Facts};
use crate::hand::Hand;
use crate::ids::{AssertionId, OfficerId, ReportId};
use crate::limits::{LINE_MARKS_MAX, LINE_REPORTS_MAX};
use crate::record::assertion::{Assertion, Line, Mark, Standing};
use crate::record::unfit::Unfit;
use crate::refusal::Refusal;
use crate::site::{Role, Site};
use crate::state::State;

/// Corroborated takes two reports; confirmed takes somebody else than who recorded the line.
pub(super) fn judge(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: AssertionId,
    standing: Standing,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    text("reason", reason)?;
    let line = standing_line(state, id)?;
    if line.said.standing == standing {
        return Err(Refusal::Already {
            what: "it is believed so far",
        });
    }
    match standing {
        Standing::Withdrawn => {
            return Err(Refusal::WrongStage {
                tried: "judge as withdrawn; withdraw it",
                stage: "in the record",
            });
        }
        Standing::Corroborated if line.said.rests_on().len() < 2 => {
            return Err(Unfit::OneSource {
                line: id.to_string(),
            }
            .into());
        }
        Standing::Confirmed => {
            let recorded = Hand::of(Some(site), &line.by, line.at);
            somebody_else(site, by, [&recorded])?;
        }
        Standing::Corroborated | Standing::Reported | Standing::Disputed => {}
    }
    Ok(vec![Fact::AssertionJudged {
        assertion: id,
        by: by.clone(),
        standing,
        reason: reason.to_owned(),
    }])
}

pub(super) fn support(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: AssertionId,
    reports: &[ReportId],
    marks: &[Mark],
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    let line = standing_line(state, id)?;
    marks_bounded(marks, line.said.marks.len())?;
    if line.said.reports.len() + reports.len() > LINE_REPORTS_MAX {
        return Err(Refusal::Full {
            what: "reports under one line",
            limit: LINE_REPORTS_MAX,
        });
    }
    let known = line.said.rests_on();
    let brings = reports.iter().any(|report| !known.contains(report))
        || marks.iter().any(|mark| !line.said.marks.contains(mark));
    if !brings {
        return Err(Refusal::Already {
            what: "the line rests on all of these",
        });
    }
    Ok(vec![Fact::AssertionSupported {
        assertion: id,
        by: by.clone(),
        reports: reports.to_vec(),
        marks: marks.to_vec(),
    }])
}

pub(super) fn oppose(
    state: &State,
    site: &Site,
    by: &OfficerId,
    one: AssertionId,
    other: AssertionId,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    text("reason", reason)?;
    let line = standing_line(state, one)?;
    standing_line(state, other)?;
    if one == other || line.opposed.contains(&other) {
        return Err(Refusal::Already {
            what: "they are opposed, or the same",
        });
    }
    if state.lines.get(&one) != state.lines.get(&other) {
        return Err(Refusal::Unknown {
            what: "line of the same incident",
            name: other.to_string(),
        });
    }
    Ok(vec![Fact::AssertionsOpposed {
        one,
        other,
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}

/// Whether so many more sentences find room, and each has words and a place.
pub(super) fn marks_bounded(marks: &[Mark], before: usize) -> Result<(), Refusal> {
    if before + marks.len() > LINE_MARKS_MAX {
        return Err(Refusal::Full {
            what: "sentences under one line",
            limit: LINE_MARKS_MAX,
        });
    }
    for mark in marks {
        text("quote", &mark.quote)?;
        let is_long = u64::from(mark.to).checked_sub(u64::from(mark.from));
        if is_long != Some(mark.quote.len() as u64) {
            return Err(Unfit::BadMark {
                from: mark.from,
                to: mark.to,
                bytes: mark.quote.len(),
            }
            .into());
        }
    }
    Ok(())
}

fn standing_line(state: &State, id: AssertionId) -> Result<&Line<Assertion>, Refusal> {
    let incident = state.lines.get(&id).and_then(|of| state.incidents.get(of));
    let line = incident.and_then(|incident| incident.assertions.get(&id));
    let line = line.ok_or_else(|| Refusal::Unknown {
        what: "assertion",
        name: id.to_string(),
    })?;
    if line.said.standing == Standing::Withdrawn {
        return Err(Refusal::Already {
            what: "it was withdrawn before",
        });
    }
    Ok(line)
}
