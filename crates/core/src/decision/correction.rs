//! Writes the all clear and the retraction before they are needed: born with the alert, agreed
//! together with it, sent by one person with one action.

use super::compose::{Said, render};
use crate::ids::{Danger, Language, ZoneId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::status::Status;
use crate::vetting::Sayable;
use crate::warning::Corrections;
use crate::wording::{Act, Cause, Values};
use std::collections::{BTreeMap, BTreeSet};

/// The words of both ends of a warning, in every language in which it may be said, and why it may be false.
pub(super) fn corrections(
    site: &Site,
    sayable: &Sayable,
    status: Status,
    danger: &Danger,
    zones: &BTreeSet<ZoneId>,
) -> Result<Corrections, Refusal> {
    let end = |act| {
        let said = Said {
            act,
            values: &Values::default(),
            note: None,
        };
        render(site, status, danger, zones, &said, sayable)
    };
    Ok(Corrections {
        all_clear: end(Act::AllClear)?,
        causes: causes(site, sayable),
        retraction: end(Act::Retraction)?,
    })
}

/// Why a warning may be false, in the languages in which that may be said.
pub(super) fn causes(
    site: &Site,
    sayable: &Sayable,
) -> BTreeMap<Cause, BTreeMap<Language, String>> {
    let mut causes = site.causes.clone();
    for said in causes.values_mut() {
        said.retain(|language, _| sayable.common.contains_key(language));
    }
    causes
}
