//! The standing order: a bounded, expiring permission, agreed by two people, to warn without a human.

mod bounds;
mod cap;
mod fire;
pub mod hours;
mod sensors;
pub mod trigger;

pub(crate) use cap::taken;
pub(crate) use fire::press;
pub(crate) use sensors::heard;

use super::permit::somebody_else;
use crate::class::Class;
use crate::fact::{Fact, Facts};
use crate::hand::Hand;
use crate::ids::{Danger, OfficerId, StandingOrderId, ZoneId};
use crate::limits::STANDING_ORDERS_MAX;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::vetting::Sayable;
use bounds::bounded;
use hours::Hours;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use trigger::{Form, PreAlert, Trigger};

/// Firings are counted over the last hour.
const HOUR_MS: i64 = 3_600_000;

/// What is permitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct StandingOrder {
    /// Its name.
    pub id: StandingOrderId,
    /// The danger it warns of.
    pub danger: Danger,
    /// Where it warns.
    pub zones: BTreeSet<ZoneId>,
    /// Real or exercise.
    pub status: Status,
    /// What sets it off.
    pub trigger: Trigger,
    /// What it says while it is not sure yet, if anything.
    pub pre_alert: Option<PreAlert>,
    /// How many people it may warn.
    pub people_max: u64,
    /// How often it may fire in an hour: 1 to 60. Making a pre-alert an alert does not count again.
    pub firings_per_hour_max: u32,
    /// When of the day it holds; always when none is given.
    pub hours: Option<Hours>,
    /// Who is asked by name when nobody confirms what it fired.
    pub deputy: Option<OfficerId>,
    /// When it stops to hold; at most 92 days ahead.
    pub expires: Timestamp,
}

impl StandingOrder {
    /// What a second person agrees to: SHA-256 of the order's canonical JSON (RFC 8785), in hexadecimal.
    /// None for an order that cannot be written down, which nobody can agree to.
    pub fn sha256(&self) -> Option<String> {
        let bytes = serde_json_canonicalizer::to_vec(self).ok()?;
        Some(hex::encode(Sha256::digest(bytes)))
    }
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
    /// When it last fired an alert.
    pub alerted: Option<Timestamp>,
    /// Whether its last firing was a pre-alert.
    pub pre_alerted: bool,
    /// Who pressed its button at its last firing.
    pub pressed_by: Option<OfficerId>,
}

impl Held {
    pub(crate) fn proposed(order: StandingOrder, proposed: Hand) -> Self {
        Self {
            order,
            proposed,
            approved: None,
            revoked: None,
            firings: Vec::new(),
            alerted: None,
            pre_alerted: false,
            pressed_by: None,
        }
    }

    pub(crate) fn fired(&mut self, at: Timestamp, class: Class) {
        let upgrades = class == Class::Alert && self.pre_alerted;
        self.pre_alerted = class == Class::PreAlert;
        if class == Class::Alert {
            self.alerted = Some(at);
        }
        self.firings
            .retain(|earlier| at.since_ms(*earlier) < HOUR_MS);
        if !upgrades {
            self.firings.push(at);
        }
    }

    /// How often it fired within the hour before a time.
    pub fn firings_within_hour(&self, now: Timestamp) -> usize {
        let recent = self.firings.iter();
        recent.filter(|at| now.since_ms(**at) < HOUR_MS).count()
    }

    /// Whether the next alert makes a pre-alert one, which no limit of number keeps back.
    pub(crate) fn may_upgrade(&self) -> bool {
        self.pre_alerted
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
    super::two_people(site, order.status)?;
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
    let is_new = state.standing_orders.get(&order.id).is_none();
    if is_new && state.standing_orders.len() >= STANDING_ORDERS_MAX {
        return Err(Refusal::Full {
            what: "standing orders",
            limit: STANDING_ORDERS_MAX,
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
    sha256: &str,
) -> Result<Facts, Refusal> {
    let held = known(state, id)?;
    super::permit(
        site,
        by,
        super::Needs::approve(held.order.status, &held.order.zones),
    )?;
    somebody_else(site, by, [&held.proposed])?;
    if held.approved.is_some() || held.revoked.is_some() {
        return Err(Refusal::Already {
            what: "it was approved or revoked before",
        });
    }
    let agreed = held.order.sha256().ok_or(Refusal::OtherBytes)?;
    if !sha256.eq_ignore_ascii_case(&agreed) {
        return Err(Refusal::OtherBytes);
    }
    bounded(site, now, &held.order)?;
    let order = &held.order;
    let pre_alert = order.pre_alert.as_ref().map(|pre_alert| &pre_alert.danger);
    for danger in pre_alert.into_iter().chain([&order.danger]) {
        Sayable::of(state, site, order.status, danger, None).or_refused(danger)?;
    }
    let people = site.people_in(&held.order.zones);
    super::people_cap(site, by, people)?;
    Ok(vec![Fact::StandingOrderApproved {
        id: id.clone(),
        by: by.clone(),
        sha256: agreed,
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
