//! Characters: which ones XML allows, which are white space, and how much of a text a finding shows.

/// The first character that XML forbids.
pub(crate) fn first_illegal(text: &str) -> Option<char> {
    // All of them are control bytes or begin with 0xEF: most texts have neither.
    let suspect = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0xEF;
    if !text.bytes().any(suspect) {
        return None;
    }
    text.chars().find(|character| !is_legal(*character))
}

/// A legal character of XML 1.0 §2.2.
pub(crate) fn is_legal(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// White space of XML 1.0 §2.3.
pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The first words of a text, for a finding.
pub(crate) fn short(text: &str) -> String {
    /// A finding is one line on a terminal.
    const CHARACTERS_MAX: usize = 80;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}
