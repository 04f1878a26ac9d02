//! Ends a warning: one person says that it is over or was false, at once and in the words that were
//! agreed on with the alert; a second looks at it afterwards.

use super::compose::{Said, Step, compose, render};
use super::correction::causes;
use super::permit::somebody_else;
use super::warning::{any_sounded, at_stage, issue, own};
use super::{Needs, permit, text};
use crate::fact::{Fact, Facts};
use crate::hand::Hand;
use crate::ids::{Danger, Language, OfficerId, WarningId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::vetting::Sayable;
use crate::warning::{Stage, Warning};
use crate::wording::{Act, Cause, Texts, Values};
use std::collections::BTreeMap;

/// It is over. It goes to everyone and everything that got any of it.
pub(super) fn all_clear(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
) -> Result<Facts, Refusal> {
    let warning = may_end(state, site, by, id)?;
    ended(state, site, now, by, warning, Act::AllClear, None)
}

/// It was false. People are told why in the words of the cause; what the officer wrote is for the
/// record, since one person alone must not write to a city.
pub(super) fn retract(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
    cause: Option<Cause>,
    note: Option<&str>,
) -> Result<Facts, Refusal> {
    let warning = may_end(state, site, by, id)?;
    if let Some(note) = note {
        text("note", note)?;
    }
    let mut facts = Vec::new();
    if cause.is_some() || note.is_some() {
        facts.push(Fact::RetractionExplained {
            warning: id,
            by: by.clone(),
            cause,
            note: note.map(ToOwned::to_owned),
        });
    }
    facts.extend(ended(
        state,
        site,
        now,
        by,
        warning,
        Act::Retraction,
        cause,
    )?);
    Ok(facts)
}

/// A human stands behind what fired without one; or a second looks at an end that one gave alone.
pub(super) fn confirm(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    if let Some((_, _, Some(ender))) = &warning.ended {
        return confirm_end(site, by, warning, ender);
    }
    at_stage(warning, "confirm", Stage::Live)?;
    if !warning.is_unconfirmed() {
        return Err(Refusal::Already {
            what: "a human stands behind this warning already",
        });
    }
    // Whoever pressed the button is not the one who confirms.
    somebody_else(site, by, &warning.hands)?;
    Ok(vec![Fact::WarningConfirmed {
        warning: id,
        by: by.clone(),
    }])
}

fn confirm_end(
    site: &Site,
    by: &OfficerId,
    warning: &Warning,
    ender: &Hand,
) -> Result<Facts, Refusal> {
    if warning.end_confirmed.is_some() {
        return Err(Refusal::Already {
            what: "a second officer has looked at this end already",
        });
    }
    somebody_else(site, by, [ender])?;
    Ok(vec![Fact::EndConfirmed {
        warning: warning.id,
        by: by.clone(),
    }])
}

fn may_end<'a>(
    state: &'a State,
    site: &Site,
    by: &OfficerId,
    id: WarningId,
) -> Result<&'a Warning, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "end", Stage::Live)?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    Ok(warning)
}

fn ended(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    warning: &Warning,
    act: Act,
    cause: Option<Cause>,
) -> Result<Facts, Refusal> {
    let danger = Danger::new(warning.danger.clone());
    let sounded = any_sounded(state, warning);
    let mut step = Step::of(state, now, warning, &danger, act, sounded);
    let born = warning.corrections.as_deref();
    step.agreed = born.and_then(|born| born.texts(act)).cloned();
    if let Some(cause) = cause {
        let sayable = Sayable::of(state, site, warning.status, &danger, Some(warning));
        let sentences = born.map_or_else(
            || causes(site, &sayable).remove(&cause),
            |born| born.causes.get(&cause).cloned(),
        );
        let texts = if let Some(texts) = step.agreed.take() {
            texts
        } else {
            let sayable = sayable.or_refused(&danger)?;
            let said = Said {
                act,
                values: &Values::default(),
                note: None,
            };
            render(
                site,
                warning.status,
                &danger,
                &warning.zones,
                &said,
                &sayable,
            )?
        };
        step.agreed = Some(explained(texts, sentences.as_ref()));
    }
    let content = compose(state, site, now, &step)?;
    Ok(vec![issue(warning.id, Some(by), content)])
}

/// Adds the sentence of a cause in every language that has one.
fn explained(
    mut texts: BTreeMap<Language, Texts>,
    sentences: Option<&BTreeMap<Language, String>>,
) -> BTreeMap<Language, Texts> {
    for (language, sentence) in sentences.into_iter().flatten() {
        if let Some(text) = texts.get_mut(language) {
            text.description.push(' ');
            text.description.push_str(sentence);
        }
    }
    texts
}
