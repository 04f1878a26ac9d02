//! The framing of WebSocket (RFC 6455), as much as a server needs that only sends texts and hears short ones.
//!
//! Written by hand: the crates keep buffers for each connection, and here there are none. Extensions are not
//! offered, so a frame is a header, a mask and bytes.

use crate::FROM_CLIENT_BYTES_MAX;
use bytes::{BufMut, Bytes, BytesMut};

/// Longest payload of a control frame (RFC 6455, 5.5).
const CONTROL_BYTES_MAX: usize = 125;
const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;

/// The server goes away (RFC 6455, 7.4.1).
pub(crate) const GOING_AWAY: u16 = 1_001;
/// The client said that it ends.
pub(crate) const NORMAL: u16 = 1_000;
/// It may not go on.
pub(crate) const POLICY: u16 = 1_008;
const PROTOCOL_ERROR: u16 = 1_002;
const NOT_UTF8: u16 = 1_007;
const TOO_BIG: u16 = 1_009;

/// A text as one frame from the server.
pub(crate) fn text_frame(text: &[u8]) -> Bytes {
    frame(0x1, text)
}

/// The answer to a ping.
pub(crate) fn pong(payload: &[u8]) -> Bytes {
    frame(0xA, payload)
}

/// The end of a conversation, with its reason.
pub(crate) fn close(code: u16) -> Bytes {
    frame(0x8, &code.to_be_bytes())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "each arm has compared the length with what the field holds"
)]
fn frame(opcode: u8, payload: &[u8]) -> Bytes {
    let mut bytes = BytesMut::with_capacity(payload.len() + 10);
    bytes.put_u8(FINAL | opcode);
    match payload.len() {
        short @ 0..=125 => bytes.put_u8(short as u8),
        middle @ 126..=0xFFFF => {
            bytes.put_u8(126);
            bytes.put_u16(middle as u16);
        }
        long => {
            bytes.put_u8(127);
            bytes.put_u64(long as u64);
        }
    }
    bytes.put_slice(payload);
    bytes.freeze()
}

/// Length of the header of a frame of our own.
pub(crate) fn header_bytes(frame: &[u8]) -> usize {
    match frame.get(1) {
        Some(126) => 4,
        Some(127) => 10,
        _ => 2,
    }
}

/// What a client said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// A whole text.
    Text(String),
    /// A ping, with what its answer must carry.
    Ping(Vec<u8>),
    /// It closes.
    Close,
}

/// Why a connection is closed on a client that breaks the rules: a code of RFC 6455, 7.4.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken(pub u16);

/// What was heard of a client and is not yet whole.
#[derive(Debug, Default)]
pub(crate) struct Ear {
    raw: Vec<u8>,
    /// The parts so far of a message that comes in several frames, and whether it is text.
    parts: Option<(bool, Vec<u8>)>,
}

impl Ear {
    /// Whether nothing waits for its rest.
    pub(crate) fn is_empty(&self) -> bool {
        self.raw.is_empty() && self.parts.is_none()
    }

    /// Takes bytes; gives what is whole.
    pub(crate) fn hear(&mut self, bytes: &[u8], said: &mut Vec<Said>) -> Result<(), Broken> {
        self.raw.extend_from_slice(bytes);
        let mut taken = 0;
        while let Some((frame, length)) = Incoming::read(&self.raw[taken..])? {
            taken += length;
            said.extend(self.take(frame)?);
        }
        self.raw.drain(..taken);
        if self.raw.is_empty() {
            self.raw = Vec::new();
        }
        Ok(())
    }

    fn take(&mut self, frame: Incoming) -> Result<Option<Said>, Broken> {
        let (is_text, mut parts) = match frame.opcode {
            0x0 => self.parts.take().ok_or(Broken(PROTOCOL_ERROR))?,
            0x1 | 0x2 if self.parts.is_none() => (frame.opcode == 0x1, Vec::new()),
            0x8 => return Ok(Some(Said::Close)),
            0x9 => return Ok(Some(Said::Ping(frame.payload))),
            0xA => return Ok(None),
            _ => return Err(Broken(PROTOCOL_ERROR)),
        };
        if parts.len() + frame.payload.len() > FROM_CLIENT_BYTES_MAX {
            return Err(Broken(TOO_BIG));
        }
        parts.extend_from_slice(&frame.payload);
        if !frame.is_final {
            self.parts = Some((is_text, parts));
            return Ok(None);
        }
        if !is_text {
            return Ok(None);
        }
        let text = String::from_utf8(parts).map_err(|_| Broken(NOT_UTF8))?;
        Ok(Some(Said::Text(text)))
    }
}

/// One frame of a client, unmasked.
struct Incoming {
    is_final: bool,
    opcode: u8,
    payload: Vec<u8>,
}

impl Incoming {
    /// The first whole frame and its length; none as long as bytes are missing.
    fn read(raw: &[u8]) -> Result<Option<(Self, usize)>, Broken> {
        let [first, second, rest @ ..] = raw else {
            return Ok(None);
        };
        let (is_final, opcode) = (first & FINAL != 0, first & 0x0F);
        // Bits of extensions that nobody agreed on, or a frame without mask (RFC 6455, 5.1 and 5.2).
        if first & 0x70 != 0 || second & MASKED == 0 {
            return Err(Broken(PROTOCOL_ERROR));
        }
        let (length, rest) = match second & 0x7F {
            126 => match rest {
                [a, b, rest @ ..] => (u64::from(u16::from_be_bytes([*a, *b])), rest),
                _ => return Ok(None),
            },
            127 => match rest.split_first_chunk::<8>() {
                Some((length, rest)) => (u64::from_be_bytes(*length), rest),
                None => return Ok(None),
            },
            short => (u64::from(short), rest),
        };
        let is_control = opcode & 0x8 != 0;
        let length = usize::try_from(length).map_err(|_| Broken(TOO_BIG))?;
        if is_control && (length > CONTROL_BYTES_MAX || !is_final) {
            return Err(Broken(PROTOCOL_ERROR));
        }
        if length > FROM_CLIENT_BYTES_MAX {
            return Err(Broken(TOO_BIG));
        }
        let Some((mask, rest)) = rest.split_first_chunk::<4>() else {
            return Ok(None);
        };
        let Some(masked) = rest.get(..length) else {
            return Ok(None);
        };
        let payload = masked
            .iter()
            .zip(mask.iter().cycle())
            .map(|(byte, mask)| byte ^ mask)
            .collect();
        let whole = raw.len() - rest.len() + length;
        let frame = Self {
            is_final,
            opcode,
            payload,
        };
        Ok(Some((frame, whole)))
    }
}

#[cfg(test)]
#[path = "websocket/tests.rs"]
mod tests;
