//! Valencia, 29 October 2024: the message was drafted at 18:38 and sent at 20:11, after arguing over
//! its wording and its languages.

use super::stage::{ALL, Stage, ensure, fired};
use super::{Ending, Rule};
use vigie_core::delivery::Work;

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    // In the dry season two people agree on words, area, languages and threshold.
    if !stage.without() {
        let order = crate::site::standing_order(stage.now);
        stage.standing(order)?;
    }
    stage.pass_ms(6 * 3_600_000)?;
    let begun = stage.now;
    stage.reading("north")?;
    stage.pass_ms(800)?;
    let facts = stage.reading("south")?;
    let warning = fired(&facts).ok_or("the water came, and the words were still argued over")?;
    let work = stage.hand_over(ALL)?;
    let late_ms = stage.now.since_ms(begun);
    let languages = work.iter().find_map(|work| match work {
        Work::Bulletin { alert, .. } => Some(alert.content.texts.len()),
        Work::Siren { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => None,
    });
    ensure(languages == Some(2), "a language is missing")?;
    ensure(stage.warning(warning)?.is_live(), "nobody was warned")?;
    Ok(format!(
        "it was sent in every language {late_ms} ms after the first gauge, not 93 minutes"
    ))
}
