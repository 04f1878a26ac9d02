//! Keeps each piece of mixed text in its own direction, and keeps out the characters that lie about it.

use crate::language::Direction;
use unicode_script::{Script, UnicodeScript};

/// Opens a piece whose direction is its own business.
pub const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Closes it.
pub const POP_ISOLATE: char = '\u{2069}';

/// Whether a character only steers direction or is not seen at all. No text and no value of a slot may
/// bring one; isolates are set by the machine alone.
pub const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Wraps a value so that it cannot reorder the sentence around it, where it is written the other way.
pub fn isolate(value: &str, sentence: Direction) -> String {
    if value.chars().any(|c| strong(c) == Some(opposite(sentence))) {
        format!("{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}")
    } else {
        value.to_owned()
    }
}

/// The direction that a letter imposes; `None` for digits, marks and punctuation.
pub fn strong(c: char) -> Option<Direction> {
    if !c.is_alphabetic() {
        return None;
    }
    match c.script() {
        Script::Arabic
        | Script::Hebrew
        | Script::Syriac
        | Script::Thaana
        | Script::Nko
        | Script::Adlam
        | Script::Samaritan
        | Script::Mandaic
        | Script::Hanifi_Rohingya => Some(Direction::Rtl),
        Script::Inherited => None,
        _ => Some(Direction::Ltr),
    }
}

const fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::Ltr => Direction::Rtl,
        Direction::Rtl => Direction::Ltr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_value_written_the_other_way_is_isolated() {
        assert_eq!(isolate("Zone 3", Direction::Ltr), "Zone 3");
        assert_eq!(isolate("Zone 3", Direction::Rtl), "\u{2068}Zone 3\u{2069}");
        assert_eq!(isolate("بغداد", Direction::Ltr), "\u{2068}بغداد\u{2069}");
        assert_eq!(isolate("20:15", Direction::Rtl), "20:15");
    }
}
