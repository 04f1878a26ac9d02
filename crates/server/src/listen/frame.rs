//! Frames of the live wire, from a WebSocket's texts or from a stream of Server-Sent Events.
//!
//! Server-Sent Events are read by hand: the form is three line prefixes and a blank line, and the
//! limit on a line that never ends is the point.

use serde::Deserialize;

/// Longest frame taken, in bytes: the longest signed text and its wrapping.
pub const FRAME_BYTES_MAX: usize = 300 * 1024;

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A signed bulletin.
    Bulletin(String),
    /// A signed heartbeat.
    Heartbeat(String),
    /// Something was missed: ask again from this number.
    Resync(u64),
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Text {
    Bulletin { jws: String },
    Heartbeat { jws: String },
    Resync { from: u64 },
}

impl Frame {
    /// The frame in a WebSocket text; `None` for what this version does not know.
    pub fn from_text(text: &str) -> Option<Self> {
        Some(match serde_json::from_str(text).ok()? {
            Text::Bulletin { jws } => Self::Bulletin(jws),
            Text::Heartbeat { jws } => Self::Heartbeat(jws),
            Text::Resync { from } => Self::Resync(from),
        })
    }

    fn from_sse(kind: &str, text: String) -> Option<Self> {
        #[derive(Deserialize)]
        struct From {
            from: u64,
        }
        match kind {
            "bulletin" => Some(Self::Bulletin(text)),
            "heartbeat" => Some(Self::Heartbeat(text)),
            "resync" => {
                let From { from } = serde_json::from_str(&text).ok()?;
                Some(Self::Resync(from))
            }
            _ => None,
        }
    }
}

/// Reads frames from the bytes of an event stream, in whatever pieces they come.
#[derive(Debug, Default)]
pub struct SseReader {
    pending: Vec<u8>,
    kind: String,
    text: String,
}

/// The stream has a line or an event that is longer than any frame: it is not the live wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl SseReader {
    /// Takes the next bytes; gives every frame that they complete.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Vec<Frame>, TooLong> {
        let mut frames = Vec::new();
        for byte in bytes {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.pending);
                let line = line.strip_suffix(b"\r").unwrap_or(&line);
                frames.extend(self.line(&String::from_utf8_lossy(line)));
            } else {
                self.pending.push(*byte);
            }
            if self.pending.len() + self.text.len() > FRAME_BYTES_MAX {
                return Err(TooLong);
            }
        }
        Ok(frames)
    }

    fn line(&mut self, line: &str) -> Option<Frame> {
        if line.is_empty() {
            let (kind, text) = (
                std::mem::take(&mut self.kind),
                std::mem::take(&mut self.text),
            );
            return Frame::from_sse(&kind, text);
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.kind),
            "data" => {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.text.push_str(value);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STREAM: &[u8] = b": hello\n\nid: 7\nevent: bulletin\ndata: a.b.c\n\nevent: heartbeat\r\ndata:d.e.f\r\n\r\nevent: resync\ndata: {\"from\":3}\n\nevent: unheard\ndata: x\n\n";

    fn expected() -> Vec<Frame> {
        vec![
            Frame::Bulletin("a.b.c".into()),
            Frame::Heartbeat("d.e.f".into()),
            Frame::Resync(3),
        ]
    }

    proptest! {
        #[test]
        fn the_pieces_that_a_stream_comes_in_do_not_matter(cuts in prop::collection::vec(0..STREAM.len(), 0..20)) {
            let mut cuts = cuts;
            cuts.extend([0, STREAM.len()]);
            cuts.sort_unstable();
            let mut reader = SseReader::default();
            let mut frames = Vec::new();
            for pair in cuts.windows(2) {
                frames.extend(reader.take(&STREAM[pair[0]..pair[1]]).unwrap());
            }
            prop_assert_eq!(frames, expected());
        }
    }

    #[test]
    fn a_line_that_never_ends_is_given_up() {
        let mut reader = SseReader::default();
        assert_eq!(reader.take(&vec![b'x'; FRAME_BYTES_MAX + 1]), Err(TooLong));
    }

    #[test]
    fn a_text_of_a_websocket_is_read_and_an_unknown_one_passed_over() {
        assert_eq!(
            Frame::from_text(r#"{"type":"bulletin","n":7,"jws":"a.b.c"}"#),
            Some(Frame::Bulletin("a.b.c".into()))
        );
        assert_eq!(Frame::from_text(r#"{"type":"weather"}"#), None);
        assert_eq!(Frame::from_text("{"), None);
    }
}
