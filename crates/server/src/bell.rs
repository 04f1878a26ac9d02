//! Wakes a thread that has nothing to do, on the processor that wakes it.
//!
//! The usual ways (a futex, an eventfd) let the kernel choose an idle processor, and on small machines
//! it takes longer to rise than the report takes to be decided. A pipe says that whoever writes is about
//! to wait itself, so the reader goes on where the writer stood.

use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::unix::pipe;

/// The end that is pulled. Ringing twice before it is heard is ringing once.
#[derive(Debug)]
pub struct Bell {
    rung: AtomicBool,
    pipe: OwnedFd,
}

/// The end that is listened to.
#[derive(Debug)]
pub struct Ear {
    bell: Arc<Bell>,
    pipe: pipe::Receiver,
}

/// Both ends; the ear belongs to the runtime in which this is called.
pub fn hang() -> io::Result<(Arc<Bell>, Ear)> {
    let (far, near) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
    let bell = Arc::new(Bell {
        rung: AtomicBool::new(false),
        pipe: near,
    });
    let ear = Ear {
        bell: Arc::clone(&bell),
        pipe: pipe::Receiver::from_owned_fd(far)?,
    };
    Ok((bell, ear))
}

impl Bell {
    /// Wakes whoever listens; what was put in its reach before is seen by it.
    pub fn ring(&self) {
        if self.rung.swap(true, Ordering::AcqRel) {
            return;
        }
        while let Err(Errno::INTR) = rustix::io::write(&self.pipe, &[0]) {}
    }
}

impl Ear {
    /// Waits for the bell. Look at everything in reach after it: the next ring may stand for several.
    pub async fn heard(&self) {
        let mut rings = [0; 16];
        loop {
            // A pipe whose other end this holds cannot fail to be readable once it is written to.
            if self.pipe.readable().await.is_ok() && self.pipe.try_read(&mut rings).is_ok() {
                self.bell.rung.swap(false, Ordering::AcqRel);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    #[tokio::test]
    async fn nothing_put_in_reach_before_a_ring_is_missed() {
        const ROUNDS: u32 = 20_000;
        let (bell, ear) = hang().unwrap();
        let put = Arc::new(AtomicU32::new(0));
        let putting = {
            let (bell, put) = (bell, Arc::clone(&put));
            std::thread::spawn(move || {
                for _ in 0..ROUNDS {
                    put.fetch_add(1, Ordering::Release);
                    bell.ring();
                }
            })
        };
        while put.load(Ordering::Acquire) < ROUNDS {
            ear.heard().await;
        }
        putting.join().unwrap();
    }
}
