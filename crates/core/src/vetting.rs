//! Who vetted what is said: somebody of the place read it aloud to those it is for, and two officers put
//! that on record. A text is known by its sum, so a changed one is proposed again.

use crate::ids::{Danger, Language};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{Origin, Warning};
use crate::wording::Wording;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// That an expert vetted what is said of some dangers in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vetting {
    /// The language.
    pub language: Language,
    /// What was read: the sum of the words of each danger, see [`crate::wording::Wording::sha256`].
    pub texts: BTreeMap<Danger, String>,
    /// Who read it: a name, as the expert wants it in the record.
    pub expert: String,
    /// In which office or trade: teacher, civil defence, interpreter.
    pub office: String,
}

impl Vetting {
    /// That an expert vetted everything that a site says in a language, as it stands.
    pub fn whole(site: &Site, language: &Language, expert: &str, office: &str) -> Self {
        let texts = site.words.iter().filter_map(|(danger, words)| {
            let wording = words.languages.get(language)?;
            Some((danger.clone(), wording.sha256(danger, language)))
        });
        Self {
            language: language.clone(),
            texts: texts.collect(),
            expert: expert.to_owned(),
            office: office.to_owned(),
        }
    }

    /// What it does, line by line, for those who agree to it.
    pub fn says(&self) -> Vec<String> {
        let Self {
            language,
            texts,
            expert,
            office,
        } = self;
        let line = |(danger, sha256): (&Danger, &String)| {
            format!(
                "{expert} ({office}) vetted the words for {danger} in {language}, sum {sha256}: they may be said for real"
            )
        };
        texts.iter().map(line).collect()
    }
}

/// One text that was vetted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vetted {
    /// The danger.
    pub danger: Danger,
    /// The language.
    pub language: Language,
    /// Who read it.
    pub expert: String,
    /// In which office or trade.
    pub office: String,
    /// When the second officer agreed.
    pub at: Timestamp,
}

/// Every text that was ever vetted, by its sum: a text that comes back is vetted still.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VettedTexts(Arc<BTreeMap<String, Vetted>>);

impl VettedTexts {
    /// Who vetted the text with this sum.
    pub fn get(&self, sha256: &str) -> Option<&Vetted> {
        self.0.get(sha256)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn add(&mut self, vetting: &Vetting, at: Timestamp) {
        let texts = Arc::make_mut(&mut self.0);
        for (danger, sha256) in &vetting.texts {
            let vetted = Vetted {
                danger: danger.clone(),
                language: vetting.language.clone(),
                expert: vetting.expert.clone(),
                office: vetting.office.clone(),
                at,
            };
            texts.insert(sha256.clone(), vetted);
        }
    }
}

/// The sum of each wording of a site, by danger and language: see [`crate::wording::Wording::sha256`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sums(Arc<BTreeMap<Danger, BTreeMap<Language, String>>>);

impl Sums {
    pub(crate) fn of(site: &Site) -> Self {
        let sums = site.words.iter().map(|(danger, words)| {
            let sum = |(language, wording): (&Language, &Wording)| {
                (language.clone(), wording.sha256(danger, language))
            };
            (danger.clone(), words.languages.iter().map(sum).collect())
        });
        Self(Arc::new(sums.collect()))
    }

    fn get(&self, danger: &Danger, language: &Language) -> Option<&String> {
        self.0.get(danger)?.get(language)
    }
}

/// Why a language is not in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// The site has no words of this danger in it.
    NoWords,
    /// Nobody here vetted them, and the danger is real.
    NotVetted,
}

/// In which languages of a site something may be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sayable {
    /// In these, with the sum of the words in each.
    pub languages: BTreeMap<Language, String>,
    /// Not in these.
    pub left_out: BTreeMap<Language, LeftOut>,
}

impl Sayable {
    /// The languages in which a danger may be said. What a warning said before it may go on saying: it
    /// ends in every language in which it began.
    pub fn of(
        state: &State,
        site: &Site,
        status: Status,
        danger: &Danger,
        warning: Option<&Warning>,
    ) -> Self {
        let mut sayable = Self::default();
        for language in &site.languages {
            let Some(sha256) = state.sums.get(danger, language) else {
                sayable.left_out.insert(language.clone(), LeftOut::NoWords);
                continue;
            };
            let may_be_said = match status {
                Status::Exercise => true,
                Status::Actual => {
                    state.vetted.get(sha256).is_some()
                        || warning.is_some_and(|w| said(state, w, language, sha256))
                }
            };
            if may_be_said {
                sayable.languages.insert(language.clone(), sha256.clone());
            } else {
                sayable
                    .left_out
                    .insert(language.clone(), LeftOut::NotVetted);
            }
        }
        sayable
    }

    /// The same, or the refusal when there is no language to say it in.
    pub(crate) fn or_refused(self, danger: &Danger) -> Result<Self, Refusal> {
        if !self.languages.is_empty() {
            return Ok(self);
        }
        let languages = self.not_vetted().cloned().collect::<Vec<_>>();
        Err(if languages.is_empty() {
            Refusal::NoWords {
                danger: danger.to_string(),
            }
        } else {
            Refusal::NotVetted {
                danger: danger.to_string(),
                languages,
            }
        })
    }

    /// The languages that only lack somebody who vets them.
    pub fn not_vetted(&self) -> impl Iterator<Item = &Language> {
        let left_out = self.left_out.iter();
        left_out
            .filter(|(_, why)| **why == LeftOut::NotVetted)
            .map(|(language, _)| language)
    }
}

/// Whether a warning said these words before.
fn said(state: &State, warning: &Warning, language: &Language, sha256: &str) -> bool {
    let messages = warning.alerts.iter().filter_map(|id| state.alerts.get(id));
    messages
        .filter(|alert| alert.content.origin == Origin::Own)
        .any(|alert| {
            // A message from before sums were kept counts by its language.
            let was = alert.content.words.get(language);
            was.map_or_else(
                || alert.content.words.is_empty() && alert.content.texts.contains_key(language),
                |was| was == sha256,
            )
        })
}
