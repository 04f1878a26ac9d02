//! Warns without a human: opens a warning, renews the one that is live, or upgrades a pre-alert, within
//! every limit that two people agreed to. One danger at one place is one thread.

use super::trigger::Trigger;
use super::{Held, StandingOrder};
use crate::class::Class;
use crate::decision::compose::{Step, compose};
use crate::decision::merge::event;
use crate::decision::warning::openings;
use crate::fact::{Fact, Facts};
use crate::ids::{Danger, OfficerId, ReportId, SensorId, StandingOrderId, WarningId};
use crate::limits::FIRED_VALID_S;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::{Change, Triple, Warning};
use crate::wording::{Act, Values};
use std::collections::BTreeSet;

/// A second press of the same button within this time is the same press, in milliseconds.
const PRESS_MS: i64 = 10_000;

/// What met a trigger.
pub(super) struct Met {
    pub(super) class: Class,
    pub(super) sensors: Vec<SensorId>,
    pub(super) reports: Vec<ReportId>,
    pub(super) pressed_by: Option<OfficerId>,
    pub(super) cap: Option<Triple>,
}

/// An officer presses the button of an order.
pub(crate) fn press(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: &StandingOrderId,
) -> Result<Facts, Refusal> {
    let held = super::known(state, id)?;
    let Trigger::Button(button) = &held.order.trigger else {
        return Err(Refusal::Unknown {
            what: "button of a standing order",
            name: id.to_string(),
        });
    };
    if !button.officers.contains(by) || !site.officers.contains_key(by) {
        return Err(Refusal::NoButton { by: by.clone() });
    }
    if !held.in_force(now) {
        return Err(Refusal::NotInForce { id: id.to_string() });
    }
    if held
        .alerted
        .is_some_and(|last| now.since_ms(last) < PRESS_MS)
    {
        return Err(Refusal::Already {
            what: "the button was pressed a moment ago, and people are being warned",
        });
    }
    within_limits(site, held, now).map_err(|why| Refusal::HeldBack { why })?;
    let met = Met {
        class: Class::Alert,
        sensors: Vec::new(),
        reports: Vec::new(),
        pressed_by: Some(by.clone()),
        cap: None,
    };
    firing(state, site, now, held, &met, 0)
}

/// Fires an order whose trigger is met, or says what held it back.
pub(super) fn fire<'a>(
    state: &State,
    site: &Site,
    now: Timestamp,
    held: &'a Held,
    met: &Met,
    facts: &mut Facts,
    fired: &mut Vec<&'a StandingOrder>,
) {
    let order = &held.order;
    let live = live_of(state, order);
    if live.is_some_and(|live| says_no_more(live, met)) {
        return;
    }
    let outcome = within_limits(site, held, now)
        .and_then(|()| alone(fired, order))
        .and_then(|()| not_over_an_alert(state, order, met.class))
        .and_then(|()| {
            let firing = firing(state, site, now, held, met, facts.len());
            firing.map_err(|refusal| refusal.to_string())
        });
    match outcome {
        Ok(firing) => {
            facts.extend(firing);
            fired.push(order);
        }
        Err(why) => facts.push(Fact::StandingOrderHeld {
            id: order.id.clone(),
            why,
        }),
    }
}

/// A pre-alert of what people are warned of already, and another authority's word on an alert that is
/// live, are no second alarm.
fn says_no_more(live: &Warning, met: &Met) -> bool {
    met.class == Class::PreAlert || (met.cap.is_some() && live.class == Class::Alert)
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

/// A pre-alert never overrides an alert.
fn not_over_an_alert(state: &State, order: &StandingOrder, class: Class) -> Result<(), String> {
    if class == Class::Alert {
        return Ok(());
    }
    let danger = order.danger.as_str();
    let mut there = order
        .zones
        .iter()
        .flat_map(|zone| state.warnings.at_place(order.status, danger, zone));
    match there.find(|warning| warning.is_live() && warning.class == Class::Alert) {
        None => Ok(()),
        Some(alert) => Err(format!(
            "people there are warned of it by warning {}; a pre-alert does not override an alert",
            alert.id
        )),
    }
}

fn within_limits(site: &Site, held: &Held, now: Timestamp) -> Result<(), String> {
    let order = &held.order;
    if order.hours.as_ref().is_some_and(|hours| !hours.hold(now)) {
        return Err("it is outside its hours; an officer must warn by hand".to_owned());
    }
    let recent = held.firings_within_hour(now);
    if recent >= order.firings_per_hour_max as usize && !held.may_upgrade() {
        return Err(format!(
            "it fired {recent} times within the hour, its limit; an officer must warn by hand or raise the limit"
        ));
    }
    let people = site.people_in(&order.zones);
    if people > order.people_max {
        return Err(format!(
            "{people} people are in its area, more than the {} it may warn; an officer must warn by hand",
            order.people_max
        ));
    }
    Ok(())
}

/// Opens a warning, renews the one that is live there, or makes a pre-alert an alert: one thread.
fn firing(
    state: &State,
    site: &Site,
    now: Timestamp,
    held: &Held,
    met: &Met,
    facts_before: usize,
) -> Result<Facts, Refusal> {
    let order = &held.order;
    let danger = match (met.class, &order.pre_alert) {
        (Class::PreAlert, Some(pre_alert)) => &pre_alert.danger,
        _ => &order.danger,
    };
    let live = live_of(state, order);
    // The fired fact comes first, then the alert: a new warning has the number of its alert.
    let next = WarningId(state.head + facts_before as u64 + 2);
    let (warning, step) = match live {
        Some(warning) => (warning.id, renewal(state, now, warning, danger, met.class)),
        None => (next, opening(state, next, order, danger)),
    };
    let mut content = compose(state, site, now, &step)?;
    content.class = met.class;
    if let Some(live) = live {
        content.changes = changes(live, danger);
    }
    let id = order.id.clone();
    let mut facts = vec![
        Fact::StandingOrderFired {
            id: id.clone(),
            warning,
            reports: met.reports.clone(),
            sensors: met.sensors.clone(),
            class: met.class,
            pressed_by: met.pressed_by.clone(),
            cap: met.cap.clone(),
        },
        Fact::AlertIssued {
            warning,
            by: None,
            fired_by: Some(id),
            content: Box::new(content),
        },
    ];
    if live.is_none() {
        facts.extend(openings(state, warning, step.event));
    }
    Ok(facts)
}

/// What a firing changes of the warning that it renews.
fn changes(live: &Warning, danger: &Danger) -> BTreeSet<Change> {
    let other = (danger.as_str() != live.danger).then_some(Change::Danger);
    let always = [Change::Validity, Change::Sound];
    always.into_iter().chain(other).collect()
}

/// The next message of a live warning. Who was told that something may come hears for the first time
/// that it is there, and needs the words of an alert.
fn renewal<'a>(
    state: &'a State,
    now: Timestamp,
    warning: &'a Warning,
    danger: &'a Danger,
    class: Class,
) -> Step<'a> {
    let mut step = Step::of(state, now, warning, danger, Act::Update, true);
    if warning.class == Class::PreAlert && class == Class::Alert {
        step.words_of = Act::Alert;
    }
    step
}

fn opening<'a>(
    state: &State,
    warning: WarningId,
    order: &'a StandingOrder,
    danger: &'a Danger,
) -> Step<'a> {
    Step {
        warning,
        act: Act::Alert,
        status: order.status,
        danger,
        zones: &order.zones,
        valid_s: FIRED_VALID_S,
        sounds: true,
        words_of: Act::Alert,
        agreed: None,
        values: Values::default(),
        note: None,
        event: event(state, order.status, danger.as_str(), &order.zones),
        messages: 0,
        earlier: Vec::new(),
    }
}

/// The live warning of its danger, or of its pre-alert, at its place.
fn live_of<'a>(state: &'a State, order: &StandingOrder) -> Option<&'a Warning> {
    let zone = order.zones.first()?;
    let pre_alert = order.pre_alert.as_ref().map(|pre_alert| &pre_alert.danger);
    let dangers = std::iter::once(&order.danger).chain(pre_alert);
    let there = dangers.flat_map(|danger| {
        let danger = danger.as_str();
        state.warnings.at_place(order.status, danger, zone)
    });
    there
        .map(AsRef::as_ref)
        .find(|warning| warning.is_live() && warning.zones == order.zones)
}
