//! What an officer may add to vetted words: values that the danger's texts take, and one note, in one
//! language that says what a note is.

use crate::ids::Language;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::status::Status;
use crate::vetting::{COMMON, Sayable};
use crate::warning::Draft;
use crate::wording::{DangerWords, Note, Values};

/// Whether what a draft adds may go out; with nothing added there is nothing to refuse.
pub(super) fn may_add(
    site: &Site,
    words: &DangerWords,
    sayable: &Sayable,
    draft: &Draft,
) -> Result<(), Refusal> {
    Values::read(&draft.danger, &words.slots, &draft.slots)?;
    if !draft.slots.is_empty() {
        let said = sayable.languages.keys();
        let unsaid: Vec<&Language> = said
            .filter(|language| !sayable.common.contains_key(*language))
            .collect();
        if unsaid.len() == sayable.languages.len() {
            return Err(unsayable(site, draft.status, unsaid.into_iter().cloned()));
        }
    }
    draft
        .note
        .as_ref()
        .map_or(Ok(()), |note| may_note(site, sayable, draft.status, note))
}

fn may_note(site: &Site, sayable: &Sayable, status: Status, note: &Note) -> Result<(), Refusal> {
    let language = &note.language;
    if !site.languages.contains(language) {
        return Err(Refusal::BadNote {
            why: format!(
                "{language} is no language of this site, which has {}",
                crate::refusal::listed(&site.languages)
            ),
        });
    }
    if let Some(why) = vigie_words::note_fault(&note.text) {
        return Err(Refusal::BadNote { why });
    }
    let is_said = sayable.languages.contains_key(language) && sayable.common.contains_key(language);
    if is_said {
        Ok(())
    } else {
        Err(unsayable(site, status, std::iter::once(language.clone())))
    }
}

/// Why what is said of every danger alike is not said.
fn unsayable(site: &Site, status: Status, languages: impl Iterator<Item = Language>) -> Refusal {
    let languages: Vec<Language> = languages.collect();
    let there = languages
        .iter()
        .any(|language| site.phrases.contains_key(language));
    if there && status == Status::Actual {
        Refusal::NotVetted {
            danger: COMMON.to_owned(),
            languages,
        }
    } else {
        Refusal::NoWords {
            danger: COMMON.to_owned(),
        }
    }
}
