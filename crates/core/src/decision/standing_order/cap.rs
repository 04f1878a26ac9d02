//! Whether another authority's message sets a standing order off. In doubt it does: an unknown
//! severity, urgency or certainty counts as enough, and one that falls short by one step, once, is a
//! pre-alert where the order has one.

use super::StandingOrder;
use super::fire::{Met, fire};
use super::trigger::{CapTrigger, Trigger, Watch};
use crate::class::Class;
use crate::decision::Foreign;
use crate::decision::feed::signed_by;
use crate::fact::{Fact, Facts};
use crate::ids::ZoneId;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::Content;
use std::collections::BTreeSet;

/// CAP's severities, the least grave first.
pub(super) const SEVERITIES: &[&str] = &["Minor", "Moderate", "Severe", "Extreme"];
/// CAP's urgencies, the least urgent first.
pub(super) const URGENCIES: &[&str] = &["Past", "Future", "Expected", "Immediate"];
/// CAP's certainties, the least certain first.
pub(super) const CERTAINTIES: &[&str] = &["Unlikely", "Possible", "Likely", "Observed"];

/// Fires every standing order in force that a message sets off. The message is for the public, has
/// not expired and ends nothing.
pub(crate) fn taken(
    state: &State,
    site: &Site,
    now: Timestamp,
    foreign: &Foreign,
    content: &Content,
    facts: &mut Facts,
) {
    let mut fired: Vec<&StandingOrder> = Vec::new();
    let watch = Watch::Feed(foreign.feed.clone());
    for held in state.standing_orders.watching(&watch) {
        let order = &held.order;
        let Trigger::Cap(trigger) = &order.trigger else {
            continue;
        };
        if !held.in_force(now)
            || order.status != content.status
            || trigger.sender != foreign.alert.sender
            || !is_about(site, content, &order.zones)
        {
            continue;
        }
        let Some(class) = class(trigger, content) else {
            continue;
        };
        if class == Class::PreAlert && order.pre_alert.is_none() {
            continue;
        }
        if let Err(why) = is_proven(site, foreign) {
            facts.push(Fact::StandingOrderHeld {
                id: order.id.clone(),
                why,
            });
            continue;
        }
        let met = Met {
            class,
            sensors: Vec::new(),
            reports: Vec::new(),
            pressed_by: None,
            cap: Some(content.cap.triple()),
        };
        fire(state, site, now, held, &met, facts, &mut fired);
    }
}

/// Nobody looks before it sounds: without a key of its feed a message warns no city.
fn is_proven(site: &Site, foreign: &Foreign) -> Result<(), String> {
    let why = match site
        .feeds
        .get(&foreign.feed)
        .map(|rule| signed_by(rule, foreign))
    {
        Some(Ok(Some(_))) => return Ok(()),
        Some(Err(why)) => why,
        Some(Ok(None)) | None => "its feed has no keys".to_owned(),
    };
    Err(format!(
        "the message that set it off is not proven to come from its authority: {why}; an officer must warn by hand"
    ))
}

/// A message without a shape may be about anywhere its feed is about.
fn is_about(site: &Site, content: &Content, zones: &BTreeSet<ZoneId>) -> bool {
    let area = site.drawn(content.area.clone());
    let shapeless = area.polygons.is_empty() && area.circles.is_empty();
    let mut zones = zones.iter().filter_map(|id| site.zones.get(id));
    shapeless || zones.any(|zone| zone.meets(&area))
}

fn class(trigger: &CapTrigger, content: &Content) -> Option<Class> {
    let thresholds = [
        (Some(&trigger.severity_from), &content.severity, SEVERITIES),
        (trigger.urgency_from.as_ref(), &content.urgency, URGENCIES),
        (
            trigger.certainty_from.as_ref(),
            &content.certainty,
            CERTAINTIES,
        ),
    ];
    let short: usize = thresholds
        .into_iter()
        .map(|(from, said, words)| short_by(from, said, words))
        .sum();
    match short {
        0 => Some(Class::Alert),
        1 => Some(Class::PreAlert),
        _ => None,
    }
}

/// By how many steps what is said falls short. Unknown is not less.
fn short_by(from: Option<&String>, said: &str, words: &[&str]) -> usize {
    let rank = |word: &str| words.iter().position(|known| *known == word);
    match (from.and_then(|from| rank(from)), rank(said)) {
        (Some(from), Some(said)) => from.saturating_sub(said),
        (None, _) | (_, None) => 0,
    }
}
