//! Who vetted what is said: somebody of the place read it aloud to those it is for, and two officers put
//! that on record. A text is known by its sum, so a changed one is proposed again.

use crate::ids::{Danger, Language};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{Content, Origin, Warning};
use crate::wording::Phrases;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use vigie_words::COMMON;

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
        let common = Danger::new(COMMON);
        let texts = site.words.keys().chain([&common]).filter_map(|danger| {
            let sha256 = sum_of(site, danger, language)?;
            Some((danger.clone(), sha256))
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
            let what = what(danger);
            format!(
                "{expert} ({office}) vetted {what} in {language}, sum {sha256}: they may be said for real"
            )
        };
        texts.iter().map(line).collect()
    }
}

/// That what was vetted may be said for real no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The language.
    pub language: Language,
    /// Which: the sum of the words of each danger, as they were vetted.
    pub texts: BTreeMap<Danger, String>,
    /// Why.
    pub reason: String,
}

impl Withdrawal {
    /// What it does, line by line, for those who agree to it.
    pub fn says(&self) -> Vec<String> {
        let Self {
            language,
            texts,
            reason,
        } = self;
        let line = |(danger, sha256): (&Danger, &String)| {
            format!(
                "{} in {language}, sum {sha256}, {} said for real no more: {reason}",
                what(danger),
                if danger.as_str() == COMMON {
                    "is"
                } else {
                    "are"
                }
            )
        };
        texts.iter().map(line).collect()
    }
}

/// What is vetted under the name of a danger.
fn what(danger: &Danger) -> String {
    if danger.as_str() == COMMON {
        "what is said of every danger alike".to_owned()
    } else {
        format!("the words for {danger}")
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

/// Every text that was vetted and not withdrawn, by its sum: a text that comes back is vetted still.
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

    pub(crate) fn withdraw(&mut self, withdrawal: &Withdrawal) {
        let texts = Arc::make_mut(&mut self.0);
        for sha256 in withdrawal.texts.values() {
            texts.remove(sha256);
        }
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

/// The sum of what a site says of a danger in a language, or, under [`COMMON`], of every danger alike.
/// None where it says nothing.
pub fn sum_of(site: &Site, danger: &Danger, language: &Language) -> Option<String> {
    if danger.as_str() != COMMON {
        let words = site.words.get(danger)?;
        return Some(words.languages.get(language)?.sha256(danger, language));
    }
    let causes = site.causes.iter().filter_map(|(cause, said)| {
        let sentence = said.get(language)?;
        Some((cause.as_str(), sentence.as_str()))
    });
    let phrases = site.phrases.get(language);
    if phrases.is_none() && causes.clone().next().is_none() {
        return None;
    }
    let none = Phrases::default();
    let phrases = phrases.unwrap_or(&none);
    Some(vigie_words::sum_of_common(
        language.as_str(),
        phrases,
        causes,
    ))
}

/// The sum of everything that a site says, by danger and language: see [`sum_of`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sums(Arc<BTreeMap<Danger, BTreeMap<Language, String>>>);

impl Sums {
    pub(crate) fn of(site: &Site) -> Self {
        let common = Danger::new(COMMON);
        let sums = site.words.keys().chain([&common]).map(|danger| {
            let sums = site.languages.iter().filter_map(|language| {
                let sum = sum_of(site, danger, language)?;
                Some((language.clone(), sum))
            });
            (danger.clone(), sums.collect())
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
    /// What is said of every danger alike may be said in these, with its sum in each.
    pub common: BTreeMap<Language, String>,
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
        let common = Danger::new(COMMON);
        for language in &site.languages {
            let may_be_said = |sha256: &String, was: Was| match status {
                Status::Exercise => true,
                Status::Actual => {
                    state.vetted.get(sha256).is_some()
                        || warning.is_some_and(|w| said(state, w, language, sha256, was))
                }
            };
            if let Some(sha256) = state.sums.get(&common, language)
                && may_be_said(sha256, Was::Common)
            {
                sayable.common.insert(language.clone(), sha256.clone());
            }
            let Some(sha256) = state.sums.get(danger, language) else {
                sayable.left_out.insert(language.clone(), LeftOut::NoWords);
                continue;
            };
            if may_be_said(sha256, Was::OfTheDanger) {
                sayable.languages.insert(language.clone(), sha256.clone());
            } else {
                sayable
                    .left_out
                    .insert(language.clone(), LeftOut::NotVetted);
            }
        }
        sayable
    }

    /// Whether everything that a message says may be said as it could when it was submitted.
    pub(crate) fn still(
        state: &State,
        site: &Site,
        warning: &Warning,
        content: &Content,
    ) -> Result<(), Refusal> {
        let danger = Danger::new(content.danger.clone());
        let now = Self::of(state, site, content.status, &danger, Some(warning));
        let lost = |was: &BTreeMap<Language, String>, is: &BTreeMap<Language, String>| {
            let lost = was
                .iter()
                .filter(|(language, sum)| is.get(*language) != Some(*sum));
            lost.map(|(language, _)| language.clone())
                .collect::<Vec<_>>()
        };
        let words = lost(&content.words, &now.languages);
        let common = lost(&content.common, &now.common);
        let (danger, languages) = match (words.is_empty(), common.is_empty()) {
            (true, true) => return Ok(()),
            (false, _) => (danger.to_string(), words),
            (true, false) => (COMMON.to_owned(), common),
        };
        Err(Refusal::NoLongerVetted { danger, languages })
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

/// Which of the words of a message.
#[derive(Clone, Copy)]
enum Was {
    OfTheDanger,
    Common,
}

/// Whether a warning said these words before.
fn said(state: &State, warning: &Warning, language: &Language, sha256: &str, was: Was) -> bool {
    let messages = warning.alerts.iter().filter_map(|id| state.alerts.get(id));
    messages
        .filter(|alert| alert.content.origin == Origin::Own)
        .any(|alert| {
            let Content {
                words,
                common,
                texts,
                ..
            } = &alert.content;
            // A message from before sums were kept counts by its language.
            match was {
                Was::Common => common.get(language).is_some_and(|sum| sum == sha256),
                Was::OfTheDanger => words.get(language).map_or_else(
                    || words.is_empty() && texts.contains_key(language),
                    |sum| sum == sha256,
                ),
            }
        })
}
