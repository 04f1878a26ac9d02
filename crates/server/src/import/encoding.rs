//! In which encoding a file is written, told from its bytes: lists come from offices where three programs
//! each wrote a part.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How the bytes of a file are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What lines are in that are not UTF-8.
    other: &'static Encoding,
}

/// The file in an encoding in which its lines can be told apart, how each is read, and what there is to say
/// about it.
pub fn detect(bytes: Vec<u8>) -> (Vec<u8>, Reading, Option<String>) {
    let utf_8 = Reading { other: UTF_8 };
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            let (text, _, _) = encoding.decode(&bytes);
            let said = format!("the file is in {}", encoding.name());
            return (text.into_owned().into_bytes(), utf_8, Some(said));
        }
        return (bytes[mark..].to_vec(), utf_8, None);
    }
    let others = |bytes: &[u8]| simdutf8::basic::from_utf8(bytes).is_err();
    if !others(&bytes) {
        return (bytes, utf_8, None);
    }
    let mut detector = EncodingDetector::new();
    let (mut lines, mut strange) = (0_usize, 0_usize);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        lines += 1;
        if others(line) {
            strange += 1;
            detector.feed(line, false);
        }
    }
    detector.feed(b"", true);
    let other = detector.guess(None, false);
    let is_mixed = bytes
        .split(|byte| *byte == b'\n')
        .any(|line| !line.is_ascii() && !others(line));
    let said = if is_mixed {
        format!(
            "{strange} of {lines} lines are not UTF-8 and were read as {}, the others as UTF-8; look at \
             some of them",
            other.name()
        )
    } else {
        format!("the file is not UTF-8 and was read as {}", other.name())
    };
    (bytes, Reading { other }, Some(said))
}

impl Reading {
    /// A field of the file as text.
    pub fn text(self, field: &[u8]) -> Cow<'_, str> {
        match simdutf8::basic::from_utf8(field) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => self.other.decode_without_bom_handling(field).0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_two_programs_is_read_line_by_line() {
        let mut bytes = "Zoé,علي\n".as_bytes().to_vec();
        let (old, _, _) = encoding_rs::WINDOWS_1252.encode("Amélie Jérôme,Hélène Français\n");
        bytes.extend_from_slice(&old);
        let (bytes, reading, said) = detect(bytes);
        let lines: Vec<_> = bytes.split(|byte| *byte == b'\n').collect();
        assert_eq!(reading.text(lines[0]), "Zoé,علي");
        assert_eq!(reading.text(lines[1]), "Amélie Jérôme,Hélène Français");
        let said = said.unwrap();
        assert!(
            said.starts_with("1 of 2 lines are not UTF-8 and were read as windows-1252"),
            "{said}"
        );
    }

    #[test]
    fn a_mark_at_the_beginning_is_believed_and_no_mark_is_needed() {
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("né,علي\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let (bytes, reading, said) = detect(wide);
        assert_eq!(reading.text(&bytes), "né,علي\n");
        assert_eq!(said.as_deref(), Some("the file is in UTF-16LE"));
        let (bytes, _, said) = detect("\u{feff}né\n".as_bytes().to_vec());
        assert_eq!((bytes.as_slice(), said), ("né\n".as_bytes(), None));
        let (_, reading, said) = detect(b"Am\xe9lie\nJ\xe9r\xf4me\n".to_vec());
        assert_eq!(reading.text(b"Am\xe9lie"), "Amélie");
        assert!(said.unwrap().contains("windows-1252"));
    }
}
