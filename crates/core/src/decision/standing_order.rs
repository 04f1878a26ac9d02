//! The standing order: a bounded, expiring permission, agreed by two people, to warn without a human.

use crate::fact::{Fact, Facts};
use crate::ids::{Danger, OfficerId, SensorId, StandingOrderId, ZoneId, is_name};
use crate::limits::{STANDING_ORDER_MS_MAX, ZONES_PER_WARNING_MAX};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::Hand;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Firings are counted over the last hour.
const HOUR_MS: i64 = 3_600_000;

/// What is permitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingOrder {
    /// Its name.
    pub id: StandingOrderId,
    /// The danger it warns of.
    pub danger: Danger,
    /// Where it warns.
    pub zones: BTreeSet<ZoneId>,
    /// Real or exercise.
    pub status: Status,
    /// The sensors that count.
    pub sensors: BTreeSet<SensorId>,
    /// How many of them must agree: at least 2.
    pub sensors_min: u32,
    /// Within how many milliseconds: 100 to 60,000.
    pub within_ms: u32,
    /// How many people it may warn.
    pub people_max: u64,
    /// How often it may fire in an hour: 1 to 60.
    pub firings_per_hour_max: u32,
    /// When it stops to hold; at most 92 days ahead.
    pub expires: Timestamp,
}

/// A standing order and what two people and time have done to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// What it permits.
    pub order: StandingOrder,
    /// Who wrote it.
    pub proposed: Hand,
    /// Who put it in force.
    pub approved: Option<Hand>,
    /// Who took it out of force.
    pub revoked: Option<Hand>,
    /// When it fired during the last hour before its last firing.
    pub firings: Vec<Timestamp>,
}

impl Held {
    pub(crate) fn proposed(order: StandingOrder, by: OfficerId, at: Timestamp) -> Self {
        Self {
            order,
            proposed: Hand { by, at },
            approved: None,
            revoked: None,
            firings: Vec::new(),
        }
    }

    pub(crate) fn fired(&mut self, at: Timestamp) {
        self.firings
            .retain(|earlier| at.since_ms(*earlier) < HOUR_MS);
        self.firings.push(at);
    }

    /// Whether it may fire at a time: two people agreed, nobody revoked it, it has not expired.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.approved.is_some() && self.revoked.is_none() && now < self.order.expires
    }
}

/// One officer writes a standing order.
pub(crate) fn propose(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    order: &StandingOrder,
) -> Result<Facts, Refusal> {
    super::permit(site, by, super::Needs::write(order.status, &order.zones))?;
    bounded(site, now, order)?;
    if state
        .standing_orders
        .get(&order.id)
        .is_some_and(|held| held.revoked.is_none() && now < held.order.expires)
    {
        return Err(Refusal::Already {
            what: "a standing order of this name exists; revoke it first",
        });
    }
    Ok(vec![Fact::StandingOrderProposed {
        order: Box::new(order.clone()),
        by: by.clone(),
    }])
}

/// A second officer puts it in force.
pub(crate) fn approve(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: &StandingOrderId,
) -> Result<Facts, Refusal> {
    let held = known(state, id)?;
    super::permit(
        site,
        by,
        super::Needs::approve(held.order.status, &held.order.zones),
    )?;
    if held.proposed.by == *by {
        return Err(Refusal::SameOfficer { by: by.clone() });
    }
    if held.approved.is_some() || held.revoked.is_some() {
        return Err(Refusal::Already {
            what: "it was approved or revoked before",
        });
    }
    bounded(site, now, &held.order)?;
    let people = site.people_in(&held.order.zones);
    super::people_cap(site, by, people)?;
    Ok(vec![Fact::StandingOrderApproved {
        id: id.clone(),
        by: by.clone(),
    }])
}

/// One officer takes it out of force: safer needs one, more dangerous needs two.
pub(crate) fn revoke(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: &StandingOrderId,
) -> Result<Facts, Refusal> {
    let held = known(state, id)?;
    super::permit(
        site,
        by,
        super::Needs::end(held.order.status, &held.order.zones),
    )?;
    if held.revoked.is_some() {
        return Err(Refusal::Already {
            what: "it was revoked before",
        });
    }
    Ok(vec![Fact::StandingOrderRevoked {
        id: id.clone(),
        by: by.clone(),
    }])
}

fn known<'a>(state: &'a State, id: &StandingOrderId) -> Result<&'a Held, Refusal> {
    let unknown = || Refusal::Unknown {
        what: "standing order",
        name: id.to_string(),
    };
    state
        .standing_orders
        .get(id)
        .map(AsRef::as_ref)
        .ok_or_else(unknown)
}

fn bounded(site: &Site, now: Timestamp, order: &StandingOrder) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal::Unbounded { why });
    super::zones_known(site, &order.zones)?;
    if order.zones.len() > ZONES_PER_WARNING_MAX {
        return Err(Refusal::Full {
            what: "zones in one standing order",
            limit: ZONES_PER_WARNING_MAX,
        });
    }
    if !is_name(order.id.as_str()) {
        return no("its name must be 1 to 64 of a-z A-Z 0-9 . _ -".to_owned());
    }
    if !site.words.contains_key(&order.danger) {
        return Err(Refusal::NoWords {
            danger: order.danger.to_string(),
        });
    }
    if let Some(unknown) = order
        .sensors
        .iter()
        .find(|s| !site.sensors.contains_key(*s))
    {
        return Err(Refusal::Unknown {
            what: "sensor",
            name: unknown.to_string(),
        });
    }
    let sensors = order.sensors.len();
    if order.sensors_min < 2 || order.sensors_min as usize > sensors {
        return no(format!(
            "sensors_min is {}; between 2 and the {sensors} named sensors must agree",
            order.sensors_min
        ));
    }
    if !(100..=60_000).contains(&order.within_ms) {
        return no(format!(
            "within_ms is {}; choose 100 to 60000",
            order.within_ms
        ));
    }
    if !(1..=60).contains(&order.firings_per_hour_max) {
        return no(format!(
            "firings_per_hour_max is {}; choose 1 to 60",
            order.firings_per_hour_max
        ));
    }
    let left_ms = order.expires.since_ms(now);
    if left_ms <= 0 || left_ms > STANDING_ORDER_MS_MAX {
        return no(format!(
            "it expires at {}; choose a time within the next 92 days",
            order.expires
        ));
    }
    let people = site.people_in(&order.zones);
    if people > order.people_max {
        return Err(Refusal::TooManyPeople {
            people,
            people_max: order.people_max,
        });
    }
    Ok(())
}
