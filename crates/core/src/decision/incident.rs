//! Opens, classifies, joins and parts the records of what happened, and stores the questions that count them.

use super::{Needs, permit, text};
use crate::fact::{Fact, Facts};
use crate::ids::{AssertionId, IncidentId, OfficerId, TallyId, ZoneId, is_name};
use crate::limits::{ASSERTIONS_MAX, IMPORT_AT_ONCE_MAX, INCIDENTS_MAX, TALLIES_MAX};
use crate::record::Incident;
use crate::record::description::Description;
use crate::record::tally::Tally;
use crate::record::unfit::Unfit;
use crate::refusal::Refusal;
use crate::site::{Role, Site};
use crate::state::State;
use std::collections::BTreeSet;

pub(super) fn begin(
    state: &State,
    site: &Site,
    by: &OfficerId,
    description: &Description,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    room(state, 1)?;
    sound(site, description)?;
    if let Some(known) = taken_over(state, description) {
        let name = known.id.to_string();
        return Err(Unfit::TakenOver { incident: name }.into());
    }
    Ok(vec![begun(by, description)])
}

/// Takes rows over: each opens a record, or says anew what it is where the table says otherwise by now.
pub(super) fn import(
    state: &State,
    site: &Site,
    by: &OfficerId,
    rows: &[Description],
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    if rows.len() > IMPORT_AT_ONCE_MAX {
        return Err(Refusal::Full {
            what: "incidents in one import",
            limit: IMPORT_AT_ONCE_MAX,
        });
    }
    let mut seen = BTreeSet::new();
    let mut facts = Vec::new();
    for description in rows {
        sound(site, description)?;
        let row = description.row.as_ref().ok_or(Refusal::BadText {
            what: "row of the table that it was taken from",
            bytes: 0,
        })?;
        if !seen.insert(row.key()) {
            return Err(Unfit::Twice {
                what: "row in this import",
                name: row.key(),
            }
            .into());
        }
        match taken_over(state, description) {
            Some(known) if known.description() == Some(description) => {}
            Some(known) => facts.push(Fact::IncidentDescribed {
                incident: known.id,
                by: by.clone(),
                reason: format!("the table {} says otherwise by now", row.table),
                description: Box::new(description.clone()),
            }),
            None => facts.push(begun(by, description)),
        }
    }
    let fresh = facts
        .iter()
        .filter(|fact| matches!(fact, Fact::IncidentBegun { .. }));
    room(state, fresh.count())?;
    Ok(facts)
}

pub(super) fn describe(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: IncidentId,
    description: &Description,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    let incident = whole(state, id)?;
    sound(site, description)?;
    status_fits(state, incident, description)?;
    if incident.description() == Some(description) {
        return Err(Refusal::Already {
            what: "it is described so",
        });
    }
    if incident.description().is_some() {
        text("reason", reason)?;
    }
    let row_before = incident.description().and_then(|d| d.row.as_ref());
    if description.row.as_ref() != row_before {
        return Err(Unfit::Fixed {
            what: "the row of the table that an incident was taken from",
        }
        .into());
    }
    Ok(vec![Fact::IncidentDescribed {
        incident: id,
        by: by.clone(),
        reason: reason.to_owned(),
        description: Box::new(description.clone()),
    }])
}

pub(super) fn merge(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: IncidentId,
    into: IncidentId,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    text("reason", reason)?;
    let (part, whole_one) = (whole(state, id)?, whole(state, into)?);
    if id == into {
        return Err(Refusal::Already {
            what: "an incident is part of itself",
        });
    }
    if let (Some(one), Some(other)) = (status_of(state, part), status_of(state, whole_one))
        && one != other
    {
        return Err(Refusal::StatusFixed { status: one });
    }
    if part.lines() + whole_one.lines() > ASSERTIONS_MAX {
        return Err(Refusal::Full {
            what: "lines in this incident",
            limit: ASSERTIONS_MAX,
        });
    }
    Ok(vec![Fact::IncidentMerged {
        incident: id,
        into,
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}

pub(super) fn split(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: IncidentId,
    lines: &[AssertionId],
    description: &Description,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    text("reason", reason)?;
    room(state, 1)?;
    let incident = whole(state, id)?;
    sound(site, description)?;
    status_fits(state, incident, description)?;
    if description.row.is_some() {
        return Err(Unfit::Fixed {
            what: "the row of the table that an incident was taken from",
        }
        .into());
    }
    let mut seen = BTreeSet::new();
    for line in lines {
        if state.lines.get(line).is_none_or(|of| **of != id) {
            return Err(Refusal::Unknown {
                what: "line of this incident",
                name: line.to_string(),
            });
        }
        if !seen.insert(line) {
            return Err(Unfit::Twice {
                what: "line",
                name: line.to_string(),
            }
            .into());
        }
    }
    Ok(vec![Fact::IncidentSplit {
        incident: id,
        by: by.clone(),
        reason: reason.to_owned(),
        description: Box::new(description.clone()),
        lines: lines.to_vec(),
    }])
}

pub(super) fn define_tally(
    state: &State,
    site: &Site,
    by: &OfficerId,
    tally: &Tally,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    named("name of the tally", tally.id.as_str())?;
    text("definition", &tally.definition)?;
    for kind in &tally.kinds {
        named("kind", kind.as_str())?;
    }
    zones_known(site, &tally.zones)?;
    if let (Some(since), Some(until)) = (tally.since, tally.until)
        && since >= until
    {
        return Err(Unfit::EmptySpan { since, until }.into());
    }
    match state.tallies.get(&tally.id) {
        Some(known) if known.as_ref() == tally => Err(Refusal::Already {
            what: "it is defined so",
        }),
        None if state.tallies.len() >= TALLIES_MAX => Err(Refusal::Full {
            what: "stored tallies",
            limit: TALLIES_MAX,
        }),
        Some(_) | None => Ok(vec![Fact::TallyDefined {
            tally: Box::new(tally.clone()),
            by: by.clone(),
        }]),
    }
}

pub(super) fn drop_tally(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: &TallyId,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    text("reason", reason)?;
    if !state.tallies.contains_key(id) {
        return Err(Refusal::Unknown {
            what: "tally",
            name: id.to_string(),
        });
    }
    Ok(vec![Fact::TallyDropped {
        tally: id.clone(),
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}

/// An incident that stands by itself.
pub(super) fn whole(state: &State, id: IncidentId) -> Result<&Incident, Refusal> {
    let unknown = || Refusal::Unknown {
        what: "incident",
        name: id.to_string(),
    };
    let incident = state.incidents.get(&id).ok_or_else(unknown)?;
    match &incident.merged {
        Some(merged) => Err(Unfit::PartOf {
            incident: id.to_string(),
            whole: merged.into.to_string(),
        }
        .into()),
        None => Ok(incident),
    }
}

fn begun(by: &OfficerId, description: &Description) -> Fact {
    Fact::IncidentBegun {
        by: by.clone(),
        description: Box::new(description.clone()),
    }
}

fn taken_over<'a>(state: &'a State, description: &Description) -> Option<&'a Incident> {
    let id = state.rows.get(&description.row.as_ref()?.key())?;
    state.incidents.get(id).map(AsRef::as_ref)
}

fn room(state: &State, more: usize) -> Result<(), Refusal> {
    if state.incidents.len() + more > INCIDENTS_MAX {
        return Err(Refusal::Full {
            what: "incidents",
            limit: INCIDENTS_MAX,
        });
    }
    Ok(())
}

fn sound(site: &Site, description: &Description) -> Result<(), Refusal> {
    named("kind", description.kind.as_str())?;
    text("title", &description.title)?;
    text("place", &description.place.name)?;
    zones_known(site, &description.zones)?;
    if let Some(row) = &description.row {
        named("name of the table", &row.table)?;
        text("row", &row.row)?;
    }
    Ok(())
}

/// The record of an exercise does not become that of something real, nor the reverse.
fn status_fits(state: &State, of: &Incident, description: &Description) -> Result<(), Refusal> {
    match status_of(state, of) {
        Some(status) if status != description.status => Err(Refusal::StatusFixed { status }),
        Some(_) | None => Ok(()),
    }
}

fn status_of(state: &State, incident: &Incident) -> Option<crate::status::Status> {
    let warned = incident.warnings.iter().find_map(|id| state.warning(*id));
    let described = incident.description().map(|said| said.status);
    warned.map(|warning| warning.status).or(described)
}

fn named(what: &'static str, name: &str) -> Result<(), Refusal> {
    if is_name(name) {
        return Ok(());
    }
    Err(Unfit::BadName {
        what,
        name: name.chars().take(80).collect(),
    }
    .into())
}

fn zones_known(site: &Site, zones: &BTreeSet<ZoneId>) -> Result<(), Refusal> {
    match zones.iter().find(|zone| !site.zones.contains_key(*zone)) {
        Some(zone) => Err(Refusal::Unknown {
            what: "zone",
            name: zone.to_string(),
        }),
        None => Ok(()),
    }
}
