//! Puts on record that somebody of the place vetted what is said: one officer offers it, another person
//! agrees, and from then on it may be said for real.

use super::administration::proposed;
use super::{Needs, permit, text};
use crate::administration::{Change, Pending, acts_in, left_for_two};
use crate::fact::{Fact, Facts};
use crate::ids::OfficerId;
use crate::limits::VETTED_TEXTS_MAX;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::vetting::{Vetting, Withdrawal, sum_of};

/// One officer offers what an expert vetted: words as they are said, or words that wait to be agreed to. Of
/// these, the words and who vetted them are agreed to in one.
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
    if vetting
        .texts
        .values()
        .all(|sha256| state.vetted.get(sha256).is_some())
    {
        return Err(Refusal::Already {
            what: "these words are vetted",
        });
    }
    let Err(other_words) = as_they_stand(site, vetting) else {
        room(state, std::slice::from_ref(vetting))?;
        let says = vetting.says();
        let sha256 = change.sha256(&says)?;
        return Ok(vec![proposed(change, says, sha256, Some(by.clone()))]);
    };
    let waiting = state.changes.site();
    let waiting = waiting.filter(|pending| {
        let becomes = pending.change.site();
        becomes.is_some_and(|becomes| as_they_stand(becomes, vetting).is_ok())
    });
    with_who_vetted_it(state, site, by, waiting.ok_or(other_words)?, vetting)
}

/// The site that waits, with one more vetting of its words, in the place of the one that waited.
fn with_who_vetted_it(
    state: &State,
    site: &Site,
    by: &OfficerId,
    waiting: &Pending,
    vetting: &Vetting,
) -> Result<Facts, Refusal> {
    let (becomes, before) = match &waiting.change {
        Change::Site { site } => (site, &[][..]),
        Change::VettedSite { site, vettings } => (site, vettings.as_slice()),
        Change::Token { .. } | Change::Words { .. } | Change::Withdrawal { .. } => {
            return Ok(Facts::new());
        }
    };
    let earlier = before.iter().filter(|earlier| {
        // Whoever reads a language again takes the place of who read it.
        earlier.language != vetting.language
            || earlier
                .texts
                .keys()
                .any(|danger| !vetting.texts.contains_key(danger))
    });
    let vettings: Vec<Vetting> = earlier.chain([vetting]).cloned().collect();
    room(state, &vettings)?;
    let agreed = state.agreed_site().unwrap_or(site);
    let mut says = left_for_two(agreed, becomes);
    says.extend(vettings.iter().flat_map(Vetting::says));
    let change = Change::VettedSite {
        site: becomes.clone(),
        vettings,
    };
    permit(site, by, Needs::administer(change.status(site)))?;
    let sha256 = change.sha256(&says)?;
    Ok(vec![
        Fact::ChangeVoided {
            change: waiting.asked.id,
            why: "it is proposed anew, together with who vetted its words".to_owned(),
        },
        proposed(change, says, sha256, Some(by.clone())),
    ])
}

fn room(state: &State, vettings: &[Vetting]) -> Result<(), Refusal> {
    let more: usize = vettings.iter().map(|vetting| vetting.texts.len()).sum();
    if state.vetted.len() + more > VETTED_TEXTS_MAX {
        return Err(Refusal::Full {
            what: "vetted texts",
            limit: VETTED_TEXTS_MAX,
        });
    }
    Ok(())
}

/// One officer asks that words be said for real no more. It takes a language from those who are to be warned,
/// so another person agrees; from then on no warning begins with it, and what is live ends as it began.
pub(super) fn withdraw(
    state: &State,
    site: &Site,
    by: &OfficerId,
    withdrawal: &Withdrawal,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::administer(acts_in(site)))?;
    text("reason", &withdrawal.reason)?;
    are_vetted(state, withdrawal)?;
    if withdrawal.texts.is_empty() {
        return Err(Refusal::Already {
            what: "no text is named, so nothing is withdrawn",
        });
    }
    let says = withdrawal.says();
    let change = Change::Withdrawal {
        withdrawal: withdrawal.clone(),
    };
    let sha256 = change.sha256(&says)?;
    Ok(vec![proposed(change, says, sha256, Some(by.clone()))])
}

/// Whether there is something to take back.
pub(super) fn are_vetted(state: &State, withdrawal: &Withdrawal) -> Result<(), Refusal> {
    let Withdrawal {
        language, texts, ..
    } = withdrawal;
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
    Ok(())
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
