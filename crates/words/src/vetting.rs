//! What somebody vets: everything that a site declares that it says of a danger in a language, and its
//! sum. Who vetted it is on record elsewhere.

use crate::act::{Act, Form};
use crate::book::Book;
use crate::phrases::{COMMON, Label, Phrases, said_open};
use crate::render::Unsaid;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The acts of a warning's life.
pub(crate) const OF_A_WARNING: [Act; 5] = [
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
    /// Title and lines of the alert, and of each act that the danger says in its own way; the others are
    /// in the frames of the language, see [`crate::Phrases::framed`].
    pub labels: BTreeMap<Act, Label>,
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
        let script = self.open_script(Some(danger), language);
        let script = script.ok_or_else(|| Unsaid::NoText {
            danger: danger.to_owned(),
            language: language.to_owned(),
        })?;
        let text = |act, form| said_open(&script, danger, language, (act, form));
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
        let label = |act| {
            Ok(Label {
                push: text(act, Form::Push)?,
                display: text(act, Form::Display)?,
            })
        };
        let event = self.event(danger, language).unwrap_or_default();
        let frames = self.frames(language)?;
        let own = label(Act::Alert)?;
        let mut labels = BTreeMap::new();
        for act in OF_A_WARNING {
            let said = label(act)?;
            if frames.framed(act, &event, &own).as_ref() != Some(&said) {
                labels.insert(act, said);
            }
        }
        Ok(Declared {
            event,
            labels,
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
        Some(sum((danger, language), marks, acts, &declared.labels))
    }
}

/// SHA-256, hexadecimal, over the danger and language, its event and exercise mark, headline, description
/// and instruction of each act in the order of a warning's life, and its own titles and displays; before
/// each text stands its length.
pub fn sum<'a>(
    (danger, language): (&str, &str),
    (event, exercise_mark): (&str, &str),
    acts: impl Iterator<Item = (Act, [&'a str; 3])>,
    labels: &BTreeMap<Act, Label>,
) -> String {
    let mut texts = Summed::default();
    for text in ["vigie words 1", danger, language, event, exercise_mark] {
        texts.add(text);
    }
    for (act, said) in acts {
        texts.add(act.as_str());
        for text in said {
            texts.add(text);
        }
    }
    for (act, Label { push, display }) in labels {
        for text in ["label", act.as_str(), push, display] {
            texts.add(text);
        }
    }
    texts.hex()
}

/// SHA-256, hexadecimal, over what a language says of every danger alike, by name, and why a warning was
/// false, by cause; before each text stands its length.
pub fn sum_of_common<'a>(
    language: &str,
    phrases: &Phrases,
    causes: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut texts = Summed::default();
    for text in ["vigie words 1", COMMON, language] {
        texts.add(text);
    }
    for (name, text) in phrases.texts() {
        texts.add(&name);
        texts.add(text);
    }
    for (cause, text) in causes {
        texts.add(cause);
        texts.add(text);
    }
    texts.hex()
}

/// A sum over texts that do not run into each other.
#[derive(Default)]
struct Summed(Sha256);

impl Summed {
    fn add(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(":");
        self.0.update(text);
    }

    fn hex(self) -> String {
        hex::encode(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use crate::book::Book;
    use crate::built_in;
    use std::collections::BTreeMap;

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
        let sum = |event, mark| {
            super::sum(
                ("fire", "en"),
                (event, mark),
                std::iter::empty(),
                &BTreeMap::new(),
            )
        };
        assert_ne!(sum("ab", "c"), sum("a", "bc"));
    }
}
