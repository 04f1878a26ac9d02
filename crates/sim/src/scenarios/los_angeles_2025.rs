//! Los Angeles, 9 January 2025: the polygon was missing, nothing said so, and an evacuation meant for
//! one neighbourhood went to about ten million people.

use super::stage::{Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::BTreeSet;
use vigie_core::Command;
use vigie_core::fact::Fact;
use vigie_core::ids::{OfficerId, ZoneId};
use vigie_core::status::Status;
use vigie_core::warning::Draft;

pub fn play(rule: Rule) -> Ending {
    let mut site = crate::site::site(5, false).map_err(|fault| fault.to_string())?;
    if let Some(county) = site.zones.get_mut(&ZoneId::new(crate::site::ZONES[1])) {
        county.people = 10_000_000;
    }
    let mut stage = Stage::of(rule, site)?;
    let lost = Draft {
        zones: BTreeSet::new(),
        ..draft("fire", Status::Actual)
    };
    if stage.without() {
        let by = Some(OfficerId::new("amal"));
        let from = None;
        stage.force(vec![Fact::WarningDrafted {
            draft: lost,
            by,
            from,
            event: None,
        }]);
    } else {
        let rule = stage.refused("amal", Command::Draft(lost))?;
        ensure(rule == "no_area", "another rule refused what has no area")?;
    }
    let everywhere = stage
        .state
        .warnings
        .values()
        .any(|warning| warning.zones.is_empty());
    ensure(
        !everywhere,
        "a warning without an area waits to be sent to everyone",
    )?;

    let wide = Draft {
        zones: crate::site::ZONES.map(ZoneId::new).into(),
        ..draft("fire", Status::Actual)
    };
    let rule = stage.refused("amal", Command::Draft(wide))?;
    ensure(rule == "too_many_people", "ten million people are no limit")?;
    let warning = stage.live(draft("fire", Status::Actual))?;
    let people = stage.state.site.as_deref().map_or(0, |site| {
        site.people_in(&BTreeSet::from([ZoneId::new(crate::site::ZONES[0])]))
    });
    ensure(
        stage.warning(warning)?.is_live(),
        "the neighbourhood was not warned",
    )?;
    Ok(format!(
        "nothing leaves without an area; {people} people were warned, not 10 million"
    ))
}
