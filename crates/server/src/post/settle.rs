//! Puts parcels where the rules of the core say that they stand, and makes those of the person's next channel
//! in the same transaction, so that nobody falls between two channels.

use super::{Post, now_ms, plan};
use crate::signup;
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::delivery::parcel::{Outcome, Parcel, Stage, Step, Turn};
use vigie_core::ids::ChannelId;
use vigie_core::time::Timestamp;
use vigie_store::registry::Fault;
use vigie_store::registry::parcels::{Moved, NewParcel, OrderRow, ParcelRow};

/// Settles what channels said of parcels.
pub(super) fn outcomes(post: &Post, said: &[(ParcelRow, Outcome)]) -> Result<(), Fault> {
    let now = Timestamp::from_unix_ms(now_ms());
    let steps = said.iter().filter_map(|(row, outcome)| {
        let parcel = parcel(post, row)?;
        Some((row, parcel, parcel.after(outcome, now)?))
    });
    settle(post, steps.collect(), now)?;
    let gone = said
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Gone { .. }));
    for (row, _) in gone {
        forget(post, row, now)?;
    }
    Ok(())
}

/// Forgets whoever signed up by an endpoint that is not there any longer. Whom others registered stays in their list.
fn forget(post: &Post, row: &ParcelRow, now: Timestamp) -> Result<(), Fault> {
    post.0.people.with(|register| {
        if signup::link_of(register, row.to.person)?.is_none() {
            return Ok(());
        }
        let Some(person) = register.person_of(row.to.person)? else {
            return Ok(());
        };
        for endpoint in &person.who.endpoints {
            let is_it = endpoint.channel == row.to.channel
                && register.sum_of(&endpoint.channel, &endpoint.address) == row.to.endpoint;
            if is_it {
                let reached = (endpoint.channel.as_str(), endpoint.address.as_str());
                signup::forget(register, &person.id, reached, now.unix_ms())?;
            }
        }
        Ok(())
    })
}

/// Settles what happened to parcels besides. Returns how many that changed.
pub(super) fn turn(post: &Post, rows: &[ParcelRow], turn: Turn) -> Result<usize, Fault> {
    let now = Timestamp::from_unix_ms(now_ms());
    let steps = rows.iter().filter_map(|row| {
        let parcel = parcel(post, row)?;
        Some((row, parcel, parcel.turned(turn, now)?))
    });
    settle(post, steps.collect(), now)
}

fn settle(
    post: &Post,
    steps: Vec<(&ParcelRow, Parcel, Step)>,
    now: Timestamp,
) -> Result<usize, Fault> {
    // Those that fail together must not each wait for the other.
    let together: BTreeMap<i64, Stage> = steps
        .iter()
        .map(|(row, _, step)| (row.number, step.stage))
        .collect();
    let mut moved = Vec::new();
    let mut onward: Vec<(OrderRow, NewParcel)> = Vec::new();
    for (row, parcel, step) in steps {
        moved.push(Moved {
            number: row.number,
            from: row.stage.clone(),
            stage: step.stage.as_str(),
            due_ms: step.at.map(Timestamp::unix_ms),
        });
        if parcel.passes_on(&step) {
            onward.extend(passed_on(post, row, &together)?);
        }
    }
    let mut registry = post.0.people.registry();
    registry.settle_parcels(&moved, &onward, now.unix_ms())?;
    Ok(moved.len())
}

/// What the core looks at; a stage that this program does not know is left alone.
fn parcel(post: &Post, row: &ParcelRow) -> Option<Parcel> {
    let state = post.0.desk.state();
    let site = state.site.as_deref();
    let rule = site.and_then(|site| site.channels.get(&ChannelId::new(row.to.channel.as_str())));
    Some(Parcel {
        number: row.number.unsigned_abs(),
        stage: Stage::named(&row.stage)?,
        attempt: row.attempt,
        answer_ms_max: rule.and_then(|rule| rule.answer_ms_max),
    })
}

/// Parcels for the next channel of whoever a parcel did not reach; none while another of theirs may, or when
/// what it says no longer holds.
fn passed_on(
    post: &Post,
    row: &ParcelRow,
    together: &BTreeMap<i64, Stage>,
) -> Result<Vec<(OrderRow, NewParcel)>, Fault> {
    if super::carried(&post.0.desk.state(), row).is_none() {
        return Ok(Vec::new());
    }
    let theirs = {
        let registry = post.0.people.registry();
        registry.parcels_to(row.order.delivery, row.to.person)?
    };
    let another_may = theirs.iter().any(|other| {
        let stands = together.get(&other.number).copied();
        let stands = stands.or_else(|| Stage::named(&other.stage));
        other.number != row.number && !stands.is_some_and(Stage::escalates)
    });
    if another_may {
        return Ok(Vec::new());
    }
    let tried: BTreeSet<String> = theirs.into_iter().map(|other| other.to.channel).collect();
    let offered = plan::offered(post);
    let next = post.0.people.with(|register| {
        let person = register.person_of(row.to.person)?;
        Ok(person.map(|person| plan::next_channel(register, &person, &offered, &tried)))
    })?;
    let next = next.unwrap_or_default().into_iter();
    Ok(next.map(|parcel| (row.order, parcel)).collect())
}
