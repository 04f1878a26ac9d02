//! Web Push: a warning to one browser or app, woken by the push service that it chose. UnifiedPush, which FOSSWarn
//! and others use, is the same on the wire.
//!
//! - RFC 8030: what is sent to a push service and what it answers (`send`)
//! - RFC 8291 over RFC 8188: sealed so that the push service cannot read it (`encrypt`)
//! - RFC 8292: by which key a push service knows us (`config`)
//!
//! Written by hand on RustCrypto: of the libraries that exist one needs OpenSSL and the other has one author, and what
//! they do is three hundred lines that the RFC's own example and an independent receiver check.
//!
//! Limits: a body has at most 4,096 bytes, so a text 3,993; a push service keeps one message of each topic for a
//! receiver that is away, and a warning is a topic; nobody tells us that a message was shown, so a receiver that
//! matters answers by itself.

pub mod config;
pub mod encrypt;
pub mod fake;
pub mod render;
pub mod send;

pub use config::{Endpoint, NoEndpoint, Vapid};
pub use render::PushRender;
pub use send::WebPush;

/// Longest text of one message, in bytes: with what seals it, the 4,096 that every push service takes (RFC 8291, 4).
pub const PLAIN_BYTES_MAX: usize = 3_993;

/// What every text that fits is padded to, in bytes: a short code and a whole bulletin then look alike, and it is
/// still below the 3,070 that some services take on the way to a phone.
pub const PADDED_TO: usize = 2_048;
