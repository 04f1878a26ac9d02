//! Ahr, 14 July 2021: the flood tore the gauge away. Its last value was taken for the present, and its
//! silence for nothing.

use super::stage::{Stage, ensure, fired};
use super::{Ending, Rule};
use vigie_core::decision::standing_order::trigger::Trigger;
use vigie_core::report::Health;

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let mut order = crate::site::standing_order(stage.now);
    if let Trigger::Sensors(sensors) = &mut order.trigger
        && !stage.without()
    {
        sensors.silent_after_ms = Some(60_000);
    }
    stage.standing(order)?;
    for sensor in crate::site::SENSORS {
        stage.health(sensor, Health::Fine)?;
    }
    stage.pass_ms(30_000)?;
    for sensor in [crate::site::SENSORS[0], crate::site::SENSORS[2]] {
        stage.health(sensor, Health::Fine)?;
    }
    let calm = stage.pass_ms(29_000)?;
    ensure(fired(&calm).is_none(), "silence alone woke the valley")?;
    // The gauge upstream was last heard a minute ago; the next one down sees the wave.
    stage.pass_ms(2_000)?;
    let facts = stage.reading(crate::site::SENSORS[0])?;
    let warning = fired(&facts).ok_or("a gauge was torn away, and its silence meant nothing")?;
    ensure(stage.warning(warning)?.is_live(), "nobody was warned")?;
    Ok(
        "the silence of the torn gauge and the wave at the next one warned the valley at once"
            .to_owned(),
    )
}
