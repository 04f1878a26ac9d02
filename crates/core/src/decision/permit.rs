//! Who may do what, where, and to how many people.

use crate::hand::Hand;
use crate::ids::{OfficerId, ZoneId};
use crate::limits::TEXT_BYTES_MAX;
use crate::refusal::Refusal;
use crate::site::{Role, Site};
use crate::status::Status;
use std::collections::BTreeSet;

/// What an officer must have for something.
#[derive(Clone, Copy)]
pub(crate) struct Needs<'a> {
    roles: &'static [Role],
    status: Option<Status>,
    zones: Option<&'a BTreeSet<ZoneId>>,
}

impl<'a> Needs<'a> {
    /// To write and submit.
    pub(crate) fn write(status: Status, zones: &'a BTreeSet<ZoneId>) -> Self {
        Self {
            roles: &[Role::Drafter],
            status: Some(status),
            zones: Some(zones),
        }
    }
    /// To approve what another wrote.
    pub(crate) fn approve(status: Status, zones: &'a BTreeSet<ZoneId>) -> Self {
        Self {
            roles: &[Role::Approver],
            status: Some(status),
            zones: Some(zones),
        }
    }
    /// To end or to confirm: one person of either kind.
    pub(crate) fn end(status: Status, zones: &'a BTreeSet<ZoneId>) -> Self {
        Self {
            roles: &[Role::Drafter, Role::Approver],
            status: Some(status),
            zones: Some(zones),
        }
    }
    /// To change the site: of two people one is an approver, which is looked at when both have agreed.
    pub(crate) fn administer(status: Status) -> Needs<'static> {
        Needs {
            roles: &[Role::Approver, Role::Drafter],
            status: Some(status),
            zones: None,
        }
    }
    pub(crate) fn role(role: Role) -> Needs<'static> {
        let roles: &'static [Role] = match role {
            Role::Drafter => &[Role::Drafter],
            Role::Approver => &[Role::Approver],
            Role::Recorder => &[Role::Recorder],
            Role::Auditor => &[Role::Auditor],
        };
        Needs {
            roles,
            status: None,
            zones: None,
        }
    }
}

/// Whether the officer has what it needs.
pub(crate) fn permit(site: &Site, by: &OfficerId, needs: Needs<'_>) -> Result<(), Refusal> {
    let unknown = || Refusal::Unknown {
        what: "officer",
        name: by.to_string(),
    };
    let officer = site.officers.get(by).ok_or_else(unknown)?;
    if !needs.roles.iter().any(|role| officer.roles.contains(role)) {
        return Err(Refusal::NotPermitted {
            by: by.clone(),
            needs: needs.roles[0],
        });
    }
    if let Some(status) = needs
        .status
        .filter(|status| !officer.statuses.contains(status))
    {
        return Err(Refusal::WrongStatus {
            by: by.clone(),
            status,
        });
    }
    let mut zones = needs.zones.into_iter().flatten();
    match zones.find(|zone| !officer.zones.contains(*zone)) {
        Some(zone) => Err(Refusal::OutsideZone {
            by: by.clone(),
            zone: zone.to_string(),
        }),
        None => Ok(()),
    }
}

/// Whether an officer is somebody else than all of these: nobody agrees with themselves.
pub(crate) fn somebody_else<'a>(
    site: &Site,
    by: &OfficerId,
    hands: impl IntoIterator<Item = &'a Hand>,
) -> Result<(), Refusal> {
    let mut hands = hands.into_iter();
    if hands.any(|hand| hand.is_of(site, by)) {
        return Err(Refusal::SameOfficer { by: by.clone() });
    }
    Ok(())
}

/// Whether the site has the two people that a real warning needs.
pub(crate) fn two_people(site: &Site, status: Status) -> Result<(), Refusal> {
    let persons = crate::administration::persons(site, status);
    if status == Status::Actual && persons < 2 {
        return Err(Refusal::OnePerson { persons });
    }
    Ok(())
}

/// Whether the officer may reach so many people.
pub(crate) fn people_cap(site: &Site, by: &OfficerId, people: u64) -> Result<(), Refusal> {
    let people_max = site
        .officers
        .get(by)
        .map_or(0, |officer| officer.people_max);
    if people > people_max {
        return Err(Refusal::TooManyPeople { people, people_max });
    }
    Ok(())
}

/// Whether there is at least one zone, and every one exists.
pub(crate) fn zones_known(site: &Site, zones: &BTreeSet<ZoneId>) -> Result<(), Refusal> {
    if zones.is_empty() {
        return Err(Refusal::NoArea);
    }
    match zones.iter().find(|zone| !site.zones.contains_key(*zone)) {
        Some(zone) => Err(Refusal::Unknown {
            what: "zone",
            name: zone.to_string(),
        }),
        None => Ok(()),
    }
}

/// Whether a text is there and within the limit.
pub(crate) fn text(what: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.len() > TEXT_BYTES_MAX {
        return Err(Refusal::BadText {
            what,
            bytes: text.len(),
        });
    }
    Ok(())
}
