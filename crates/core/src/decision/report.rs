//! Takes a report, and fires the standing order whose trigger it meets.

use super::standing_order;
use crate::audience::area::{Point, Ring, distance_m};
use crate::fact::{Fact, Facts};
use crate::limits::{CLOCK_AHEAD_MS_MAX, READING_AGE_MS_MAX, SAID_AGE_MS_MAX};
use crate::refusal::Refusal;
use crate::report::{Report, Source};
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;

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
        standing_order::heard(state, site, now, sensor, report, &mut facts);
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
    let corners = || {
        site.zones
            .values()
            .flat_map(|zone| zone.rings().flat_map(Ring::points))
    };
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
