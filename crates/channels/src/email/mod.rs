//! E-mail: a warning to one mailbox, in the language of its reader, through the operator's own mail server.
//!
//! One message for each order, so that nobody sees who else is warned; the answer of the mail server is the outcome,
//! and what comes back later is read from the mailbox that the operator names (`bounce`). Later messages of a
//! warning are answers to the first, so that a mail program shows one thread.
//!
//! Limits: an answer is waited for 20 s; a mail server is given as many messages side by side and a minute as it is
//! configured to take; addresses beyond ASCII are refused by most servers and by this channel. Mail is slow and may be
//! held for minutes by others: it is never the only channel of whoever has another.
//! References: RFC 5321, 5322, 3834 (Auto-Submitted), 8058 (one-click unsubscription), 3464 (what comes back);
//! docs/manual/email.md.

mod bounce;
mod config;
#[cfg(test)]
pub(crate) mod fake;
#[cfg(test)]
mod mta;
mod render;
mod send;

pub use bounce::{Bounce, came_back};
pub use config::{Config, Tls};
pub use render::MailRender;
pub use send::{Mail, MailFault};
