//! The words of a language that the rules look for: the verbs of each CAP responseType, what negates
//! them, and what must never be said.

use super::spelling::is_of_a_word;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file `lexicon.toml` of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Whose words they are: lower case is not the same everywhere.
    #[serde(skip)]
    language: String,
    /// By CAP responseType: stems or phrases in lower case that mean it.
    #[serde(default)]
    pub verbs: BTreeMap<String, Vec<String>>,
    /// Phrases in which such a verb means nothing or the opposite: `do not leave`.
    #[serde(default)]
    pub not_meant: Vec<String>,
    /// What begins an explanation: `because`.
    #[serde(default)]
    pub because: Vec<String>,
    /// What must never be said, with the reason: `asylum = "…"`.
    #[serde(default)]
    pub never: BTreeMap<String, String>,
    /// Words that are right although the dictionary does not know them.
    #[serde(default)]
    pub spelling: Vec<String>,
}

/// The lexicons, by language.
pub type Lexicons = BTreeMap<String, Lexicon>;

impl Lexicon {
    /// Reads every `lexicon.toml` among files named as in `words/`.
    pub fn all<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Lexicons, Vec<String>> {
        let mut lexicons = Lexicons::new();
        let mut faults = Vec::new();
        for (name, text) in files {
            if let Some(language) = name.strip_suffix("/lexicon.toml") {
                match Self::read(language, text) {
                    Ok(lexicon) => {
                        lexicons.insert(language.to_owned(), lexicon);
                    }
                    Err(error) => faults.push(format!("{name}: {}", error.message())),
                }
            }
        }
        if faults.is_empty() {
            Ok(lexicons)
        } else {
            Err(faults)
        }
    }

    /// The same, with those of a site laid over them: it adds verbs, words never to be said and spellings,
    /// and takes none away.
    pub fn layered<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        overlay: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Lexicons, Vec<String>> {
        let mut lexicons = Self::all(files)?;
        for (language, over) in Self::all(overlay)? {
            match lexicons.get_mut(&language) {
                Some(lexicon) => lexicon.lay(over),
                None => {
                    lexicons.insert(language, over);
                }
            }
        }
        Ok(lexicons)
    }

    fn lay(&mut self, over: Self) {
        for (response, verbs) in over.verbs {
            self.verbs.entry(response).or_default().extend(verbs);
        }
        self.not_meant.extend(over.not_meant);
        self.because.extend(over.because);
        self.never.extend(over.never);
        self.spelling.extend(over.spelling);
    }

    fn read(language: &str, text: &str) -> Result<Self, toml::de::Error> {
        let lexicon: Self = toml::from_str(text)?;
        Ok(Self {
            language: language.to_owned(),
            ..lexicon
        })
    }

    /// Where the first verb of a responseType stands in a text, in bytes of its lower case.
    pub fn verb_at(&self, text: &str, response: &str) -> Option<usize> {
        let text = self.meant(text);
        let verbs = self.verbs.get(response)?;
        verbs.iter().filter_map(|verb| at_word(&text, verb)).min()
    }

    /// The verb of a responseType that a text contains.
    pub fn verb_in(&self, text: &str, response: &str) -> Option<&str> {
        let text = self.meant(text);
        let verbs = self.verbs.get(response)?;
        verbs
            .iter()
            .find(|verb| at_word(&text, verb).is_some())
            .map(String::as_str)
    }

    /// The verb of another responseType that a text says beside the phrases of ours: "go out" sends people
    /// out, and "go out into the open" is how some authorities say where people are safe in an earthquake.
    pub fn verb_beside(&self, text: &str, ours: &str, other: &str) -> Option<&str> {
        let mut text = self.meant(text);
        for phrase in self.verbs.get(ours).into_iter().flatten() {
            text = blotted(&text, phrase);
        }
        let verbs = self.verbs.get(other)?;
        verbs
            .iter()
            .find(|verb| at_word(&text, verb).is_some())
            .map(String::as_str)
    }

    /// Every responseType whose verbs a text contains: what a reader would do.
    pub fn read_back(&self, text: &str) -> Vec<&str> {
        self.verbs
            .keys()
            .map(String::as_str)
            .filter(|response| self.verb_in(text, response).is_some())
            .collect()
    }

    /// Where an explanation begins.
    pub fn because_at(&self, text: &str) -> Option<usize> {
        let text = self.meant(text);
        self.because
            .iter()
            .filter_map(|word| at_word(&text, word))
            .min()
    }

    /// A word that must never be said, and why.
    pub fn never_in(&self, text: &str) -> Option<(&str, &str)> {
        let text = lower(text, &self.language);
        self.never
            .iter()
            .find(|(word, _)| at_word(&text, word).is_some())
            .map(|(word, why)| (word.as_str(), why.as_str()))
    }

    /// Lower case, with what is not meant blotted out at its length.
    fn meant(&self, text: &str) -> String {
        let mut text = lower(text, &self.language);
        for phrase in &self.not_meant {
            text = blotted(&text, phrase);
        }
        text
    }
}

/// A text without a phrase, at its length in characters.
fn blotted(text: &str, phrase: &str) -> String {
    text.replace(phrase, &"·".repeat(phrase.chars().count()))
}

/// Lower case as the language writes it, with the apostrophe of books written as that of keyboards.
/// Turkish and Azeri have an i with a dot and one without, in both cases.
pub(super) fn lower(text: &str, language: &str) -> String {
    let text = text.replace('’', "'");
    let primary = language.split('-').next().unwrap_or(language);
    match primary {
        "tr" | "az" => text.replace('I', "ı").replace('İ', "i").to_lowercase(),
        _ => text.to_lowercase(),
    }
}

/// Whether a text in lower case says a word by itself, and not as a piece of another.
pub(super) fn says_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !is_of_a_word(c))
        .any(|said| said == word)
}

/// The first word of a text in lower case.
pub(super) fn first_word(text: &str) -> Option<&str> {
    text.split(|c: char| !is_of_a_word(c))
        .find(|word| !word.is_empty())
}

/// Where a word or stem begins in a text at the beginning of a word. In Arabic script a conjunction is
/// written together with the verb, so one letter may stand before it.
fn at_word(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(word).map(|at| at + from) {
        let before: Vec<char> = text[..at].chars().rev().take(2).collect();
        let is_start = |c: Option<&char>| c.is_none_or(|c| !c.is_alphabetic());
        let conjunction = matches!(before.first(), Some('و' | 'ف' | 'ו'));
        if is_start(before.first()) || conjunction && is_start(before.get(1)) {
            return Some(at);
        }
        from = at + word.len().max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        toml::from_str(
            "not_meant = ['do not leave']\nbecause = ['because']\n[verbs]\nEvacuate = ['leave']\nShelter = ['احتموا']",
        )
        .unwrap()
    }

    #[test]
    fn do_not_leave_is_not_read_as_leave() {
        let lexicon = lexicon();
        assert_eq!(lexicon.verb_in("Do not leave the house.", "Evacuate"), None);
        assert_eq!(lexicon.verb_in("Leave now.", "Evacuate"), Some("leave"));
        assert_eq!(lexicon.verb_in("A cleaver.", "Evacuate"), None);
    }

    #[test]
    fn a_turkish_word_in_capitals_is_the_same_word() {
        let verbs = "[verbs]\nShelter = ['sığınağa girin']\nEvacuate = ['çıkın']";
        for language in ["tr", "az", "tr-CY"] {
            let lexicon = Lexicon::read(language, verbs).unwrap();
            let verb = lexicon.verb_in("ROKET: SIĞINAĞA GİRİN", "Shelter");
            assert_eq!(verb, Some("sığınağa girin"), "{language}");
            assert!(lexicon.verb_in("HEMEN ÇIKIN", "Evacuate").is_some());
        }
        assert_eq!(lower("FIRE IN ISLINGTON", "en"), "fire in islington");
    }

    #[test]
    fn a_word_inside_another_is_not_said() {
        assert!(says_word("учения: дым", "учения"));
        assert!(!says_word("до получения новостей", "учения"));
        assert_eq!(first_word("— übung: feuer"), Some("übung"));
    }

    #[test]
    fn an_arabic_verb_is_found_behind_its_conjunction() {
        assert!(lexicon().verb_in("ادخلوا واحتموا", "Shelter").is_some());
    }
}
