//! Virginia Tech, 16 April 2007: the first message went out about two hours after the first victims,
//! while those who decided waited to know more.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use vigie_core::Command;
use vigie_core::delivery::Work;
use vigie_core::status::Status;
use vigie_core::warning::Revision;

pub fn play(rule: Rule) -> Ending {
    let mut site = crate::site::site(5, false).map_err(|fault| fault.to_string())?;
    if rule == Rule::PlantedOut {
        // What to say is thought of when it happens.
        site.words.clear();
    }
    let mut stage = Stage::of(rule, site)?;
    let begun = stage.now;
    // A danger, a place, a time to hold: nothing about who, how many or why.
    let warning = stage.live(draft("rockets", Status::Actual))?;
    let out = stage.hand_over(ALL)?;
    let first = out.iter().find_map(|work| match work {
        Work::Bulletin { alert, .. } => Some(alert),
        Work::Siren { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => None,
    });
    let texts = first
        .map(|alert| &alert.content.texts)
        .ok_or("nothing left the building")?;
    ensure(
        texts.values().all(|text| !text.instruction.is_empty()),
        "people were told that something is there, and not what to do",
    )?;
    // What is learned later follows on the same thread.
    stage.pass_ms(600_000)?;
    let revision = Revision {
        valid_s: Some(7_200),
        ..Revision::default()
    };
    stage.does("amal", Command::Update { warning, revision })?;
    ensure(
        stage.warning(warning)?.alerts.len() == 2,
        "more was known, and nobody was told",
    )?;
    let first_ms = stage.warning(warning)?.opened.since_ms(begun);
    Ok(format!(
        "the first message needed three words and left {first_ms} ms after it was asked for; the rest followed"
    ))
}
