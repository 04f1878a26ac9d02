//! Germany, 10 September 2020: dozens of authorities fired at eleven o'clock together; messages were
//! half an hour late, and 52 arrived where one was planned.

use super::stage::{Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::BTreeSet;
use vigie_core::Command;
use vigie_core::delivery::{Room, Work, due};
use vigie_core::fact::Fact;
use vigie_core::ids::{AlertId, OfficerId, WarningId};
use vigie_core::status::Status;

/// What goes out in one breath.
const BREATH: Room = Room {
    sirens: 4,
    live: 4,
    people: 4,
    hooks: 4,
    folder: 4,
};

pub fn play(rule: Rule) -> Ending {
    match (merged(rule), in_lanes(rule), rule) {
        (Ok(one), Ok(first), _) => Ok(format!("{one}; {first}")),
        (Err(many), Err(last), _) => Err(format!("{many}; {last}")),
        // Each half must notice by itself.
        (Ok(end), Err(_), Rule::PlantedOut) | (Err(_), Ok(end), Rule::PlantedOut) => Ok(end),
        (Ok(_), Err(why), Rule::Kept) | (Err(why), Ok(_), Rule::Kept) => Err(why),
    }
}

/// Fifty-two ask for the same in the same minute.
fn merged(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    for number in 0..52 {
        let by = ["amal", "carla"][number % 2];
        let same = draft("fire", Status::Exercise);
        if stage.without() {
            let (by, from, event) = (Some(OfficerId::new(by)), None, None);
            let draft = same;
            stage.force(vec![Fact::WarningDrafted {
                draft,
                by,
                from,
                event,
            }]);
        } else {
            stage.does(by, Command::Draft(same))?;
        }
    }
    let waiting: Vec<WarningId> = stage.state.warnings.keys().copied().collect();
    for warning in &waiting {
        stage.does("amal", Command::Submit(*warning))?;
        // Whoever submits so many waits for a turn.
        stage.pass_ms(6_000)?;
        let sha256 = stage.warning(*warning)?.approval_sha256();
        let sha256 = sha256.ok_or("its turn never came")?;
        let warning = *warning;
        stage.does("basil", Command::Approve { warning, sha256 })?;
    }
    let messages = stage.state.alerts.len();
    ensure(
        messages == 1,
        &format!("{messages} messages arrived where one was planned"),
    )?;
    Ok("fifty-two who asked for the same sent one message".to_owned())
}

/// The real danger comes when all of them have warned.
fn in_lanes(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let mut all: BTreeSet<WarningId> = BTreeSet::new();
    for number in 0..52 {
        let mut drill = draft("fire", Status::Exercise);
        drill.valid_s += number;
        all.insert(stage.live(drill)?);
        stage.pass_ms(6_000)?;
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
            Work::Siren { .. }
            | Work::Bulletin { .. }
            | Work::People { .. }
            | Work::Hook { .. } => None,
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
            Work::Siren { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => {
                None
            }
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
