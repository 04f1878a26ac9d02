//! One frame to every open connection, at the cost of the kernel's write.
//!
//! A web framework keeps a task, buffers and a parser for each connection: 10 to 20 KB for somebody who
//! only listens. Here a connection whose handshake is over is a socket and some seventy bytes in a table.
//! A few threads own the tables; a frame is encoded once for each wire and written to every socket straight
//! from that one buffer. What the kernel does not take waits with the connection it is for, within bounds,
//! and holds up nobody else.
//!
//! Written by hand because no crate does it: asynchronous runtimes keep a task for each socket, and
//! servers that fan out (in C and Go) are programs and not libraries. It knows sockets, frames and groups,
//! and nothing of what is said. Linux only: it stands on `epoll` and `eventfd`.

mod backlog;
mod cipher;
mod connection;
mod counted;
mod fanout;
mod frame;
mod groups;
mod hearing;
mod inbox;
mod round;
mod table;
mod websocket;
mod writer;

pub use cipher::{Cipher, Unsealed};
pub use connection::Newcomer;
pub use counted::{Closed, Counted};
pub use fanout::{Fanout, Settings};
pub use frame::{Frame, Kind, Wire};
pub use groups::{Group, Reach, To};
pub use hearing::{Guest, Stay};

/// Longest text that a client may send, in bytes: clients only ever acknowledge.
pub const FROM_CLIENT_BYTES_MAX: usize = 1_024;
