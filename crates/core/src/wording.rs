//! What to say, as a site declares it: the texts of `vigie-words` in its languages with the names left
//! open, so that the journal shows what could be said without any other file. Never translated by
//! machine: a language without a text is left out and named as missing.

mod added;
mod codes;
mod common;
mod said;

pub use added::{Note, SlotValue, Values, key};
pub use codes::{ActCodes, CapCodes, EventCodes};
pub use common::{causes, phrases};
pub use vigie_words::{Label, Phrases, Slot};

use crate::ids::{Danger, Language};
use crate::siren::Tone;
use crate::status::Status;
use said::Said;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vigie_words::{Book, Unsaid};

/// What a message of a warning does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The danger is there.
    Alert,
    /// More is known, or it goes on.
    Update,
    /// The danger is over.
    AllClear,
    /// It was false.
    Retraction,
    /// Nobody has confirmed it for so long that it no longer holds. Not an all clear.
    Expiry,
}

impl Act {
    /// Every act, in the order of a warning's life.
    pub const ALL: [Self; 5] = [
        Self::Alert,
        Self::Update,
        Self::AllClear,
        Self::Retraction,
        Self::Expiry,
    ];

    /// Whether nothing new may sound after it.
    pub const fn ends(self) -> bool {
        matches!(self, Self::AllClear | Self::Retraction | Self::Expiry)
    }

    /// The act as the words know it.
    pub(crate) const fn in_words(self) -> vigie_words::Act {
        match self {
            Self::Alert => vigie_words::Act::Alert,
            Self::Update => vigie_words::Act::Update,
            Self::AllClear => vigie_words::Act::AllClear,
            Self::Retraction => vigie_words::Act::Retraction,
            Self::Expiry => vigie_words::Act::Expiry,
        }
    }

    /// The word as files and wires spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Update => "update",
            Self::AllClear => "all_clear",
            Self::Retraction => "retraction",
            Self::Expiry => "expiry",
        }
    }
}

/// Why a warning was false: a closed list, because each has a vetted sentence in every language, and
/// one person alone must not write to a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A sensor or another machine was wrong.
    Machine,
    /// Somebody made a mistake.
    Mistake,
    /// An exercise was sent as real.
    Exercise,
    /// Somebody sent it who may not.
    Forged,
    /// It was looked into, and there is no danger.
    NoDanger,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 5] = [
        Self::Machine,
        Self::Mistake,
        Self::Exercise,
        Self::Forged,
        Self::NoDanger,
    ];

    /// The word as files and wires spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Mistake => "mistake",
            Self::Exercise => "exercise",
            Self::Forged => "forged",
            Self::NoDanger => "no_danger",
        }
    }
}

/// What one message says in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// One line: what and where.
    pub headline: String,
    /// What is known.
    pub description: String,
    /// What to do, first things first. May be empty when others wrote none.
    pub instruction: String,
    /// The title of a push; empty where the site has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub push: String,
    /// Two lines of sixteen characters for a small display; empty where the site has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub display: String,
}

/// What one language says of a danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The name of the danger, CAP's `event`.
    pub event: String,
    /// What the machine writes before everything in an exercise.
    pub exercise_mark: String,
    /// What a file said of who vetted them, in journals from before two officers had to; it permits
    /// nothing, see [`crate::vetting`].
    #[serde(default)]
    pub vetted: String,
    /// The texts by act. Slots: `{place}`, `{authority}`, and the sentences of values, `{say-minutes}`.
    pub acts: BTreeMap<Act, Texts>,
    /// Title and display of the alert, and of each act that the danger says in its own way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<vigie_words::Act, Label>,
}

impl Wording {
    fn of(book: &Book, danger: &str, language: &Language) -> Result<Self, Unsaid> {
        let declared = book.declared(danger, language.as_str())?;
        let acts = Act::ALL.iter().filter_map(|act| {
            let said = declared.acts.get(&act.in_words())?.clone();
            let texts = Texts {
                headline: said.headline,
                description: said.description,
                instruction: said.instruction,
                ..Texts::default()
            };
            Some((*act, texts))
        });
        let acts = acts.collect();
        Ok(Self {
            event: declared.event,
            exercise_mark: declared.exercise_mark,
            vetted: String::new(),
            acts,
            labels: declared.labels,
        })
    }

    /// What somebody vets: SHA-256 over everything that is said, hexadecimal.
    pub fn sha256(&self, danger: &Danger, language: &Language) -> String {
        let acts = self.acts.iter().map(|(act, texts)| {
            let Texts {
                headline,
                description,
                instruction,
                push: _,
                display: _,
            } = texts;
            let texts = [headline, description, instruction].map(String::as_str);
            (act.in_words(), texts)
        });
        vigie_words::sum(
            (danger.as_str(), language.as_str()),
            (&self.event, &self.exercise_mark),
            acts,
            &self.labels,
        )
    }
}

/// Everything Vigie may say of one danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerWords {
    /// Its code.
    pub danger: Danger,
    /// CAP's words for an alert of it.
    pub cap: CapCodes,
    /// What each act of it is called elsewhere; journals from before this was declared have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<Act, ActCodes>,
    /// The tone that means it.
    pub tone: Tone,
    /// The values that its texts can say beyond place, authority and time.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub slots: BTreeSet<Slot>,
    /// By language.
    pub languages: BTreeMap<Language, Wording>,
}

/// What goes into the slots, and what may be said around them.
#[derive(Clone, Debug)]
pub struct Slots<'a> {
    /// Name of the place, by language; falls back to the first name there is.
    pub place: &'a BTreeMap<Language, String>,
    /// Who warns.
    pub authority: &'a str,
    /// What is known besides; plain values, never sentences.
    pub values: &'a Values,
    /// Name of the place to go to, by language.
    pub destination: Option<&'a BTreeMap<Language, String>>,
    /// What an officer added.
    pub note: Option<&'a Note>,
    /// What may be said of every danger alike, by language.
    pub phrases: BTreeMap<&'a Language, &'a Phrases>,
}

impl DangerWords {
    /// What a book says of a danger, in the languages of a site that it has.
    pub fn of(book: &Book, danger: &str, languages: &[Language]) -> Result<Self, String> {
        let codes = book
            .codes()
            .dangers
            .get(danger)
            .ok_or_else(|| format!("{danger} has words and no codes; add it to codes.toml"))?;
        let tone = Tone::ALL
            .into_iter()
            .find(|tone| tone.as_str() == codes.tone)
            .ok_or_else(|| {
                let known: Vec<&str> = Tone::ALL.iter().map(|tone| tone.as_str()).collect();
                format!(
                    "codes.toml gives {danger} the tone {:?}; sirens know {}",
                    codes.tone,
                    known.join(", ")
                )
            })?;
        let first = |words: &[String]| words.first().cloned().unwrap_or_default();
        let there = languages
            .iter()
            .filter(|language| book.source(danger, language.as_str()).is_some());
        let languages = there
            .map(|language| Ok((language.clone(), Wording::of(book, danger, language)?)))
            .collect::<Result<_, vigie_words::Unsaid>>()
            .map_err(|unsaid| unsaid.to_string())?;
        Ok(Self {
            danger: Danger::new(danger),
            cap: CapCodes {
                category: first(&codes.cap.category),
                response: first(&codes.cap.response),
                urgency: codes.cap.urgency.clone(),
                severity: codes.cap.severity.clone(),
                certainty: codes.cap.certainty.clone(),
            },
            codes: Act::ALL
                .into_iter()
                .filter_map(|act| Some((act, ActCodes::of(book, danger, act)?)))
                .collect(),
            tone,
            slots: codes.slots.iter().copied().collect(),
            languages,
        })
    }

    /// What an act of it is called elsewhere.
    pub fn codes_of(&self, act: Act) -> ActCodes {
        let declared = self.codes.get(&act).cloned();
        declared.unwrap_or_else(|| ActCodes::undeclared(self, act))
    }

    /// The texts of `act` in every language that has them; in an exercise the machine marks each.
    pub fn render(&self, act: Act, status: Status, slots: &Slots<'_>) -> BTreeMap<Language, Texts> {
        self.languages
            .iter()
            .filter_map(|(language, wording)| {
                let texts = wording.acts.get(&act)?;
                let said = Said {
                    language,
                    wording,
                    status,
                    slots,
                };
                Some((language.clone(), said.fill(act, texts)))
            })
            .collect()
    }

    /// What is wrong with the set: an act without text, an empty text, an unknown slot, no mark.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (language, wording) in &self.languages {
            let at = format!("wording {} in {language}", self.danger);
            if wording.exercise_mark.trim().is_empty() {
                faults.push(format!(
                    "{at}: exercise_mark is empty; write the word for EXERCISE"
                ));
            }
            for act in Act::ALL {
                let Some(texts) = wording.acts.get(&act) else {
                    faults.push(format!(
                        "{at}: no text for {}; every act needs one",
                        act.as_str()
                    ));
                    continue;
                };
                for (name, text) in [
                    ("headline", &texts.headline),
                    ("description", &texts.description),
                    ("instruction", &texts.instruction),
                ] {
                    if text.trim().is_empty() {
                        faults.push(format!("{at}: {} {name} is empty", act.as_str()));
                    }
                    if let Some(slot) = unknown_slot(text) {
                        faults.push(format!(
                            "{at}: {} {name} has the slot {{{slot}}}; known are {{place}}, {{authority}} and the sentences of values",
                            act.as_str()
                        ));
                    }
                }
            }
        }
        faults
    }
}

fn unknown_slot(text: &str) -> Option<&str> {
    text.split('{').skip(1).find_map(|after| {
        let slot = after.split('}').next().unwrap_or(after);
        let known = matches!(slot, "place" | "authority") || Slot::said_by(slot).is_some();
        (!known).then_some(slot)
    })
}

#[cfg(test)]
mod tests;
