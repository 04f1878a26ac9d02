//! A frightened child of eleven understands it: short sentences, and where a formula of reading ease is
//! published for the language, easy words.

use super::{AUTHORITY, Finding, PLACE, Page, Rule};
use crate::act::{Act, Form};
use crate::parts;

/// Longest sentence, in words.
pub(super) const SENTENCE_WORDS_MAX: usize = 20;

/// A formula of the family of Flesch: `base - per_word·(words per sentence) - per_syllable·(syllables
/// per word)`, and the least that counts as easy.
struct Formula {
    language: &'static str,
    base: f64,
    words: f64,
    syllables: f64,
    least: f64,
}

/// Flesch 1948 (en), Kandel and Moles 1958 (fr), Fernández Huerta 1959 (es), Amstad 1978 (de), Martins
/// 1996 (pt), Oborneva 2006 (ru), Ateşman 1997 (tr). Eleven years is about 80 in English; the others
/// are put where texts of the same content come to lie.
const FORMULAS: [Formula; 7] = [
    formula("en", 206.835, 1.015, 84.6, 75.0),
    formula("fr", 207.0, 1.015, 73.6, 60.0),
    formula("es", 206.84, 1.02, 60.0, 65.0),
    formula("de", 180.0, 1.0, 58.5, 50.0),
    formula("pt", 248.835, 1.015, 84.6, 45.0),
    formula("ru", 206.835, 1.3, 60.1, 40.0),
    formula("tr", 198.825, 2.61, 40.175, 50.0),
];

const fn formula(
    language: &'static str,
    base: f64,
    words: f64,
    syllables: f64,
    least: f64,
) -> Formula {
    Formula {
        language,
        base,
        words,
        syllables,
        least,
    }
}

pub(super) fn check(page: &Page<'_>, findings: &mut Vec<Finding>) {
    let mut all = String::new();
    for act in Act::OF_A_DANGER {
        for form in [Form::What, Form::First, Form::Next, Form::Until, Form::Sms] {
            let Some(said) = page.say(act, form) else {
                continue;
            };
            let text = said.text.replace(PLACE, "").replace(AUTHORITY, "");
            for sentence in sentences(&text) {
                let count = words(sentence).count();
                if count > SENTENCE_WORDS_MAX {
                    findings.push(page.finding(
                        &parts::id(act, form),
                        Rule::Hard,
                        format!("a sentence of {count} words; at most {SENTENCE_WORDS_MAX}: {sentence:?}"),
                    ));
                }
            }
            if form != Form::Sms {
                all.push_str(&text);
                all.push('\n');
            }
        }
    }
    if let Some((ease, least)) = ease(&all, page.language)
        && ease < least
    {
        findings.push(page.finding(
            "",
            Rule::Hard,
            format!("reading ease {ease:.0}; at least {least:.0} for this language: shorter words"),
        ));
    }
}

/// The reading ease of a text, and the least that it should have; `None` where no formula is known.
pub(crate) fn ease(text: &str, language: &str) -> Option<(f64, f64)> {
    let formula = FORMULAS.iter().find(|f| f.language == language)?;
    let sentences = sentences(text).count();
    let (mut count, mut syllables) = (0usize, 0usize);
    for word in words(text) {
        count += 1;
        syllables += syllables_of(word);
    }
    if sentences == 0 || count == 0 {
        return None;
    }
    let ease = formula.base
        - formula.words * ratio(count, sentences)
        - formula.syllables * ratio(syllables, count);
    Some((ease, formula.least))
}

fn ratio(a: usize, b: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(a) / number(b)
}

pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', '؟', ':', '\n'])
        .filter(|sentence| words(sentence).next().is_some())
}

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’' && c != '-')
        .filter(|word| word.chars().any(char::is_alphabetic))
}

/// Groups of vowels; a silent `e` at the end of a longer word does not count in English and French.
fn syllables_of(word: &str) -> usize {
    let word = word.to_lowercase();
    let mut groups = 0;
    let mut in_vowel = false;
    for c in word.chars() {
        let vowel = is_vowel(c);
        groups += usize::from(vowel && !in_vowel);
        in_vowel = vowel;
    }
    let silent = word.ends_with('e') || word.ends_with("es");
    if silent && groups > 1 && word.is_ascii() {
        groups -= 1;
    }
    groups.max(1)
}

fn is_vowel(c: char) -> bool {
    "aeiouyàâäáãåèéêëìíîïòóôöõùúûüœæıаеёиоуыэюяіїє".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_read_more_easily_than_official_ones() {
        let plain = ease("Go inside. Shut the door.", "en").unwrap().0;
        let official = ease(
            "Inhabitants are recommended to immediately relocate into available accommodation.",
            "en",
        )
        .unwrap()
        .0;
        assert!(plain > 90.0 && official < 20.0, "{plain} {official}");
        assert_eq!(ease("ادخلوا", "ar"), None);
    }
}
