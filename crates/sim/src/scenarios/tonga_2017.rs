//! Tonga, 2017: a drill left without the word TEST, and people fled.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use vigie_core::delivery::Work;
use vigie_core::fact::Fact;
use vigie_core::status::Status;

pub fn play(rule: Rule) -> Ending {
    let mut site = crate::site::site(5, false).map_err(|fault| fault.to_string())?;
    // Whoever wrote the words of the drill forgot the mark.
    let words = site.words.values_mut();
    for wording in words.flat_map(|words| words.languages.values_mut()) {
        wording.exercise_mark.clear();
    }
    let mut stage = Stage::of(rule, site)?;
    if stage.without() {
        // A person types the mark, and forgets to.
        let (warning, _) = stage.submitted("amal", draft("rockets", Status::Actual))?;
        let content = stage.warning(warning)?.submitted.clone();
        let (_, mut content) = content.ok_or("nothing was submitted")?;
        content.status = Status::Exercise;
        stage.force(vec![Fact::AlertIssued {
            warning,
            by: None,
            fired_by: None,
            content,
        }]);
    } else {
        stage.live(draft("rockets", Status::Exercise))?;
    }
    let mut texts = 0;
    for work in stage.hand_over(ALL)? {
        let (Work::Bulletin { alert, .. } | Work::File { alert, .. }) = work else {
            continue;
        };
        for text in alert.content.texts.values() {
            let all = [&text.headline, &text.description, &text.instruction];
            ensure(
                all.iter().all(|text| text.starts_with("EXERCISE")),
                "a drill went out that says nowhere that it is one",
            )?;
            texts += 1;
        }
    }
    ensure(texts > 0, "nothing was said")?;
    Ok(format!(
        "the machine marked all {texts} texts although the words had no mark"
    ))
}
