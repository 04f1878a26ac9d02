//! Who gets an alert, and by which channel first. Whoever heard of its warning before is told by the channel
//! that told them, wherever they are by then; whoever is new in its area is told by their first channel.

use super::Post;
use crate::signup;
use std::collections::BTreeSet;
use vigie_core::audience::crowd::Fate;
use vigie_core::audience::region::Region;
use vigie_core::decision::footprint::Address;
use vigie_core::delivery::Lane;
use vigie_core::ids::{ChannelId, DeliveryId};
use vigie_core::limits::COHORT_MEMBERS_MAX;
use vigie_core::status::Status;
use vigie_core::warning::Alert;
use vigie_store::registry::parcels::{NewParcel, OrderRow};
use vigie_store::registry::{Person, Register};

/// Nobody is left out because others are many: a country's worth.
const FOUND_MAX: usize = 100_000_000;

/// What all parcels of a delivery have in common.
pub(super) fn order(delivery: DeliveryId, lane: Lane, alert: &Alert) -> OrderRow {
    let status = match alert.content.status {
        Status::Actual => 0,
        Status::Exercise => 10,
    };
    let lane = match lane {
        Lane::Life => 0,
        Lane::End => 1,
        Lane::Other => 2,
    };
    OrderRow {
        delivery: delivery.0,
        warning: alert.warning.0,
        rank: status + lane,
    }
}

/// Makes the parcels of an order, in cohorts, each with one sync. Done again after a crash, it adds what is
/// missing.
pub(super) fn plan(post: &Post, order: OrderRow, alert: &Alert) -> Result<(), String> {
    let said = |fault: vigie_store::registry::Fault| fault.to_string();
    if post
        .0
        .people
        .registry()
        .is_parcelled(order.delivery)
        .map_err(said)?
    {
        return Ok(());
    }
    let told = told_before(post, order).map_err(said)?;
    if !alert.content.act.ends() {
        found_there(post, order, alert, &told)?;
    }
    let mut registry = post.0.people.registry();
    registry
        .parcelled(order.delivery, super::now_ms())
        .map_err(said)
}

/// Makes a parcel for every endpoint that any order of the warning was ever begun for, and returns whose
/// they are.
fn told_before(
    post: &Post,
    order: OrderRow,
) -> Result<BTreeSet<i64>, vigie_store::registry::Fault> {
    let mut told = BTreeSet::new();
    let mut after = 0;
    loop {
        let mut registry = post.0.people.registry();
        let page =
            registry.parcels_begun(order.warning, order.delivery, after, COHORT_MEMBERS_MAX)?;
        let Some(last) = page.last() else {
            return Ok(told);
        };
        after = last.number;
        told.extend(page.iter().map(|parcel| parcel.to.person));
        let again: Vec<NewParcel> = page.into_iter().map(|parcel| parcel.to).collect();
        registry.make_parcels(order, &again, super::now_ms())?;
    }
}

/// Makes parcels for those in the area of an alert who were not told before.
fn found_there(
    post: &Post,
    order: OrderRow,
    alert: &Alert,
    told: &BTreeSet<i64>,
) -> Result<(), String> {
    let state = post.0.desk.state();
    let site = state.site.as_deref().ok_or("no site is declared yet")?;
    let address = Address::of_message(site, &alert.content.cap.xml);
    let address = address.ok_or("the message cannot be read again")?;
    let region = Region::from(&address.area);
    let at = (address.peril, crate::clock::now());
    let found = post.0.audience.found(&region, at, FOUND_MAX);
    let found = found.ok_or("people are still being loaded")?;
    let warned = found
        .into_iter()
        .filter(|met| met.fate == Fate::Warned && !told.contains(&met.person))
        .map(|met| met.person);
    let warned: Vec<i64> = warned.collect();
    let offered = offered(post);
    let is_exercise = alert.content.status == Status::Exercise;
    for cohort in warned.chunks(COHORT_MEMBERS_MAX) {
        let wanted = post.0.people.with(|register| -> Result<Vec<NewParcel>, _> {
            let mut wanted = Vec::new();
            for number in cohort {
                // Whoever signed up by themselves did not ask to train.
                if is_exercise && signup::link_of(register, *number)?.is_some() {
                    continue;
                }
                if let Some(person) = register.person_of(*number)? {
                    wanted.extend(first_channel(register, &person, &offered));
                }
            }
            Ok::<_, vigie_store::registry::Fault>(wanted)
        });
        let wanted = wanted.map_err(|fault| fault.to_string())?;
        let mut registry = post.0.people.registry();
        let made = registry.make_parcels(order, &wanted, super::now_ms());
        made.map_err(|fault| fault.to_string())?;
        drop(registry);
        // The first are under way while the last are still looked up.
        post.ring();
    }
    Ok(())
}

/// The channels that the site has and this program opens.
pub(super) fn offered(post: &Post) -> BTreeSet<ChannelId> {
    let state = post.0.desk.state();
    let site = state.site.as_deref();
    let declared = site.into_iter().flat_map(|site| site.channels.keys());
    let opened = declared.filter(|name| post.0.channels.contains_key(*name));
    opened.cloned().collect()
}

/// A parcel for every endpoint of the best channel that somebody has.
fn first_channel(
    register: &mut dyn Register,
    person: &Person,
    offered: &BTreeSet<ChannelId>,
) -> Vec<NewParcel> {
    next_channel(register, person, offered, &BTreeSet::new())
}

/// A parcel for every endpoint of the best channel that somebody has and that was not tried.
pub(super) fn next_channel(
    register: &mut dyn Register,
    person: &Person,
    offered: &BTreeSet<ChannelId>,
    tried: &BTreeSet<String>,
) -> Vec<NewParcel> {
    let endpoints = &person.who.endpoints;
    let untried = endpoints.iter().map(|endpoint| &endpoint.channel);
    let mut untried = untried.filter(|channel| {
        offered.contains(&ChannelId::new(channel.as_str())) && !tried.contains(*channel)
    });
    let Some(best) = untried.next() else {
        return Vec::new();
    };
    let those = endpoints.iter().filter(|one| one.channel == *best);
    let parcels = those.map(|endpoint| NewParcel {
        person: person.number,
        channel: endpoint.channel.clone(),
        endpoint: register.sum_of(&endpoint.channel, &endpoint.address),
    });
    parcels.collect()
}
