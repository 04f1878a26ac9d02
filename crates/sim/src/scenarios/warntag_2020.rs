//! Germany, 10 September 2020: dozens of authorities fired at eleven o'clock together; messages were
//! half an hour late, and 52 arrived where one was planned.

use super::stage::{Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::BTreeSet;
use vigie_core::Command;
use vigie_core::delivery::{Room, Work, due};
use vigie_core::ids::{AlertId, WarningId};
use vigie_core::status::Status;

/// What goes out in one breath.
const BREATH: Room = Room {
    sirens: 4,
    live: 4,
    folder: 4,
};

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let mut all: BTreeSet<WarningId> = BTreeSet::new();
    for _ in 0..52 {
        all.insert(stage.live(draft("fire", Status::Exercise))?);
    }
    let ended = *all.first().ok_or("nobody warned")?;
    stage.does("amal", Command::AllClear(ended))?;
    let danger = stage.live(draft("rockets", Status::Actual))?;
    all.insert(danger);

    let first = first_out(&stage).ok_or("nothing leaves")?;
    let of_danger = stage.state.alerts.get(&first).map(|alert| alert.warning);
    ensure(
        of_danger == Some(danger),
        "the one real danger waits behind 52 drills",
    )?;
    let mut breaths = 0;
    let mut told: BTreeSet<WarningId> = BTreeSet::new();
    loop {
        let work = stage.hand_over(BREATH)?;
        if work.is_empty() {
            break;
        }
        breaths += 1;
        ensure(breaths < 1_000, "it never comes to an end")?;
        let alerts = work.iter().filter_map(|work| match work {
            Work::File { alert, .. } => Some(alert.warning),
            Work::Siren { .. } | Work::Bulletin { .. } => None,
        });
        told.extend(alerts);
        stage.pass_ms(10)?;
    }
    ensure(told == all, "a warning was lost in the storm")?;
    Ok(format!(
        "the one real danger left first, and all {} warnings left within {breaths} breaths",
        all.len()
    ))
}

/// The alert of the first bulletin that leaves.
fn first_out(stage: &Stage) -> Option<AlertId> {
    let work = due(&stage.state, stage.now, BREATH).work;
    let mut bulletins: Vec<AlertId> = work
        .iter()
        .filter_map(|work| match work {
            Work::Bulletin { alert, .. } => Some(alert.id),
            Work::Siren { .. } | Work::File { .. } => None,
        })
        .collect();
    if stage.without() {
        // Everyone in the order in which they came, as it was there.
        let open = stage.state.deliveries.open();
        bulletins = open.map(|delivery| delivery.alert).collect();
        bulletins.sort();
    }
    bulletins.first().copied()
}
