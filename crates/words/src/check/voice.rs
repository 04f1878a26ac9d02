//! A voice can say it: no abbreviation, no sign that is read letter by letter, no number that a synthesiser
//! cannot name.

use super::{AUTHORITY, Finding, PLACE, Page, Rule};
use crate::act::{Act, Form};
use crate::parts;

/// Short forms that are read as letters, or not at all.
const SHORT_FORMS: [&str; 11] = [
    "km", "min", "st", "nr", "tel", "approx", "env", "ca", "км", "мин", "хв",
];

pub(super) fn check(page: &Page<'_>, findings: &mut Vec<Finding>) {
    for act in Act::ALL {
        let Some(said) = page.say(act, Form::Voice) else {
            continue;
        };
        let text = said.text.replace(PLACE, "").replace(AUTHORITY, "");
        if let Some(found) = unspeakable(&text) {
            findings.push(page.finding(
                &parts::id(act, Form::Voice),
                Rule::Unspeakable,
                format!("{found:?} cannot be said aloud; write it out"),
            ));
        }
    }
}

fn unspeakable(text: &str) -> Option<String> {
    if let Some(sign) = text.chars().find(|c| {
        matches!(
            c,
            '&' | '/' | '\\' | '#' | '*' | '_' | '@' | '|' | '<' | '>' | '°' | '№' | '%'
        )
    }) {
        return Some(sign.to_string());
    }
    if let Some(number) = unspeakable_number(text) {
        return Some(number);
    }
    text.split(|c: char| !c.is_alphanumeric() && c != '.')
        .find(|word| {
            let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
            let capitals = letters.len() >= 2 && letters.iter().all(|c| c.is_uppercase());
            let cut = word
                .strip_suffix('.')
                .is_some_and(|word| SHORT_FORMS.contains(&word.to_lowercase().as_str()));
            let unit = SHORT_FORMS[..2].contains(word) || ["км", "хв"].contains(word);
            capitals || cut || unit
        })
        .map(str::to_owned)
}

/// A number that is more than digits, such as `20:15`, `3-5` or `A4`: voices read each in a way of their own.
fn unspeakable_number(text: &str) -> Option<String> {
    let joined = |c: char| matches!(c, ':' | '.' | ',' | '-' | '–' | '٫' | '٬');
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| {
            word.contains(char::is_numeric)
                && (word.contains(char::is_alphabetic) || word.contains(joined))
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs_are_not_speech() {
        assert_eq!(unspeakable("Stay 5 km away."), Some("km".to_owned()));
        assert_eq!(unspeakable("Call the NCC."), Some("NCC.".to_owned()));
        assert_eq!(unspeakable("Gas & smoke"), Some("&".to_owned()));
        assert_eq!(unspeakable("Go inside. Is it safe? No."), None);
    }

    #[test]
    fn a_number_is_digits_alone() {
        for garbled in ["20:15", "3-5", "3.5", "A4", "5km", "٣٫٥"] {
            let text = format!("Wait {garbled}, then go.");
            assert_eq!(unspeakable(&text).as_deref(), Some(garbled));
        }
        assert_eq!(unspeakable("Stay 500 metres away. Call 1 1 2."), None);
    }
}
