//! What to say: vetted texts per danger, act and language, filled by typed slots. Never translated
//! by machine: a language without a text is left out and named as missing.

use crate::ids::{Danger, Language};
use crate::siren::Tone;
use crate::status::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// The three texts of one message in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// One line: what and where.
    pub headline: String,
    /// What is known.
    pub description: String,
    /// What to do, first things first. May be empty when others wrote none.
    pub instruction: String,
}

/// CAP's closed words for a danger, as CAP spells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapCodes {
    /// `category`: `Security`, `Fire`, …
    pub category: String,
    /// `responseType` of an alert: `Shelter`, `Evacuate`, …
    pub response: String,
    /// `urgency`.
    pub urgency: String,
    /// `severity`.
    pub severity: String,
    /// `certainty`.
    pub certainty: String,
}

/// What one language says of a danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The name of the danger, CAP's `event`.
    pub event: String,
    /// What the machine writes before everything in an exercise.
    pub exercise_mark: String,
    /// Who vetted the texts and when; empty means proposed, not vetted.
    #[serde(default)]
    pub vetted: String,
    /// The texts by act. Slots: `{place}`, `{authority}`.
    pub acts: BTreeMap<Act, Texts>,
}

/// Everything Vigie may say of one danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerWords {
    /// Its code.
    pub danger: Danger,
    /// CAP's words for it.
    pub cap: CapCodes,
    /// The tone that means it.
    pub tone: Tone,
    /// By language.
    pub languages: BTreeMap<Language, Wording>,
}

/// What goes into the slots; plain values, never sentences.
#[derive(Clone, Debug)]
pub struct Slots<'a> {
    /// Name of the place, by language; falls back to the first name there is.
    pub place: &'a BTreeMap<Language, String>,
    /// Who warns.
    pub authority: &'a str,
}

impl DangerWords {
    /// The texts of `act` in every language that has them; in an exercise the machine marks each.
    pub fn render(&self, act: Act, status: Status, slots: &Slots<'_>) -> BTreeMap<Language, Texts> {
        self.languages
            .iter()
            .filter_map(|(language, wording)| {
                let texts = wording.acts.get(&act)?;
                Some((
                    language.clone(),
                    fill(texts, wording, status, language, slots),
                ))
            })
            .collect()
    }

    /// Which of `wanted` have no text for `act`.
    pub fn missing(&self, act: Act, wanted: &[Language]) -> Vec<Language> {
        let has = |l: &&Language| {
            self.languages
                .get(*l)
                .is_some_and(|w| w.acts.contains_key(&act))
        };
        wanted.iter().filter(|l| !has(l)).cloned().collect()
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
                            "{at}: {} {name} has the slot {{{slot}}}; known are {{place}} and {{authority}}",
                            act.as_str()
                        ));
                    }
                }
            }
        }
        faults
    }
}

fn fill(
    texts: &Texts,
    wording: &Wording,
    status: Status,
    language: &Language,
    slots: &Slots<'_>,
) -> Texts {
    let place = slots
        .place
        .get(language)
        .or_else(|| slots.place.values().next())
        .map_or("", String::as_str);
    // A configuration without a mark must not make an exercise look real.
    let mark = match wording.exercise_mark.trim() {
        "" => Status::Exercise.as_str(),
        mark => mark,
    };
    let one = |text: &str| {
        let text = substitute(text, place, slots.authority);
        match status {
            Status::Exercise => format!("{mark} {text}"),
            Status::Actual => text,
        }
    };
    Texts {
        headline: one(&texts.headline),
        description: one(&texts.description),
        instruction: one(&texts.instruction),
    }
}

/// Replaces slots in one pass, so that a place called `{authority}` stays a place.
fn substitute(text: &str, place: &str, authority: &str) -> String {
    let mut filled = String::with_capacity(text.len() + place.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix("place}") {
            filled.push_str(place);
            rest = after;
        } else if let Some(after) = after.strip_prefix("authority}") {
            filled.push_str(authority);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

fn unknown_slot(text: &str) -> Option<&str> {
    text.split('{').skip(1).find_map(|after| {
        let slot = after.split('}').next().unwrap_or(after);
        (!matches!(slot, "place" | "authority")).then_some(slot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_slot_value_cannot_open_another_slot(place in ".{0,40}") {
            prop_assert_eq!(substitute("Rockets: {place}.", &place, "X"), format!("Rockets: {place}."));
        }
    }

    #[test]
    fn an_unknown_slot_is_named() {
        assert_eq!(unknown_slot("near {plaec} now"), Some("plaec"));
        assert_eq!(unknown_slot("near {place} now"), None);
    }
}
