//! What becomes true in the record of what happened. Lines are added and moved, never overwritten.

use super::with;
use crate::ids::{AssertionId, IncidentId, OfficerId, ReportId, WarningId};
use crate::record::assertion::{Assertion, Claim, Judgement, Line, Mark, Standing, Withdrawal};
use crate::record::description::{Described, Description};
use crate::record::{Incident, Merged};
use crate::state::State;
use crate::time::Timestamp;

pub(super) fn begun(
    state: &mut State,
    id: IncidentId,
    at: Timestamp,
    by: &OfficerId,
    description: &Description,
) {
    state.incidents.insert(id, Incident::new(id, at));
    let said = Described {
        n: id.0,
        at,
        by: by.clone(),
        reason: String::new(),
        description: description.clone(),
    };
    described(state, id, said);
}

pub(super) fn described(state: &mut State, id: IncidentId, said: Described) {
    if let Some(row) = &said.description.row {
        state.rows.insert(row.key(), id);
    }
    with(&mut state.incidents, &id, |incident| {
        incident.described.push(said);
    });
}

pub(super) fn asserted(
    state: &mut State,
    incident: IncidentId,
    id: AssertionId,
    at: Timestamp,
    by: &OfficerId,
    said: &Assertion,
) {
    state.lines.insert(id, incident);
    let line = Line::new(id, at, by.clone(), said.clone());
    with(&mut state.incidents, &incident, |incident| {
        incident.assertions.insert(id, line);
    });
}

pub(super) fn claimed(
    state: &mut State,
    incident: IncidentId,
    id: AssertionId,
    at: Timestamp,
    by: &OfficerId,
    said: &Claim,
) {
    state.lines.insert(id, incident);
    let line = Line::new(id, at, by.clone(), said.clone());
    with(&mut state.incidents, &incident, |incident| {
        incident.claims.insert(id, line);
    });
}

pub(super) fn withdrawn(state: &mut State, id: AssertionId, withdrawal: Withdrawal) {
    of_line(state, id, |incident| {
        if let Some(line) = incident.assertions.get_mut(&id) {
            line.said.standing = Standing::Withdrawn;
            line.withdrawn = Some(withdrawal);
        } else if let Some(line) = incident.claims.get_mut(&id) {
            line.withdrawn = Some(withdrawal);
        }
    });
}

pub(super) fn judged(state: &mut State, id: AssertionId, judgement: Judgement) {
    line(state, id, |line| {
        line.said.standing = judgement.standing;
        line.judged.push(judgement);
    });
}

pub(super) fn supported(state: &mut State, id: AssertionId, reports: &[ReportId], marks: &[Mark]) {
    line(state, id, |line| {
        for report in reports {
            if !line.said.reports.contains(report) {
                line.said.reports.push(*report);
            }
        }
        for mark in marks {
            if !line.said.marks.contains(mark) {
                line.said.marks.push(mark.clone());
            }
        }
    });
}

/// Both are disputed from here on, and each names the other.
pub(super) fn opposed(
    state: &mut State,
    (one, other): (AssertionId, AssertionId),
    at: Timestamp,
    by: &OfficerId,
    reason: &str,
) {
    for (id, against) in [(one, other), (other, one)] {
        let judgement = Judgement {
            at,
            by: by.clone(),
            standing: Standing::Disputed,
            reason: reason.to_owned(),
        };
        judged(state, id, judgement);
        line(state, id, |line| {
            line.opposed.insert(against);
        });
    }
}

/// What one was told of goes over to the other; the first stays, as part of it.
pub(super) fn merged(state: &mut State, id: IncidentId, merged: Merged) {
    let Some(part) = state.incidents.get(&id).cloned() else {
        return;
    };
    let lines: Vec<AssertionId> = lines_of(&part).collect();
    moved(state, id, merged.into, &lines);
    for warning in &part.warnings {
        hand_over(state, *warning, merged.into);
    }
    with(&mut state.incidents, &id, |incident| {
        incident.warnings.clear();
        incident.merged = Some(merged);
    });
}

pub(super) fn split(state: &mut State, from: IncidentId, new: IncidentId, lines: &[AssertionId]) {
    with(&mut state.incidents, &new, |incident| {
        incident.split_from = Some(from);
    });
    moved(state, from, new, lines);
}

fn lines_of(incident: &Incident) -> impl Iterator<Item = AssertionId> {
    let assertions = incident.assertions.keys().copied();
    assertions.chain(incident.claims.keys().copied())
}

fn moved(state: &mut State, from: IncidentId, to: IncidentId, lines: &[AssertionId]) {
    let Some(source) = state.incidents.get(&from).cloned() else {
        return;
    };
    for id in lines {
        state.lines.insert(*id, to);
        with(&mut state.incidents, &from, |incident| {
            incident.assertions.remove(id);
            incident.claims.remove(id);
        });
        with(&mut state.incidents, &to, |incident| {
            if let Some(line) = source.assertions.get(id) {
                let mut line = line.as_ref().clone();
                line.came_from = Some(from);
                incident.assertions.insert(*id, line);
            }
            if let Some(line) = source.claims.get(id) {
                let mut line = line.as_ref().clone();
                line.came_from = Some(from);
                incident.claims.insert(*id, line);
            }
        });
    }
}

fn hand_over(state: &mut State, warning: WarningId, to: IncidentId) {
    with(&mut state.incidents, &to, |incident| {
        incident.warnings.push(warning);
    });
    with(&mut state.opened_with, &warning, |opened| {
        opened.incident = Some(to);
    });
}

fn line(state: &mut State, id: AssertionId, change: impl FnOnce(&mut Line<Assertion>)) {
    of_line(state, id, |incident| {
        if let Some(line) = incident.assertions.get_mut(&id) {
            change(line);
        }
    });
}

fn of_line(state: &mut State, id: AssertionId, change: impl FnOnce(&mut Incident)) {
    if let Some(incident) = state.lines.get(&id).map(|of| **of) {
        with(&mut state.incidents, &incident, change);
    }
}
