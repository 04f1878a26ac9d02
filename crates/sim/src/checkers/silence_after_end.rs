//! After an all clear, retraction or expiry nothing new sounds for that warning: no order to sound
//! leaves the server any more, and a siren that has heard of the end obeys none that is still
//! under way. What a siren has sounded out it does not sound again, however often it is asked. A
//! siren cut off falls silent by its own clock.

use super::broken;
use crate::witness::{Broken, Sound, Witness};
use vigie_core::State;
use vigie_core::delivery::Work;
use vigie_core::siren::{DURATION_S_MAX, Order, Program};
use vigie_core::time::Timestamp;
use vigie_core::warning::Stage;

const NAME: &str = "silence_after_end";

/// Work that the engine has just handed out.
pub fn at_hand_out(state: &State, work: &Work) -> Result<(), Broken> {
    let Work::Siren {
        delivery, order, ..
    } = work
    else {
        return Ok(());
    };
    let alert = state.deliveries.get(delivery).map(|d| d.alert);
    let warning = alert
        .and_then(|alert| state.alerts.get(&alert))
        .map(|a| a.warning);
    let stands = warning.and_then(|id| state.warning(id)).map(|w| w.stage);
    if matches!(order.program, Program::Sound { .. }) && stands != Some(Stage::Live) {
        return broken(
            NAME,
            format!(
                "an order to sound on {} was handed out for a warning that is {stands:?}",
                order.target
            ),
        );
    }
    Ok(())
}

/// An order that a siren has just begun to obey.
pub fn at_obeyed(witness: &mut Witness, order: &Order) {
    if matches!(order.program, Program::Sound { .. }) {
        return;
    }
    if let Some(warning) = witness.warning_of.get(&order.alert_sha256) {
        witness.ends_obeyed.insert((order.target.clone(), *warning));
    }
}

/// A sound that has just begun.
pub fn at_sound(witness: &Witness, sound: &Sound) -> Result<(), Broken> {
    let named = (sound.siren.clone(), sound.delivery);
    if witness.sounded_out.contains(&named) {
        return broken(
            NAME,
            format!(
                "{} sounded delivery {} a second time at {}",
                named.0, named.1, sound.at
            ),
        );
    }
    let Program::Sound { duration_s, .. } = sound.program else {
        return Ok(());
    };
    if duration_s > DURATION_S_MAX {
        return broken(
            NAME,
            format!("{} was told to sound for {duration_s} s", sound.siren),
        );
    }
    let warning = witness.warning_of.get(&sound.alert_sha256);
    let ended = warning.is_some_and(|warning| {
        witness
            .ends_obeyed
            .contains(&(sound.siren.clone(), *warning))
    });
    if ended {
        return broken(
            NAME,
            format!(
                "{} sounded at {} after it had been told that it is over",
                sound.siren, sound.at
            ),
        );
    }
    Ok(())
}

/// Sirens that still sound at a time, with when they began: none may have gone on for too long.
pub fn at_end(sounding: &[(String, Timestamp)], now: Timestamp) -> Result<(), Broken> {
    let limit_ms = i64::from(DURATION_S_MAX) * 1_000;
    match sounding
        .iter()
        .find(|(_, since)| now.since_ms(*since) > limit_ms)
    {
        Some((siren, since)) => broken(NAME, format!("{siren} has sounded since {since}")),
        None => Ok(()),
    }
}
