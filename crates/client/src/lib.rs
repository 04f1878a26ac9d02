//! What a device needs to listen to a Vigie server, and nothing that runs: no socket, no clock, no chance. The shell
//! around it opens a connection, says what it read and what time it is, and does what it is told.
//!
//! A device keeps its place to itself. It gives the server a coarse [`Cell`], gets every bulletin of that cell, and
//! [`lies`] says which of them concern it. The same library in TypeScript is `web/client`; both are held to the same
//! cases, `golden/places.json`.

mod cell;
mod link;
mod place;
mod verify;
mod wire;

pub use cell::{Cell, concerns};
pub use link::{Came, Link, LinkState, Next, rest_ms};
pub use place::{Lies, NEIGHBOURS_M, Place, lies};
pub use verify::{Forged, Key, KeyRing};
pub use wire::{Area, Bulletin, Heartbeat, Live, Text};
