//! Tells every task that the program stops, so that open streams do not hold it up.

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
