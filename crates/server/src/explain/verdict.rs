//! What came of it, in one sentence: sent, or not sent and why.

use super::{Told, life};
use vigie_core::State;
use vigie_core::administration::Ending;
use vigie_core::decision::standing_order::Held;
use vigie_core::decision::standing_order::trigger::{Sensors, Trigger, Who};
use vigie_core::ids::{ChangeId, ReportId, SensorId, StandingOrderId, WarningId};
use vigie_core::report::{Report, Source};
use vigie_core::time::Timestamp;
use vigie_core::warning::{End, Stage, Warning};

/// Why a warning was or was not sent.
pub(super) fn of_warning(state: &State, id: WarningId, lines: &[Told]) -> String {
    let Some(warning) = state.warning(id) else {
        return format!("Warning {id} ended long ago; its story is complete below.");
    };
    let refused = lines
        .iter()
        .filter(|line| line.what.contains("was refused"))
        .count();
    let tries = match refused {
        0 => String::new(),
        1 => " One attempt on it was refused.".to_owned(),
        more => format!(" {more} attempts on it were refused."),
    };
    format!("Warning {id} {}.{tries}", stands(state, warning))
}

fn stands(state: &State, warning: &Warning) -> String {
    let waited = life::duration(state.at.since_ms(warning.held_since));
    let holder = warning.holder.as_ref().map_or_else(
        || "nobody has taken it in hand".to_owned(),
        |holder| format!("{holder} has it in hand"),
    );
    match warning.stage {
        Stage::Draft => {
            format!("was not sent: it is a draft that nobody has submitted, {holder}, for {waited}")
        }
        Stage::Queued => {
            let until = warning.queued.as_ref();
            let until = until.map_or_else(String::new, |(_, at)| at.to_string());
            format!(
                "was not sent: it waits for its turn to be shown to a second officer, until {until}"
            )
        }
        Stage::Submitted => format!(
            "was not sent: it waits for a second officer to approve it, {holder}, for {waited}"
        ),
        Stage::Returned => {
            let why = warning.returned.as_ref().map_or("", |(_, reason)| reason);
            format!("was not sent: it was given back to be mended ({why}), {holder}, for {waited}")
        }
        Stage::Rejected => {
            let (by, why) = warning
                .rejected
                .as_ref()
                .map_or(("an officer", ""), |(hand, why)| {
                    (hand.by.as_str(), why.as_str())
                });
            format!("was not sent: {by} turned it down ({why})")
        }
        Stage::Live => format!("was sent and holds: {}", decided(warning)),
        Stage::Ended => format!("was sent: {}; {}", decided(warning), ended(warning)),
    }
}

fn decided(warning: &Warning) -> String {
    match (&warning.fired_by, &warning.approved) {
        (Some(order), _) => {
            let confirmed = warning.confirmed.as_ref().map_or_else(
                || "no human has confirmed it".to_owned(),
                |hand| format!("{} confirmed it", hand.by),
            );
            format!("the standing order {order} decided, which two people had signed; {confirmed}")
        }
        (None, Some(second)) => {
            let first = warning
                .submitted
                .as_ref()
                .map_or("one officer", |(hand, _)| hand.by.as_str());
            format!("{first} submitted it and {} agreed", second.by)
        }
        (None, None) => "it came from another authority and was shown as it is".to_owned(),
    }
}

fn ended(warning: &Warning) -> String {
    let Some((how, _, by)) = &warning.ended else {
        return "it is over".to_owned();
    };
    let by = by
        .as_ref()
        .map_or_else(String::new, |hand| format!(" by {}", hand.by));
    let second = match &warning.end_confirmed {
        Some(hand) => format!(", which {} confirmed", hand.by),
        None if warning.is_end_unconfirmed() => {
            ", which no second officer has confirmed".to_owned()
        }
        None => String::new(),
    };
    match how {
        End::AllClear => format!("the all clear was given{by}{second}"),
        End::Retracted => format!("it was retracted as false{by}{second}"),
        End::Expired => "nobody renewed it, so it is no longer confirmed".to_owned(),
    }
}

/// What a report led to.
pub(super) fn told_report(id: ReportId, fired: bool, why: &str) -> String {
    if fired {
        format!("Report {id} made a standing order fire.")
    } else {
        format!("Report {id} was kept and warned nobody by itself: {why}.")
    }
}

/// Why a report would not make any standing order fire, by what was true just before it.
pub(super) fn of_report(before: &State, at: Timestamp, report: &Report) -> String {
    let Source::Sensor { sensor, .. } = &report.source else {
        return "only sensors trigger standing orders; an officer decides about what people say"
            .to_owned();
    };
    let reasons: Vec<String> = before
        .standing_orders
        .values()
        .filter_map(|held| Some((held, counting(before, held, sensor)?)))
        .map(|(held, trigger)| {
            let order = &held.order;
            let why = if held.approved.is_none() {
                "no second officer has agreed to it".to_owned()
            } else if held.revoked.is_some() {
                "it was revoked".to_owned()
            } else if at >= order.expires {
                "it had expired".to_owned()
            } else {
                format!(
                    "it needs {} sensors within {} ms",
                    trigger.sensors_min, trigger.within_ms
                )
            };
            format!("{}: {why}", order.id)
        })
        .collect();
    if reasons.is_empty() {
        format!("no standing order names the sensor {sensor}")
    } else {
        reasons.join("; ")
    }
}

/// The trigger of an order for which the readings of a sensor count.
fn counting<'a>(before: &State, held: &'a Held, sensor: &SensorId) -> Option<&'a Sensors> {
    let Trigger::Sensors(trigger) = &held.order.trigger else {
        return None;
    };
    let post = before.site.as_deref()?.sensors.get(sensor);
    let counts = match &trigger.who {
        Who::Named(sensors) => sensors.contains(sensor),
        Who::InZone(zone) => post.is_some_and(|p| p.zone == *zone && p.danger == held.order.danger),
    };
    counts.then_some(trigger)
}

/// How a standing order stands.
pub(super) fn of_order(state: &State, id: &StandingOrderId) -> String {
    let Some(held) = state.standing_orders.get(id) else {
        return format!("There is no standing order {id}.");
    };
    let stands = if held.revoked.is_some() {
        "was revoked and cannot fire"
    } else if held.approved.is_none() {
        "waits for a second person and cannot fire"
    } else if state.at >= held.order.expires {
        "has expired and cannot fire"
    } else {
        "is in force"
    };
    format!("The standing order {id} {stands}.")
}

/// Where a change stands that needs two people.
pub(super) fn of_change(state: &State, id: ChangeId) -> String {
    if let Some(pending) = state.changes.get(id) {
        let more = match pending.asked.agreed.len() {
            0 => "two people",
            _ => "one more person",
        };
        return format!("Change {id} does not hold: it waits for {more}.");
    }
    let decided = state.changes.decided().find(|d| d.asked.id == id);
    match decided.map(|decided| &decided.how) {
        Some(Ending::InForce) => format!("Change {id} was agreed to by two people, and it holds."),
        Some(Ending::ByKey { reason }) => format!(
            "Change {id} was put in force by the site's key, because no two people could agree: {reason}."
        ),
        Some(Ending::Refused { by, reason }) => {
            format!("Change {id} does not hold: {by} refused it ({reason}).")
        }
        Some(Ending::Void { why }) => format!("Change {id} does not hold: {why}."),
        None => format!("Change {id} ended long ago; its story is complete below."),
    }
}
