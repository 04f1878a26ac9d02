//! Which officers are one person, and who of them may change the site.

use crate::hand::person_of;
use crate::ids::OfficerId;
use crate::site::{Officer, Role, Site};
use crate::status::Status;
use std::collections::BTreeSet;

/// Whether an officer may propose, agree to or refuse a change.
pub(crate) fn administers(officer: &Officer, status: Status) -> bool {
    let decides = officer.roles.contains(&Role::Drafter) || officer.roles.contains(&Role::Approver);
    decides && officer.statuses.contains(&status)
}

/// Whether anybody of the site decides about real warnings.
pub(crate) fn acts_for_real(site: &Site) -> bool {
    let mut officers = site.officers.values();
    officers.any(|officer| administers(officer, Status::Actual))
}

/// How many people of a site may decide in a status.
pub fn persons(site: &Site, status: Status) -> usize {
    let officers = site.officers.iter();
    let deciding = officers.filter(|(_, officer)| administers(officer, status));
    let persons: BTreeSet<&str> = deciding
        .map(|(id, officer)| person_of(id, officer))
        .collect();
    persons.len()
}

/// The status that whoever changes a site must be allowed to act in.
pub(crate) fn acts_in(site: &Site) -> Status {
    if acts_for_real(site) {
        Status::Actual
    } else {
        Status::Exercise
    }
}

/// Whether these officers could put a change in force together: two people, one of them an approver.
pub(crate) fn could_agree<'a>(site: &Site, officers: impl Iterator<Item = &'a OfficerId>) -> bool {
    let status = acts_in(site);
    let able: Vec<(&OfficerId, &Officer)> = officers
        .filter_map(|id| site.officers.get_key_value(id))
        .filter(|(_, officer)| administers(officer, status))
        .collect();
    let persons: BTreeSet<&str> = able.iter().map(|(id, o)| person_of(id, o)).collect();
    let mut able = able.iter();
    persons.len() >= 2 && able.any(|(_, officer)| officer.roles.contains(&Role::Approver))
}
