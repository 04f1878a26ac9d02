//! Japan, 4 October 2022: the equipment of several towns failed, and the all clear went out on another
//! network than the alert.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::BTreeSet;
use vigie_core::Command;
use vigie_core::delivery::{Room, Work};
use vigie_core::status::Status;

/// The other network alone, as it was there.
const OTHER: Room = Room {
    sirens: 0,
    live: 1_000,
    people: 1_000,
    hooks: 1_000,
    folder: 1_000,
};

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let warning = stage.live(draft("rockets", Status::Actual))?;
    let out = ways(&stage.hand_over(ALL)?);
    ensure(out.len() > 2, "it went out by one way only")?;
    // Nothing is heard of any siren: each is tried again, and shown as what it is.
    stage.pass_ms(30_000)?;
    let unheard = stage.state.deliveries.values();
    let unheard = unheard.filter(|delivery| delivery.attempt > 1).count();
    ensure(
        unheard > 0,
        "nobody noticed that the towns' equipment was silent",
    )?;
    stage.does("amal", Command::AllClear(warning))?;
    let room = if stage.without() { OTHER } else { ALL };
    let back = ways(&stage.hand_over(room)?);
    ensure(
        out.is_subset(&back),
        "the all clear did not go where the alert had gone",
    )?;
    Ok(format!(
        "the all clear went by all {} ways of the alert, the silent ones too",
        out.len()
    ))
}

fn ways(work: &[Work]) -> BTreeSet<String> {
    let ways = work.iter().map(|work| match work {
        Work::Siren { siren, .. } => siren.to_string(),
        Work::Bulletin { .. } => "live".to_owned(),
        Work::People { .. } => "people".to_owned(),
        Work::Hook { hook, .. } => hook.to_string(),
        Work::File { .. } => "folder".to_owned(),
    });
    ways.collect()
}
