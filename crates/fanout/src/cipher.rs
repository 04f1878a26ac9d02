//! What makes a connection secret, as far as the engine needs to know.

/// What was read is not what the other end may send, or nothing can be sealed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsealed;

/// Turns what is said into what goes over the wire, and back. It is called on the thread that writes to all
/// others: it must not wait for anything.
pub trait Cipher: Send + std::fmt::Debug {
    /// What goes over the wire for these bytes. What is sealed first must go first.
    fn seal(&mut self, plain: &[u8]) -> Result<Vec<u8>, Unsealed>;
    /// What was said by the bytes that were read; perhaps nothing yet.
    fn open(&mut self, read: &[u8]) -> Result<Vec<u8>, Unsealed>;
}
