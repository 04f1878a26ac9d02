//! Puts on record that somebody of the place vetted what is said: one officer offers it, another person
//! agrees, and from then on it may be said for real.

use super::administration::proposed;
use super::{Needs, permit, text};
use crate::administration::{Change, acts_in};
use crate::fact::{Fact, Facts};
use crate::ids::OfficerId;
use crate::limits::VETTED_TEXTS_MAX;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::vetting::{Vetting, Withdrawal, sum_of};

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

/// One officer takes back what was vetted: from here on no warning begins with it. What is live ends as it
/// began.
pub(super) fn withdraw(
    state: &State,
    site: &Site,
    by: &OfficerId,
    withdrawal: &Withdrawal,
) -> Result<Facts, Refusal> {
    let Withdrawal {
        language,
        texts,
        reason,
    } = withdrawal;
    permit(site, by, Needs::administer(acts_in(site)))?;
    text("reason", reason)?;
    for (danger, sha256) in texts {
        let vetted = state.vetted.get(sha256);
        let is_it = vetted.is_some_and(|v| v.danger == *danger && v.language == *language);
        if !is_it {
            return Err(Refusal::Unknown {
                what: "vetted text",
                name: format!("{danger} in {language}, sum {sha256}"),
            });
        }
    }
    if texts.is_empty() {
        return Err(Refusal::Already {
            what: "no text is named, so nothing is withdrawn",
        });
    }
    Ok(vec![Fact::VettingWithdrawn {
        by: by.clone(),
        withdrawal: Box::new(withdrawal.clone()),
    }])
}

/// Whether the site says exactly what was vetted.
pub(super) fn as_they_stand(site: &Site, vetting: &Vetting) -> Result<(), Refusal> {
    let language = &vetting.language;
    for (danger, vetted) in &vetting.texts {
        let sum = sum_of(site, danger, language).ok_or_else(|| Refusal::NoWords {
            danger: danger.to_string(),
        })?;
        if !sum.eq_ignore_ascii_case(vetted) {
            return Err(Refusal::OtherWords {
                danger: danger.to_string(),
                language: language.clone(),
            });
        }
    }
    Ok(())
}
