//! What somebody vets: everything that a site declares that it says of a danger in a language, and its
//! sum. Who vetted it is on record elsewhere.

use crate::act::{Act, Form, Reality};
use crate::book::Book;
use crate::render::{Ask, Unsaid};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The acts of a warning's life.
const OF_A_WARNING: [Act; 5] = [
    Act::Alert,
    Act::Update,
    Act::AllClear,
    Act::Retraction,
    Act::Expiry,
];

/// What a site declares that it says of a danger in a language, with the names left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The danger's name, CAP's `event`.
    pub event: String,
    /// What the machine writes before everything in an exercise.
    pub exercise_mark: String,
    /// By act of a warning's life.
    pub acts: BTreeMap<Act, Saying>,
}

/// One message of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// One line: what, where, what to do.
    pub headline: String,
    /// What is known.
    pub description: String,
    /// What to do first, next, and until when.
    pub instruction: String,
}

impl Book {
    /// What a site declares of a danger in a language.
    pub fn declared(&self, danger: &str, language: &str) -> Result<Declared, Unsaid> {
        let text = |act: Act, form: Form| {
            self.template(&Ask {
                danger,
                act,
                reality: Reality::Actual,
                language,
                form,
            })
        };
        let saying = |act: Act| {
            let steps = [Form::First, Form::Next, Form::Until].map(|form| text(act, form));
            let steps = steps.into_iter().collect::<Result<Vec<String>, _>>()?;
            let steps: Vec<String> = steps.into_iter().filter(|text| !text.is_empty()).collect();
            Ok(Saying {
                headline: text(act, Form::Headline)?,
                description: text(act, Form::What)?,
                instruction: steps.join(" "),
            })
        };
        Ok(Declared {
            event: self.event(danger, language).unwrap_or_default(),
            exercise_mark: self.exercise_mark(language).unwrap_or_default(),
            acts: OF_A_WARNING
                .into_iter()
                .map(|act| Ok((act, saying(act)?)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The sum of what a site declares of a danger in a language: whoever vets, vets this. `None` where
    /// nothing can be said.
    pub fn digest_in(&self, danger: &str, language: &str) -> Option<String> {
        let declared = self.declared(danger, language).ok()?;
        let acts = declared.acts.iter().map(|(act, said)| {
            let Saying {
                headline,
                description,
                instruction,
            } = said;
            (
                *act,
                [headline, description, instruction].map(String::as_str),
            )
        });
        let marks = (declared.event.as_str(), declared.exercise_mark.as_str());
        Some(sum((danger, language), marks, acts))
    }
}

/// SHA-256, hexadecimal, over the danger and language, its event and exercise mark, and headline,
/// description and instruction of each act in the order of a warning's life; before each text stands its
/// length.
pub fn sum<'a>(
    (danger, language): (&str, &str),
    (event, exercise_mark): (&str, &str),
    acts: impl Iterator<Item = (Act, [&'a str; 3])>,
) -> String {
    let mut digest = Sha256::new();
    let mut add = |text: &str| {
        digest.update(text.len().to_string());
        digest.update(":");
        digest.update(text);
    };
    for text in ["vigie words 1", danger, language, event, exercise_mark] {
        add(text);
    }
    for (act, texts) in acts {
        add(act.as_str());
        texts.into_iter().for_each(&mut add);
    }
    hex::encode(digest.finalize())
}

#[cfg(test)]
mod tests {
    use crate::book::Book;
    use crate::built_in;

    #[test]
    fn another_sentence_has_another_sum_and_a_comment_has_not() {
        let with = |overlay: &str| {
            let overlay = [("en/fire.ftl", overlay)];
            Book::from_layers(built_in::files(), overlay).unwrap()
        };
        let sum = |book: &Book, danger: &str| book.digest_in(danger, "en").unwrap();
        let plain = built_in::book();
        let changed = with("until = Stay out.\n");
        assert_ne!(sum(&plain, "fire"), sum(&changed, "fire"));
        assert_eq!(sum(&plain, "gas"), sum(&changed, "gas"));
        assert_eq!(sum(&plain, "fire"), sum(&with("# a remark\n"), "fire"));
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let sum = |event, mark| super::sum(("fire", "en"), (event, mark), std::iter::empty());
        assert_ne!(sum("ab", "c"), sum("a", "bc"));
    }
}
