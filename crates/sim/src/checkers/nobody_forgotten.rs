//! What was answered is never lost, what sensors agreed on warns, and whoever can be reached is
//! reached or shown as failed.

use super::broken;
use crate::witness::{Broken, Witness};
use std::collections::BTreeMap;
use vigie_core::State;
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::decision::standing_order::trigger::Trigger;
use vigie_core::delivery::{Life, Target};
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::{AlertId, SensorId};
use vigie_core::report::Source;
use vigie_core::time::Timestamp;
use vigie_core::warning::Stage;

const NAME: &str = "nobody_forgotten";

/// The journal holds everything that anybody was answered.
pub fn after_start(witness: &Witness, found: &State) -> Result<(), Broken> {
    if found.head < witness.acknowledged {
        return broken(
            NAME,
            format!(
                "entry {} was answered and the journal ends with {}",
                witness.acknowledged, found.head
            ),
        );
    }
    Ok(())
}

/// The journal does not open: everything in it is lost to those who wait.
pub fn unopened(why: &str) -> Broken {
    Broken {
        checker: NAME,
        why: format!("the journal does not open: {why}"),
    }
}

/// An independent reading of the standing order: whenever two sensors agree, the next entry says
/// that it fired, or was held.
pub fn sensors_are_believed(witness: &Witness) -> Result<(), Broken> {
    let mut proposed: Option<&StandingOrder> = None;
    let mut in_force: Option<&StandingOrder> = None;
    let mut fired: Option<Timestamp> = None;
    let mut heard: BTreeMap<&SensorId, Timestamp> = BTreeMap::new();
    for (index, entry) in witness.entries.iter().enumerate() {
        match &entry.fact {
            Fact::StandingOrderProposed { order, .. } => proposed = Some(order),
            Fact::StandingOrderApproved { .. } => in_force = proposed,
            Fact::StandingOrderRevoked { .. } => return Ok(()),
            Fact::StandingOrderFired { .. } => fired = Some(entry.at),
            Fact::ReportReceived { report } => {
                let Source::Sensor { sensor, .. } = &report.source else {
                    continue;
                };
                heard.insert(sensor, entry.at);
                let Some(Trigger::Sensors(trigger)) = in_force.map(|order| &order.trigger) else {
                    continue;
                };
                let within_ms = i64::from(trigger.within_ms);
                let joins = fired.is_some_and(|at| entry.at.since_ms(at) < within_ms);
                let fresh = |at: &Timestamp| {
                    entry.at.since_ms(*at) <= within_ms
                        && fired.is_none_or(|fired| at.since_ms(fired) >= within_ms)
                };
                let agreeing = heard.values().filter(|at| fresh(at)).count();
                if joins || agreeing < 2 {
                    continue;
                }
                let next = witness.entries.get(index + 1).map(|entry| &entry.fact);
                let said = matches!(
                    next,
                    Some(Fact::StandingOrderFired { .. } | Fact::StandingOrderHeld { .. })
                );
                if !said {
                    let n = entry.n;
                    return broken(
                        NAME,
                        format!("{agreeing} sensors agree with entry {n}, and nobody was warned"),
                    );
                }
            }
            _ => {}
        }
    }
    fired_is_issued(&witness.entries)
}

fn fired_is_issued(entries: &[Entry]) -> Result<(), Broken> {
    for (index, entry) in entries.iter().enumerate() {
        let next = entries.get(index + 1).map(|entry| &entry.fact);
        let needs = matches!(
            entry.fact,
            Fact::StandingOrderFired { .. } | Fact::WarningApproved { .. }
        );
        if needs && !matches!(next, Some(Fact::AlertIssued { .. })) {
            let n = entry.n;
            return broken(
                NAME,
                format!("entry {n} decided to warn, and no message follows"),
            );
        }
    }
    Ok(())
}

/// When all faults are over and time has passed, every delivery has come to an end that is shown.
pub fn all_carried(state: &State, now: Timestamp) -> Result<(), Broken> {
    let mut open = state.deliveries.open();
    match open.next() {
        Some(delivery) => broken(
            NAME,
            format!(
                "delivery {} of alert {} to {} is still {} at {now}, planned at {}",
                delivery.id,
                delivery.alert,
                delivery.target.shown(),
                delivery.life.stage().as_str(),
                delivery.planned
            ),
        ),
        None => Ok(()),
    }
}

/// A message issued when nothing is broken any more reaches every siren within its time.
pub fn all_sound(state: &State, alert: AlertId, sirens: usize) -> Result<(), Broken> {
    let mut reached = 0;
    for delivery in state.deliveries_of(alert) {
        let Target::Siren(siren) = &delivery.target else {
            continue;
        };
        match delivery.life {
            // The siren's own limits are shown, and are not ours to break.
            Life::Heard { .. } | Life::Refused { .. } => reached += 1,
            _ => {
                let life = delivery.life.stage().as_str();
                return broken(
                    NAME,
                    format!("nothing is broken, and alert {alert} to {siren} is {life}"),
                );
            }
        }
    }
    if reached < sirens {
        return broken(
            NAME,
            format!("alert {alert} was for {reached} of {sirens} sirens"),
        );
    }
    Ok(())
}

/// What one screen shows: the last bulletin of each warning it has seen.
pub type Shown = BTreeMap<u64, u64>;

/// A connected screen shows the last word on every live warning, and of no ended one an earlier word.
pub fn all_shown(state: &State, screen: usize, shown: &Shown) -> Result<(), Broken> {
    for warning in state.warnings.values() {
        let Some(last) = warning.alerts.last() else {
            continue;
        };
        let on_it = shown.get(&warning.id.0);
        let live = warning.stage == Stage::Live;
        let by_clock = state
            .alerts
            .get(last)
            .is_some_and(|a| !a.content.act.ends());
        let right = match on_it {
            None => !live,
            Some(n) => *n == last.0 || (!live && by_clock),
        };
        if !right {
            return broken(
                NAME,
                format!(
                    "screen {screen} shows {on_it:?} of warning {} ({:?}), whose last word is {last}",
                    warning.id, warning.stage
                ),
            );
        }
    }
    Ok(())
}
