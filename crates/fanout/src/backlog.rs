//! What one slow connection has not taken yet. It holds up nobody else, and it has an end.

use crate::cipher::{Cipher, Unsealed};
use crate::frame::{Frame, Kind, Wire};
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

/// Something to be written.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// What everyone gets.
    Shared(Arc<Frame>),
    /// What this connection alone gets: the head of its answer, a pong, or what was sealed for it.
    Own(Box<Own>),
}

/// Bytes for one connection.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    /// As they go over the wire.
    pub(crate) bytes: Bytes,
    /// The number of the frame that they seal.
    pub(crate) number: Option<u64>,
}

impl Piece {
    /// As it goes over the wire.
    pub(crate) fn bytes(&self, wire: Wire) -> &Bytes {
        match self {
            Self::Shared(frame) => frame.bytes(wire),
            Self::Own(own) => &own.bytes,
        }
    }

    /// Its number, if it has one.
    pub(crate) fn number(&self) -> Option<u64> {
        match self {
            Self::Shared(frame) => frame.number(),
            Self::Own(own) => own.number,
        }
    }

    /// Bytes without a number.
    pub(crate) fn own(bytes: Bytes) -> Self {
        let number = None;
        Self::Own(Box::new(Own { bytes, number }))
    }

    /// The same as this connection alone reads it.
    pub(crate) fn sealed(&self, wire: Wire, cipher: &mut dyn Cipher) -> Result<Self, Unsealed> {
        let bytes = cipher.seal(self.bytes(wire))?.into();
        let number = self.number();
        Ok(Self::Own(Box::new(Own { bytes, number })))
    }

    fn is_passing(&self) -> bool {
        matches!(self, Self::Shared(frame) if frame.kind == Kind::Passing)
    }
}

/// What waits, in order.
#[derive(Debug)]
pub(crate) struct Backlog {
    /// The piece of which a part may have been written.
    pub(crate) current: Piece,
    /// How much of it was.
    pub(crate) written: usize,
    /// When bytes were last taken.
    pub(crate) moved: Instant,
    waiting: VecDeque<Piece>,
    /// How many may wait.
    room: usize,
    /// Frames behind this number were dropped, and the connection has not been told.
    gap: Option<u64>,
}

impl Backlog {
    /// Begins with a piece of which so much was written; so many may wait behind it.
    pub(crate) fn new(current: Piece, written: usize, room: usize) -> Self {
        Self {
            current,
            written,
            moved: Instant::now(),
            waiting: VecDeque::new(),
            room,
            gap: None,
        }
    }

    /// Makes room for one piece more.
    pub(crate) fn make_room(&mut self) {
        self.room += 1;
    }

    /// Lets a piece wait; how many were dropped for it. `last` is the greatest number that went out whole.
    pub(crate) fn wait(&mut self, piece: Piece, last: u64) -> u64 {
        if piece.is_passing() {
            self.waiting.retain(|waiting| !waiting.is_passing());
        }
        self.waiting.push_back(piece);
        if self.waiting.len() <= self.room {
            return 0;
        }
        self.gap.get_or_insert(last);
        self.waiting.pop_front();
        1
    }

    /// The current piece is out; the next takes its place. False when there is none.
    pub(crate) fn next(&mut self, gap: fn(u64) -> Frame) -> bool {
        let next = match self.gap.take() {
            Some(from) => Some(Piece::Shared(Arc::new(gap(from)))),
            None => self.waiting.pop_front(),
        };
        let Some(next) = next else { return false };
        (self.current, self.written) = (next, 0);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: usize = 64;

    fn frame(kind: Kind) -> Piece {
        Piece::Shared(Arc::new(Frame::new(kind, format!("{kind:?}"), b"")))
    }

    fn gap(from: u64) -> Frame {
        Frame::new(Kind::Passing, format!("from {from}"), b"")
    }

    fn rest(mut backlog: Backlog) -> Vec<String> {
        let mut all = Vec::new();
        while backlog.next(gap) {
            let bytes = backlog.current.bytes(Wire::Sse).to_vec();
            all.push(String::from_utf8(bytes).unwrap());
        }
        all
    }

    #[test]
    fn of_what_passes_only_the_newest_waits() {
        let mut backlog = Backlog::new(frame(Kind::Numbered(1)), 0, ROOM);
        for kind in [Kind::Passing, Kind::Numbered(2), Kind::Passing] {
            assert_eq!(backlog.wait(frame(kind), 0), 0);
        }
        assert_eq!(rest(backlog), ["Numbered(2)", "Passing"]);
    }

    #[test]
    fn who_falls_too_far_behind_loses_the_oldest_and_is_told_from_where() {
        let mut backlog = Backlog::new(frame(Kind::Numbered(8)), 3, ROOM);
        let dropped: u64 = (9..9 + ROOM as u64 + 2)
            .map(|n| backlog.wait(frame(Kind::Numbered(n)), 7))
            .sum();
        assert_eq!(dropped, 2);
        let rest = rest(backlog);
        assert_eq!(rest[..2], ["from 7", "Numbered(11)"]);
        assert_eq!(rest.len(), ROOM + 1);
    }
}
