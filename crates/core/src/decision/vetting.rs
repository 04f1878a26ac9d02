//! Puts on record that somebody of the place vetted what is said: one officer offers it, another person
//! agrees, and from then on it may be said for real.

use super::administration::proposed;
use super::{Needs, permit, text};
use crate::administration::Change;
use crate::fact::Facts;
use crate::ids::OfficerId;
use crate::limits::VETTED_TEXTS_MAX;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::vetting::Vetting;

/// One officer offers what an expert vetted.
pub(super) fn offer(
    state: &State,
    site: &Site,
    by: &OfficerId,
    vetting: &Vetting,
) -> Result<Facts, Refusal> {
    let change = Change::Words {
        vetting: vetting.clone(),
    };
    permit(site, by, Needs::administer(change.status(site)))?;
    text("expert", &vetting.expert)?;
    text("office", &vetting.office)?;
    as_they_stand(site, vetting)?;
    if vetting
        .texts
        .values()
        .all(|sha256| state.vetted.get(sha256).is_some())
    {
        return Err(Refusal::Already {
            what: "these words are vetted",
        });
    }
    if state.vetted.len() + vetting.texts.len() > VETTED_TEXTS_MAX {
        return Err(Refusal::Full {
            what: "vetted texts",
            limit: VETTED_TEXTS_MAX,
        });
    }
    let says = vetting.says();
    let sha256 = change.sha256(&says)?;
    Ok(vec![proposed(change, says, sha256, Some(by.clone()))])
}

/// Whether the site says exactly what was vetted.
pub(super) fn as_they_stand(site: &Site, vetting: &Vetting) -> Result<(), Refusal> {
    let language = &vetting.language;
    for (danger, vetted) in &vetting.texts {
        let words = site.words.get(danger);
        let wording = words.and_then(|words| words.languages.get(language));
        let wording = wording.ok_or_else(|| Refusal::NoWords {
            danger: danger.to_string(),
        })?;
        if !wording
            .sha256(danger, language)
            .eq_ignore_ascii_case(vetted)
        {
            return Err(Refusal::OtherWords {
                danger: danger.to_string(),
                language: language.clone(),
            });
        }
    }
    Ok(())
}
