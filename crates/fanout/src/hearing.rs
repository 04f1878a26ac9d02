//! Whom a connection belongs to, as far as the engine needs to know.

/// Whether a connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// It goes on.
    On,
    /// It is closed.
    Out,
}

/// Whoever sits at the other end. Dropped when the connection ends. It is called on the thread that writes
/// to all others: it must not wait for anything.
pub trait Guest: Send + std::fmt::Debug {
    /// The client said something.
    fn heard(&mut self, text: &str) -> Stay;
}
