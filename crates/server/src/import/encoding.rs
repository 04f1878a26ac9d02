//! In which encoding a file is written, told from its bytes: lists come from offices where three programs
//! each wrote a part. A file is gone through and never held whole.

use chardetng::EncodingDetector;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::io::{BufRead, Read, Result};

/// Longest line, in bytes: a hundred times what all that is kept of a person takes. Without it, a quotation mark
/// that is never closed would be a line as long as the file.
pub const LINE_BYTES_MAX: u64 = 1 << 20;

/// How the bytes of a file are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What the whole file is in, if its lines cannot be told apart as it stands.
    wide: Option<&'static Encoding>,
    /// Bytes of the mark that it begins with.
    mark_bytes: u64,
    /// What lines are in that are not UTF-8.
    other: &'static Encoding,
}

/// What a file is like.
#[derive(Debug)]
pub struct Look {
    /// How it is read.
    pub reading: Reading,
    /// How many lines it has.
    pub lines: usize,
    /// The first of them.
    pub first: Vec<u8>,
    /// What there is to say about it.
    pub said: Option<String>,
}

/// Goes through a file.
pub fn look(mut file: impl BufRead) -> Result<Look> {
    let start = file.fill_buf()?;
    let mark = Encoding::for_bom(start);
    let mark_bytes = mark.map_or(0, |(_, bytes)| bytes as u64);
    let wide = mark.map(|(encoding, _)| encoding);
    let wide = wide.filter(|encoding| *encoding == UTF_16LE || *encoding == UTF_16BE);
    let mut reading = Reading {
        wide,
        mark_bytes,
        other: UTF_8,
    };
    let mut lines = Lines::default();
    let mut text = reading.open(file)?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if text
            .by_ref()
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut line)?
            == 0
        {
            break;
        }
        lines.see(&line);
    }
    lines.detector.feed(b"", true);
    reading.other = if lines.strange > 0 {
        lines.detector.guess(None, false)
    } else {
        UTF_8
    };
    Ok(Look {
        said: lines.said(wide, reading.other),
        reading,
        lines: lines.count,
        first: lines.first,
    })
}

/// What was seen of the lines of a file.
struct Lines {
    count: usize,
    /// Not UTF-8.
    strange: usize,
    /// UTF-8 with letters that are no ASCII.
    accented: usize,
    first: Vec<u8>,
    detector: EncodingDetector,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            count: 0,
            strange: 0,
            accented: 0,
            first: Vec::new(),
            detector: EncodingDetector::new(),
        }
    }
}

impl Lines {
    fn see(&mut self, line: &[u8]) {
        if self.count == 0 {
            self.first = line.to_vec();
        }
        self.count += 1;
        if simdutf8::basic::from_utf8(line).is_err() {
            self.strange += 1;
            self.detector.feed(line, false);
        } else if !line.is_ascii() {
            self.accented += 1;
        }
    }

    fn said(&self, wide: Option<&'static Encoding>, other: &'static Encoding) -> Option<String> {
        let Self { count, strange, .. } = self;
        if let Some(encoding) = wide {
            return Some(format!("the file is in {}", encoding.name()));
        }
        if *strange == 0 {
            return None;
        }
        Some(if self.accented > 0 {
            format!(
                "{strange} of {count} lines are not UTF-8 and were read as {}, the others as UTF-8; look at some \
                 of them",
                other.name()
            )
        } else {
            format!("the file is not UTF-8 and was read as {}", other.name())
        })
    }
}

impl Reading {
    /// A field of the file as text.
    pub fn text(self, field: &[u8]) -> Cow<'_, str> {
        match simdutf8::basic::from_utf8(field) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => self.other.decode_without_bom_handling(field).0,
        }
    }

    /// The file behind its mark, in an encoding in which its lines can be told apart.
    pub fn open<'a>(self, mut file: impl BufRead + 'a) -> Result<Box<dyn BufRead + 'a>> {
        std::io::copy(
            &mut file.by_ref().take(self.mark_bytes),
            &mut std::io::sink(),
        )?;
        Ok(match self.wide {
            None => Box::new(file),
            Some(encoding) => Box::new(std::io::BufReader::new(Narrow {
                file,
                decoder: encoding.new_decoder_without_bom_handling(),
                text: vec![0; 64 << 10],
                ready: 0..0,
                is_over: false,
            })),
        })
    }
}

/// A file of two bytes for each letter as UTF-8.
struct Narrow<R> {
    file: R,
    decoder: Decoder,
    text: Vec<u8>,
    /// What of the text is to be read.
    ready: std::ops::Range<usize>,
    is_over: bool,
}

impl<R: BufRead> Read for Narrow<R> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize> {
        while self.ready.is_empty() && !self.is_over {
            let from = self.file.fill_buf()?;
            self.is_over = from.is_empty();
            let (_, read, written, _) =
                self.decoder
                    .decode_to_utf8(from, &mut self.text, self.is_over);
            self.file.consume(read);
            self.ready = 0..written;
        }
        let bytes = self.ready.len().min(to.len());
        let end = self.ready.start + bytes;
        to[..bytes].copy_from_slice(&self.text[self.ready.start..end]);
        self.ready.start = end;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Look, Vec<String>) {
        let seen = look(bytes).unwrap();
        let mut lines = Vec::new();
        for line in seen.reading.open(bytes).unwrap().split(b'\n') {
            lines.push(seen.reading.text(&line.unwrap()).into_owned());
        }
        (seen, lines)
    }

    #[test]
    fn a_file_of_two_programs_is_read_line_by_line() {
        let mut bytes = "Zoé,علي\n".as_bytes().to_vec();
        let (old, _, _) = encoding_rs::WINDOWS_1252.encode("Amélie Jérôme,Hélène Français\n");
        bytes.extend_from_slice(&old);
        let (seen, lines) = read(&bytes);
        assert_eq!(lines, ["Zoé,علي", "Amélie Jérôme,Hélène Français"]);
        assert_eq!(seen.lines, 2);
        let said = seen.said.unwrap();
        assert!(
            said.starts_with("1 of 2 lines are not UTF-8 and were read as windows-1252"),
            "{said}"
        );
    }

    #[test]
    fn a_mark_at_the_beginning_is_believed_and_no_mark_is_needed() {
        // Longer than what is turned at once, so that letters are cut between two turns.
        let text = "né,علي\n".repeat(20_000);
        for big in [false, true] {
            let bytes = |unit: u16| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            let wide: Vec<u8> = [0xfeff]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(bytes)
                .collect();
            let (seen, lines) = read(&wide);
            assert_eq!((seen.lines, lines.len()), (20_000, 20_000));
            assert!(lines.iter().all(|line| line == "né,علي"));
            let name = if big { "UTF-16BE" } else { "UTF-16LE" };
            assert_eq!(seen.said, Some(format!("the file is in {name}")));
        }
        let (seen, lines) = read("\u{feff}né\n".as_bytes());
        assert_eq!((lines[0].as_str(), seen.said), ("né", None));
        let (seen, lines) = read(b"Am\xe9lie\nJ\xe9r\xf4me\n");
        assert_eq!(lines, ["Amélie", "Jérôme"]);
        assert!(seen.said.unwrap().contains("windows-1252"));
    }
}
