//! One siren as the world meets it: on the wire, as a program, and in the manual.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod adversity;
mod broker;
mod clock;
mod condition;
mod link;
mod manual;
mod mqtt;
mod program;
mod pulse;
mod site;
mod sound;
mod tls;
