//! How the program is told to stop, and tells every task, so that open streams do not hold it up.

use rustix::process::{Signal as Number, getpid, kill_process};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// A way to learn that the program stops.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

/// A way to say it.
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

/// Both ends.
pub fn pair() -> (Stop, Stopping) {
    let (sender, receiver) = watch::channel(false);
    (Stop(sender), Stopping(receiver))
}

impl Stop {
    /// Says that the program stops.
    pub fn now(&self) {
        self.0.send_replace(true);
    }
}

impl Stopping {
    /// Waits until the program stops.
    pub async fn wait(&self) {
        // The sender being gone means the same.
        let _ = self.0.clone().wait_for(|stop| *stop).await;
    }

    /// The plain form.
    pub fn receiver(&self) -> watch::Receiver<bool> {
        self.0.clone()
    }
}

/// Being told something by a signal. Heard from when this is made: before it, a signal ends the program at once.
pub(crate) struct Told {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

/// What it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// To stop.
    Stop,
    /// To begin anew without letting go of the sockets.
    StartAnew,
}

/// Tells this program to stop once its standard input ends, as it does when whoever holds the other end dies,
/// however it dies.
pub(crate) fn end_with_input() {
    std::thread::spawn(|| {
        // An input that cannot be read has ended too.
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        let _ = kill_process(getpid(), Number::TERM);
    });
}

impl Told {
    /// Begins to hear.
    pub(crate) fn hear() -> Result<Self, String> {
        let hear = |kind| signal(kind).map_err(|error| format!("failed to hear signals: {error}"));
        Ok(Self {
            terminate: hear(SignalKind::terminate())?,
            interrupt: hear(SignalKind::interrupt())?,
            hang_up: hear(SignalKind::hangup())?,
        })
    }

    /// Waits until it is told something.
    pub(crate) async fn word(&mut self) -> Word {
        tokio::select! {
            _ = self.terminate.recv() => Word::Stop,
            _ = self.interrupt.recv() => Word::Stop,
            _ = self.hang_up.recv() => Word::StartAnew,
        }
    }
}
