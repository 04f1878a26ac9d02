//! Takes a report, and fires the standing order whose trigger it meets.

use super::compose::{Step, compose};
use super::standing_order::{Held, StandingOrder};
use super::warning::openings;
use crate::audience::area::{Point, distance_m};
use crate::fact::{Fact, Facts};
use crate::ids::{ReportId, SensorId, WarningId};
use crate::limits::{CLOCK_AHEAD_MS_MAX, FIRED_VALID_S, READING_AGE_MS_MAX, SAID_AGE_MS_MAX};
use crate::refusal::Refusal;
use crate::report::{Report, Source};
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::Warning;
use crate::wording::Act;

/// How far from every zone a report's place may lie, in kilometres.
const NEAR_KM: u64 = 500;

/// Takes a report. A sensor's report may fire a standing order at once.
pub(super) fn take(
    state: &State,
    site: &Site,
    now: Timestamp,
    report: &Report,
) -> Result<Facts, Refusal> {
    let age_ms_max = match &report.source {
        Source::Sensor { sensor, reading } => {
            let unknown = || Refusal::Unknown {
                what: "sensor",
                name: sensor.to_string(),
            };
            site.sensors.get(sensor).ok_or_else(unknown)?;
            if let Some(trace) = state
                .sensors
                .get(sensor)
                .filter(|trace| *reading <= trace.reading)
            {
                let (sensor, reading, last) = (sensor.clone(), *reading, trace.reading);
                return Err(Refusal::ReadingSeen {
                    sensor,
                    reading,
                    last,
                });
            }
            READING_AGE_MS_MAX
        }
        Source::Officer { officer } => {
            let unknown = || Refusal::Unknown {
                what: "officer",
                name: officer.to_string(),
            };
            site.officers.get(officer).ok_or_else(unknown)?;
            SAID_AGE_MS_MAX
        }
        Source::Spokesperson { .. } | Source::Press { .. } | Source::SocialMedia { .. } => {
            SAID_AGE_MS_MAX
        }
    };
    if let Some(said_at) = report.said_at {
        said_in_time(now, said_at, age_ms_max)?;
    }
    if let Some(place) = report.place {
        near(site, place)?;
    }
    let mut facts = vec![Fact::ReportReceived {
        report: Box::new(report.clone()),
    }];
    if let Source::Sensor { sensor, .. } = &report.source {
        fire(state, site, now, sensor, report, &mut facts);
    }
    Ok(facts)
}

fn said_in_time(now: Timestamp, said_at: Timestamp, age_ms_max: i64) -> Result<(), Refusal> {
    let age_ms = now.since_ms(said_at);
    if age_ms < -CLOCK_AHEAD_MS_MAX {
        return Err(Refusal::InTheFuture { ahead_ms: -age_ms });
    }
    if age_ms > age_ms_max {
        return Err(Refusal::TooOld { age_ms, age_ms_max });
    }
    Ok(())
}

fn near(site: &Site, place: Point) -> Result<(), Refusal> {
    let corners = || site.zones.values().flat_map(|z| z.ring.points());
    // Nearly every place is near the first corner that is looked at.
    if corners().any(|corner| km(place, *corner) <= NEAR_KM) {
        return Ok(());
    }
    let nearest = |place: Point| corners().map(|corner| km(place, *corner)).min();
    match nearest(place) {
        Some(distance_km) if distance_km > NEAR_KM => {
            let swapped = place
                .swapped()
                .and_then(nearest)
                .is_some_and(|km| km <= NEAR_KM);
            Err(Refusal::Elsewhere {
                distance_km,
                swapped,
            })
        }
        _ => Ok(()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 20,016 km"
)]
fn km(a: Point, b: Point) -> u64 {
    (distance_m(a, b) / 1000.0).round() as u64
}

/// Fires every standing order in force whose trigger this reading completes.
fn fire(
    state: &State,
    site: &Site,
    now: Timestamp,
    sensor: &SensorId,
    report: &Report,
    facts: &mut Facts,
) {
    let danger = report
        .danger
        .as_ref()
        .or_else(|| site.sensors.get(sensor).map(|post| &post.danger));
    let mut fired: Vec<&StandingOrder> = Vec::new();
    let orders = state
        .standing_orders
        .values()
        .filter(|held| held.in_force(now));
    for held in orders
        .filter(|held| held.order.sensors.contains(sensor) && Some(&held.order.danger) == danger)
    {
        if joins_last_firing(held, now) {
            continue;
        }
        let agreeing = agreeing(state, &held.order, now, sensor);
        if agreeing.len() < held.order.sensors_min as usize {
            continue;
        }
        let outcome = within_limits(site, held, now)
            .and_then(|()| alone(&fired, &held.order))
            .and_then(|()| {
                let fired = firing(state, site, now, held, agreeing, facts.len());
                fired.map_err(|refusal| refusal.to_string())
            });
        match outcome {
            Ok(firing) => {
                facts.extend(firing);
                fired.push(&held.order);
            }
            Err(why) => facts.push(Fact::StandingOrderHeld {
                id: held.order.id.clone(),
                why,
            }),
        }
    }
}

/// Two orders for the same danger and place that one reading completes are one warning.
fn alone(fired: &[&StandingOrder], order: &StandingOrder) -> Result<(), String> {
    let same = fired.iter().find(|other| {
        other.danger == order.danger && other.status == order.status && other.zones == order.zones
    });
    match same {
        None => Ok(()),
        Some(other) => Err(format!(
            "{} fired for the same danger and place at this moment; nothing to do",
            other.id
        )),
    }
}

/// A third sensor that hears the same salvo a moment later belongs to the same firing.
fn joins_last_firing(held: &Held, now: Timestamp) -> bool {
    held.firings
        .last()
        .is_some_and(|last| now.since_ms(*last) < i64::from(held.order.within_ms))
}

/// The sensors that agree within the time, this one included, with their reports. A report that
/// arrived during the time after a firing has already been counted to it.
fn agreeing(
    state: &State,
    order: &StandingOrder,
    now: Timestamp,
    sensor: &SensorId,
) -> Vec<(SensorId, ReportId)> {
    let within_ms = i64::from(order.within_ms);
    let this = (sensor.clone(), ReportId(state.head + 1));
    let quiet_until = state
        .standing_orders
        .get(&order.id)
        .and_then(|held| held.firings.last())
        .map_or(Timestamp::from_unix_ms(i64::MIN), |last| {
            last.plus_ms(within_ms)
        });
    let others = order
        .sensors
        .iter()
        .filter(|other| *other != sensor)
        .filter_map(|other| {
            let trace = state.sensors.get(other)?;
            let counts = trace.danger.as_ref() == Some(&order.danger)
                && now.since_ms(trace.at) <= within_ms
                && trace.at >= quiet_until;
            counts.then(|| (other.clone(), trace.report))
        });
    std::iter::once(this).chain(others).collect()
}

fn within_limits(site: &Site, held: &Held, now: Timestamp) -> Result<(), String> {
    let recent = held
        .firings
        .iter()
        .filter(|at| now.since_ms(**at) < 3_600_000)
        .count();
    if recent >= held.order.firings_per_hour_max as usize {
        return Err(format!(
            "it fired {recent} times within the hour, its limit; an officer must warn by hand or raise the limit"
        ));
    }
    let people = site.people_in(&held.order.zones);
    if people > held.order.people_max {
        return Err(format!(
            "{people} people are in its area, more than the {} it may warn; an officer must warn by hand",
            held.order.people_max
        ));
    }
    Ok(())
}

/// Opens a warning, or renews the one that this order has live: one danger, one thread.
fn firing(
    state: &State,
    site: &Site,
    now: Timestamp,
    held: &Held,
    agreeing: Vec<(SensorId, ReportId)>,
    facts_before: usize,
) -> Result<Facts, Refusal> {
    let order = &held.order;
    let live = live_of(state, order);
    // The fired fact comes first, then the alert: a new warning has the number of its alert.
    let next = WarningId(state.head + facts_before as u64 + 2);
    let (warning, step) = if let Some(warning) = live {
        (
            warning.id,
            Step::of(state, now, warning, &order.danger, Act::Update, true),
        )
    } else {
        let step = Step {
            warning: next,
            act: Act::Alert,
            status: order.status,
            danger: &order.danger,
            zones: &order.zones,
            valid_s: FIRED_VALID_S,
            sounds: true,
            messages: 0,
            earlier: Vec::new(),
        };
        (next, step)
    };
    let content = compose(site, now, &step)?;
    let (sensors, reports) = agreeing.into_iter().unzip();
    let id = order.id.clone();
    let mut facts = vec![
        Fact::StandingOrderFired {
            id: id.clone(),
            warning,
            reports,
            sensors,
        },
        Fact::AlertIssued {
            warning,
            by: None,
            fired_by: Some(id),
            content: Box::new(content),
        },
    ];
    if live.is_none() {
        facts.extend(openings(state, warning));
    }
    Ok(facts)
}

fn live_of<'a>(state: &'a State, order: &StandingOrder) -> Option<&'a Warning> {
    let there = order.zones.first().into_iter().flat_map(|zone| {
        let danger = order.danger.as_str();
        state.warnings.at_place(order.status, danger, zone)
    });
    there
        .map(AsRef::as_ref)
        .find(|warning| warning.is_live() && warning.zones == order.zones)
}
