//! Looks through what an officer writes while a city waits, with the words and the lexicons of the site:
//! what it must not say here is in its own folder.

use vigie_core::wording::Note;
use vigie_words::Book;
use vigie_words::check::{self, Lexicon, Lexicons, Rule};

/// The words of a site and what its checks look for.
#[derive(Clone, Debug, Default)]
pub struct Linter {
    book: Book,
    lexicons: Lexicons,
}

impl Linter {
    pub(crate) const fn new(book: Book, lexicons: Lexicons) -> Self {
        Self { book, lexicons }
    }

    /// What should be looked at again in a note on a danger, before a second person reads it.
    pub fn note(&self, danger: &str, note: &Note) -> Vec<(Rule, String)> {
        let language = note.language.as_str();
        let nothing = Lexicon::default();
        let lexicon = self.lexicons.get(language).unwrap_or(&nothing);
        check::note(&self.book, lexicon, (danger, language), &note.text)
    }
}
