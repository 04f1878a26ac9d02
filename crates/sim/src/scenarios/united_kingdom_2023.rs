//! United Kingdom, 23 April 2023: a second language was sent as a second message, and the phones of one
//! operator showed neither.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::delivery::Work;
use vigie_core::fact::Fact;
use vigie_core::ids::Language;
use vigie_core::status::Status;
use vigie_core::warning::Content;

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let warning = stage.live(draft("rockets", Status::Actual))?;
    if stage.without() {
        let whole = stage.warning(warning)?;
        let whole = stage.state.last_alert(whole).ok_or("nothing was sent")?;
        let second = in_welsh_alone(&whole.content);
        stage.force(vec![Fact::AlertIssued {
            warning,
            by: None,
            fired_by: None,
            content: Box::new(second),
        }]);
    }
    let mut languages: BTreeMap<String, BTreeSet<Language>> = BTreeMap::new();
    for work in stage.hand_over(ALL)? {
        let (Work::Bulletin { alert, .. } | Work::File { alert, .. }) = work else {
            continue;
        };
        let said = alert.content.texts.keys().cloned();
        let identifier = alert.content.cap.identifier.clone();
        languages.entry(identifier).or_default().extend(said);
    }
    let all = stage
        .state
        .site
        .as_deref()
        .map_or(0, |site| site.languages.len());
    ensure(
        languages.len() == 1,
        "each language is a message of its own, and the second displaces the first",
    )?;
    ensure(
        languages.values().all(|said| said.len() == all),
        "a language is missing",
    )?;
    Ok(format!(
        "one message with one identifier spoke all {all} languages"
    ))
}

/// The second language as a message of its own.
fn in_welsh_alone(whole: &Content) -> Content {
    let mut second = whole.clone();
    let last = second.texts.pop_last();
    second.texts = last.into_iter().collect();
    second.cap.identifier.push_str("-cy");
    second
}
