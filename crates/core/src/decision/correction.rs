//! Writes the all clear and the retraction before they are needed: born with the alert, agreed
//! together with it, sent by one person with one action.

use super::compose::render;
use crate::ids::{Danger, ZoneId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::status::Status;
use crate::vetting::Sayable;
use crate::warning::Corrections;
use crate::wording::Act;
use std::collections::BTreeSet;

/// The words of both ends of a warning, in every language in which it may be said, and why it may be false.
pub(super) fn corrections(
    site: &Site,
    sayable: &Sayable,
    status: Status,
    danger: &Danger,
    zones: &BTreeSet<ZoneId>,
) -> Result<Corrections, Refusal> {
    Ok(Corrections {
        all_clear: render(site, status, danger, zones, Act::AllClear, sayable)?,
        causes: site.causes.clone(),
        retraction: render(site, status, danger, zones, Act::Retraction, sayable)?,
    })
}
