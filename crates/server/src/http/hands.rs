//! The threads that carry connections: one for each processor, each with its own runtime.
//!
//! A connection stays on the thread that it was dealt to. On a runtime that shares its tasks, whoever
//! is woken by the engine first wakes a neighbour, which takes the task away from it: two more hops
//! between the disk and the answer, on every report.

use super::stream::Stream;
use crate::engine::mailbox;
use std::io;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// Beyond this many threads the engine is what limits.
const HANDS_MAX: usize = 16;

/// The threads. They end when this is dropped.
#[derive(Debug)]
pub struct Hands {
    hands: Vec<Hand>,
    next: usize,
}

#[derive(Debug)]
struct Hand {
    runtime: Handle,
    _until: oneshot::Sender<()>,
}

/// How many processors this program may use.
pub fn processors() -> NonZeroUsize {
    available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

impl Hands {
    /// Starts so many threads, at most 16.
    pub fn start(count: NonZeroUsize) -> io::Result<Self> {
        let hands = (0..count.get().min(HANDS_MAX)).map(Hand::start);
        Ok(Self {
            hands: hands.collect::<io::Result<_>>()?,
            next: 0,
        })
    }

    /// Gives a connection to the next thread, which does all of `work` on it.
    pub fn carry<F>(
        &mut self,
        stream: Stream,
        work: impl FnOnce(Stream) -> F + Send + 'static,
    ) -> io::Result<()>
    where
        F: Future<Output = ()> + Send,
    {
        let stream = stream.leave()?;
        let hand = &self.hands[self.next % self.hands.len()];
        self.next = self.next.wrapping_add(1);
        hand.runtime.spawn(async move {
            match Stream::arrive(stream) {
                Ok(stream) => work(stream).await,
                Err(error) => tracing::warn!(%error, "failed to take over a connection"),
            }
        });
        Ok(())
    }
}

impl Hand {
    fn start(number: usize) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (until, dropped) = oneshot::channel();
        std::thread::Builder::new()
            .name(format!("hand {number}"))
            .spawn(move || {
                // Nothing is ever sent: it ends when the other end is gone.
                let _ = runtime.block_on(async {
                    if let Err(error) = mailbox::open() {
                        tracing::warn!(%error, "failed to open a mailbox; answers take a little longer");
                    }
                    dropped.await
                });
            })?;
        Ok(Self {
            runtime: handle,
            _until: until,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    #[tokio::test]
    async fn connections_are_dealt_to_all_threads_in_turn() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut hands = Hands::start(NonZeroUsize::new(3).unwrap()).unwrap();
        let mut names = Vec::new();
        for _ in 0..6 {
            let mut near = TcpStream::connect(address).await.unwrap();
            let (far, _) = listener.accept().await.unwrap();
            let carried = hands.carry(Stream::Tcp(far), async |mut far| {
                let name = std::thread::current().name().unwrap().to_owned();
                far.write_all(name.as_bytes()).await.unwrap();
            });
            carried.unwrap();
            let mut name = String::new();
            near.read_to_string(&mut name).await.unwrap();
            names.push(name);
        }
        let expected = ["hand 0", "hand 1", "hand 2", "hand 0", "hand 1", "hand 2"];
        assert_eq!(names, expected);
    }
}
