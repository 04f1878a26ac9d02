//! What two people may agree to in advance: everything about an order has a bound.

use super::trigger::{Button, CapTrigger, Sensors, Trigger, Who};
use super::{StandingOrder, sensors};
use crate::decision::zones_known;
use crate::ids::{Danger, is_name};
use crate::limits::{STANDING_ORDER_MS_MAX, ZONES_PER_WARNING_MAX};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::time::Timestamp;

/// How long a sensor may be silent before that says something, in milliseconds: shorter than a
/// heartbeat proves nothing, longer than a day nobody remembers.
const SILENT_MS: std::ops::RangeInclusive<u32> = 1_000..=86_400_000;

/// Whether an order may be agreed to.
pub(super) fn bounded(site: &Site, now: Timestamp, order: &StandingOrder) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal::Unbounded { why });
    zones_known(site, &order.zones)?;
    if order.zones.len() > ZONES_PER_WARNING_MAX {
        return Err(Refusal::Full {
            what: "zones in one standing order",
            limit: ZONES_PER_WARNING_MAX,
        });
    }
    if !is_name(order.id.as_str()) {
        return no("its name must be 1 to 64 of a-z A-Z 0-9 . _ -".to_owned());
    }
    has_words(site, &order.danger)?;
    match &order.trigger {
        Trigger::Sensors(trigger) => of_sensors(site, order, trigger)?,
        Trigger::Cap(trigger) => of_cap(site, trigger)?,
        Trigger::Button(trigger) => of_button(site, trigger)?,
    }
    if let Some(pre_alert) = &order.pre_alert {
        has_words(site, &pre_alert.danger)?;
        if pre_alert.danger == order.danger {
            return no(
                "a pre-alert has a danger of its own, with its own words and tone".to_owned(),
            );
        }
    }
    if let Some(fault) = order.hours.as_ref().and_then(super::hours::Hours::fault) {
        return no(fault);
    }
    if let Some(deputy) = order
        .deputy
        .as_ref()
        .filter(|deputy| !site.officers.contains_key(*deputy))
    {
        return Err(Refusal::Unknown {
            what: "officer",
            name: deputy.to_string(),
        });
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

fn has_words(site: &Site, danger: &Danger) -> Result<(), Refusal> {
    if site.words.contains_key(danger) {
        return Ok(());
    }
    Err(Refusal::NoWords {
        danger: danger.to_string(),
    })
}

fn of_sensors(site: &Site, order: &StandingOrder, trigger: &Sensors) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal::Unbounded { why });
    if let Who::Named(named) = &trigger.who
        && let Some(unknown) = named.iter().find(|s| !site.sensors.contains_key(*s))
    {
        return Err(Refusal::Unknown {
            what: "sensor",
            name: unknown.to_string(),
        });
    }
    let count = sensors::who(site, order, trigger).count();
    if trigger.sensors_min < 2 || trigger.sensors_min as usize > count {
        return no(format!(
            "sensors_min is {}; between 2 and the {count} sensors that count must agree",
            trigger.sensors_min
        ));
    }
    if !(100..=60_000).contains(&trigger.within_ms) {
        return no(format!(
            "within_ms is {}; choose 100 to 60000",
            trigger.within_ms
        ));
    }
    if let Some(ms) = trigger.silent_after_ms.filter(|ms| !SILENT_MS.contains(ms)) {
        return no(format!("silent_after_ms is {ms}; choose 1000 to 86400000"));
    }
    let pre_alert = order.pre_alert.as_ref();
    match pre_alert.map(|pre_alert| pre_alert.sensors_min) {
        Some(min) if min == 0 || min >= trigger.sensors_min => no(format!(
            "a pre-alert from {min} sensors on; choose 1 to {}",
            trigger.sensors_min - 1
        )),
        Some(_) | None => Ok(()),
    }
}

fn of_cap(site: &Site, trigger: &CapTrigger) -> Result<(), Refusal> {
    if !site.feeds.contains_key(&trigger.feed) {
        return Err(Refusal::Unknown {
            what: "feed",
            name: trigger.feed.to_string(),
        });
    }
    let no = |why: String| Err(Refusal::Unbounded { why });
    let is_keyed = site
        .feeds
        .get(&trigger.feed)
        .is_some_and(|rule| !rule.keys.is_empty());
    if !is_keyed {
        return no(format!(
            "the feed {} has no keys, so anybody could set it off; configure those of its authority",
            trigger.feed
        ));
    }
    if trigger.sender.trim().is_empty() {
        return no("name the sender that counts; a feed may carry anybody".to_owned());
    }
    let thresholds = [
        (
            "severity_from",
            Some(&trigger.severity_from),
            super::cap::SEVERITIES,
        ),
        (
            "urgency_from",
            trigger.urgency_from.as_ref(),
            super::cap::URGENCIES,
        ),
        (
            "certainty_from",
            trigger.certainty_from.as_ref(),
            super::cap::CERTAINTIES,
        ),
    ];
    for (name, from, words) in thresholds {
        if let Some(from) = from.filter(|from| !words.contains(&from.as_str())) {
            let words = words.join(", ");
            return no(format!("{name} is {from:?}; choose of {words}"));
        }
    }
    Ok(())
}

fn of_button(site: &Site, trigger: &Button) -> Result<(), Refusal> {
    if trigger.officers.is_empty() {
        return Err(Refusal::Unbounded {
            why: "nobody may press its button; name at least one officer".to_owned(),
        });
    }
    let unknown = trigger
        .officers
        .iter()
        .find(|o| !site.officers.contains_key(*o));
    match unknown {
        Some(unknown) => Err(Refusal::Unknown {
            what: "officer",
            name: unknown.to_string(),
        }),
        None => Ok(()),
    }
}
