//! What a site says of every danger alike, as it declares it: phrases, and why a warning was false.

use super::{Cause, Phrases};
use crate::ids::Language;
use std::collections::BTreeMap;
use vigie_words::{Book, Unsaid};

impl Cause {
    /// The name of its sentence in a book.
    const fn in_words(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Mistake => "mistake",
            Self::Exercise => "exercise",
            Self::Forged => "forged",
            Self::NoDanger => "no-danger",
        }
    }
}

/// The phrases of a book, in the languages of a site that it has.
pub fn phrases(book: &Book, languages: &[Language]) -> Result<BTreeMap<Language, Phrases>, Unsaid> {
    let tags: Vec<&str> = languages.iter().map(Language::as_str).collect();
    let there = languages
        .iter()
        .filter(|language| book.acts_source(language.as_str()).is_some());
    there
        .map(|language| Ok((language.clone(), book.phrases(language.as_str(), &tags)?)))
        .collect()
}

/// Why a warning was false, as a book says it, in the languages of a site that it has.
pub fn causes(book: &Book, languages: &[Language]) -> BTreeMap<Cause, BTreeMap<Language, String>> {
    let said = |cause: Cause| {
        let sentence = |language: &Language| {
            let text = book.cause(cause.in_words(), language.as_str())?;
            Some((language.clone(), text))
        };
        (cause, languages.iter().filter_map(sentence).collect())
    };
    Cause::ALL.into_iter().map(said).collect()
}
