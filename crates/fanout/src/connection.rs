//! One connection: a socket, where it stands, and, only while it lags, what it has not taken.

use crate::backlog::{Backlog, Piece};
use crate::cipher::Cipher;
use crate::frame::{Frame, Wire};
use crate::groups::Group;
use crate::hearing::Guest;
use crate::websocket::Ear;
use bytes::{Bytes, BytesMut};
use rustix::io::Errno;
use rustix::net::SendFlags;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Instant;

/// Below this many bytes the first things are copied together: a copy is cheaper than a second write.
const TOGETHER_BYTES_MAX: usize = 16 * 1_024;

/// A connection whose handshake is over.
#[derive(Debug)]
pub struct Newcomer {
    /// Its socket, which does not block.
    pub socket: OwnedFd,
    /// What seals it; none where the wire is plain.
    pub cipher: Option<Box<dyn Cipher>>,
    /// How it reads.
    pub wire: Wire,
    /// Where it stands.
    pub group: Group,
    /// What it gets before all else, as it goes over the wire: the head of the answer.
    pub head: Bytes,
    /// What it gets behind that: what it has missed.
    pub first: Vec<Arc<Frame>>,
    /// Whoever is dropped when it ends.
    pub guest: Option<Box<dyn Guest>>,
}

/// A connection in the table. Its size is what a listener costs, so a test holds it down.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) socket: OwnedFd,
    /// Boxed twice: eight bytes for the many that have none, in place of sixteen.
    pub(crate) cipher: Option<Box<Box<dyn Cipher>>>,
    pub(crate) wire: Wire,
    pub(crate) group: Group,
    /// Its place in the group.
    pub(crate) at: u32,
    /// The last round of a numbered frame that it had, or that it came after.
    pub(crate) round: u32,
    pub(crate) last: u64,
    pub(crate) behind: Option<Box<Backlog>>,
    pub(crate) ear: Option<Box<Ear>>,
    pub(crate) guest: Option<Box<dyn Guest>>,
}

/// What writing came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrote {
    /// Bytes that the kernel took.
    pub(crate) bytes: u64,
    /// Frames that are out whole.
    pub(crate) frames: u64,
    /// Frames that were dropped.
    pub(crate) dropped: u64,
    /// It has begun to lag: the kernel must say when it takes more.
    pub(crate) began_to_lag: bool,
}

impl Wrote {
    /// Both together.
    pub(crate) fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.frames += other.frames;
        self.dropped += other.dropped;
        self.began_to_lag |= other.began_to_lag;
    }
}

/// The other end is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gone;

impl Connection {
    /// Writes a frame that others get too, or lets it wait behind what waits: `room` says how many may.
    pub(crate) fn share(&mut self, frame: &Arc<Frame>, room: usize) -> Result<Wrote, Gone> {
        if self.behind.is_some() {
            return Ok(self.wait(Piece::Shared(Arc::clone(frame))));
        }
        if self.cipher.is_some() {
            return self.put(Piece::Shared(Arc::clone(frame)), 1, room);
        }
        let bytes = frame.bytes(self.wire);
        let written = send(&self.socket, bytes)?;
        if written == bytes.len() {
            self.last = self.last.max(frame.number().unwrap_or(0));
            return Ok(Wrote {
                bytes: written as u64,
                frames: 1,
                ..Wrote::default()
            });
        }
        Ok(self.lag(Piece::Shared(Arc::clone(frame)), written, room))
    }

    /// Writes what this connection alone gets, or lets it wait.
    pub(crate) fn say(&mut self, bytes: Bytes, room: usize) -> Result<Wrote, Gone> {
        if self.behind.is_some() {
            return Ok(self.wait(Piece::own(bytes)));
        }
        self.put(Piece::own(bytes), 0, room)
    }

    /// Writes a piece that nothing waits before, sealed if it must be. What was sealed is sent to its end.
    fn put(&mut self, piece: Piece, frames: u64, room: usize) -> Result<Wrote, Gone> {
        let piece = self.sealed(piece)?;
        let bytes = piece.bytes(self.wire);
        let written = send(&self.socket, bytes)?;
        if written == bytes.len() {
            self.last = self.last.max(piece.number().unwrap_or(0));
            return Ok(Wrote {
                bytes: written as u64,
                frames,
                ..Wrote::default()
            });
        }
        Ok(self.lag(piece, written, room))
    }

    fn sealed(&mut self, piece: Piece) -> Result<Piece, Gone> {
        match &mut self.cipher {
            Some(cipher) => piece.sealed(self.wire, &mut ***cipher).map_err(|_| Gone),
            None => Ok(piece),
        }
    }

    /// Writes the first things in one go where they are few, each as it is where they are many.
    pub(crate) fn begin(
        &mut self,
        head: &Bytes,
        first: &[Arc<Frame>],
        room: usize,
    ) -> Result<Wrote, Gone> {
        let size = |frame: &Arc<Frame>| frame.bytes(self.wire).len();
        let total: usize = head.len() + first.iter().map(size).sum::<usize>();
        if total > TOGETHER_BYTES_MAX {
            let mut wrote = self.say(head.clone(), room)?;
            for frame in first {
                // Whatever was kept for it is no more than it may have: it asked for it.
                if let Some(backlog) = &mut self.behind {
                    backlog.make_room();
                }
                wrote.add(self.share(frame, room)?);
            }
            return Ok(wrote);
        }
        let mut together = BytesMut::with_capacity(total);
        together.extend_from_slice(head);
        for frame in first {
            together.extend_from_slice(frame.bytes(self.wire));
            self.last = self.last.max(frame.number().unwrap_or(0));
        }
        let mut wrote = self.say(together.freeze(), room)?;
        wrote.frames = first.len() as u64;
        Ok(wrote)
    }

    /// Writes what waits, as far as the kernel takes it.
    pub(crate) fn flush(&mut self, gap: fn(u64) -> Frame) -> Result<Wrote, Gone> {
        let mut wrote = Wrote::default();
        let Some(backlog) = self.behind.as_mut() else {
            return Ok(wrote);
        };
        loop {
            let rest = &backlog.current.bytes(self.wire)[backlog.written..];
            let (wanted, written) = (rest.len(), send(&self.socket, rest)?);
            wrote.bytes += written as u64;
            backlog.written += written;
            if written > 0 {
                backlog.moved = Instant::now();
            }
            if written < wanted {
                return Ok(wrote);
            }
            self.last = self.last.max(backlog.current.number().unwrap_or(0));
            wrote.frames += 1;
            if !backlog.next(gap) {
                self.behind = None;
                return Ok(wrote);
            }
            if let Some(cipher) = &mut self.cipher {
                let sealed = backlog.current.sealed(self.wire, &mut ***cipher);
                backlog.current = sealed.map_err(|_| Gone)?;
            }
        }
    }

    fn wait(&mut self, piece: Piece) -> Wrote {
        let dropped = self.behind.as_mut().map_or(0, |b| b.wait(piece, self.last));
        Wrote {
            dropped,
            ..Wrote::default()
        }
    }

    fn lag(&mut self, piece: Piece, written: usize, room: usize) -> Wrote {
        self.behind = Some(Box::new(Backlog::new(piece, written, room)));
        Wrote {
            bytes: written as u64,
            began_to_lag: true,
            ..Wrote::default()
        }
    }
}

/// How much the kernel takes; nothing when its buffer is full.
fn send(socket: &OwnedFd, bytes: &[u8]) -> Result<usize, Gone> {
    loop {
        match rustix::net::send(socket, bytes, SendFlags::NOSIGNAL | SendFlags::DONTWAIT) {
            Ok(written) => return Ok(written),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => return Ok(0),
            Err(_) => return Err(Gone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_costs_less_than_a_hundred_bytes_in_the_table() {
        let bytes = size_of::<Connection>();
        assert!(bytes <= 96, "{bytes}");
    }
}
