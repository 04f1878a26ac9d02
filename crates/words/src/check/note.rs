//! A note that an officer writes while a city waits: what to look at again before a second person does.

use super::Rule;
use super::elements::AGAINST;
use super::letters;
use super::lexicon::{Lexicon, first_word, lower, says_word};
use super::reading::{SENTENCE_WORDS_MAX, sentences, words};
use crate::book::Book;
use crate::language::traits;

/// What is found in a note that is added to an alert of a danger, in the language that it is written in.
/// Only what hides something is refused elsewhere; the rest is for those who agree to it.
pub fn note(
    book: &Book,
    lexicon: &Lexicon,
    (danger, language): (&str, &str),
    text: &str,
) -> Vec<(Rule, String)> {
    let mut found = letters::one(text, &traits(language));
    if let Some((word, why)) = lexicon.never_in(text) {
        found.push((Rule::Forbidden, format!("says {word:?}: {why}")));
    }
    let responses = book.codes().dangers.get(danger);
    let responses: &[String] = responses.map_or(&[], |codes| &codes.cap.response);
    for (response, against) in AGAINST {
        if !responses.iter().any(|ours| ours == response) {
            continue;
        }
        let others = against
            .iter()
            .filter(|other| !responses.iter().any(|r| r == *other));
        for other in others {
            if let Some(verb) = lexicon.verb_beside(text, response, other) {
                let says =
                    format!("says {verb:?} ({other}), and the CAP responseType is {response}");
                found.push((Rule::Contradiction, says));
            }
        }
    }
    for sentence in sentences(text) {
        let count = words(sentence).count();
        if count > SENTENCE_WORDS_MAX {
            let says = format!("a sentence of {count} words; at most {SENTENCE_WORDS_MAX}");
            found.push((Rule::Hard, says));
        }
    }
    let mark = book.exercise_mark(language).unwrap_or_default();
    let mark = lower(&mark, language);
    if let Some(word) = first_word(&mark)
        && says_word(&lower(text, language), word)
    {
        let says = format!("says {word:?}, which the machine alone sets, in exercises");
        found.push((Rule::ExerciseMark, says));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::built_in;

    #[test]
    fn each_fault_of_a_note_is_found() {
        let book = built_in::book();
        let lexicons = Lexicon::all(built_in::files()).unwrap();
        let found = |danger: &str, language: &str, text: &str| {
            let findings = note(&book, &lexicons[language], (danger, language), text);
            findings
                .into_iter()
                .map(|(rule, _)| rule)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("gas", "en", "The school on the hill is open."), []);
        assert_eq!(
            found("gas", "en", "See alert.example for more."),
            [Rule::Link]
        );
        assert_eq!(
            found("gas", "en", "Leave by the north road."),
            [Rule::Contradiction]
        );
        assert_eq!(
            found("gas", "en", "This is no exercise."),
            [Rule::ExerciseMark]
        );
        assert_eq!(
            found("gas", "en", "The brіdge is closed."),
            [Rule::LookAlike]
        );
        assert_eq!(found("gas", "en", &"very ".repeat(21)), [Rule::Hard]);
        assert_eq!(found("gas", "ar", "اطلبوا اللجوء"), [Rule::Forbidden]);
    }

    #[test]
    fn what_a_site_adds_to_a_lexicon_is_looked_for_beside_ours() {
        let own = [(
            "en/lexicon.toml",
            "[never]\n\"the old fort\" = \"nobody knows it by this name\"\n",
        )];
        let lexicons = Lexicon::layered(crate::built_in::files(), own).unwrap();
        let note = |text| {
            note(
                &crate::built_in::book(),
                &lexicons["en"],
                ("gas", "en"),
                text,
            )
        };
        let rules = |text| {
            note(text)
                .into_iter()
                .map(|(rule, _)| rule)
                .collect::<Vec<_>>()
        };
        assert_eq!(rules("Keep away from the old fort."), [Rule::Forbidden]);
        assert_eq!(
            rules("Leave the house."),
            [Rule::Contradiction],
            "ours are there still"
        );
    }
}
