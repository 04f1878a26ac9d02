//! Nice, 14 July 2016: the application published more than two and a half hours after the order, and it
//! was the only channel.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::BTreeSet;
use vigie_core::Input;
use vigie_core::delivery::{Outcome, Room, Work, due};
use vigie_core::status::Status;

/// One channel, as it was there.
const ONE: Room = Room {
    sirens: 0,
    live: 1_000,
    people: 1_000,
    hooks: 1_000,
    folder: 0,
};

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let warning = stage.live(draft("rockets", Status::Actual))?;
    let room = if stage.without() { ONE } else { ALL };
    let mut told = BTreeSet::new();
    for work in due(&stage.state, stage.now, room).work {
        let (delivery, attempt) = work.key();
        let outcome = match &work {
            Work::Bulletin { .. } => Outcome::Failed {
                why: "the application does not answer".to_owned(),
            },
            Work::Siren { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => {
                Outcome::HandedOver { to: 1 }
            }
        };
        if !matches!(work, Work::Bulletin { .. }) {
            told.insert(channel(&work));
        }
        stage.must(&Input::Outcome {
            delivery,
            attempt,
            outcome,
        })?;
    }
    ensure(
        told.len() == 2,
        "the one channel failed, and nobody was told",
    )?;
    // The channel that failed is not given up while the warning holds.
    stage.pass_ms(60_000)?;
    let again = due(&stage.state, stage.now, room).work;
    ensure(
        again.iter().any(|work| channel(work) == "live"),
        "the channel that failed was forgotten",
    )?;
    ensure(stage.warning(warning)?.is_live(), "it ended by itself")?;
    Ok("sirens and files warned at once, and the application is tried until it answers".to_owned())
}

fn channel(work: &Work) -> &'static str {
    match work {
        Work::Siren { .. } => "sirens",
        Work::Bulletin { .. } => "live",
        Work::People { .. } => "people",
        Work::Hook { .. } => "hooks",
        Work::File { .. } => "folder",
    }
}
