//! What is sent: encoded once for each wire, and shared by every connection.

use crate::websocket;
use bytes::Bytes;

/// How a connection reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Server-Sent Events: the body of an answer that does not end.
    Sse,
    /// WebSocket.
    WebSocket,
}

/// What becomes of a frame that has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It has a number, and waits in its order.
    Numbered(u64),
    /// A later one of its kind says all that it says, and takes its place.
    Passing,
}

/// One frame.
#[derive(Debug)]
pub struct Frame {
    /// What becomes of it when it has to wait.
    pub kind: Kind,
    sse: Bytes,
    websocket: Bytes,
}

impl Frame {
    /// `sse` as it goes on that wire; `text` is what a WebSocket carries.
    pub fn new(kind: Kind, sse: impl Into<Bytes>, text: &[u8]) -> Self {
        Self {
            kind,
            sse: sse.into(),
            websocket: websocket::text_frame(text),
        }
    }

    /// Its number, if it has one.
    pub fn number(&self) -> Option<u64> {
        match self.kind {
            Kind::Numbered(number) => Some(number),
            Kind::Passing => None,
        }
    }

    /// As it goes over a wire.
    pub fn bytes(&self, wire: Wire) -> &Bytes {
        match wire {
            Wire::Sse => &self.sse,
            Wire::WebSocket => &self.websocket,
        }
    }

    /// What a WebSocket carries, without its header.
    pub fn text(&self) -> &[u8] {
        &self.websocket[websocket::header_bytes(&self.websocket)..]
    }
}
