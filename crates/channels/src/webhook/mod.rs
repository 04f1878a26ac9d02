//! Signed webhooks: a program of others is told of every message of a warning, and can tell that it was us.
//!
//! The form is that of Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp` and `webhook-signature`
//! (`v1,` and HMAC-SHA256 over `id.timestamp.body`), with a signature for each secret while one is exchanged for
//! another, so that receivers verify with the libraries that they have. Signed by hand: it is ten lines over
//! `hmac`, which those libraries check in the tests.
//!
//! Limits: an answer is waited for 20 s and its body is not read; redirects are not followed, and inside addresses
//! are asked only where the operator allows them by name. An order that is sent again has the same id: a receiver
//! keeps the ids of a day and hears each once. Reference: docs/manual/webhooks.md.

mod config;
#[cfg(test)]
pub(crate) mod fake;
mod render;
mod send;

pub use config::{Config, Secret, SecretFault, host};
pub use render::WebhookRender;
pub use send::Webhook;
