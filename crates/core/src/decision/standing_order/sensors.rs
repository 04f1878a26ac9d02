//! Whether sensors agree. A sensor agrees when it reported the danger within the time; one that fell
//! silent may agree with one that reports, since what destroys a gauge is what it was to warn of.

use super::fire::{Met, fire};
use super::trigger::{Sensors, Trigger, Watch, Who};
use super::{Held, StandingOrder};
use crate::class::Class;
use crate::fact::Facts;
use crate::ids::{ReportId, SensorId};
use crate::report::{Health, Report};
use crate::site::Site;
use crate::state::{State, Trace};
use crate::time::Timestamp;

/// Fires every standing order in force whose trigger this reading completes.
pub(crate) fn heard(
    state: &State,
    site: &Site,
    now: Timestamp,
    sensor: &SensorId,
    report: &Report,
    facts: &mut Facts,
) {
    let Some(post) = site.sensors.get(sensor).filter(|_| report.health.is_none()) else {
        return;
    };
    let danger = report.danger.as_ref().unwrap_or(&post.danger);
    let mut fired: Vec<&StandingOrder> = Vec::new();
    let watches = [
        Watch::Sensor(sensor.clone()),
        Watch::Zone(post.zone.clone()),
    ];
    let watching = watches
        .iter()
        .flat_map(|watch| state.standing_orders.watching(watch));
    for held in watching.filter(|held| held.in_force(now) && held.order.danger == *danger) {
        let Trigger::Sensors(trigger) = &held.order.trigger else {
            continue;
        };
        let counts = who(site, &held.order, trigger).any(|one| one == sensor);
        if !counts || joins_last_firing(held, trigger, now) {
            continue;
        }
        if let Some(met) = met(state, site, held, trigger, now, sensor) {
            fire(state, site, now, held, &met, facts, &mut fired);
        }
    }
}

/// The sensors that count for an order.
pub(super) fn who<'a>(
    site: &'a Site,
    order: &'a StandingOrder,
    trigger: &'a Sensors,
) -> impl Iterator<Item = &'a SensorId> {
    let (named, zone) = match &trigger.who {
        Who::Named(named) => (Some(named), None),
        Who::InZone(zone) => (None, Some(zone)),
    };
    let there = zone.into_iter().flat_map(move |zone| {
        let posts = site.sensors.iter();
        posts
            .filter(move |(_, post)| post.zone == *zone && post.danger == order.danger)
            .map(|(id, _)| id)
    });
    named.into_iter().flatten().chain(there)
}

/// A third sensor that hears the same salvo a moment later belongs to the same firing.
fn joins_last_firing(held: &Held, trigger: &Sensors, now: Timestamp) -> bool {
    held.alerted
        .is_some_and(|last| now.since_ms(last) < i64::from(trigger.within_ms))
}

/// What the readings come to, this one included: an alert, a pre-alert, or nothing yet.
fn met(
    state: &State,
    site: &Site,
    held: &Held,
    trigger: &Sensors,
    now: Timestamp,
    sensor: &SensorId,
) -> Option<Met> {
    let order = &held.order;
    let mut met = Met {
        class: Class::Alert,
        sensors: vec![sensor.clone()],
        reports: vec![ReportId(state.head + 1)],
        pressed_by: None,
        cap: None,
    };
    let mut silent = 0;
    for other in who(site, order, trigger).filter(|other| *other != sensor) {
        let Some(trace) = state.sensors.get(other) else {
            continue;
        };
        if agrees(held, trigger, now, trace) {
            met.sensors.push(other.clone());
            met.reports.push(trace.report);
        } else if is_silent(trigger, now, trace) {
            silent += 1;
        }
    }
    let agreeing = u32::try_from(met.sensors.len()).unwrap_or(u32::MAX);
    let pre_alert_min = order.pre_alert.as_ref().map(|pre| pre.sensors_min);
    if agreeing.saturating_add(silent) >= trigger.sensors_min {
        return Some(met);
    }
    met.class = Class::PreAlert;
    (agreeing >= pre_alert_min?).then_some(met)
}

/// A report that arrived during the time after an alert has already been counted to it.
fn agrees(held: &Held, trigger: &Sensors, now: Timestamp, trace: &Trace) -> bool {
    let within_ms = i64::from(trigger.within_ms);
    let quiet_until = held.alerted.map(|last| last.plus_ms(within_ms));
    trace.danger.as_ref() == Some(&held.order.danger)
        && now.since_ms(trace.at) <= within_ms
        && quiet_until.is_none_or(|until| trace.at >= until)
}

fn is_silent(trigger: &Sensors, now: Timestamp, trace: &Trace) -> bool {
    trigger.silent_after_ms.is_some_and(|ms| {
        trace.health == Some(Health::Faulty) || now.since_ms(trace.heard) >= i64::from(ms)
    })
}
