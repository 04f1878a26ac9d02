//! Characters: which ones XML allows, which are white space, and how much of a text a finding shows.

use memchr::memmem;

/// U+FFFE, U+FFFF and a few dozen others begin with these two bytes.
const NO_CHARACTER: &[u8] = b"\xEF\xBF";

/// Whether every character is legal and every line end the one that XML wants.
pub(crate) fn is_clean(text: &str) -> bool {
    let control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n');
    !any(text, control)
        && (memmem::find(text.as_bytes(), NO_CHARACTER).is_none() || first_illegal(text).is_none())
}

/// The first character that XML forbids.
pub(crate) fn first_illegal(text: &str) -> Option<char> {
    let control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    let suspect = any(text, control) || memmem::find(text.as_bytes(), NO_CHARACTER).is_some();
    if !suspect {
        return None;
    }
    text.chars().find(|character| !is_legal(*character))
}

/// Whether any byte of a text is of this kind; fast where, as nearly always, none is.
pub(crate) fn any(text: &str, of_kind: impl Fn(u8) -> bool) -> bool {
    /// Looked at without a branch for each byte, so that a compiler takes many bytes at once.
    const AT_ONCE: usize = 32;
    text.as_bytes()
        .chunks(AT_ONCE)
        .any(|bytes| bytes.iter().fold(false, |any, byte| any | of_kind(*byte)))
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
