//! Text messages, by files in a folder that a gateway of the place empties: gammu, kannel, a script for a modem or
//! for a provider's API. One file for each: `To: +33612345678`, an empty line, the text in UTF-8.
//!
//! Limits: a file that is written counts as taken; whether the network took it only the gateway knows. A text has at
//! most 560 bytes, which every network puts together from four or five parts. The first message to a number has a
//! code and no link, because false ones lead to links.
//! References: 3GPP TS 23.040 (parts); docs/manual/signup.md.

mod config;
mod render;

pub use config::Config;
pub use render::SmsRender;
