//! From bytes to text: byte order marks, declared encodings, and files that are not what they declare.

use super::limits::LEGACY_BYTES_MAX;
use super::rules;
use crate::rule::Rule;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;
use std::borrow::Cow;

/// Text, and what was wrong with its bytes: the rule, the offset in the text, what was found.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) flaw: Option<(&'static Rule, usize, String)>,
}

/// Why bytes are not taken for text.
type Refused = (&'static Rule, String);

/// Refuses what would become too long by decoding.
fn check_length(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.len() > LEGACY_BYTES_MAX {
        let found = format!(
            "the file is not in UTF-8 and has {} bytes, the limit is {LEGACY_BYTES_MAX}",
            bytes.len()
        );
        return Err((&rules::LIMIT, found));
    }
    Ok(())
}

/// Turns bytes into text: those that are in no known encoding are read as Windows-1252 and said so.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Refused> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (guess(bytes), bytes),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err((&rules::EMPTY, "the file is empty".to_owned()));
    }
    let declared = if encoding == UTF_8 {
        declared(bytes)
    } else {
        None
    };
    if encoding != UTF_8 {
        check_length(bytes)?;
    }
    if encoding == UTF_8 && memchr::memchr(0, &bytes[..bytes.len().min(1024)]).is_some() {
        return Err((
            &rules::BINARY,
            "the file holds zero bytes: it is not text".to_owned(),
        ));
    }
    match declared {
        Some(Label::Unknown(name)) => {
            let mut decoded = utf8(bytes, &name)?;
            let found = format!("the file declares the encoding \"{name}\", which is unknown");
            decoded.flaw.get_or_insert((&rules::ENCODING, 0, found));
            Ok(decoded)
        }
        // A file that declares UTF-16 in bytes that read as ASCII is not UTF-16.
        Some(Label::Known(other)) if other != UTF_8 && other != UTF_16LE && other != UTF_16BE => {
            check_length(bytes)?;
            Ok(legacy(bytes, other))
        }
        None if encoding != UTF_8 => Ok(legacy(bytes, encoding)),
        None | Some(Label::Known(_)) => utf8(bytes, "UTF-8"),
    }
}

enum Label {
    Known(&'static Encoding),
    Unknown(String),
}

/// UTF-16 without a mark shows in the zeros beside its first `<`; anything else starts as ASCII.
fn guess(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => UTF_8,
    }
}

/// The encoding named in the XML declaration, within the first 200 bytes, where every real one stands.
fn declared(bytes: &[u8]) -> Option<Label> {
    /// How nearly all begin.
    const USUAL: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"";
    let head = bytes[..bytes.len().min(200)].trim_ascii_start();
    let begins = head.get(..USUAL.len());
    if begins.is_some_and(|begins| begins.eq_ignore_ascii_case(USUAL)) {
        return Some(Label::Known(UTF_8));
    }
    let inside = head.strip_prefix(b"<?xml")?;
    let declaration = String::from_utf8_lossy(&inside[..memmem::find(inside, b"?>")?]);
    let value = declaration
        .split_once("encoding")?
        .1
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    Some(
        Encoding::for_label(label.as_bytes())
            .map_or_else(|| Label::Unknown(label.to_owned()), Label::Known),
    )
}

/// UTF-8, or, where it is not, Windows-1252: what files that lie about UTF-8 nearly always are.
fn utf8<'a>(bytes: &'a [u8], declared: &str) -> Result<Decoded<'a>, Refused> {
    // The faster check does not say where it failed.
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(Decoded {
            text: Cow::Borrowed(text),
            flaw: None,
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: Cow::Borrowed(text),
            flaw: None,
        }),
        Err(error) => {
            check_length(bytes)?;
            let at = error.valid_up_to();
            let found = format!(
                "byte 0x{:02X} is not {declared}; read as Windows-1252",
                bytes[at]
            );
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            // Every byte before it is UTF-8; as Windows-1252 its offset grows with each non-ASCII byte.
            let (before, _) = WINDOWS_1252.decode_without_bom_handling(&bytes[..at]);
            Ok(Decoded {
                flaw: Some((&rules::ENCODING, before.len(), found)),
                text,
            })
        }
    }
}

fn legacy<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let flaw = if broken {
        let at = text.find('\u{FFFD}').unwrap_or(0);
        let found = format!("some bytes are not {}", encoding.name());
        Some((&rules::ENCODING, at, found))
    } else if encoding.is_ascii_compatible() && bytes.is_ascii() {
        None
    } else {
        let found = format!("the file is in {}", encoding.name());
        Some((&rules::NOT_UTF_8, 0, found))
    };
    Decoded { text, flaw }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Option<&'static str>) {
        let decoded = decode(bytes).unwrap_or_else(|_| panic!("not text"));
        (
            decoded.text.into_owned(),
            decoded.flaw.map(|flaw| flaw.0.id),
        )
    }

    #[test]
    fn marks_declarations_and_plain_utf8_are_honoured() {
        assert_eq!(text("\u{FEFF}<é/>".as_bytes()), ("<é/>".into(), None));
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(text(latin).0.ends_with("<a>é</a>"));
        let wide: Vec<u8> = "<é/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&wide), ("<é/>".into(), Some("XML-NOT-UTF-8")));
        let marked: Vec<u8> = "\u{FEFF}<é/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(text(&marked), ("<é/>".into(), Some("XML-NOT-UTF-8")));
        let ascii = b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>";
        assert_eq!(text(ascii).1, None);
    }

    #[test]
    fn a_file_that_is_not_the_utf8_it_declares_is_read_and_said_so() {
        let (read, flaw) = text(b"<?xml version='1.0' encoding='UTF-8'?><a>\xE9</a>");
        assert!(read.ends_with("<a>é</a>"));
        assert_eq!(flaw, Some("XML-ENCODING"));
        assert_eq!(
            text(b"<?xml version='1.0' encoding='klingon'?><a/>").1,
            Some("XML-ENCODING")
        );
    }

    #[test]
    fn nothing_and_binary_are_refused() {
        assert_eq!(
            decode(b" \n").err().map(|refused| refused.0.id),
            Some("XML-EMPTY")
        );
        assert_eq!(
            decode(b"\x7fELF\0\0\0").err().map(|refused| refused.0.id),
            Some("XML-BINARY")
        );
    }
}
