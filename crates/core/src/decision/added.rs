//! What an officer may add to vetted words: values that the danger's texts take, and one note, in one
//! language that says what a note is.

use crate::ids::Language;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::status::Status;
use crate::vetting::{COMMON, Sayable};
use crate::warning::{Draft, Revision, Warning};
use crate::wording::{DangerWords, Note, SlotValue, Values};
use std::collections::BTreeMap;

/// What is added to a warning that is drafted, or changed of a live one.
pub(super) struct Added<'a> {
    status: Status,
    slots: &'a BTreeMap<String, SlotValue>,
    note: Option<&'a Note>,
}

impl<'a> Added<'a> {
    /// What a draft adds.
    pub(super) fn by_draft(draft: &'a Draft) -> Self {
        Self {
            status: draft.status,
            slots: &draft.slots,
            note: draft.note.as_ref(),
        }
    }

    /// What an update adds anew; what stays was looked at before.
    pub(super) fn by_update(warning: &Warning, revision: &'a Revision) -> Self {
        static NONE: BTreeMap<String, SlotValue> = BTreeMap::new();
        Self {
            status: warning.status,
            slots: revision.slots.as_ref().unwrap_or(&NONE),
            note: revision.note.as_ref(),
        }
    }
}

/// Whether what is added may go out; with nothing added there is nothing to refuse.
pub(super) fn may_add(
    site: &Site,
    words: &DangerWords,
    sayable: &Sayable,
    added: &Added<'_>,
) -> Result<(), Refusal> {
    let values = Values::read(&words.danger, &words.slots, added.slots)?;
    if let Some(zone) = values.destination()
        && !site.zones.contains_key(zone)
    {
        return Err(Refusal::Unknown {
            what: "zone to go to",
            name: zone.to_string(),
        });
    }
    if !added.slots.is_empty() {
        let said = sayable.languages.keys();
        let unsaid: Vec<&Language> = said
            .filter(|language| !sayable.common.contains_key(*language))
            .collect();
        if unsaid.len() == sayable.languages.len() {
            return Err(unsayable(site, added.status, unsaid.into_iter().cloned()));
        }
    }
    added
        .note
        .map_or(Ok(()), |note| may_note(site, sayable, added.status, note))
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
