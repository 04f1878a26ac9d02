//! A number as it was said: "70+", "dozens", "at least 3, perhaps 5". The words are kept; bounds are taken
//! from them only where the words give them.

use serde::{Deserialize, Serialize};
use std::num::ParseIntError;

/// A number as it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words: never changed, never rounded.
    pub said: String,
    /// The least that they mean, when they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<u64>,
    /// The most that they mean, when they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u64>,
}

impl Quantity {
    /// Reads what was said. Numbers in digits bound it: one alone is itself; with "at least", "more than", "plus
    /// de", "au moins", "على الأقل", "أكثر من" or a `+` behind it, it is the least, also when a second follows; with "at most",
    /// "up to", "fewer than", "jusqu'à", "moins de" the most; two of them alone are both bounds. "About" and words without
    /// digits ("dozens") bound nothing: nobody knows what they meant.
    pub fn read(said: &str) -> Self {
        let bounds = bounds(said);
        let (least, most) = bounds.unwrap_or((None, None));
        Self {
            said: said.to_owned(),
            least,
            most,
        }
    }
}

const MORE: [&str; 8] = [
    "at least",
    "over",
    "au moins",
    "minimum",
    "or more",
    "على الأقل",
    "ما لا يقل عن",
    "+",
];
/// The number itself is not among what they mean.
const MORE_THAN: [&str; 3] = ["more than", "plus de", "أكثر من"];
const FEWER: [&str; 5] = ["at most", "up to", "jusqu", "maximum", "حتى"];
const FEWER_THAN: [&str; 4] = ["fewer than", "less than", "moins de", "أقل من"];
const VAGUE: [&str; 14] = [
    "about",
    "some ",
    "around",
    "roughly",
    "nearly",
    "almost",
    "environ",
    "près de",
    "quelque",
    "~",
    "≈",
    "حوالي",
    "نحو",
    "approximately",
];

type Bounds = (Option<u64>, Option<u64>);

fn bounds(said: &str) -> Option<Bounds> {
    let text = said.to_lowercase();
    let numbers = numbers(&text).ok()?;
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match *numbers.as_slice() {
        [_] if says(&VAGUE) => None,
        [one] if says(&MORE_THAN) => Some((one.checked_add(1), None)),
        [one] if says(&MORE) => Some((Some(one), None)),
        [one] if says(&FEWER_THAN) => Some((None, one.checked_sub(1))),
        [one] if says(&FEWER) => Some((None, Some(one))),
        [one] => Some((Some(one), Some(one))),
        [one, other] if one <= other && says(&MORE) => Some((Some(one), None)),
        [one, other] if one <= other => Some((Some(one), Some(other))),
        _ => None,
    }
}

/// The numbers in digits, of any script that has decimal digits here; a space, comma, point or apostrophe between
/// groups of three belongs to the number.
fn numbers(text: &str) -> Result<Vec<u64>, ParseIntError> {
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        if let Some(digit) = digit(*letter) {
            match found.last_mut().filter(|_| is_open) {
                Some(number) => number.push(digit),
                None => found.push(digit.to_string()),
            }
            is_open = true;
        } else if !(is_open && is_group(*letter, &letters[at + 1..])) {
            is_open = false;
        }
    }
    found.iter().map(|number| number.parse()).collect()
}

fn digit(letter: char) -> Option<char> {
    let value = match letter {
        '0'..='9' => return Some(letter),
        '٠'..='٩' => u32::from(letter) - u32::from('٠'),
        '۰'..='۹' => u32::from(letter) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

fn is_group(letter: char, rest: &[char]) -> bool {
    let digits = rest.iter().take_while(|next| digit(**next).is_some());
    matches!(
        letter,
        ' ' | '\u{a0}' | '\u{202f}' | ',' | '.' | '\'' | '’' | '٬'
    ) && digits.count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, least: Option<u64>, most: Option<u64>) {
        let read = Quantity::read(said);
        assert_eq!(
            (read.said.as_str(), read.least, read.most),
            (said, least, most)
        );
    }

    #[test]
    fn a_number_is_kept_as_said_and_bounded_as_far_as_the_words_go() {
        check("2", Some(2), Some(2));
        check("70+", Some(70), None);
        check("more than 70", Some(71), None);
        check("plus de 70 attaques similaires", Some(71), None);
        check("at least 3, perhaps 5", Some(3), None);
        check("between 10 and 20", Some(10), Some(20));
        check("3-5", Some(3), Some(5));
        check("up to 12", None, Some(12));
        check("fewer than 12", None, Some(11));
        check("أكثر من ٧٠ هجوماً", Some(71), None);
        check("2 500", Some(2_500), Some(2_500));
        check("2,500 soldiers", Some(2_500), Some(2_500));
        check("0", Some(0), Some(0));
    }

    #[test]
    fn what_bounds_nothing_is_kept_all_the_same() {
        for said in [
            "dozens",
            "environ 2 500 soldats",
            "some 2,500",
            "unknown",
            "",
            "between 20 and 10",
            "1, 2 or 3",
            "99999999999999999999999",
        ] {
            check(said, None, None);
        }
    }
}
