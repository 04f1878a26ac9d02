//! Northern Israel, 11 October 2023: an alarm of a mass of drones, given by machines, stood for about
//! ninety minutes until somebody called it false.

use super::stage::{Stage, ensure, fired};
use super::{Ending, Rule};
use vigie_core::Command;
use vigie_core::decision::standing_order::trigger::Trigger;
use vigie_core::fact::Fact;
use vigie_core::ids::OfficerId;

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let mut order = crate::site::standing_order(stage.now);
    order.deputy = Some(OfficerId::new("carla"));
    stage.standing(order.clone())?;
    if stage.without() {
        // One sensor is believed.
        if let Trigger::Sensors(sensors) = &mut order.trigger {
            sensors.sensors_min = 1;
        }
        let sha256 = order.sha256().unwrap_or_default();
        let (id, order) = (order.id.clone(), Box::new(order));
        let by = |name: &str| OfficerId::new(name);
        stage.force(vec![
            Fact::StandingOrderProposed {
                order,
                by: by("amal"),
            },
            Fact::StandingOrderApproved {
                id,
                by: by("basil"),
                sha256,
            },
        ]);
    }
    let one = stage.reading("north")?;
    ensure(fired(&one).is_none(), "one sensor alone raised the alarm")?;
    stage.pass_ms(2_000)?;
    let two = stage.reading("east")?;
    let warning = fired(&two).ok_or("two sensors that agree did not warn")?;
    let mut asked = Vec::new();
    let facts = stage.pass_ms(181_000)?;
    asked.extend(facts.iter().filter_map(|fact| match fact {
        Fact::UnconfirmedNagged { deputy, .. } => Some(deputy.clone()),
        _ => None,
    }));
    ensure(asked.len() == 3, "nobody was reminded every minute")?;
    ensure(
        asked
            .last()
            .is_some_and(|deputy| *deputy == Some(OfficerId::new("carla"))),
        "the deputy was not asked by name",
    )?;
    stage.does("carla", Command::AllClear(warning))?;
    ensure(!stage.warning(warning)?.is_live(), "the false alarm stands")?;
    Ok("one machine is not believed; reminders began after a minute, and after three the deputy ended it".to_owned())
}
