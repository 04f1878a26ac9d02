//! Which words a dictionary should know. Asking it is left to whoever has one: this crate runs nothing.

use super::letters::without_placeables;
use super::{Finding, Lexicons, Rule};
use crate::book::Book;
use crate::overlay::patterns;
use std::collections::BTreeSet;

/// A dictionary.
pub trait Speller {
    /// The words of a language that it does not know; `None` when it has no dictionary for it.
    fn unknown(&mut self, language: &str, words: &BTreeSet<String>) -> Option<BTreeSet<String>>;
}

/// One word to look up: the file and the part that it stands in, and the word.
pub type Spelled = (String, String, String);

/// Every word of a language with where it stands.
pub fn words_to_spell(book: &Book, language: &str) -> Vec<Spelled> {
    let acts = book.acts_source(language).map(|source| ("acts", source));
    let dangers = book
        .dangers()
        .filter_map(|danger| Some((danger, book.source(danger, language)?)));
    let mut words = Vec::new();
    for (name, source) in acts.into_iter().chain(dangers) {
        for text in [&source.text, &source.overlay] {
            for (part, text) in patterns(text) {
                let plain = without_placeables(&text);
                for word in plain.split(|c: char| !is_of_a_word(c)) {
                    let word = word.trim_matches(['\'', '’', '-']);
                    if word.chars().count() > 1 && word.chars().all(|c| !c.is_numeric()) {
                        let file = format!("{language}/{name}.ftl");
                        words.push((file, part.clone(), word.to_owned()));
                    }
                }
            }
        }
    }
    words
}

/// What the dictionary does not know and the lexicon does not allow. Languages without a dictionary
/// are returned beside it, to be said.
pub fn spelling(
    book: &Book,
    lexicons: &Lexicons,
    speller: &mut dyn Speller,
) -> (Vec<Finding>, Vec<String>) {
    let mut findings = Vec::new();
    let mut without = Vec::new();
    for language in book.languages() {
        let standing = words_to_spell(book, language);
        let words: BTreeSet<String> = standing.iter().map(|(_, _, word)| word.clone()).collect();
        let Some(unknown) = speller.unknown(language, &words) else {
            without.push(language.to_owned());
            continue;
        };
        let allowed: BTreeSet<String> = lexicons
            .get(language)
            .into_iter()
            .flat_map(|lexicon| &lexicon.spelling)
            .map(|word| word.to_lowercase())
            .collect();
        for (file, part, word) in standing {
            // Hunspell answers with the piece of a word that it does not know: `xyz` of `l'xyz`.
            let pieces = word.split(['\'', '’', '-']).chain([word.as_str()]);
            let is_wrong = |piece: &str| {
                unknown.contains(piece)
                    && !allowed.contains(&piece.to_lowercase())
                    && !allowed.contains(&word.to_lowercase())
            };
            if pieces.into_iter().any(is_wrong) {
                findings.push(Finding {
                    file,
                    part,
                    rule: Rule::Spelling,
                    says: format!(
                        "the dictionary does not know {word:?}; mend it, or add it to spelling in {language}/lexicon.toml"
                    ),
                });
            }
        }
    }
    findings.sort();
    findings.dedup();
    (findings, without)
}

/// Letters, marks of vowels, apostrophes, hyphens, and the joiner that Persian words need.
pub(super) fn is_of_a_word(c: char) -> bool {
    c.is_alphabetic()
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\'' | '’' | '-' | '\u{200C}')
}
